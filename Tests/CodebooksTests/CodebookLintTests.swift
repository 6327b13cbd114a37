// What the lint finds in the sample, and what it finds when the sample is made worse.

import Testing

@testable import Codebooks

@Suite struct CodebookLintTests {
  static let sample = [
    "c.yaml:22:5: warning: code W1 has 1 counterexamples, 3 are wanted",
    "c.yaml:22:5: warning: code W1 has 1 examples, 5 are wanted",
    "c.yaml:31:9: note: pattern W1.1 has no example",
    "c.yaml:36:9: note: pattern W1.2 has no example",
    "c.yaml:41:9: note: status rule W1.s1 has no example",
    "c.yaml:51:5: note: cue neg.no has no example",
  ]

  @Test func sampleFindings() throws {
    #expect(CodebookLint.findings(in: try Sample.load()).map { $0.line(file: "c.yaml") } == Self.sample)
  }

  static let additions: [(old: String, new: String, finding: String)] = [
    ("actors:\n", "  idle: [idle]\nactors:\n", "17:3: warning: lexicon 'idle' is never used"),
    ("dredg! W/5 $port", "(deepen! OR widen!) W/3 basin", "36:9: note: pattern W1.2 has no example"),
    ("definition: Making the basin deeper.\n", "memo: x\n", "22:5: warning: code W1 has no definition"),
    (
      "    status:\n", "    asides: [{id: W1.a1, match: ebb}]\n    status:\n",
      "40:14: note: aside W1.a1 has no example"
    ),
    (
      "    status:\n", "    status:\n      - {id: W1.s0, status: begun}\n",
      "42:9: warning: status rule W1.s1 is never tried: W1.s0 takes all before it"
    ),
    (
      "id: W1.2\n", "id: W1.0\n        match: (deepen! OR widen!) W/3 basin\n      - id: W1.2\n",
      "38:9: warning: pattern W1.2 says the same as W1.0"
    ),
  ]

  private static let open =
    "warning: these alternatives are one operand of the connector beside them, as OR binds tightest: "
    + "put parentheses around them, or around what the connector belongs to"

  /// A pattern of the sample in place of another, and where it is warned of.
  static let alternatives: [(pattern: String, columns: [Int])] = [
    ("deepen! OR widen! PRE/1 basin", [16]),
    ("basin W/3 deepen! OR widen!", [26]),
    ("(deepen! OR widen!) W/3 basin", []),
    ("deepen! OR (widen! PRE/1 basin) OR dredge!", []),
    ("deepen! OR widen! AND basin", []),
    ("(deepen! OR widen!) OR enlarge! W/S basin", [16]),
    ("deep OR wide W/2 the OR a W/9 basin OR port", [16, 33, 46]),
    ("basin W/9 (deepen! OR widen! PRE/1 the)", [27]),
  ]

  @Test(arguments: alternatives) func alternativesWithoutParentheses(pattern: String, columns: [Int]) throws {
    let found = CodebookLint.findings(in: try Sample.changed("dredg! W/5 $port", to: pattern))
      .map { $0.line(file: "c.yaml") }.filter { $0.contains("alternatives") }
    #expect(found == columns.map { "c.yaml:32:\($0): \(Self.open)" }, "\(found)")
  }

  @Test(arguments: additions) func finds(old: String, new: String, finding: String) throws {
    let lines = CodebookLint.findings(in: try Sample.changed(old, to: new)).map { $0.line(file: "c.yaml") }
    #expect(lines.contains("c.yaml:" + finding), "\(lines)")
  }
}

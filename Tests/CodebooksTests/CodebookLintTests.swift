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
      "    status:\n", "    status:\n      - {id: W1.s0, status: begun}\n",
      "42:9: warning: status rule W1.s1 is never tried: W1.s0 takes all before it"
    ),
    (
      "id: W1.2\n", "id: W1.0\n        match: (deepen! OR widen!) W/3 basin\n      - id: W1.2\n",
      "38:9: warning: pattern W1.2 says the same as W1.0"
    ),
  ]

  @Test(arguments: additions) func finds(old: String, new: String, finding: String) throws {
    let lines = CodebookLint.findings(in: try Sample.changed(old, to: new)).map { $0.line(file: "c.yaml") }
    #expect(lines.contains("c.yaml:" + finding), "\(lines)")
  }
}

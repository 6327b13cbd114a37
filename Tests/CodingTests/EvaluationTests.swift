// Measures against figures worked out by hand and by a published formula's own example.

import Codebooks
import NoteText
import Testing

@testable import Coding

@Suite struct AgreementTests {
  @Test func measures() {
    let agreement = Agreement(both: 3, missed: 1, spurious: 2, decisions: 20)
    #expect(agreement.precision == 0.6)
    #expect(agreement.recall == 0.75)
    #expect(abs(agreement.f1 - 2.0 / 3) < 1e-12)
    // Ones 9 of 40 values: expected disagreement 2*9*31/(40*39), observed 3/20.
    #expect(abs((agreement.alpha ?? 0) - (1 - 0.15 / (558.0 / 1560))) < 1e-12)
  }

  /// Krippendorff's own example of two observers and binary data (Computing Krippendorff's Alpha, part A):
  /// ten articles, o11 = 4 of twenty values, alpha 0.095.
  @Test func krippendorffsExample() {
    let agreement = Agreement(both: 1, missed: 1, spurious: 3, decisions: 10)
    #expect(abs((agreement.alpha ?? 0) - 0.095) < 0.0005)
  }

  @Test func nothingToAgreeAbout() {
    #expect(Agreement().alpha == nil)
    #expect(Agreement(decisions: 10).alpha == nil)
    #expect(Agreement(both: 10, decisions: 10).alpha == nil)
    #expect(Agreement(decisions: 10).f1 == 0)
  }
}

@Suite struct EvaluationTests {
  static let yaml = """
    codebook: 1
    title: Harbour
    facets:
      - {id: works, ladder: [dropped, mentioned, begun], default: mentioned}
      - {id: trade, ladder: [mentioned, grown], default: mentioned}
    board: {board-facets: [works]}
    actors:
      - {id: port, names: [port]}
      - {id: author, role: author}
      - {id: other, role: other}
    codes:
      - id: works/dredging
        facet: works
        patterns: [{id: W1, match: dredg!}]
        status: [{id: W1.s1, status: begun, when: 'began W/3 @'}]
      - id: trade/grain
        facet: trade
        patterns: [{id: G1, match: grain}, {id: G2, match: grain OR wheat}]
    cues:
      - {id: neg, match: not, category: negated, direction: forward}
    """

  func compiled(_ yaml: String = Self.yaml) throws -> CompiledCodebook {
    try CompiledCodebook(Codebook.load(yaml: yaml, file: "c.yaml"))
  }

  let dredging = GoldSegment(code: "works/dredging", status: "mentioned", holder: "port")
  let grain = GoldSegment(code: "trade/grain", status: "mentioned", holder: "author")

  func group(_ name: String, in evaluation: Evaluation) throws -> Evaluation.Group {
    try #require(evaluation.groups.first { $0.name == name })
  }

  @Test func countsMissedAndSpurious() throws {
    let passages = [
      GoldPassage(
        id: "a", context: "The port was dredged.",
        sentences: ["The port went on dredging, and dredged again.", "Grain is dear.", "Nothing new."],
        codes: [[dredging], [], [grain]]),
      GoldPassage(id: "b", sentences: ["Wheat is dear."], codes: [[grain]]),
    ]
    let evaluation = Evaluation(passages, with: try compiled())
    let all = try group("all", in: evaluation)
    #expect(all.agreement == Agreement(both: 2, missed: 1, spurious: 1, decisions: 8))
    #expect(try group("works", in: evaluation).agreement == Agreement(both: 1, decisions: 4))
    let code = try group("trade/grain", in: evaluation)
    #expect(code.agreement == Agreement(both: 1, missed: 1, spurious: 1, decisions: 4))
    #expect(all.macroF1 == 0.75)
    #expect(evaluation.sentenceCount == 4)
  }

  @Test func offsetsCountCodePoints() throws {
    let passage = GoldPassage(
      id: "a", context: "Übermäßig große Schiffe 🚢 – ж", sentences: ["Dredging!", "Grain."],
      codes: [[dredging], [grain]])
    #expect(passage.spans == [30..<39, 40..<46])
    let evaluation = Evaluation([passage], with: try compiled())
    #expect(try group("all", in: evaluation).agreement.both == 2)
  }

  @Test func modifiersOfWhatBothCoded() throws {
    let passages = [
      GoldPassage(
        id: "a", sentences: ["The port began dredging.", "The port was not dredged.", "Dredging."],
        codes: [
          [GoldSegment(code: "works/dredging", status: "begun", holder: "port")],
          [GoldSegment(code: "works/dredging", status: "dropped", isNegated: true, holder: "port")],
          [GoldSegment(code: "works/dredging", status: "mentioned", isNegated: true, holder: "author")],
        ])
    ]
    let evaluation = Evaluation(passages, with: try compiled())
    let modifiers = try group("all", in: evaluation).modifiers
    #expect(modifiers.count == 3)
    #expect(modifiers.status == 2)
    #expect(modifiers.negated == 2)
    #expect(modifiers.negations == Agreement(both: 1, missed: 1, decisions: 3))
    #expect(evaluation.statusConfusions == [.init(gold: "dropped", coded: "mentioned", count: 1)])
    let worst = evaluation.worst(5)
    #expect(worst.map(\.sentence).sorted() == [1, 2])
    #expect(worst.flatMap(\.decisions).flatMap(\.faults).contains("status mentioned, not dropped"))
  }

  @Test func codesOfTheGoldAlone() throws {
    let passage = GoldPassage(
      id: "a", sentences: ["Nothing."],
      codes: [[GoldSegment(code: "works/quay", status: "begun", holder: "port")]])
    let evaluation = Evaluation([passage], with: try compiled())
    #expect(try group("works", in: evaluation).agreement.missed == 1)
  }

  @Test func bootstrapIsFixedAndByDocument() throws {
    func passage(_ id: String, _ isRight: Bool) -> GoldPassage {
      GoldPassage(
        id: id, title: "t\(id.prefix(1))", sentences: ["Dredging.", "Nothing."],
        codes: isRight ? [[dredging], []] : [[], [dredging]])
    }
    let passages = ["a1", "a2", "b1", "b2", "c1"].enumerated().map { passage($1, $0 % 2 == 0) }
    let evaluation = Evaluation(passages, with: try compiled())
    let all = try group("all", in: evaluation)
    let interval = try #require(evaluation.bootstrap(all, samples: 500))
    #expect(interval.f1 == evaluation.bootstrap(all, samples: 500)?.f1)
    #expect(interval.f1.low < all.agreement.f1 && all.agreement.f1 < interval.f1.high)
    let single = Evaluation(Array(passages.prefix(2)), with: try compiled())
    #expect(single.bootstrap(try group("all", in: single), samples: 500) == nil)
  }

  // MARK: - Examples as tests

  static let checks: [(old: String, new: String, message: String?)] = [
    ("", "examples: [{text: The port began dredging., status: begun, holder: port}]", nil),
    (
      "", "examples: [{text: The port began dredging., status: dropped}]",
      "example of works/dredging is coded 'begun', expected 'dropped' (rule W1.s1)"
    ),
    ("", "examples: [{text: The port is deep.}]", "example of works/dredging carries no code"),
    (
      "", "examples: [{text: Dredging., negated: true}]", "example of works/dredging is not negated"
    ),
    (
      "", "examples: [{text: It is deep., context: Dredging it., status: mentioned}]",
      "example of works/dredging carries no code"
    ),
    ("", "counterexamples: [{text: The port is deep.}]", nil),
    ("", "counterexamples: [{text: Dredging.}]", "counterexample of works/dredging is coded by W1"),
    ("", "counterexamples: [{text: Ships., use: trade/grain}]", "does not carry 'trade/grain' instead"),
    ("match: dredg!}", "match: dredg!, example: Dredging.}", nil),
    ("match: dredg!}", "match: dredg!, example: Ships.}", "pattern W1 does not fire in its example"),
    ("wheat}", "wheat, example: Grain.}", "G1 comes before pattern G2 in its example"),
    ("wheat}", "wheat, example: Wheat.}", nil),
    (
      "when: 'began W/3 @'", "when: 'began W/3 @', example: Dredging stops.",
      "status rule W1.s1 does not hold in its example: 'mentioned' by no rule"
    ),
    ("direction: forward", "direction: forward, example: They are not dredging.", nil),
    ("direction: forward", "direction: forward, example: They are dredging.", "cue neg is not found"),
    (
      "direction: forward", "direction: forward, example: Dredging will not do.", "cue neg reaches no segment"
    ),
  ]

  @Test(arguments: checks) func examplesAreTests(old: String, new: String, message: String?) throws {
    let yaml =
      old.isEmpty
      ? Self.yaml.replacing("    facet: works\n", with: "    facet: works\n    \(new)\n")
      : Self.yaml.replacing(old, with: new)
    let findings = CodebookCheck.findings(in: try compiled(yaml)).map(\.message)
      .filter { !$0.contains("wanted") && !$0.contains("has no") }
    if let message {
      #expect(findings.contains { $0.contains(message) }, "\(findings)")
    } else {
      #expect(findings.isEmpty, "\(findings)")
    }
  }

  @Test func usageOfACorpus() throws {
    var usage = CodebookUsage(try compiled())
    usage.add(.plain(text: "Grain is dear. Grain is not cheap. The port sleeps."))
    #expect(usage.fired == ["G1": 2])
    #expect(usage.forestalled == ["G2": 2])
    #expect(usage.cued.isEmpty)
    let messages = usage.findings(share: 0.5).map(\.message)
    #expect(messages.contains("pattern W1 never fires in 1 notes"))
    #expect(messages.contains { $0.hasPrefix("pattern G1 fires in 2 of 3 sentences") })
    #expect(messages.contains { $0.hasPrefix("pattern G2 is always shadowed") })
    #expect(messages.contains("status rule W1.s1 never holds in 1 notes"))
    #expect(messages.contains("cue neg reaches no segment in 1 notes"))
  }
}

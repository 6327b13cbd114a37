// Patterns that take up what the sentences before carry.

import Codebooks
import NoteText
import Testing

@testable import Coding

@Suite struct FollowingTests {
  private static func compiled() throws -> CompiledCodebook {
    let rules = "    status:\n      - id: Q1.s1"
    let patterns = """
            - {id: Q1.2, match: that PRE/0 demand, follows: [claim/quota]}
            - {id: Q1.3, match: pleas, follows: [act/blockade, claim/quota]}

      """
    let yaml = Fisheries.yaml.replacing(rules, with: patterns + rules)
    try #require(yaml != Fisheries.yaml)
    return try CompiledCodebook(Codebook.load(yaml: yaml, file: "fisheries.yaml"))
  }

  private static let asked = "Norway wants a larger cod quota. "

  @Test(arguments: [
    (asked + "Iceland likes that demand.", ["Q1.1", "Q1.2"]),
    // What takes it up is taken up in its turn.
    (asked + "Iceland likes that demand. It rained. Norway likes that demand.", ["Q1.1", "Q1.2", "Q1.2"]),
    (asked + "It rained. Iceland likes that demand.", ["Q1.1", "Q1.2"]),
    (asked + "It rained. It rained. Iceland likes that demand.", ["Q1.1"]),
    // A sentence does not follow itself, nor what comes behind it.
    ("Iceland likes that demand.", []), ("Iceland likes that demand. " + asked, ["Q1.1"]),
    // Another code than its own.
    ("Iceland began a blockade. Norway heard pleas.", ["B1.1", "Q1.3"]),
    ("Iceland began a blockade. Norway likes that demand.", ["B1.1"]),
  ])
  func takesUp(_ text: String, _ expected: [String]) throws {
    var coder = Coder(try FollowingTests.compiled())
    #expect(coder.code(Fisheries.note(text)).segments.map(\.rule) == expected)
    // Nothing of one note follows another.
    #expect(coder.code(Fisheries.note("Iceland likes that demand. Norway heard pleas.")).segments.isEmpty)
  }

  @Test func saysWhichCodeIsMissing() throws {
    var explainer = try Explainer(try FollowingTests.compiled())
    let note = Fisheries.note("It rained. Iceland likes that demand. Norway heard pleas.")
    let explanations = explainer.explain(note) { _ in true }
    #expect(
      explanations.flatMap(\.nearMisses).map(\.obstacle) == [
        .follows(["claim/quota"]), .follows(["act/blockade", "claim/quota"]),
      ])
    let coded = explainer.explain(Fisheries.note(FollowingTests.asked + "Iceland likes that demand.")) { _ in
      true
    }
    #expect(coded.map(\.nearMisses.count) == [0, 0])
  }
}

import Codebooks
import NoteText
import Testing

@testable import Coding

private func explain(_ text: String, by compiled: CompiledCodebook) throws -> [SentenceExplanation] {
  var explainer = try Explainer(compiled)
  return explainer.explain(Fisheries.note(text)) { _ in true }
}

private func words(_ ranges: [Range<Int>], in text: String) -> [String] {
  let bytes = Array(text.utf8)
  return ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
}

@Test func anExclusionIsShownWithItsCure() throws {
  let text = "The museum shows a cod quota."
  let miss = try #require(try explain(text, by: Fisheries.compiled()).first?.nearMisses.first)
  #expect(miss.rule == "Q1.1")
  #expect(words(miss.cure, in: text) == ["museum"])
  guard case .unless(let found) = miss.obstacle else {
    Issue.record("\(miss.obstacle)")
    return
  }
  #expect(words(found, in: text) == ["museum"])
}

@Test func anAsideIsShownWithItsCure() throws {
  let text = "Since the blockade fish is dear."
  let miss = try #require(try explain(text, by: Fisheries.compiled()).first?.nearMisses.first)
  #expect(miss.rule == "B1.1")
  guard case .aside(let found) = miss.obstacle else {
    Issue.record("\(miss.obstacle)")
    return
  }
  #expect(words(found, in: text) == ["Since the blockade"])
}

@Test func operandsTooFarApartAreShownWithTheirDistance() throws {
  let text = "The quota for which they had asked so often in vain is one of cod."
  let miss = try #require(try explain(text, by: Fisheries.compiled()).first?.nearMisses.first)
  guard case .distance(let distance, let limit, let left, let right) = miss.obstacle else {
    Issue.record("\(miss.obstacle)")
    return
  }
  #expect((distance, limit) == (12, 6))
  #expect(words([left, right], in: text) == ["quota", "cod"])
  #expect(miss.cure.isEmpty)
}

@Test func everyCueIsShownWithItsScope() throws {
  let text = "Iceland did not block the harbour, but it may."
  let explanation = try #require(try explain(text, by: Fisheries.compiled()).first)
  #expect(explanation.segments.map(\.code) == ["act/blockade"])
  let not = try #require(explanation.cues.first { $0.id == "neg.not" })
  #expect(words([not.range] + not.reach, in: text) == ["not", "block the harbour"])
}

/// Without the words that an explanation names, the rule fires: on the default codebook's own sentences.
@Test func curesCure() throws {
  let compiled = try CompiledCodebook(Codebook.loadDefault())
  var explainer = try Explainer(compiled)
  var coder = Coder(compiled)
  var cures = 0
  for code in compiled.codebook.codes {
    for example in code.counterexamples {
      let note = Fisheries.note(example.text)
      for explanation in explainer.explain(note, where: { _ in true }) {
        for miss in explanation.nearMisses where !miss.cure.isEmpty {
          cures += 1
          #expect(
            coder.code(note.blanking(miss.cure)).segments.contains { $0.code == miss.code },
            "\(miss) in \(example.text)")
        }
      }
    }
  }
  #expect(cures > 0)
}

/// Looking for a cure codes other texts; what is said of the next words must still be of this one.
@Test func cuesAreReadAfterCuresInTheirOwnText() throws {
  let text = "It rained. It was cold. The museum shows a cod quota, but Iceland may not come."
  let explanation = try #require(try explain(text, by: Fisheries.compiled()).last)
  #expect(!explanation.nearMisses.isEmpty)
  #expect(words(explanation.cues.map(\.range), in: text) == ["may", "not"])
}

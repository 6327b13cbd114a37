// The pattern language, connector by connector, and the fast matcher against the naive one.

import Codebooks
import NoteText
import Testing

@testable import Coding

private func phrase(_ words: String) -> PatternExpression {
  .phrase(
    words.split(separator: " ").map { word in
      if word.hasSuffix("!") { return Term(String(word.dropLast()), .prefix) }
      return Term(String(word), word.contains("*") ? .wildcard : .exact)
    })
}

/// The matches of a pattern in the first sentence, as they stand in the text.
private func found(_ pattern: PatternExpression, _ sentence: String) throws -> [String] {
  let text = Array(sentence.utf8)
  let cut = TextCutter.cut(text: text, units: [Unit(kind: .paragraph, range: 0..<text.count)])
  var matcher = Matcher(try PatternSet(patterns: [pattern], lexicons: [:], actors: []))
  matcher.read(text: text, cut: cut, year: nil)
  return matcher.matches(0, in: 0).map { span in
    let range = Int(cut.tokens[span.lowerBound].start)..<Int(cut.tokens[span.upperBound - 1].end)
    return String(decoding: text[range], as: UTF8.self)
  }
}

@Test(arguments: [
  (phrase("nato"), "NATO's leaders met NATO.", ["NATO's", "NATO"]),
  (phrase("recognise"), "They recognize it.", ["recognize"]),
  (phrase("wom*n"), "Women and a woman, no womn.", ["Women", "woman"]),
  (phrase("sanction!"), "Sanctions were sanctioned.", ["Sanctions", "sanctioned"]),
  (phrase("u.s."), "The US told us of the U.S. view.", ["US", "U.S."]),
  (.within(2, phrase("nato"), phrase("halt")), "Halt it now, NATO.", ["Halt it now, NATO"]),
  (.within(1, phrase("nato"), phrase("halt")), "Halt it now, NATO.", []),
])
func matches(pattern: PatternExpression, sentence: String, expected: [String]) throws {
  #expect(try found(pattern, sentence) == expected)
}

@Test(arguments: 0..<16)
func fastMatcherAgreesWithNaive(seed: UInt64) throws {
  var comparison = NaiveComparison(seed: seed)
  for _ in 0..<6 {
    let difference = try comparison.run(patternCount: 20, textCount: 4)
    #expect(difference == nil)
  }
  #expect(comparison.matches > 100)
}

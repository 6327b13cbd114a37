// The fast matcher against the naive one.

import Codebooks
import NoteText

@testable import Coding

/// Compares both on random patterns and texts.
struct NaiveComparison {
  var random: RandomPatterns
  var pairs = 0
  var matches = 0

  init(seed: UInt64) { random = RandomPatterns(seed: seed) }

  /// Compares `patternCount` patterns as one set on `textCount` texts; gives the first difference in words.
  mutating func run(patternCount: Int, textCount: Int) throws -> String? {
    let patterns = (0..<patternCount).map { _ in random.pattern() }
    let set = try PatternSet(
      patterns: patterns, lexicons: RandomPatterns.lexicons, actors: RandomPatterns.actors,
      primary: Int.random(in: 0...patternCount, using: &random.generator))
    var matcher = Matcher(set)
    for _ in 0..<textCount {
      let (text, units) = random.text()
      let cut = TextCutter.cut(text: text, units: units)
      let year = random.year()
      matcher.read(text: text, cut: cut, year: year)
      let naive = NaiveMatcher(
        lexicons: RandomPatterns.lexicons, actors: RandomPatterns.actors, text: text, cut: cut, year: year)
      for sentence in cut.sentences.indices.shuffled(using: &random.generator) {
        if let difference = compare(&matcher, naive, sentence, patterns) {
          return difference + " in '\(String(decoding: text, as: UTF8.self))', year \(year ?? 0)"
        }
      }
    }
    return nil
  }

  private mutating func compare(
    _ matcher: inout Matcher, _ naive: NaiveMatcher, _ sentence: Int, _ patterns: [PatternExpression]
  ) -> String? {
    let primary = matcher.set.primary
    let candidates = Set(
      matcher.candidates(in: sentence, among: 0..<primary)
        + matcher.candidates(in: sentence, among: primary..<patterns.count))
    for pattern in patterns.indices {
      let segment = random.segment(in: naive.cut.sentences[sentence].tokens)
      let expected = naive.spans(patterns[pattern], NaiveMatcher.Place(sentence: sentence, segment: segment))
        .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
      let found = matcher.matches(pattern, in: sentence, segment: segment)
      pairs += 1
      matches += found.count
      if found != expected {
        return
          "\(patterns[pattern]) with @ \(segment.map { "\($0)" } ?? "none") gave \(found), not \(expected), sentence \(sentence)"
      }
      if !found.isEmpty, !candidates.contains(pattern) { return "\(patterns[pattern]) was no candidate" }
      let isFound = !naive.spans(patterns[pattern], NaiveMatcher.Place(sentence: sentence, segment: nil))
        .isEmpty
      if isFound, !matcher.mayHold(pattern, in: sentence) { return "\(patterns[pattern]): held, yet refused" }
      if matcher.found(pattern, in: sentence) != isFound {
        return "\(patterns[pattern]): found is not \(isFound)"
      }
    }
    let mentions = matcher.actorMentions(in: sentence)
    return zip(mentions, mentions.dropFirst()).allSatisfy { $0.tokens.upperBound <= $1.tokens.lowerBound }
      && mentions.allSatisfy { mention in
        naive.spans(.actor(RandomPatterns.actors[mention.actor].id), NaiveMatcher.Place(sentence: sentence))
          .contains(mention.tokens)
      } ? nil : "actors \(mentions)"
  }
}

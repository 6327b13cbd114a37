// Finds what stopped the rules that did not fire.

import Codebooks
import NoteText

/// One for each thread. Slower than the coder by design: it asks of every rule why it is silent.
public struct Explainer {
  private var coder: Coder
  private var matcher: Matcher
  private let parts: [[RulePart]]

  /// - Throws: where a pattern names a lexicon or an actor that is not there.
  public init(_ compiled: CompiledCodebook) throws(PatternSetError) {
    coder = Coder(compiled)
    var expressions: [PatternExpression] = []
    parts = compiled.rules.map { rule in
      RulePart.of(compiled.codebook.codes[rule.code].patterns[rule.pattern].match, into: &expressions)
    }
    matcher = Matcher(
      try PatternSet(
        patterns: expressions, lexicons: compiled.codebook.lexicons, actors: compiled.codebook.actors))
  }

  /// Explains the note's sentences that `isAsked` chooses by their bytes.
  public mutating func explain(_ note: Note, where isAsked: (Range<Int>) -> Bool) -> [SentenceExplanation] {
    let cut = TextCutter.cut(note)
    let segments = coder.code(note).segments
    coder.matcher.read(text: note.text, cut: cut, year: note.date?.year)
    matcher.read(text: note.text, cut: cut, year: note.date?.year)
    var passage = Passage(note: note, cut: cut, compiled: coder.compiled)
    var explanations: [SentenceExplanation] = []
    for index in cut.sentences.indices where isAsked(cut.sentences[index].range) {
      let sentence = cut.sentences[index]
      let own = segments.filter { $0.sentence == sentence.range }
      for earlier in max(0, index - 2)..<index {
        passage.keep(codes(of: segments, in: cut.sentences[earlier].range), of: earlier)
      }
      var misses = nearMisses(in: index, coded: Set(own.map(\.code)), passage: &passage)
      for place in misses.indices {
        misses[place].cure = cure(of: misses[place], in: index, cut: cut, note: note)
      }
      // A cure codes other texts with the same matchers.
      if !misses.isEmpty { coder.matcher.read(text: note.text, cut: cut, year: note.date?.year) }
      let cues = cues(of: coder.reading(of: index, in: &passage), tokens: cut.tokens)
      explanations.append(
        SentenceExplanation(sentence: sentence.range, segments: own, cues: cues, nearMisses: misses))
    }
    return explanations
  }

  /// The codes that a sentence carries.
  private func codes(of segments: [CodedSegment], in sentence: Range<Int>) -> [Int] {
    let own = segments.filter { $0.sentence == sentence }.map(\.code)
    return coder.compiled.codebook.codes.indices.filter { own.contains(coder.compiled.codebook.codes[$0].id) }
  }

  private func cues(of reading: SentenceReading, tokens: [Token]) -> [CueScope] {
    let base = reading.sentence.tokens.lowerBound
    return reading.scopes.map { scope in
      let cue = coder.compiled.codebook.cues[scope.cue]
      return CueScope(
        id: cue.id, category: cue.category?.rawValue ?? "",
        range: Explainer.bytes(scope.span, base, tokens),
        reach: scope.reach.map { Explainer.bytes($0, base, tokens) })
    }
  }

  private static func bytes(_ span: Range<Int>, _ base: Int, _ tokens: [Token]) -> Range<Int> {
    Int(tokens[base + span.lowerBound].start)..<Int(tokens[base + span.upperBound - 1].stem)
  }
}

// MARK: - Near misses

extension Explainer {
  /// Of each code that the sentence does not carry the rule that came nearest.
  private mutating func nearMisses(in index: Int, coded: Set<String>, passage: inout Passage) -> [NearMiss] {
    var nearest: [String: NearMiss] = [:]
    for (number, rule) in coder.compiled.rules.enumerated() {
      let code = coder.compiled.codebook.codes[rule.code]
      guard !coded.contains(code.id) else { continue }
      guard let obstacle = obstacle(to: number, in: index, passage: &passage) else { continue }
      let miss = NearMiss(rule: code.patterns[rule.pattern].id, code: code.id, obstacle: obstacle)
      if let known = nearest[code.id], known.rank <= miss.rank { continue }
      nearest[code.id] = miss
    }
    return nearest.values.sorted { ($0.rank, $0.code) < ($1.rank, $1.code) }
  }

  private mutating func obstacle(to number: Int, in index: Int, passage: inout Passage) -> NearMiss.Obstacle?
  {
    let rule = coder.compiled.rules[number]
    let tokens = passage.cut.tokens
    let matches = coder.matcher.matches(rule.match, in: index)
    guard !matches.isEmpty else { return distance(number, in: index, tokens: tokens) }
    let asides = coder.asides(of: rule.code, in: index, passage: &passage)
    guard let first = matches.first(where: { !Coder.touches($0, asides) }) else {
      return .aside(asides.map { Explainer.bytes($0, 0, tokens) })
    }
    if let unless = rule.unless {
      let found = coder.matcher.matches(unless, in: index, segment: first)
      if !found.isEmpty { return .unless(found.map { Explainer.bytes($0, 0, tokens) }) }
    }
    for (place, given) in rule.given.enumerated() where !coder.holdsNear(given, index, passage: &passage) {
      let pattern = coder.compiled.codebook.codes[rule.code].patterns[rule.pattern]
      return .given(pattern.given.map { "\(CompiledCodebook.conjuncts($0)[place])" } ?? "")
    }
    if !rule.follows.isEmpty, !passage.follows(rule.follows, index) {
      return .follows(rule.follows.map { coder.compiled.codebook.codes[$0].id })
    }
    if let unless = rule.unlessGiven, coder.holdsNear(unless, index, passage: &passage) {
      return .unlessGiven(coder.matcher.matches(unless, in: index).map { Explainer.bytes($0, 0, tokens) })
    }
    return nil
  }

  /// Why a rule whose operands all stand in the sentence does not match.
  private mutating func distance(_ number: Int, in index: Int, tokens: [Token]) -> NearMiss.Obstacle? {
    var best: (obstacle: NearMiss.Obstacle, rank: Int)?
    for part in parts[number] {
      let left = matcher.matches(part.left, in: index)
      let right = left.isEmpty ? [] : matcher.matches(part.right, in: index)
      guard let found = part.obstacle(left, right) else { continue }
      let rank = NearMiss(rule: "", code: "", obstacle: found).rank
      guard rank < best?.rank ?? Int.max else { continue }
      best = (found, rank)
    }
    return best.map { Explainer.placed($0.obstacle, tokens) }
  }

  /// The same obstacle with bytes for tokens.
  private static func placed(_ obstacle: NearMiss.Obstacle, _ tokens: [Token]) -> NearMiss.Obstacle {
    switch obstacle {
    case .distance(let distance, let limit, let left, let right):
      .distance(distance, limit: limit, left: bytes(left, 0, tokens), right: bytes(right, 0, tokens))
    case .order(let left, let right): .order(left: bytes(left, 0, tokens), right: bytes(right, 0, tokens))
    case .excluded(let span, let by, let limit):
      .excluded(bytes(span, 0, tokens), by: bytes(by, 0, tokens), limit: limit)
    case .unless, .aside, .given, .follows, .unlessGiven: obstacle
    }
  }
}

// MARK: - Cures

extension Explainer {
  /// Sets of at most so many words or phrases are tried.
  private static let largestCure = 3
  private static let mostCandidates = 8

  /// A smallest set of the obstacle's words without which the sentence, in its context, carries the code.
  private mutating func cure(of miss: NearMiss, in index: Int, cut: CutText, note: Note) -> [Range<Int>] {
    let candidates: [Range<Int>]
    switch miss.obstacle {
    case .unless(let words), .unlessGiven(let words), .aside(let words): candidates = Explainer.apart(words)
    case .excluded(_, let by, _): candidates = [by]
    case .given, .follows, .distance, .order: candidates = []
    }
    guard !candidates.isEmpty else { return [] }
    let sentence = cut.sentences[index].range
    let excerpt = note.excerpt(cut.sentences[max(0, index - 2)].range.lowerBound..<sentence.upperBound)
    for size in 1...min(Explainer.largestCure, candidates.count) {
      for choice in Explainer.choices(of: size, from: candidates)
      where codes(excerpt, without: choice, in: sentence).contains(miss.code) {
        return choice
      }
    }
    return []
  }

  /// The codes that a sentence carries where some of its words are blanked out.
  private mutating func codes(
    _ excerpt: (note: Note, start: Int), without words: [Range<Int>], in sentence: Range<Int>
  ) -> Set<String> {
    let shifted = words.map { $0.lowerBound - excerpt.start..<$0.upperBound - excerpt.start }
    let coded = coder.code(excerpt.note.blanking(shifted))
    return Set(
      coded.segments.filter { $0.sentence.upperBound + excerpt.start > sentence.lowerBound }.map(\.code))
  }

  /// Ranges that do not overlap, each the shortest of those that do.
  private static func apart(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var chosen: [Range<Int>] = []
    for range in ranges.sorted(by: { ($0.count, $0.lowerBound) < ($1.count, $1.lowerBound) })
    where chosen.count < mostCandidates && !chosen.contains(where: { $0.overlaps(range) }) {
      chosen.append(range)
    }
    return chosen.sorted { $0.lowerBound < $1.lowerBound }
  }

  private static func choices(of size: Int, from ranges: [Range<Int>]) -> [[Range<Int>]] {
    guard size > 0 else { return [[]] }
    guard ranges.count >= size else { return [] }
    let rest = Array(ranges.dropFirst())
    return choices(of: size - 1, from: rest).map { [ranges[0]] + $0 } + choices(of: size, from: rest)
  }
}

extension Note {
  /// The note with some of its words, given as bytes of its text, blanked out: no place in it moves.
  public func blanking(_ words: [Range<Int>]) -> Note {
    var changed = self
    for range in words {
      for offset in range { changed.text[offset] = UInt8(ascii: " ") }
    }
    return changed
  }

  /// A stretch of the note as a note of its own, and where it begins.
  fileprivate func excerpt(_ range: Range<Int>) -> (note: Note, start: Int) {
    var excerpt = self
    excerpt.text = Array(text[range])
    excerpt.units = units.filter { $0.range.overlaps(range) }.map { unit in
      var clipped = unit
      let inside = unit.range.clamped(to: range)
      clipped.range = inside.lowerBound - range.lowerBound..<inside.upperBound - range.lowerBound
      return clipped
    }
    return (excerpt, range.lowerBound)
  }
}

/// Two operands of a rule and how they must stand; its expressions as indices.
struct RulePart: Sendable {
  enum Relation: Sendable {
    case within(Int)
    case before(Int)
    case notWithin(Int)
    case notBefore(Int)
  }
  var relation: Relation
  var left: Int
  var right: Int

  /// The pairs of a pattern that alone make it match: its own, or one of each alternative.
  static func of(_ expression: PatternExpression, into all: inout [PatternExpression]) -> [RulePart] {
    func part(_ relation: Relation, _ left: PatternExpression, _ right: PatternExpression) -> [RulePart] {
      all += [left, right]
      return [RulePart(relation: relation, left: all.count - 2, right: all.count - 1)]
    }
    switch expression {
    case .or(let alternatives):
      var parts: [RulePart] = []
      for alternative in alternatives { parts += of(alternative, into: &all) }
      return parts
    case .within(let limit, let left, let right): return part(.within(limit), left, right)
    case .before(let limit, let left, let right): return part(.before(limit), left, right)
    case .notWithin(let limit, let left, let right): return part(.notWithin(limit), left, right)
    case .notBefore(let limit, let left, let right): return part(.notBefore(limit), left, right)
    default: return []
    }
  }

  /// What keeps these spans from matching, where both operands stand in the sentence.
  func obstacle(_ left: [Range<Int>], _ right: [Range<Int>]) -> NearMiss.Obstacle? {
    guard let pair = nearest(left, right) else { return nil }
    switch relation {
    case .within(let limit):
      return pair.distance > limit
        ? .distance(pair.distance, limit: limit, left: pair.left, right: pair.right) : nil
    case .before(let limit):
      if pair.distance > limit {
        return .distance(pair.distance, limit: limit, left: pair.left, right: pair.right)
      }
      return pair.left.lowerBound > pair.right.lowerBound ? .order(left: pair.left, right: pair.right) : nil
    case .notWithin(let limit), .notBefore(let limit):
      return pair.distance <= limit ? .excluded(pair.left, by: pair.right, limit: limit) : nil
    }
  }

  /// The pair with the fewest words between; overlapping spans are none.
  private func nearest(
    _ left: [Range<Int>], _ right: [Range<Int>]
  ) -> (left: Range<Int>, right: Range<Int>, distance: Int)? {
    var best: (left: Range<Int>, right: Range<Int>, distance: Int)?
    for one in left {
      for other in right where !one.overlaps(other) {
        let distance =
          one.upperBound <= other.lowerBound
          ? other.lowerBound - one.upperBound : one.lowerBound - other.upperBound
        if distance < best?.distance ?? Int.max { best = (one, other, distance) }
      }
    }
    return best
  }
}

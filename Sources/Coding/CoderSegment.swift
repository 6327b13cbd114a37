// From a pattern that fired to a coded segment: modifiers, holder, status, likelihood, evidence.

import Codebooks
import NoteText

/// What a segment's sentence says of how it is meant.
struct Modifiers: Sendable {
  var isNegated = false
  var isHypothetical = false
  var isHistorical = false
  /// Scopes that reach the segment, and the words of dates.
  var scopes: [Scope] = []
  var dates: [Range<Int>] = []
  /// The segment is what a question asks.
  var isAsked = false
}

extension Coder {
  mutating func segment(of firing: Firing, in index: Int, of passage: inout Passage) -> CodedSegment {
    let rule = compiled.rules[firing.rule]
    let code = compiled.codebook.codes[rule.code]
    return segment(
      code: rule.code, pattern: code.patterns[rule.pattern], span: firing.span, in: index, of: &passage)
  }

  /// Judges words that carry a code. `span` counts tokens of the text.
  mutating func segment(
    code: Int, pattern: CodePattern?, span: Range<Int>, in index: Int, of passage: inout Passage
  ) -> CodedSegment {
    let reading = reading(of: index, around: span, in: &passage)
    let base = reading.sentence.tokens.lowerBound
    // A segment may be longer than what is read of its sentence.
    let seen = span.clamped(to: reading.sentence.tokens)
    let local = seen.lowerBound - base..<seen.upperBound - base
    var modifiers = modifiers(of: local, code: code, in: reading, passage: passage)
    if let negated = pattern?.negated { modifiers.isNegated = negated }
    if let hypothetical = pattern?.hypothetical { modifiers.isHypothetical = hypothetical }
    if let historical = pattern?.historical { modifiers.isHistorical = historical }
    var judge = holderJudge(for: index, reading: reading, passage: &passage)
    judge.undergoers = compiled.doneTo[code]
    judge.typical = compiled.typicalDoer[code]
    let doer = passage.doers[code]
    judge.earlierDoer = doer?.actor
    judge.isDoerNear = doer?.sentence == index - 1
    let holding = judge.judge(segment: local, pattern: pattern, modifiers: modifiers)
    if holding.reason == .doer, let actor = holding.actor, actor != compiled.other, actor != compiled.author {
      passage.doers[code] = (actor, index)
    }
    var holder = name(of: holding)
    // Many rules are asked about the sentence, which the sentences around it have put aside.
    matcher.take(index)
    let verdict = StatusJudge(compiled: compiled).judge(
      .init(
        code: code, pattern: pattern, holder: holder, isNegated: modifiers.isNegated,
        isHypothetical: modifiers.isHypothetical, isAsked: modifiers.isAsked),
      matches: { matcher.matches($0, in: index, segment: span) },
      stands: { match in
        let end = Coder.farEnd(of: match, from: seen)
        return reading.sentence.tokens.contains(end) && reading.clauses.bears(end - base, on: local)
      })
    if let set = verdict.rule?.setsHypothetical { modifiers.isHypothetical = set }
    if let set = verdict.rule?.holder { holder = set }
    let tokens = passage.cut.tokens
    return CodedSegment(
      code: compiled.codebook.codes[code].id, status: verdict.status, isNegated: modifiers.isNegated,
      isHypothetical: modifiers.isHypothetical, isHistorical: modifiers.isHistorical, holder: holder,
      range: Int(tokens[span.lowerBound].start)..<Int(tokens[span.upperBound - 1].stem),
      sentence: passage.cut.sentences[index].range, rule: pattern?.id ?? "", statusRule: verdict.rule?.id,
      cues: evidence(modifiers: modifiers, holding: holding, verdict: verdict, tokens: tokens, base: base),
      likelihood: likelihood(in: index, text: passage.note.text, tokens: tokens))
  }

  private func name(of holding: Holding) -> String {
    let actor = holding.actor ?? compiled.author
    return actor.map { compiled.codebook.actors[$0].id } ?? ""
  }

  /// The end of a span that lies farther from a segment.
  private static func farEnd(of span: Range<Int>, from segment: Range<Int>) -> Int {
    let before = segment.lowerBound - span.lowerBound
    let after = span.upperBound - segment.upperBound
    return after > before ? span.upperBound - 1 : span.lowerBound
  }

  mutating func holderJudge(
    for index: Int, reading: SentenceReading, passage: inout Passage
  ) -> HolderJudge {
    let around = surroundings(of: index, in: &passage)
    return HolderJudge(compiled: compiled, reading: reading, around: around)
  }

  // MARK: - Modifiers

  private func modifiers(
    of segment: Range<Int>, code: Int, in reading: SentenceReading, passage: Passage
  ) -> Modifiers {
    var modifiers = Modifiers()
    for scope in reading.scopes {
      let cue = compiled.codebook.cues[scope.cue]
      guard let category = cue.category, category != .attribution, compiled.applies(cue, to: code),
        scope.reaches(segment),
        !Presupposition.shields(
          segment, from: scope, isSupposing: category == .hypothetical, in: reading),
        !scope.cancelledBy.contains(where: { compiled.applies(compiled.codebook.cues[$0], to: code) })
      else { continue }
      modifiers.scopes.append(scope)
      switch category {
      case .negated: modifiers.isNegated = true
      case .hypothetical: modifiers.isHypothetical = true
      case .historical: modifiers.isHistorical = true
      case .attribution: break
      }
    }
    if Questions.asks(about: segment, in: reading.clauses) {
      modifiers.isHypothetical = true
      modifiers.isAsked = true
    }
    let dated = History.dated(
      segment: segment, clauses: reading.clauses, tokens: passage.cut.tokens[reading.sentence.tokens],
      text: passage.note.text, note: passage.note.date)
    if let dated {
      modifiers.isHistorical = true
      modifiers.dates = [dated]
    }
    return modifiers
  }

  private func evidence(
    modifiers: Modifiers, holding: Holding, verdict: StatusVerdict, tokens: [Token], base: Int
  ) -> [CodedSegment.CueHit] {
    func bytes(_ span: Range<Int>, from base: Int) -> Range<Int> {
      Int(tokens[span.lowerBound + base].start)..<Int(tokens[span.upperBound + base - 1].stem)
    }
    var hits = modifiers.scopes.map { scope in
      let cue = compiled.codebook.cues[scope.cue]
      return CodedSegment.CueHit(
        range: bytes(scope.span, from: base), modifier: cue.category?.rawValue ?? "", id: cue.id)
    }
    hits += modifiers.dates.map { .init(range: bytes($0, from: base), modifier: "historical", id: "date") }
    hits += holding.evidence.map { .init(range: bytes($0, from: base), modifier: "holder", id: "holder") }
    hits += verdict.evidence.map {
      .init(range: bytes($0, from: 0), modifier: "status", id: verdict.rule?.id ?? "")
    }
    return hits.sorted {
      ($0.range.lowerBound, $0.range.upperBound, $0.modifier, $0.id)
        < ($1.range.lowerBound, $1.range.upperBound, $1.modifier, $1.id)
    }
  }

  // MARK: - Likelihood

  /// The first estimative word of the sentence, with the confidence that it states beside it.
  private mutating func likelihood(
    in sentence: Int, text: [UInt8], tokens: [Token]
  ) -> CodedSegment.Likelihood? {
    var estimate: (start: Int, value: CodedSegment.Likelihood)?
    var confidence: String?
    for expression in matcher.candidates(in: sentence, among: compiled.likelihoodExpressions) {
      let term = compiled.codebook.likelihoods[expression - compiled.likelihoodExpressions.lowerBound]
      guard let match = matcher.matches(expression, in: sentence, isCandidate: true).first else { continue }
      let words = String(
        decoding: text[Int(tokens[match.lowerBound].start)..<Int(tokens[match.upperBound - 1].stem)],
        as: UTF8.self
      ).lowercased()
      if term.isConfidence {
        confidence = confidence ?? words
      } else if match.lowerBound < estimate?.start ?? Int.max {
        estimate = (match.lowerBound, .init(term: words, low: term.low, high: term.high))
      }
    }
    guard var likelihood = estimate?.value else { return nil }
    likelihood.confidence = confidence
    return likelihood
  }
}

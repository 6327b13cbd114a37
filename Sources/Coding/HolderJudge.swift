// Who holds a segment: the speaker of words, the doer of deeds.

import Codebooks
import NoteText

/// The actor who holds a segment, and the words that say so (positions in the sentence).
struct Holding: Sendable {
  /// Index in the codebook's actors; nil where nobody is named.
  var actor: Int?
  var evidence: [Range<Int>] = []
  /// What decided.
  var reason: Reason

  enum Reason: Sendable { case fixed, speaker, doer, rule, label, title, nobody }
}

struct HolderJudge {
  let compiled: CompiledCodebook

  /// - Parameters:
  ///   - before: the two sentences before, nearest last.
  ///   - title: the actor whom the title names first.
  func judge(
    segment: Range<Int>, pattern: CodePattern?, in reading: SentenceReading, before: [SentenceReading],
    title: Int?, tokens: ArraySlice<Token>
  ) -> Holding {
    let named = pattern?.holder.flatMap { compiled.actorIndex[$0] }
    if let named, pattern?.holderFixed == true { return Holding(actor: named, reason: .fixed) }
    if let words = speaker(of: segment, in: reading, before: before, title: title) { return words }
    if let deed = doer(of: segment, in: reading, before: before, title: title, tokens: tokens) { return deed }
    if let named { return Holding(actor: named, reason: .rule) }
    if let label = reading.speaker { return Holding(actor: label, reason: .label) }
    if let title { return Holding(actor: title, reason: .title) }
    return Holding(actor: nil, reason: .nobody)
  }
}

// MARK: - Words

extension HolderJudge {
  /// Whose words the segment reports: the subject of the nearest attribution that reaches it.
  private func speaker(
    of segment: Range<Int>, in reading: SentenceReading, before: [SentenceReading], title: Int?
  ) -> Holding? {
    let cues = compiled.codebook.cues
    let attributions = reading.scopes.filter { cues[$0.cue].category == .attribution }
    let near = attributions.filter { attributes($0, segment, in: reading) }
      .sorted { distance($0.span, segment) < distance($1.span, segment) }
    for scope in near {
      if let found = subject(ofCue: scope.span, in: reading, before: before, title: title) {
        return Holding(actor: found.actor, evidence: [scope.span] + found.evidence, reason: .speaker)
      }
    }
    return nil
  }

  private func distance(_ cue: Range<Int>, _ segment: Range<Int>) -> Int {
    if cue.overlaps(segment) { return 0 }
    // Words that follow their attribution belong to it before words that it follows.
    return cue.upperBound <= segment.lowerBound
      ? segment.lowerBound - cue.upperBound : 1000 + cue.lowerBound - segment.upperBound
  }

  /// Whether an attribution reaches a segment: all that follows it in its own and the clauses after, and all
  /// before it where it stands at the end ("..., the minister said").
  private func attributes(_ scope: Scope, _ segment: Range<Int>, in reading: SentenceReading) -> Bool {
    let clauses = reading.clauses
    if scope.span.overlaps(segment) { return true }
    let home = clauses.clause[scope.span.lowerBound]
    let there = clauses.clause[segment.lowerBound]
    let isAside: Bool
    switch clauses.clauses[home].kind {
    case .aside, .restrictive, .adverbial, .conditional, .bracket: isAside = true
    case .main, .coordinate, .complement, .quotation: isAside = false
    }
    if scope.span.upperBound <= segment.lowerBound {
      return !isAside || clauses.flows(from: home, into: there)
    }
    // Before the cue: only where the cue's clause is nothing but "X said".
    guard home != there || clauses.gaps[scope.span.lowerBound].contains(.closesQuotation) else {
      return false
    }
    let start = clauses.clauses[home].start
    guard start > 0 || compiled.codebook.cues[scope.cue].direction == .backward else { return false }
    return scope.span.lowerBound - start <= 8
  }

  /// The actor who is the subject of a speech cue: before it, or after it where the order is turned
  /// ("said X", "according to X").
  private func subject(
    ofCue span: Range<Int>, in reading: SentenceReading, before: [SentenceReading], title: Int?
  ) -> (actor: Int, evidence: [Range<Int>])? {
    let clauses = reading.clauses
    let lastWord = clauses.words[span.upperBound - 1]
    let looksAhead = lastWord.contains(.preposition) || lastWord.contains(.infinitive)
    if !looksAhead,
      let found = subject(before: span.lowerBound, in: reading, before: before, title: title)
    {
      return found
    }
    let limit = min(clauses.count, span.upperBound + 8)
    for mention in reading.mentions
    where mention.span.lowerBound >= span.upperBound && mention.span.lowerBound < limit {
      let between = span.upperBound..<mention.span.lowerBound
      guard between.allSatisfy({ clauses.words[$0].isDisjoint(with: .verb) }) else { break }
      if looksAhead || !reading.isGoverned(mention) { return (mention.actor, [mention.span]) }
    }
    for position in span.upperBound..<min(limit, clauses.count) where looksAhead {
      if let actor = pronoun(at: position, in: reading, before: before, title: title) {
        return (actor, [position..<position + 1])
      }
    }
    return nil
  }
}

// MARK: - Deeds

extension HolderJudge {
  /// Whose deed the segment reports.
  private func doer(
    of segment: Range<Int>, in reading: SentenceReading, before: [SentenceReading], title: Int?,
    tokens: ArraySlice<Token>
  ) -> Holding? {
    if let agent = agent(of: segment, in: reading) {
      return Holding(actor: agent.actor, evidence: [agent.span], reason: .doer)
    }
    if let found = subject(before: segment.upperBound, in: reading, before: before, title: title) {
      return Holding(actor: found.actor, evidence: found.evidence, reason: .doer)
    }
    if let inside = reading.mentions.first(where: { $0.span.overlaps(segment) && !reading.isGoverned($0) }) {
      return Holding(actor: inside.actor, evidence: [inside.span], reason: .doer)
    }
    return nil
  }

  /// "by X" after a passive.
  private func agent(of segment: Range<Int>, in reading: SentenceReading) -> Mention? {
    let clauses = reading.clauses
    let end = min(clauses.count, segment.upperBound + 6)
    for position in segment.lowerBound..<end where clauses.words[position].contains(.by) {
      guard let next = reading.mentions.first(where: { $0.span.lowerBound > position }),
        next.span.lowerBound - position <= 4
      else { continue }
      return next
    }
    return nil
  }

  /// The subject that governs a position: the first actor of the clause that no preposition governs, a
  /// pronoun resolved; else that of the clause around it or before it.
  func subject(
    before position: Int, in reading: SentenceReading, before: [SentenceReading], title: Int?
  ) -> (actor: Int, evidence: [Range<Int>])? {
    let clauses = reading.clauses
    guard position > 0 else { return nil }
    var home: Int? = clauses.clause[position - 1]
    var seen: Set<Int> = []
    while let clause = home, seen.insert(clause).inserted {
      for index in clauses.clauses[clause].start..<position where clauses.clause[index] == clause {
        if let mention = reading.mentions.first(where: { $0.span.lowerBound == index }) {
          if !reading.isGoverned(mention) { return (mention.actor, [mention.span]) }
        } else if let actor = pronoun(at: index, in: reading, before: before, title: title) {
          return (actor, [index..<index + 1])
        }
      }
      home = clauses.clauses[clause].parent ?? (clause > 0 ? clause - 1 : nil)
    }
    return nil
  }

  /// Whom a subject pronoun stands for: the speaker for the first person, else the last fitting actor.
  func pronoun(
    at index: Int, in reading: SentenceReading, before: [SentenceReading], title: Int?
  ) -> Int? {
    let word = reading.clauses.words[index]
    if word.contains(.first) { return quotedSpeaker(at: index, in: reading) ?? reading.speaker ?? title }
    guard word.contains(.third) else { return nil }
    let here = reading.mentions.last { $0.span.upperBound <= index && !reading.isGoverned($0) }
    if let here { return here.actor }
    for earlier in before.reversed() {
      if let mention = earlier.mentions.first(where: { !earlier.isGoverned($0) }) { return mention.actor }
    }
    return nil
  }

  /// Who says "we" inside a quotation: the subject of the sentence's attribution.
  private func quotedSpeaker(at index: Int, in reading: SentenceReading) -> Int? {
    guard reading.clauses.isQuoted[index] else { return nil }
    return reading.mentions.first {
      !reading.clauses.isQuoted[$0.span.lowerBound] && !reading.isGoverned($0)
    }?.actor
  }
}

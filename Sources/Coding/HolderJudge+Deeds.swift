// Whose deed a segment reports.

import NoteText

extension HolderJudge {
  /// Whose deed the segment reports; of several candidates the one who is known to do such things.
  func doer(of segment: Range<Int>, likely: Int?) -> FoundActor? {
    if let agent = agent(of: segment) { return agent }
    let subject = resolve(reading.subject(of: reading.clauses.clause[segment.upperBound - 1]))
    let inside = inside(segment)
    let candidates = [subject, owner(of: segment), inside].compactMap { $0 }
    return candidates.first { $0.actor == likely } ?? candidates.first
  }

  /// The actor named in the segment before its first verb.
  private func inside(_ segment: Range<Int>) -> FoundActor? {
    for index in segment {
      if let mention = reading.mention(at: index) {
        return reading.isGoverned(mention) ? nil : FoundActor(actor: mention.actor, span: mention.span)
      }
      let word = reading.clauses.words[index]
      if !word.isDisjoint(with: WordClass.verb.union([.infinitive, .participle])) { return nil }
    }
    return nil
  }

  /// "by X" after a passive.
  func agent(of segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    let end = min(clauses.count, segment.upperBound + 3)
    for position in segment.lowerBound..<end where clauses.words[position].contains(.by) && position > 0 {
      guard clauses.words[position - 1].contains(.past) || position == segment.upperBound,
        let next = reading.mentions.first(where: { $0.span.lowerBound > position }),
        next.span.lowerBound - position <= 4,
        (position..<next.span.lowerBound).allSatisfy({ clauses.words[$0].isDisjoint(with: .participle) })
      else { continue }
      return FoundActor(actor: next.actor, span: next.span)
    }
    return nil
  }

  /// Whose act a noun names: "Russia's build-up", "Russian troops". An owner whom a verb is done to is none.
  func owner(of segment: Range<Int>) -> FoundActor? {
    let words = reading.clauses.words
    for mention in reading.mentions
    where mention.span.upperBound >= segment.lowerBound && mention.span.lowerBound <= segment.lowerBound + 1 {
      let isAfterWord = mention.span.lowerBound == segment.lowerBound + 1
      if isAfterWord, !words[segment.lowerBound].contains(.determiner) { continue }
      if reading.isModifier(mention) { return FoundActor(actor: mention.actor, span: mention.span) }
    }
    return nil
  }
}

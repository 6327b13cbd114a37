// Whose deed a segment reports.

import NoteText

extension HolderJudge {
  /// Whose deed the segment reports; of several candidates the one who is known to do such things.
  func doer(of segment: Range<Int>, likely: Int?) -> FoundActor? {
    if let agent = agent(of: segment) ?? thanked(for: segment) ?? controller(of: segment)
      ?? gerund(of: segment) ?? persuaded(to: segment) ?? contributor(to: segment)
    {
      return agent
    }
    let home = reading.clauses.clause[segment.upperBound - 1]
    let subject = resolve(reading.subject(of: home)) ?? above(home)
    let inside = inside(segment)
    // "The minister's remarks follow a war": the doer is known, and not whose remarks they are.
    let isThing = subject.map { likely != nil && $0.actor != likely && isOwnerOfThing($0) } ?? false
    if let known = likely ?? typical, let subject, subject.actor != known, isStruck(subject, in: home) {
      return FoundActor(actor: known, span: subject.span)
    }
    let candidates = [isThing ? nil : subject, owner(of: segment), inside].compactMap { $0 }
      .filter { !undergoers.contains($0.actor) || asks(in: home, before: segment) }
    return candidates.first { $0.actor == likely } ?? candidates.first
  }

  /// "A Reykjavik house was destroyed", "an Oslo plant has come under attack": what is done to a thing that is called
  /// by a place.
  private func isStruck(_ found: FoundActor, in clause: Int) -> Bool {
    let words = reading.clauses.words
    let verb = reading.verb(of: clause)
    let next = found.span.upperBound
    guard verb < reading.clauses.clauses[clause].end, next < verb, words[next].isEmpty,
      reading.clauses.gaps[next].isEmpty,
      !(next..<min(verb, next + 3)).contains(where: {
        reading.namesPeople($0)
      })
    else { return false }
    if words[verb].contains(.being) {
      return (verb + 1..<min(words.count, verb + 3)).contains { words[$0].contains(.past) }
    }
    return (verb..<min(words.count, verb + 4)).contains { reading.isWord($0, Introductions.isUnder) }
  }

  /// Whether a clause asks for what it names: "Iceland is asking for a share".
  private func asks(in clause: Int, before segment: Range<Int>) -> Bool {
    let clauses = reading.clauses
    let start = min(clauses.clauses[clause].start, segment.lowerBound)
    return (start..<segment.upperBound).contains { clauses.words[$0].contains(.asking) }
  }

  /// Who judges a deed that somebody's noun names: "Their raid was a crime" is no account of the raid.
  func judged(_ segment: Range<Int>, likely: Int?) -> FoundActor? {
    let clauses = reading.clauses
    let home = clauses.clause[segment.upperBound - 1]
    guard clauses.clauses[home].kind != .adverbial, case .actor(let subject) = reading.ownSubject(of: home),
      let owner = owner(of: segment), owner.span == subject.span, isOfThing(subject)
    else { return nil }
    let verb = reading.verb(of: home)
    guard subject.actor == likely || isPossessiveJudgement(subject, verb: verb, of: home) else { return nil }
    let isWeighed = segment.upperBound..<min(clauses.count, max(segment.upperBound, verb) + 5)
    guard
      verb < clauses.clauses[home].end && clauses.words[verb].contains(.being)
        && !(verb + 1..<min(clauses.count, verb + 4)).contains(where: {
          !clauses.words[$0].isDisjoint(with: [.past, .participle])
        }) || isWeighed.contains(where: { reading.isWord($0, Introductions.isWeighing) })
    else { return nil }
    if let above = above(home) { return above }
    let actor = around.quotationSpeaker ?? writer
    return actor.map { FoundActor(actor: $0, span: verb..<verb + 1) }
  }

  /// "Norway's raid was a crime", "is unwise", of whomever it is not known that such deeds are mostly his.
  private func isPossessiveJudgement(_ subject: FoundActor, verb: Int, of clause: Int) -> Bool {
    let words = reading.clauses.words
    guard reading.isPossessive[subject.span.upperBound - 1], verb < reading.clauses.clauses[clause].end,
      words[verb].contains(.being)
    else { return false }
    let near = verb + 1..<min(words.count, verb + 5)
    return near.contains { reading.isWord($0, Introductions.isVerdict) }
  }

  /// Who supposes or advises what nobody is said to have done or to plan: "Iceland might send a fleet", "if Iceland
  /// sends a fleet".
  /// Whoever may well do a thing of his own considers it himself; `likely` is who is known to do what others fear.
  func supposing(_ segment: Range<Int>, likely: Int?) -> FoundActor? {
    let clauses = reading.clauses
    let home = clauses.clause[segment.upperBound - 1]
    let verb = reading.verb(of: home)
    guard agent(of: segment) == nil else { return nil }
    if let supposed = supposedOfNobody(in: home) { return supposed }
    guard let doer = resolve(reading.ownSubject(of: home)) else { return nil }
    let isKnown = likely != nil || doer.actor == typical
    var span = verb..<verb
    if clauses.clauses[home].kind == .conditional {
      guard isKnown else { return nil }
      span = clauses.clauses[home].start..<clauses.clauses[home].start + 1
      if let governing = reading.governing(home), let other = resolve(reading.subject(of: governing)),
        other.actor != doer.actor
      {
        return other
      }
    } else {
      guard verb < clauses.clauses[home].end else { return nil }
      let isSupposed = isKnown && (clauses.words[verb].contains(.supposing) || isGuessed(at: verb))
      guard isSupposed || isAdvised(at: verb) else { return nil }
      span = verb..<verb + 1
      if let above = above(home) { return above }
    }
    return (around.quotationSpeaker ?? writer).map { FoundActor(actor: $0, span: span) }
  }

  /// "Fire may hit the harbour": what those who are known to do so may do, and nobody is said to.
  private func supposedOfNobody(in clause: Int) -> FoundActor? {
    let verb = reading.verb(of: clause)
    let range = reading.clauses.clauses[clause]
    guard typical != nil, verb < range.end, reading.clauses.words[verb].contains(.supposing),
      range.kind != .conditional, range.kind != .adverbial
    else { return nil }
    switch reading.ownSubject(of: clause) {
    case .actor, .pronoun: return nil
    case .noun, .name, .none: break
    }
    return above(clause)
      ?? (around.quotationSpeaker ?? writer).map { FoundActor(actor: $0, span: verb..<verb + 1) }
  }

  /// "Is able to", "would likely".
  private func isGuessed(at verb: Int) -> Bool {
    let words = reading.clauses.words
    let next = verb + 1
    guard next < words.count else { return false }
    if words[verb].contains(.being), reading.isWord(next, Introductions.isAble) { return true }
    guard words[verb].contains(.modal), reading.isWord(next, Introductions.isProbable) else { return false }
    // "Will never accept the raid" tells what somebody thinks of it, and not what he is thought to do.
    return next + 1 == words.count || !reading.isWord(next + 1, Introductions.isStance)
  }

  /// Who advises what nobody is said to do: "the raid should be answered".
  func advised(_ segment: Range<Int>) -> FoundActor? {
    let home = reading.clauses.clause[segment.upperBound - 1]
    let verb = reading.verb(of: home)
    guard isAdvised(in: home) else { return nil }
    switch reading.clauses.clauses[home].kind {
    case .conditional, .adverbial: return nil
    default: break
    }
    switch reading.ownSubject(of: home) {
    case .actor, .pronoun: return nil
    case .noun, .name, .none: break
    }
    if let above = above(home) { return above }
    return (around.quotationSpeaker ?? writer).map { FoundActor(actor: $0, span: verb..<verb + 1) }
  }

  func isAdvised(in clause: Int) -> Bool {
    let verb = reading.verb(of: clause)
    return verb < reading.clauses.clauses[clause].end && isAdvised(at: verb)
  }

  /// "Should sail", "may have to sail", "needs to sail".
  private func isAdvised(at verb: Int) -> Bool {
    let words = reading.clauses.words
    if words[verb].contains(.advising) { return true }
    // "Needs to sail", and not "the need to sail".
    if words[verb].contains(.needing), verb + 1 < words.count, words[verb + 1].contains(.infinitive) {
      return verb > 0 && words[verb - 1].isDisjoint(with: [.determiner, .possessive])
    }
    return verb + 2 < words.count && words[verb].contains(.modal) && words[verb + 1].contains(.auxiliary)
      && words[verb + 2].contains(.infinitive)
  }

  /// Whether a name stands for what it owns or marks, and not for people: "Their raid", not "Their soldiers".
  func isOfThing(_ found: FoundActor) -> Bool {
    let next = found.span.upperBound..<min(reading.clauses.count, found.span.upperBound + 3)
    return !next.isEmpty && !next.contains { reading.isHead[$0] || reading.isRole[$0] }
      && (reading.isPossessive[found.span.upperBound - 1] || reading.clauses.words[next.lowerBound].isEmpty)
  }

  /// The subject of the clause that says, wants or presses what a clause with a nameless subject holds.
  private func above(_ clause: Int) -> FoundActor? {
    var current = clause
    for _ in 0..<4 {
      guard reading.clauses.clauses[current].kind == .complement, let parent = reading.governing(current)
      else {
        return nil
      }
      if case .actor(let found) = reading.subject(of: parent) { return found }
      current = parent
    }
    return nil
  }

  /// The actor named in the segment before its first verb.
  private func inside(_ segment: Range<Int>) -> FoundActor? {
    for index in segment {
      if let mention = reading.mention(at: index) {
        return isReceiver(mention) || reading.isGoverned(mention)
          ? nil : FoundActor(actor: mention.actor, span: mention.span)
      }
      let word = reading.clauses.words[index]
      if !word.isDisjoint(with: WordClass.verb.union([.infinitive, .participle])) { return nil }
    }
    return nil
  }

  /// "by X" after a passive.
  func agent(of segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    // "Sanctions were lifted last year by ...": to the passive's own end.
    let home = clauses.clause[segment.upperBound - 1]
    let verb = reading.verb(of: home)
    let isPassive =
      verb >= segment.upperBound && verb < clauses.clauses[home].end
      && (verb..<min(clauses.clauses[home].end, verb + 3)).contains { clauses.words[$0].contains(.being) }
    // "Norway's raid was praised by ...": the raid is Norway's.
    if isPassive, owner(of: segment) != nil { return nil }
    let end = min(
      isPassive ? clauses.clauses[home].end : clauses.count, (isPassive ? verb + 7 : segment.upperBound) + 3)
    for position in segment.lowerBound..<end where clauses.words[position].contains(.by) && position > 0 {
      guard
        clauses.words[position - 1].contains(.past) || position == segment.upperBound
          || isPassive && position > verb,
        let next = reading.mentions.first(where: { $0.span.lowerBound > position }),
        next.span.lowerBound - position <= 4,
        (position..<next.span.lowerBound).allSatisfy({ clauses.words[$0].isDisjoint(with: .participle) })
      else { continue }
      return FoundActor(actor: next.actor, span: next.span)
    }
    return nil
  }

  /// Who thinks, hopes or fears what a clause holds: "Norway fears that Iceland will send a fleet".
  func minding(_ segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    let home = clauses.clause[segment.upperBound - 1]
    for index in (0..<segment.lowerBound).reversed()
    where clauses.words[index].contains(.reporting) || reading.isWord(index, Introductions.isThought) {
      let told = clauses.clause[index + 1]
      // "Oslo fears that they will", "Oslo fears they will".
      let opens =
        clauses.words[index + 1].contains(.that)
        || clauses.words[index].contains(.reporting) && told != clauses.clause[index]
          && clauses.clauses[told].kind == .complement
      guard opens, told == home || clauses.flows(from: told, into: home) else { continue }
      switch reading.subject(of: clauses.clause[index]) {
      case .actor(let found) where found.span.upperBound <= index: return found
      default: return nil
      }
    }
    return nil
  }

  /// Who is thanked or blamed for a deed does it: "thanked Norway for sending a fleet to the north".
  private func thanked(for segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    let words = clauses.words
    let last = min(segment.lowerBound, words.count - 1)
    for index in stride(from: last, through: max(2, last - 10), by: -1) {
      if words[index].contains(.participle), words[index - 1].contains(.preposition) {
        guard let mention = reading.mention(at: index - 2), !reading.isGoverned(mention),
          mention.span.lowerBound > 0,
          !words[mention.span.lowerBound - 1].isDisjoint(with: [.finite, .determiner])
        else { continue }
        return FoundActor(actor: mention.actor, span: mention.span)
      }
      // Beyond the words before the deed only in its own phrase.
      let isOwn = clauses.gaps[index].isEmpty && words[index].isDisjoint(with: .verb)
      guard last - index < 4 || isOwn else { return nil }
    }
    return nil
  }

  /// Whom somebody brought to it: "Oslo has persuaded its Danish allies to send a fleet".
  private func persuaded(to segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    let words = clauses.words
    let last = min(segment.lowerBound, words.count - 1)
    guard last >= 2,
      let place = (max(2, last - 3)...last).last(where: {
        words[$0].contains(.infinitive) && clauses.gaps[$0].isEmpty
      }),
      let mention = reading.mentions.last(where: { $0.span.upperBound <= place }),
      !undergoers.contains(mention.actor), place - mention.span.upperBound <= 2
    else { return nil }
    var verb = mention.span.lowerBound - 1
    while verb > 0, mention.span.lowerBound - verb < 4, clauses.gaps[verb + 1].isEmpty,
      words[verb].isEmpty || !words[verb].isDisjoint(with: [.determiner, .possessive]),
      !reading.isWord(verb, Introductions.isPersuading)
    {
      verb -= 1
    }
    guard verb >= 0, reading.isWord(verb, Introductions.isPersuading) else { return nil }
    return FoundActor(actor: mention.actor, span: mention.span)
  }

  /// Who acts in "the prospect of Norway sending a fleet", "a question on Norway agreeing to send one".
  func gerund(of segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    let words = clauses.words
    let last = min(segment.upperBound - 1, words.count - 1)
    let first = max(2, min(segment.lowerBound, words.count - 1) - 5)
    guard first <= last else { return nil }
    for index in (first...last).reversed() where words[index].contains(.participle) {
      guard let mention = reading.mention(at: index - 1), reading.isGoverned(mention),
        clauses.gaps[index].isEmpty, !undergoers.contains(mention.actor),
        !words[max(0, mention.span.lowerBound - 2)].contains(.by)
      else { continue }
      var before = mention.span.lowerBound - 1
      if before > 0, words[before].contains(.determiner) { before -= 1 }
      // "Will never agree to Norway sending one": who agrees or objects.
      guard before >= 0, reading.isWord(before, Introductions.isOf),
        !(before > 0 && reading.isWord(before - 1, Introductions.isStanding)),
        index >= segment.lowerBound
          || (index..<segment.lowerBound).allSatisfy({
            words[$0].isDisjoint(with: WordClass.verb.union([.that, .relative]))
              && clauses.gaps[$0 + 1].isEmpty
          })
      else { continue }
      return FoundActor(actor: mention.actor, span: mention.span)
    }
    return nil
  }

  /// Whose will or power to do it a noun names: "Norway's decision to send a fleet", "Norwegian attempts to land".
  func controller(of segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    let words = clauses.words
    let last = min(segment.lowerBound, words.count - 1)
    // The infinitive that the segment begins with or hangs on, in one phrase with it.
    var place = last
    while place > 1, last - place < 8, !words[place].contains(.infinitive) {
      guard clauses.gaps[place].isDisjoint(with: [.comma, .semicolon, .colon, .dash]),
        place == last || words[place].isDisjoint(with: [.auxiliary, .modal, .that, .relative])
      else { return nil }
      place -= 1
    }
    guard place > 1, words[place].contains(.infinitive), clauses.gaps[place].isEmpty,
      reading.isWord(place - 1, Introductions.isWill)
    else { return nil }
    var index = place - 2
    while index >= 0, place - index < 6, reading.mention(at: index) == nil, words[index].isEmpty {
      index -= 1
    }
    guard index >= 0, clauses.gaps[index + 1].isEmpty else { return nil }
    guard let mention = reading.mention(at: index), reading.isModifier(mention),
      !undergoers.contains(mention.actor)
    else { return nil }
    return FoundActor(actor: mention.actor, span: mention.span)
  }

  /// Whose share in it a noun names: "Norway's provision of ships", "Norway's partnership this year, and leadership in
  /// sending ships"; "your ships" of whom a document's speaker speaks to.
  func contributor(to segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    let words = clauses.words
    let before = segment.lowerBound - 1
    if before >= 0, words[before].isSuperset(of: [.second, .possessive]), let actor = addressee {
      return FoundActor(actor: actor, span: before..<before + 1)
    }
    for mention in reading.mentions.reversed() where mention.span.upperBound < segment.lowerBound {
      let start = mention.span.upperBound
      guard segment.lowerBound - start <= 16, reading.isPossessive[start - 1],
        !undergoers.contains(mention.actor)
      else { continue }
      guard
        (start..<segment.lowerBound).allSatisfy({
          words[$0].isDisjoint(with: [.finite, .modal, .auxiliary, .that])
        }),
        let share = (start..<min(start + 4, segment.lowerBound)).first(where: {
          reading.isWord($0, Introductions.isShare)
        }), (start...share).allSatisfy({ clauses.gaps[$0].isEmpty })
      else { return nil }
      return FoundActor(actor: mention.actor, span: mention.span)
    }
    return nil
  }

  /// From whom something is said to come where no subject says so: "a package from the ministry".
  func giver(of segment: Range<Int>) -> FoundActor? {
    let words = reading.clauses.words
    for mention in reading.mentions where mention.span.lowerBound > 0 {
      var index = mention.span.lowerBound - 1
      while index > 0, words[index].isEmpty || words[index].contains(.determiner),
        mention.span.lowerBound - index < 4
      {
        index -= 1
      }
      guard !undergoers.contains(mention.actor) else { continue }
      guard words[index].contains(.from), abs(index - segment.upperBound) <= 6 || index < segment.lowerBound,
        segment.lowerBound - index <= 12
      else { continue }
      return FoundActor(actor: mention.actor, span: mention.span)
    }
    return nil
  }

  /// "Gave Norway ships": to whom it is given.
  private func isReceiver(_ mention: Mention) -> Bool {
    mention.span.lowerBound > 0 && !reading.isPossessive[mention.span.upperBound - 1]
      && reading.isWord(mention.span.lowerBound - 1, Introductions.isGiving)
  }

  /// "Norway's long and bitter blockade": adjectives stand between.
  private func isOwn(_ mention: Mention, of segment: Range<Int>) -> Bool {
    let between = mention.span.upperBound..<segment.lowerBound
    let allowed: WordClass = [.coordinator, .finite, .past, .participle]
    return between.count <= 4 && reading.isPossessive[mention.span.upperBound - 1]
      && between.allSatisfy {
        reading.clauses.words[$0].isSubset(of: allowed) && reading.clauses.gaps[$0 + 1].isEmpty
          && reading.mention(at: $0) == nil
      } && reading.clauses.gaps[mention.span.upperBound].isEmpty
  }

  /// Whose act a noun names: "Russia's build-up", "Russian troops". An owner whom a verb is done to is none.
  func owner(of segment: Range<Int>) -> FoundActor? {
    let words = reading.clauses.words
    let first = segment.lowerBound
    if let its = [first, first - 1].first(where: { $0 > 0 && reading.isTheir($0) }),
      let found = reading.mentions.last(where: { $0.span.upperBound <= its })
    {
      return FoundActor(actor: found.actor, span: found.span)
    }
    for mention in reading.mentions
    where (mention.span.upperBound >= segment.lowerBound || isOwn(mention, of: segment))
      && mention.span.lowerBound <= segment.lowerBound + 1
    {
      let isAfterWord = mention.span.lowerBound == segment.lowerBound + 1
      if isAfterWord, !words[segment.lowerBound].contains(.determiner) { continue }
      if isReceiver(mention) { continue }
      if reading.isModifier(mention) { return FoundActor(actor: mention.actor, span: mention.span) }
    }
    return nil
  }
}

// Whom pronouns and subjects stand for.

extension HolderJudge {
  /// The actor whom a subject names or stands for.
  func resolve(_ subject: Subject, prefersSpeaker: Bool = false, isTag: Bool = false) -> FoundActor? {
    switch subject {
    case .actor(let found): return found
    case .pronoun(let index):
      let isFirst = reading.clauses.words[index].contains(.first)
      let actor =
        isFirst
        ? firstPerson(at: index)
        : thirdPerson(before: index, prefersSpeaker: prefersSpeaker, isTag: isTag)
      return actor.map { FoundActor(actor: $0, span: index..<index + 1) }
    case .name, .noun, .none: return nil
    }
  }

  func firstPerson(at index: Int) -> Int? {
    let isQuoted =
      reading.clauses.isQuoted[index]
      || (around.quotationIsOpen && !reading.clauses.isQuoted.contains(true))
    if isQuoted {
      if let speaker = quotedSpeaker ?? around.quotationSpeaker { return speaker }
    }
    if let speaker = documentSpeaker { return speaker }
    if isQuoted, let speaker = lastSpeaker { return speaker }
    // "We" are a body that nobody has named, "I" in a quotation somebody else; otherwise the writer.
    return isQuoted || reading.clauses.words[index].contains(.body) ? compiled.other : compiled.author
  }

  /// Who says "we" inside a quotation: the subject of the sentence's own attribution.
  private var quotedSpeaker: Int? {
    guard reading.clauses.isQuoted.contains(true) else { return nil }
    return reading.mentions.first {
      !reading.clauses.isQuoted[$0.span.lowerBound] && !reading.isGoverned($0)
    }?.actor
  }

  /// `isTag`: the pronoun speaks the words of the sentence, and so stands for nobody whom they name.
  func thirdPerson(before index: Int, prefersSpeaker: Bool, isTag: Bool) -> Int? {
    let word = reading.clauses.words[index]
    let here = reading.mentions.last {
      $0.span.upperBound <= index && !reading.isGoverned($0) && fits($0, word, in: reading)
        && !(prefersSpeaker && reading.clauses.gaps[$0.span.upperBound].contains(.colon))
    }
    if !isTag, let person = parallel(to: index, word) { return person.actor }
    if !isTag, let here { return here.actor }
    if !isTag, !prefersSpeaker, let ahead = ahead(of: index, word) { return ahead }
    let isLabelled = reading.speaker != nil
    if prefersSpeaker {
      // Who speaks says "I": "he" is another, if only named in passing.
      let isSpoken = around.isSpoken && !reading.clauses.gaps[index].contains(.dash)
      if isLabelled || isSpoken, word.contains(.human),
        let person = here
          ?? reading.mentions.last(where: { $0.span.upperBound <= index && fits($0, word, in: reading) })
      {
        return person.actor
      }
      if isLabelled, !word.contains(.human), let others = others(than: reading.speaker) { return others }
      if !isLabelled, let speaker = around.titleSpeaker { return speaker }
      // "..., the ministry said. It also deplored": who spoke there, if no person, before whom that is about.
      if word.contains(.thing), let last = around.before.last,
        let found = HolderJudge(compiled: compiled, reading: last, around: Surroundings())
          .lastAttribution(where: { $0.actor != compiled.author }),
        !(last.mention(at: found.span.lowerBound)?.isPerson ?? false),
        last.clauses.words[found.span.lowerBound].isDisjoint(with: [.first, .human])
      {
        return found.isGuess ? compiled.other : found.actor
      }
      // "It argued": whom the sentence before is about.
      if word.contains(.thing), let last = around.before.last,
        case .actor(let topic) = last.subject(of: 0), let mention = last.mention(at: topic.span.lowerBound),
        fits(mention, word, in: last)
      {
        return topic.actor
      }
      if let speaker = latestPerson(word) ?? lastSpeaker { return speaker }
    }
    for earlier in around.before.reversed() {
      // "It has a fleet. It ...": of whom that is, the sentence before says.
      if !word.contains(.human), case .pronoun(let other) = earlier.subject(of: 0),
        earlier.clauses.words[other].contains(.third), !earlier.clauses.words[other].contains(.human)
      {
        continue
      }
      if let topic = earlier.topic(where: { fits($0, word, in: earlier) }) { return topic.actor }
    }
    if isTag, let here { return here.actor }
    let titled = prefersSpeaker && word.contains(.human) ? around.titlePerson ?? around.titleTopic : nil
    return around.titleSpeaker ?? titled
  }

  /// "Solvang has not named the envoy, but he said so": the person whom the clause before is about, before others that it
  /// names.
  private func parallel(to index: Int, _ pronoun: WordClass) -> FoundActor? {
    let clauses = reading.clauses
    let home = clauses.clause[index]
    guard pronoun.contains(.human), clauses.clauses[home].kind == .coordinate,
      index - clauses.clauses[home].start <= 1, let before = reading.governing(home),
      case .actor(let found) = reading.ownSubject(of: before),
      let mention = reading.mention(at: found.span.lowerBound),
      reading.isPersonal(mention), !reading.isPossessive[mention.span.upperBound - 1]
    else { return nil }
    return found
  }

  /// Who "they" are to one who speaks by a label: others whom the sentences before name last.
  private func others(than speaker: Int?) -> Int? {
    for earlier in around.before.reversed() {
      if let other = earlier.mentions.last(where: { $0.actor != speaker && !$0.isPerson }) {
        return other.actor
      }
    }
    return nil
  }

  /// Whom "he" takes up: who spoke in the sentence before, else the person whom it is about.
  func latestPerson(_ pronoun: WordClass) -> Int? {
    guard pronoun.contains(.human) else { return nil }
    for earlier in around.before.reversed() {
      let judge = HolderJudge(compiled: compiled, reading: earlier, around: Surroundings())
      if let speaker = judge.namedSpeaker { return speaker }
      if let topic = earlier.topic, let mention = earlier.mention(at: topic.span.lowerBound),
        earlier.isPersonal(mention) || earlier.isOffice(mention)
      {
        return topic.actor
      }
    }
    return nil
  }

  /// "In what it calls a gift, Norway sends ...": the subject of the main clause behind the pronoun's.
  func ahead(of index: Int, _ pronoun: WordClass) -> Int? {
    let clauses = reading.clauses
    let opens: WordClass = [.preposition, .subordinator, .conditional]
    guard !clauses.words[0].isDisjoint(with: opens) else { return nil }
    guard let comma = (index + 1..<clauses.count).first(where: { clauses.gaps[$0].contains(.comma) }),
      let next = reading.mentions.first(where: { $0.span.lowerBound >= comma }),
      next.span.lowerBound - comma <= 3, !reading.isGoverned(next), fits(next, pronoun, in: reading)
    else { return nil }
    return next.actor
  }

  /// Whether a pronoun may stand for a mention: he and she for persons, it for none.
  func fits(_ mention: Mention, _ pronoun: WordClass, in reading: SentenceReading) -> Bool {
    if pronoun.contains(.human) { return reading.isPersonal(mention) }
    return !(pronoun.contains(.thing) && mention.isPerson)
  }
}

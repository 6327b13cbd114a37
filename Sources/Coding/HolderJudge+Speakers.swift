// Who speaks: the subject of a verb or noun of speech, the last who spoke.

extension HolderJudge {
  /// The actor who is the subject of a speech cue: before it, or after it where the order is turned
  /// ("said X", "according to X"), or its owner ("Moscow's demand").
  func subject(ofCue span: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    let lastWord = clauses.words[span.upperBound - 1]
    if lastWord.contains(.preposition) || lastWord.contains(.infinitive) {
      return follower(of: span, within: 10, isSource: true)
    }
    let first = span.lowerBound
    // "Was asked", "had been warned": whoever it was who spoke, it was not the subject.
    if first > 0, clauses.words[first].contains(.past), clauses.gaps[first].isEmpty,
      clauses.words[first - 1].contains(.being)
        || clauses.words[max(0, first - 2)].contains(.being)
          && clauses.words[first - 1].isEmpty
    {
      if clauses.words[first].contains(.asking) { return resolve(reading.subject(of: clauses.clause[first])) }
      guard clauses.words[max(0, first - 2)].contains(.thing) else { return nil }
      return lastSpeaker.map { FoundActor(actor: $0, span: span) }
    }
    // "Norway's reported attempts" are nobody's report.
    if first > 0, reading.isWord(first, Introductions.isHearsay),
      reading.isPossessive[first - 1]
        || !clauses.words[first - 1].isDisjoint(with: [.determiner, .possessive])
    {
      return nil
    }
    // "Slammed Norway for saying so": whoever is slammed said it.
    if first > 1, clauses.words[first].contains(.participle), reading.isWord(first - 1, Introductions.isFor),
      let mention = reading.mention(at: first - 2), !reading.isGoverned(mention), clauses.gaps[first].isEmpty
    {
      return FoundActor(actor: mention.actor, span: mention.span)
    }
    // In a tag the speaker stands between its comma and the verb, whatever the clause before is about.
    if let start = tagStart(span) {
      let named = reading.mentions.filter { $0.span.lowerBound >= start && $0.span.upperBound <= first }
      if let mention = named.first(where: { !reading.isGoverned($0) }) {
        return FoundActor(actor: mention.actor, span: mention.span)
      }
      // "... after the raid on Oslo, the diplomat said": an office of its own behind the comma.
      if let last = named.last, let office = officeAlone(before: first, behind: last.span.upperBound) {
        return speaking(.noun(office..<office + 1), cue: first, isTag: true)
      }
      if let mention = named.last { return FoundActor(actor: mention.actor, span: mention.span) }
      if start < first {
        let persons: WordClass = [.first, .third]
        let pronoun = (start..<first).first {
          !clauses.words[$0].isDisjoint(with: persons) && !clauses.words[$0].contains(.possessive)
        }
        if let pronoun { return speaking(.pronoun(pronoun), cue: first, isTag: true) }
        let isName = reading.isCapitalised[first - 1]
        return speaking(isName ? .name(start..<first) : .noun(start..<first), cue: first, isTag: true)
      }
    }
    // "Warnings from Norway that ...".
    if first == 0, reading.isPlural[0] || clauses.words[0].isDisjoint(with: [.finite, .past, .participle]),
      let author = author(ofNoun: span)
    {
      return author
    }
    if first > 0 {
      if let owner = owner(ofNounAt: first) { return owner }
      // "Some said".
      if clauses.words[first].contains(.finite), isCrowd(first - 1..<first, before: first),
        let other = compiled.other
      {
        return FoundActor(actor: other, span: first - 1..<first)
      }
      // A noun: "frequent calls", "the demand".
      let word = clauses.words[first - 1]
      let isToDo = word.contains(.infinitive) && !reading.isPlural[first]
      if clauses.gaps[first].isEmpty, !isToDo,
        !word.isDisjoint(with: [.determiner, .preposition, .possessive, .source])
      {
        return author(ofNoun: span)
      }
      if isNoun(span) { return author(ofNoun: span) }
      let isVerbless = clauses.words[first].isDisjoint(with: [.finite, .participle, .past])
      let verb = reading.verb(of: clauses.clause[first])
      if isVerbless, verb + 1 < first, word.isDisjoint(with: [.auxiliary, .modal, .infinitive, .negation]) {
        return nil
      }
    }
    // "...," wrote the paper: it only tells.
    if clauses.words[first].contains(.inverting), mayTurn(span),
      !clauses.gaps[first].isDisjoint(with: [.comma, .dash, .closesQuotation]),
      reading.isTeller(span.upperBound..<span.upperBound + 3)
    {
      return nil
    }
    // "..., who leads the separatists, claimed that Kyiv ...": a comma before, and yet not turned.
    let saysThat =
      span.upperBound < clauses.count && clauses.words[span.upperBound].contains(.that) || isResumed(span)
    if !saysThat, mayTurn(span), !clauses.gaps[first].isDisjoint(with: [.comma, .dash, .closesQuotation]),
      let turned = follower(of: span, within: reach(behind: span), isSource: false) ?? officer(behind: span),
      isTurned(turned, behind: span)
    {
      return turned
    }
    if !saysThat, mayTurn(span), clauses.words[first].contains(.inverting),
      !clauses.gaps[first].isDisjoint(with: [.comma, .dash, .closesQuotation]),
      isFullName(at: span.upperBound), let other = compiled.other
    {
      return FoundActor(actor: other, span: span.upperBound..<span.upperBound + 1)
    }
    // "...," reads the statement: not whom the words before it are about.
    if !saysThat, mayTurn(span), clauses.words[first].contains(.inverting),
      clauses.gaps[first].contains(.closesQuotation), span.upperBound + 1 < clauses.count,
      clauses.words[span.upperBound].contains(.determiner), clauses.words[span.upperBound + 1].isEmpty
    {
      let noun = span.upperBound + 1
      return speaking(.noun(noun..<noun + 1), cue: noun + 1)
    }
    var home = clauses.clause[first]
    if clauses.words[first].contains(.participle),
      first - clauses.clauses[home].start <= 1, let governing = reading.governing(home)
    {
      home = governing
      // "X said that Y had come, adding": X added.
      while clauses.clauses[home].kind == .complement, let above = reading.governing(home) { home = above }
    }
    let subject = reading.subject(of: home, verb: first)
    let isSpeaker =
      switch subject {
      case .noun(let span), .name(let span):
        reading.isTeller(span) || documentSpeaker == nil && isOfPeople(span)
      default: true
      }
    return speaking(isSpeaker ? subject : reading.subject(of: home), cue: first)
  }

  /// "..., the local officials said": who speaks between the last comma and the verb, by an office only.
  private func officeAlone(before cue: Int, behind start: Int) -> Int? {
    let clauses = reading.clauses
    guard let comma = (start..<max(start, cue)).last(where: { clauses.gaps[$0].contains(.comma) }),
      cue - comma <= 3, comma + 1 < cue, clauses.words[comma].contains(.determiner),
      (comma + 1..<cue).allSatisfy({ clauses.words[$0].isEmpty && !reading.isCapitalised[$0] })
    else { return nil }
    let office = cue - 1
    return reading.namesPeople(office) ? office : nil
  }

  /// Whose a noun of speech is: "Norway's clear demand", "her demand".
  private func owner(ofNounAt noun: Int) -> FoundActor? {
    let words = reading.clauses.words
    func named(_ index: Int) -> FoundActor? {
      guard reading.isPossessive[index] else { return nil }
      return reading.mention(at: index).map { FoundActor(actor: $0.actor, span: $0.span) }
    }
    var index = noun - 1
    if let owner = named(index) { return owner }
    guard words[noun].isDisjoint(with: [.finite, .past, .participle]) || isPlural(noun..<noun + 1) else {
      return nil
    }
    while index > 0, noun - index < 4, reading.clauses.gaps[index + 1].isEmpty,
      words[index].isEmpty || words[index].isSubset(of: [.finite, .past]), !reading.isPossessive[index],
      reading.mention(at: index) == nil
    {
      index -= 1
    }
    guard index >= 0, reading.clauses.gaps[index + 1].isEmpty else { return nil }
    if let owner = named(index) { return owner }
    // What is only somebody's report, and not of or that something, attributes nothing.
    let opens: WordClass = [.that, .infinitive, .preposition]
    guard words[index].contains(.possessive), words[index].isDisjoint(with: .relative),
      noun + 1 < words.count,
      !words[noun + 1].isDisjoint(with: opens)
    else { return nil }
    let actor: Int?
    if words[index].contains(.second) {
      actor = addressee
    } else if words[index].contains(.first) {
      actor = firstPerson(at: index)
    } else {
      actor = thirdPerson(before: index, prefersSpeaker: false, isTag: false)
    }
    return actor.map { FoundActor(actor: $0, span: index..<index + 1) }
  }

  /// Whom a document's speaker says "you" to: the other of its title.
  var addressee: Int? {
    guard let speaker = documentSpeaker, !reading.isAsker else { return nil }
    return around.titleActors.first { $0 != speaker }
  }

  /// Whether who stands behind a verb of speech says it, and is not of what is said: "said Oslo", not "said Oslo's
  /// fleet was gone".
  private func isTurned(_ found: FoundActor, behind cue: Range<Int>) -> Bool {
    let clauses = reading.clauses
    guard found.span.lowerBound >= cue.upperBound, reading.isPossessive[found.span.upperBound - 1],
      clauses.words[cue.lowerBound].contains(.inverting)
    else { return true }
    var index = found.span.upperBound
    let ends: WordClass = [.subordinator, .relative, .coordinator, .conditional, .that]
    while index < clauses.count, clauses.gaps[index].isEmpty, clauses.words[index].isDisjoint(with: ends) {
      if !clauses.words[index].isDisjoint(with: .verb) { return false }
      index += 1
    }
    return true
  }

  /// Whom an office without a name behind a verb of speech takes up: "- said the minister".
  private func officer(behind cue: Range<Int>) -> FoundActor? {
    let words = reading.clauses.words
    guard words[cue.lowerBound].contains(.inverting), cue.upperBound + 1 < words.count,
      words[cue.upperBound].contains(.determiner)
    else { return nil }
    let end = min(words.count, cue.upperBound + 4)
    guard let role = (cue.upperBound + 1..<end).first(where: { reading.isRole[$0] }) else { return nil }
    return speaking(.noun(role..<role + 1), cue: role + 1)
  }

  /// Whether a verb of speech may stand before its subject here: behind words that are said, and before a name, not
  /// "Doe, an adviser, said".
  func mayTurn(_ cue: Range<Int>) -> Bool {
    let clauses = reading.clauses
    // "- condemning X" goes with what is before.
    guard cue.upperBound < clauses.count, !clauses.words[cue.lowerBound].contains(.participle) else {
      return false
    }
    let next = clauses.words[cue.upperBound]
    guard next.isDisjoint(with: [.that, .infinitive]) else { return false }
    // "- said on Friday the minister".
    if !clauses.gaps[cue.lowerBound].isDisjoint(with: [.closesQuotation, .dash]),
      clauses.words[cue.lowerBound].contains(.inverting)
    {
      return true
    }
    guard next.isDisjoint(with: [.preposition, .subordinator]) else { return false }
    if clauses.gaps[cue.lowerBound].contains(.closesQuotation) { return true }
    return (0..<cue.lowerBound).contains { !clauses.words[$0].isDisjoint(with: .verb) }
  }

  /// Whom the subject of a speech verb stands for. Someone speaks: a noun or an unknown name is traced to an
  /// actor beside it, to who speaks in the note, or spoke last.
  func speaking(_ subject: Subject, cue: Int, isTag: Bool = false) -> FoundActor? {
    let isInfinitive = cue > 0 && reading.clauses.words[cue - 1].contains(.infinitive)
    switch subject {
    case .actor(let found) where found.span.upperBound <= cue:
      // "The chancellor and I discussed": whoever says "I" speaks.
      let words = reading.clauses.words
      if cue >= 2, words[cue - 1].contains(.first), words[cue - 2].contains(.coordinator),
        let speaker = firstPerson(at: cue - 1)
      {
        return FoundActor(actor: speaker, span: cue - 1..<cue)
      }
      // "The president and the G7 leaders": the first of the two, of whom the document is.
      if let own = documentSpeaker, (3...4).contains(found.span.lowerBound), words[2].contains(.coordinator),
        words[3..<found.span.lowerBound].allSatisfy({ $0.contains(.determiner) }),
        reading.isRole[1], words[0].contains(.determiner), reading.mention(at: 1) == nil
      {
        return FoundActor(actor: own, span: 1..<2)
      }
      return found
    case .pronoun(let index) where index < cue:
      // "It is wrong to claim that ...": whoever would.
      if isInfinitive, reading.clauses.words[index].contains(.thing) { return nil }
      let isFirst = reading.clauses.words[index].contains(.first)
      if let found = resolve(subject, prefersSpeaker: !isFirst, isTag: isTag) { return found }
      // "We condemn ...": whoever speaks, it is not the one spoken of.
      if isFirst {
        let actor = around.titleTopic ?? compiled.other
        return actor.map { FoundActor(actor: $0, span: index..<index + 1) }
      }
      guard reading.clauses.words[index].contains(.human), let other = compiled.other else { return nil }
      return FoundActor(actor: other, span: index..<index + 1, isGuess: true)
    case .none, .actor, .pronoun:
      // "Demands that ...": a document that speaks for itself.
      let actor = documentSpeaker ?? lastSpeaker ?? around.titleTopic ?? compiled.other
      guard !isInfinitive, let actor else { return nil }
      return FoundActor(actor: actor, span: cue..<cue + 1, isGuess: true)
    case .noun(let span), .name(let span):
      guard !isInfinitive, !reading.isTeller(span) else { return nil }
      // What stands in the quotation before ("...," officials said) is not its speaker.
      let before = min(span.lowerBound, cue)..<cue + 1
      let quoted = before.last { reading.clauses.gaps[$0].contains(.closesQuotation) }
      let beside = reading.mentions.first {
        $0.span.lowerBound >= quoted ?? span.lowerBound && $0.span.upperBound <= cue
          && !isApart($0, from: cue)
      }
      if let beside { return FoundActor(actor: beside.actor, span: beside.span) }
      // "Norway is calm, its minister says".
      if let its = (max(0, span.lowerBound - 1)...span.lowerBound).first(where: { reading.isTheir($0) }),
        its < cue,
        let owner = thirdPerson(before: its, prefersSpeaker: false, isTag: false)
      {
        return FoundActor(actor: owner, span: its..<its + 1)
      }
      if isThing(span, before: cue) { return nil }
      if isTag, documentSpeaker == nil, isUnnamedSource(span) {
        // "Oslo is changing its mind, two officials said": told of Oslo.
        if case .actor = reading.subject(of: reading.clauses.clause[0]) { return nil }
        return compiled.other.map { FoundActor(actor: $0, span: span) }
      }
      if let first = firstOfPair(span) { return FoundActor(actor: first, span: span) }
      if let other = compiled.other, isCrowd(span, before: cue) || isFullName(at: span.lowerBound) {
        return FoundActor(actor: other, span: span)
      }
      if let other = compiled.other, isOfLeaders(span, before: cue) {
        return FoundActor(actor: other, span: span)
      }
      if let home = home(ofOffice: span) ?? openingLabel { return FoundActor(actor: home, span: span) }
      // A noun takes up who spoke; a name that nobody knows is new, and of whom the note is about.
      var known = [documentSpeaker, lastSpeaker, around.titleTopic]
      if isName(subject) {
        known.swapAt(1, 2)
      } else if reading.isRole[span.lowerBound], span.lowerBound > 0,
        reading.clauses.words[span.lowerBound - 1].contains(.determiner)
      {
        // "The minister": one who has been named.
        known.insert(latestPerson(.human), at: 1)
      }
      let actor = known.lazy.compactMap { $0 }.first ?? place(ofOfficeBefore: cue) ?? compiled.other
      return actor.map { FoundActor(actor: $0, span: span) }
    }
  }

  /// "Two officials", "three people familiar with it": somebody whom nobody has named, and not "the officials".
  private func isUnnamedSource(_ span: Range<Int>) -> Bool {
    guard span.count <= 8, reading.isWord(span.lowerBound, Introductions.isQuantity),
      reading.clauses.words[span].allSatisfy({ $0.isDisjoint(with: WordClass.verb.union(.infinitive)) })
    else { return false }
    return span.contains { (reading.isHead[$0] && reading.isPlural[$0]) || reading.isPeople[$0] }
  }

  /// "Given the weather in Norway, the ministry said": what goes before another noun with its article.
  private func isApart(_ mention: Mention, from cue: Int) -> Bool {
    let clauses = reading.clauses
    guard
      let comma = (mention.span.upperBound..<max(mention.span.upperBound, cue)).last(where: {
        clauses.gaps[$0].contains(.comma)
      }),
      comma < cue, clauses.words[comma].contains(.determiner), reading.isGoverned(mention)
    else { return false }
    return (comma..<cue).allSatisfy {
      clauses.words[$0].isDisjoint(with: [.preposition, .relative, .source])
    }
  }

  /// "Wreckage was found in an Oslo park, officials said": of the place, where nobody else has been named.
  private func place(ofOfficeBefore cue: Int) -> Int? {
    let clauses = reading.clauses
    guard cue > 1, cue < clauses.count, reading.isWord(cue - 1, Introductions.isGuard) else { return nil }
    // Behind a comma, with an article at most.
    let start = clauses.words[cue - 2].contains(.determiner) ? cue - 2 : cue - 1
    guard !clauses.gaps[start].isEmpty else { return nil }
    let found = reading.mentions.last { mention in
      guard mention.span.upperBound <= cue, !mention.isPerson, mention.span.lowerBound > 0 else {
        return false
      }
      var before = mention.span.lowerBound - 1
      if before > 0, reading.clauses.words[before].contains(.determiner) { before -= 1 }
      let end = (mention.span.upperBound..<cue).first { !reading.clauses.gaps[$0].isEmpty } ?? cue
      let behind =
        mention.span.upperBound..<max(mention.span.upperBound, min(end, mention.span.upperBound + 3))
      return reading.isWord(before, Introductions.isIn)
        && !behind.contains { reading.namesPeople($0) }
    }
    return found?.actor
  }

  /// Whose an office without a name is by the place that opens the sentence, or, of local ones, that was named last:
  /// "In Oslo, a spokesman said", "trawlers left Reykjavik, local officials said".
  private func home(ofOffice noun: Range<Int>) -> Int? {
    let clauses = reading.clauses
    let end = min(clauses.count, noun.upperBound + 2)
    guard (noun.lowerBound..<end).contains(where: { reading.isRole[$0] || reading.isHead[$0] }) else {
      return nil
    }
    if reading.isLocal[noun.lowerBound] {
      return reading.mentions.last { $0.span.upperBound <= noun.lowerBound }?.actor
    }
    // "A spokesman", and not "the minister", of whom the words before may tell.
    let isThe = noun.lowerBound > 0 && reading.isWord(noun.lowerBound - 1, Introductions.isThe)
    if !isThe, let place = dateline { return place }
    guard clauses.words[0].contains(.preposition), let place = reading.mentions.first,
      place.span.lowerBound == 1, place.span.upperBound < clauses.count, !place.isPerson,
      clauses.gaps[place.span.upperBound] == .comma
    else { return nil }
    return place.actor
  }

  /// Whose an item of a list is: "Oslo: the minister's circle let it be known that ...". Not any label within the
  /// sentence (`inlineLabel`), whose words may have ended before.
  private var openingLabel: Int? {
    guard let first = reading.mentions.first, first.span.lowerBound == 0,
      first.span.upperBound < reading.clauses.count,
      reading.clauses.gaps[first.span.upperBound] == .colon
    else { return nil }
    return first.actor
  }

  /// Where wire copy is from: "OSLO (Reuters) - ...".
  private var dateline: Int? {
    let clauses = reading.clauses
    guard let place = reading.mentions.first, place.span.lowerBound == 0, reading.isAcronym[0],
      !place.isPerson,
      (place.span.upperBound..<max(place.span.upperBound, min(clauses.count, 8))).contains(where: {
        clauses.gaps[$0].contains(.dash)
      })
    else { return nil }
    return place.actor
  }

  /// How far behind a turned verb its subject is looked for: in one phrase some words farther, "reads the statement of
  /// the Ministry of Foreign Affairs of Norway".
  private func reach(behind span: Range<Int>) -> Int {
    let clauses = reading.clauses
    let limit = min(clauses.count, span.upperBound + 12)
    let end = (span.upperBound + 1..<max(span.upperBound + 1, limit)).first { !clauses.gaps[$0].isEmpty }
    return max(8, (end ?? limit) - span.upperBound)
  }

  /// The actor named just after a position, before another verb.
  func follower(of span: Range<Int>, within limit: Int, isSource: Bool) -> FoundActor? {
    let clauses = reading.clauses
    var noun: Int?
    for index in span.upperBound..<min(clauses.count, span.upperBound + limit) {
      let word = clauses.words[index]
      let ends: Gap = [.opensQuotation, .semicolon, .colon]
      guard word.isDisjoint(with: .verb) || !word.isDisjoint(with: .subject),
        clauses.gaps[index].isDisjoint(with: ends)
      else { break }
      if reading.isTeller(index..<index + 1) { return nil }
      if isSource, noun != nil, clauses.gaps[index].contains(.comma) { break }
      if word.isEmpty, reading.mention(at: index) == nil { noun = noun ?? index }
      if let mention = reading.mention(at: index) {
        return FoundActor(actor: mention.actor, span: mention.span)
      }
      if !word.isDisjoint(with: [.first, .third]) {
        return resolve(.pronoun(index), prefersSpeaker: true, isTag: isSource)
          ?? (isSource ? compiled.other.map { FoundActor(actor: $0, span: index..<index + 1) } : nil)
      }
    }
    guard isSource, let noun else { return nil }
    let end = min(clauses.count, noun + 4)
    let isOffice = (noun..<end).contains { reading.isRole[$0] || reading.isPeople[$0] }
    // A paper, a report: what it tells stands for itself.
    guard isOffice || reading.isCapitalised[noun] && !reading.isAcronym[noun] else { return nil }
    let actor = (isOffice ? documentSpeaker ?? lastSpeaker : nil) ?? compiled.other
    return actor.map { FoundActor(actor: $0, span: noun..<noun + 1) }
  }

  /// Whether a mention before a colon is who speaks: in words without a verb from where they begin, not "in Rome:".
  func isLabel(_ mention: Mention, before colon: Int) -> Bool {
    let clauses = reading.clauses
    guard !reading.isGoverned(mention),
      // "Norway crisis: fleet leaves": what it is about, not who speaks.
      !(mention.span.upperBound..<max(mention.span.upperBound, colon)).contains(where: {
        reading.isWord($0, Introductions.isTopic)
      })
    else { return false }
    var start = mention.span.lowerBound
    let opens: Gap = [.colon, .dash, .opensQuotation, .closesQuotation, .semicolon, .stop]
    while start > 0, clauses.gaps[start].isDisjoint(with: opens) {
      start -= 1
      guard colon - start <= 14, clauses.words[start].isDisjoint(with: .verb) else { return false }
    }
    return true
  }

  /// An actor behind the last colon, without a verb: "...: EU foreign policy chief".
  func trailingLabel(behind segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    guard let colon = (segment.upperBound..<clauses.count).last(where: { clauses.gaps[$0].contains(.colon) }),
      clauses.count - colon <= 8,
      (colon..<clauses.count).allSatisfy({ clauses.words[$0].isDisjoint(with: .verb) }),
      (colon + 1..<max(colon + 1, clauses.count)).allSatisfy({ clauses.gaps[$0].isEmpty }),
      let mention = reading.mentions.first(where: { $0.span.lowerBound >= colon })
    else { return nil }
    return FoundActor(actor: mention.actor, span: mention.span)
  }

  /// An actor behind the last dash, a person or with an office: "Fleet is gone - Norway's defence chief".
  func dashLabel(behind segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    guard let (dash, mention) = reading.nameBehindDash(from: segment.upperBound),
      clauses.count - dash <= 7, dash >= 4,
      mention.span.lowerBound == dash, !reading.isPossessive[clauses.count - 1]
    else { return nil }
    let isWhole = mention.span.upperBound == clauses.count
    let isOffice =
      mention.isPerson && isWhole
      || (mention.span.upperBound..<max(mention.span.upperBound, clauses.count)).contains {
        reading.namesPeople($0)
          || reading.isWord($0, Introductions.isCrowd)
      }
    return isOffice ? FoundActor(actor: mention.actor, span: mention.span) : nil
  }

  /// An actor before a colon, without a verb: "Putin: ...".
  func inlineLabel(before segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    var colon = segment.lowerBound
    while colon > 0 {
      if clauses.gaps[colon].contains(.colon) {
        var index = colon - 1
        while index >= 0, colon - index < 14 {
          if let mention = reading.mention(at: index), isLabel(mention, before: colon) {
            return FoundActor(actor: mention.actor, span: mention.span)
          }
          if !clauses.words[index].isDisjoint(with: .verb) || clauses.gaps[index].contains(.colon) { break }
          index -= 1
        }
      }
      colon -= 1
    }
    return nil
  }

  /// The subject of the sentence's last attribution that is verbal and known.
  /// Not "I said", which somebody says whom these words do not name.
  var ownSpeaker: Int? {
    lastAttribution { !reading.clauses.words[$0.span.upperBound - 1].contains(.first) && !isUnknown($0) }?
      .actor
  }

  /// "He", of whom nobody knows who he is.
  private func isUnknown(_ found: FoundActor) -> Bool {
    found.isGuess && reading.clauses.words[found.span.lowerBound].contains(.human)
  }

  /// The subject of the last attribution that fits; finite verbs before "adding", "saying".
  func lastAttribution(where fits: (FoundActor) -> Bool) -> FoundActor? {
    let cues = compiled.codebook.cues
    // What a quotation says that somebody says is not who speaks in it.
    if !isQuotedBySource, reading.clauses.count > 2, reading.clauses.isQuoted.allSatisfy({ $0 }) {
      return nil
    }
    let attributions = reading.scopes.reversed().filter { cues[$0.cue].category == .attribution }
    let ranks = attributions.map { rank(ofCue: $0.span) }
    for rank in 0..<3 {
      for (scope, own) in zip(attributions, ranks) where own == rank {
        if let found = subject(ofCue: scope.span), fits(found) { return found }
      }
    }
    return nil
  }

  /// A verb that says so goes before "saying", and that before a noun: "echoed the claims of Norway".
  private func rank(ofCue cue: Range<Int>) -> Int {
    if isNoun(cue) { return 2 }
    return reading.clauses.words[cue.lowerBound].contains(.participle) ? 1 : 0
  }

  /// Who speaks by a sentence's words: not the writer, and nobody unknown unless by name.
  var namedSpeaker: Int? {
    lastAttribution { found in
      if found.actor == compiled.author || isUnknown(found) { return false }
      if found.actor != compiled.other { return true }
      return reading.isCapitalised[found.span.upperBound - 1]
        && !reading.clauses.words[found.span.upperBound - 1].contains(.first)
    }?.actor
  }

  /// Who spoke in the sentences before: the subject of their last attribution.
  var lastSpeaker: Int? {
    // Another item of a digest.
    if isQuotedBySource { return nil }
    for earlier in around.before.reversed() {
      let judge = HolderJudge(compiled: compiled, reading: earlier, around: Surroundings())
      if let speaker = judge.namedSpeaker { return speaker }
    }
    return around.earlierSpeaker
  }
}

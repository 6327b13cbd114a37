// Who a clause is about: its subject, a pronoun or a plain noun traced to the actor it stands for.

import NoteText

/// An actor and the words that name it or stand for it. Positions are offsets from the sentence's first word.
struct FoundActor: Sendable, Equatable {
  /// Index in the codebook's actors.
  var actor: Int
  var span: Range<Int>
  /// Nobody is named: words that speak for themselves.
  var isGuess = false
}

/// What stands before a clause's verb.
enum Subject: Sendable, Equatable {
  case actor(FoundActor)
  /// A pronoun of the first or third person.
  case pronoun(Int)
  /// A name that the codebook does not know.
  case name(Range<Int>)
  /// "the minister", "officials", "the package".
  case noun(Range<Int>)
  case none
}

extension SentenceReading {
  /// First finite verb of a clause; the clause's end where it has none.
  func verb(of clause: Int) -> Int {
    let range = clauses.clauses[clause]
    for index in range.start..<range.end where clauses.clause[index] == clause {
      if !clauses.words[index].isDisjoint(with: .verb),
        !clauses.words[max(0, index - 1)].contains(.infinitive), !isAttribute(index)
      {
        return index
      }
    }
    return range.end
  }

  /// "Russia's continued presence", "the planned talks": a participle that stands before its noun.
  private func isAttribute(_ index: Int) -> Bool {
    guard clauses.words[index].contains(.past), index > 0, index + 1 < clauses.count,
      clauses.words[index - 1].isDisjoint(with: .subject)
    else { return false }
    let opens = clauses.words[index - 1]
    return (!opens.isDisjoint(with: [.determiner, .possessive]) || isPossessive[index - 1])
      && clauses.words[index + 1].isEmpty && clauses.gaps[index + 1].isEmpty
  }

  /// The subject of a clause, by its own words only.
  func ownSubject(of clause: Int) -> Subject {
    let range = clauses.clauses[clause]
    var first = range.start
    var verb = verb(of: clause)
    // "Is Russia preparing": the subject follows the verb.
    let isInverted =
      verb < range.end && !clauses.words[verb].isDisjoint(with: [.auxiliary, .modal])
      && (first..<verb).allSatisfy {
        !clauses.words[$0].isDisjoint(with: [.questionWord, .coordinator]) || clauses.clause[$0] != clause
      } && clauses.words[verb].isDisjoint(with: .subject)
    if isInverted, clauses.isQuestion {
      first = verb + 1
      verb = (first..<range.end).first { !clauses.words[$0].isDisjoint(with: .verb) } ?? range.end
    }
    return subject(in: first..<max(first, min(verb + 1, range.end)), verb: verb, of: clause)
  }

  private func subject(in region: Range<Int>, verb: Int, of clause: Int) -> Subject {
    var plain: Range<Int>?
    for index in region where clauses.clause[index] == clause {
      let word = clauses.words[index]
      if let mention = mentions.first(where: { $0.span.lowerBound == index }), index < verb {
        if !isGoverned(mention), !isMaker(mention, before: verb) {
          let first = firstOfTwo(mention) ?? foremost(mention)
          return .actor(FoundActor(actor: first.actor, span: first.span))
        }
      } else if !word.isDisjoint(with: [.first, .third]), word.isDisjoint(with: [.possessive, .object]) {
        // A contraction ("we'll") is its own verb.
        return isExpletive(index) ? .none : .pronoun(index)
      } else if index < verb, word.isEmpty, mention(at: index) == nil, plain == nil,
        !isGoverned(Mention(actor: -1, span: index..<index + 1))
      {
        plain = index..<index + 1
      }
    }
    guard let plain, verb < clauses.clauses[clause].end else { return .none }
    return isCapitalised[plain.lowerBound] && plain.lowerBound > 0 ? .name(plain) : .noun(plain)
  }

  /// "Despite a raid by Norway, crews sailed": who did another thing, before the comma that the subject stands behind.
  private func isMaker(_ mention: Mention, before verb: Int) -> Bool {
    var index = mention.span.lowerBound - 1
    while index > 0, clauses.words[index].isEmpty || clauses.words[index].contains(.determiner),
      mention.span.lowerBound - index < 4
    {
      index -= 1
    }
    let end = mention.span.upperBound
    guard index > 0, clauses.words[index].contains(.by), end < verb, end < clauses.count else { return false }
    return clauses.gaps[end].contains(.comma)
  }

  /// "The president and the chancellor agreed": the first of the two, where nothing but a comma or the sentence's
  /// beginning stands before them.
  private func firstOfTwo(_ mention: Mention) -> Mention? {
    var index = mention.span.lowerBound - 1
    var isOwn = false
    while index > 0,
      clauses.words[index].isEmpty || clauses.words[index].contains(.determiner) || isTheir(index),
      mention.span.lowerBound - index < 4, clauses.gaps[index + 1].isEmpty
    {
      isOwn = isOwn || isTheir(index)
      index -= 1
    }
    guard index > 0, clauses.words[index].contains(.coordinator),
      !clauses.words[index].contains(.adversative),
      clauses.gaps[index].isEmpty, let first = self.mention(at: index - 1), !isPossessive[index - 1],
      !isGoverned(first), first.rank >= mention.rank
    else { return nil }
    // "Norway and its allies", wherever they stand.
    if isOwn { return first }
    var start = first.span.lowerBound
    while start > 0, clauses.gaps[start].isEmpty,
      clauses.words[start - 1].isEmpty || clauses.words[start - 1].contains(.determiner)
    {
      start -= 1
    }
    return start == 0 || clauses.gaps[start].contains(.comma) ? first : nil
  }

  /// "Scientists, a ministry and the president": whoever of a list has the highest rank.
  private func foremost(_ mention: Mention) -> Mention {
    guard mention.rank < 0, !isPossessive[mention.span.upperBound - 1], !isOfThree(mention) else {
      return mention
    }
    let next = leading(mention)
    guard next.rank > mention.rank else { return mention }
    let between = mention.span.upperBound..<next.span.lowerBound + 1
    return between.contains { clauses.words[$0].contains(.coordinator) || clauses.gaps[$0].contains(.comma) }
      ? next : mention
  }

  /// "It is time to": stands for nothing.
  private func isExpletive(_ index: Int) -> Bool {
    guard clauses.words[index].contains(.thing) else { return false }
    // "It is time to", "it would be the end".
    let being = index + (index + 1 < clauses.count && clauses.words[index + 1].contains(.modal) ? 2 : 1)
    guard being + 1 < clauses.count, clauses.words[being].contains(.being) else { return false }
    return clauses.words[being + 1].isDisjoint(with: [.participle, .past, .negation])
  }

  /// The clause whose subject a clause without one of its own shares.
  func governing(_ clause: Int) -> Int? {
    switch clauses.clauses[clause].kind {
    case .coordinate:
      beforeInsertion(of: clause) ?? clauses.clauses[clause].parent ?? (clause > 0 ? clause - 1 : nil)
    case .main: nil
    default: clauses.clauses[clause].parent
    }
  }

  /// "Norway — with its crews — has": the clause that goes on behind what dashes put in.
  private func beforeInsertion(of clause: Int) -> Int? {
    let start = clauses.clauses[clause].start
    guard clauses.gaps[start].contains(.dash), !clauses.words[start].isDisjoint(with: .verb),
      clauses.words[start].isDisjoint(with: .inverting),
      let dash = (1..<max(1, start)).last(where: { clauses.gaps[$0].contains(.dash) }),
      (dash..<start).allSatisfy({ clauses.words[$0].isDisjoint(with: .verb) })
    else { return nil }
    return clauses.clause[dash - 1]
  }

  /// The actor named last before a relative clause.
  func antecedent(of clause: Int) -> FoundActor? {
    let start = clauses.clauses[clause].start
    guard start > 0, !clauses.words[start].isDisjoint(with: [.relative, .that]) else { return nil }
    var limit = 5
    for last in mentions.reversed() where last.span.upperBound <= start {
      // "Doe, first on the Norwegian list, who": people, and not what things are called by.
      if isWord(start, Introductions.isWho), clauses.gaps[start].contains(.comma), isGoverned(last),
        saysKind(last, before: start)
      {
        limit = 12
        continue
      }
      guard isMeant(last, before: start) else { return nil }
      return start - last.span.upperBound <= limit ? FoundActor(actor: last.actor, span: last.span) : nil
    }
    return nil
  }

  /// Whether a clause that follows without a comma is about a name: not "the quarrel with Norway that began".
  private func isMeant(_ mention: Mention, before start: Int) -> Bool {
    let end = mention.span.upperBound
    if clauses.words[start].contains(.that),
      (end...start).contains(where: { clauses.gaps[$0].contains(.comma) })
    {
      return false
    }
    guard clauses.gaps[start].isEmpty, !isWord(start, Introductions.isWho), isGoverned(mention) else {
      return true
    }
    var index = mention.span.lowerBound - 1
    while index > 0, clauses.words[index].isDisjoint(with: .preposition), mention.span.lowerBound - index < 4
    {
      index -= 1
    }
    guard index > 0, clauses.words[index].contains(.preposition) else { return true }
    return namesPeople(index - 1) || self.mention(at: index - 1) != nil
  }

  /// "The Norwegian list": a name that only says of what kind a thing is.
  private func saysKind(_ mention: Mention, before end: Int) -> Bool {
    let next = mention.span.upperBound
    guard !mention.isPerson, next < end, clauses.gaps[next].isEmpty, clauses.words[next].isEmpty,
      !isCapitalised[next]
    else { return false }
    return !(next..<min(end, next + 3)).contains { namesPeople($0) }
  }

  /// The subject of a word that is known to be a verb here, where no list says so: "the envoy reports".
  func subject(of clause: Int, verb: Int) -> Subject {
    let range = clauses.clauses[clause]
    guard self.verb(of: clause) > verb, verb > range.start,
      !(isPlural[verb] && verb + 1 < clauses.count && clauses.words[verb + 1].contains(.preposition)),
      case let own = subject(in: range.start..<verb + 1, verb: verb, of: clause), own != .none
    else { return subject(of: clause) }
    return own
  }

  /// The subject that governs a clause: its own, or of the clause it hangs on.
  func subject(of clause: Int) -> Subject {
    var home: Int? = clause
    var steps = 0
    while let current = home, steps < 8 {
      let own = ownSubject(of: current)
      if own != .none { return own }
      if let antecedent = antecedent(of: current) { return .actor(antecedent) }
      home = governing(current)
      steps += 1
    }
    return .none
  }

  /// Whether a body speaks for itself: "we", outside of quotation marks.
  var isSpoken: Bool {
    clauses.words.indices.contains { clauses.words[$0].contains(.body) && !clauses.isQuoted[$0] }
  }

  /// The actor whom the sentence is about, for pronouns of the sentences after it.
  var topic: FoundActor? { topic { _ in true } }

  /// The first such actor, the clauses' subjects before all others.
  func topic(where fits: (Mention) -> Bool) -> FoundActor? {
    for clause in clauses.clauses.indices {
      if case .actor(let found) = ownSubject(of: clause), let mention = mention(at: found.span.lowerBound),
        fits(mention)
      {
        return found
      }
    }
    let found = mentions.first { !isGoverned($0) && fits($0) }
    return found.map { FoundActor(actor: $0.actor, span: $0.span) }
  }
}

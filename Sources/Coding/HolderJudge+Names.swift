// Subjects of speech that name no actor: crowds, things, names that nobody knows.

extension HolderJudge {
  /// "Participants stressed", "the warring parties agreed": people of whom no state is told.
  func isCrowd(_ noun: Range<Int>, before cue: Int) -> Bool {
    let near = noun.lowerBound..<max(noun.upperBound, min(cue, noun.lowerBound + 4))
    guard let crowd = near.first(where: { reading.isWord($0, Introductions.isCrowd) }) else { return false }
    // "The two sides discussed": one of them is whose words the document is.
    let isPair = crowd > 0 && reading.isWord(crowd - 1, Introductions.isPair)
    guard !isPair || documentSpeaker == nil && firstOfPair(noun) == nil else { return false }
    return crowd >= cue || (crowd..<cue).allSatisfy { reading.clauses.gaps[$0 + 1].isEmpty }
  }

  /// "Norway and Iceland met. Both countries agreed": the first of the two or whoever has the higher rank.
  func firstOfPair(_ noun: Range<Int>) -> Int? {
    guard documentSpeaker == nil,
      (max(0, noun.lowerBound - 1)...noun.lowerBound).contains(where: {
        reading.isWord($0, Introductions.isPair) && $0 + 1 < reading.clauses.count
          && reading.isWord($0 + 1, Introductions.isParty)
      })
    else { return nil }
    for earlier in around.before.reversed() {
      for mention in earlier.mentions {
        let list = earlier.list(from: mention)
        if list.count == 2, list.isJoined { return earlier.leading(mention).actor }
      }
    }
    return nil
  }

  /// "The leaders agreed", "the security advisers stressed": of several states, unlike "the two leaders".
  func isOfLeaders(_ noun: Range<Int>, before cue: Int) -> Bool {
    let words = reading.clauses.words
    // "The leaders" of a call that the title says was of two are those two.
    guard Set(around.titleActors).count != 2, !around.titleIsOfTwo else { return false }
    // "Said the leaders" comes second.
    guard noun.lowerBound > 0, noun.lowerBound < cue, words[noun.lowerBound - 1].contains(.determiner),
      let leaders = (noun.lowerBound..<min(cue, noun.lowerBound + 3)).first(where: {
        reading.isWord($0, Introductions.isLeaders)
      })
    else { return false }
    return (noun.lowerBound..<leaders).allSatisfy {
      !reading.isWord($0, Introductions.isPair) && reading.clauses.gaps[$0 + 1].isEmpty
    }
  }

  /// "A deal agreed last year", "the raid announced": what is no speaker.
  func isThing(_ noun: Range<Int>, before cue: Int) -> Bool {
    guard cue == noun.upperBound, cue < reading.clauses.count else { return false }
    let word = reading.clauses.words[cue]
    guard word.contains(.past), word.isDisjoint(with: [.reporting, .inverting]) else {
      return false
    }
    return noun.allSatisfy {
      !reading.namesPeople($0) && !reading.isCapitalised[$0]
        && !reading.isWord($0, Introductions.isCrowd)
    }
  }

  /// Whether a subject is a name that nobody knows; the sentence's first word where its verb follows.
  func isName(_ subject: Subject) -> Bool {
    switch subject {
    case .name: return true
    case .noun(let span):
      guard span.lowerBound == 0, span.upperBound < reading.clauses.count, reading.isCapitalised[0],
        !reading.namesPeople(0)
      else { return false }
      return !reading.clauses.words[span.upperBound].isDisjoint(with: .verb)
    case .actor, .pronoun, .none: return false
    }
  }

  /// Whether somebody's first and last name stand here, without an office: one of whom nothing is known.
  func isFullName(at start: Int) -> Bool {
    let clauses = reading.clauses
    var index = start
    while index < clauses.count, index - start < 4, index == start || clauses.gaps[index].isEmpty,
      reading.isCapitalised[index], !reading.isAcronym[index], clauses.words[index].isEmpty,
      !reading.isRole[index], !reading.isHead[index], reading.mention(at: index) == nil,
      !reading.isWord(index, Introductions.isHonorific)
    {
      index += 1
    }
    guard (2...3).contains(index - start) else { return false }
    guard start > 0 else { return true }
    return !reading.isRole[start - 1] && !reading.isCapitalised[start - 1]
      && !clauses.words[start - 1].contains(.determiner)
      && !reading.isWord(start - 1, Introductions.isHonorific)
  }
}

extension HolderJudge {
  /// "Many countries have moved troops": nations of whom none is named, told by another.
  func toldOfMany(_ segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    let home = clauses.clause[segment.upperBound - 1]
    let verb = reading.verb(of: home)
    guard let other = compiled.other, isTold(in: home), verb < segment.upperBound else { return nil }
    switch reading.ownSubject(of: home) {
    case .actor, .pronoun: return nil
    case .noun, .name, .none: break
    }
    var near = max(clauses.clauses[home].start, verb - 4)..<verb
    let start = clauses.clauses[home].start
    if start > 0, !clauses.words[start].isDisjoint(with: [.relative, .that]) {
      // "Nations that voted", not "that have been helping".
      guard clauses.words[verb].isDisjoint(with: .auxiliary) else { return nil }
      near = max(0, start - 2)..<verb
    } else if verb == start, clauses.gaps[start].contains(.dash),
      let dash = (1..<max(1, start)).last(where: { clauses.gaps[$0].contains(.dash) })
    {
      // "Most of the world—nations of all kinds—voted".
      near = max(0, dash - 3)..<min(start, dash + 2)
    }
    guard !near.contains(where: { !clauses.words[$0].isDisjoint(with: [.first, .third]) }),
      let nations = near.first(where: {
        reading.isWord($0, Introductions.isNations) && ($0 == 0 || reading.mention(at: $0 - 1) == nil)
      }),
      near.upperBound < verb || (nations..<verb).allSatisfy({ clauses.gaps[$0 + 1].isEmpty })
    else { return nil }
    return FoundActor(actor: other, span: nations..<nations + 1)
  }

  /// Whether a clause of its own tells what has happened.
  private func isTold(in clause: Int) -> Bool {
    let clauses = reading.clauses
    let kind = clauses.clauses[clause].kind
    let verb = reading.verb(of: clause)
    guard !kind.isEmbedded, kind != .adverbial, verb < clauses.clauses[clause].end else { return false }
    return isTold(by: verb)
  }

  /// Whether a verb tells what has happened: "moved", "have moved", "are moving".
  func isTold(by verb: Int) -> Bool {
    let clauses = reading.clauses
    if !clauses.words[verb].isDisjoint(with: [.past, .preterite]) { return true }
    return clauses.words[verb].contains(.auxiliary)
      && (verb + 1..<min(clauses.count, verb + 4)).contains {
        !clauses.words[$0].isDisjoint(with: [.past, .participle])
      }
  }
}

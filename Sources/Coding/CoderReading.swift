// A sentence as the judges see it: its words, clauses, cues with their scopes, and the actors it names.

import Codebooks
import NoteText

/// An actor named in a sentence. Positions are offsets from the sentence's first word.
struct Mention: Sendable, Equatable {
  /// Index in the codebook's actors.
  var actor: Int
  var span: Range<Int>
  /// Names a man or a woman, not a country or an office.
  var isPerson = false
  /// The actor's rank: below 0 stand those whom no actor of their own stands for.
  var rank = 0
}

/// Made for a sentence that carries a code, and for those before it where a judge looks back. Several judges look at
/// one, and it has too many parts to hand each a copy; none is changed once it is kept.
final class SentenceReading {
  let sentence: Sentence
  let clauses: Clauses
  let scopes: [Scope]
  var mentions: [Mention]
  /// Names of who only tells what others do and say: papers, agencies.
  let tellers: [Range<Int>]
  /// The actor who speaks in the passage by its label, or by the title where the label names nobody.
  var speaker: Int?
  /// The words are those of one who only asks: "Q".
  var isAsker = false
  /// Of each word.
  let marks: [WordMarks]

  init(
    sentence: Sentence, clauses: Clauses, scopes: [Scope], mentions: [Mention], tellers: [Range<Int>],
    marks: [WordMarks]
  ) {
    self.sentence = sentence
    self.clauses = clauses
    self.scopes = scopes
    self.mentions = mentions
    self.tellers = tellers
    self.marks = marks
  }

  /// The mention that begins at or spans a word.
  func mention(at position: Int) -> Mention? {
    mentions.first { $0.span.contains(position) }
  }
}

extension SentenceReading {
  /// Gives an office that several states have to whom its neighbours name: "the Chancellor of Norway", "Speaker of
  /// the Senate Ola Nordmann" where he is known.
  func giveOffices() {
    guard mentions.count > 1 else { return }
    for place in mentions.indices {
      let office = mentions[place]
      let last = office.span.upperBound - 1
      guard !office.isPerson, !isPossessive[last], isCapitalised[last] else { continue }
      let next = place + 1 < mentions.count ? mentions[place + 1] : nil
      if let next, next.isPerson, next.span.lowerBound - office.span.upperBound <= 1,
        (office.span.upperBound...next.span.lowerBound).allSatisfy({
          isCapitalised[$0] && clauses.gaps[$0].isEmpty
        })
      {
        mentions[place].actor = next.actor
        mentions[place].rank = next.rank
        continue
      }
      guard isRole[last] else { continue }
      if let next, last + 1 < clauses.count, clauses.words[last + 1].contains(.source),
        next.span.lowerBound - last <= 7,
        (last + 1...next.span.lowerBound).allSatisfy({ clauses.gaps[$0].isEmpty })
      {
        mentions[place].actor = next.actor
        mentions[place].rank = next.rank
      }
    }
  }

  /// Gives those whom another calls his own to themselves: "Norway's western partners" are not Norway.
  func givePartners(to other: Int) {
    for place in mentions.indices where isPossessive[mentions[place].span.upperBound - 1] {
      let next = mentions[place].span.upperBound
      let near = next..<max(next, min(clauses.count, next + 3))
      guard let partner = near.first(where: { !isCapitalised[$0] && isWord($0, Introductions.isPartner) }),
        (next...partner).allSatisfy({ clauses.gaps[$0].isEmpty && clauses.words[$0].isDisjoint(with: .verb) })
      else { continue }
      mentions[place].actor = other
      mentions[place].rank = -1
    }
  }

  /// Whether a word is one of those that a table holds.
  func isWord(_ position: Int, _ holds: (WordKey) -> Bool) -> Bool {
    keys.indices.contains(position) && keys[position].map(holds) ?? false
  }

  /// Whether a word stands for people: an office, those who act for a state, persons.
  func namesPeople(_ position: Int) -> Bool {
    isRole[position] || isHead[position] || isPeople[position]
  }

  /// Whether words name one who only tells.
  func isTeller(_ words: Range<Int>) -> Bool {
    tellers.contains { $0.overlaps(words) }
  }

  /// Whether a mention is governed by a preposition ("to Ukraine", "against the Russian forces"), and so
  /// cannot be what the clause is about. "by" governs nobody: it names the doer.
  func isGoverned(_ mention: Mention) -> Bool {
    if followsNoun(mention) { return false }
    var index = mention.span.lowerBound - 1
    var steps = 0
    while index >= 0, steps < 5 {
      let word = clauses.words[index]
      let gap = clauses.gaps[index + 1]
      // "On Monday the ministry met", "in recent weeks Norway has": a time without its comma.
      if gap.isEmpty, word.isEmpty, !isPossessive[index], isWord(index, Introductions.isTime), index > 0,
        clauses.words[index - 1].isDisjoint(with: .determiner)
      {
        return false
      }
      if let other = self.mention(at: index), gap == .comma ? goesOn(mention) : gap.isEmpty && steps > 0 {
        // "on Russia and Ukraine": the second shares the first one's preposition.
        return isGoverned(other)
      }
      if !gap.isDisjoint(with: [.comma, .semicolon, .colon, .dash, .opensQuotation]) { return false }
      if word.contains(.by) { return false }
      if word.contains(.subordinator),
        clauses.clauses[clauses.clause[mention.span.lowerBound]].kind == .adverbial,
        clauses.clauses[clauses.clause[mention.span.lowerBound]].start == index
      {
        return false
      }
      // "The minister of Norway", "the ministry in Oslo": an office and where it is.
      if index > 0,
        word.contains(.source)
          ? isHead[index - 1] || isWord(index - 1, Introductions.isMembers)
          : steps == 0 && isWord(index, Introductions.isWithin)
            && isWord(index - 1, Introductions.isInstitution)
      {
        index -= 1
        steps += 1
        continue
      }
      if word.contains(.preposition) || word.contains(.infinitive) {
        // "about 8,000 British troops": a number's company, not a preposition.
        return !(isNumber[index + 1] && index + 1 < mention.span.lowerBound)
      }
      if !word.isDisjoint(with: .verb) || !word.isDisjoint(with: [.that, .relative, .conditional]) {
        return false
      }
      // "Along with our partners and allies, we ...".
      if word.contains(.coordinator), mention.span.upperBound < clauses.count,
        clauses.gaps[mention.span.upperBound] == .comma,
        clauses.words[clauses.clauses[clauses.clause[index]].start].contains(.preposition)
      {
        return true
      }
      if word.contains(.coordinator), index == 0 || self.mention(at: index - 1) == nil { return false }
      index -= 1
      steps += 1
    }
    return false
  }

  /// "At the summit Solvang warned": behind a noun with its article another begins, and no "minister Solvang".
  private func followsNoun(_ mention: Mention) -> Bool {
    let before = mention.span.lowerBound - 1
    let next = mention.span.upperBound
    guard before == 2, next < clauses.count, clauses.gaps[before + 1].isEmpty, clauses.words[before].isEmpty,
      !isCapitalised[before], !isNumber[before], !namesPeople(before),
      !isPossessive[next - 1], clauses.gaps[next].isEmpty, !clauses.words[next].isDisjoint(with: .verb),
      self.mention(at: before) == nil
    else { return false }
    return clauses.words[before - 1].contains(.determiner)
  }

  /// The last dash from a word on, where words without a verb or another mark stand behind it, and who is named there
  /// first.
  func nameBehindDash(from start: Int) -> (dash: Int, mention: Mention)? {
    guard
      let dash = (start..<max(start, clauses.count)).last(where: { clauses.gaps[$0].contains(.dash) }),
      (dash..<clauses.count).allSatisfy({ clauses.words[$0].isDisjoint(with: .verb) }),
      (dash + 1..<clauses.count).allSatisfy({ clauses.gaps[$0].isEmpty }),
      let mention = mentions.first(where: { $0.span.lowerBound >= dash })
    else { return nil }
    return (dash, mention)
  }

  /// Of actors named side by side ("A-B statement", "A, B and C") the one of the highest rank, else the first.
  func leading(_ mention: Mention) -> Mention {
    var best = mention
    var end = mention.span.upperBound
    for next in mentions where next.span.lowerBound >= end {
      let between = end..<next.span.lowerBound
      let joins: WordClass = [.coordinator, .determiner]
      guard between.count <= 4,
        between.allSatisfy({ clauses.words[$0].isEmpty || !clauses.words[$0].isDisjoint(with: joins) })
      else { break }
      if next.rank > best.rank { best = next }
      end = next.span.upperBound
    }
    return best
  }

  /// Whether a mention begins a list of three actors or more: "Japan, Norway and Iceland".
  func isOfThree(_ mention: Mention) -> Bool { list(from: mention).count > 2 }

  /// Whether a mention begins a list of three actors, or of two of whom leaders are: "NATO and Nordic leaders".
  func isOfMany(_ mention: Mention) -> Bool {
    let list = list(from: mention)
    return list.count > 2
      || list.count > 1 && list.isJoined && list.end < clauses.count && isHead[list.end]
        && isPlural[list.end] && clauses.gaps[list.end].isEmpty
  }

  /// How many actors a list holds that a mention begins, where it ends, and whether a word or a comma joins them.
  func list(from mention: Mention) -> (count: Int, end: Int, isJoined: Bool) {
    var end = mention.span.upperBound
    var seen: Set<Int> = [mention.actor]
    var count = 1
    var isOfWords = false
    for next in mentions where next.span.lowerBound >= end {
      let between = end..<next.span.lowerBound
      let isJoined =
        between.contains { clauses.words[$0].contains(.coordinator) }
        || (end...next.span.lowerBound).contains { clauses.gaps[$0].contains(.comma) }
      guard between.count <= 6, isJoined || between.isEmpty else { break }
      if seen.insert(next.actor).inserted || next.rank < 0 && !next.isPerson { count += 1 }
      isOfWords = isOfWords || isJoined
      end = next.span.upperBound
    }
    return (count, end, isOfWords)
  }

  /// Whether a list goes on after a mention: "to Poland, Romania and Latvia".
  private func goesOn(_ mention: Mention) -> Bool {
    let next = mention.span.upperBound
    return next < clauses.count
      && (clauses.gaps[next] == .comma || clauses.words[next].contains(.coordinator))
  }

  /// Whether a word is his, her, its or their.
  func isTheir(_ position: Int) -> Bool {
    let word = clauses.words[position]
    return word.contains(.possessive) && word.isDisjoint(with: [.first, .second, .relative])
  }

  /// Whether "he" or "she" may stand for a mention: a person, or an office ("the Ukrainian president").
  func isPersonal(_ mention: Mention) -> Bool {
    if mention.isPerson { return true }
    let last = min(clauses.count, mention.span.upperBound + 3)
    return (mention.span.upperBound..<max(last, mention.span.upperBound)).contains {
      isRole[$0] && clauses.gaps[$0].isEmpty
    }
  }

  /// Whether a mention is whose an office before it is: "the head of Norway's navy".
  func isOffice(_ mention: Mention) -> Bool {
    var index = mention.span.lowerBound - 1
    if index > 0, clauses.words[index].contains(.determiner) { index -= 1 }
    return index > 0 && clauses.words[index].contains(.source) && isRole[index - 1]
  }

  /// Whether the mention belongs to the noun after it: "Russia's build-up", "Russian troops".
  func isModifier(_ mention: Mention) -> Bool {
    let last = mention.span.upperBound - 1
    if isPossessive[last] { return true }
    let next = mention.span.upperBound
    return next < clauses.count && clauses.gaps[next].isEmpty && clauses.words[next].isEmpty
      && self.mention(at: next) == nil
  }
}

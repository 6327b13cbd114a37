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

/// What is known around the sentence.
struct Surroundings {
  /// The two sentences before, nearest last.
  var before: [SentenceReading] = []
  /// Whose words the note is, by its title ("Remarks by ...").
  var titleSpeaker: Int?
  /// The actor whom the title names first.
  var titleTopic: Int?
  /// All whom the title names, in order.
  var titleActors: [Int] = []
  /// The title tells of a meeting of two.
  var titleIsOfTwo = false
  /// The title is a clause of its own, and no name of a document.
  var titleIsClause = false
  /// Who spoke last before those sentences.
  var earlierSpeaker: Int?
  /// Who speaks in the quotation that the sentence stands in, where it began or ends elsewhere.
  var quotationSpeaker: Int?
  /// "We" speak here without quotation marks: the words of a body.
  var isSpoken = false
  /// The quotation that the sentence stands in opened behind its source: "Survey Weekly: "..."".
  var isSourced = false
  /// The first whom the title names as a person or by an office.
  var titlePerson: Int?
  /// The sentence begins inside a quotation.
  var quotationIsOpen = false
}

struct HolderJudge {
  let compiled: CompiledCodebook
  let reading: SentenceReading
  let around: Surroundings
  /// Actors who are none of the doers here: what the code names is done to them.
  var undergoers: Set<Int> = []
  /// Who mostly does what the code names.
  var typical: Int?
  /// Who was last told to have done what the code names.
  var earlierDoer: Int?
  /// That was told in the sentence before.
  var isDoerNear = false

  func judge(segment: Range<Int>, pattern: CodePattern?, modifiers: Modifiers) -> Holding {
    let named = pattern?.holder.flatMap { compiled.actorIndex[$0] }
    if let named, pattern?.holderFixed == true { return Holding(actor: named, reason: .fixed) }
    if modifiers.isAsked, let asked = asked(of: segment, likely: named) { return asked }
    if let named, let owner = owner(of: segment), owner.actor == named, isGround(owner.span.lowerBound) {
      return Holding(actor: named, evidence: [owner.span], reason: .doer)
    }
    if let words = speaker(of: segment) {
      return Holding(actor: words.actor, evidence: words.evidence, reason: .speaker)
    }
    if let speaker = around.quotationSpeaker, isQuotedOn(segment) {
      return Holding(actor: speaker, reason: .speaker)
    }
    if around.quotationIsOpen || isQuotation(segment), let speaker = lastSpeaker {
      return Holding(actor: speaker, reason: .speaker)
    }
    // Who asks reports deeds: whose words these are nobody knows.
    if reading.isAsker, !reading.clauses.isQuoted[segment.lowerBound], let deed = named ?? typical {
      return Holding(actor: deed, reason: .rule)
    }
    if let speaker = documentSpeaker {
      return documented(segment, speaker, named: named, modifiers: modifiers)
    }
    if let judged = judged(segment, likely: named) {
      return Holding(actor: judged.actor, evidence: [judged.span], reason: .speaker)
    }
    if let minding = minding(segment) {
      return Holding(actor: minding.actor, evidence: [minding.span], reason: .speaker)
    }
    if let advised = advised(segment) {
      return Holding(actor: advised.actor, evidence: [advised.span], reason: .speaker)
    }
    if let supposing = supposing(segment, likely: named) {
      return Holding(actor: supposing.actor, evidence: [supposing.span], reason: .speaker)
    }
    if let deed = doer(of: segment, likely: named) {
      return Holding(actor: deed.actor, evidence: [deed.span], reason: .doer)
    }
    if let giver = giver(of: segment) {
      return Holding(actor: giver.actor, evidence: [giver.span], reason: .doer)
    }
    if let named, around.quotationSpeaker == nil, !modifiers.isHypothetical {
      return Holding(actor: named, reason: .rule)
    }
    if let speaker = around.quotationSpeaker { return Holding(actor: speaker, reason: .speaker) }
    if isRemark { return Holding(actor: writer, reason: .label) }
    // Whoever did it in the sentence before goes before who spoke in another.
    if isDoerNear, let earlier = earlier(segment) { return Holding(actor: earlier, reason: .nobody) }
    if let speaker = lastSpeaker { return Holding(actor: speaker, reason: .speaker) }
    if let named { return Holding(actor: named, reason: .rule) }
    if let crowd = crowd(above: segment) { return crowd }
    if let earlier = earlier(segment) { return Holding(actor: earlier, reason: .nobody) }
    if let title = around.titleTopic, !undergoers.contains(title) {
      return Holding(actor: title, reason: .title)
    }
    return Holding(actor: unnamed(segment), reason: .nobody)
  }

  /// Whether the segment stands in a quotation that began in another sentence or ends in one.
  func isQuotedOn(_ segment: Range<Int>) -> Bool {
    around.quotationIsOpen || reading.clauses.isQuoted[segment.lowerBound]
  }

  /// Who speaks in the whole passage, by its label or the note's title.
  var documentSpeaker: Int? {
    if let known = reading.speaker ?? around.titleSpeaker { return known }
    guard around.isSpoken, !isRemark else { return nil }
    // A body that nobody has named holds its own sentences only.
    return lastSpeaker ?? bodyName ?? (around.titleIsClause ? nil : around.titleTopic)
      ?? (reading.isSpoken ? compiled.other : nil)
  }

  /// The most words of a remark's label.
  private static let remark = 3

  /// Whether the writer's own remark begins here, by its label: "Judgement: ...", and not "Oslo's judgement: ...".
  private var isRemark: Bool {
    let clauses = reading.clauses
    let end = min(clauses.count, HolderJudge.remark + 1)
    guard end > 1, let colon = (1..<end).first(where: { !clauses.gaps[$0].isEmpty }),
      clauses.gaps[colon] == .colon, reading.isWord(colon - 1, Introductions.isRemark)
    else { return false }
    return (0..<colon).allSatisfy {
      clauses.words[$0].isDisjoint(with: .possessive) && !reading.isPossessive[$0]
        && reading.mention(at: $0) == nil
    }
  }

  /// Who "we" are where a body names itself beside: "The ministry and our partners".
  private var bodyName: Int? {
    for reading in [reading] + around.before.reversed() {
      let words = reading.clauses.words
      for index in words.indices.dropFirst() where words[index].isSuperset(of: [.body, .possessive]) {
        guard !words[index - 1].isDisjoint(with: [.coordinator, .company]) else { continue }
        if case .actor(let name) = reading.subject(of: reading.clauses.clause[index]) { return name.actor }
        if let topic = reading.topic { return topic.actor }
      }
    }
    return nil
  }

  /// The actor that a question asks about.
  func asked(of segment: Range<Int>, likely: Int?) -> Holding? {
    let home = reading.clauses.clause[segment.lowerBound]
    // "Would you act if he sent a fleet?" asks about him.
    if let likely,
      case .pronoun(let index) = reading.ownSubject(of: reading.clauses.clause[segment.upperBound - 1]),
      reading.clauses.words[index].contains(.third)
    {
      return Holding(actor: likely, evidence: [index..<index + 1], reason: .doer)
    }
    // "Has Norway a say in our quotas?"
    let before = max(0, segment.lowerBound - 1)
    if reading.clauses.words[before].isSuperset(of: [.first, .possessive]), let own = documentSpeaker {
      return Holding(actor: own, evidence: [before..<before + 1], reason: .doer)
    }
    guard case .actor(let found) = reading.subject(of: home) else { return nil }
    return Holding(actor: found.actor, evidence: [found.span], reason: .doer)
  }

  /// In a note that is somebody's words: the speaker, except where it asserts the deed of one who is known to
  /// do such things.
  func documented(
    _ segment: Range<Int>, _ speaker: Int, named: Int?, modifiers: Modifiers
  ) -> Holding {
    if let found = told(segment, by: speaker), named == nil || found.actor == named {
      return Holding(actor: found.actor, evidence: [found.span], reason: .doer)
    }
    if let found = toldOfMany(segment) {
      return Holding(actor: found.actor, evidence: [found.span], reason: .doer)
    }
    if named == nil, let found = gerund(of: segment), found.actor != speaker {
      return Holding(actor: found.actor, evidence: [found.span], reason: .doer)
    }
    if let found = controller(of: segment), found.actor != speaker,
      named == nil || found.actor == named && isGround(found.span.lowerBound)
    {
      return Holding(actor: found.actor, evidence: [found.span], reason: .doer)
    }
    if named == nil, let found = contributor(to: segment), found.actor != speaker {
      return Holding(actor: found.actor, evidence: [found.span], reason: .doer)
    }
    if let named, !modifiers.isHypothetical {
      let home = reading.clauses.clause[segment.upperBound - 1]
      let isTold = !reading.clauses.clauses[home].kind.isEmbedded || isWitnessed(home)
      let subject = isTold ? reading.subject(of: home) : .none
      if let found = agent(of: segment) ?? resolve(subject) ?? unresolved(subject, likely: named),
        found.actor == named,
        !isOwnerOfThing(found), !(owner(of: segment)?.span == found.span && isOfThing(found)),
        !isAdvised(in: home), !isJudgement(home)
      {
        return Holding(actor: named, evidence: [found.span], reason: .doer)
      }
      // "Missiles have fallen on the city": told without its doer, who is known.
      let own = reading.ownSubject(of: home)
      let verb = reading.verb(of: home)
      if segment.contains(verb), case .noun = own,
        reading.clauses.words[verb].isDisjoint(with: [.modal, .being])
      {
        return Holding(actor: named, reason: .rule)
      }
    }
    // Words of a document of which nobody is known whose it is.
    if speaker == compiled.other, reading.speaker == nil, around.titleActors.isEmpty,
      case .actor(let found) = reading.subject(of: reading.clauses.clause[segment.upperBound - 1]),
      found.actor != named, !undergoers.contains(found.actor), !isOwnerOfThing(found)
    {
      return Holding(actor: found.actor, evidence: [found.span], reason: .doer)
    }
    return Holding(actor: speaker, reason: .label)
  }

  /// "They have landed": those who are known to do so, where the words before name nobody else.
  private func unresolved(_ subject: Subject, likely: Int) -> FoundActor? {
    guard case .pronoun(let index) = subject, reading.clauses.words[index].contains(.third) else {
      return nil
    }
    return FoundActor(actor: likely, span: index..<index + 1)
  }

  /// "Iceland is the aggressor" says what somebody is, and tells no deed.
  private func isJudgement(_ clause: Int) -> Bool {
    let words = reading.clauses.words
    let verb = reading.verb(of: clause)
    guard verb < reading.clauses.clauses[clause].end, words[verb].contains(.being) else { return false }
    return !(verb + 1..<min(words.count, verb + 4)).contains {
      !words[$0].isDisjoint(with: [.past, .participle])
    }
  }

  /// "Russia's war has failed" is about a thing, "Russia's army has failed" about those who act.
  func isOwnerOfThing(_ found: FoundActor) -> Bool {
    guard reading.isPossessive[found.span.upperBound - 1] else { return false }
    let next = found.span.upperBound..<min(reading.clauses.count, found.span.upperBound + 3)
    return !next.contains { reading.isHead[$0] || reading.isRole[$0] }
  }

  /// Whom a clause's subject names, or "they" in "they have sent", where anybody may do such things.
  private func told(in clause: Int) -> FoundActor? {
    let subject = reading.ownSubject(of: clause)
    switch subject {
    case .actor(let found): return found
    case .pronoun(let index):
      let (word, verb) = (reading.clauses.words[index], reading.verb(of: clause))
      guard typical == nil, word.contains(.third), word.isDisjoint(with: [.human, .thing]),
        verb < reading.clauses.clauses[clause].end, reading.clauses.words[verb].contains(.auxiliary)
      else { return nil }
      return resolve(subject)
    default: return nil
    }
  }

  /// The other whose deed a speaker tells: "The alliance has moved troops", and not "must", "wants" or "is".
  func told(_ segment: Range<Int>, by speaker: Int) -> FoundActor? {
    let clauses = reading.clauses
    let home = clauses.clause[segment.upperBound - 1]
    guard !clauses.clauses[home].kind.isEmbedded || isWitnessed(home),
      clauses.clauses[home].kind != .adverbial,
      let found = told(in: home),
      found.actor != speaker, !undergoers.contains(found.actor),
      !reading.isPossessive[found.span.upperBound - 1]
    else { return nil }
    let verb = reading.verb(of: home)
    guard verb < clauses.clauses[home].end, found.span.lowerBound < segment.upperBound else { return nil }
    let word = clauses.words[verb]
    // "The minister and I": the speaker's own deed too.
    guard
      !(found.span.upperBound..<max(verb, found.span.upperBound)).contains(where: {
        clauses.words[$0].contains(.first)
      })
    else { return nil }
    // "Norway won't send a fleet" is its own; what it is known for and has not done is said of it.
    guard word.isDisjoint(with: .negation) || typical == nil else { return nil }
    if word.contains(.modal) {
      // "We and our partners would" is the speaker's own.
      let subject = found.span.lowerBound
      let before = max(clauses.clauses[clauses.clause[subject]].start, subject - 4)..<subject
      let isOwn = before.contains { clauses.words[$0].contains(.coordinator) }
      let isNext = found.span.upperBound == verb || found.span.contains(verb)
      return isNext && !isOwn && word.isDisjoint(with: [.supposing, .advising]) ? found : nil
    }
    return isTold(by: verb) ? found : nil
  }

  /// "You see that Norway has ...", "remember that ...": told as what all can see or know.
  func isWitnessed(_ clause: Int) -> Bool {
    let start = reading.clauses.clauses[clause].start
    guard reading.clauses.clauses[clause].kind == .complement, start > 0 else { return false }
    return reading.isWord(start - 1, Introductions.isSeeing)
  }

  /// Whether what stands here is only given as the ground for something else: "in response to Russia's build-up".
  func isGround(_ position: Int) -> Bool {
    let words = reading.clauses.words
    guard position > 1 else { return false }
    guard !words[position - 1].isDisjoint(with: [.preposition, .infinitive, .source]) else { return false }
    return words[position - 2].contains(.ground)
  }

  /// "Several leaders refused to join": people of whom no actor is known, before whom the title is about.
  private func crowd(above segment: Range<Int>) -> Holding? {
    let home = reading.clauses.clause[segment.upperBound - 1]
    guard let other = compiled.other else { return nil }
    let subject = reading.subject(of: home)
    let span: Range<Int>
    switch subject {
    case .noun(let words), .name(let words): span = words
    default: return nil
    }
    let end = min(reading.clauses.count, span.upperBound + 3)
    guard
      let head = (span.lowerBound..<end).first(where: {
        reading.isHead[$0] && !($0 + 1 < end && reading.clauses.words[$0 + 1].contains(.source))
      }),
      span.lowerBound == 0 || !reading.clauses.words[span.lowerBound - 1].contains(.determiner),
      !isNumberOfThings(head, before: reading.verb(of: home))
    else { return nil }
    return Holding(actor: other, evidence: [span.lowerBound..<head + 1], reason: .nobody)
  }

  /// "Two more banks were listed", and not "two more ministers refused": things are nobody.
  private func isNumberOfThings(_ head: Int, before verb: Int) -> Bool {
    let words = reading.clauses.words
    guard reading.isWord(head, Introductions.isQuantity), head + 1 < verb, verb + 1 < words.count,
      words[verb].contains(.being), words[verb + 1].contains(.past)
    else { return false }
    return !(head + 1..<verb).contains {
      reading.namesPeople($0)
        || reading.isWord($0, Introductions.isCrowd)
    }
  }

  /// Whether the sentence begins with a name, a colon and a quotation mark: "Survey Weekly: "..."".
  var isQuotedBySource: Bool {
    let gaps = reading.clauses.gaps
    guard let colon = gaps.indices.first(where: { gaps[$0].contains(.colon) }), (1...4).contains(colon),
      gaps[colon].contains(.opensQuotation)
    else { return false }
    // Not "She added: ...".
    let speaks = WordClass.verb.union(.subject)
    return reading.isCapitalised[0]
      && reading.clauses.words[..<colon].allSatisfy { $0.isDisjoint(with: speaks) }
  }

  /// Who writes: somebody else where a source is quoted.
  var writer: Int? { around.isSourced || isQuotedBySource ? compiled.other : compiled.author }

  /// Whether a subject is people, not "the data" or "regulation".
  func isOfPeople(_ noun: Range<Int>) -> Bool {
    let end = min(reading.clauses.count, noun.upperBound + 3)
    return (noun.lowerBound..<end).contains {
      (reading.namesPeople($0)
        || reading.isWord($0, Introductions.isCrowd))
        && ($0 == noun.lowerBound || reading.clauses.gaps[$0].isEmpty)
    }
  }

  /// Who was last told to have done it, where the clause tells it of a thing: "Two more banks were listed".
  private func earlier(_ segment: Range<Int>) -> Int? {
    guard let earlierDoer, typical == nil, !undergoers.contains(earlierDoer) else { return nil }
    switch reading.subject(of: reading.clauses.clause[segment.upperBound - 1]) {
    case .noun, .name: return earlierDoer
    case .actor, .pronoun, .none: return nil
    }
  }

  /// Nobody is named: somebody else where the clause has a subject, else the writer.
  func unnamed(_ segment: Range<Int>) -> Int? {
    switch reading.subject(of: reading.clauses.clause[segment.upperBound - 1]) {
    // "Sanctions do not work": the segment's own words are nobody who could hold them.
    case .noun(let span) where segment.overlaps(span): writer
    case .noun, .name: compiled.other
    default: writer
    }
  }
}

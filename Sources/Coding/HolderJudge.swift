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
struct Surroundings: Sendable {
  /// The two sentences before, nearest last.
  var before: [SentenceReading] = []
  /// Whose words the note is, by its title ("Remarks by ...").
  var titleSpeaker: Int?
  /// The actor whom the title names first.
  var titleTopic: Int?
  /// Who speaks in the quotation that the sentence stands in, where it began or ends elsewhere.
  var quotationSpeaker: Int?
  /// "We" speak here without quotation marks: the words of a body.
  var isSpoken = false
  /// The sentence begins inside a quotation.
  var quotationIsOpen = false
}

struct HolderJudge {
  let compiled: CompiledCodebook
  let reading: SentenceReading
  let around: Surroundings

  func judge(segment: Range<Int>, pattern: CodePattern?, modifiers: Modifiers) -> Holding {
    let named = pattern?.holder.flatMap { compiled.actorIndex[$0] }
    if let named, pattern?.holderFixed == true { return Holding(actor: named, reason: .fixed) }
    if modifiers.isAsked, let asked = asked(of: segment) { return asked }
    if let words = speaker(of: segment) {
      return Holding(actor: words.actor, evidence: words.evidence, reason: .speaker)
    }
    if let speaker = around.quotationSpeaker, isQuotedOn(segment) {
      return Holding(actor: speaker, reason: .speaker)
    }
    if let speaker = documentSpeaker {
      return documented(segment, speaker, named: named, modifiers: modifiers)
    }
    if let deed = doer(of: segment, likely: named) {
      return Holding(actor: deed.actor, evidence: [deed.span], reason: .doer)
    }
    if let speaker = around.quotationSpeaker ?? lastSpeaker {
      return Holding(actor: speaker, reason: .speaker)
    }
    if let named { return Holding(actor: named, reason: .rule) }
    if let title = around.titleTopic { return Holding(actor: title, reason: .title) }
    return Holding(actor: unnamed(segment), reason: .nobody)
  }

  /// Whether the segment stands in a quotation that began in another sentence or ends in one.
  private func isQuotedOn(_ segment: Range<Int>) -> Bool {
    around.quotationIsOpen || reading.clauses.isQuoted[segment.lowerBound]
  }

  /// Who speaks in the whole passage, by its label or the note's title.
  var documentSpeaker: Int? {
    reading.speaker ?? around.titleSpeaker ?? (around.isSpoken ? around.titleTopic ?? compiled.other : nil)
  }

  /// The actor that a question asks about.
  private func asked(of segment: Range<Int>) -> Holding? {
    let home = reading.clauses.clause[segment.lowerBound]
    guard case .actor(let found) = reading.subject(of: home) else { return nil }
    return Holding(actor: found.actor, evidence: [found.span], reason: .doer)
  }

  /// In a note that is somebody's words: the speaker, except where it asserts the deed of one who is known to
  /// do such things.
  private func documented(
    _ segment: Range<Int>, _ speaker: Int, named: Int?, modifiers: Modifiers
  ) -> Holding {
    if let named, !modifiers.isHypothetical {
      let home = reading.clauses.clause[segment.upperBound - 1]
      if let found = agent(of: segment) ?? resolve(reading.subject(of: home)), found.actor == named {
        return Holding(actor: named, evidence: [found.span], reason: .doer)
      }
      // "Missiles have fallen on the city": told without its doer, who is known.
      let subject = reading.ownSubject(of: home)
      if segment.contains(reading.verb(of: home)), case .noun = subject {
        return Holding(actor: named, reason: .rule)
      }
      if let owner = owner(of: segment), owner.actor == named, isGround(owner.span.lowerBound) {
        return Holding(actor: named, evidence: [owner.span], reason: .doer)
      }
    }
    return Holding(actor: speaker, reason: .label)
  }

  /// Whether what stands here is only given as the ground for something else: "in response to Russia's build-up".
  private func isGround(_ position: Int) -> Bool {
    let words = reading.clauses.words
    guard position > 1 else { return false }
    guard !words[position - 1].isDisjoint(with: [.preposition, .infinitive, .source]) else { return false }
    return words[position - 2].contains(.ground)
  }

  /// Nobody is named: somebody else where the clause has a subject, else the writer.
  private func unnamed(_ segment: Range<Int>) -> Int? {
    switch reading.subject(of: reading.clauses.clause[segment.upperBound - 1]) {
    case .noun, .name: compiled.other
    default: compiled.author
    }
  }
}

// MARK: - Words

extension HolderJudge {
  /// Whose words the segment reports: the subject of the nearest attribution that reaches it.
  func speaker(of segment: Range<Int>) -> (actor: Int, evidence: [Range<Int>])? {
    let cues = compiled.codebook.cues
    let near = reading.scopes.filter { cues[$0.cue].category == .attribution && attributes($0, segment) }
      .sorted { distance($0.span, segment) < distance($1.span, segment) }
    for scope in near {
      if let found = subject(ofCue: scope.span) { return (found.actor, [scope.span, found.span]) }
    }
    if let label = inlineLabel(before: segment) { return (label.actor, [label.span]) }
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
  private func attributes(_ scope: Scope, _ segment: Range<Int>) -> Bool {
    let clauses = reading.clauses
    if scope.span.overlaps(segment) { return true }
    if segment.upperBound <= scope.span.lowerBound, isTag(scope.span) { return true }
    guard scope.bounds.overlaps(segment) else { return false }
    let home = clauses.clause[scope.span.lowerBound]
    let there = clauses.clause[segment.lowerBound]
    guard scope.span.upperBound <= segment.lowerBound else { return isTrailing(scope.span) }
    switch clauses.clauses[home].kind {
    case .aside, .restrictive, .adverbial, .conditional, .bracket:
      return clauses.flows(from: home, into: there)
    case .main, .coordinate, .complement, .quotation:
      // "X said so, while Y did that": Y's deed is told beside X's words.
      guard there != home, clauses.clauses[there].kind == .adverbial,
        case .actor = reading.ownSubject(of: there)
      else { return true }
      return clauses.clauses[there].parent.map { $0 != home && clauses.flows(from: home, into: $0) } ?? false
    }
  }

  /// Whether an attribution is a tag at the sentence's end: ", the White House warned on Monday", ", said Blinken".
  private func isTag(_ cue: Range<Int>) -> Bool { tagStart(cue) != nil }

  /// Where the tag begins: the word after its comma.
  private func tagStart(_ cue: Range<Int>) -> Int? {
    let clauses = reading.clauses
    guard clauses.count - cue.upperBound <= 5 else { return nil }
    var start = cue.lowerBound
    while start > 0, clauses.gaps[start].isDisjoint(with: [.comma, .dash, .closesQuotation]) {
      start -= 1
      guard cue.lowerBound - start <= 6,
        clauses.words[start].isDisjoint(with: [.finite, .modal, .that, .relative])
      else { return nil }
    }
    return start > 0 ? start : nil
  }

  /// Whether an attribution stands behind the words it attributes: its clause begins at a comma, a dash or a
  /// closing quotation mark, and holds little but "X said" or "said X".
  private func isTrailing(_ cue: Range<Int>) -> Bool {
    let clauses = reading.clauses
    let breaks: Gap = [.dash, .closesQuotation]
    var start = cue.lowerBound
    while start > 0, cue.lowerBound - start < 16, clauses.gaps[start].isDisjoint(with: breaks) {
      // The comma that begins the clause, not one of an apposition to its subject.
      if clauses.gaps[start].contains(.comma), clauses.clauses[clauses.clause[start]].start == start { break }
      start -= 1
    }
    guard start > 0, !clauses.gaps[start].isDisjoint(with: breaks.union(.comma)) else { return false }
    return (start..<cue.lowerBound).allSatisfy {
      clauses.words[$0].isDisjoint(with: [.that, .relative, .coordinator, .conditional, .infinitive])
    }
  }

  /// The actor who is the subject of a speech cue: before it, or after it where the order is turned
  /// ("said X", "according to X"), or its owner ("Moscow's demand").
  func subject(ofCue span: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    let lastWord = clauses.words[span.upperBound - 1]
    if lastWord.contains(.preposition) || lastWord.contains(.infinitive) {
      return follower(of: span, within: 10)
    }
    let first = span.lowerBound
    // In a tag the speaker stands between its comma and the verb, whatever the clause before is about.
    if let start = tagStart(span),
      let mention = reading.mentions.last(where: {
        $0.span.lowerBound >= start && $0.span.upperBound <= first
      })
    {
      return FoundActor(actor: mention.actor, span: mention.span)
    }
    if first > 0 {
      if let owner = reading.mention(at: first - 1), reading.isPossessive[first - 1] {
        return FoundActor(actor: owner.actor, span: owner.span)
      }
      // A noun: "frequent calls", "the demand".
      let word = clauses.words[first - 1]
      if !word.isDisjoint(with: [.determiner, .preposition, .possessive, .source]) { return nil }
      let isVerbless = clauses.words[first].isDisjoint(with: [.finite, .participle, .past])
      let verb = reading.verb(of: clauses.clause[first])
      if isVerbless, verb + 1 < first, word.isDisjoint(with: [.auxiliary, .modal, .infinitive, .negation]) {
        return nil
      }
    }
    // "..., who leads the separatists, claimed that Kyiv ...": a comma before, and yet not turned.
    let saysThat = span.upperBound < clauses.count && clauses.words[span.upperBound].contains(.that)
    if !saysThat, !clauses.gaps[first].isDisjoint(with: [.comma, .dash, .closesQuotation]),
      let turned = follower(of: span, within: 8)
    {
      return turned
    }
    return speaking(reading.subject(of: clauses.clause[first]), cue: first)
  }

  /// Whom the subject of a speech verb stands for. Someone speaks: a noun or an unknown name is traced to an
  /// actor beside it, to who speaks in the note, or spoke last.
  private func speaking(_ subject: Subject, cue: Int) -> FoundActor? {
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
      return found
    case .pronoun(let index) where index < cue:
      let isFirst = reading.clauses.words[index].contains(.first)
      if let found = resolve(subject, prefersSpeaker: !isFirst) { return found }
      // "We condemn ...": whoever speaks, it is not the one spoken of.
      let actor = isFirst ? around.titleTopic ?? compiled.other : nil
      return actor.map { FoundActor(actor: $0, span: index..<index + 1) }
    case .none, .actor, .pronoun:
      // "Demands that ...": a document that speaks for itself.
      let actor = documentSpeaker ?? around.titleTopic ?? compiled.other
      guard !isInfinitive, let actor else { return nil }
      return FoundActor(actor: actor, span: cue..<cue + 1)
    case .noun(let span), .name(let span):
      guard !isInfinitive else { return nil }
      // What stands in the quotation before ("...," officials said) is not its speaker.
      let before = min(span.lowerBound, cue)..<cue + 1
      let quoted = before.last { reading.clauses.gaps[$0].contains(.closesQuotation) }
      let beside = reading.mentions.first {
        $0.span.lowerBound >= quoted ?? span.lowerBound && $0.span.upperBound <= cue
      }
      if let beside { return FoundActor(actor: beside.actor, span: beside.span) }
      let actor = documentSpeaker ?? lastSpeaker ?? around.titleTopic ?? compiled.other
      return actor.map { FoundActor(actor: $0, span: span) }
    }
  }

  /// The actor named just after a position, before another verb.
  private func follower(of span: Range<Int>, within limit: Int) -> FoundActor? {
    let clauses = reading.clauses
    for index in span.upperBound..<min(clauses.count, span.upperBound + limit) {
      let word = clauses.words[index]
      let ends: Gap = [.opensQuotation, .semicolon, .colon]
      guard word.isDisjoint(with: .verb) || !word.isDisjoint(with: .subject),
        clauses.gaps[index].isDisjoint(with: ends)
      else { return nil }
      if let mention = reading.mention(at: index) {
        return FoundActor(actor: mention.actor, span: mention.span)
      }
      if !word.isDisjoint(with: [.first, .third]) { return resolve(.pronoun(index), prefersSpeaker: true) }
    }
    return nil
  }

  /// An actor before a colon, without a verb: "Putin: ...".
  private func inlineLabel(before segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    var colon = segment.lowerBound
    while colon > 0 {
      if clauses.gaps[colon].contains(.colon) {
        var index = colon - 1
        while index >= 0, colon - index < 14 {
          if let mention = reading.mention(at: index) {
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
  var ownSpeaker: Int? {
    let cues = compiled.codebook.cues
    for scope in reading.scopes.reversed() where cues[scope.cue].category == .attribution {
      if let found = subject(ofCue: scope.span) { return found.actor }
    }
    return nil
  }

  /// Who spoke in the sentences before: the subject of their last attribution.
  var lastSpeaker: Int? {
    for earlier in around.before.reversed() {
      let judge = HolderJudge(compiled: compiled, reading: earlier, around: Surroundings())
      let cues = compiled.codebook.cues
      for scope in earlier.scopes.reversed() where cues[scope.cue].category == .attribution {
        if let found = judge.subject(ofCue: scope.span), found.actor != compiled.other { return found.actor }
      }
    }
    return nil
  }
}

// MARK: - Whom words stand for

extension HolderJudge {
  /// The actor whom a subject names or stands for.
  func resolve(_ subject: Subject, prefersSpeaker: Bool = false) -> FoundActor? {
    switch subject {
    case .actor(let found): return found
    case .pronoun(let index):
      let isFirst = reading.clauses.words[index].contains(.first)
      let actor =
        isFirst ? firstPerson(at: index) : thirdPerson(before: index, prefersSpeaker: prefersSpeaker)
      return actor.map { FoundActor(actor: $0, span: index..<index + 1) }
    case .name, .noun, .none: return nil
    }
  }

  private func firstPerson(at index: Int) -> Int? {
    if reading.clauses.isQuoted[index] {
      if let speaker = quotedSpeaker ?? around.quotationSpeaker { return speaker }
    }
    if let speaker = documentSpeaker { return speaker }
    if reading.clauses.isQuoted[index], let speaker = lastSpeaker { return speaker }
    // "We" are a body that nobody has named; "I" is the writer.
    return reading.clauses.words[index].contains(.body) ? compiled.other : compiled.author
  }

  /// Who says "we" inside a quotation: the subject of the sentence's own attribution.
  private var quotedSpeaker: Int? {
    reading.mentions.first { !reading.clauses.isQuoted[$0.span.lowerBound] && !reading.isGoverned($0) }?.actor
  }

  private func thirdPerson(before index: Int, prefersSpeaker: Bool) -> Int? {
    let here = reading.mentions.last {
      $0.span.upperBound <= index && !reading.isGoverned($0)
        && !(prefersSpeaker && reading.clauses.gaps[$0.span.upperBound].contains(.colon))
    }
    if let here { return here.actor }
    if prefersSpeaker {
      if reading.speaker == nil, let speaker = around.titleSpeaker { return speaker }
      if let speaker = lastSpeaker { return speaker }
    }
    for earlier in around.before.reversed() {
      if let topic = earlier.topic { return topic.actor }
    }
    return around.titleSpeaker
  }
}

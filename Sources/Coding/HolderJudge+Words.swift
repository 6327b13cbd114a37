// Whose words a segment is: which attributions reach it.

extension HolderJudge {
  /// Whether the segment stands in a quotation that is a sentence of its own, without a word of who speaks.
  func isQuotation(_ segment: Range<Int>) -> Bool {
    let clauses = reading.clauses
    guard clauses.isQuoted[segment.lowerBound], clauses.isQuoted.allSatisfy({ $0 }) else { return false }
    return clauses.count > 2
  }

  /// Whose words the segment reports: the subject of the nearest attribution that reaches it.
  func speaker(of segment: Range<Int>) -> (actor: Int, evidence: [Range<Int>])? {
    let cues = compiled.codebook.cues
    let near = reading.scopes.filter { cues[$0.cue].category == .attribution && attributes($0, segment) }
      .sorted { distance($0.span, segment) < distance($1.span, segment) }
    var guess: (actor: Int, evidence: [Range<Int>])?
    if let judged = near.first(where: { isPassive($0.span) && segment.lowerBound < $0.span.lowerBound }),
      let agent = passiveAgent(of: judged.span)
    {
      return (agent.actor, [judged.span, agent.span])
    }
    for scope in near {
      if isNoun(scope.span), near.contains(where: { isObject(scope.span, of: $0.span) }) { continue }
      guard let found = subject(ofCue: scope.span) else { continue }
      if !found.isGuess { return (found.actor, [scope.span, found.span]) }
      guess = guess ?? (found.actor, [scope.span])
    }
    if let guess { return guess }
    if let viewer = viewer(before: segment) { return (viewer.actor, [viewer.span]) }
    if let label = inlineLabel(before: segment) ?? stated(before: segment) {
      return (label.actor, [label.span])
    }
    if let label = trailingLabel(behind: segment) ?? dashLabel(behind: segment) {
      return (label.actor, [label.span])
    }
    return nil
  }

  /// In whose view it is so: "In Norway's view, ...", "As Oslo sees it, ...", "For Oslo, it is ...".
  private func viewer(before segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    guard segment.lowerBound > 2, clauses.count > 4,
      !clauses.words[0].isDisjoint(with: [.preposition, .subordinator]),
      let comma = (2..<min(9, segment.lowerBound + 1)).first(where: { clauses.gaps[$0].contains(.comma) }),
      let mention = reading.mentions.first, mention.span.upperBound <= comma
    else { return nil }
    let found = FoundActor(actor: mention.actor, span: mention.span)
    if (1..<comma).contains(where: { reading.isWord($0, Introductions.isView) }) { return found }
    if reading.isWord(0, Introductions.isAs) {
      let tells = mention.span.upperBound..<comma
      return clauses.words[comma - 1].contains(.thing)
        && tells.contains { reading.isWord($0, Introductions.isPutting) } ? found : nil
    }
    guard reading.isWord(0, Introductions.isFor), mention.span.upperBound == comma else { return nil }
    let verb = reading.verb(of: clauses.clause[segment.upperBound - 1])
    return verb < clauses.count && clauses.words[verb].contains(.being) ? found : nil
  }

  /// The most words between a statement and what it states.
  private static let statement = 14

  /// Whose statement a sentence opens with, where the segment is what it states: "Norway's answer was curt: ...",
  /// "The Norwegian position is that ...".
  private func stated(before segment: Range<Int>) -> FoundActor? {
    let clauses = reading.clauses
    guard let mention = reading.mentions.first, mention.span.lowerBound <= 1 else { return nil }
    let end = mention.span.upperBound
    let near =
      reading.isPossessive[end - 1] ? end..<min(clauses.count, end + 2) : end..<min(clauses.count, end + 1)
    guard let noun = near.first(where: { reading.isWord($0, Introductions.isStatement) }),
      noun < segment.lowerBound,
      (noun + 1...min(segment.lowerBound, noun + HolderJudge.statement)).contains(where: {
        clauses.gaps[$0].contains(.colon)
          || clauses.words[$0].contains(.that) && clauses.words[$0 - 1].contains(.being)
      })
    else { return nil }
    return FoundActor(actor: mention.actor, span: mention.span.lowerBound..<noun + 1)
  }

  /// "Was condemned by", "were rejected by".
  private func isPassive(_ cue: Range<Int>) -> Bool {
    let words = reading.clauses.words
    guard cue.lowerBound > 0, words[cue.lowerBound].contains(.past), cue.upperBound < words.count,
      words[cue.upperBound].contains(.by)
    else { return false }
    return words[cue.lowerBound - 1].contains(.being)
  }

  /// Who speaks by a passive: whom "by" names, somebody else where he is not known.
  private func passiveAgent(of cue: Range<Int>) -> FoundActor? {
    let start = cue.upperBound + 1
    let near = reading.mentions.first { $0.span.lowerBound >= start && $0.span.lowerBound - start <= 3 }
    if let near { return FoundActor(actor: near.actor, span: near.span) }
    guard start < reading.clauses.count else { return nil }
    return compiled.other.map { FoundActor(actor: $0, span: start..<start + 1) }
  }

  /// Whether a noun of speech is what another attribution is about: "rejected the demand of".
  private func isObject(_ noun: Range<Int>, of cue: Range<Int>) -> Bool {
    let clauses = reading.clauses
    guard cue.upperBound <= noun.lowerBound, noun.lowerBound - cue.upperBound <= 4, !isNoun(cue) else {
      return false
    }
    return (cue.upperBound..<noun.lowerBound).allSatisfy {
      clauses.words[$0].isDisjoint(with: WordClass.verb.union([.that, .preposition]))
        && clauses.gaps[$0].isEmpty
    }
  }

  func distance(_ cue: Range<Int>, _ segment: Range<Int>) -> Int {
    if cue.overlaps(segment) { return 0 }
    // Words that follow their attribution belong to it before words that it follows.
    return cue.upperBound <= segment.lowerBound
      ? segment.lowerBound - cue.upperBound : 1000 + cue.lowerBound - segment.upperBound
  }

  /// Whether an attribution reaches a segment: all that follows it in its own and the clauses after, and all
  /// before it where it stands at the end ("..., the minister said").
  func attributes(_ scope: Scope, _ segment: Range<Int>) -> Bool {
    let clauses = reading.clauses
    if scope.span.overlaps(segment) { return true }
    if isNoun(scope.span), !reachesOn(from: scope.span, to: segment) { return false }
    if segment.upperBound <= scope.span.lowerBound, isTag(scope.span) { return true }
    if segment.upperBound <= scope.span.lowerBound, isPassive(scope.span),
      clauses.clause[segment.lowerBound] == clauses.clause[scope.span.lowerBound],
      reading.verb(of: clauses.clause[scope.span.lowerBound]) == scope.span.lowerBound - 1
    {
      return true
    }
    guard scope.bounds.overlaps(segment) else { return false }
    let home = clauses.clause[scope.span.lowerBound]
    let there = clauses.clause[segment.lowerBound]
    guard scope.span.upperBound <= segment.lowerBound else { return isTrailing(scope.span) }
    // "He added that "...".- We hope ... - said she": other words begin at the dash.
    let parts: Gap = [.closesQuotation, .dash]
    let between = scope.span.upperBound..<segment.lowerBound + 1
    if between.contains(where: { clauses.gaps[$0].isSuperset(of: parts) }) { return false }
    switch clauses.clauses[home].kind {
    case .aside, .restrictive, .adverbial, .conditional, .bracket:
      return clauses.flows(from: home, into: there)
    case .main, .coordinate, .complement, .quotation:
      if standsBeside(there, scope.span, of: home) { return false }
      // "X said so, while Y did that": Y's deed is told beside X's words.
      guard there != home, clauses.clauses[there].kind == .adverbial,
        case .actor = reading.ownSubject(of: there)
      else { return true }
      return clauses.clauses[there].parent.map { $0 != home && clauses.flows(from: home, into: $0) } ?? false
    }
  }

  /// "X rejected the draft, and Y did that": Y's deed is told beside what X said of a thing.
  private func standsBeside(_ clause: Int, _ cue: Range<Int>, of home: Int) -> Bool {
    let clauses = reading.clauses
    guard clause > home, clauses.clauses[clause].kind == .coordinate,
      reading.isWord(cue.lowerBound, Introductions.isJudging), case .actor = reading.ownSubject(of: clause)
    else { return false }
    return (home + 1..<clause).allSatisfy { clauses.clauses[$0].kind == .coordinate }
  }

  /// Whether a cue is a noun here: "the demand", "frequent calls", "unverified reports".
  func isNoun(_ cue: Range<Int>) -> Bool {
    let words = reading.clauses.words
    let first = cue.lowerBound
    if isPlural(cue) || reading.isWord(first, Introductions.isNaming) { return true }
    guard first > 0, words[first].isDisjoint(with: [.finite, .participle, .past, .preposition]) else {
      return false
    }
    let before = words[first - 1]
    // "To warn", and not "to warnings".
    if before.contains(.infinitive), !reading.isPlural[first] { return false }
    if !before.isDisjoint(with: [.determiner, .preposition, .possessive, .source, .demonstrative]) {
      return true
    }
    if reading.isPossessive[first - 1] { return true }
    // "The new announcement by the ministry".
    if first + 1 < words.count, cue.count == 1, !words[first + 1].isDisjoint(with: [.by, .from]),
      words[first].isDisjoint(with: .reporting)
    {
      return true
    }
    // An adjective between.
    guard before.isEmpty, first > 1, !reading.isCapitalised[first - 1], reading.clauses.gaps[first].isEmpty,
      !reading.isRole[first - 1], !reading.isHead[first - 1], reading.mention(at: first - 1) == nil
    else { return false }
    return words[first - 2].contains(.preposition)
  }

  /// "Will use the claims", "while calls for help were heard": a form in "-s" is a noun where its clause has another
  /// verb.
  func isPlural(_ cue: Range<Int>) -> Bool {
    let clauses = reading.clauses
    let first = cue.lowerBound
    guard cue.count == 1, reading.isPlural[first],
      clauses.words[first].isDisjoint(with: [.past, .modal, .auxiliary])
    else { return false }
    let home = clauses.clause[first]
    let verb = reading.verb(of: home)
    let next = cue.upperBound
    if verb < first {
      // "Wants peace and demands guarantees": the verbs of one subject.
      return (verb + 1...first).allSatisfy {
        !clauses.words[$0].contains(.coordinator) && clauses.gaps[$0].isDisjoint(with: [.comma, .dash])
      } && clauses.words[first - 1].isDisjoint(with: [.relative, .that, .third])
    }
    guard verb == first, next < clauses.count, clauses.words[next].contains(.preposition),
      clauses.clauses[home].start >= first - 1, first == 0 || reading.mention(at: first - 1) == nil
    else { return false }
    return (next..<clauses.clauses[home].end).contains {
      clauses.clause[$0] == home && !clauses.words[$0].isDisjoint(with: .verb)
        && !clauses.words[$0 - 1].contains(.infinitive)
    }
  }

  /// Who made what a noun of speech names: "the announcement by the ministry".
  func author(ofNoun cue: Range<Int>) -> FoundActor? {
    let words = reading.clauses.words
    guard cue.upperBound < words.count,
      words[cue.upperBound].contains(.by) || words[cue.upperBound].contains(.from)
        || reading.isWord(cue.upperBound, Introductions.isWithin),
      let mention = reading.mentions.first(where: { $0.span.lowerBound > cue.upperBound }),
      mention.span.lowerBound - cue.upperBound <= 3,
      (cue.upperBound + 1..<mention.span.lowerBound).allSatisfy({
        words[$0].isEmpty || words[$0].contains(.determiner)
      })
    else { return nil }
    return FoundActor(actor: mention.actor, span: mention.span)
  }

  /// Whether what a noun of speech is about reaches a segment: no verb lies between, unless in its own "that".
  func reachesOn(from cue: Range<Int>, to segment: Range<Int>) -> Bool {
    let words = reading.clauses.words
    guard cue.upperBound < segment.lowerBound else { return cue.upperBound == segment.lowerBound }
    if !words[cue.upperBound].isDisjoint(with: [.that, .infinitive]) { return true }
    // "Despite demands by Norway, Iceland ..." goes on with something else.
    return (cue.upperBound..<segment.lowerBound).allSatisfy {
      words[$0].isDisjoint(with: .verb) && !reading.clauses.gaps[$0 + 1].contains(.comma)
    }
  }

  /// Whether an attribution is a tag at the sentence's end: ", the White House warned on Monday", ", said Blinken".
  func isTag(_ cue: Range<Int>) -> Bool { tagStart(cue) != nil }

  /// Where the words between a closing quotation mark and a verb of speech begin: "...," Jane Doe, an adviser, told.
  func quotedBefore(_ cue: Range<Int>) -> Int? {
    let clauses = reading.clauses
    var found: Int?
    var start = cue.lowerBound
    while start > 0, cue.lowerBound - start <= 25 {
      if clauses.gaps[start].contains(.closesQuotation) { found = start }
      start -= 1
      guard clauses.words[start].isDisjoint(with: [.finite, .modal, .that]) else { break }
    }
    guard let found, found < cue.lowerBound, !clauses.words[found].contains(.coordinator) else { return nil }
    // More than a word or two that are only borrowed.
    return found >= 4 && clauses.isQuoted[found - 4..<found].allSatisfy { $0 } ? found : nil
  }

  /// Whether "he said" or the like stands between commas.
  func isAside(_ cue: Range<Int>) -> Bool {
    let clauses = reading.clauses
    guard clauses.words[cue.lowerBound].contains(.inverting) else { return false }
    let ends: Gap = [.comma, .dash, .opensQuotation]
    return (cue.upperBound..<min(clauses.count, cue.upperBound + 3)).contains {
      !clauses.gaps[$0].isDisjoint(with: ends)
    }
  }

  /// Where the tag begins: the word after its comma.
  func tagStart(_ cue: Range<Int>) -> Int? {
    let clauses = reading.clauses
    if let start = quotedBefore(cue) { return start }
    guard clauses.count - cue.upperBound <= 5 || isAside(cue) else { return nil }
    var start = cue.lowerBound
    while start > 0, clauses.gaps[start].isDisjoint(with: [.comma, .dash, .closesQuotation]) {
      start -= 1
      guard cue.lowerBound - start <= 6,
        clauses.words[start].isDisjoint(with: [.finite, .modal, .that, .relative])
      else { return nil }
    }
    // "Iceland, Norway, and Denmark condemn" is one list.
    guard !clauses.words[start].contains(.coordinator) || clauses.gaps[start].contains(.closesQuotation)
    else {
      return nil
    }
    return start > 0 && !takesUp(cue, from: start) ? start : nil
  }

  /// "..., as the minister described it": takes up what the writer says.
  private func takesUp(_ cue: Range<Int>, from start: Int) -> Bool {
    let words = reading.clauses.words
    return words[start].contains(.subordinator) && cue.upperBound < words.count
      && words[cue.upperBound].contains(.thing)
  }

  /// "Norway, which has sent a fleet, urged Iceland to do so": the verb of a subject behind whose name a clause is put
  /// in, and not one of whom is named next.
  func isResumed(_ cue: Range<Int>) -> Bool {
    let clauses = reading.clauses
    let first = cue.lowerBound
    let breaks: Gap = [.comma, .dash]
    guard first > 1, !clauses.gaps[first].isDisjoint(with: breaks) else { return false }
    let inserted = clauses.clause[first - 1]
    let start = clauses.clauses[inserted].start
    guard [.aside, .restrictive, .bracket].contains(clauses.clauses[inserted].kind), start > 0,
      start < first - 1,
      !clauses.gaps[start].isDisjoint(with: breaks),
      !clauses.words[start].isDisjoint(with: [.relative, .that])
    else { return false }
    let home = clauses.clause[start - 1]
    let words = clauses.clauses[home].start..<start
    // Nothing but the subject goes before.
    return words.allSatisfy { clauses.words[$0].isDisjoint(with: .verb) }
  }

  /// Whether an attribution stands behind the words it attributes: its clause begins at a comma, a dash or a
  /// closing quotation mark, and holds little but "X said" or "said X".
  func isTrailing(_ cue: Range<Int>) -> Bool {
    let clauses = reading.clauses
    // "..., according to X".
    if clauses.words[cue.upperBound - 1].contains(.preposition), clauses.gaps[cue.lowerBound].contains(.comma)
    {
      return true
    }
    // ", saying so": tells what goes with it, not whose words those before are.
    if clauses.words[cue.lowerBound].contains(.participle) { return false }
    if isResumed(cue) { return false }
    let breaks: Gap = [.dash, .closesQuotation]
    if clauses.words[cue.lowerBound].contains(.inverting), mayTurn(cue),
      !clauses.gaps[cue.lowerBound].isDisjoint(with: breaks.union(.comma))
    {
      return true
    }
    var start = cue.lowerBound
    while start > 0, cue.lowerBound - start < 16, clauses.gaps[start].isDisjoint(with: breaks) {
      // The comma that begins the clause, not one of an apposition to its subject.
      if clauses.gaps[start].contains(.comma), clauses.clauses[clauses.clause[start]].start == start { break }
      start -= 1
    }
    guard start > 0, !clauses.gaps[start].isDisjoint(with: breaks.union(.comma)), !takesUp(cue, from: start)
    else { return false }
    return (start..<cue.lowerBound).allSatisfy {
      clauses.words[$0].isDisjoint(with: [.that, .relative, .coordinator, .conditional, .infinitive])
    }
  }
}

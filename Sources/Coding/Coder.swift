// Codes a note: every sentence against every pattern, each segment judged where it stands.

import Codebooks
import NoteText

/// One for each thread; its buffers are used again for the next note. Equal notes give equal results.
public struct Coder {
  public let compiled: CompiledCodebook
  var matcher: Matcher
  var titleMatcher: Matcher

  public init(_ compiled: CompiledCodebook) {
    self.compiled = compiled
    matcher = Matcher(compiled.patterns)
    titleMatcher = Matcher(compiled.patterns)
  }

  public mutating func code(_ note: Note) -> CodedNote {
    let cut = TextCutter.cut(note)
    matcher.read(text: note.text, cut: cut, year: note.date?.year)
    var passage = Passage(note: note, cut: cut, compiled: compiled)
    var segments: [CodedSegment] = []
    for sentence in cut.sentences.indices where note.units[cut.sentences[sentence].unit].isCoded {
      let firings = firings(in: sentence, of: &passage)
      for firing in firings { segments.append(segment(of: firing, in: sentence, of: &passage)) }
      passage.keep(firings.map { compiled.rules[$0.rule].code }, of: sentence)
    }
    segments.sort {
      ($0.range.lowerBound, $0.range.upperBound, $0.code) < (
        $1.range.lowerBound, $1.range.upperBound, $1.code
      )
    }
    return CodedNote(
      note: note, codebook: compiled.codebook.fingerprint, segments: segments,
      sentenceCount: cut.sentences.count)
  }
}

/// A pattern that fires, with the words that it matched (indices of tokens).
struct Firing: Sendable {
  /// Index in the compiled codebook's rules.
  var rule: Int
  var span: Range<Int>
}

/// What is known of the note being coded, filled in as it is asked for.
struct Passage {
  let note: Note
  let cut: CutText
  /// Of sentences near the one read last.
  private(set) var readings: [(sentence: Int, reading: SentenceReading)] = []
  /// Whether the title's words are at hand.
  var titleIsTaken = false
  /// Whether the title has been read; the actor that it names first, and whose words it says the note is.
  var titleIsRead = false
  var titleTopic: Int?
  var titleSpeaker: Int?
  /// The first whom the title names as a person or by an office.
  var titlePerson: Int?
  var titleReadings: [SentenceReading] = []
  /// What the readings of the title say at once: all whom it names, in order; whether it is a clause; whether it tells
  /// of a meeting of two.
  var titleActors: [Int] = []
  var titleIsClause = false
  var titleIsOfTwo = false
  var titleText: [UInt8] = []
  var titleCut = CutText(sentences: [], tokens: [])
  /// The title says that the note is words spoken or a document: "Statement ...".
  var isSpeech = false
  var titleHolds: [Int: Bool] = [:]
  /// Of what rules want given, the sentences asked last and whether they hold it.
  var sentenceHolds: [Int: [(sentence: Int, holds: Bool)]] = [:]
  /// The asides of a code in a sentence, of those asked last.
  var asides: (sentence: Int, code: Int, spans: [Range<Int>])?
  var quotations = QuotationScan()
  /// Names that the sentences before introduce.
  var introductions = Introductions()
  /// The codes that the sentences before carry, of the last that carry any.
  private var carried: [(sentence: Int, codes: [Int])] = []
  /// By code, who was last told to have done what it names, and in which sentence.
  var doers: [Int: (actor: Int, sentence: Int)] = [:]
  /// The last speaker's label that was resolved.
  var label: (range: Range<Int>, actor: Int?)?

  init(note: Note, cut: CutText, compiled: CompiledCodebook) {
    self.note = note
    self.cut = cut
  }

  /// Keeps the codes that a sentence carries.
  mutating func keep(_ codes: [Int], of sentence: Int) {
    guard !codes.isEmpty else { return }
    carried.removeAll { $0.sentence < sentence - 2 }
    carried.append((sentence, codes))
  }

  /// Whether one of the two sentences before carries one of these codes.
  func follows(_ codes: [Int], _ sentence: Int) -> Bool {
    carried.contains { earlier in
      (sentence - 2..<sentence).contains(earlier.sentence) && earlier.codes.contains(where: codes.contains)
    }
  }

  func reading(of sentence: Int) -> SentenceReading? {
    readings.first { $0.sentence == sentence }?.reading
  }

  /// Keeps a reading, and of those before it the ones that a judge may look back to.
  mutating func keep(_ reading: SentenceReading, of sentence: Int) {
    let isFar = { (other: Int) in other <= sentence - 12 || other >= sentence + 12 }
    guard let place = readings.firstIndex(where: { isFar($0.sentence) }) else {
      return readings.append((sentence, reading))
    }
    readings[place] = (sentence, reading)
    readings.removeAll { isFar($0.sentence) }
  }
}

// MARK: - Which patterns fire

extension Coder {
  /// The patterns that give the sentence its codes: of each code the first in the file's order that fires.
  mutating func firings(in sentence: Int, of passage: inout Passage) -> [Firing] {
    takeTitle(of: &passage)
    let candidates = matcher.candidates(in: sentence, among: compiled.matchExpressions)
    guard !candidates.isEmpty else { return [] }
    var firings: [Firing] = []
    var coded = -1
    // Rules stand in the order of their expressions.
    for expression in candidates {
      guard let rule = compiled.ruleOfExpression[expression], compiled.rules[rule].code != coded else {
        continue
      }
      guard let span = span(of: rule, in: sentence, passage: &passage, isCandidate: true)
      else { continue }
      firings.append(Firing(rule: rule, span: span))
      coded = compiled.rules[rule].code
    }
    return firings
  }

  /// Where a pattern fires: its first match outside the code's asides, the longest of those that begin there.
  mutating func span(
    of index: Int, in sentence: Int, passage: inout Passage, isCandidate: Bool = false
  ) -> Range<Int>? {
    let rule = compiled.rules[index]
    guard rule.follows.isEmpty || passage.follows(rule.follows, sentence) else { return nil }
    // A candidate matches more seldom than what it wants given is near.
    guard var first = matcher.firstMatch(rule.match, in: sentence, isCandidate: isCandidate) else {
      return nil
    }
    if !compiled.asides[rule.code].isEmpty {
      let asides = asides(of: rule.code, in: sentence, passage: &passage)
      if Coder.touches(first, asides) {
        let others = matcher.matches(rule.match, in: sentence, isCandidate: isCandidate)
          .filter { !Coder.touches($0, asides) }
        guard let other = others.first else { return nil }
        first = others.prefix { $0.lowerBound == other.lowerBound }.last ?? other
      }
    }
    for given in rule.given where !holdsNear(given, sentence, passage: &passage) { return nil }
    if let unless = rule.unless, matcher.found(unless, in: sentence, segment: first) { return nil }
    if let unlessGiven = rule.unlessGiven, holdsNear(unlessGiven, sentence, passage: &passage) { return nil }
    return first
  }

  /// The words of a sentence that carry a code nowhere.
  mutating func asides(of code: Int, in sentence: Int, passage: inout Passage) -> [Range<Int>] {
    if let known = passage.asides, known.sentence == sentence, known.code == code { return known.spans }
    let spans = compiled.asides[code].flatMap { matcher.matches($0, in: sentence) }
    passage.asides = (sentence, code, spans)
    return spans
  }

  /// Whether a match begins or ends in an aside. One that reaches over it counts: "Russia, since its invasion of
  /// Ukraine, has shelled Kharkiv".
  static func touches(_ match: Range<Int>, _ asides: [Range<Int>]) -> Bool {
    asides.contains { $0.contains(match.lowerBound) || $0.contains(match.upperBound - 1) }
  }

  /// Whether an expression is found in the sentence, the two before it or the title.
  mutating func holdsNear(_ expression: Int, _ sentence: Int, passage: inout Passage) -> Bool {
    for index in stride(from: sentence, through: max(0, sentence - 2), by: -1)
    where holds(expression, index, passage: &passage) {
      return true
    }
    if let known = passage.titleHolds[expression] { return known }
    takeTitle(of: &passage)
    var holds = false
    for index in passage.titleCut.sentences.indices where titleMatcher.found(expression, in: index) {
      holds = true
    }
    passage.titleHolds[expression] = holds
    return holds
  }

  /// Whether an expression is found in a sentence. Sentences follow each other and ask for the same ones before them.
  private mutating func holds(_ expression: Int, _ sentence: Int, passage: inout Passage) -> Bool {
    guard matcher.mayHold(expression, in: sentence) else { return false }
    if let known = passage.sentenceHolds[expression]?.first(where: { $0.sentence == sentence }) {
      return known.holds
    }
    let holds = matcher.found(expression, in: sentence)
    passage.sentenceHolds[expression, default: []].removeAll { $0.sentence + 2 < sentence }
    passage.sentenceHolds[expression, default: []].append((sentence, holds))
    return holds
  }
}

// MARK: - What is known around a sentence

extension Coder {
  /// Sentences and words of a note's heading at most.
  private static let headingSentences = 12
  private static let headingWords = 60

  /// Makes the title a text of its own to match in, once a note. What it says of the note is read with the first
  /// sentence: in most notes none is.
  mutating func takeTitle(of passage: inout Passage) {
    guard !passage.titleIsTaken else { return }
    passage.titleIsTaken = true
    let bytes = Titles.readable(Array(passage.note.title.utf8))
    guard !bytes.isEmpty else { return }
    passage.titleText = bytes
    passage.titleCut = TextCutter.cut(text: bytes, units: [Unit(kind: .heading, range: 0..<bytes.count)])
    titleMatcher.read(text: bytes, cut: passage.titleCut, year: passage.note.date?.year)
    matcher.put(beside: titleMatcher.noteSignature)
  }

  /// Reads the title, once a note.
  mutating func readTitle(of passage: inout Passage) {
    guard !passage.titleIsRead else { return }
    passage.titleIsRead = true
    takeTitle(of: &passage)
    let bytes = passage.titleText
    let cut = passage.titleCut
    guard !bytes.isEmpty else { return readHeading(of: &passage) }
    for sentence in cut.sentences.indices {
      let window = cut.window(of: cut.sentences[sentence], around: nil)
      let mentions = titleMatcher.actorMentions(in: sentence)
        .filter { $0.tokens.clamped(to: window.tokens) == $0.tokens }
      let reading = reading(sentence: window, cut: cut, text: bytes, mentions: mentions, cues: [])
      if passage.titleTopic == nil {
        let hasVerb = reading.clauses.clauses.contains(where: \.hasVerb)
        let topic =
          reading.mentions.first { !reading.isGoverned($0) && !Titles.isObject($0, in: reading) }
          ?? (hasVerb ? nil : reading.mentions.first { !Titles.isObject($0, in: reading) })
        passage.titleTopic = topic.map { reading.leading($0).actor }
      }
      if passage.titlePerson == nil {
        passage.titlePerson = reading.mentions.first { reading.isPersonal($0) || reading.isOffice($0) }?.actor
      }
      if passage.titleSpeaker == nil {
        passage.titleSpeaker = Titles.speaker(
          in: reading, cut.tokens[window.tokens], bytes, other: compiled.other)
      }
      passage.titleReadings.append(reading)
      passage.titleActors += reading.mentions.map(\.actor)
      passage.titleIsClause = passage.titleIsClause || reading.clauses.clauses.contains(where: \.hasVerb)
      passage.titleIsOfTwo = passage.titleIsOfTwo || Titles.isOfTwo(reading)
      let tokens = cut.tokens[sentenceTokens(window)]
      if Titles.isSpeech(tokens, bytes, reading) || Titles.isSalutation(tokens, bytes) {
        passage.isSpeech = true
      }
    }
    if passage.isSpeech, passage.titleSpeaker == nil {
      // Joint words that name but one, whom they are about, are of others.
      let isOfOthers =
        passage.titleActors.count == 1
        && passage.titleReadings.contains {
          $0.mentions.contains(where: $0.isGoverned) && Titles.isJoint($0) && !Titles.isOfTwo($0)
        }
      passage.titleSpeaker = isOfOthers ? compiled.other : passage.titleTopic ?? compiled.other
    }
    if passage.titleSpeaker == nil, passage.titleReadings.count == 1,
      Titles.isNamesake(passage.titleReadings[0])
    {
      passage.titleSpeaker = passage.titleTopic
    }
    if passage.titleSpeaker == nil { readHeading(of: &passage) }
  }

  private func sentenceTokens(_ sentence: Sentence) -> Range<Int> { sentence.tokens }

  /// Who speaks, by the lines without a verb that open the note: "Statement by ... of Norway".
  private mutating func readHeading(of passage: inout Passage) {
    var isSpeech = false
    var speaker: Int?
    var topic: Int?
    for index in passage.cut.sentences.indices.prefix(Coder.headingSentences) {
      let sentence = passage.cut.sentences[index]
      guard sentence.tokens.count <= Coder.headingWords else { break }
      let reading = reading(of: index, in: &passage)
      if Titles.isSalutation(passage.cut.tokens[sentence.tokens], passage.note.text) { isSpeech = true }
      let isTitle = index == 0 && Titles.opensSpeech(passage.cut.tokens[sentence.tokens], passage.note.text)
      if isTitle { isSpeech = true }
      guard isTitle || !reading.clauses.clauses.contains(where: \.hasVerb) else { break }
      if Titles.isSpeech(passage.cut.tokens[sentence.tokens], passage.note.text, reading) { isSpeech = true }
      speaker =
        speaker
        ?? Titles.speaker(
          in: reading, passage.cut.tokens[sentence.tokens], passage.note.text, other: compiled.other)
        ?? Titles.signer(in: reading)
      topic = topic ?? reading.topic { !Titles.isObject($0, in: reading) }?.actor
    }
    if isSpeech { passage.titleSpeaker = speaker ?? topic ?? compiled.other }
  }

  /// Reads a sentence. Of one with more words than people write only the words about `span` are read, so that
  /// the time stays linear in the text, whatever the text.
  mutating func reading(
    of index: Int, around span: Range<Int>? = nil, in passage: inout Passage
  ) -> SentenceReading {
    // Who speaks by the title is known before any sentence is read, once the title was asked for.
    if passage.titleIsTaken { readTitle(of: &passage) }
    if let known = passage.reading(of: index) { return known }
    let whole = passage.cut.sentences[index]
    let sentence = passage.cut.window(of: whole, around: span)
    let window = sentence.tokens
    var mentions = matcher.actorMentions(in: index).filter { $0.tokens.clamped(to: window) == $0.tokens }
    let introduced = introduced(before: index, in: window, of: &passage, beside: mentions)
    if !introduced.isEmpty {
      mentions = (mentions + introduced).sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
    }
    var cues: [CueMatch] = []
    for expression in matcher.candidates(in: index, among: compiled.cueExpressions) {
      for match in matcher.matches(expression, in: index, isCandidate: true)
      where match.clamped(to: window) == match {
        // A name's part is no cue: "United States" states nothing. A name may end with its verb: "Allies agreed".
        if mentions.contains(where: { $0.tokens.clamped(to: match) == match }),
          passage.cut.tokens[match.upperBound - 1].shape.contains(.capitalised)
        {
          continue
        }
        let span = match.lowerBound - window.lowerBound..<match.upperBound - window.lowerBound
        cues.append(CueMatch(cue: expression - compiled.cueExpressions.lowerBound, span: span))
      }
    }
    cues.sort {
      ($0.span.lowerBound, $0.span.upperBound, $0.cue) < ($1.span.lowerBound, $1.span.upperBound, $1.cue)
    }
    let reading = reading(
      sentence: sentence, cut: passage.cut, text: passage.note.text, mentions: mentions, cues: cues)
    reading.speaker = speaker(of: whole, in: &passage)
    if reading.speaker == nil, window == whole.tokens {
      reading.speaker = signer(of: reading, in: passage)
    }
    reading.isAsker = isAsker(whole, in: passage)
    for name in introduced {
      let start = name.tokens.lowerBound - window.lowerBound
      if let place = reading.mentions.firstIndex(where: { $0.span.lowerBound == start }) {
        reading.mentions[place].isPerson = true
      }
    }
    guard window == whole.tokens else { return reading }
    passage.keep(reading, of: index)
    return reading
  }

  private func reading(
    sentence: Sentence, cut: CutText, text: [UInt8], mentions: [(actor: Int, tokens: Range<Int>)],
    cues: [CueMatch]
  ) -> SentenceReading {
    let clauses = Clauses(text: text, tokens: cut.tokens[sentence.tokens], sentence: sentence.range)
    let base = sentence.tokens.lowerBound
    let reading = SentenceReading(
      sentence: sentence, clauses: clauses,
      scopes: Scopes.of(cues, cues: compiled.codebook.cues, clauses: clauses),
      mentions: mentions.filter { $0.actor != compiled.author }.map { mention in
        // "A former Russian minister" speaks for no state.
        let start = mention.tokens.lowerBound
        let isFormer = start > base && Introductions.isFormer(text, cut.tokens[start - 1])
        return Mention(
          actor: isFormer ? compiled.other ?? mention.actor : mention.actor,
          span: start - base..<mention.tokens.upperBound - base,
          isPerson: isPerson(mention.tokens, of: cut, text),
          rank: compiled.codebook.actors[mention.actor].rank)
      },
      tellers: mentions.filter { $0.actor == compiled.author }
        .map { $0.tokens.lowerBound - base..<$0.tokens.upperBound - base },
      marks: zip(cut.tokens[sentence.tokens], clauses.keys).map { WordMarks($0.shape, $1) })
    reading.giveOffices()
    if let other = compiled.other { reading.givePartners(to: other) }
    return reading
  }

  /// Whether the words of a mention are a person's name.
  private func isPerson(_ mention: Range<Int>, of cut: CutText, _ text: [UInt8]) -> Bool {
    compiled.personNames.contains(text, cut.tokens[mention.upperBound - 1])
  }
}

extension CutText {
  /// Words of a sentence that are read at most; no sentence that people write has as many.
  static let longestReading = 1024

  /// The sentence, or of a longer one the words about a span (those at its beginning where nil).
  func window(of sentence: Sentence, around span: Range<Int>?) -> Sentence {
    let all = sentence.tokens
    guard all.count > CutText.longestReading else { return sentence }
    let centre = span.map { ($0.lowerBound + $0.upperBound) / 2 } ?? all.lowerBound
    let start = min(
      max(all.lowerBound, centre - CutText.longestReading / 2), all.upperBound - CutText.longestReading)
    var window = sentence
    window.tokens = start..<start + CutText.longestReading
    let end = window.tokens.upperBound
    window.range =
      Int(tokens[start].start)..<(end < all.upperBound ? Int(tokens[end].start) : sentence.range.upperBound)
    return window
  }

  /// The sentence in which a byte lies, by bisection.
  func sentence(holding offset: Int) -> Int? {
    var low = 0
    var high = sentences.count
    while low < high {
      let middle = (low + high) / 2
      if sentences[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low < sentences.count && sentences[low].range.contains(offset) ? low : nil
  }
}

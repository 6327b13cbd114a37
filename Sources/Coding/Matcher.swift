// Finds a set's patterns in the sentences of one note after another.

import Codebooks
import NoteText

/// A match is a pattern and a span of tokens. One matcher serves one thread; it keeps its buffers.
///
///     var matcher = Matcher(set)
///     matcher.read(text: note.text, cut: TextCutter.cut(note), year: 2022)
///     for pattern in matcher.candidates(in: 0) { print(matcher.matches(pattern, in: 0)) }
public struct Matcher {
  public let set: PatternSet
  var memo: WordMemo
  var words = NoteWords()
  var here: SentenceWords
  var questions: NoteQuestions
  var relations = SpanRelations()
  /// Results of operands, the innermost last.
  var stack: SpanList = []
  /// Results of lexicons and actors in the sentence at hand, by memo.
  var memoRanges: ContiguousArray<(epoch: UInt32, range: Range<Int>)>
  var memoSpans: SpanList = []
  var cut = CutText(sentences: [], tokens: [])
  var year: Int?
  /// Ways that may be open in the sentence asked about, and the marks held there and near; kept for their capacity.
  private var ways: ContiguousArray<LedWay> = []
  private var marks = ContiguousArray<UInt64>(repeating: 0, count: Signature.wordCount)
  /// What lies beside the note holds of marked patterns: its title, which each sentence is near to.
  private var beside = Signature()
  /// The actors named in the note's sentences, of those that were asked about.
  private var mentions: [Int: [(actor: Int, tokens: Range<Int>)]] = [:]
  /// What the sentences asked about last hold; -1 where none was.
  private var recent: ContiguousArray<(sentence: Int, signature: Signature)>
  private static let recentCount = 4
  /// The sentence at hand; -1 before the first.
  var current = -1
  /// By token, how many of those before it hold a small letter; empty until asked.
  var smallBefore: ContiguousArray<Int32> = []

  public init(_ set: PatternSet) {
    self.set = set
    memo = WordMemo(set.expressions.vocabulary, set.presearch)
    here = SentenceWords(termCount: set.expressions.vocabulary.count, groupCount: set.presearch.groupCount)
    recent = ContiguousArray(repeating: (-1, Signature()), count: Matcher.recentCount)
    questions = NoteQuestions(
      count: set.expressions.questionCount, groupCount: set.presearch.groupCount)
    memoRanges = ContiguousArray(repeating: (0, 0..<0), count: set.expressions.memoCount)
  }

  /// Takes up a note. Names of an actor's people count where they held office in `year`; all do where nil.
  public mutating func read(text: [UInt8], cut: CutText, year: Int?) {
    self.cut = cut
    self.year = year
    current = -1
    beside = Signature()
    questions.begin()
    mentions.removeAll(keepingCapacity: true)
    for index in recent.indices { recent[index].sentence = -1 }
    smallBefore.removeAll(keepingCapacity: true)
    words.read(text.span, cut, &memo)
  }

  /// The patterns that may match in a sentence, ascending. All others do not.
  ///
  /// - Parameter range: the patterns asked about; all where nil. Ranges of primary patterns are answered
  ///   fastest.
  public mutating func candidates(in sentence: Int, among range: Range<Int>? = nil) -> [Int] {
    let range = range ?? set.patterns.indices
    var found: [Int] = []
    let anywhere = set.presearch.anywhere
    if let first = anywhere.first, let last = anywhere.last, first < range.upperBound,
      range.lowerBound <= last
    {
      found = anywhere.filter(range.contains)
    }
    if range.lowerBound < set.primary {
      gatherPrimary(in: sentence, into: &found)
      if range.lowerBound > 0 || range.upperBound < set.primary { found.removeAll { !range.contains($0) } }
    }
    if range.upperBound > set.primary { gather(in: sentence, among: range, into: &found) }
    found.sortAndUnify()
    return found
  }

  /// Patterns are told from their words' classes alone as long as none may match.
  private mutating func gatherPrimary(in sentence: Int, into found: inout [Int]) {
    let leading = words.leading(in: sentence)
    guard !leading.isEmpty else { return }
    var signature = signature(of: sentence)
    signature.takeNear(beside)
    for earlier in max(0, sentence - 2)..<sentence { signature.takeNear(self.signature(of: earlier)) }
    signature.write(to: &marks)
    var next = leading.lowerBound
    while next < leading.upperBound {
      let count = memo.gather(from: &next, to: leading.upperBound, of: words, marks, into: &ways)
      for index in 0..<count {
        let way = ways[index]
        let lead = memo.lead(at: Int(way.lead))
        // A pattern that can match in several ways is found by each.
        if isOpen(lead, at: way.token, in: sentence) { found.append(Int(lead.pattern)) }
      }
      // However long a sentence is, no more is kept of it than a stretch gives.
      if next < leading.upperBound { found.sortAndUnify() }
    }
  }

  /// Whether all that a way needs is in a sentence in which a word leads to it.
  private mutating func isOpen(_ lead: Lead, at token: Int32, in sentence: Int) -> Bool {
    let phrase = set.presearch.wayPhrases[Int(lead.way)]
    if phrase.count > 0 { return holdsRest(of: phrase, from: token - phrase.place, in: sentence) }
    // The first need is what the word holds.
    let needs = set.presearch.needs(of: lead.way).dropFirst()
    guard !needs.isEmpty else { return true }
    take(sentence)
    return needs.allSatisfy { here.holds(group: set.presearch.need(at: $0)) }
  }

  private mutating func gather(in sentence: Int, among range: Range<Int>, into found: inout [Int]) {
    take(sentence)
    for place in words.range(of: sentence) {
      for index in memo.otherWays(of: words.number(at: place)).reversed() {
        let (pattern, way) = memo.otherWay(at: index)
        guard pattern >= range.lowerBound else { break }
        guard pattern < range.upperBound else { continue }
        if set.presearch.needs(of: way).count > 1 {
          takeOthers()
          guard isOpen(way) else { continue }
        }
        found.append(Int(pattern))
      }
    }
  }

  /// All spans of a pattern in a sentence, as indices into the note's tokens, by start and end.
  /// `segment` is what `@` stands for; without it `@` matches nothing.
  public mutating func matches(
    _ pattern: Int, in sentence: Int, segment: Range<Int>? = nil, isCandidate: Bool = false
  ) -> [Range<Int>] {
    look(for: pattern, in: sentence, segment: segment, isCandidate: isCandidate)
      ? stack.map { Int($0.start)..<Int($0.end) } : []
  }

  /// Of a pattern's spans in a sentence those that begin first, and of these the longest.
  ///
  /// - Parameter isCandidate: whether the sentence is known to hold what the pattern needs.
  public mutating func firstMatch(
    _ pattern: Int, in sentence: Int, isCandidate: Bool = false
  ) -> Range<Int>? {
    guard look(for: pattern, in: sentence, segment: nil, isCandidate: isCandidate) else { return nil }
    let first = stack[0].start
    var end = stack[0].end
    for span in stack where span.start == first { end = max(end, span.end) }
    return Int(first)..<Int(end)
  }

  /// Whether a pattern matches in a sentence; `segment` is what `@` stands for.
  public mutating func found(_ pattern: Int, in sentence: Int, segment: Range<Int>? = nil) -> Bool {
    look(for: pattern, in: sentence, segment: segment)
  }

  /// Whether a pattern matches in a sentence; its spans are then the whole stack, in order.
  private mutating func look(
    for pattern: Int, in sentence: Int, segment: Range<Int>?, isCandidate: Bool = false
  ) -> Bool {
    if isCandidate {
      take(sentence)
    } else {
      guard mayTake(sentence, for: pattern) else { return false }
      take(sentence)
      takeOthers()
      guard mayMatch(pattern) else { return false }
    }
    begin(set.roots[pattern], segment.map(TokenSpan.init))
    return !stack.isEmpty
  }

  /// The marked patterns that some sentence of the note may hold.
  var noteSignature: Signature { memo.signature(of: 0..<words.count, in: words) }

  /// Takes up what lies beside the note, which each of its sentences is near to.
  mutating func put(beside signature: Signature) { beside = signature }

  /// The actors named in a sentence, left to right: of overlapping names the one that begins first, then the
  /// longest, then the actor that stands first in the codebook.
  public mutating func actorMentions(in sentence: Int) -> [(actor: Int, tokens: Range<Int>)] {
    if let known = mentions[sentence] { return known }
    let found = findMentions(in: sentence)
    mentions[sentence] = found
    return found
  }

  private mutating func findMentions(in sentence: Int) -> [(actor: Int, tokens: Range<Int>)] {
    take(sentence)
    var mentions: [(actor: Int, tokens: Range<Int>)] = []
    for name in set.actorNames.anywhere { add(name, to: &mentions) }
    indexTerms()
    var place = 0
    while place < here.presentCount {
      for index in set.actorNames.names(by: here.present(at: place)) {
        add(set.actorNames.name(at: index), to: &mentions)
        // What was asked of other sentences may have put this one aside; its terms come in the same order.
        indexTerms()
      }
      place += 1
    }
    guard mentions.count > 1 else { return mentions }
    mentions.sort {
      ($0.tokens.lowerBound, -$0.tokens.upperBound, $0.actor)
        < ($1.tokens.lowerBound, -$1.tokens.upperBound, $1.actor)
    }
    var end = 0
    return mentions.filter { mention in
      guard mention.tokens.lowerBound >= end else { return false }
      end = mention.tokens.upperBound
      return true
    }
  }

  private mutating func add(_ name: ActorNames.Name, to mentions: inout [(actor: Int, tokens: Range<Int>)]) {
    if name.years >= 0, !set.expressions.termsOfOffice[Int(name.years)].holds(in: year) { return }
    stack.removeAll(keepingCapacity: true)
    if name.node < 0 { phrase(name.phrase) } else { evaluate(name.node, nil) }
    for span in stack { mentions.append((Int(name.actor), Int(span.start)..<Int(span.end))) }
  }

  /// Makes a sentence the one at hand.
  @inline(__always)
  mutating func take(_ sentence: Int) {
    if sentence != current { takeAnother(sentence) }
  }

  /// Whether a sentence may match a pattern that has a mark; all others may.
  mutating func mayHold(_ pattern: Int, in sentence: Int) -> Bool {
    guard let mark = set.presearch.mark(of: pattern) else { return true }
    return signature(of: sentence).holds(mark)
  }

  /// What a sentence holds; of the ones asked about last it is remembered.
  private mutating func signature(of sentence: Int) -> Signature {
    let place = sentence % Matcher.recentCount
    if recent[place].sentence != sentence { sign(sentence, at: place) }
    return recent[place].signature
  }

  /// Apart, as `indexTermsAnew`: the memo is copied for it.
  @inline(never)
  private mutating func sign(_ sentence: Int, at place: Int) {
    recent[place] = (sentence, memo.signature(of: words.range(of: sentence), in: words))
  }

  /// Whether a sentence, where it is not the one at hand, holds what a pattern is looked for by.
  @inline(__always)
  private mutating func mayTake(_ sentence: Int, for pattern: Int) -> Bool {
    if sentence == current { return true }
    if let mark = set.presearch.mark(of: pattern) { return signature(of: sentence).holds(mark) }
    for way in set.presearch.ways(of: pattern) {
      let needs = set.presearch.needs(of: way)
      guard !needs.isEmpty, !words.holds(group: set.presearch.need(at: needs.lowerBound), in: sentence, memo)
      else { return true }
    }
    return false
  }

  private mutating func takeAnother(_ sentence: Int) {
    current = sentence
    memoSpans.removeAll(keepingCapacity: true)
    here.take(words.range(of: sentence), of: words, memo)
  }

  /// Notes where each term occurs in the sentence at hand, once.
  @inline(__always)
  mutating func indexTerms() {
    if !here.isIndexed { indexTermsAnew() }
  }

  @inline(never)
  private mutating func indexTermsAnew() { here.index(words.range(of: current), of: words, memo) }

  @inline(__always)
  private mutating func takeOthers() { here.takeOthers(words.range(of: current), of: words, memo) }

  /// Evaluates an expression in the sentence at hand; its spans are then the whole stack.
  private mutating func begin(_ root: Int32, _ segment: TokenSpan?) {
    stack.removeAll(keepingCapacity: true)
    evaluate(root, segment)
  }

  /// Whether a pattern has a way to match in the sentence at hand.
  @inline(__always)
  private func mayMatch(_ pattern: Int) -> Bool {
    for way in set.presearch.ways(of: pattern) where isOpen(way) { return true }
    return false
  }

  /// Whether all that a way needs is in the sentence at hand.
  @inline(__always)
  private func isOpen(_ way: Int32) -> Bool {
    set.presearch.isOpen(way) { here.holds(group: $0) }
  }
}

extension TokenSpan {
  init(_ range: Range<Int>) {
    self.init(
      start: Int32(truncatingIfNeeded: range.lowerBound), end: Int32(truncatingIfNeeded: range.upperBound))
  }
}

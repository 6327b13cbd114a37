// Finds a set's patterns in the sentences of one note after another.

import Codebooks
import NoteText

/// A match is a pattern and a span of tokens. One matcher serves one thread; it keeps its buffers.
///
///     var matcher = Matcher(set)
///     matcher.read(text: note.text, cut: TextCutter.cut(text: note.text, units: note.units), year: 2022)
///     for pattern in matcher.candidates(in: 0) { print(matcher.matches(pattern, in: 0)) }
public struct Matcher {
  public let set: PatternSet
  var memo: WordMemo
  var words = NoteWords()
  var here: SentenceWords
  var questions: NoteQuestions
  var relations = SpanRelations()
  private var noteWays: NoteWays
  /// Results of operands, the innermost last.
  var stack: SpanList = []
  /// Results of lexicons and actors in the sentence at hand, by memo.
  var memoRanges: ContiguousArray<(epoch: UInt32, range: Range<Int>)>
  var memoSpans: SpanList = []
  var cut = CutText(sentences: [], tokens: [])
  var year: Int?
  /// Ways that may be open in the sentence asked about; kept for its capacity.
  private var ways: ContiguousArray<Int32> = []
  /// By pattern, whether the note may hold it; asked once a note.
  private var noteMay: ContiguousArray<(note: UInt32, isOpen: Bool)>
  private var note: UInt32 = 0
  /// The actors named in the note's sentences, of those that were asked about.
  private var mentions: [Int: [(actor: Int, tokens: Range<Int>)]] = [:]
  /// Which marked patterns the sentences asked about last lead to; -1 where none was.
  private var recent: [(sentence: Int, signature: Signature)] = []
  private static let recentCount = 4
  /// The sentence at hand; -1 before the first.
  var current = -1
  /// By token, how many of those before it hold a small letter; empty until asked.
  var smallBefore: ContiguousArray<Int32> = []

  public init(_ set: PatternSet) {
    self.set = set
    memo = WordMemo(set.expressions.vocabulary, set.presearch)
    here = SentenceWords(termCount: set.expressions.vocabulary.count, groupCount: set.presearch.groupCount)
    questions = NoteQuestions(
      count: set.expressions.questionCount, groupCount: set.presearch.groupCount)
    noteWays = NoteWays(groupCount: set.presearch.groupCount, primary: set.primary)
    memoRanges = ContiguousArray(repeating: (0, 0..<0), count: set.expressions.memoCount)
    noteMay = ContiguousArray(repeating: (0, false), count: set.patterns.count)
  }

  /// Takes up a note. Names of an actor's people count where they held office in `year`; all do where nil.
  public mutating func read(text: [UInt8], cut: CutText, year: Int?) {
    self.cut = cut
    self.year = year
    current = -1
    beginNote()
    questions.begin()
    mentions.removeAll(keepingCapacity: true)
    recent = Array(repeating: (-1, Signature()), count: Matcher.recentCount)
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
    guard words.leads(in: sentence) else { return }
    if !noteWays.isFound { openNote { _, _ in .max } }
    ways.removeAll(keepingCapacity: true)
    noteWays.gather(words.range(of: sentence), of: words, memo, into: &ways)
    guard !ways.isEmpty else { return }
    var near: Signature?
    for index in ways {
      let lead = noteWays.leads[Int(index)]
      if lead.given != .max {
        let signature = near ?? nearSignature(around: sentence)
        near = signature
        guard signature.holdsAll(lead.given) else { continue }
      }
      if set.presearch.needs(of: lead.way).count > 1 {
        take(sentence)
        guard isOpen(lead.way) else { continue }
      }
      // A pattern that can match in several ways is found by each.
      found.append(Int(lead.pattern))
    }
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
      if pattern >= set.primary { takeOthers() }
      guard mayMatch(pattern) else { return false }
    }
    begin(set.roots[pattern], segment.map(TokenSpan.init))
    return !stack.isEmpty
  }

  /// Whether some sentence of the note may match a pattern; where not, none does.
  mutating func noteMayHold(_ pattern: Int) -> Bool {
    // Of others it is not known which groups of theirs the note holds.
    guard pattern < set.presearch.marked.upperBound else { return true }
    if noteMay[pattern].note == note { return noteMay[pattern].isOpen }
    questions.survey(words, memo)
    let isOpen = set.presearch.ways(of: pattern).contains { way in
      set.presearch.isOpen(way) { questions.holds(group: $0) }
    }
    noteMay[pattern] = (note, isOpen)
    return isOpen
  }

  /// Whether it is known which primary patterns the note may match.
  var isOpened: Bool { noteWays.isFound }

  /// Finds the primary patterns that the note may match, and of these lets those be candidates that are wanted.
  ///
  /// - Parameter wants: the marks without which near a sentence a pattern is none of its candidates, each a byte (all
  ///   bits set where it wants none); nil where it is left out of the note.
  mutating func openNote(_ wants: (_ matcher: inout Matcher, _ pattern: Int) -> UInt32?) {
    questions.survey(words, memo)
    for pattern in noteWays.find(questions, memo, set.presearch) {
      if let given = wants(&self, Int(pattern)) {
        if given != .max { noteWays.want(given, for: Int(pattern)) }
      } else {
        noteWays.refuse(Int(pattern))
      }
    }
    noteWays.settle(questions, memo, set.presearch)
  }

  private mutating func beginNote() {
    noteWays.begin()
    if note == .max {
      for index in noteMay.indices { noteMay[index].note = 0 }
      note = 0
    }
    note += 1
  }

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
    here.index(words.range(of: current), of: words, memo)
    var place = 0
    while place < here.presentCount {
      for index in set.actorNames.names(by: here.present(at: place)) {
        add(set.actorNames.name(at: index), to: &mentions)
        // What was asked of other sentences may have put this one aside; its terms come in the same order.
        here.index(words.range(of: current), of: words, memo)
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
    return nearSignature(of: sentence).holds(mark)
  }

  private mutating func nearSignature(of sentence: Int) -> Signature {
    let place = sentence % Matcher.recentCount
    if recent[place].sentence != sentence {
      recent[place] = (sentence, memo.nearSignature(of: words.range(of: sentence), in: words))
    }
    return recent[place].signature
  }

  /// The marked patterns that a sentence or one of the two before it may hold.
  private mutating func nearSignature(around sentence: Int) -> Signature {
    var signature = nearSignature(of: sentence)
    for earlier in max(0, sentence - 2)..<sentence { signature.formUnion(nearSignature(of: earlier)) }
    return signature
  }

  /// Whether a sentence, where it is not the one at hand, holds what a pattern is looked for by.
  @inline(__always)
  private func mayTake(_ sentence: Int, for pattern: Int) -> Bool {
    if sentence == current { return true }
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

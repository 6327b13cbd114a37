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
  /// Results of operands, the innermost last.
  var stack: SpanList = []
  /// Results of lexicons and actors in the sentence at hand, by memo.
  var memoRanges: ContiguousArray<(epoch: UInt32, range: Range<Int>)>
  var memoSpans: SpanList = []
  var cut = CutText(sentences: [], tokens: [])
  var year: Int?
  /// The sentence at hand; -1 before the first.
  var current = -1
  /// By token, how many of those before it hold a small letter; empty until asked.
  var smallBefore: ContiguousArray<Int32> = []

  public init(_ set: PatternSet) {
    self.set = set
    memo = WordMemo(set.expressions.vocabulary)
    here = SentenceWords(termCount: set.expressions.vocabulary.count, groupCount: set.presearch.groupCount)
    questions = NoteQuestions(count: set.expressions.questionCount)
    memoRanges = ContiguousArray(repeating: (0, 0..<0), count: set.expressions.memoCount)
  }

  /// Takes up a note. Names of an actor's people count where they held office in `year`; all do where nil.
  public mutating func read(text: [UInt8], cut: CutText, year: Int?) {
    self.cut = cut
    self.year = year
    current = -1
    questions.begin()
    smallBefore.removeAll(keepingCapacity: true)
    words.read(text.span, cut, &memo)
  }

  /// The patterns that may match in a sentence, ascending. All others do not.
  public mutating func candidates(in sentence: Int) -> [Int] {
    take(sentence)
    var found = set.presearch.anywhere
    for group in here.groups {
      for pattern in set.presearch.patterns(by: group) where mayMatch(Int(pattern)) {
        found.append(Int(pattern))
      }
    }
    if found.count > 1 { found.sort() }
    return found
  }

  /// All spans of a pattern in a sentence, as indices into the note's tokens, by start and end.
  /// `segment` is what `@` stands for; without it `@` matches nothing.
  public mutating func matches(
    _ pattern: Int, in sentence: Int, segment: Range<Int>? = nil
  ) -> [Range<Int>] {
    take(sentence)
    guard mayMatch(pattern) else { return [] }
    stack.removeAll(keepingCapacity: true)
    evaluate(set.roots[pattern], segment.map(TokenSpan.init))
    return stack.map { Int($0.start)..<Int($0.end) }
  }

  /// Whether a pattern without `@` matches in a sentence.
  public mutating func found(_ pattern: Int, in sentence: Int) -> Bool {
    take(sentence)
    guard mayMatch(pattern) else { return false }
    stack.removeAll(keepingCapacity: true)
    evaluate(set.roots[pattern], nil)
    return !stack.isEmpty
  }

  /// The actors named in a sentence, left to right: of overlapping names the one that begins first, then the
  /// longest, then the actor that stands first in the codebook.
  public mutating func actorMentions(in sentence: Int) -> [(actor: Int, tokens: Range<Int>)] {
    take(sentence)
    var mentions: [(actor: Int, tokens: Range<Int>)] = []
    for (actor, root) in set.actorRoots.enumerated() where set.actorNeeds[actor].allSatisfy(here.holds) {
      stack.removeAll(keepingCapacity: true)
      evaluate(root, nil)
      for span in stack { mentions.append((actor, Int(span.start)..<Int(span.end))) }
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

  /// Makes a sentence the one at hand.
  @inline(__always)
  mutating func take(_ sentence: Int) {
    if sentence != current { takeAnother(sentence) }
  }

  private mutating func takeAnother(_ sentence: Int) {
    current = sentence
    memoSpans.removeAll(keepingCapacity: true)
    here.take(words.words(in: sentence), memo, set.presearch)
  }

  /// Whether all that a pattern needs is in the sentence at hand.
  @inline(__always)
  private func mayMatch(_ pattern: Int) -> Bool {
    for group in set.presearch.needs(of: pattern) where !here.holds(group: group) { return false }
    return true
  }
}

extension TokenSpan {
  init(_ range: Range<Int>) {
    self.init(
      start: Int32(truncatingIfNeeded: range.lowerBound), end: Int32(truncatingIfNeeded: range.upperBound))
  }
}

// The words of one sentence that any pattern asks about.

import NoteText

/// Which groups of terms the sentence at hand holds, and where each term occurs.
struct SentenceWords {
  private struct Occurrence {
    var token: Int32
    var next: Int32
  }
  private struct Head {
    var epoch: UInt32 = 0
    var first: Int32 = -1
  }

  /// Counts sentences taken up; what was noted under another number is stale.
  private(set) var epoch: UInt32 = 0
  private var heads: ContiguousArray<Head>
  private var occurrences: ContiguousArray<Occurrence> = []
  private(set) var isIndexed = false
  private var hasOthers = false
  /// Terms that occur, each once; behind the first `presentCount` what earlier sentences left.
  private var present: ContiguousArray<Int32> = []
  private(set) var presentCount = 0
  private var groupEpochs: ContiguousArray<UInt32>

  init(termCount: Int, groupCount: Int) {
    heads = ContiguousArray(repeating: Head(), count: termCount)
    groupEpochs = ContiguousArray(repeating: 0, count: groupCount)
  }

  /// Takes up a sentence: notes the groups that its words hold and that decide whether a primary pattern is open.
  mutating func take(_ range: Range<Int>, of words: borrowing NoteWords, _ memo: borrowing WordMemo) {
    advance()
    isIndexed = false
    hasOthers = false
    let epoch = epoch
    var epochs = groupEpochs.mutableSpan
    for place in range {
      for index in memo.neededGroups(of: words.number(at: place)) {
        epochs[Int(memo.group(at: index))] = epoch
      }
    }
  }

  /// Notes the other groups too, once a sentence.
  @inline(__always)
  mutating func takeOthers(_ range: Range<Int>, of words: borrowing NoteWords, _ memo: borrowing WordMemo) {
    guard !hasOthers else { return }
    hasOthers = true
    let epoch = epoch
    var epochs = groupEpochs.mutableSpan
    for place in range {
      for index in memo.otherGroups(of: words.number(at: place)) {
        epochs[Int(memo.group(at: index))] = epoch
      }
    }
  }

  /// Notes where each term occurs. Who asks again looks at `isIndexed` first: to hand over a note's words and the memo is
  /// to copy both.
  mutating func index(
    _ range: Range<Int>, of words: borrowing NoteWords, _ memo: borrowing WordMemo
  ) {
    isIndexed = true
    var count = 0
    for place in range { count += memo.terms(of: words.number(at: place)).count }
    if occurrences.count < count {
      let missing = count - occurrences.count
      occurrences.append(contentsOf: repeatElement(Occurrence(token: 0, next: -1), count: missing))
      present.append(contentsOf: repeatElement(0, count: missing))
    }
    presentCount = SentenceWords.index(range, of: words, memo, epoch, &heads, &occurrences, &present)
  }

  private static func index(
    _ range: Range<Int>, of words: borrowing NoteWords, _ memo: borrowing WordMemo, _ epoch: UInt32,
    _ heads: inout ContiguousArray<Head>, _ occurrences: inout ContiguousArray<Occurrence>,
    _ present: inout ContiguousArray<Int32>
  ) -> Int {
    var heads = heads.mutableSpan
    var occurrences = occurrences.mutableSpan
    var present = present.mutableSpan
    var next = 0
    var count = 0
    for place in range.reversed() {
      let word = words.word(at: place)
      for index in memo.terms(of: word.number) {
        let term = memo.term(at: index)
        let head = heads[Int(term)]
        let isNew = head.epoch != epoch
        // What is there already is overwritten by the next.
        present[count] = term
        count += isNew ? 1 : 0
        occurrences[next] = Occurrence(token: word.token, next: isNew ? -1 : head.first)
        heads[Int(term)] = Head(epoch: epoch, first: Int32(truncatingIfNeeded: next))
        next += 1
      }
    }
    return count
  }

  private mutating func advance() {
    if epoch == .max {
      for index in heads.indices { heads[index].epoch = 0 }
      for index in groupEpochs.indices { groupEpochs[index] = 0 }
      epoch = 0
    }
    epoch += 1
  }

  @inline(__always)
  func holds(group: Int32) -> Bool { groupEpochs[Int(group)] == epoch }

  /// The first occurrence of a term; -1 where there is none.
  @inline(__always)
  func first(of term: Int32) -> Int32 {
    heads[Int(term)].epoch == epoch ? heads[Int(term)].first : -1
  }

  /// A term that occurs, each once, for places below `presentCount`.
  @inline(__always)
  func present(at place: Int) -> Int32 { present[place] }

  /// Token of an occurrence, and the next occurrence of its term.
  @inline(__always)
  func occurrence(_ index: Int32) -> (token: Int32, next: Int32) {
    (occurrences[Int(index)].token, occurrences[Int(index)].next)
  }
}

/// The words of a note that any pattern asks about, sentence by sentence.
struct NoteWords {
  struct Word {
    var token: Int32
    /// Its class, above 0.
    var number: Int32
  }
  /// The first `count`, and others that earlier notes left.
  private var words: ContiguousArray<Word> = []
  private(set) var count = 0
  /// Those by which a primary pattern is looked for, and how many.
  private var leading: ContiguousArray<Word> = []
  private var leadingCount = 0
  /// By sentence, its first word, and what its words are between them.
  private var starts: ContiguousArray<Int32> = []
  private var leadingStarts: ContiguousArray<Int32> = []
  private var traits: ContiguousArray<WordTraits> = []
  /// The class of each token, and others that earlier notes left.
  private var numbers: ContiguousArray<Int32> = []

  mutating func read(_ text: Span<UInt8>, _ cut: borrowing CutText, _ memo: inout WordMemo) {
    starts.removeAll(keepingCapacity: true)
    leadingStarts.removeAll(keepingCapacity: true)
    traits.removeAll(keepingCapacity: true)
    makeRoom(for: cut.tokens.count)
    count = 0
    leadingCount = 0
    for sentence in cut.sentences {
      starts.append(Int32(truncatingIfNeeded: count))
      leadingStarts.append(Int32(truncatingIfNeeded: leadingCount))
      traits.append(
        NoteWords.read(
          sentence.tokens, of: cut.tokens.span, text, &memo, &numbers, &words, &count, &leading,
          &leadingCount))
    }
    starts.append(Int32(truncatingIfNeeded: count))
    leadingStarts.append(Int32(truncatingIfNeeded: leadingCount))
  }

  private static func read(
    _ range: Range<Int>, of tokens: Span<Token>, _ text: Span<UInt8>, _ memo: inout WordMemo,
    _ numbers: inout ContiguousArray<Int32>, _ words: inout ContiguousArray<Word>, _ count: inout Int,
    _ leading: inout ContiguousArray<Word>, _ leadingCount: inout Int
  ) -> WordTraits {
    var traits: Int32 = 0
    var numbers = numbers.mutableSpan
    var words = words.mutableSpan
    var leading = leading.mutableSpan
    var next = count
    var nextLeading = leadingCount
    for index in range {
      let token = tokens[index]
      let code = memo.code(of: text, from: Int(token.start), to: Int(token.stem))
      numbers[index] = code >> 2
      // What has no class, or leads nowhere, is overwritten by the next: a branch would be guessed wrong once in six
      // words.
      let word = Word(token: Int32(truncatingIfNeeded: index), number: code >> 2)
      words[next] = word
      next += code > 3 ? 1 : 0
      leading[nextLeading] = word
      nextLeading += Int(code & 1)
      traits |= code & 3
    }
    count = next
    leadingCount = nextLeading
    return WordTraits(rawValue: UInt8(truncatingIfNeeded: traits))
  }

  private mutating func makeRoom(for count: Int) {
    guard numbers.count < count else { return }
    let missing = count - numbers.count
    numbers.append(contentsOf: repeatElement(0, count: missing))
    words.append(contentsOf: repeatElement(Word(token: 0, number: 0), count: missing))
    leading.append(contentsOf: repeatElement(Word(token: 0, number: 0), count: missing))
  }

  @inline(__always)
  func word(at index: Int) -> Word { words[index] }

  @inline(__always)
  func number(at index: Int) -> Int32 { words[index].number }

  /// The words of a sentence, as indices for `word(at:)`.
  @inline(__always)
  func range(of sentence: Int) -> Range<Int> { Int(starts[sentence])..<Int(starts[sentence + 1]) }

  /// The words of a sentence by which primary patterns are looked for, as indices for `leading(at:)`.
  @inline(__always)
  func leading(in sentence: Int) -> Range<Int> {
    Int(leadingStarts[sentence])..<Int(leadingStarts[sentence + 1])
  }

  @inline(__always)
  func leading(at index: Int) -> Word { leading[index] }

  @inline(__always)
  func holdsOffice(in sentence: Int) -> Bool { traits[sentence].contains(.office) }

  @inline(__always)
  func number(of token: Int) -> Int32 { numbers[token] }

  /// Whether a sentence holds a term of a group.
  func holds(group: Int32, in sentence: Int, _ memo: borrowing WordMemo) -> Bool {
    for index in range(of: sentence) where memo.holds(group: group, in: words[index].number) { return true }
    return false
  }
}

extension Token {
  /// No letter of it is small.
  var isInCapitals: Bool {
    shape.contains(.capitals) || shape.contains(.digits)
      || (shape.contains(.capitalised) && stem - start == 1)
  }
}

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
  private var isIndexed = false
  private var hasOthers = false
  /// Terms that occur, each once.
  private(set) var present: ContiguousArray<Int32> = []
  private var groupEpochs: ContiguousArray<UInt32>
  /// Groups that have a term here and that some pattern is looked for by, each once.
  private(set) var leadingGroups: ContiguousArray<Int32> = []

  init(termCount: Int, groupCount: Int) {
    heads = ContiguousArray(repeating: Head(), count: termCount)
    groupEpochs = ContiguousArray(repeating: 0, count: groupCount)
  }

  /// Takes up a sentence: notes the groups that its words hold and that primary patterns need.
  mutating func take(_ range: Range<Int>, of words: borrowing NoteWords, _ memo: borrowing WordMemo) {
    advance()
    isIndexed = false
    hasOthers = false
    leadingGroups.removeAll(keepingCapacity: true)
    for place in range {
      for index in memo.primaryGroups(of: words.words[place].number) { note(memo.group(at: index), memo) }
    }
  }

  /// Notes the other groups too, once a sentence.
  @inline(__always)
  mutating func takeOthers(_ range: Range<Int>, of words: borrowing NoteWords, _ memo: borrowing WordMemo) {
    guard !hasOthers else { return }
    hasOthers = true
    for place in range {
      for index in memo.otherGroups(of: words.words[place].number) { note(memo.group(at: index), memo) }
    }
  }

  @inline(__always)
  private mutating func note(_ group: Int32, _ memo: borrowing WordMemo) {
    guard groupEpochs[Int(group)] != epoch else { return }
    groupEpochs[Int(group)] = epoch
    if memo.isLeading(group) { leadingGroups.append(group) }
  }

  /// Notes where each term occurs, once a sentence.
  @inline(__always)
  mutating func index(_ range: Range<Int>, of words: borrowing NoteWords, _ memo: borrowing WordMemo) {
    if !isIndexed { indexAnew(range, of: words, memo) }
  }

  private mutating func indexAnew(
    _ range: Range<Int>, of words: borrowing NoteWords, _ memo: borrowing WordMemo
  ) {
    isIndexed = true
    occurrences.removeAll(keepingCapacity: true)
    present.removeAll(keepingCapacity: true)
    for place in range.reversed() {
      let word = words.words[place]
      for index in memo.terms(of: word.number) { note(memo.term(at: index), at: word.token) }
    }
  }

  @inline(__always)
  private mutating func note(_ term: Int32, at token: Int32) {
    var next: Int32 = -1
    if heads[Int(term)].epoch == epoch {
      next = heads[Int(term)].first
    } else {
      present.append(term)
    }
    occurrences.append(Occurrence(token: token, next: next))
    heads[Int(term)] = Head(epoch: epoch, first: Int32(truncatingIfNeeded: occurrences.count - 1))
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
  private(set) var words: ContiguousArray<Word> = []
  /// By sentence, its first word; and whether a primary pattern may be looked for there.
  private var starts: ContiguousArray<Int32> = []
  private var leads: ContiguousArray<Bool> = []
  /// By sentence, whether a word of it names an office.
  private var offices: ContiguousArray<Bool> = []
  /// The class of each token.
  private var numbers: ContiguousArray<Int32> = []

  mutating func read(_ text: Span<UInt8>, _ cut: borrowing CutText, _ memo: inout WordMemo) {
    words.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    leads.removeAll(keepingCapacity: true)
    offices.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    numbers.reserveCapacity(cut.tokens.count)
    let tokens = cut.tokens.span
    for sentence in cut.sentences {
      starts.append(Int32(truncatingIfNeeded: words.count))
      var leads = false
      var holdsOffice = false
      for index in sentence.tokens {
        let token = tokens[index]
        let number = memo.number(of: text, from: Int(token.start), to: Int(token.stem))
        numbers.append(number)
        if number > 0 {
          words.append(Word(token: Int32(truncatingIfNeeded: index), number: number))
          leads = leads || memo.leads(number)
          holdsOffice = holdsOffice || memo.isOffice(number)
        }
      }
      self.leads.append(leads)
      offices.append(holdsOffice)
    }
    starts.append(Int32(truncatingIfNeeded: words.count))
  }

  /// The words of a sentence, as indices of `words`.
  @inline(__always)
  func range(of sentence: Int) -> Range<Int> { Int(starts[sentence])..<Int(starts[sentence + 1]) }

  @inline(__always)
  func leads(in sentence: Int) -> Bool { leads[sentence] }

  @inline(__always)
  func holdsOffice(in sentence: Int) -> Bool { offices[sentence] }

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

// The words of one sentence that any pattern asks about.

import NoteText

/// Where each term occurs in the sentence at hand, and which groups of terms it holds.
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
  /// Terms that occur, each once.
  private(set) var present: ContiguousArray<Int32> = []
  private var groupEpochs: ContiguousArray<UInt32>
  /// Groups that have a term here, each once.
  private(set) var groups: ContiguousArray<Int32> = []

  init(termCount: Int, groupCount: Int) {
    heads = ContiguousArray(repeating: Head(), count: termCount)
    groupEpochs = ContiguousArray(repeating: 0, count: groupCount)
  }

  /// Takes up a sentence: its words of a class above 0.
  mutating func take(
    _ words: ContiguousArray<NoteWords.Word>.SubSequence, _ memo: WordMemo, _ presearch: Presearch
  ) {
    advance()
    occurrences.removeAll(keepingCapacity: true)
    present.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    for word in words.reversed() {
      for term in memo.terms(of: word.number) { note(term, at: word.token, presearch) }
    }
  }

  @inline(__always)
  private mutating func note(_ term: Int32, at token: Int32, _ presearch: Presearch) {
    let index = Int(term)
    if heads[index].epoch != epoch {
      heads[index] = Head(epoch: epoch, first: -1)
      present.append(term)
      for group in presearch.groups(of: term) where groupEpochs[Int(group)] != epoch {
        groupEpochs[Int(group)] = epoch
        groups.append(group)
      }
    }
    occurrences.append(Occurrence(token: token, next: heads[index].first))
    heads[index].first = Int32(truncatingIfNeeded: occurrences.count - 1)
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
    /// Its class.
    var number: Int32
  }
  private(set) var words: ContiguousArray<Word> = []
  private var starts: ContiguousArray<Int32> = []
  /// The class of each token.
  private var numbers: ContiguousArray<Int32> = []

  mutating func read(_ text: Span<UInt8>, _ cut: CutText, _ memo: inout WordMemo) {
    words.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    numbers.reserveCapacity(cut.tokens.count)
    let tokens = cut.tokens.span
    for sentence in cut.sentences {
      starts.append(Int32(truncatingIfNeeded: words.count))
      for index in sentence.tokens {
        let token = tokens[index]
        let number = memo.number(of: text, from: Int(token.start), to: Int(token.stem))
        numbers.append(number)
        if number > 0 { words.append(Word(token: Int32(truncatingIfNeeded: index), number: number)) }
      }
    }
    starts.append(Int32(truncatingIfNeeded: words.count))
  }

  func words(in sentence: Int) -> ContiguousArray<Word>.SubSequence {
    words[Int(starts[sentence])..<Int(starts[sentence + 1])]
  }

  @inline(__always)
  func number(of token: Int) -> Int32 { numbers[token] }
}

extension Token {
  /// No letter of it is small.
  var isInCapitals: Bool {
    shape.contains(.capitals) || shape.contains(.digits)
      || (shape.contains(.capitalised) && stem - start == 1)
  }
}

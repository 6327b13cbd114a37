// Answers to what patterns ask of a whole unit or note: is this operand found there?

/// Remembered answers for the note at hand. A question is the operand of an `AND` or `W/P` that may be met in
/// another sentence.
struct NoteQuestions {
  enum Answer: UInt8 {
    case unknown, no, yes
  }
  private struct Question {
    /// By sentence; empty until first asked.
    var answers: ContiguousArray<Answer> = []
    /// The scope last counted, and in how many of its sentences the operand is found.
    var scope: Range<Int> = 0..<0
    var count = 0
  }
  private var questions: [Question]
  private var touched: [Int] = []

  /// Counts notes; what was noted under another number is stale.
  private var note: UInt32 = 0
  /// By group of terms, the last note found to hold it; by class of words likewise. Found out when first asked.
  private var groups: ContiguousArray<UInt32>
  private var classes: ContiguousArray<UInt32> = []
  private var isSurveyed = false

  init(count: Int, groupCount: Int) {
    questions = Array(repeating: Question(), count: count)
    groups = ContiguousArray(repeating: 0, count: groupCount)
  }

  /// Forgets all answers.
  mutating func begin() {
    for index in touched { questions[index] = Question() }
    touched.removeAll(keepingCapacity: true)
    isSurveyed = false
    if note == .max {
      for index in groups.indices { groups[index] = 0 }
      for index in classes.indices { classes[index] = 0 }
      note = 0
    }
    note += 1
  }

  /// Whether any sentence of the note holds a term of a group.
  mutating func noteHolds(group: Int32, _ words: borrowing NoteWords, _ memo: borrowing WordMemo) -> Bool {
    survey(words, memo)
    return groups[Int(group)] == note
  }

  /// Finds out which groups the note holds, once.
  private mutating func survey(_ words: borrowing NoteWords, _ memo: borrowing WordMemo) {
    guard !isSurveyed else { return }
    isSurveyed = true
    if classes.count < memo.classCount {
      classes.append(contentsOf: repeatElement(0, count: memo.classCount - classes.count))
    }
    NoteQuestions.survey(words, memo, note, &classes, &groups)
  }

  private static func survey(
    _ words: borrowing NoteWords, _ memo: borrowing WordMemo, _ note: UInt32,
    _ classes: inout ContiguousArray<UInt32>, _ groups: inout ContiguousArray<UInt32>
  ) {
    var classes = classes.mutableSpan
    var groups = groups.mutableSpan
    for place in 0..<words.count {
      let number = words.number(at: place)
      guard classes[Int(number)] != note else { continue }
      classes[Int(number)] = note
      for index in memo.groups(of: number) { groups[Int(memo.group(at: index))] = note }
    }
  }

  func answer(_ question: Int, _ sentence: Int) -> Answer {
    questions[question].answers.isEmpty ? .unknown : questions[question].answers[sentence]
  }

  mutating func record(_ question: Int, _ sentence: Int, of count: Int, _ isFound: Bool) {
    if questions[question].answers.isEmpty {
      touched.append(question)
      questions[question].answers = ContiguousArray(repeating: .unknown, count: count)
    }
    questions[question].answers[sentence] = isFound ? .yes : .no
  }

  /// In how many sentences of a scope the operand is found, where that was the scope last counted.
  func count(_ question: Int, in scope: Range<Int>) -> Int? {
    questions[question].scope == scope && !scope.isEmpty ? questions[question].count : nil
  }

  mutating func record(_ question: Int, in scope: Range<Int>, count: Int) {
    touched.append(question)
    questions[question].scope = scope
    questions[question].count = count
  }
}

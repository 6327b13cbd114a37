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

  /// Groups of terms that the note holds; found out when first asked.
  private var groups: ContiguousArray<Bool>
  /// Those that it holds, and the classes of its words, each once; empty until it is surveyed.
  private var held: ContiguousArray<Int32> = []
  private var classes: ContiguousArray<Int32> = []
  private var isSeen: ContiguousArray<Bool> = []
  private var isSurveyed = false

  init(count: Int, groupCount: Int) {
    questions = Array(repeating: Question(), count: count)
    groups = ContiguousArray(repeating: false, count: groupCount)
  }

  /// Forgets all answers.
  mutating func begin() {
    for index in touched { questions[index] = Question() }
    touched.removeAll(keepingCapacity: true)
    for group in held { groups[Int(group)] = false }
    held.removeAll(keepingCapacity: true)
    for number in classes { isSeen[Int(number)] = false }
    classes.removeAll(keepingCapacity: true)
    isSurveyed = false
  }

  /// Whether any sentence of the note holds a term of a group.
  mutating func noteHolds(group: Int32, _ words: borrowing NoteWords, _ memo: borrowing WordMemo) -> Bool {
    survey(words, memo)
    return groups[Int(group)]
  }

  /// Finds out which groups the note holds, once.
  mutating func survey(_ words: borrowing NoteWords, _ memo: borrowing WordMemo) {
    guard !isSurveyed else { return }
    isSurveyed = true
    if isSeen.count < memo.classCount {
      isSeen.append(contentsOf: repeatElement(false, count: memo.classCount - isSeen.count))
    }
    for place in words.words.indices {
      let number = words.words[place].number
      guard !isSeen[Int(number)] else { continue }
      isSeen[Int(number)] = true
      classes.append(number)
      for index in memo.groups(of: number) where !groups[Int(memo.group(at: index))] {
        groups[Int(memo.group(at: index))] = true
        held.append(memo.group(at: index))
      }
    }
  }

  /// Whether a surveyed note holds a term of a group.
  func holds(group: Int32) -> Bool { groups[Int(group)] }

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

// Which primary patterns a note can hold at all: found once a note, so that most sentences are passed over.

import NoteText

/// The ways of primary patterns all of whose needs stand somewhere in the note at hand. A sentence none of whose
/// words leads to one of these is not taken up.
struct NoteWays {
  private struct Found {
    var note: UInt32 = 0
    var start: Int32 = 0
    var end: Int32 = 0
  }
  /// Of each group that ways are looked for by, where in `places` its ways stand.
  private var found: ContiguousArray<Found>
  /// As indices for `Presearch.way(at:)`.
  private var places: ContiguousArray<Int32> = []
  /// By pattern, the last note that has a way of it; by class of words, the last in which it leads to one.
  private var patterns: ContiguousArray<UInt32>
  private var classes: ContiguousArray<UInt32> = []
  /// Counts notes; what was noted under another number is stale.
  private var note: UInt32 = 0
  private(set) var isFound = false

  init(groupCount: Int, primary: Int) {
    found = ContiguousArray(repeating: Found(), count: groupCount)
    patterns = ContiguousArray(repeating: 0, count: primary)
  }

  mutating func begin() {
    isFound = false
    places.removeAll(keepingCapacity: true)
    if note == .max {
      for index in found.indices { found[index].note = 0 }
      for index in patterns.indices { patterns[index] = 0 }
      for index in classes.indices { classes[index] = 0 }
      note = 0
    }
    note += 1
  }

  /// Finds the ways of a surveyed note, and gives their patterns, each once.
  mutating func find(
    _ questions: borrowing NoteQuestions, _ memo: borrowing WordMemo, _ presearch: Presearch
  ) -> [Int] {
    isFound = true
    var all: [Int] = []
    for number in questions.met {
      for index in memo.leadingGroups(of: number) {
        let group = memo.group(at: index)
        guard found[Int(group)].note != note else { continue }
        let start = Int32(truncatingIfNeeded: places.count)
        for place in presearch.primaryWays(by: group) {
          let way = presearch.way(at: place)
          guard presearch.isOpen(way, { questions.holds(group: $0) }) else { continue }
          places.append(Int32(truncatingIfNeeded: place))
          let pattern = presearch.pattern(of: way)
          guard patterns[pattern] != note else { continue }
          patterns[pattern] = note
          all.append(pattern)
        }
        found[Int(group)] = Found(note: note, start: start, end: Int32(truncatingIfNeeded: places.count))
      }
    }
    return all
  }

  /// Leaves a pattern out for as long as the note is at hand.
  mutating func refuse(_ pattern: Int) { patterns[pattern] = 0 }

  /// Finds which classes of words lead to patterns that are left.
  mutating func settle(
    _ questions: borrowing NoteQuestions, _ memo: borrowing WordMemo, _ presearch: Presearch
  ) {
    if classes.count < memo.classCount {
      classes.append(contentsOf: repeatElement(0, count: memo.classCount - classes.count))
    }
    for number in questions.met {
      let leads = memo.leadingGroups(of: number).contains { index in
        ways(by: memo.group(at: index)).contains { isLeft(at: $0, presearch) }
      }
      if leads { classes[Int(number)] = note }
    }
  }

  private func ways(by group: Int32) -> Range<Int> {
    Int(found[Int(group)].start)..<Int(found[Int(group)].end)
  }

  private func isLeft(at index: Int, _ presearch: Presearch) -> Bool {
    patterns[presearch.pattern(of: presearch.way(at: Int(places[index])))] == note
  }

  /// The ways that may be open in a sentence, by its words' signatures.
  func gather(
    _ range: Range<Int>, of words: borrowing NoteWords, _ memo: borrowing WordMemo, _ presearch: Presearch,
    into ways: inout ContiguousArray<Int32>
  ) {
    guard range.contains(where: { classes[Int(words.number(at: $0))] == note }) else { return }
    let signature = memo.signature(of: range, in: words)
    for place in range {
      let number = words.number(at: place)
      guard classes[Int(number)] == note else { continue }
      for index in memo.leadingGroups(of: number) {
        for index in self.ways(by: memo.group(at: index)) {
          let place = Int(places[index])
          if presearch.mayBeOpen(at: place, signature), isLeft(at: index, presearch) {
            ways.append(presearch.way(at: place))
          }
        }
      }
    }
  }
}

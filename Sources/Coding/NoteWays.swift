// Which primary patterns a note can hold at all: found once a note, so that most sentences are passed over.

import NoteText

/// The ways of primary patterns all of whose needs stand somewhere in the note at hand. A sentence none of whose
/// words leads to one of these is not taken up.
struct NoteWays {
  /// A way that a class of words leads to in the note at hand.
  struct Lead {
    /// Marks of what else the way needs, and of what its pattern wants given near the sentence.
    var marks: UInt32
    var given: UInt32
    var way: Int32
    var pattern: Int32
  }
  private struct Found {
    var note: UInt32 = 0
    var start: Int32 = 0
    var end: Int32 = 0
  }
  /// Of each group that ways are looked for by, where in `places` its ways stand.
  private var found: ContiguousArray<Found>
  /// As indices for `Presearch.way(at:)`.
  private var places: ContiguousArray<Int32> = []
  /// By pattern, the last note that has a way of it, and what it wants given.
  private var patterns: ContiguousArray<(note: UInt32, given: UInt32)>
  /// By class of words, where in `leads` its ways stand; of classes that lead nowhere nothing.
  private var classes: ContiguousArray<(start: Int32, end: Int32)> = []
  private var isLeading: ContiguousArray<Bool> = []
  /// The classes that lead somewhere.
  private var leading: ContiguousArray<Int32> = []
  private(set) var leads: ContiguousArray<Lead> = []
  /// Counts notes; what was noted under another number is stale.
  private var note: UInt32 = 0
  private(set) var isFound = false

  init(groupCount: Int, primary: Int) {
    found = ContiguousArray(repeating: Found(), count: groupCount)
    patterns = ContiguousArray(repeating: (0, 0), count: primary)
  }

  mutating func begin() {
    isFound = false
    places.removeAll(keepingCapacity: true)
    leads.removeAll(keepingCapacity: true)
    for number in leading { isLeading[Int(number)] = false }
    leading.removeAll(keepingCapacity: true)
    if note == .max {
      for index in found.indices { found[index].note = 0 }
      for index in patterns.indices { patterns[index].note = 0 }
      note = 0
    }
    note += 1
  }

  /// Finds the ways of a surveyed note, and gives their patterns, each once.
  mutating func find(
    _ questions: borrowing NoteQuestions, _ memo: borrowing WordMemo, _ presearch: Presearch
  ) -> ContiguousArray<Int32> {
    isFound = true
    var all: ContiguousArray<Int32> = []
    NoteWays.find(questions, memo, presearch, note, &found, &patterns, &places, &all)
    return all
  }

  private static func find(
    _ questions: borrowing NoteQuestions, _ memo: borrowing WordMemo, _ presearch: Presearch, _ note: UInt32,
    _ found: inout ContiguousArray<Found>, _ patterns: inout ContiguousArray<(note: UInt32, given: UInt32)>,
    _ places: inout ContiguousArray<Int32>, _ all: inout ContiguousArray<Int32>
  ) {
    var found = found.mutableSpan
    var patterns = patterns.mutableSpan
    for number in questions.met {
      for index in memo.leadingGroups(of: number) {
        let group = Int(memo.group(at: index))
        guard found[group].note != note else { continue }
        let start = Int32(truncatingIfNeeded: places.count)
        for place in presearch.primaryWays(by: Int32(truncatingIfNeeded: group)) {
          let way = presearch.way(at: place)
          guard presearch.isOpen(way, { questions.holds(group: $0) }) else { continue }
          places.append(Int32(truncatingIfNeeded: place))
          let pattern = presearch.pattern(of: way)
          guard patterns[pattern].note != note else { continue }
          patterns[pattern] = (note, .max)
          all.append(Int32(truncatingIfNeeded: pattern))
        }
        found[group] = Found(note: note, start: start, end: Int32(truncatingIfNeeded: places.count))
      }
    }
  }

  /// Leaves a pattern out for as long as the note is at hand.
  mutating func refuse(_ pattern: Int) { patterns[pattern].note = 0 }

  /// Keeps a pattern for sentences near which certain marks are held.
  mutating func want(_ given: UInt32, for pattern: Int) { patterns[pattern].given = given }

  /// Finds which classes of words lead to patterns that are left.
  mutating func settle(
    _ questions: borrowing NoteQuestions, _ memo: borrowing WordMemo, _ presearch: Presearch
  ) {
    guard !places.isEmpty else { return }
    if classes.count < memo.classCount {
      let missing = memo.classCount - classes.count
      classes.append(contentsOf: repeatElement((start: 0, end: 0), count: missing))
      isLeading.append(contentsOf: repeatElement(false, count: missing))
    }
    for number in questions.met {
      let start = leads.count
      for index in memo.leadingGroups(of: number) {
        let ways = found[Int(memo.group(at: index))]
        for place in ways.start..<ways.end {
          let place = Int(places[Int(place)])
          let way = presearch.way(at: place)
          let pattern = presearch.pattern(of: way)
          guard patterns[pattern].note == note else { continue }
          leads.append(
            Lead(
              marks: presearch.wayMarks[place], given: patterns[pattern].given, way: way,
              pattern: Int32(truncatingIfNeeded: pattern)))
        }
      }
      guard leads.count > start else { continue }
      classes[Int(number)] = (Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: leads.count))
      isLeading[Int(number)] = true
      leading.append(number)
    }
  }

  /// Gathers the ways that may be open in a sentence, by its words' signatures, as indices of `leads`.
  func gather(
    _ range: Range<Int>, of words: borrowing NoteWords, _ memo: borrowing WordMemo,
    into ways: inout ContiguousArray<Int32>
  ) {
    guard !leading.isEmpty,
      let first = range.first(where: { isLeading[Int(words.number(at: $0))] })
    else { return }
    let signature = memo.signature(of: range, in: words)
    for place in first..<range.upperBound {
      let number = Int(words.number(at: place))
      guard isLeading[number] else { continue }
      for index in classes[number].start..<classes[number].end
      where signature.holdsAll(leads[Int(index)].marks) {
        ways.append(index)
      }
    }
  }
}

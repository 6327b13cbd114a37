// What goes into the index in one transaction.

import NotePaths
import NoteStore

/// Changes on their way into the index: notes that were just dropped first, else in the order in which they came.
struct Batch {
  private(set) var changes: [NoteChange] = []
  private(set) var paths: Set<NotePath> = []
  /// Bytes of text.
  private(set) var bytes = 0
  /// So many of the first changes are of notes that were just dropped.
  private var freshAtFront = 0
  /// One was just dropped, and has to wait for what stands before it.
  private var hasFreshBehind = false
  /// Whether changes are to go into the index together and in order: what is gone in one place may have come up in another.
  private(set) var isWhole = false

  static let mostBytes = 16 << 20
  /// More do not make an import faster.
  static let mostChanges = 256
  /// Some 10 ms, of short notes or of long ones.
  static let fewChanges = 16
  static let fewBytes = 192 << 10

  var count: Int { changes.count }
  var isEmpty: Bool { changes.isEmpty }
  var hasFresh: Bool { freshAtFront > 0 || hasFreshBehind }

  mutating func add(_ change: NoteChange, isFresh: Bool = false) {
    var isKnown = false
    switch change {
    case .coded(let path, _, let revision), .rewritten(let path, _, let revision):
      isKnown = !paths.insert(path).inserted
      bytes += revision.coded.note.text.count
    case .waiting(let path), .unchanged(let path, _), .duplicate(let path, _, _), .ignored(let path, _, _),
      .quarantined(let path, _, _):
      isKnown = !paths.insert(path).inserted
    case .renamed(_, let path, _), .withdrawn(let path):
      paths.insert(path)
      isWhole = true
    case .unreachable, .reachable: isWhole = true
    }
    if isFresh, !isKnown, !isWhole {
      changes.insert(change, at: freshAtFront)
      freshAtFront += 1
    } else {
      changes.append(change)
      hasFreshBehind = hasFreshBehind || isFresh
    }
  }

  /// Takes out what goes next: what was just dropped alone, if anything was.
  mutating func removeNext() -> Batch {
    freshAtFront == 0 || hasFreshBehind || isWhole ? removeFirst(count) : removeFirst(freshAtFront)
  }

  /// Takes out the first `number` changes.
  mutating func removeFirst(_ number: Int) -> Batch {
    guard number < count else {
      defer { self = Batch() }
      return self
    }
    var (first, rest) = (Batch(), Batch())
    for (place, change) in changes.enumerated() {
      let isFresh = place < freshAtFront
      if place < number { first.add(change, isFresh: isFresh) } else { rest.add(change, isFresh: isFresh) }
    }
    rest.hasFreshBehind = rest.hasFreshBehind || hasFreshBehind
    self = rest
    return first
  }

  /// What did not go into the index goes before what came since.
  mutating func putBack(_ earlier: Batch) {
    if earlier.isEmpty { return }
    var all = earlier
    for (place, change) in changes.enumerated() { all.add(change, isFresh: place < freshAtFront) }
    all.hasFreshBehind = all.hasFreshBehind || hasFreshBehind
    self = all
  }
}

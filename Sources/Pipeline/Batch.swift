// What goes into the index in one transaction.

import NotePaths
import NoteStore

/// Changes on their way into the index, in order.
struct Batch {
  private(set) var changes: [NoteChange] = []
  private(set) var paths: Set<NotePath> = []
  private(set) var bytes = 0
  var hasFresh = false

  static let mostBytes = 16 << 20
  /// More do not make an import faster.
  static let mostChanges = 256
  /// Some 10 ms.
  static let fewChanges = 16

  var count: Int { changes.count }
  var isEmpty: Bool { changes.isEmpty }
  var isFull: Bool { bytes >= Self.mostBytes }

  mutating func add(_ change: NoteChange, bytes: Int = 0) {
    changes.append(change)
    self.bytes += bytes
    switch change {
    case .waiting(let path), .coded(let path, _, _), .rewritten(let path, _, _), .unchanged(let path, _),
      .duplicate(let path, _, _), .ignored(let path, _, _), .quarantined(let path, _, _),
      .renamed(_, let path, _), .withdrawn(let path):
      paths.insert(path)
    case .unreachable, .reachable: break
    }
  }

  /// What the index refused goes before what came since.
  mutating func putBack(_ earlier: Batch) {
    changes = earlier.changes + changes
    paths.formUnion(earlier.paths)
    bytes += earlier.bytes
    hasFresh = hasFresh || earlier.hasFresh
  }
}

// After a change of the codebook: stored notes are coded anew from their stored text, a slice at a time.

import Coding
import NoteStore

/// Keeps the slice that is with the workers. New notes go before it: it is only fed while nothing else waits.
struct Recoding {
  private let fingerprint: String
  private var out = 0
  private var done: [(id: Int64, note: CodedNote)] = []
  private(set) var total = 0
  private(set) var isOver = false

  /// Revisions a slice; `staleRevisions` also bounds the text of one.
  private static let slice = 500

  init(fingerprint: String) { self.fingerprint = fingerprint }

  /// Looks whether there is anything to do at all; before, nobody knows.
  mutating func begin(_ store: Store) throws {
    isOver = try store.staleRevisions(fingerprint: fingerprint, limit: 1).isEmpty
  }

  /// The next slice, once the one before is stored; empty when there is nothing to hand out now.
  mutating func next(_ store: Store) throws -> [StoredRevision] {
    guard !isOver, out == 0 else { return [] }
    let stale = try store.staleRevisions(fingerprint: fingerprint, limit: Self.slice)
    isOver = stale.isEmpty
    out = stale.count
    return stale
  }

  /// Takes a result; stores the slice when it is whole. Returns whether it did.
  mutating func take(_ id: Int64, _ note: CodedNote, _ store: Store, at now: Int64) throws -> Bool {
    done.append((id, note))
    guard done.count == out else { return false }
    try store.recode(done, at: now)
    total += done.count
    done = []
    out = 0
    return true
  }
}

// Asking the ledger.

import FileWatching
import GRDB
public import NotePaths

extension Store {
  /// The whole ledger in order of path bytes, one line at a time, in one snapshot; for the rescan's merge and
  /// for `status`. `body` says whether to go on; it must not ask the store anything (SQLite's
  /// connection is in use). With a folder: only what lies below it.
  public func ledger(
    below folder: NotePath = NotePath(bytes: []), _ body: (LedgerEntry) throws -> Bool
  ) throws(StoreError) {
    try read { db in
      let range = NoteTransaction.range(of: folder)
      try db.cachedStatement(
        sql: "SELECT \(Self.ledgerColumns) FROM entry WHERE \(range.condition) ORDER BY path"
      ).each(range.values) { try body(Self.ledgerEntry($0)) }
    }
  }

  /// One path's line, with the original of a duplicate.
  public func entry(_ path: NotePath) throws(StoreError) -> LedgerEntry? {
    try read { db in
      var entry = try db.cachedStatement(sql: "SELECT \(Self.ledgerColumns) FROM entry WHERE path = ?")
        .first([.blob(path.bytes)], Self.ledgerEntry)
      if entry?.state == .duplicate {
        entry?.original = try db.cachedStatement(
          sql: "SELECT n.path FROM entry e JOIN note n ON n.id = e.note WHERE e.path = ?"
        ).first([.blob(path.bytes)]) { NotePath(bytes: $0.bytes(0)) }
      }
      return entry
    }
  }

  /// Paths by state; states without a path are absent.
  public func ledgerCounts() throws(StoreError) -> [LedgerState: Int] {
    try read { db in
      var counts: [LedgerState: Int] = [:]
      try db.cachedStatement(sql: "SELECT state, count(*) FROM entry GROUP BY state").each { row in
        if let state = LedgerState(rawValue: row.text(0)) { counts[state] = row.int(1) }
        return true
      }
      return counts
    }
  }

  /// All lines in a state, by path bytes; with the originals of duplicates.
  public func entries(in state: LedgerState) throws(StoreError) -> [LedgerEntry] {
    try read { db in
      try db.cachedStatement(
        sql: """
          SELECT \(Self.ledgerColumns), (SELECT path FROM note n WHERE n.id = entry.note)
          FROM entry WHERE state = ? ORDER BY path
          """
      ).all([.text(state.rawValue)]) { row in
        var entry = Self.ledgerEntry(row)
        if state == .duplicate { entry.original = NotePath(bytes: row.bytes(14)) }
        return entry
      }
    }
  }

  private static let ledgerColumns = """
    path, state, was, device, inode, size, modified, changed, first_seen, since, kind, reason, remedy, attempts
    """

  private static func ledgerEntry(_ row: RawRow) -> LedgerEntry {
    LedgerEntry(
      path: NotePath(bytes: row.bytes(0)), state: LedgerState(rawValue: row.text(1)) ?? .waiting,
      was: row.optionalText(2).flatMap(LedgerState.init), stamp: FileStamp(row, from: 3),
      firstSeen: row.int64(8), since: row.int64(9), kind: row.optionalText(10),
      reason: row.optionalText(11), remedy: row.optionalText(12), attempts: row.int(13))
  }
}

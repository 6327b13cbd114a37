// Lines of the ledger inside a transaction.

import FileWatching
import GRDB
import NotePaths

/// A line of the ledger as the writer needs it.
struct EntryRow {
  var state: LedgerState
  var was: LedgerState?
  /// The note that the path carries or, for duplicates, that another path carries.
  var note: Int64?
  var stamp: FileStamp?
  var firstSeen: Int64
  var kind: String?
  var reason: String?
  var remedy: String?
  var attempts = 0

  /// The note that stands in the index under this path.
  var ownNote: Int64? { state == .coded || was == .coded ? note : nil }

  /// The note whose history this path goes on with: its own, or the one that was withdrawn here.
  var formerNote: Int64? { state == .duplicate ? nil : note }
}

extension NoteTransaction {
  private static let entryColumns = """
    state, was, note, device, inode, size, modified, changed, first_seen, kind, reason, remedy, attempts
    """

  private static let entrySelection = "SELECT \(entryColumns) FROM entry WHERE path = ?"

  func entry(_ path: NotePath) throws -> EntryRow? {
    try db.cachedStatement(sql: Self.entrySelection)
      .first([.blob(path.bytes)]) { row in
        EntryRow(
          state: LedgerState(rawValue: row.text(0)) ?? .waiting,
          was: row.optionalText(1).flatMap(LedgerState.init), note: row.optionalInt64(2),
          stamp: FileStamp(row, from: 3), firstSeen: row.int64(8), kind: row.optionalText(9),
          reason: row.optionalText(10), remedy: row.optionalText(11), attempts: row.int(12))
      }
  }

  private static let entryValues =
    "INTO entry (path, since, \(entryColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
  private static let entryInsertion = "INSERT \(entryValues)"
  private static let entryReplacement = "INSERT OR REPLACE \(entryValues)"

  /// - Parameter isNew: the path has no line, which costs less to write.
  func put(_ path: NotePath, _ entry: EntryRow, isNew: Bool = false) throws {
    try db.cachedStatement(sql: isNew ? Self.entryInsertion : Self.entryReplacement).run(
      [
        .blob(path.bytes), .int(now), .text(entry.state.rawValue), .optional(entry.was?.rawValue),
        .optional(entry.note),
      ] + FileStamp.bound(entry.stamp) + [
        .int(entry.firstSeen), .optional(entry.kind?.withoutNUL), .optional(entry.reason?.withoutNUL),
        .optional(entry.remedy?.withoutNUL), .int(entry.attempts),
      ])
  }

  func remove(_ path: NotePath) throws {
    try db.cachedStatement(sql: "DELETE FROM entry WHERE path = ?").run([.blob(path.bytes)])
  }

  /// Paths that are copies of a note and known as such just now, by path bytes.
  func duplicates(of note: Int64) throws -> [NotePath] {
    try db.cachedStatement(
      sql:
        "SELECT path FROM entry WHERE note = ? AND state IN ('duplicate', 'withdrawn') AND state = 'duplicate' ORDER BY path"
    ).all([.int(note)]) { NotePath(bytes: $0.bytes(0)) }
  }
}

extension FileStamp {
  /// Five columns in a row; nil where they are null.
  init?(_ row: RawRow, from column: Int32) {
    guard !row.isNull(column) else { return nil }
    self.init(
      device: UInt64(bitPattern: row.int64(column)), inode: UInt64(bitPattern: row.int64(column + 1)),
      size: row.int64(column + 2), modified: row.int64(column + 3), changed: row.int64(column + 4))
  }

  static func bound(_ stamp: FileStamp?) -> [Bound] {
    guard let stamp else { return [.null, .null, .null, .null, .null] }
    return [
      .int(Int64(bitPattern: stamp.device)), .int(Int64(bitPattern: stamp.inode)), .int(stamp.size),
      .int(stamp.modified), .int(stamp.changed),
    ]
  }
}

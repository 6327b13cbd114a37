// Full-text rows of one transaction, written at its end.

import GRDB
import NotePaths

/// Keeps what is to go into and out of `fts`, in order, until the rest of the transaction is written.
///
/// FTS5 writes out what it has in memory at every savepoint, and SQLite makes one for each statement that
/// could fail half way (`INSERT OR REPLACE`, updates of foreign keys). With such statements between its rows
/// an import took twice as long.
final class FullTextQueue {
  private struct Row {
    var isInsertion: Bool
    var id: Int64
    var path: NotePath
    var title: String
    var text: [UInt8]
  }
  /// Above this much text the queue is written early, to bound memory.
  private static let limit = 32 << 20
  private let db: Database
  private var rows: [Row] = []
  private var size = 0

  init(_ db: Database) { self.db = db }

  func insert(_ id: Int64, path: NotePath, title: String, text: [UInt8]) throws {
    try add(Row(isInsertion: true, id: id, path: path, title: title, text: text))
  }

  /// The index keeps no text: path, title and text must be those that went in.
  func delete(_ id: Int64, path: NotePath, title: String, text: [UInt8]) throws {
    try add(Row(isInsertion: false, id: id, path: path, title: title, text: text))
  }

  private func add(_ row: Row) throws {
    rows.append(row)
    size += row.text.count
    if size > Self.limit { try flush() }
  }

  func flush() throws {
    let insertion = try db.cachedStatement(
      sql: "INSERT INTO fts (rowid, path, title, text) VALUES (?, ?, ?, ?)")
    let deletion = try db.cachedStatement(
      sql: "INSERT INTO fts (fts, rowid, path, title, text) VALUES ('delete', ?, ?, ?, ?)")
    for row in rows {
      try (row.isInsertion ? insertion : deletion).run([
        .int(row.id), .text(row.path.description), .text(row.title.withoutNUL),
        .utf8(row.text.withoutNUL),
      ])
    }
    rows = []
    size = 0
  }
}

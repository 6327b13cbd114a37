// Full-text rows of one transaction, written at its end.

import GRDB
import NotePaths
import Synchronization

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
  private let merging: FullTextMerging
  private var rows: [Row] = []
  private var size = 0

  init(_ db: Database, _ merging: FullTextMerging) {
    self.db = db
    self.merging = merging
  }

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
    if !rows.isEmpty { merging.owe(forText: size) }
    rows = []
    size = 0
  }

  /// Writes out what is left, and merges what is owed by now.
  func close() throws {
    try flush()
    let pages = merging.due()
    guard pages > 0 else { return }
    try db.cachedStatement(sql: "INSERT INTO fts (fts, rank) VALUES ('merge', ?)").run([.int(Int64(pages))])
  }
}

/// How much merging of the full-text index's parts is due: in proportion to the text that went in, so that no transaction,
/// and nobody who waits for one, has to do the merging of many before.
final class FullTextMerging: Sendable {
  /// Text that asks for a page of `fts` to be merged: it fills about half of one, which is written again once for each
  /// level of merging, of which there are two or three.
  private static let textPerPage = 3 << 10
  /// Fewer pages are not worth the begin.
  private static let fewestPages = 16
  /// Bytes of text; each transaction leaves a part, however small. Forgotten with the process and counted twice after a transaction that failed: it need not be exact.
  private let owed = Atomic<Int>(0)

  func owe(forText bytes: Int) { owed.add(bytes + Self.textPerPage, ordering: .relaxed) }

  /// Pages to be merged now, which are owed no more then.
  func due() -> Int {
    let pages = owed.load(ordering: .relaxed) / Self.textPerPage
    guard pages >= Self.fewestPages else { return 0 }
    owed.subtract(pages * Self.textPerPage, ordering: .relaxed)
    return pages
  }
}

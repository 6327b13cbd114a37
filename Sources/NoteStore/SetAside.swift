// A damaged index: kept under a dated name, with what can be read carried over.

import Foundation
import GRDB

/// What became of a damaged index.
public struct SetAsideReport: Sendable, Hashable {
  /// Where the damaged files are now (the database; `-wal` and `-shm` beside it).
  public var kept: String
  /// Notes whose receipt times, and revisions whose text, were carried into the new index.
  public var notes: Int
  public var revisions: Int
  /// Publications carried over, so that published digests are not published again.
  public var publications: Int
  /// What could not be read, in words; empty where all history came along.
  public var lost: [String]
}

extension Store {
  /// Moves a damaged index to `redline.sqlite.damaged-YYYYMMDDThhmmssZ` and begins a new one in its place,
  /// into which every table is copied row by row as far as SQLite can still read it. Notes whose paths come
  /// along are `waiting`: the next rescan reads their files and finds their history. Nothing is deleted.
  ///
  /// Call when opening threw `corrupt`, or a check found damage and the store is closed.
  public static func setAside(directory: String, now: Int64) throws(StoreError) -> SetAsideReport {
    let lock = try StateLock(directory: directory)
    defer { withExtendedLifetime(lock) {} }
    let file = file(in: directory)
    let kept = file + ".damaged-" + stamp(now)
    for suffix in ["-wal", "-shm", ""] {
      guard StateFiles.exists(file + suffix) else { continue }
      guard rename(file + suffix, kept + suffix) == 0 else {
        throw StateFiles.error(errno, file: file + suffix, doing: "rename")
      }
    }
    do {
      try StateFiles.prepare(directory: directory, file: file)
      let fresh = try pool(file)
      try Schema.migrate(fresh)
      let salvage = Salvage(from: kept, into: fresh)
      let report = try salvage.run()
      try fresh.close()
      return report
    } catch {
      throw StoreError.wrapping(error, file: file)
    }
  }

  private static func stamp(_ now: Int64) -> String {
    var moment = time_t(now)
    var parts = tm()
    gmtime_r(&moment, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)\(two(parts.tm_mon + 1))\(two(parts.tm_mday))T"
      + "\(two(parts.tm_hour))\(two(parts.tm_min))\(two(parts.tm_sec))Z"
  }
}

/// Copies what can be read.
private struct Salvage {
  let from: String
  let into: DatabasePool
  /// Parents before children.
  private static let tables = [
    "meta", "name", "note", "imported_note", "publication", "revision", "content", "segment", "entry",
  ]

  func run() throws -> SetAsideReport {
    var report = SetAsideReport(kept: from, notes: 0, revisions: 0, publications: 0, lost: [])
    var source: DatabaseQueue?
    do {
      var configuration = Configuration()
      configuration.readonly = true
      source = try DatabaseQueue(path: from, configuration: configuration)
      try check(source)
    } catch {
      report.lost.append("the file is no database any more: all history before \(from) was set aside")
      return report
    }
    guard let source else { return report }
    for table in Self.tables {
      do {
        // An earlier schema knows fewer tables.
        guard try source.read({ try $0.tableExists(table) }) else { continue }
        try copy(table, from: source)
      } catch {
        report.lost.append("part of \(table): \(error)")
      }
    }
    try mend(&report)
    return report
  }

  private func check(_ source: DatabaseQueue?) throws {
    let version = try source?.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    guard let version, (1...Schema.version).contains(version) else {
      throw StoreError(kind: .corrupt, file: from, message: "unknown schema")
    }
  }

  /// Row by row from the front and, past a damaged page, from the back.
  private func copy(_ table: String, from source: DatabaseQueue) throws {
    let columns = try into.read { try $0.columns(in: table).map { "\"\($0.name)\"" } }
    let key = try into.read { try $0.primaryKey(table).columns.map { "\"\($0)\"" } }
    let insertion =
      "INSERT OR IGNORE INTO \(table) (\(columns.joined(separator: ", "))) "
      + "VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
    var failure: (any Error)?
    for direction in ["ASC", "DESC"] {
      let order = key.map { "\($0) \(direction)" }.joined(separator: ", ")
      let selection = "SELECT \(columns.joined(separator: ", ")) FROM \(table) ORDER BY \(order)"
      try into.writeWithoutTransaction { target in
        // References to rows that were lost are dealt with when all is copied.
        try target.execute(sql: "PRAGMA foreign_keys = OFF")
        try target.execute(sql: "BEGIN")
        do {
          try source.read { db in
            let rows = try Row.fetchCursor(db, sql: selection)
            while let row = try rows.next() {
              try target.execute(sql: insertion, arguments: StatementArguments(row.databaseValues))
            }
          }
        } catch {
          // What came before the damaged page stays.
          failure = failure ?? error
        }
        try target.execute(sql: "COMMIT")
      }
      if failure == nil { return }
    }
    if let failure { throw failure }
  }

  /// In order: rows without parents go; what is left says so of itself; a path is coded only where its note
  /// is whole, and every present note has a path, to be read again.
  private static let mending = """
    DELETE FROM revision WHERE note NOT IN (SELECT id FROM note) OR id NOT IN (SELECT revision FROM content);
    DELETE FROM content WHERE revision NOT IN (SELECT id FROM revision);
    DELETE FROM segment WHERE revision NOT IN (SELECT id FROM revision)
      OR code NOT IN (SELECT id FROM name) OR status NOT IN (SELECT id FROM name)
      OR holder NOT IN (SELECT id FROM name) OR rule NOT IN (SELECT id FROM name);
    DELETE FROM note WHERE id NOT IN (SELECT note FROM revision);
    DELETE FROM imported_note WHERE note NOT IN (SELECT id FROM note);
    INSERT OR IGNORE INTO name (text) VALUES ('plain'), ('utf-8');
    UPDATE revision SET codebook = NULL,
      segments = (SELECT count(*) FROM segment WHERE revision = revision.id),
      format = CASE WHEN format IN (SELECT id FROM name) THEN format
        ELSE (SELECT id FROM name WHERE text = 'plain') END,
      encoding = CASE WHEN encoding IN (SELECT id FROM name) THEN encoding
        ELSE (SELECT id FROM name WHERE text = 'utf-8') END,
      origin = CASE WHEN origin IN (SELECT id FROM name) THEN origin END;
    UPDATE segment SET
      status_rule = CASE WHEN status_rule IN (SELECT id FROM name) THEN status_rule END,
      likelihood = CASE WHEN likelihood IN (SELECT id FROM name) THEN likelihood END,
      confidence = CASE WHEN confidence IN (SELECT id FROM name) THEN confidence END;
    UPDATE note SET withdrawn = CASE
      WHEN id IN (SELECT note FROM revision WHERE until IS NULL) THEN NULL
      ELSE coalesce(withdrawn, (SELECT max(until) FROM revision WHERE note = note.id)) END;
    UPDATE entry SET state = 'waiting', was = NULL, kind = NULL, reason = NULL, remedy = NULL,
      note = CASE WHEN state <> 'duplicate' AND note IN (SELECT id FROM note) THEN note END
      WHERE NOT (state = 'withdrawn' AND note IN (SELECT id FROM note WHERE withdrawn IS NOT NULL))
        AND NOT (state = 'coded' AND EXISTS (
          SELECT 1 FROM note WHERE id = entry.note AND path = entry.path AND withdrawn IS NULL));
    INSERT INTO entry (path, state, was, note, first_seen, since)
      SELECT path, 'waiting', 'coded', id, received, received FROM note
      WHERE withdrawn IS NULL AND id NOT IN (
        SELECT note FROM entry WHERE state = 'coded' AND note IS NOT NULL)
        AND id NOT IN (SELECT note FROM imported_note)
      ON CONFLICT (path) DO UPDATE SET state = 'waiting', was = 'coded', note = excluded.note;
    """

  /// Mends what was copied and builds full text and tallies from it.
  private func mend(_ report: inout SetAsideReport) throws {
    report = try into.writeWithoutTransaction { db in
      var report = report
      // Half mended, rows refer to what is gone; what still does at the end is said.
      try db.execute(sql: "PRAGMA foreign_keys = OFF")
      try db.inTransaction {
        try db.execute(sql: Self.mending)
        let transaction = NoteTransaction(db, now: 0, finder: RevisionFinder(), merging: FullTextMerging())
        try transaction.rebuild()
        _ = try transaction.finish()
        report.notes = try Int.fetchOne(db, sql: "SELECT count(*) FROM note") ?? 0
        report.revisions = try Int.fetchOne(db, sql: "SELECT count(*) FROM revision") ?? 0
        report.publications = try Int.fetchOne(db, sql: "SELECT count(*) FROM publication") ?? 0
        let orphans = try db.makeStatement(sql: "PRAGMA foreign_key_check").all { $0.text(0) }
        report.lost += Set(orphans).sorted().map { "\($0) refers to rows that are gone" }
        return .commit
      }
      try db.execute(sql: "PRAGMA foreign_keys = ON")
      return report
    }
  }
}

extension NoteTransaction {
  /// Builds full text, clusters and tallies from the stored revisions.
  func rebuild() throws {
    try db.execute(sql: "INSERT INTO fts (fts) VALUES ('delete-all')")
    try db.execute(sql: "DELETE FROM tally")
    try db.execute(sql: "DELETE FROM day")
    try db.execute(sql: "UPDATE revision SET cluster = 0")
    let current = try db.cachedStatement(
      sql: "SELECT \(Self.headColumns) FROM revision WHERE until IS NULL ORDER BY id"
    ).all([], Self.head)
    for head in current {
      let stored =
        try db.cachedStatement(
          sql: "SELECT c.text, r.signature FROM content c JOIN revision r ON r.id = c.revision WHERE r.id = ?"
        ).first([.int(head.id)]) { ($0.bytes(0), $0.bytes(1)) } ?? ([], [])
      try enterAgain(
        head.id, day: head.day, signature: stored.1, path: try path(of: head.note), title: head.title,
        text: stored.0)
    }
  }
}

// Keeping the index well: sizes, checks, copies, upkeep.

import Foundation
import GRDB

/// What the index holds, for `status` and metrics.
public struct IndexStatus: Sendable, Hashable {
  /// Bytes on disk: the database, and the log that is not yet folded into it.
  public var databaseBytes: Int64
  public var logBytes: Int64
  public var schema: Int
  /// Present notes, and revisions of all times.
  public var notes: Int
  public var revisions: Int
  /// Segments of present notes.
  public var segments: Int
  /// Seconds since 1970 at which the last new note or revision came in.
  public var lastReceived: Int64?
  /// Paths by state; states without a path are absent.
  public var states: [LedgerState: Int]
  /// Revisions that another codebook coded.
  public var stale: Int
}

extension Store {
  /// - Parameter fingerprint: of the codebook in force; nothing is stale without it.
  public func status(fingerprint: String? = nil) throws(StoreError) -> IndexStatus {
    let states = try ledgerCounts()
    return try read { db in
      func number(_ sql: String, _ values: [Bound] = []) throws -> Int64? {
        try db.cachedStatement(sql: sql).first(values) { $0.optionalInt64(0) } ?? nil
      }
      let current = try fingerprint.flatMap { try NameTable(db).existing($0) }
      let revisions = try number("SELECT count(*) FROM revision") ?? 0
      let fresh = try current.flatMap {
        try number("SELECT count(*) FROM revision WHERE codebook = ?", [.int($0)])
      }
      return IndexStatus(
        databaseBytes: Store.size(of: file), logBytes: Store.size(of: file + "-wal"),
        schema: Int(try number("PRAGMA user_version") ?? 0),
        notes: Int(try number("SELECT sum(notes) FROM day") ?? 0), revisions: Int(revisions),
        segments: Int(try number("SELECT sum(segments) FROM tally") ?? 0),
        lastReceived: try number(
          "SELECT since FROM revision WHERE id = (SELECT max(id) FROM revision)"),
        states: states, stale: fingerprint == nil ? 0 : Int(revisions - (fresh ?? 0)))
    }
  }

  private static func size(of file: String) -> Int64 {
    var status = stat()
    return stat(file, &status) == 0 ? Int64(status.st_size) : 0
  }

  /// Copies the index into a new file while others go on reading and writing (SQLite's online backup). The
  /// file appears under its name only when it is whole; one that exists is refused.
  public func backup(to path: String) throws(StoreError) {
    let partial = path + ".partial"
    guard !StateFiles.exists(path) else {
      throw StoreError(
        kind: .usage, file: path, message: "there is a file already", remedy: "name another, or move it away")
    }
    try copy(to: path, partial: partial) { copy in try reader.backup(to: copy) }
  }

  /// Makes the state folder again, which was removed or moved away underneath, from the index that this process still
  /// has open: nothing is lost. Close this store afterwards and open the folder anew.
  ///
  /// Throws `busy` where another index stands there by now, else what keeps the folder from being made.
  public func rescue() throws(StoreError) {
    guard let writer else { return }
    guard !StateFiles.exists(file) else {
      throw StoreError(
        kind: .busy, file: file, message: "another index stands where the open one was",
        remedy: "start the service again, it then uses that one")
    }
    try StateFiles.makeFolder((file as NSString).deletingLastPathComponent)
    // The writer's connection is open; one of the readers' may yet have to be, by a path that leads nowhere.
    try copy(to: file, partial: file + ".partial") { copy in
      try writer.writeWithoutTransaction { from in
        try copy.writeWithoutTransaction { to in try from.backup(to: to) }
      }
    }
  }

  private func copy(
    to path: String, partial: String, _ body: (DatabaseQueue) throws -> Void
  ) throws(StoreError) {
    do {
      try StateFiles.removeDatabase(partial)
      try StateFiles.prepare(directory: "", file: partial)
      var configuration = Configuration()
      // A copy is one file: nothing beside it that could be left behind.
      configuration.journalMode = .default
      let copy = try DatabaseQueue(path: partial, configuration: configuration)
      try body(copy)
      try copy.writeWithoutTransaction { db in
        _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
      }
      try copy.close()
    } catch {
      let wrapped = StoreError.wrapping(error, file: path)
      try StateFiles.removeDatabase(partial)
      throw wrapped
    }
    guard rename(partial, path) == 0 else { throw StateFiles.error(errno, file: path, doing: "rename") }
  }

  /// SQLite's own check and the full-text index's; what is wrong, in SQLite's words, empty where all is well.
  /// Reads the whole file: 0.5 s for 200 MB.
  public func integrityCheck() throws(StoreError) -> [String] {
    try read { db in
      var found = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
      found += try db.makeStatement(sql: "PRAGMA foreign_key_check").all {
        "row without parent in \($0.text(0))"
      }
      return found
    }
  }

  /// Folds the log into the database as far as readers allow; run before a stop and after a large import.
  public func checkpoint() throws(StoreError) {
    guard let writer else { return }
    do {
      _ = try writer.writeWithoutTransaction { db in try db.checkpoint(.passive) }
    } catch {
      throw StoreError.wrapping(error, file: file)
    }
  }

  /// Upkeep in small steps, each well under a second: merges full-text segments, refreshes the planner's
  /// figures. Returns whether there may be more to do; call when idle.
  @discardableResult
  public func optimise() throws(StoreError) -> Bool {
    try write { db in
      let before = try db.cachedStatement(sql: "SELECT total_changes()").first { $0.int64(0) } ?? 0
      try db.execute(sql: "INSERT INTO fts (fts, rank) VALUES ('merge', 500)")
      let after = try db.cachedStatement(sql: "SELECT total_changes()").first { $0.int64(0) } ?? 0
      let hasMore = after - before >= 2
      if !hasMore {
        try db.execute(sql: "PRAGMA analysis_limit = 400")
        try db.execute(sql: "PRAGMA optimize")
      }
      return hasMore
    }
  }

  /// Reads what a note is compared with, so that the first one after a quiet time need not wait for it: 10 MB and some
  /// 40 ms at 150,000 notes.
  public func prepareForNotes() throws(StoreError) {
    guard let writer else { return }
    do {
      // Reads only, in the writer's turn: what is stored meanwhile would be missed.
      try writer.writeWithoutTransaction { db in
        guard !finder.isLoaded else { return }
        // The pages go by once: to keep them would be in vain, and leave holes in memory.
        try db.execute(sql: "PRAGMA cache_size = -256")
        try finder.load(from: db)
        try db.execute(sql: "PRAGMA cache_size = -8192")
      }
    } catch {
      throw StoreError.wrapping(error, file: file)
    }
  }

  /// Gives caches back to the system, for idle times; they fill again by use.
  public func releaseMemory() {
    finder.drop()
    if let pool = writer as? DatabasePool { pool.releaseMemory() }
  }

  /// From here on the index is not waited for where another process keeps it locked: the service ends.
  public func hurry() throws(StoreError) {
    guard let writer else { return }
    do {
      try writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA busy_timeout = 100") }
    } catch {
      throw StoreError.wrapping(error, file: file)
    }
  }

  /// Ends all connections after a last checkpoint. The log stays beside the database, emptied, so that those
  /// who may only read can open the index meanwhile. Nothing may be asked of the store afterwards.
  public func close() throws(StoreError) {
    stopCheckpoints()
    do {
      if let writer {
        _ = try writer.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
      }
      try reader.close()
    } catch {
      throw StoreError.wrapping(error, file: file)
    }
  }
}

// The index: one SQLite file in the state directory, one writer, any number of readers.

import CSQLite
import GRDB
import GRDBSQLite
import Glibc

/// The index. One `readWrite` store may be open on a state directory at a time, over all processes;
/// `readOnly` ones work beside it and without it, also for users who may only read.
///
/// All functions are synchronous and may be called from any thread. Writes wait for one another.
public final class Store: Sendable {
  public enum Access: Sendable { case readWrite, readOnly }

  static let fileName = "redline.sqlite"

  /// The database file's path, for messages.
  public let file: String
  public let access: Access
  let reader: any DatabaseReader
  let writer: (any DatabaseWriter)?
  /// Near-duplicate look-up, filled at the first note.
  let finder = RevisionFinder()
  let merging = FullTextMerging()
  private let checkpointer: Checkpointer?
  private let lock: StateLock?
  /// Which file was opened.
  private let identity: FileIdentity?

  /// Opens the index in `directory`; `readWrite` makes the folder and the file where they are missing, takes
  /// the lock, and brings an older schema up to date.
  ///
  /// Throws `locked`, `permission`, `readOnly`, `diskFull`, `corrupt`, `newer`, `older` (read-only),
  /// `missing` (read-only), `foreign`.
  public convenience init(directory: String, access: Access) throws(StoreError) {
    try self.init(directory: directory, access: access, steps: Schema.steps)
  }

  init(directory: String, access: Access, steps: [SchemaStep]) throws(StoreError) {
    self.access = access
    let file = Store.file(in: directory)
    self.file = file
    do {
      switch access {
      case .readWrite:
        lock = try StateLock(directory: directory)
        try StateFiles.prepare(directory: directory, file: file)
        let pool = try Store.pool(file)
        try Store.check(pool, file: file, known: steps.last?.number ?? 0)
        try Schema.migrate(pool, steps: steps)
        identity = FileIdentity(file)
        let checkpointer = Checkpointer(file: file)
        pool.writeWithoutTransaction { checkpointer.watch($0) }
        self.checkpointer = checkpointer
        (reader, writer) = (pool, pool)
      case .readOnly:
        lock = nil
        identity = nil
        try StateFiles.checkReadable(directory: directory, file: file)
        let queue = try DatabaseQueue(path: file, configuration: Store.configuration(readOnly: true))
        let version = try Store.check(queue, file: file, known: steps.last?.number ?? 0)
        if version < steps.last?.number ?? 0 { throw Store.older(file: file) }
        (reader, writer) = (queue, nil)
        checkpointer = nil
      }
    } catch {
      throw StoreError.wrapping(error, file: file)
    }
  }

  deinit { stopCheckpoints() }

  /// From then on no connection does anything that nobody asked for.
  func stopCheckpoints() { checkpointer?.close() }

  /// Whether the file that was opened still stands at its path. Where it does not (the state folder was removed or
  /// moved away), what is written goes to a file that nobody will find again: see `rescue`.
  public var isInPlace: Bool { identity == nil || FileIdentity(file) == identity }

  static func file(in directory: String) -> String {
    directory.hasSuffix("/") ? directory + fileName : directory + "/" + fileName
  }

  /// Reads in one snapshot.
  func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
    do { return try reader.read(body) } catch { throw StoreError.wrapping(error, file: file) }
  }

  /// Writes in one transaction, rolled back whole when anything throws.
  ///
  /// - Parameter isInPassing: the transaction may still be on its way to the disk when this returns: where the machine
  ///   loses power it may be gone. The next that is not takes it there.
  func write<T>(isInPassing: Bool = false, _ body: (Database) throws -> T) throws(StoreError) -> T {
    guard let writer else {
      throw StoreError(
        kind: .readOnly, file: file, message: "the index was opened for reading",
        remedy: "only the service writes it")
    }
    do {
      return try isInPassing ? Store.writeInPassing(writer, body) : writer.write(body)
    } catch {
      throw StoreError.wrapping(error, file: file)
    }
  }

  /// No other write comes between.
  private static func writeInPassing<T>(
    _ writer: some DatabaseWriter, _ body: (Database) throws -> T
  ) throws -> T {
    try writer.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
      let result = Result {
        var value: T?
        try db.inTransaction(.immediate) {
          value = try body(db)
          return .commit
        }
        return value
      }
      try db.execute(sql: waitForDisk)
      // Where nothing was thrown, `body` was called.
      return try result.get()!
    }
  }

  fileprivate static let waitForDisk = "PRAGMA synchronous = FULL"
}

extension Store {
  static func pool(_ file: String) throws -> DatabasePool {
    let pool = try DatabasePool(path: file, configuration: configuration(readOnly: false))
    // A digest is renamed into place only after the commit it rests on, so commits must be on disk. Here and
    // not in the configuration, because the pool sets NORMAL when it turns WAL on.
    try pool.writeWithoutTransaction { try $0.execute(sql: waitForDisk) }
    return pool
  }

  /// Once in the process, before its first connection.
  private static let isSetUp: Bool = redline_sqlite_without_memory_statistics() == SQLITE_OK

  static func configuration(readOnly: Bool) -> Configuration {
    // Where a test's library was there before, SQLite goes on counting; nothing hangs on it.
    _ = isSetUp
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.foreignKeysEnabled = true
    // Long enough for a reader's recovery of the log, and short enough that a service which is told to end within
    // five seconds can have waited once.
    configuration.busyMode = .timeout(2)
    configuration.maximumReaderCount = 3
    configuration.prepareDatabase { db in
      // 8 MiB for the writer bound what an import keeps in memory; larger did not make it faster. Whoever only reads, the
      // service's own readers too, meets most pages once.
      let isReader = readOnly || sqlite3_db_readonly(db.sqliteConnection, "main") == 1
      try db.execute(sql: "PRAGMA cache_size = \(isReader ? -4096 : -8192)")
      try db.execute(sql: "PRAGMA mmap_size = 0")
      try db.execute(sql: "PRAGMA temp_store = MEMORY")
      // Debian's SQLite writes zeros over whatever is deleted, and the full-text index deletes whenever it merges. What a
      // note said stays in its history anyway.
      try db.execute(sql: "PRAGMA secure_delete = FAST")
      guard !readOnly else { return }
      // Of a new file. Notes of a kilobyte or two leave less of a page unused than in 4 KiB.
      if !isReader { try db.execute(sql: "PRAGMA page_size = 8192") }
      // 16 MiB of log between checkpoints: an import writes hot pages fewer times, and still no commit waits
      // long for its turn at one.
      try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Checkpointer.many)")
      try db.execute(sql: "PRAGMA journal_size_limit = 33554432")
      try db.keepWriteAheadLog()
    }
    return configuration
  }

  /// Refuses other programs' databases and later schemas; gives the schema version, 0 for an empty file.
  @discardableResult
  private static func check(_ reader: some DatabaseReader, file: String, known: Int) throws -> Int {
    let (application, version, tables) = try reader.unsafeRead { db in
      (
        try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      )
    }
    if tables > 0 && application != Schema.applicationID {
      throw StoreError(
        kind: .foreign, file: file, message: "this is a database of another program",
        remedy: "choose another state folder")
    }
    if version > known {
      throw StoreError(
        kind: .newer, file: file,
        message: "the index has schema \(version), this redline knows \(known)",
        remedy: "install the later redline again; an index never goes back")
    }
    return version
  }

  private static func older(file: String) -> StoreError {
    StoreError(
      kind: .older, file: file, message: "the index was written by an earlier redline",
      remedy: "start the service once, it brings the index up to date")
  }
}

/// Which file stands at a path; nil where there is none.
struct FileIdentity: Sendable, Equatable {
  private let device: UInt64
  private let inode: UInt64

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}

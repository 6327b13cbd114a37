// Folding the write-ahead log into the database: beside the writer, who would wait for the disk at every twentieth commit.

import Foundation
import GRDB
import GRDBSQLite

/// A thread with a connection of its own that writes the log's pages to their places in the database while commits go on.
///
/// The log can begin anew only where all of it is in the database between two commits, and the thread cannot say that to a
/// busy writer. So it goes over the log until little is left, and the writer does the rest after its next commit.
/// `@unchecked Sendable`: Guarded by `condition`: all its variables.
final class Checkpointer: @unchecked Sendable {
  private enum Turn {
    /// The log is short.
    case nobody
    case thread
    /// What is left is little, or could not be done.
    case writer
    case closed
  }

  /// Pages in the log from which on it is worth it: 16 MiB.
  static let many = 2048
  /// Pages that the writer may find left.
  private static let few = 128
  /// A writer that is faster than the thread is not run after for ever.
  private static let mostPasses = 4

  private let condition = NSCondition()
  private var turn = Turn.nobody
  /// The thread is there, and its connection may be.
  private var isStarted = false
  private let file: String

  init(file: String) { self.file = file }

  /// From now on called after each commit of a connection, in the place of SQLite's own checkpoints. To be closed before
  /// the connection is.
  func watch(_ db: Database) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    _ = sqlite3_wal_hook(
      db.sqliteConnection,
      { context, connection, _, pages in
        guard let context else { return SQLITE_OK }
        let own = Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue()
        // Like SQLite's own: one that cannot be done now is tried again after a later commit.
        if own.isWritersTurn(pages: Int(pages)) {
          _ = sqlite3_wal_checkpoint_v2(connection, "main", SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        }
        return SQLITE_OK
      }, context)
  }

  /// After a commit that left so many pages in the log.
  private func isWritersTurn(pages: Int) -> Bool {
    condition.withLock {
      switch turn {
      case .nobody where pages >= Self.many:
        turn = .thread
        start()
        condition.broadcast()
        return false
      case .writer:
        turn = .nobody
        return true
      case .nobody, .thread, .closed: return false
      }
    }
  }

  private func start() {
    if isStarted { return }
    isStarted = true
    let thread = Thread { @Sendable [self] in run() }
    thread.name = "redline.checkpoint"
    thread.start()
  }

  private func run() {
    var connection: DatabaseQueue?
    while awaitTurn() {
      do {
        let open =
          try connection ?? DatabaseQueue(path: file, configuration: Store.configuration(readOnly: false))
        connection = open
        for _ in 1...Self.mostPasses {
          let (inLog, done) = try open.writeWithoutTransaction { db in
            let pages = try db.checkpoint(.passive)
            try Self.sync(db)
            return pages
          }
          if inLog - done <= Self.few { break }
        }
      } catch {
        // The writer meets the same, if it lasts, and says so where it matters: a commit that finds no room.
        connection = nil
      }
      condition.withLock { if turn == .thread { turn = .writer } }
    }
    // Closed before it is said that all is over: who closes last has the database to himself for a moment.
    connection = nil
    condition.withLock {
      isStarted = false
      condition.broadcast()
    }
  }

  /// Has the disk take what was written to the database. SQLite does so only once all of the log is there, and that would be
  /// the writer's part: a tenth of a second after 16 MiB.
  private static func sync(_ db: Database) throws {
    var file: UnsafeMutablePointer<sqlite3_file>?
    let code = sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
    guard code == SQLITE_OK, let file, let sync = file.pointee.pMethods?.pointee.xSync else {
      throw DatabaseError(resultCode: code == SQLITE_OK ? .SQLITE_INTERNAL : ResultCode(rawValue: code))
    }
    let result = sync(file, SQLITE_SYNC_NORMAL)
    if result != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: result)) }
  }

  private func awaitTurn() -> Bool {
    condition.withLock {
      while turn != .thread, turn != .closed { condition.wait() }
      return turn == .thread
    }
  }

  /// Waits for what is being written, and until its connection is closed; nothing is done from then on.
  func close() {
    condition.withLock {
      turn = .closed
      condition.broadcast()
      while isStarted { condition.wait() }
    }
  }
}

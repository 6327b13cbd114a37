// The log is folded into the database beside the writer, and begins anew.

import Foundation
import GRDB
import Testing

@testable import NoteStore

@Suite struct CheckpointerTests {
  /// A database whose log is watched, to be filled with blocks.
  private struct Log {
    private let state: TemporaryState
    let file: String
    let pool: DatabasePool
    let checkpointer: Checkpointer

    init() throws {
      state = try TemporaryState()
      file = state.directory + "/log.sqlite"
      pool = try Store.pool(file)
      let checkpointer = Checkpointer(file: file)
      pool.writeWithoutTransaction { checkpointer.watch($0) }
      self.checkpointer = checkpointer
      try pool.write { try $0.execute(sql: "CREATE TABLE block (id INTEGER PRIMARY KEY, bytes BLOB)") }
    }

    /// Another one each time the log begins anew.
    func salt() throws -> Data {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file + "-wal"))
      defer { handle.closeFile() }
      return try #require(try handle.read(upToCount: 24)).suffix(8)
    }

    func addBlock() throws {
      try pool.write { try $0.execute(sql: "INSERT INTO block (bytes) VALUES (zeroblob(65536))") }
    }
  }

  @Test func theLogOfABusyWriterBeginsAnew() throws {
    let log = try Log()
    let first = try log.salt()
    var blocks = 0
    // 256 MiB at most; one block is nine pages.
    while try log.salt() == first, blocks < 4000 {
      try log.addBlock()
      blocks += 1
    }
    #expect(blocks < 4000)
    #expect(blocks > Checkpointer.many / 16)
    log.checkpointer.close()
    try log.pool.close()
    // By another's eyes, without what the first had in memory.
    let again = try DatabaseQueue(path: log.file)
    #expect(try again.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM block") } == blocks)
    #expect(try again.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
  }

  @Test func nothingIsFoldedOnceClosed() throws {
    let log = try Log()
    log.checkpointer.close()
    let before = try log.salt()
    for _ in 0..<300 { try log.addBlock() }
    #expect(try log.salt() == before)
    try log.pool.close()
  }
}

// The log is folded into the database beside the writer, and begins anew.

import Foundation
import GRDB
import Testing

@testable import NoteStore

@Suite struct CheckpointerTests {
  /// The log's salt: another one each time it begins anew.
  private static func salt(of file: String) throws -> Data {
    let log = try FileHandle(forReadingFrom: URL(fileURLWithPath: file + "-wal"))
    defer { log.closeFile() }
    return try #require(try log.read(upToCount: 24)).suffix(8)
  }

  @Test func theLogOfABusyWriterBeginsAnew() throws {
    let state = try TemporaryState()
    let file = state.directory + "/log.sqlite"
    let pool = try Store.pool(file)
    let checkpointer = Checkpointer(file: file)
    pool.writeWithoutTransaction { checkpointer.watch($0) }
    try pool.write { try $0.execute(sql: "CREATE TABLE block (id INTEGER PRIMARY KEY, bytes BLOB)") }
    let first = try Self.salt(of: file)
    var blocks = 0
    // 256 MiB at most; one block is nine pages.
    while try Self.salt(of: file) == first, blocks < 4000 {
      try pool.write { try $0.execute(sql: "INSERT INTO block (bytes) VALUES (zeroblob(65536))") }
      blocks += 1
    }
    #expect(blocks < 4000)
    #expect(blocks > Checkpointer.many / 16)
    checkpointer.close()
    try pool.close()
    // By another's eyes, without what the first had in memory.
    let again = try DatabaseQueue(path: file)
    #expect(try again.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM block") } == blocks)
    #expect(try again.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
  }

  @Test func nothingIsFoldedOnceClosed() throws {
    let state = try TemporaryState()
    let file = state.directory + "/log.sqlite"
    let pool = try Store.pool(file)
    let checkpointer = Checkpointer(file: file)
    pool.writeWithoutTransaction { checkpointer.watch($0) }
    try pool.write { try $0.execute(sql: "CREATE TABLE block (id INTEGER PRIMARY KEY, bytes BLOB)") }
    checkpointer.close()
    let before = try Self.salt(of: file)
    for _ in 0..<300 {
      try pool.write { try $0.execute(sql: "INSERT INTO block (bytes) VALUES (zeroblob(65536))") }
    }
    #expect(try Self.salt(of: file) == before)
    try pool.close()
  }
}

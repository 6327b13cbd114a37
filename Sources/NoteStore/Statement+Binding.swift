// The one file that calls SQLite's C functions: binding, stepping and reading without boxing.
// Measured: GRDB's boxed values cost a third of an import; everything else goes through GRDB.

import GRDB
import GRDBSQLite

/// A value for a placeholder.
enum Bound {
  case null
  case int(Int64)
  case real(Double)
  case text(String)
  /// UTF-8 that is stored as TEXT.
  case utf8([UInt8])
  case blob([UInt8])

  static func int(_ value: Int) -> Bound { .int(Int64(value)) }
  static func optional(_ value: Int64?) -> Bound { value.map { .int($0) } ?? .null }
  static func optional(_ value: String?) -> Bound { value.map { .text($0) } ?? .null }
  static func flag(_ value: Bool) -> Bound { .int(value ? 1 : 0) }
}

/// A row while its statement stands on it.
struct RawRow {
  let statement: OpaquePointer

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }
  func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
  func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }
  func real(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }
  func optionalInt64(_ column: Int32) -> Int64? { isNull(column) ? nil : int64(column) }

  /// The bytes of a TEXT or BLOB, only valid inside `body`.
  func withBytes<T>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
    let start = sqlite3_column_blob(statement, column)
    let count = Int(sqlite3_column_bytes(statement, column))
    return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }
  func bytes(_ column: Int32) -> [UInt8] { withBytes(column) { Array($0) } }
  func text(_ column: Int32) -> String { withBytes(column) { String(decoding: $0, as: UTF8.self) } }
  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
}

extension Statement {
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private func bind(_ values: [Bound]) throws {
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      let code =
        switch value {
        case .null: sqlite3_bind_null(sqliteStatement, place)
        case .int(let number): sqlite3_bind_int64(sqliteStatement, place, number)
        case .real(let number): sqlite3_bind_double(sqliteStatement, place, number)
        case .text(let string) where string.isEmpty:
          sqlite3_bind_text(sqliteStatement, place, "", 0, Self.transient)
        case .text(var string):
          string.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
              sqlite3_bind_text(
                sqliteStatement, place, $0.baseAddress, Int32($0.count), Self.transient)
            }
          }
        case .utf8(let bytes) where bytes.isEmpty:
          sqlite3_bind_text(sqliteStatement, place, "", 0, Self.transient)
        case .utf8(let bytes):
          bytes.withUnsafeBytes {
            sqlite3_bind_text(
              sqliteStatement, place,
              $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count), Self.transient)
          }
        case .blob(let bytes):
          bytes.withUnsafeBytes {
            $0.isEmpty
              ? sqlite3_bind_zeroblob(sqliteStatement, place, 0)
              : sqlite3_bind_blob(
                sqliteStatement, place, $0.baseAddress, Int32($0.count), Self.transient)
          }
        }
      if code != SQLITE_OK { throw failure() }
    }
  }

  /// Runs the statement to its end, handing every row to `body`; `body` says whether to go on.
  func each(_ values: [Bound] = [], _ body: (RawRow) throws -> Bool) throws {
    sqlite3_reset(sqliteStatement)
    defer {
      sqlite3_reset(sqliteStatement)
      sqlite3_clear_bindings(sqliteStatement)
    }
    try bind(values)
    while true {
      switch sqlite3_step(sqliteStatement) {
      case SQLITE_ROW: if try !body(RawRow(statement: sqliteStatement)) { return }
      case SQLITE_DONE: return
      default: throw failure()
      }
    }
  }

  /// Runs the statement to its end.
  func run(_ values: [Bound] = []) throws { try each(values) { _ in true } }

  /// The first row, mapped; nil where there is none.
  func first<T>(_ values: [Bound] = [], _ map: (RawRow) throws -> T) throws -> T? {
    var found: T?
    try each(values) { row in
      found = try map(row)
      return false
    }
    return found
  }

  /// Every row, mapped.
  func all<T>(_ values: [Bound] = [], _ map: (RawRow) throws -> T) throws -> [T] {
    var found: [T] = []
    try each(values) { row in
      found.append(try map(row))
      return true
    }
    return found
  }

  private func failure() -> DatabaseError {
    let connection = sqlite3_db_handle(sqliteStatement)
    return DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
      message: String(cString: sqlite3_errmsg(connection)), sql: sql)
  }
}

extension Database {
  /// Keeps `-wal` and `-shm` when the last connection closes, so that one who may only read can still open
  /// the index while no service runs (`sqlite3_file_control`, SQLITE_FCNTL_PERSIST_WAL).
  func keepWriteAheadLog() throws {
    var on: CInt = 1
    let code = sqlite3_file_control(sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &on)
    if code != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }

  /// Rows that the last statement of this connection changed.
  var changes: Int { Int(sqlite3_changes(sqliteConnection)) }
}

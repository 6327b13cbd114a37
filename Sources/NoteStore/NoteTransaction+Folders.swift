// Folders that cannot be read: everything below keeps what it has.

import GRDB
import NotePaths

extension NoteTransaction {
  /// Paths below a folder lie between "folder/" and "folder0" in byte order.
  static func range(of folder: NotePath) -> (condition: String, values: [Bound]) {
    if folder.bytes.isEmpty { return ("1", []) }
    return (
      "path >= ? AND path < ?", [.blob(folder.bytes + [0x2F]), .blob(folder.bytes + [0x30])]
    )
  }

  func unreachable(_ folder: NotePath, reason: String) throws {
    let range = Self.range(of: folder)
    try db.cachedStatement(
      sql: """
        UPDATE entry SET
          was = CASE WHEN state = 'coded' THEN 'coded' ELSE was END,
          note = CASE WHEN state <> 'duplicate' THEN note END,
          state = 'unreachable', since = ?, kind = NULL, reason = ?, remedy = NULL
        WHERE state NOT IN ('withdrawn', 'unreachable') AND \(range.condition)
        """
    ).run([.int(now), .text(reason.withoutNUL)] + range.values)
  }

  /// Paths that carried a note are coded as before, for the rescan to compare; all else is looked at anew.
  func reachable(_ folder: NotePath) throws {
    let range = Self.range(of: folder)
    try db.cachedStatement(
      sql: """
        UPDATE entry SET
          state = CASE WHEN was = 'coded' THEN 'coded' ELSE 'waiting' END,
          was = NULL, since = ?, reason = NULL
        WHERE state = 'unreachable' AND \(range.condition)
        """
    ).run([.int(now)] + range.values)
  }
}

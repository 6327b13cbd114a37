// SQLite's result codes in the store's words.

import GRDB

extension StoreError {
  /// The store's error for whatever SQLite or the file system threw.
  static func wrapping(_ error: any Error, file: String) -> StoreError {
    if let error = error as? StoreError { return error }
    guard let error = error as? DatabaseError else {
      return StoreError(kind: .other, file: file, message: "\(error)")
    }
    let said = error.message ?? "error \(error.extendedResultCode.rawValue)"
    return switch error.resultCode {
    case .SQLITE_FULL:
      StoreError(
        kind: .diskFull, file: file, message: "no space left for the index",
        remedy: "free some space in its folder; nothing that was said to be stored is lost")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      StoreError(
        kind: .corrupt, file: file, message: "the index is damaged (\(said))",
        remedy: "the service sets it aside and codes the notes anew")
    case .SQLITE_READONLY:
      StoreError(
        kind: .readOnly, file: file, message: "the index cannot be written (\(said))",
        remedy: "make the state folder writable for the service's user")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      StoreError(
        kind: .busy, file: file, message: "another process keeps the index locked",
        remedy: "end the process that has it open, or try again")
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      StoreError(
        kind: .permission, file: file, message: "the index cannot be opened (\(said))",
        remedy: "check that the state folder exists and that this user may read it")
    default:
      StoreError(kind: .other, file: file, message: "sqlite: \(said)")
    }
  }
}

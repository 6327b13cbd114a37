// The state directory on disk: its lock, its files' permissions.

import Foundation

/// Holds `lock` in the state directory for as long as it lives (flock(2)): a second service on the same
/// state finds it taken, and the kernel lets go of it however the first one ends.
final class StateLock: Sendable {
  private let descriptor: Int32

  init(directory: String) throws(StoreError) {
    try StateFiles.makeFolder(directory)
    let path = directory + "/lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard descriptor >= 0 else { throw StateFiles.error(errno, file: path, doing: "open") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let cause = errno
      let holder = StateLock.holder(of: descriptor)
      close(descriptor)
      guard cause == EWOULDBLOCK else { throw StateFiles.error(cause, file: path, doing: "lock") }
      throw StoreError(
        kind: .locked, file: path, message: "another redline holds this state folder\(holder)",
        remedy: "stop it first, or give this one a state folder of its own")
    }
    // Only for the message above; the lock is the kernel's, so a failure here costs a word.
    let text = Array("\(getpid())\n".utf8)
    if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
  }

  deinit { close(descriptor) }

  private static func holder(of descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return "" }
    let text = String(decoding: bytes[..<count].prefix { (0x30...0x39).contains($0) }, as: UTF8.self)
    return text.isEmpty ? "" : " (process \(text))"
  }
}

enum StateFiles {
  /// Makes the folder (mode 0750) where it is missing.
  static func makeFolder(_ directory: String) throws(StoreError) {
    if mkdir(directory, 0o750) == 0 || errno == EEXIST { return }
    throw error(errno, file: directory, doing: "make")
  }

  /// Makes the empty database file with the mode that SQLite then gives to its `-wal` and `-shm`: readable by
  /// the group, whatever the umask.
  static func prepare(directory: String, file: String) throws(StoreError) {
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw error(errno, file: file, doing: "open") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw error(errno, file: file, doing: "look at") }
    // Where another user owns it the mode is theirs to choose.
    if status.st_uid == geteuid(), status.st_mode & 0o040 == 0 {
      guard fchmod(descriptor, 0o640) == 0 else { throw error(errno, file: file, doing: "set the mode of") }
    }
  }

  /// Removes a database that was being made, with what SQLite keeps beside it.
  static func removeDatabase(_ file: String) throws(StoreError) {
    for suffix in ["", "-journal", "-wal", "-shm"] where unlink(file + suffix) != 0 && errno != ENOENT {
      throw error(errno, file: file + suffix, doing: "remove")
    }
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func checkReadable(directory: String, file: String) throws(StoreError) {
    if access(file, R_OK) == 0 { return }
    let cause = errno
    if cause == ENOENT {
      throw StoreError(
        kind: .missing, file: file, message: "there is no index yet",
        remedy: "start the service, or check the state folder in the configuration")
    }
    throw error(cause, file: file, doing: "read")
  }

  static func error(_ code: Int32, file: String, doing: String) -> StoreError {
    let why = String(cString: strerror(code)).lowercased()
    let message = "cannot \(doing) it: \(why)"
    return switch code {
    case EACCES, EPERM:
      StoreError(
        kind: .permission, file: file, message: message,
        remedy: "run as the service's user, or join its group to read")
    case EROFS:
      StoreError(
        kind: .readOnly, file: file, message: message,
        remedy: "put the state folder on a file system that can be written")
    case ENOSPC, EDQUOT:
      StoreError(kind: .diskFull, file: file, message: message, remedy: "free some space")
    case ENOENT, ENOTDIR:
      StoreError(
        kind: .missing, file: file, message: message, remedy: "make the folder that should hold it")
    default: StoreError(kind: .other, file: file, message: message)
    }
  }
}

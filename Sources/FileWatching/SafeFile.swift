// Reading a file that a stranger may have put there, and may be changing, moving or replacing meanwhile.

import CLinux
import Glibc
public import NotePaths

/// Looks at and reads files below a watched folder. Links are not followed, pipes are not waited for,
/// devices are not opened. Stateless: call it from any thread.
public enum SafeFile {
  /// The stamp of the regular file at `path`; `.wrongKind` for anything else.
  public static func stamp(_ root: WatchRoot, _ path: NotePath) throws(FileTrouble) -> FileStamp {
    let top = try root.open()
    let status = try Posix.located(path) { () throws(Posix.Failure) in
      let folder = try Posix.openFolder(below: top, path.parent)
      var status = try Posix.status(at: folder, path.name)
      status.stamp.device = try Posix.status(of: folder).stamp.device
      return status
    }
    guard status.kind == .regular else { throw FileTrouble(.wrongKind(status.kind), path: path) }
    return status.stamp
  }

  /// Whether the kernel vouches that no process has the file open for writing: as good as having seen it closed.
  /// False also where it does not say: another user's file without CAP_LEASE, a file system whose writers may sit on
  /// another machine, a file that is gone.
  public static func hasNoWriter(_ root: WatchRoot, _ path: NotePath) -> Bool {
    do {
      let folder = try Posix.openFolder(below: try root.open(), path.parent)
      guard try Posix.status(at: folder, path.name).kind == .regular else { return false }
      let file = try Posix.openFile(at: folder, path.name)
      guard try Posix.status(of: file).kind == .regular, try FileSystem.of(file).tells else { return false }
      return redline_has_no_writer(file.raw) == 1
    } catch {
      // Whoever reads it says why it cannot be looked at.
      return false
    }
  }

  /// The whole file and the stamp it had from the first byte to the last.
  /// - Parameter limit: bytes; a larger file is refused before it is read.
  public static func read(
    _ root: WatchRoot, _ path: NotePath, limit: Int
  ) throws(FileTrouble) -> (bytes: [UInt8], stamp: FileStamp) {
    let top = try root.open()
    let folder = try Posix.located(path) { () throws(Posix.Failure) in
      try Posix.openFolder(below: top, path.parent)
    }
    // Looked at before it is opened, as opening a device can already do something; and again afterwards,
    // as another file may have taken its place.
    let seen = try Posix.located(path) { () throws(Posix.Failure) in
      try Posix.status(at: folder, path.name)
    }
    try require(seen, path, limit)
    let file = try Posix.located(path) { () throws(Posix.Failure) in
      try Posix.openFile(at: folder, path.name)
    }
    let before = try Posix.located(path) { () throws(Posix.Failure) in try Posix.status(of: file) }
    try require(before, path, limit)
    let size = Int(before.stamp.size)
    let bytes = try Posix.located(path) { () throws(Posix.Failure) in
      try Posix.contents(of: file, upTo: size + 1)
    }
    let after = try Posix.located(path) { () throws(Posix.Failure) in try Posix.status(of: file) }
    guard after.stamp == before.stamp, bytes.count == size else {
      throw FileTrouble(.changedWhileReading, path: path)
    }
    var stamp = after.stamp
    stamp.device = try Posix.located(path) { () throws(Posix.Failure) in
      try Posix.status(of: folder).stamp.device
    }
    return (bytes, stamp)
  }

  private static func require(_ status: FileStatus, _ path: NotePath, _ limit: Int) throws(FileTrouble) {
    guard status.kind == .regular else { throw FileTrouble(.wrongKind(status.kind), path: path) }
    guard status.stamp.size <= Int64(limit) else {
      throw FileTrouble(.tooLarge(size: status.stamp.size, limit: Int64(limit)), path: path)
    }
  }
}

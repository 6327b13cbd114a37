// Waiting for another process to write to files in a folder, without asking again and again.

import Glibc
import NotePaths

/// Wakes when something in a folder is written, made or renamed. For clients that wait for an answer of the
/// service; not for notes.
public final class FolderPulse {
  private let inotify: Inotify

  /// Throws `FileTrouble` where the folder cannot be watched.
  public init(folder: [UInt8]) throws(FileTrouble) {
    inotify = try Posix.located(NotePath(bytes: folder)) { () throws(Posix.Failure) in
      let inotify = try Inotify()
      _ = try inotify.watch(
        try Posix.openFolder(absolute: folder),
        mask: UInt32(IN_MODIFY) | UInt32(IN_CREATE) | UInt32(IN_MOVED_TO) | UInt32(IN_CLOSE_WRITE))
      return inotify
    }
  }

  /// Returns true when something was written since the last call, false when `milliseconds` have passed.
  public func wait(milliseconds: Int) throws(FileTrouble) -> Bool {
    var watched = pollfd(fd: inotify.raw, events: Int16(POLLIN), revents: 0)
    let ready = poll(&watched, 1, Int32(clamping: max(0, milliseconds)))
    if ready < 0 && errno != EINTR { throw FileTrouble(code: errno, path: NotePath(bytes: [])) }
    try Posix.located(NotePath(bytes: [])) { () throws(Posix.Failure) in try inotify.read { _ in } }
    return ready > 0
  }
}

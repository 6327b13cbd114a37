// inotify(7): the raw calls and the bytes that come out of the descriptor.

import Glibc
import NotePaths

/// One inotify instance.
final class Inotify {
  /// As the kernel tells it.
  struct Event {
    var watch: Int32
    var mask: UInt32
    /// Pairs the two halves of a rename.
    var cookie: UInt32
    /// The name within the watched folder; empty for events on the folder itself.
    var name: [UInt8]

    func has(_ flag: UInt32) -> Bool { mask & flag != 0 }
  }

  /// What may happen to a note or a folder, and nothing that our own reading would raise.
  static let folderMask =
    UInt32(IN_CLOSE_WRITE) | UInt32(IN_CREATE) | UInt32(IN_ATTRIB) | UInt32(IN_MOVED_FROM)
    | UInt32(IN_MOVED_TO) | UInt32(IN_DELETE) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF)
    | UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK)

  private let descriptor: Descriptor
  private var buffer = [UInt8](repeating: 0, count: 65_536)

  var raw: Int32 { descriptor.raw }

  init() throws(Posix.Failure) {
    let raw = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard raw >= 0 else { throw Posix.Failure(code: errno) }
    descriptor = Descriptor(raw)
  }

  /// Watches an open folder, by the link that /proc keeps for its descriptor: no path is too long for it,
  /// and nothing can be put in its place between opening and watching.
  func watch(_ folder: Descriptor, mask: UInt32 = folderMask) throws(Posix.Failure) -> Int32 {
    let watch = inotify_add_watch(raw, "/proc/self/fd/\(folder.raw)", mask)
    guard watch >= 0 else { throw Posix.Failure(code: errno) }
    return watch
  }

  /// The kernel answers with IN_IGNORED; a watch it has dropped already is no error.
  func unwatch(_ watch: Int32) { inotify_rm_watch(raw, watch) }

  /// Hands on all events that are there to be read, and returns when there are none.
  func read(_ body: (Event) -> Void) throws(Posix.Failure) {
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(raw, $0.baseAddress!, $0.count) }
      if count < 0 {
        switch errno {
        case EAGAIN: return
        case EINTR: continue
        default: throw Posix.Failure(code: errno)
        }
      }
      if count == 0 { return }
      for event in events(upTo: count) { body(event) }
    }
  }

  private static let headerSize = 16

  private func events(upTo count: Int) -> [Event] {
    var events: [Event] = []
    buffer.withUnsafeBytes { bytes in
      var at = 0
      while at + Self.headerSize <= count {
        let length = Int(bytes.loadUnaligned(fromByteOffset: at + 12, as: UInt32.self))
        let end = at + Self.headerSize + length
        guard end <= count else { return }
        events.append(
          Event(
            watch: bytes.loadUnaligned(fromByteOffset: at, as: Int32.self),
            mask: bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self),
            cookie: bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt32.self),
            // Padded with NULs.
            name: Array(bytes[(at + Self.headerSize)..<end].prefix { $0 != 0 })))
        at = end
      }
    }
    return events
  }
}

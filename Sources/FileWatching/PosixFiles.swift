// The raw file calls: openat, fstatat, readdir, read. Every path is walked one name at a time, without
// following links, so that nothing leads out of the watched folder and no path is too long.

import Glibc
import NotePaths

/// Owns a file descriptor and closes it when the last reference goes.
final class Descriptor {
  let raw: Int32

  init(_ raw: Int32) { self.raw = raw }

  deinit { close(raw) }
}

/// `stat(2)`, reduced to what watching needs.
struct FileStatus {
  var stamp: FileStamp
  var kind: FileKind

  init(_ raw: stat) {
    stamp = FileStamp(
      device: UInt64(raw.st_dev), inode: UInt64(raw.st_ino), size: Int64(raw.st_size),
      modified: Self.nanoseconds(raw.st_mtim), changed: Self.nanoseconds(raw.st_ctim))
    kind = FileKind(mode: raw.st_mode)
  }

  /// A hostile file system may claim times that 64 bits of nanoseconds cannot hold: those wrap, harmlessly,
  /// as they are only compared.
  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

/// Calls that answer with a value or the errno.
enum Posix {
  struct Failure: Error { var code: Int32 }

  /// Runs calls about `path`, so that what they throw names it.
  static func located<Result>(
    _ path: NotePath, _ body: () throws(Failure) -> Result
  ) throws(FileTrouble) -> Result {
    do throws(Failure) {
      return try body()
    } catch {
      throw FileTrouble(code: error.code, path: path)
    }
  }

  /// `path` may be absolute; links in it are followed. Only for folders the configuration names.
  static func openFolder(absolute path: [UInt8]) throws(Failure) -> Descriptor {
    try open(at: AT_FDCWD, path, flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }

  /// Opens the sub-folder `name`; a link in its place is refused.
  static func openFolder(at folder: Descriptor, _ name: some Collection<UInt8>) throws(Failure) -> Descriptor
  {
    try open(at: folder.raw, name, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
  }

  /// Opens `name` for reading without following a link, waiting for a pipe or taking a terminal.
  static func openFile(at folder: Descriptor, _ name: some Collection<UInt8>) throws(Failure) -> Descriptor {
    try open(at: folder.raw, name, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
  }

  /// Opens the folder `path` below `root`, name by name.
  static func openFolder(below root: Descriptor, _ path: NotePath) throws(Failure) -> Descriptor {
    var folder = root
    for name in path.bytes.split(separator: 0x2F) {
      try refuseDots(name)
      folder = try openFolder(at: folder, name)
    }
    return folder
  }

  /// No name that a folder lists is `.` or `..`.
  static func refuseDots(_ name: some Collection<UInt8>) throws(Failure) {
    if name.elementsEqual([0x2E]) || name.elementsEqual([0x2E, 0x2E]) { throw Failure(code: EXDEV) }
  }

  static func status(of descriptor: Descriptor) throws(Failure) -> FileStatus {
    var raw = stat()
    guard fstat(descriptor.raw, &raw) == 0 else { throw Failure(code: errno) }
    return FileStatus(raw)
  }

  /// `fstatat(2)` of `name`, of a link itself rather than what it points to.
  static func status(at folder: Descriptor, _ name: some Collection<UInt8>) throws(Failure) -> FileStatus {
    try refuseDots(name)
    var raw = stat()
    let answer = withCString(name) { fstatat(folder.raw, $0, &raw, AT_SYMLINK_NOFOLLOW) }
    guard answer == 0 else { throw Failure(code: errno) }
    return FileStatus(raw)
  }

  /// Reads to the end of the file or to `count` bytes, whichever comes first.
  static func contents(of file: Descriptor, upTo count: Int) throws(Failure) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = read(file.raw, buffer.baseAddress! + filled, count - filled)
        if got > 0 { filled += got }
        if got == 0 { break }
        if got < 0, errno != EINTR {
          code = errno
          break
        }
      }
    }
    guard code == 0 else { throw Failure(code: code) }
    return bytes
  }

  private static func open(
    at folder: Int32, _ name: some Collection<UInt8>, flags: Int32
  ) throws(Failure) -> Descriptor {
    Descriptor(try openRaw(at: folder, name, flags: flags))
  }

  private static func openRaw(
    at folder: Int32, _ name: some Collection<UInt8>, flags: Int32
  ) throws(Failure) -> Int32 {
    while true {
      let raw = withCString(name) { openat(folder, $0, flags) }
      if raw >= 0 { return raw }
      guard errno == EINTR else { throw Failure(code: errno) }
    }
  }

  /// The bytes with a NUL behind them. A name never holds a NUL.
  static func withCString<Result>(
    _ bytes: some Collection<UInt8>, _ body: (UnsafePointer<CChar>) -> Result
  ) -> Result {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
      var next = 0
      for byte in bytes {
        buffer[next] = CChar(bitPattern: byte)
        next += 1
      }
      buffer[next] = 0
      return body(UnsafePointer(buffer.baseAddress!))
    }
  }

  /// One name of a folder, as `readdir(3)` gives it.
  struct Name {
    var bytes: [UInt8]
    /// Nil where the file system does not say.
    var kind: FileKind?
  }

  /// All names of an open folder but `.` and `..`, in the file system's order. An error on the way means
  /// that the names are not all there, so none are returned.
  static func names(in folder: Descriptor) throws(Failure) -> [Name] {
    // A description of its own, for its own place in the listing; closedir closes it.
    let own = try openRaw(at: folder.raw, [0x2E], flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard let stream = fdopendir(own) else {
      let code = errno
      close(own)
      throw Failure(code: code)
    }
    defer { closedir(stream) }
    let nameOffset = MemoryLayout<dirent>.offset(of: \dirent.d_name)!
    var names: [Name] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw Failure(code: errno) }
        return names
      }
      let start = UnsafeRawPointer(entry).advanced(by: nameOffset)
      let length = strlen(start.assumingMemoryBound(to: CChar.self))
      let bytes = [UInt8](UnsafeRawBufferPointer(start: start, count: length))
      if bytes == [0x2E] || bytes == [0x2E, 0x2E] { continue }
      names.append(Name(bytes: bytes, kind: kind(ofType: entry.pointee.d_type)))
    }
  }

  private static func kind(ofType type: UInt8) -> FileKind? {
    switch Int(type) {
    case Int(DT_REG): .regular
    case Int(DT_DIR): .folder
    case Int(DT_LNK): .symbolicLink
    case Int(DT_FIFO): .fifo
    case Int(DT_SOCK): .socket
    case Int(DT_BLK), Int(DT_CHR): .device
    default: nil
    }
  }
}

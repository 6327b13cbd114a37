// The reports folder: whole files only, written aside, synced, renamed into place.

import Glibc

/// A file that could not be put into the reports folder.
public struct ReportError: Error, Sendable, CustomStringConvertible {
  public var file: String
  public var code: Int32
  public var step: String

  /// `/srv/Reports/latest.html: write: No space left on device; free space on its disk`.
  public var description: String {
    "\(file): \(step): \(String(cString: strerror(code)))\(remedy)"
  }

  private var remedy: String {
    switch code {
    case ENOSPC, EDQUOT: "; free space on its disk, the digest is tried again"
    case EROFS: "; the file system is read-only, mount it writable"
    case EACCES, EPERM: "; let the service's user write into the reports folder"
    case ENOENT: "; make the reports folder again"
    default: ""
    }
  }
}

public struct ReportFolder: Sendable {
  public let path: String
  /// Files being written begin so; a crash may leave one, `sweep` takes it away.
  static let partialPrefix = ".redline-partial-"

  public init(path: String) { self.path = path }

  /// Makes the folder where it is missing and checks that it can be written to.
  public func prepare() throws(ReportError) {
    if mkdir(path, 0o755) != 0 && errno != EEXIST { throw fail(path, "mkdir") }
    guard access(path, W_OK | X_OK) == 0 else { throw fail(path, "access") }
  }

  /// Takes away what a crash left half written.
  public func sweep() throws(ReportError) {
    for name in try names() where name.hasPrefix(Self.partialPrefix) {
      if unlink("\(path)/\(name)") != 0 && errno != ENOENT { throw fail("\(path)/\(name)", "unlink") }
    }
  }

  public func names() throws(ReportError) -> [String] {
    guard let folder = opendir(path) else { throw fail(path, "opendir") }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
        String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  public func contains(_ name: String) -> Bool { access("\(path)/\(name)", F_OK) == 0 }

  public func read(_ name: String) throws(ReportError) -> [UInt8] {
    let descriptor = open("\(path)/\(name)", O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw fail("\(path)/\(name)", "open") }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count > 0 {
        bytes += piece[..<count]
      } else if errno != EINTR {
        throw fail("\(path)/\(name)", "read")
      }
    }
  }

  /// Puts a whole file into place. With `replacing` false a file of that name stays as it is and the call
  /// returns false: published digests never change.
  @discardableResult
  public func put(_ bytes: [UInt8], as name: String, replacing: Bool) throws(ReportError) -> Bool {
    if !replacing && contains(name) { return false }
    let partial = "\(path)/\(Self.partialPrefix)\(getpid())-\(name)"
    let final = "\(path)/\(name)"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw fail(final, "open") }
    do throws(ReportError) {
      try write(bytes, to: descriptor, of: final)
      guard fsync(descriptor) == 0 else { throw fail(final, "fsync") }
    } catch {
      close(descriptor)
      unlink(partial)
      throw error
    }
    close(descriptor)
    if replacing {
      guard rename(partial, final) == 0 else { throw discard(partial, fail(final, "rename")) }
    } else {
      // link(2) never replaces: two services, or a race, cannot change what was published.
      let linked = link(partial, final)
      let code = errno
      unlink(partial)
      if linked != 0 {
        if code == EEXIST { return false }
        throw ReportError(file: final, code: code, step: "link")
      }
    }
    return true
  }

  /// Makes the names of files put so far lasting.
  public func sync() throws(ReportError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw fail(path, "open") }
    defer { close(descriptor) }
    // Some file systems cannot sync a folder and say EINVAL; they have nothing to sync then.
    if fsync(descriptor) != 0 && errno != EINVAL { throw fail(path, "fsync") }
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32, of file: String) throws(ReportError) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent)
      }
      if count > 0 { sent += count } else if errno != EINTR { throw fail(file, "write") }
    }
  }

  private func fail(_ file: String, _ step: String) -> ReportError {
    ReportError(file: file, code: errno, step: step)
  }

  private func discard(_ partial: String, _ error: ReportError) -> ReportError {
    unlink(partial)
    return error
  }
}

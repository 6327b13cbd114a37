// The folder of cached codebooks: what is trusted, how a file comes to be there, and how few stay.

import Foundation

/// Why a file of the cache cannot be read or written.
struct CacheTrouble: Error, CustomStringConvertible {
  var description: String

  init(description: String) { self.description = description }

  /// The last call's errno, about a path.
  init(_ path: String) { description = "\(path): \(String(cString: strerror(errno)))" }
}

struct CacheFolder {
  var path: String
  /// Who may have written what is read, besides root.
  var owner: uid_t

  /// Bytes of all files that stay.
  var greatestTotal = 256 << 20

  /// Bytes of a file at most: what the largest codebook comes to, fifty times the embedded one.
  static let greatestSize = 128 << 20
  /// Files that stay: this program's, a former one's, and one's own codebooks.
  static let greatestCount = 4
  /// Seconds after which a file that somebody began to write was given up.
  private static let givenUpAfter = 3600

  /// The bytes of a file; nil where there is none.
  func contents(of name: String) throws(CacheTrouble) -> [UInt8]? {
    let file = path + "/" + name
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else {
      if errno == ENOENT { return nil }
      throw CacheTrouble(path)
    }
    defer { close(folder) }
    try require(folder, S_IFDIR, path)
    let descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw CacheTrouble(file)
    }
    defer { close(descriptor) }
    let size = try require(descriptor, S_IFREG, file)
    guard size <= Self.greatestSize else {
      throw CacheTrouble(description: "\(file): larger than a cache may be")
    }
    return try Self.read(size, from: descriptor, file)
  }

  /// Puts bytes into a file whole: who reads it meanwhile has the former ones.
  func put(_ bytes: [UInt8], as name: String) throws(CacheTrouble) {
    guard bytes.count <= Self.greatestSize else {
      throw CacheTrouble(description: "its \(bytes.count) bytes are more than a cache may have")
    }
    try make(path, levels: 2)
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw CacheTrouble(path) }
    defer { close(folder) }
    try require(folder, S_IFDIR, path)
    // Two that write at once have files of their own; the last one to end wins, and both are right.
    let draft = ".\(name).\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
    let descriptor = openat(folder, draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CacheTrouble("\(path)/\(draft)") }
    do throws(CacheTrouble) {
      try Self.write(bytes, to: descriptor, "\(path)/\(draft)")
      guard renameat(folder, draft, folder, name) == 0 else { throw CacheTrouble("\(path)/\(name)") }
    } catch {
      close(descriptor)
      unlinkat(folder, draft, 0)
      throw error
    }
    close(descriptor)
    try sweep(folder)
  }

  /// Refuses what others could have put there.
  /// - Returns: its size.
  @discardableResult
  private func require(_ descriptor: Int32, _ kind: mode_t, _ name: String) throws(CacheTrouble) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw CacheTrouble(name) }
    guard status.st_mode & S_IFMT == kind else {
      throw CacheTrouble(description: "\(name): not a \(kind == S_IFDIR ? "folder" : "regular file")")
    }
    guard status.st_uid == owner || status.st_uid == 0 else {
      throw CacheTrouble(description: "\(name): belongs to user \(status.st_uid)")
    }
    guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
      throw CacheTrouble(description: "\(name): others may write it")
    }
    return Int(status.st_size)
  }

  /// Makes the folder and, where need be, the one above it; only in a folder of the owner's, so that nobody's
  /// home is given folders of root's.
  private func make(_ path: String, levels: Int) throws(CacheTrouble) {
    var status = stat()
    if stat(path, &status) == 0 { return }
    guard errno == ENOENT, levels > 0 else { throw CacheTrouble(path) }
    let parent = (path as NSString).deletingLastPathComponent
    let above = parent.isEmpty ? "." : parent
    try make(above, levels: levels - 1)
    guard stat(above, &status) == 0 else { throw CacheTrouble(above) }
    guard status.st_uid == owner else {
      throw CacheTrouble(description: "\(above): belongs to user \(status.st_uid)")
    }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw CacheTrouble(path) }
  }

  /// Removes all but the newest, and what was given up half written.
  private func sweep(_ folder: Int32) throws(CacheTrouble) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw CacheTrouble(description: "\(path): \(SystemReason.text(error))")
    }
    var kept: [(name: String, size: Int, written: (Int, Int))] = []
    for name in names where name.hasPrefix("codebook-") || name.hasPrefix(".codebook-") {
      var status = stat()
      // Another that sweeps may have been here first.
      guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      if !name.hasPrefix(".") {
        kept.append((name, Int(status.st_size), (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)))
      } else if status.st_mtim.tv_sec < time(nil) - Self.givenUpAfter {
        unlinkat(folder, name, 0)
      }
    }
    kept.sort { $0.written > $1.written }
    var total = 0
    for (place, file) in kept.enumerated() {
      total += file.size
      if place >= Self.greatestCount || total > greatestTotal { unlinkat(folder, file.name, 0) }
    }
  }

  private static func read(
    _ size: Int, from descriptor: Int32, _ name: String
  ) throws(CacheTrouble) -> [UInt8] {
    var failure: CacheTrouble?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          failure = count < 0 ? CacheTrouble(name) : CacheTrouble(description: "\(name): shrank")
          return
        }
        filled += count
      }
    }
    if let failure { throw failure }
    return bytes
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ name: String
  ) throws(CacheTrouble) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent)
      }
      if count < 0, errno != EINTR { throw CacheTrouble(name) }
      if count > 0 { sent += count }
    }
  }
}

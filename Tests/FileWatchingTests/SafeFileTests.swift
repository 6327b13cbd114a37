// Reading what strangers drop: nothing blocks, nothing escapes, nothing is half read.

import Glibc
import NotePaths
import Testing

@testable import FileWatching

@Suite struct SafeFileTests {
  private func cause(_ root: WatchRoot, _ path: String, limit: Int = 1000) -> FileTrouble.Cause? {
    do throws(FileTrouble) {
      _ = try SafeFile.read(root, NotePath(path), limit: limit)
      return nil
    } catch {
      #expect(!error.reason.isEmpty && !error.remedy.isEmpty && error.path == NotePath(path))
      return error.cause
    }
  }

  @Test func theWholeFileAndItsStamp() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("sub")
    try folder.write("sub/note.md", "hello")
    try folder.write("empty.md", "")
    let root = try folder.root()
    let (bytes, stamp) = try SafeFile.read(root, NotePath("sub/note.md"), limit: 5)
    #expect(bytes == Array("hello".utf8) && stamp.size == 5)
    #expect(stamp == (try SafeFile.stamp(root, NotePath("sub/note.md"))))
    #expect(stamp == TreeListing.list(root, ignore: IgnoreRules()).entries.last?.stamp)
    #expect(try SafeFile.read(root, NotePath("empty.md"), limit: 5).bytes.isEmpty)
  }

  @Test func refused() throws {
    let folder = try TemporaryFolder()
    let outside = try TemporaryFolder()
    try outside.write("secret.md")
    try folder.link(outside.string("secret.md"), at: "link.md")
    try folder.link(outside.string(""), at: "linked")
    try folder.makePipe("pipe")
    try folder.makeFolder("folder.md")
    try folder.write("note.md", "12345")
    let root = try folder.root()
    #expect(cause(root, "link.md") == .wrongKind(.symbolicLink))
    #expect(cause(root, "linked/secret.md") == .wrongKind(.unknown))
    #expect(cause(root, "pipe") == .wrongKind(.fifo))
    #expect(cause(root, "folder.md") == .wrongKind(.folder))
    #expect(cause(root, "none.md") == .gone)
    #expect(cause(root, "no/ne.md") == .gone)
    #expect(cause(root, "note.md/x") == .wrongKind(.unknown))
    let name = String(decoding: outside.path.split(separator: 0x2F).last!, as: UTF8.self)
    #expect(cause(root, "../\(name)/secret.md") == .outside)
    #expect(cause(root, "..") == .outside)
    #expect(cause(root, "note.md", limit: 4) == .tooLarge(size: 5, limit: 4))
  }

  @Test func aSocket() throws {
    let folder = try TemporaryFolder()
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: folder.full(Array("s".utf8))) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    #expect(cause(try folder.root(), "s") == .wrongKind(.socket))
  }

  @Test(.enabled(if: modesBind, "root reads whatever the mode"))
  func withoutPermission() throws {
    let folder = try TemporaryFolder()
    try folder.write("note.md")
    try folder.change(mode: 0, of: "note.md")
    #expect(cause(try folder.root(), "note.md") == .notPermitted)
  }

  @Test func aRootInItsPlace() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("watch")
    try folder.write("watch/note.md")
    let root = try WatchRoot(path: folder.string("watch"))
    try folder.rename("watch", "old")
    try folder.makeFolder("watch")
    try folder.write("watch/note.md")
    do throws(FileTrouble) {
      _ = try SafeFile.read(root, NotePath("note.md"), limit: 10)
      Issue.record("another root was read")
    } catch {
      #expect(error.cause == .rootLost)
    }
  }

  /// `fcntl(F_SETLEASE)`: true once the last writer has closed, whatever it wrote; never for what is no file.
  @Test func theKernelKnowsWhetherSomebodyWrites() throws {
    let folder = try TemporaryFolder()
    let root = try WatchRoot(path: folder.path)
    let path = NotePath("note.md")
    let writer = open(folder.string("note.md"), O_WRONLY | O_CREAT, 0o644)
    #expect(!SafeFile.hasNoWriter(root, path))
    let reader = open(folder.string("note.md"), O_RDONLY)
    close(writer)
    #expect(SafeFile.hasNoWriter(root, path))
    close(reader)
    // The lease is given back: who opens it for writing does not wait.
    let again = open(folder.string("note.md"), O_WRONLY | O_NONBLOCK)
    #expect(again >= 0 && !SafeFile.hasNoWriter(root, path))
    close(again)
    try folder.makePipe("pipe")
    try folder.link("note.md", at: "link")
    for name in ["pipe", "link", "nothing", "."] { #expect(!SafeFile.hasNoWriter(root, NotePath(name))) }
  }
}

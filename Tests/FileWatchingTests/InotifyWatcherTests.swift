// The watcher against the real kernel, in a temporary folder.

import Glibc
import NotePaths
import Testing

@testable import FileWatching

@Suite struct InotifyWatcherTests {
  /// A watcher and what it has told so far.
  private final class Observer {
    let watcher: InotifyWatcher
    var events: [WatchEvent] = []
    var single: [String] = []

    init(_ folder: TemporaryFolder, poll: [NotePath] = [], ignore: IgnoreRules = IgnoreRules()) throws {
      watcher = try InotifyWatcher(root: try folder.root(), ignore: ignore, poll: poll)
      watcher.resync()
    }

    /// Reads until `enough`, waiting for the descriptor; false when nothing more comes for five seconds.
    func wait(_ enough: ([WatchEvent]) -> Bool) throws -> Bool {
      while true {
        try watcher.drain(
          into: { events.append($0) }, single: { single.append("\($0):\(NotePath(bytes: $1))") })
        if enough(events) { return true }
        var descriptor = pollfd(fd: watcher.fileDescriptor, events: Int16(POLLIN), revents: 0)
        guard Glibc.poll(&descriptor, 1, 5000) > 0 else { return false }
      }
    }

    func wait(for event: WatchEvent) throws -> Bool { try wait { $0.contains(event) } }
  }

  @Test func aFilesLife() throws {
    let folder = try TemporaryFolder()
    let observer = try Observer(folder)
    try folder.write("a.md")
    try folder.rename("a.md", "b.md")
    try folder.change(mode: 0o600, of: "b.md")
    try folder.hardLink("b.md", "c.md")
    try folder.remove("b.md")
    #expect(try observer.wait(for: .removed(NotePath("b.md"))))
    let (a, b, c) = (NotePath("a.md"), NotePath("b.md"), NotePath("c.md"))
    #expect(
      observer.events == [
        .touched(a), .closed(a), .removed(a), .closed(b), .touched(b), .touched(c), .removed(b),
      ])
  }

  @Test func ourOwnReadingRaisesNothing() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.md")
    let observer = try Observer(folder)
    let root = try folder.root()
    _ = try SafeFile.read(root, NotePath("a.md"), limit: 100)
    _ = TreeListing.list(root, ignore: IgnoreRules())
    try folder.write("end.md")
    #expect(try observer.wait(for: .closed(NotePath("end.md"))))
    #expect(!observer.events.contains { "\($0)".contains("a.md") })
  }

  @Test func newFoldersAreWatchedBeforeTheyAreTold() throws {
    let folder = try TemporaryFolder()
    let observer = try Observer(folder)
    try folder.makeFolder("a")
    try folder.makeFolder("a/b")
    try folder.write("a/b/early.md")
    #expect(try observer.wait(for: .folderAppeared(NotePath("a"))))
    try folder.write("a/b/late.md")
    #expect(try observer.wait(for: .closed(NotePath("a/b/late.md"))))
    #expect(observer.watcher.watchCount == 3)
  }

  @Test func aRenamedFolderKeepsItsWatches() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "a/b", "x"] { try folder.makeFolder(name) }
    let observer = try Observer(folder)
    try folder.rename("a", "x/moved")
    #expect(try observer.wait(for: .folderAppeared(NotePath("x/moved"))))
    #expect(observer.events == [.folderRemoved(NotePath("a")), .folderAppeared(NotePath("x/moved"))])
    try folder.write("x/moved/b/n.md")
    #expect(try observer.wait(for: .closed(NotePath("x/moved/b/n.md"))))
    #expect(observer.watcher.watchCount == 4)
  }

  @Test func aFolderRenamedOutIsNotWatchedOn() throws {
    let folder = try TemporaryFolder()
    let outside = try TemporaryFolder()
    for name in ["a", "a/b"] { try folder.makeFolder(name) }
    let observer = try Observer(folder)
    #expect(rename(folder.string("a"), outside.string("a")) == 0)
    #expect(try observer.wait(for: .folderRemoved(NotePath("a"))))
    try outside.write("a/b/n.md")
    try folder.write("end.md")
    #expect(try observer.wait(for: .closed(NotePath("end.md"))))
    try folder.write("end2.md")
    #expect(try observer.wait(for: .closed(NotePath("end2.md"))))
    #expect(!observer.events.contains { "\($0)".contains("n.md") })
    #expect(observer.watcher.watchCount == 1)
  }

  @Test func aFolderRemovedAndMadeAgain() throws {
    let folder = try TemporaryFolder()
    let observer = try Observer(folder)
    for _ in 0..<3 {
      try folder.makeFolder("a")
      try folder.write("a/n.md")
      try folder.remove("a/n.md")
      try folder.remove("a")
    }
    try folder.makeFolder("a")
    #expect(try observer.wait { $0.last == .folderAppeared(NotePath("a")) })
    try folder.write("a/last.md")
    #expect(try observer.wait(for: .closed(NotePath("a/last.md"))))
    #expect(observer.watcher.watchCount == 2)
  }

  @Test func ignoredFoldersAreNotWatched() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder(".git")
    let observer = try Observer(folder)
    try folder.makeFolder(".obsidian")
    try folder.write(".obsidian/x.md")
    try folder.rename(".obsidian", "visible")
    #expect(try observer.wait(for: .folderAppeared(NotePath("visible"))))
    #expect(observer.watcher.watchCount == 2)
  }

  @Test func oddNames() throws {
    let folder = try TemporaryFolder()
    let observer = try Observer(folder)
    let name: [UInt8] = [0xFF] + Array("\n".utf8) + Array(repeating: 0x79, count: 253)
    try folder.makeFolder(name)
    let inside = NotePath(bytes: name).appending([0xFE])
    #expect(try observer.wait(for: .folderAppeared(NotePath(bytes: name))))
    try folder.write(inside.bytes, [0x61])
    #expect(try observer.wait(for: .closed(inside)))
  }

  @Test func deeperThanAPathMayBeLong() throws {
    let folder = try TemporaryFolder()
    let name = [UInt8](repeating: 0x64, count: 200)
    var at = try Posix.openFolder(absolute: folder.path)
    var path = NotePath(bytes: [])
    for _ in 0..<30 {
      #expect(Posix.withCString(name) { mkdirat(at.raw, $0, 0o755) } == 0)
      at = try Posix.openFolder(at: at, name)
      path = path.appending(name)
    }
    let observer = try Observer(folder)
    #expect(observer.watcher.watchCount == 31)
    close(openat(at.raw, "n.md", O_WRONLY | O_CREAT, 0o644))
    #expect(try observer.wait(for: .closed(path.appending(Array("n.md".utf8)))))
  }

  @Test func overflowIsAnEventAndTheTablesAreRightAfterIt() throws {
    let folder = try TemporaryFolder()
    let observer = try Observer(folder)
    let limit = try #require(
      Int(
        String(
          decoding: try Self.contents("/proc/sys/fs/inotify/max_queued_events").dropLast(), as: UTF8.self)))
    try folder.write("a.md")
    try folder.write("b.md")
    // Turn about, as the kernel merges an event with an equal one before it.
    for number in 0...limit { try folder.change(mode: 0o600, of: number % 2 == 0 ? "a.md" : "b.md") }
    // Lost events: this folder is found by the resync alone.
    try folder.makeFolder("unheard")
    #expect(try observer.wait(for: .overflowed))
    let unheard = observer.events.contains(.folderAppeared(NotePath("unheard")))
    #expect(!unheard)
    try folder.write("unheard/n.md")
    #expect(try observer.wait(for: .closed(NotePath("unheard/n.md"))))
  }

  private static func contents(_ path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY)
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = read(file, &buffer, 64)
    guard count > 0 else { throw CallFailed(call: "read \(path)", code: errno) }
    return Array(buffer.prefix(count))
  }

  @Test func aLostRootAndItsReturn() throws {
    let parent = try TemporaryFolder()
    try parent.makeFolder("watch")
    try parent.makeFolder("watch/sub")
    let root = try WatchRoot(path: parent.string("watch"))
    let watcher = try InotifyWatcher(root: root, ignore: IgnoreRules())
    watcher.resync()
    try watcher.watch(single: parent.path, tag: "parent")
    try parent.rename("watch", "away")
    var events: [WatchEvent] = []
    var names: [String] = []
    try watcher.drain(into: { events.append($0) }, single: { names.append("\($0):\(NotePath(bytes: $1))") })
    #expect(events == [.rootLost])
    #expect(names.contains("parent:watch") && watcher.watchCount == 1)
    try parent.rename("away", "watch")
    watcher.resync()
    #expect(watcher.watchCount == 3 && watcher.unreachable.isEmpty)
    try parent.write("watch/sub/n.md")
    try watcher.drain(into: { events.append($0) })
    #expect(events.contains(.closed(NotePath("sub/n.md"))))
  }

  @Test func singleFoldersAreTagged() throws {
    let folder = try TemporaryFolder()
    let requests = try TemporaryFolder()
    let observer = try Observer(folder)
    try observer.watcher.watch(single: requests.path, tag: "requests")
    try observer.watcher.watch(single: requests.path, tag: "parent")
    try requests.write("r1")
    #expect(try observer.wait { _ in observer.single.contains("requests:r1") })
    #expect(observer.single.contains("parent:r1"))
    #expect(observer.events.isEmpty)
  }

  @Test func foldersPolledByConfiguration() throws {
    let folder = try TemporaryFolder()
    for name in ["net", "net/sub", "local"] { try folder.makeFolder(name) }
    let observer = try Observer(folder, poll: [NotePath("net")])
    #expect(observer.watcher.watchCount == 2)
    #expect(observer.watcher.polledFolders == [PolledFolder(path: NotePath("net"), reason: .configured)])
    #expect(observer.watcher.takeNewlyPolled().count == 1)
    observer.watcher.resync()
    #expect(observer.watcher.takeNewlyPolled().isEmpty)
  }

  @Test func randomStormsLeaveTheTablesRight() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<5 {
      let folder = try TemporaryFolder()
      let observer = try Observer(folder)
      var names = [""]
      for step in 0..<400 {
        let base = names.randomElement(using: &random)!
        let name = (base.isEmpty ? "" : base + "/") + "f\(step)"
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where base != "":
          if Glibc.rename(folder.string(base), folder.string("r\(step)")) == 0 {
            names = names.map {
              $0 == base || $0.hasPrefix(base + "/") ? "r\(step)" + $0.dropFirst(base.count) : $0
            }
          }
        case 1 where base != "":
          if rmdir(folder.string(base)) == 0 { names.removeAll { $0 == base } }
        default: if mkdir(folder.string(name), 0o755) == 0 { names.append(name) }
        }
        if step % 7 == 0 { try observer.watcher.drain(into: { _ in }) }
      }
      try observer.watcher.drain(into: { _ in })
      try observer.watcher.drain(into: { _ in })
      #expect(observer.watcher.watchCount == names.count)
      for name in names {
        let note = name.isEmpty ? "n.md" : name + "/n.md"
        try folder.write(note)
        #expect(try observer.wait(for: .closed(NotePath(note))))
      }
    }
  }
}

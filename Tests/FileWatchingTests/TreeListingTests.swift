// Listing real trees with the names that file systems allow.

import Glibc
import NotePaths
import Testing

@testable import FileWatching

@Suite struct TreeListingTests {
  private func names(_ listing: TreeListing) -> [String] { listing.entries.map(\.path.description) }

  @Test func orderedByTheBytesOfWholePaths() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "a/b", "a-c", "A"] { try folder.makeFolder(name) }
    for name in ["a/z", "a/b/x", "a-c/y", "a.md", "A/q", "b", "a0", "é"] { try folder.write(name) }
    let listing = TreeListing.list(try folder.root(), ignore: IgnoreRules())
    #expect(names(listing) == ["A/q", "a-c/y", "a.md", "a/b/x", "a/z", "a0", "b", "é"])
    #expect(listing.entries.map(\.path) == listing.entries.map(\.path).sorted())
    #expect(listing.folders.map(\.path.description) == ["", "A", "a", "a-c", "a/b"])
    #expect(listing.unreachable.isEmpty)
  }

  @Test func namesAreBytes() throws {
    let folder = try TemporaryFolder()
    let odd: [[UInt8]] = [
      [0xFF, 0xFE], Array("line\nbreak".utf8), Array("quote\"'\\".utf8), [0x1B, 0x5B],
      Array(repeating: 0x78, count: 255), Array(" ".utf8), Array("-rf".utf8),
    ]
    for name in odd { try folder.write(name, [0x61]) }
    let listing = TreeListing.list(try folder.root(), ignore: IgnoreRules())
    #expect(Set(listing.entries.map(\.path.bytes)) == Set(odd))
    #expect(listing.entries.allSatisfy { $0.stamp.size == 1 && $0.ignoredBy == nil })
  }

  @Test func linksAndPipesAreListedAndNotFollowed() throws {
    let folder = try TemporaryFolder()
    let outside = try TemporaryFolder()
    try outside.write("secret.md")
    try folder.link(outside.string(""), at: "out")
    try folder.link("loop", at: "loop")
    try folder.makePipe("pipe")
    let listing = TreeListing.list(try folder.root(), ignore: IgnoreRules())
    #expect(names(listing) == ["loop", "out", "pipe"])
    #expect(listing.entries.map(\.kind) == [.symbolicLink, .symbolicLink, .fifo])
  }

  @Test func ignoredFoldersAreNotDescendedInto() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder(".git")
    try folder.write(".git/config")
    try folder.write("note.md~")
    try folder.write("note.md")
    let listing = TreeListing.list(try folder.root(), ignore: IgnoreRules())
    #expect(names(listing) == ["note.md", "note.md~"])
    #expect(listing.entries.map(\.ignoredBy) == [nil, "*~ (editor backup)"])
    #expect(listing.ignoredFolders.map(\.rule) == [".git/ (git)"])
  }

  @Test func deeperThanAPathMayBeLong() throws {
    let folder = try TemporaryFolder()
    let deepest = try makeDeep(folder, name: Array(repeating: 0x64, count: 200), depth: 40)
    let root = try folder.root()
    let listing = TreeListing.list(root, ignore: IgnoreRules())
    #expect(listing.folders.count == 41 && listing.unreachable.isEmpty)
    #expect(listing.entries.map(\.path) == [deepest.appending(Array("note.md".utf8))])
    #expect(try SafeFile.read(root, listing.entries[0].path, limit: 100).bytes == Array("deep".utf8))
  }

  @Test func deeperThanDescriptorsGo() throws {
    let folder = try TemporaryFolder()
    _ = try makeDeep(folder, name: [0x61], depth: 2500)
    try folder.makeFolder("a/a/b")
    try folder.write("a/a/b/last.md")
    let listing = TreeListing.list(try folder.root(), ignore: IgnoreRules())
    #expect(listing.folders.count == 2502 && listing.entries.count == 2)
    #expect(listing.unreachable.isEmpty)
  }

  /// Folders in folders, a note in the deepest.
  private func makeDeep(_ folder: TemporaryFolder, name: [UInt8], depth: Int) throws -> NotePath {
    var at = try Posix.openFolder(absolute: folder.path)
    var path = NotePath(bytes: [])
    for _ in 0..<depth {
      #expect(Posix.withCString(name) { mkdirat(at.raw, $0, 0o755) } == 0)
      at = try Posix.openFolder(at: at, name)
      path = path.appending(name)
    }
    let file = openat(at.raw, "note.md", O_WRONLY | O_CREAT, 0o644)
    defer { close(file) }
    #expect(write(file, "deep", 4) == 4)
    return path
  }

  @Test(.enabled(if: modesBind, "root reads whatever the mode"))
  func aFolderWithoutPermissionIsUnreachable() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("shut")
    try folder.write("shut/note.md")
    try folder.write("open.md")
    try folder.change(mode: 0, of: "shut")
    defer { chmod(folder.string("shut"), 0o755) }
    let listing = TreeListing.list(try folder.root(), ignore: IgnoreRules())
    #expect(names(listing) == ["open.md"])
    #expect(listing.unreachable.map(\.cause) == [.notPermitted])
  }

  @Test func aRootThatIsGoneOrAnother() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("watch")
    let root = try WatchRoot(path: folder.string("watch"))
    #expect(root.stands)
    try folder.rename("watch", "elsewhere")
    #expect(!root.stands)
    #expect(TreeListing.list(root, ignore: IgnoreRules()).unreachable.map(\.cause) == [.rootLost])
    try folder.makeFolder("watch")
    let listing = TreeListing.list(root, ignore: IgnoreRules())
    #expect(listing.unreachable.map(\.cause) == [.rootLost] && listing.folders.isEmpty)
    #expect(throws: FileTrouble.self) { try WatchRoot(path: folder.string("nowhere")) }
  }
}

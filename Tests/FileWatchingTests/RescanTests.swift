// The merge of a listing with the index.

import NotePaths
import Testing

@testable import FileWatching

@Suite struct RescanTests {
  private static func stamp(_ inode: UInt64, device: UInt64 = 1) -> FileStamp {
    FileStamp(device: device, inode: inode, size: 10, modified: 5, changed: 5)
  }

  private static func entry(_ path: String, _ inode: UInt64, device: UInt64 = 1, _ rule: String? = nil)
    -> TreeListing.Entry
  {
    TreeListing.Entry(
      path: NotePath(path), stamp: stamp(inode, device: device), kind: .regular, ignoredBy: rule)
  }

  private static func known(_ path: String, _ inode: UInt64, device: UInt64 = 1, ignored: Bool = false)
    -> Rescan.Known
  {
    Rescan.Known(path: NotePath(path), stamp: stamp(inode, device: device), isIgnored: ignored)
  }

  private static func listing(
    _ entries: [TreeListing.Entry], folders: [(String, UInt64)] = [("", 1)], folder: String = ""
  ) -> TreeListing {
    var listing = TreeListing(folder: NotePath(folder))
    listing.entries = entries
    listing.folders = folders.map { TreeListing.Folder(path: NotePath($0.0), device: $0.1) }
    return listing
  }

  @Test func addedChangedRemoved() {
    let rescan = Rescan.merge(
      listing: Self.listing([Self.entry("a", 1), Self.entry("b", 9), Self.entry("d", 4), Self.entry("e", 5)]),
      known: [Self.known("b", 2), Self.known("c", 3), Self.known("d", 4), Self.known("f", 6)])
    #expect(rescan.added.map(\.path.description) == ["a", "e"])
    #expect(rescan.changed.map(\.path.description) == ["b"])
    #expect(rescan.removed.map(\.description) == ["c", "f"])
    #expect(rescan.unchanged == 1 && rescan.unreachable.isEmpty)
  }

  @Test func nothingKnownAndNothingThere() {
    #expect(Rescan.merge(listing: Self.listing([]), known: []) == Rescan())
    let all = Rescan.merge(listing: Self.listing([]), known: [Self.known("a", 1)])
    #expect(all.removed == [NotePath("a")])
  }

  @Test func aFolderThatCannotBeReadRemovesNothing() {
    var listing = Self.listing([Self.entry("b", 2)])
    listing.unreachable = [FileTrouble(.notPermitted, path: NotePath("a"), code: 13)]
    let rescan = Rescan.merge(
      listing: listing, known: [Self.known("a/x", 1), Self.known("ab", 7), Self.known("b", 2)])
    #expect(rescan.unreachable == [NotePath("a/x")])
    #expect(rescan.removed == [NotePath("ab")])
  }

  @Test func aLostRootRemovesNothing() {
    var listing = Self.listing([], folders: [])
    listing.unreachable = [FileTrouble(.rootLost, path: NotePath(bytes: []))]
    let rescan = Rescan.merge(listing: listing, known: [Self.known("a", 1), Self.known("b/c", 2)])
    #expect(rescan.unreachable.count == 2 && rescan.removed.isEmpty)
  }

  @Test func anUnmountedFileSystemRemovesNothing() {
    // "disk" was device 2; the folder beneath it is on device 1 and empty.
    let rescan = Rescan.merge(
      listing: Self.listing([Self.entry("a", 1)], folders: [("", 1), ("disk", 1)]),
      known: [Self.known("a", 1), Self.known("disk/x", 7, device: 2)])
    #expect(rescan.unreachable == [NotePath("disk/x")] && rescan.removed.isEmpty)
  }

  @Test func deviceNumbersGivenOutAnew() {
    let rescan = Rescan.merge(
      listing: Self.listing([Self.entry("a", 1, device: 8)], folders: [("", 8)]),
      known: [Self.known("a", 1), Self.known("b", 2)])
    #expect(rescan.renumbered.map(\.path) == [NotePath("a")] && rescan.changed.isEmpty)
    #expect(rescan.removed == [NotePath("b")])
  }

  @Test func onlyTheListedFolderIsCompared() {
    let rescan = Rescan.merge(
      listing: Self.listing([Self.entry("s/a", 1)], folders: [("s", 1)], folder: "s"),
      known: [Self.known("a", 9), Self.known("s/a", 1), Self.known("s/b", 2), Self.known("s2/c", 3)])
    #expect(rescan.removed == [NotePath("s/b")] && rescan.unchanged == 1)
  }

  @Test func ignoredNowOrNoLonger() {
    var listing = Self.listing([Self.entry("a.x", 1, "*.x"), Self.entry("b", 2), Self.entry("c.x", 3, "*.x")])
    listing.ignoredFolders = [TreeListing.IgnoredFolder(path: NotePath("old"), rule: "old/")]
    let rescan = Rescan.merge(
      listing: listing,
      known: [
        Self.known("a.x", 1), Self.known("b", 2, ignored: true), Self.known("c.x", 3, ignored: true),
        Self.known("old/n", 4),
      ])
    #expect(rescan.changed.map(\.path.description) == ["a.x", "b"])
    #expect(rescan.nowIgnored == [NotePath("old/n")] && rescan.removed.isEmpty)
  }
}

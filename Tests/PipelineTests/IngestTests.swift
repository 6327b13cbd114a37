// What is between a worker and the index: open until it is in, and in order.

import FileWatching
import Foundation
import NotePaths
import NoteStore
import Testing

@testable import Pipeline

@Suite struct IngestTests {
  /// A watched folder and an index, and events that the test makes up.
  private final class Desk {
    let folder: String
    let store: Store
    let ingest: Ingest
    private(set) var now = Moment.now()

    init() throws {
      folder = FileManager.default.temporaryDirectory.path + "/redline-ingest-\(UUID().uuidString)"
      try FileManager.default.createDirectory(
        atPath: folder + "/Watch", withIntermediateDirectories: true)
      store = try Store(directory: folder + "/state", access: .readWrite)
      ingest = Ingest(
        root: try WatchRoot(path: folder + "/Watch"), ignore: IgnoreRules(), store: store, settle: .zero,
        isFirstImport: false, tell: { _ in })
    }

    deinit {
      do { try FileManager.default.removeItem(atPath: folder) } catch {
        Issue.record("the temporary folder stays: \(error)")
      }
    }

    func pass(seconds: Int64) {
      now = Moment(
        monotonic: now.monotonic + seconds * 1_000_000_000, wall: now.wall + seconds * 1_000_000_000)
    }

    /// Drops a note and lets a worker find that it cannot be read.
    func drop(_ name: String) throws { finish(try begin(name)) }

    /// Drops a note, which a worker has in hand then.
    func begin(_ name: String) throws -> WorkItem {
      try write(name)
      #expect(try ingest.take(.closed(NotePath(name)), at: now) == .nothing)
      try ingest.advance(to: now)
      return try #require(ingest.nextItem())
    }

    /// The same of notes that stood there before.
    func findBacklog(_ names: String...) throws {
      for name in names {
        try write(name)
        ingest.readAgain([NotePath(name)], at: now)
        finish(try #require(ingest.nextItem()))
      }
    }

    func finish(_ item: WorkItem) {
      let quarantine = Quarantine(kind: "empty", reason: "no text", remedy: "write some")
      ingest.finish(item, .quarantined(item.stamp, quarantine), nanoseconds: 1, at: now)
    }

    private func write(_ name: String) throws {
      try "text".write(toFile: "\(folder)/Watch/\(name)", atomically: false, encoding: .utf8)
    }

    /// One transaction: what of it is in the index then.
    func commitOnce() throws -> [String] {
      let before = try quarantined()
      let commit = try #require(ingest.beginCommit(at: now))
      try ingest.endCommit(commit.apply(to: store), at: now)
      return try quarantined().filter { !before.contains($0) }
    }

    func remove(_ name: String) throws {
      try FileManager.default.removeItem(atPath: "\(folder)/Watch/\(name)")
      #expect(try ingest.take(.removed(NotePath(name)), at: now) == .nothing)
      try ingest.advance(to: now)
    }

    func quarantined() throws -> [String] {
      try store.entries(in: .quarantined).map { "\($0.path)" }.sorted()
    }
  }

  @Test func whatIsBeingWrittenIsOpenUntilItIsIn() throws {
    let desk = try Desk()
    let ingest = desk.ingest
    try desk.drop("a.md")
    #expect(ingest.wantsCommit(at: desk.now))
    let commit = try #require(ingest.beginCommit(at: desk.now))
    #expect(ingest.isOpen(NotePath("a.md")) && ingest.openPaths == [NotePath("a.md")] && !ingest.isQuiet)
    // Another comes meanwhile, and waits for its turn.
    try desk.drop("b.md")
    #expect(!ingest.wantsCommit(at: desk.now) && ingest.beginCommit(at: desk.now) == nil)
    #expect(Set(ingest.openPaths) == [NotePath("a.md"), NotePath("b.md")])
    try ingest.endCommit(commit.apply(to: desk.store), at: desk.now)
    #expect(try desk.quarantined() == ["a.md"])
    #expect(!ingest.isOpen(NotePath("a.md")) && ingest.isOpen(NotePath("b.md")))
    #expect(ingest.wantsCommit(at: desk.now) && ingest.committed == 1)
    try ingest.commit(at: desk.now)
    #expect(try desk.quarantined() == ["a.md", "b.md"])
    #expect(ingest.isQuiet && ingest.committed == 2)
  }

  @Test func whatTheIndexRefusedGoesInLaterAndInOrder() throws {
    let desk = try Desk()
    let ingest = desk.ingest
    try desk.drop("a.md")
    try desk.drop("b.md")
    _ = try #require(ingest.beginCommit(at: desk.now))
    // Gone before it is known that it never came in.
    try desk.remove("a.md")
    try ingest.endCommit(.failure(StoreError(kind: .diskFull, file: "f", message: "full")), at: desk.now)
    #expect(!ingest.wantsCommit(at: desk.now) && ingest.nextItem() == nil && ingest.committed == 0)
    #expect(ingest.isOpen(NotePath("a.md")) && ingest.isOpen(NotePath("b.md")))
    desk.pass(seconds: 3)
    #expect(ingest.wantsCommit(at: desk.now))
    try ingest.commit(at: desk.now)
    #expect(try desk.quarantined() == ["b.md"])
    #expect(ingest.isQuiet)
  }

  @Test func whatNoRetryCuresIsThrownAndKept() throws {
    let desk = try Desk()
    try desk.drop("a.md")
    _ = try #require(desk.ingest.beginCommit(at: desk.now))
    #expect(throws: StoreError.self) {
      try desk.ingest.endCommit(.failure(StoreError(kind: .corrupt, file: "f", message: "bad")), at: desk.now)
    }
    #expect(desk.ingest.isOpen(NotePath("a.md")))
  }

  /// A folder that comes up may hold what has just left another: both go in together.
  @Test func aListingToComeIsWaitedFor() throws {
    let desk = try Desk()
    try desk.drop("a.md")
    try desk.ingest.commit(at: desk.now)
    desk.ingest.awaitedListings += 1
    try desk.remove("a.md")
    #expect(!desk.ingest.wantsCommit(at: desk.now) && !desk.ingest.isQuiet)
    desk.ingest.awaitedListings -= 1
    #expect(desk.ingest.wantsCommit(at: desk.now))
  }

  @Test func aNoteThatWasJustDroppedGoesInAloneAndFirst() throws {
    let desk = try Desk()
    try desk.findBacklog("a.md", "b.md", "c.md")
    try desk.drop("fresh.md")
    #expect(try desk.commitOnce() == ["fresh.md"])
    #expect(desk.ingest.isOpen(NotePath("c.md")) && desk.ingest.committed == 1)
    #expect(try desk.commitOnce() == ["a.md", "b.md", "c.md"])
    #expect(desk.ingest.isQuiet && desk.ingest.committed == 4)
  }

  /// A tool's temporary file, renamed to the note: that it is gone is nothing to the index.
  @Test func aNoteThatIsRenamedIntoPlaceWaitsForNoBacklog() throws {
    let desk = try Desk()
    let temporary = NotePath(".fresh.tmp")
    try desk.findBacklog("a.md", "b.md")
    #expect(try desk.ingest.take(.removed(temporary), at: desk.now) == .nothing)
    try desk.drop("fresh.md")
    #expect(try desk.commitOnce() == ["fresh.md"])
    #expect(try desk.commitOnce() == ["a.md", "b.md"])
    #expect(desk.ingest.isQuiet && desk.ingest.committed == 3)
    // One that a listing found stands in the index, and goes.
    try desk.store.apply([.ignored(temporary, stamp: nil, rule: "hidden")], at: 1)
    #expect(try desk.ingest.take(.removed(temporary), at: desk.now) == .nothing)
    try desk.ingest.advance(to: desk.now)
    try desk.ingest.commit(at: desk.now)
    #expect(try desk.store.entry(temporary)?.state ?? .withdrawn == .withdrawn)
    #expect(desk.ingest.isQuiet && desk.ingest.committed == 4)
  }

  @Test func aTransactionEndsEarlyForANoteThatIsDropped() throws {
    let desk = try Desk()
    let ingest = desk.ingest
    try desk.findBacklog("a.md", "b.md", "c.md")
    let commit = try #require(ingest.beginCommit(at: desk.now))
    let item = try desk.begin("fresh.md")
    try ingest.endCommit(commit.apply(to: desk.store), at: desk.now)
    #expect(try desk.quarantined() == ["a.md"])
    #expect(ingest.isOpen(NotePath("b.md")) && ingest.isOpen(NotePath("c.md")) && ingest.committed == 1)
    // As long as it is in a worker's hands, too.
    #expect(try desk.commitOnce() == ["b.md"])
    desk.finish(item)
    #expect(try desk.commitOnce() == ["fresh.md"])
    #expect(try desk.commitOnce() == ["c.md"])
    #expect(ingest.isQuiet && ingest.committed == 4)
  }

  /// What is gone may stand elsewhere: one transaction has to see both.
  @Test func whatBelongsTogetherIsNotParted() throws {
    let desk = try Desk()
    try desk.drop("gone.md")
    try desk.ingest.commit(at: desk.now)
    try desk.findBacklog("a.md", "b.md")
    try desk.remove("gone.md")
    let commit = try #require(desk.ingest.beginCommit(at: desk.now))
    desk.finish(try desk.begin("fresh.md"))
    try desk.ingest.endCommit(commit.apply(to: desk.store), at: desk.now)
    #expect(try desk.quarantined() == ["a.md", "b.md"])
    try desk.remove("a.md")
    #expect(try desk.commitOnce() == ["fresh.md"])
    #expect(try desk.quarantined() == ["b.md", "fresh.md"])
  }

  /// A note that is dropped again goes behind what was read of it before.
  @Test func anOlderReadingGoesInBefore() throws {
    let desk = try Desk()
    try desk.findBacklog("a.md", "b.md")
    desk.pass(seconds: 1)
    try desk.drop("a.md")
    let commit = try #require(desk.ingest.beginCommit(at: desk.now))
    #expect(commit.changes.count == 3)
    try desk.ingest.endCommit(commit.apply(to: desk.store), at: desk.now)
    #expect(try desk.store.entry(NotePath("a.md"))?.attempts == 2)
    #expect(desk.ingest.isQuiet)
  }
}

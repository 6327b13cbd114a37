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
    func drop(_ name: String) throws {
      try "text".write(toFile: "\(folder)/Watch/\(name)", atomically: false, encoding: .utf8)
      #expect(try ingest.take(.closed(NotePath(name)), at: now) == .nothing)
      ingest.advance(to: now)
      let item = try #require(ingest.nextItem())
      let quarantine = Quarantine(kind: "empty", reason: "no text", remedy: "write some")
      ingest.finish(item, .quarantined(item.stamp, quarantine), nanoseconds: 1, at: now)
    }

    func remove(_ name: String) throws {
      try FileManager.default.removeItem(atPath: "\(folder)/Watch/\(name)")
      #expect(try ingest.take(.removed(NotePath(name)), at: now) == .nothing)
      ingest.advance(to: now)
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
}

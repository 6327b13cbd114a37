// Publishing by the clock, with the time handed in: what is due, what was missed, what never changes.

import Codebooks
import Coding
import Digests
import FileWatching
import Foundation
import NotePaths
import NoteStore
import Testing

@testable import Pipeline

/// A desk without processes: a watched folder, an index and a reports folder, and a clock that the test sets.
private final class Desk {
  let folder: String
  let store: Store
  let codebook: Codebook
  var reports: String { folder + "/Reports" }
  private var worker: NoteWorker
  private let root: WatchRoot
  private let zone: Zone

  init(zone name: String = "UTC") throws {
    folder = FileManager.default.temporaryDirectory.path + "/redline-publisher-\(UUID().uuidString)"
    for name in ["Watch", "Reports", "state"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    store = try Store(directory: folder + "/state", access: .readWrite)
    codebook = try Codebook.loadDefault()
    zone = try Zone(name)
    root = try WatchRoot(path: folder + "/Watch")
    worker = NoteWorker(
      ReadingSettings(
        root: root, compiled: try CompiledCodebook(codebook), zone: zone, maxNoteSize: 1 << 20,
        fallbackEncoding: nil, hashKey: [], converters: [:]))
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      print("left behind: \(folder): \(error)")
    }
  }

  /// Drops a note and takes it into the index at that moment.
  func drop(_ text: String, at name: String, received: Int64, isArchive: Bool = false) throws {
    try text.write(toFile: "\(folder)/Watch/\(name)", atomically: false, encoding: .utf8)
    let path = NotePath(name)
    let item = WorkItem(
      path: path, stamp: try SafeFile.stamp(root, path), received: received, isBacklog: isArchive)
    guard case .coded(let stamp, let revision) = worker.work(item, isArchive: isArchive) else {
      Issue.record("\(name) was not coded")
      return
    }
    _ = try store.apply([.coded(path, stamp: stamp, revision)], at: received)
  }

  func publisher(
    _ schedules: [DigestSchedule], tell: @escaping News.Sink = { _ in }
  ) throws -> Publisher {
    Publisher(
      store: store, folder: ReportFolder(path: reports), zone: zone, schedules: schedules, codebook: codebook,
      renderer: try DigestRenderer(), tell: tell)
  }

  func names(_ suffix: String = ".md") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: reports).filter { $0.hasSuffix(suffix) }.sorted()
  }

  func report(_ name: String) throws -> String {
    try String(contentsOfFile: "\(reports)/\(name)", encoding: .utf8)
  }
}

private func moment(_ text: String) throws -> Int64 {
  let formatter = ISO8601DateFormatter()
  return Int64(try #require(formatter.date(from: text)).timeIntervalSince1970)
}

private let demand = "Russia demanded that NATO halt its enlargement to the east.\n"

@Suite struct PublisherTests {
  @Test func aDayIsPublishedWhenItIsDueAndNotBefore() throws {
    let desk = try Desk()
    let publisher = try desk.publisher([try DigestSchedule(every: "day", at: "06:00")])
    try publisher.publishDue(at: try moment("2022-01-24T05:00:00Z"))
    try desk.drop(demand, at: "2022-01-24-a.md", received: try moment("2022-01-24T10:00:00Z"))
    try publisher.publishDue(at: try moment("2022-01-25T05:59:59Z"))
    #expect(try desk.names() == ["2022-01-23-day.md"])
    try publisher.publishDue(at: try moment("2022-01-25T06:00:00Z"))
    #expect(try desk.names() == ["2022-01-23-day.md", "2022-01-24-day.md"])
    #expect(
      try desk.report("2022-01-24-day.md").contains("halt its enlargement")
        || desk.report("2022-01-24-day.md").contains("2022-01-24-a.md:1"))
    #expect(
      publisher.nextDue(after: try moment("2022-01-25T06:00:00Z")) == (try moment("2022-01-26T06:00:00Z")))
  }

  @Test func missedDigestsAreCaughtUpOldestFirstAndNeverTwice() throws {
    let desk = try Desk()
    let schedules = [
      try DigestSchedule(every: "day", at: "06:00"),
      try DigestSchedule(every: "week", at: "06:00", on: "monday"),
    ]
    let publisher = try desk.publisher(schedules)
    try publisher.publishDue(at: try moment("2022-01-28T12:00:00Z"))
    try desk.drop(demand, at: "2022-01-28-a.md", received: try moment("2022-01-28T13:00:00Z"))
    // The service was down from Friday to Monday.
    let again = try desk.publisher(schedules)
    try again.publishDue(at: try moment("2022-01-31T09:00:00Z"))
    let expected = [
      "2022-01-28-day.md", "2022-01-29-day.md", "2022-01-30-day.md", "2022-W04-week.md",
    ]
    #expect(try desk.names() == expected)
    let before = try expected.map { try desk.report($0) }
    try again.publishDue(at: try moment("2022-01-31T10:00:00Z"))
    #expect(try desk.names() == expected)
    #expect(try expected.map { try desk.report($0) } == before)
    #expect(try desk.report("feed.xml").contains("2022-W04-week"))
    #expect(try desk.report("index.html").contains("2022-01-30-day"))
  }

  /// A digest that fails its check is not published, is told of once, holds up no other and ends nothing.
  @Test func aDigestThatFailsItsCheckIsNotPublished() throws {
    let desk = try Desk()
    var news: [String] = []
    let publisher = try desk.publisher([try DigestSchedule(every: "day", at: "06:00")]) {
      news.append($0.text)
    }
    try publisher.publishDue(at: try moment("2022-01-24T05:00:00Z"))
    try desk.drop(demand, at: "2022-01-24-a.md", received: try moment("2022-01-24T10:00:00Z"))
    try publisher.publishRunning(at: try moment("2022-01-24T11:00:00Z"), monotonic: 1)
    #expect(publisher.refusal == nil)
    let running = try desk.report("latest.md")
    // Codes that the index has and the codebook has not: the counts no longer add up.
    publisher.codebook.codes.removeAll()
    for minute in 0..<3 {
      publisher.noteChange(at: Int64(minute))
      try publisher.publishRunning(at: try moment("2022-01-24T12:0\(minute):00Z"), monotonic: Int64(minute))
    }
    #expect(try desk.report("latest.md") == running)
    #expect(publisher.nextRunning == nil)
    #expect(news.filter { $0.contains("is not published") }.count == 1)
    try publisher.publishDue(at: try moment("2022-01-26T07:00:00Z"))
    #expect(try desk.names() == ["2022-01-23-day.md", "2022-01-25-day.md", "latest.md"])
    #expect(news.contains { $0.contains("digest 2022-01-24-day is not published, it fails its own check: ") })
    #expect(publisher.refusal?.name == "2022-01-24-day")

    // With nothing changed it is not tried again; once the index is in order it is published.
    publisher.codebook = desk.codebook
    try publisher.publishDue(at: try moment("2022-01-26T08:00:00Z"))
    #expect(try !desk.names().contains("2022-01-24-day.md"))
    let change = try moment("2022-01-26T08:00:00Z")
    publisher.noteChange(at: 9)
    #expect(publisher.nextDue(after: change) == change + 1)
    try publisher.publishDue(at: change)
    #expect(try desk.names().contains("2022-01-24-day.md"))
    #expect(publisher.refusal == nil)
    #expect(publisher.nextDue(after: change) == (try moment("2022-01-27T06:00:00Z")))
  }

  /// The service may end before a digest that was refused can be tried again: the next run finds the gap.
  @Test func aDigestThatWasRefusedIsPublishedByTheNextRun() throws {
    let desk = try Desk()
    let schedules = [try DigestSchedule(every: "day", at: "06:00")]
    let publisher = try desk.publisher(schedules)
    try publisher.publishDue(at: try moment("2022-01-24T05:00:00Z"))
    try desk.drop(demand, at: "2022-01-24-a.md", received: try moment("2022-01-24T10:00:00Z"))
    publisher.codebook.codes.removeAll()
    try publisher.publishDue(at: try moment("2022-01-26T07:00:00Z"))
    #expect(try desk.names() == ["2022-01-23-day.md", "2022-01-25-day.md"])
    let again = try desk.publisher(schedules)
    try again.publishDue(at: try moment("2022-01-26T09:00:00Z"))
    #expect(try desk.names() == ["2022-01-23-day.md", "2022-01-24-day.md", "2022-01-25-day.md"])
    #expect(try desk.report("2022-01-24-day.md").contains("enlargement"))
  }

  /// One at a call, and what is drawn up while the clock is wrong stays and holds up nothing once it is right again.
  @Test func aClockSetForwardHoldsUpNoLaterDigest() throws {
    let desk = try Desk()
    let publisher = try desk.publisher([try DigestSchedule(every: "day", at: "06:00")])
    try publisher.publishDue(at: try moment("2022-01-24T05:00:00Z"))
    try publisher.publishDue(at: try moment("2022-01-25T07:00:00Z"))
    #expect(try publisher.publishNextDue(at: try moment("2032-01-25T07:00:00Z")))
    let names = ["2022-01-23-day.md", "2022-01-24-day.md", "2022-01-25-day.md"]
    #expect(try desk.names() == names)
    try publisher.publishDue(at: try moment("2022-01-27T07:00:00Z"))
    #expect(try desk.names() == names + ["2022-01-26-day.md"])
    #expect(try !publisher.publishNextDue(at: try moment("2022-01-27T07:00:00Z")))
  }

  @Test func aPublishedDigestNeverChangesAndALateNoteComesInTheNext() throws {
    let desk = try Desk()
    let publisher = try desk.publisher([try DigestSchedule(every: "day", at: "06:00")])
    try publisher.publishDue(at: try moment("2022-01-24T05:00:00Z"))
    try desk.drop(
      "The ministers met in Vienna.\n", at: "2022-01-24-a.md", received: try moment("2022-01-24T10:00:00Z"))
    try publisher.publishDue(at: try moment("2022-01-25T07:00:00Z"))
    let published = try desk.report("2022-01-24-day.md")
    try desk.drop(demand, at: "2022-01-24-late.md", received: try moment("2022-01-25T15:00:00Z"))
    try publisher.publishDue(at: try moment("2022-01-26T07:00:00Z"))
    #expect(try desk.report("2022-01-24-day.md") == published)
    let next = try desk.report("2022-01-25-day.md")
    #expect(next.contains("Received late") && next.contains("2022-01-24-late.md"))
    // A third one does not tell of it again.
    try publisher.publishDue(at: try moment("2022-01-27T07:00:00Z"))
    #expect(try !desk.report("2022-01-26-day.md").contains("Received late"))
  }

  @Test func anEditOfAPublishedNoteIsAnErratumInTheNext() throws {
    let desk = try Desk()
    let publisher = try desk.publisher([try DigestSchedule(every: "day", at: "06:00")])
    try publisher.publishDue(at: try moment("2022-01-24T05:00:00Z"))
    try desk.drop(demand, at: "2022-01-24-a.md", received: try moment("2022-01-24T10:00:00Z"))
    try publisher.publishDue(at: try moment("2022-01-25T07:00:00Z"))
    try desk.drop(
      "The ministers had tea.\n", at: "2022-01-24-a.md", received: try moment("2022-01-25T15:00:00Z"))
    try publisher.publishDue(at: try moment("2022-01-26T07:00:00Z"))
    let next = try desk.report("2022-01-25-day.md")
    #expect(next.localizedCaseInsensitiveContains("errat"))
    #expect(next.contains("2022-01-24-a.md"))
  }

  @Test func theFirstImportIsShownByTheWeekOfTheNewestNote() throws {
    let desk = try Desk()
    let publisher = try desk.publisher([])
    let now = try moment("2026-11-25T12:00:00Z")
    try desk.drop(demand, at: "2022-01-26-a.md", received: now, isArchive: true)
    try publisher.publishRunning(at: now, monotonic: 0)
    #expect(try desk.report("latest.md").contains("Week 4 of 2022"))
    try desk.drop("The ministers met.\n", at: "2026-11-25-b.md", received: now + 60)
    try publisher.publishRunning(at: now + 61, monotonic: 0)
    #expect(try !desk.report("latest.md").contains("Week 4 of 2022"))
    #expect(try desk.report("latest.md").contains("25 November 2026"))
  }

  @Test func aFolderThatCannotBeWrittenToIsTriedAgain() throws {
    let desk = try Desk()
    let publisher = try desk.publisher([])
    try FileManager.default.removeItem(atPath: desk.reports)
    try Data().write(to: URL(fileURLWithPath: desk.reports))
    publisher.noteChange(at: 0)
    try publisher.publishRunning(at: try moment("2026-11-25T12:00:00Z"), monotonic: 0)
    let again = try #require(publisher.nextRunning)
    #expect(again > 0)
    try FileManager.default.removeItem(atPath: desk.reports)
    try FileManager.default.createDirectory(atPath: desk.reports, withIntermediateDirectories: true)
    try publisher.publishRunning(at: try moment("2026-11-25T12:01:00Z"), monotonic: again)
    #expect(try desk.names() == ["latest.md"])
    #expect(publisher.nextRunning == nil)
  }

  @Test func theSameIndexGivesTheSameBytesWhateverTheOrderOfArrival() throws {
    let notes = [
      ("2022-01-24-a.md", demand), ("2022-01-25-b.md", "Germany again refused to send weapons to Ukraine.\n"),
      ("2022-01-25-c.md", "The United States delivered weapons to Ukraine.\n"),
      ("2022-01-26-d.md", "NATO has no plans to deploy combat troops in Ukraine.\n"),
    ]
    var forms: Set<String> = []
    for order in [[0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0]] {
      let desk = try Desk()
      let publisher = try desk.publisher([try DigestSchedule(every: "week", at: "06:00", on: "monday")])
      try publisher.publishDue(at: try moment("2022-01-23T00:00:00Z"))
      for index in order {
        try desk.drop(notes[index].1, at: notes[index].0, received: try moment("2022-01-27T12:00:00Z"))
      }
      try publisher.publishDue(at: try moment("2022-01-31T06:00:00Z"))
      forms.insert(try desk.report("2022-W04-week.json") + desk.report("2022-W04-week.html"))
    }
    #expect(forms.count == 1)
  }
}

// Real faults of clocks, watches, mounts and folders. Each test says what it lacks where it cannot make its fault.

import Foundation
import Testing

private let pressed = "Russia demanded that NATO halt its enlargement to the east.\n"

private let fakeTime = ["x86_64", "aarch64"].map { "/usr/lib/\($0)-linux-gnu/faketime/libfaketimeMT.so.1" }
  .first { FileManager.default.fileExists(atPath: $0) }
private let bindfs = FileManager.default.fileExists(atPath: "/dev/fuse") ? tool("/usr/bin/bindfs") : nil
private let python = tool("/usr/bin/python3")

/// Whether a user namespace of one's own can be had; limits lowered in it are nobody else's.
private let hasNamespaces: Bool = {
  do {
    try runTool(
      "unshare", "--user", "--map-root-user", "sh", "-c", "echo 9 > /proc/sys/user/max_inotify_watches")
    return true
  } catch {
    return false
  }
}()

/// The kernel's length of the event queue, lowered for the making of one watcher and put back.
struct QueueLimit {
  static let file = "/proc/sys/fs/inotify/max_queued_events"
  static var canBeSet: Bool { getuid() == 0 && access(file, W_OK) == 0 }

  static func lowered<Result>(to limit: Int, _ body: () throws -> Result) throws -> Result {
    let before = try String(contentsOfFile: file, encoding: .utf8)
    try write("\(limit)\n")
    defer {
      do { try write(before) } catch { print("\(file) is left at \(limit), it was \(before): \(error)") }
    }
    return try body()
  }

  private static func write(_ text: String) throws {
    let descriptor = open(file, O_WRONLY)
    guard descriptor >= 0 else { throw DeskTrouble("\(file): \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw DeskTrouble("\(file): \(String(cString: strerror(errno)))")
    }
  }
}

@Suite(.serialized, .timeLimit(.minutes(10)))
struct WatchFaultTests {
  /// The wall clock jumps, as it does when a machine finds its time server; only the service's own, by libfaketime.
  @Test(.enabled(if: fakeTime != nil, "needs libfaketime")) func aClockSetBackAndForthLosesNothing() throws {
    // libfaketime also shifts timers of the monotonic clock, which no real change of the time of day does: nothing here
    // may wait for one.
    let desk = try Desk(settings: "settle: 0\n")
    let offset = desk.folder + "/offset"
    func set(_ text: String) throws { try text.write(toFile: offset, atomically: true, encoding: .utf8) }
    try set("+0")
    // Through env: libfaketime makes its shared memory in the first process and moves the environment aside, from
    // which Swift finds the arguments.
    let service = try desk.start(
      environment: [
        "LD_PRELOAD": try #require(fakeTime), "FAKETIME_TIMESTAMP_FILE": offset, "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
        // The files' times are the kernel's, whose clock is right.
        "NO_FAKE_STAT": "1",
      ], through: ["env"])
    var words: [String: String] = [:]
    for (round, jump) in ["+0", "-400d", "+30d", "-2h", "+3650d", "-3d", "+0"].enumerated() {
      try set(jump)
      try desk.put("New in round \(round), n\(round)x.\n", at: "new\(round).md")
      words["n\(round)x"] = "new\(round).md"
      try desk.put("Edited in round \(round), e\(round)x.\n", at: "edited.md")
      try desk.sync()
      #expect(try desk.found("e\(round)x") == ["edited.md"], "after \(jump)")
      if round > 0 { #expect(try desk.found("e\(round - 1)x").isEmpty, "after \(jump)") }
      if round == 3 {
        try desk.move("new0.md", "moved.md")
        words["n0x"] = "moved.md"
      }
    }
    try desk.remove("new1.md")
    words["n1x"] = nil
    try desk.sync()
    for (word, path) in words { #expect(try desk.found(word) == [path]) }
    #expect(try desk.found("n1x").isEmpty)
    let status = try desk.status()
    #expect(status.files == 7 && status.accounted == 7)
    #expect(service.stop() == 0)
  }

  /// A user-space file system raises no events for what is written behind it: it is polled without being told to.
  @Test(.enabled(if: bindfs != nil && getuid() == 0, "needs bindfs, /dev/fuse and root"))
  func aMountWithoutEventsIsPolledByItself() throws {
    let desk = try Desk(settings: "settle: 0\npoll-interval: 1s\n")
    let behind = desk.folder + "/behind"
    for folder in [behind, desk.watch + "/share"] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    // Not by Foundation's Process: that waits for what goes on in the background, too.
    #expect(system("bindfs '\(behind)' '\(desk.watch)/share'") == 0)
    defer { umount2(desk.watch + "/share", Int32(MNT_DETACH)) }
    let service = try desk.start()
    try service.wait(for: "share: polled, as FUSE does not tell of changes")
    #expect(try desk.run(["status"]).output.contains("share: polled, as FUSE"))
    try pressed.write(toFile: behind + "/a.md", atomically: false, encoding: .utf8)
    try desk.sync()
    #expect(try desk.found("enlargement") == ["share/a.md"])
    // Without a sync it is found too: the service says when.
    try "The ministers met.\n".write(toFile: behind + "/b.md", atomically: false, encoding: .utf8)
    try service.wait(for: "share/b.md: coded")
    try desk.put("Beside it events serve.\n", at: "c.md")
    try desk.sync()
    #expect(try desk.status().counts["coded"] == 3)
    #expect(service.stop() == 0)
  }

  /// In a user namespace with five watches to give: the rest is polled, one word is said, the sysctl named.
  @Test(.enabled(if: hasNamespaces, "needs user namespaces")) func whatCannotBeWatchedIsPolled() throws {
    let desk = try Desk(settings: "settle: 0\npoll-interval: 1s\n")
    for number in 0..<12 { try desk.put("In folder f\(number)x.\n", at: "folder\(number)/a.md") }
    let service = try desk.start(through: [
      "unshare", "--user", "--map-root-user", "sh", "-c",
      "echo 5 > /proc/sys/user/max_inotify_watches; exec \"$0\" \"$@\"",
    ])
    try service.wait(for: "fs.inotify.max_user_watches")
    for number in 0..<12 { try desk.put("Later in folder l\(number)x.\n", at: "folder\(number)/b.md") }
    try desk.sync()
    for number in 0..<12 { #expect(try desk.found("l\(number)x") == ["folder\(number)/b.md"]) }
    #expect(try desk.status().counts == ["coded": 24])
    let shown = try desk.run(["status"]).output
    #expect(shown.contains("folder9: polled, as no inotify watches are left"))
    #expect(service.stop() == 0)
    #expect(service.said.components(separatedBy: "fs.inotify.max_user_watches").count == 2)
  }

  /// The queue's length counts when the watcher is made: it is put back at once.
  @Test(.enabled(if: QueueLimit.canBeSet, "needs root and a writable sysctl"))
  func aQueueOfSixteenLosesNothing()
    throws
  {
    let desk = try Desk(settings: "settle: 0\n")
    let service = try QueueLimit.lowered(to: 16) { try desk.start() }
    // It stands still meanwhile, so that the queue must overflow however fast the machine is.
    kill(service.process.processIdentifier, SIGSTOP)
    for number in 0..<600 {
      try desk.put(
        "Note q\(number)x.\n", at: "\(number % 3 == 0 ? "" : "sub\(number % 20)/deep/")n\(number).txt")
    }
    kill(service.process.processIdentifier, SIGCONT)
    try desk.sync()
    let status = try desk.status()
    #expect(status.counts == ["coded": 600] && status.accounted == 600)
    // Once it has answered, its report is of this moment.
    let report = try String(contentsOfFile: desk.state + "/service.json", encoding: .utf8)
    #expect(report.contains("600 notes") && report.contains("\"waiting\":0"))
    #expect(!report.contains("\"overflows\":0"), "the queue was long enough: nothing was tried")
    #expect(service.stop() == 0)
  }

  @Test(.enabled(if: python != nil, "needs python3")) func aLockedIndexIsWaitedFor() throws {
    let desk = try Desk(settings: "settle: 0\n")
    let service = try desk.start()
    let lock = try IndexLock(desk, python: try #require(python))
    try desk.put(pressed, at: "a.md")
    try service.wait(for: "are kept and tried again")
    #expect(try desk.status().files == 1)
    try lock.release()
    try service.wait(for: "the index takes notes again")
    try desk.sync()
    #expect(try desk.found("enlargement") == ["a.md"])
    #expect(service.stop() == 0)
  }

  @Test(.enabled(if: getuid() == 0, "needs root to mount")) func aReadOnlyStateFolderIsRefusedInWords() throws
  {
    let desk = try Desk()
    try FileManager.default.createDirectory(atPath: desk.state, withIntermediateDirectories: true)
    guard mount("tmpfs", desk.state, "tmpfs", UInt(MS_RDONLY), "size=1m") == 0 else { return }
    defer { umount2(desk.state, Int32(MNT_DETACH)) }
    let outcome = try desk.run(["watch", "--once"])
    #expect(outcome.code == 73)
    #expect(outcome.messages.contains("put the state folder on a file system that can be written"))
  }

  @Test func aRemovedStateFolderIsMadeAgainAndLosesNothing() throws {
    let desk = try Desk(settings: "settle: 0\n")
    let service = try desk.start()
    try desk.put("The former text.\n", at: "a.md")
    try desk.sync()
    try desk.put(pressed, at: "a.md")
    try desk.sync()
    // At one stroke: what the service writes meanwhile must not come in between.
    #expect(rename(desk.state, desk.folder + "/tidied") == 0)
    try FileManager.default.removeItem(atPath: desk.folder + "/tidied")
    try desk.put("The ministers met in Vienna.\n", at: "b.md")
    try service.wait(for: "it is made again from the open index, nothing is lost")
    try service.wait(for: "b.md: coded")
    try desk.sync()
    #expect(try desk.found("ministers") == ["b.md"])
    let hit = try desk.run(["search", "--json", "enlargement"]).output
    #expect(hit.contains("\"revision\":2"), "the history came along: \(hit)")
    // The folder of requests alone.
    try FileManager.default.removeItem(atPath: desk.state + "/requests")
    try service.wait(for: "was removed and is made again")
    #expect(try desk.run(["retry"]).code == 0)
    #expect(service.stop() == 0)
    _ = try desk.start()
    #expect(try desk.status().accounted == 2)
  }

  @Test func anotherFolderInTheWatchedOnesPlaceWithdrawsNothing() throws {
    let desk = try Desk(settings: "settle: 0\n")
    let service = try desk.start()
    try desk.put(pressed, at: "a.md")
    try desk.sync()
    try FileManager.default.moveItem(atPath: desk.watch, toPath: desk.folder + "/elsewhere")
    try FileManager.default.createDirectory(atPath: desk.watch, withIntermediateDirectories: true)
    try desk.put("The ministers met in Vienna.\n", at: "b.md")
    try service.wait(for: "another folder stands where the watched one was")
    try desk.sync()
    #expect(try desk.found("ministers") == ["b.md"])
    #expect(try desk.found("enlargement") == ["a.md"])
    #expect(try desk.status().counts == ["coded": 1, "unreachable": 1])
    #expect(service.stop() == 0)
  }

  /// SIGTERM in the midst of a backlog: the batch in hand is committed, and the rest is read at the next start.
  @Test func aBacklogDoesNotKeepTheServiceFromEnding() throws {
    let desk = try Desk(settings: "settle: 0\n")
    for number in 0..<3000 { try desk.put("Note b\(number)x on the weather.\n", at: "n\(number).txt") }
    let service = try desk.start()
    let before = DispatchTime.now()
    #expect(service.stop() == 0)
    #expect(DispatchTime.now().uptimeNanoseconds - before.uptimeNanoseconds < 5_000_000_000)
    _ = try desk.start()
    try desk.sync()
    #expect(try desk.status().counts == ["coded": 3000])
  }
}

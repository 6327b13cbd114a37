// Real faults: a damaged index, full disks, folders that cannot be written or read.

import Foundation
import Testing

private let pressed = "Russia demanded that NATO halt its enlargement to the east.\n"

/// Whether small file systems can be mounted here: as root, and where the kernel lets us.
private let canMount: Bool = {
  guard getuid() == 0 else { return false }
  let folder = FileManager.default.temporaryDirectory.path + "/redline-mount-\(UUID().uuidString)"
  guard mkdir(folder, 0o700) == 0 else { return false }
  defer { rmdir(folder) }
  guard mount("tmpfs", folder, "tmpfs", 0, "size=1m") == 0 else { return false }
  return umount(folder) == 0
}()

@Suite(.serialized, .timeLimit(.minutes(10)))
struct FaultTests {
  @Test func aDamagedIndexIsKeptAsideAndTheNotesAreCodedAnew() throws {
    let desk = try Desk(settings: "settle: 0\n")
    for number in 0..<200 { try desk.put("Note number\(number)x. " + pressed, at: "note\(number).md") }
    try desk.run(["watch", "--once"])
    let file = desk.state + "/redline.sqlite"
    let handle = try #require(FileHandle(forUpdatingAtPath: file))
    // All but the first page: which table has which is nobody's to say, and what nobody reads is not seen.
    let size = try handle.seekToEnd()
    let first: UInt64 = 8192
    try handle.seek(toOffset: first)
    try handle.write(contentsOf: Data(repeating: 0xA5, count: Int(size - first)))
    try handle.close()
    // The damage may show at once or in the middle of the work; a service manager would start it again.
    var said = ""
    for _ in 0..<3 {
      let outcome = try desk.run(["watch", "--once"])
      said += outcome.messages
      if outcome.code == 0 { break }
      #expect(outcome.code == 74)
    }
    #expect(said.contains("redline.sqlite.damaged-"))
    #expect(said.contains("coded anew"))
    let status = try desk.status()
    #expect(status.accounted == 200)
    #expect(try desk.found("number150x").count == 1)
    let kept = try FileManager.default.contentsOfDirectory(atPath: desk.state)
    #expect(kept.contains { $0.hasPrefix("redline.sqlite.damaged-") })
  }

  @Test(.enabled(if: canMount, "needs root and tmpfs")) func aFullStateDiskLosesNothing() throws {
    let desk = try Desk(settings: "settle: 0\n")
    try FileManager.default.createDirectory(atPath: desk.state, withIntermediateDirectories: true)
    try #require(mount("tmpfs", desk.state, "tmpfs", 0, "size=2m,mode=750") == 0)
    defer { umount2(desk.state, Int32(MNT_DETACH)) }
    let service = try desk.start()
    for number in 0..<300 {
      try desk.put(
        "Note number\(number)x. " + String(repeating: "The weather was w\(number)q. ", count: 400),
        at: "note\(number).txt")
    }
    try service.wait(for: "are kept and tried again")
    #expect(service.said.contains("free some space"))
    #expect(service.process.isRunning)
    try #require(mount("tmpfs", desk.state, "tmpfs", UInt(MS_REMOUNT), "size=200m") == 0)
    try service.wait(for: "the index takes notes again")
    try desk.sync()
    let status = try desk.status()
    #expect(status.accounted == 300)
    #expect(try desk.found("number299x").count == 1)
    #expect(service.stop() == 0)
  }

  @Test(.enabled(if: canMount, "needs root and tmpfs")) func reportsThatCannotBeWrittenAreSaidAndTriedAgain()
    throws
  {
    let desk = try Desk(settings: "settle: 0\n")
    try FileManager.default.createDirectory(atPath: desk.reports, withIntermediateDirectories: true)
    try #require(mount("tmpfs", desk.reports, "tmpfs", 0, "size=16k") == 0)
    defer { umount2(desk.reports, Int32(MNT_DETACH)) }
    let service = try desk.start()
    try desk.put(pressed, at: "a.md")
    try service.wait(for: "No space left on device")
    #expect(service.said.contains("free space on its disk"))
    // Nothing half written is left, and search goes on.
    try desk.sync()
    #expect(try desk.found("enlargement") == ["a.md"])
    let left = try FileManager.default.contentsOfDirectory(atPath: desk.reports)
    #expect(!left.contains { $0.hasPrefix(".redline-partial") })
    #expect(service.stop() == 0)
  }

  @Test(.enabled(if: canMount, "needs root and tmpfs")) func anUnmountedFolderWithdrawsNothingAndComesBack()
    throws
  {
    let desk = try Desk(settings: "settle: 0\n")
    try #require(mount("tmpfs", desk.watch, "tmpfs", 0, "size=4m") == 0)
    defer { umount2(desk.watch, Int32(MNT_DETACH)) }
    let service = try desk.start()
    try desk.put(pressed, at: "a.md")
    try desk.sync()
    #expect(umount(desk.watch) == 0)
    try service.wait(for: "nothing is withdrawn")
    #expect(try desk.found("enlargement") == ["a.md"])
    #expect(service.process.isRunning)
    #expect(service.stop() == 0)
  }

  @Test func configuredFoldersArePolled() throws {
    let desk = try Desk(settings: "settle: 0\npoll: [shared]\npoll-interval: 1s\n")
    try FileManager.default.createDirectory(atPath: desk.watch + "/shared", withIntermediateDirectories: true)
    let service = try desk.start()
    try service.wait(for: "shared: polled, as configured")
    try desk.put(pressed, at: "shared/a.md")
    try desk.sync()
    #expect(try desk.found("enlargement") == ["shared/a.md"])
    #expect(try desk.run(["status"]).output.contains("shared: polled"))
    #expect(service.stop() == 0)
  }

  @Test(.enabled(if: getuid() != 0, "root may read everything"))
  func aNoteWithoutPermissionIsReadWhenItIsGiven() throws {
    let desk = try Desk(settings: "settle: 0\n")
    _ = try desk.start()
    try desk.put(pressed, at: "a.md")
    chmod(desk.watch + "/a.md", 0)
    try desk.sync()
    chmod(desk.watch + "/a.md", 0o644)
    try desk.sync()
    #expect(try desk.found("enlargement") == ["a.md"])
  }
}

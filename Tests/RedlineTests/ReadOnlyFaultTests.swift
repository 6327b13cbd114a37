// Real faults of folders that turn read-only, and of locks, under a running service.

import Foundation
import Testing

private let pressed = "Russia demanded that NATO halt its enlargement to the east.\n"
private let python = tool("/usr/bin/python3")
private let setpriv = tool("/usr/bin/setpriv")

/// Mounts a folder over itself, and what is opened from then on cannot be written.
private struct BindMount {
  let folder: String

  /// As root, and where the kernel lets us.
  static let canBeMade: Bool = {
    guard getuid() == 0 else { return false }
    let folder = FileManager.default.temporaryDirectory.path + "/redline-bind-\(UUID().uuidString)"
    guard mkdir(folder, 0o700) == 0 else { return false }
    defer { rmdir(folder) }
    guard mount(folder, folder, nil, UInt(MS_BIND), nil) == 0 else { return false }
    return umount(folder) == 0
  }()

  init(_ folder: String) throws {
    self.folder = folder
    guard mount(folder, folder, nil, UInt(MS_BIND), nil) == 0 else {
      throw DeskTrouble("\(folder): \(String(cString: strerror(errno)))")
    }
  }

  func setWritable(_ isWritable: Bool) throws {
    let flags = UInt(MS_REMOUNT) | UInt(MS_BIND) | (isWritable ? 0 : UInt(MS_RDONLY))
    guard mount(nil, folder, nil, flags, nil) == 0 else {
      throw DeskTrouble("\(folder): \(String(cString: strerror(errno)))")
    }
  }

  func end() { umount2(folder, Int32(MNT_DETACH)) }
}

@Suite(.serialized, .timeLimit(.minutes(10)))
struct ReadOnlyFaultTests {
  /// What is open is written on; a request, which needs a new file, is refused with its reason.
  @Test(.enabled(if: BindMount.canBeMade, "needs root to mount"))
  func aStateFolderTurnedReadOnlyLosesNothing()
    throws
  {
    let desk = try Desk(settings: "settle: 0\n")
    let service = try desk.start()
    try desk.put(pressed, at: "a.md")
    try desk.sync()
    let state = try BindMount(desk.state)
    defer { state.end() }
    try state.setWritable(false)
    try desk.put("The ministers met in Vienna.\n", at: "b.md")
    try desk.sync()
    #expect(try desk.found("ministers") == ["b.md"])
    let asked = try desk.run(["retry"])
    #expect(asked.code != 0)
    #expect(
      asked.messages.contains("the service cannot be asked: Read-only file system"), "\(asked.messages)")
    try state.setWritable(true)
    #expect(try desk.run(["retry"]).code == 0)
    #expect(service.stop() == 0)
    _ = try desk.start()
    #expect(try desk.status().counts == ["coded": 2])
  }

  /// The same by permissions, with the service as a user who is not root.
  @Test(.enabled(if: getuid() != 0 || setpriv != nil, "needs setpriv where root runs it"))
  func aStateFolderWithoutPermissionLosesNothing() throws {
    let desk = try Desk(settings: "settle: 0\n")
    let nobody: [String] =
      getuid() == 0
      ? [try #require(setpriv), "--reuid=65534", "--regid=65534", "--clear-groups"] : []
    if getuid() == 0 {
      chmod(desk.folder, 0o755)
      for folder in [desk.state, desk.reports] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        chown(folder, 65534, 65534)
      }
    }
    let service = try desk.start(through: nobody)
    try desk.put(pressed, at: "a.md")
    try desk.sync()
    chmod(desk.state, 0o555)
    defer { chmod(desk.state, 0o755) }
    try desk.put("The ministers met in Vienna.\n", at: "b.md")
    try desk.sync()
    #expect(try desk.found("ministers") == ["b.md"])
    #expect(service.stop() == 0)
    chmod(desk.state, 0o755)
    _ = try desk.start(through: nobody)
    #expect(try desk.status().counts == ["coded": 2])
  }

  /// Redline writes nothing there: notes are read on, and a client that cannot leave its mark says why.
  @Test(.enabled(if: BindMount.canBeMade, "needs root to mount"))
  func aWatchedFolderTurnedReadOnlyIsReadOn() throws {
    let desk = try Desk(settings: "settle: 0\n")
    let behind = desk.folder + "/behind"
    try FileManager.default.createDirectory(atPath: behind, withIntermediateDirectories: true)
    try #require(mount(desk.watch, behind, nil, UInt(MS_BIND), nil) == 0)
    defer { umount2(behind, Int32(MNT_DETACH)) }
    let watched = try BindMount(desk.watch)
    defer { watched.end() }
    let service = try desk.start()
    try desk.put("The former text.\n", at: "a.md")
    try desk.sync()
    try watched.setWritable(false)
    let synced = try desk.run(["sync"])
    #expect(synced.code == 77)
    #expect(synced.messages.contains("Read-only file system; sync needs to write into the watched folder"))
    // Written from elsewhere, as a share's other side does.
    try pressed.write(toFile: behind + "/a.md", atomically: false, encoding: .utf8)
    try service.wait(for: "a.md: coded: 1 segments")
    #expect(try desk.found("enlargement") == ["a.md"])
    try watched.setWritable(true)
    try desk.sync()
    #expect(try desk.status().counts == ["coded": 1])
    #expect(service.stop() == 0)
  }

  /// SIGTERM while another process keeps the index locked: what waits is not waited for, and read at the next start.
  @Test(.enabled(if: python != nil, "needs python3")) func aLockedIndexDoesNotKeepTheServiceFromEnding()
    throws
  {
    let desk = try Desk(settings: "settle: 0\n")
    let service = try desk.start()
    let lock = try IndexLock(desk, python: try #require(python))
    try desk.put(pressed, at: "a.md")
    try service.wait(for: "are kept and tried again")
    // The next try is under way, or soon will be: the worst moment to be told to end.
    let before = DispatchTime.now()
    #expect(service.stop() == 0)
    #expect(DispatchTime.now().uptimeNanoseconds - before.uptimeNanoseconds < 5_000_000_000)
    try lock.release()
    _ = try desk.start()
    try desk.sync()
    #expect(try desk.found("enlargement") == ["a.md"])
  }
}

// Which folders are polled, and what is said of it.

import NotePaths
import Testing

@testable import FileWatching

@Suite struct PollingTests {
  @Test(
    arguments: [
      (0x6969, "NFS"), (0xFF53_4D42, "CIFS"), (0xFE53_4D42, "SMB2"), (0x6573_5546, "FUSE"),
      (0x0102_1997, "9p"),
      (0xEF53, nil), (0x0102_1994, nil), (0x5846_5342, nil), (0x9123_683E, nil), (0x794C_7630, nil),
    ] as [(UInt32, String?)])
  func fileSystems(_ magic: UInt32, _ silent: String?) {
    let system = FileSystem.of(magic: magic)
    #expect(system.tells == (silent == nil))
    #expect(system.name == silent ?? "local")
  }

  @Test func theWordSaysWhereAndWhatToDo() {
    let folder = NotePath("a\nb")
    #expect(
      PolledFolder(path: folder, reason: .watchLimit).message
        .hasPrefix("a\\x0Ab: polled, as no inotify watches are left; raise fs.inotify.max_user_watches"))
    #expect(
      PolledFolder(path: NotePath(bytes: []), reason: .fileSystem("NFS")).message
        == "the watched folder: polled, as NFS does not tell of changes")
    #expect(PolledFolder(path: folder, reason: .refused(13)).message.hasSuffix("permission denied"))
  }
}

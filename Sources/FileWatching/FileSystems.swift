// Which file systems tell of changes and which must be asked: statfs and its magic numbers.

import CLinux
import Glibc

/// The file system behind a folder, as far as watching cares.
struct FileSystem {
  var name: String
  /// Whether inotify tells of every change, also of those made elsewhere.
  var tells: Bool

  /// From `fstatfs(2)`.
  static func of(_ folder: Descriptor) throws(Posix.Failure) -> FileSystem {
    var answer = statfs()
    guard fstatfs(folder.raw, &answer) == 0 else { throw Posix.Failure(code: errno) }
    return of(magic: UInt32(truncatingIfNeeded: answer.f_type))
  }

  /// By the number that statfs(2) gives.
  static func of(magic: UInt32) -> FileSystem {
    silent[magic].map { FileSystem(name: $0, tells: false) } ?? FileSystem(name: "local", tells: true)
  }

  /// Network, cluster, host-shared and user-space file systems: what another machine or the process behind
  /// them changes raises no event here. Numbers from `linux/magic.h` and the projects' own sources.
  private static let silent: [UInt32: String] = [
    0x0000_6969: "NFS", 0x0000_517B: "SMB", 0xFE53_4D42: "SMB2", 0xFF53_4D42: "CIFS",
    0x6573_5546: "FUSE", 0x0102_1997: "9p", 0x786F_4256: "VirtualBox shared folder",
    0xBACB_ACBC: "VMware shared folder", 0x7C7C_6673: "Parallels shared folder",
    0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x6B41_4653: "AFS", 0x7375_7245: "Coda",
    0x0116_1970: "GFS2", 0x7461_636F: "OCFS2", 0x0BD0_0BD0: "Lustre", 0x4750_4653: "GPFS",
  ]
}

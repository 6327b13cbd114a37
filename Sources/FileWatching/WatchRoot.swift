// The watched folder: where it is and which one it is, so that another in its place is noticed.

import Glibc
import NotePaths

/// A folder, resolved once, and the device and inode it had then. It is opened anew for every use: a
/// descriptor held open would keep a disk from being unmounted and would go on showing a removed folder.
public struct WatchRoot: Hashable, Sendable {
  /// Absolute, links resolved.
  public let path: [UInt8]
  public let device: UInt64
  public let inode: UInt64

  /// Resolves and looks at `path`. Throws `FileTrouble` with an empty note path.
  public init(path: [UInt8]) throws {
    let resolved = Posix.withCString(path) { realpath($0, nil) }
    guard let resolved else { throw FileTrouble(code: errno, path: NotePath(bytes: [])) }
    defer { free(resolved) }
    self.path = [UInt8](UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
    do {
      let folder = try Posix.openFolder(absolute: self.path)
      let status = try Posix.status(of: folder)
      device = status.stamp.device
      inode = status.stamp.inode
    } catch {
      throw FileTrouble(code: error.code, path: NotePath(bytes: []))
    }
  }

  public init(path: String) throws { try self.init(path: Array(path.utf8)) }

  /// Whether the same folder still stands at the path and can be opened.
  public var stands: Bool {
    do throws(FileTrouble) {
      _ = try open()
      return true
    } catch {
      return false
    }
  }

  /// Opens the folder; `.rootLost` where it is missing or another one.
  func open() throws(FileTrouble) -> Descriptor {
    let nowhere = NotePath(bytes: [])
    do throws(Posix.Failure) {
      let folder = try Posix.openFolder(absolute: path)
      let status = try Posix.status(of: folder)
      if status.stamp.device == device, status.stamp.inode == inode { return folder }
    } catch {
      switch error.code {
      case ENOENT, ENOTDIR, ESTALE: break
      default: throw FileTrouble(code: error.code, path: nowhere)
      }
    }
    throw FileTrouble(.rootLost, path: nowhere)
  }
}

// Why a file or folder could not be read, in words a person can act on.

import Glibc
public import NotePaths

/// What stands at a path, by `st_mode`.
public enum FileKind: String, Hashable, Sendable {
  case regular = "regular file"
  case folder
  case symbolicLink = "symbolic link"
  case fifo = "named pipe"
  case socket
  case device
  case unknown = "file of unknown kind"

  init(mode: UInt32) {
    switch mode & S_IFMT {
    case S_IFREG: self = .regular
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .symbolicLink
    case S_IFIFO: self = .fifo
    case S_IFSOCK: self = .socket
    case S_IFBLK, S_IFCHR: self = .device
    default: self = .unknown
    }
  }
}

/// A look or a reading that failed. Names the path, the reason and what would cure it.
public struct FileTrouble: Error, Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    /// Nothing stands at the path (any more).
    case gone
    /// The path, or a folder on the way to it, is not what it must be. Links are never followed.
    case wrongKind(FileKind)
    case notPermitted
    /// The path would lead out of the watched folder.
    case outside
    /// Sizes in bytes.
    case tooLarge(size: Int64, limit: Int64)
    /// Its size or times changed between open and the last byte: read it again once it is settled.
    case changedWhileReading
    /// The watched folder is missing, or another stands in its place.
    case rootLost
    /// Too many files are open in this process or on this machine.
    case outOfDescriptors
    /// Anything else the kernel said.
    case system
  }

  public var path: NotePath
  public var cause: Cause
  /// The kernel's number; 0 where the kernel was content and we were not.
  public var code: Int32

  public init(_ cause: Cause, path: NotePath, code: Int32 = 0) {
    self.cause = cause
    self.path = path
    self.code = code
  }

  /// From an errno that a call on `path` left.
  public init(code: Int32, path: NotePath) {
    let cause: Cause =
      switch code {
      case ENOENT, ESTALE: .gone
      case ELOOP: .wrongKind(.symbolicLink)
      case ENOTDIR: .wrongKind(.unknown)
      case ENXIO, ENODEV: .wrongKind(.socket)
      case EACCES, EPERM: .notPermitted
      case EXDEV: .outside
      case EMFILE, ENFILE: .outOfDescriptors
      default: .system
      }
    self.init(cause, path: path, code: code)
  }

  /// The reason without the path, lower case.
  public var reason: String {
    switch cause {
    case .gone: "file is gone"
    case .wrongKind(.symbolicLink): "a symbolic link stands on the path, and links are never followed"
    case .wrongKind(.unknown): "a folder on the path is not a folder any more"
    case .wrongKind(let kind): "\(kind.rawValue), not a regular file"
    case .notPermitted: "not permitted to read it (\(Self.message(code)))"
    case .outside: "the path leads out of the watched folder"
    case .tooLarge(let size, let limit): "\(size) bytes are over the limit of \(limit)"
    case .changedWhileReading: "changed while it was read"
    case .rootLost: "the watched folder is missing or was replaced"
    case .outOfDescriptors: "too many open files (\(Self.message(code)))"
    case .system: "\(Self.message(code)) (errno \(code))"
    }
  }

  /// What would cure it.
  public var remedy: String {
    switch cause {
    case .gone: "drop it again if it should be read"
    case .wrongKind(.symbolicLink): "copy the file itself into the folder"
    case .outside: "name a file below the watched folder"
    case .wrongKind: "drop a regular file"
    case .notPermitted: "make it readable for the service's user or group, for example chmod g+r"
    case .tooLarge: "raise max-note-size in the configuration or split the note"
    case .changedWhileReading: "nothing to do: it is read again when it is settled"
    case .rootLost: "mount or create the folder again"
    case .outOfDescriptors: "raise LimitNOFILE for the service"
    case .system: "check the disk and the file system, then redline retry"
    }
  }

  /// The C library's words for an errno.
  static func message(_ code: Int32) -> String {
    String(cString: strerror(code)).lowercased()
  }
}

extension FileTrouble: CustomStringConvertible {
  public var description: String {
    "\(path.bytes.isEmpty ? "the watched folder" : path.description): \(reason); \(remedy)"
  }
}

// Folders of which the kernel does not tell, so that they must be listed again and again.

public import NotePaths

/// A folder that must be polled with all below it.
public struct PolledFolder: Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// The configuration says so.
    case configured
    /// A file system whose changes raise no events here, by name.
    case fileSystem(String)
    /// The kernel has no more watches to give.
    case watchLimit
    /// The watch was refused, by errno.
    case refused(Int32)
  }

  public var path: NotePath
  public var reason: Reason

  /// For the log and `status`: what, where, and the cure if there is one.
  public var message: String {
    let place = path.bytes.isEmpty ? "the watched folder" : path.description
    return switch reason {
    case .configured: "\(place): polled, as configured"
    case .fileSystem(let name): "\(place): polled, as \(name) does not tell of changes"
    case .watchLimit:
      "\(place): polled, as no inotify watches are left; raise fs.inotify.max_user_watches with sysctl (redline status lists all such folders)"
    case .refused(let code): "\(place): polled, as it cannot be watched: \(FileTrouble.message(code))"
    }
  }
}

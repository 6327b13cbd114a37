// What the watcher tells: ordinary values, an overflow among them.

public import NotePaths

/// Something happened under the watched folder.
public enum WatchEvent: Hashable, Sendable {
  /// A file was created or its attributes changed; its writer may still be at work.
  case touched(NotePath)
  /// A file was closed after writing, or renamed in: nobody holds it half written.
  case closed(NotePath)
  /// A file went away (deleted or renamed out).
  case removed(NotePath)
  /// A folder appeared (created or renamed in): list it, files may already be in it.
  case folderAppeared(NotePath)
  /// A folder went away or was renamed out with all that is in it.
  case folderRemoved(NotePath)
  /// The kernel dropped events: everything must be listed again.
  case overflowed
  /// The watched folder itself was removed, replaced or unmounted.
  case rootLost
}

/// What a listing says of a file; enough to know whether it changed.
public struct FileStamp: Hashable, Sendable {
  /// Of the folder that holds the file: on layered file systems a file's own number depends on its layer.
  public var device: UInt64
  public var inode: UInt64
  public var size: Int64
  /// Nanoseconds since 1970.
  public var modified: Int64
  public var changed: Int64
  public init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
    self.device = device
    self.inode = inode
    self.size = size
    self.modified = modified
    self.changed = changed
  }
}

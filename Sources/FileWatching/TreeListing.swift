// What stands below the watched folder right now: every file with its stamp, in byte order.

import Glibc
public import NotePaths

/// A listing of the tree, or of one sub-folder of it.
public struct TreeListing: Sendable {
  /// Anything that is not a folder.
  public struct Entry: Hashable, Sendable {
    public var path: NotePath
    public var stamp: FileStamp
    public var kind: FileKind
    /// The rule by which it is ignored; nil for a note.
    public var ignoredBy: String?
  }

  /// A folder that was listed whole.
  public struct Folder: Hashable, Sendable {
    public var path: NotePath
    public var device: UInt64
  }

  /// A folder that is not descended into, by which rule.
  public struct IgnoredFolder: Hashable, Sendable {
    public var path: NotePath
    public var rule: String
  }

  /// The folder that was listed; empty for the whole tree.
  public var folder: NotePath
  /// Ordered by the bytes of the whole path.
  public internal(set) var entries: [Entry] = []
  /// Ordered likewise; the listed folder itself is the first.
  public internal(set) var folders: [Folder] = []
  public internal(set) var ignoredFolders: [IgnoredFolder] = []
  /// Folders that could not be opened or read, and why: of what lies in them nothing is known.
  public internal(set) var unreachable: [FileTrouble] = []

  init(folder: NotePath) { self.folder = folder }

  /// Lists `folder` and all below it. Never throws: what cannot be read, the watched folder included, is in
  /// `unreachable`. Links are listed and not followed. Another file system mounted below is listed too.
  ///
  /// Names that are created, renamed or removed during the walk may be in it or not, as `readdir(3)` has it;
  /// watch first, then list, and the events tell.
  /// - Parameter progress: is told, after every 256 names and at every folder, how many files were seen.
  public static func list(
    _ root: WatchRoot, ignore: IgnoreRules, folder: NotePath = NotePath(bytes: []),
    progress: (Int) -> Void = { _ in }
  ) -> TreeListing {
    var listing = TreeListing(folder: folder)
    var walk = FolderWalk(root: root, ignore: ignore, needsStamps: true)
    walk.run(from: folder) { step in
      switch step {
      case .folder(let path, _, let status):
        listing.folders.append(Folder(path: path, device: status.stamp.device))
        progress(listing.entries.count)
      case .file(let path, let status, let rule):
        listing.entries.append(
          Entry(path: path, stamp: status.stamp, kind: status.kind, ignoredBy: rule))
        if listing.entries.count.isMultiple(of: 256) { progress(listing.entries.count) }
      case .ignoredFolder(let path, let rule):
        listing.ignoredFolders.append(IgnoredFolder(path: path, rule: rule))
      case .trouble(let trouble): listing.unreachable.append(trouble)
      }
      return true
    }
    // Files come in order; folders come in the order of what lies in them ("a-b" before "a/").
    listing.folders.sort { $0.path < $1.path }
    listing.ignoredFolders.sort { $0.path < $1.path }
    listing.unreachable.sort { $0.path < $1.path }
    return listing
  }
}

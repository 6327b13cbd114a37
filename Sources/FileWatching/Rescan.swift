// What differs between the tree and the index: a merge of two ordered lists.

public import NotePaths

/// The outcome of a merge; each list ordered by path bytes.
public struct Rescan: Hashable, Sendable {
  /// A file the index knows.
  public struct Known: Hashable, Sendable {
    public var path: NotePath
    public var stamp: FileStamp
    /// Whether the index has it as ignored.
    public var isIgnored: Bool
    public init(path: NotePath, stamp: FileStamp, isIgnored: Bool = false) {
      self.path = path
      self.stamp = stamp
      self.isIgnored = isIgnored
    }
  }

  /// Listed, not known.
  public var added: [TreeListing.Entry] = []
  /// Known with another stamp (another file, size or time), or ignored now and not before, or the reverse.
  public var changed: [TreeListing.Entry] = []
  /// Known, the same but for the number of its device: nothing to read, the stamp to store anew.
  public var renumbered: [TreeListing.Entry] = []
  /// Known, and lies in a folder that is ignored now.
  public var nowIgnored: [NotePath] = []
  /// Known, and its folder was read and does not hold it.
  public var removed: [NotePath] = []
  /// Known, and its folder could not be read, or another file system stands in its place.
  public var unreachable: [NotePath] = []
  /// Known and still the same: how many.
  public var unchanged = 0

  public init() {}

  /// - Parameters:
  ///   - listing: of the tree or one folder of it.
  ///   - known: what the index holds there, ordered by path bytes; paths outside the listed folder are
  ///     passed over.
  public static func merge(listing: TreeListing, known: some Sequence<Known>) -> Rescan {
    var merge = RescanMerge(listing)
    for known in known { merge.take(known) }
    return merge.finish()
  }

  /// A missing file is removed only if the folder that held it was read, on the device it was on.
  fileprivate mutating func sort(
    _ missing: [Known], _ listing: TreeListing, _ newNumbers: [UInt64: UInt64]
  ) {
    if missing.isEmpty { return }
    let devices = Dictionary(listing.folders.map { ($0.path, $0.device) }) { first, _ in first }
    let blocked = Set(listing.unreachable.map(\.path))
    let ignored = Set(listing.ignoredFolders.map(\.path))
    for file in missing {
      var folder = file.path
      while devices[folder] == nil, !blocked.contains(folder), !ignored.contains(folder),
        !folder.bytes.isEmpty
      { folder = folder.parent }
      let expected = newNumbers[file.stamp.device] ?? file.stamp.device
      if ignored.contains(folder) {
        nowIgnored.append(file.path)
      } else if !blocked.contains(folder), devices[folder] == expected {
        removed.append(file.path)
      } else {
        unreachable.append(file.path)
      }
    }
  }
}

/// A merge under way: what the index knows is handed in one by one, so that it need not be held twice.
public struct RescanMerge {
  private let listing: TreeListing
  private var rescan = Rescan()
  private var missing: [Rescan.Known] = []
  private var newNumbers: [UInt64: UInt64] = [:]
  /// Entries before this one are dealt with.
  private var next = 0

  public init(_ listing: TreeListing) { self.listing = listing }

  /// Takes up a file that the index knows. Ask in order of path bytes; what lies outside of the listed folder is passed
  /// over.
  public mutating func take(_ known: Rescan.Known) {
    guard known.path.isWithin(listing.folder) else { return }
    while next < listing.entries.count, listing.entries[next].path < known.path {
      rescan.added.append(listing.entries[next])
      next += 1
    }
    guard next < listing.entries.count, listing.entries[next].path == known.path else {
      missing.append(known)
      return
    }
    let entry = listing.entries[next]
    next += 1
    if (entry.ignoredBy != nil) != known.isIgnored {
      rescan.changed.append(entry)
    } else if entry.stamp == known.stamp {
      rescan.unchanged += 1
    } else if entry.stamp.onDevice(known.stamp.device) == known.stamp {
      rescan.renumbered.append(entry)
      newNumbers[known.stamp.device] = entry.stamp.device
    } else {
      rescan.changed.append(entry)
    }
  }

  /// What differs, once all that the index knows was handed in.
  public mutating func finish() -> Rescan {
    rescan.added += listing.entries[next...]
    next = listing.entries.count
    rescan.sort(missing, listing, newNumbers)
    return rescan
  }
}

extension FileStamp {
  /// The same stamp with another device number: numbers are given out anew at boot or mount.
  func onDevice(_ device: UInt64) -> FileStamp {
    var stamp = self
    stamp.device = device
    return stamp
  }
}

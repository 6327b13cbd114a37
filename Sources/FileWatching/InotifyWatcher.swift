// Watching a tree with inotify: every folder has a watch, and the table of watches follows the tree.

import Glibc
public import NotePaths

/// Watches a folder and all below it, and any number of single folders beside it.
///
/// Not Sendable: make it, drain it and let it go on one queue. It opens nothing that it does not watch and
/// reads no file. Typical use: `resync()`, then list the tree, then `drain` whenever `fileDescriptor` is
/// readable; nothing falls between.
public final class InotifyWatcher {
  public private(set) var root: WatchRoot
  public let ignore: IgnoreRules
  /// What cannot be watched, ordered by path.
  public var polledFolders: [PolledFolder] { polled.values.sorted { $0.path < $1.path } }
  /// Folders that could not be opened at the last `resync`, and since.
  public private(set) var unreachable: [NotePath: FileTrouble] = [:]
  /// How many watches are in use.
  public var watchCount: Int { folders.count + singles.count }

  let inotify: Inotify
  var folders = WatchedFolders()
  /// One folder may be watched for several reasons.
  var singles: [Int32: [String]] = [:]
  private var polled: [NotePath: PolledFolder] = [:]
  private var notYetTold: [PolledFolder] = []
  private let configuredPolls: Set<NotePath>
  /// Folders renamed away whose new place is not known yet, by cookie; with the number of the drain.
  private var moving: [UInt32: (folder: WatchedFolders.Folder, drain: UInt64)] = [:]
  private var drains: UInt64 = 0

  /// Sets no watch yet: call `resync()`.
  /// - Parameter poll: folders that the configuration wants polled.
  /// Throws `FileTrouble` where the kernel gives no inotify instance (`fs.inotify.max_user_instances`).
  public init(root: WatchRoot, ignore: IgnoreRules, poll: [NotePath] = []) throws(FileTrouble) {
    self.root = root
    self.ignore = ignore
    configuredPolls = Set(poll)
    inotify = try Posix.located(NotePath(bytes: [])) { () throws(Posix.Failure) in try Inotify() }
  }

  /// Readable when there is something to drain.
  public var fileDescriptor: Int32 { inotify.raw }

  /// Folders put on the list of polled ones since the last call: say each once.
  public func takeNewlyPolled() -> [PolledFolder] {
    defer { notYetTold = [] }
    return notYetTold
  }

  /// Watches a single folder, not what is below it; its names are handed to `drain`'s second closure.
  /// Ends when that folder is removed; watch it again when it is back. Not for folders of the tree itself.
  public func watch(single path: [UInt8], tag: String) throws(FileTrouble) {
    let watch = try Posix.located(NotePath(bytes: path)) { () throws(Posix.Failure) in
      try inotify.watch(try Posix.openFolder(absolute: path))
    }
    if singles[watch]?.contains(tag) != true { singles[watch, default: []].append(tag) }
  }

  /// Sets watches for the whole tree anew, as it stands now; watches that are right stay. Do it at start,
  /// after an overflow, and when a lost root stands again.
  /// - Parameter progress: is told, at every folder, how many are watched.
  public func resync(progress: (Int) -> Void = { _ in }) {
    let before = Set(folders.watches)
    folders = WatchedFolders()
    moving = [:]
    unreachable = [:]
    let told = polled
    polled = [:]
    watchTree(NotePath(bytes: []), progress)
    // What was told before is not told again.
    notYetTold.removeAll { told[$0.path] == $0 }
    for watch in before where folders[watch] == nil && singles[watch] == nil { inotify.unwatch(watch) }
  }

  /// Takes another folder, or the same one come back, as root. Events of the old one end.
  public func resync(root: WatchRoot) {
    self.root = root
    resync()
  }

  /// Reads all that the kernel has to tell.
  /// - Parameters:
  ///   - body: is given the events of the tree in order. A new folder is watched before it is told of.
  ///   - single: is given the tag of a single folder and the name in it that something happened to (empty
  ///     for the folder itself).
  public func drain(
    into body: (WatchEvent) -> Void, single: (String, [UInt8]) -> Void = { _, _ in }
  ) throws(FileTrouble) {
    drains += 1
    try Posix.located(NotePath(bytes: [])) { () throws(Posix.Failure) in
      var overflowed = false
      try inotify.read { event in
        if event.has(UInt32(IN_Q_OVERFLOW)) {
          overflowed = true
        } else if let tags = singles[event.watch] {
          for tag in tags { single(tag, event.name) }
          if event.has(UInt32(IN_IGNORED)) { singles[event.watch] = nil }
        } else if let folder = folders[event.watch] {
          take(event, in: folder, body)
        }
      }
      dropOldMoves()
      if overflowed {
        resync()
        body(.overflowed)
      }
    }
  }

  // MARK: Events

  private func take(_ event: Inotify.Event, in folder: WatchedFolders.Folder, _ body: (WatchEvent) -> Void) {
    if event.name.isEmpty { return takeOwn(event, folder, body) }
    // Cut off: renamed away, and what lies in it is told of at its new place.
    guard let place = folders.path(of: folder) else { return }
    let path = place.appending(event.name)
    if event.has(UInt32(IN_ISDIR)) {
      takeFolder(event, folder, path, body)
    } else if event.has(UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO)) {
      body(.closed(path))
    } else if event.has(UInt32(IN_DELETE) | UInt32(IN_MOVED_FROM)) {
      body(.removed(path))
    } else if event.has(UInt32(IN_CREATE) | UInt32(IN_ATTRIB)) {
      body(.touched(path))
    }
  }

  /// An event on a watched folder itself.
  private func takeOwn(
    _ event: Inotify.Event, _ folder: WatchedFolders.Folder, _ body: (WatchEvent) -> Void
  ) {
    let isRoot = folder === folders.root
    if isRoot, event.has(UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_UNMOUNT)) {
      for watch in folders.remove(folder) { inotify.unwatch(watch) }
      moving = [:]
      body(.rootLost)
    } else if event.has(UInt32(IN_UNMOUNT)) {
      // A file system below is gone: nothing is known of its files, and the folder beneath shows again.
      for watch in folders.remove(folder) { inotify.unwatch(watch) }
      body(.overflowed)
    } else if event.has(UInt32(IN_IGNORED)) {
      _ = folders.remove(folder)
      if isRoot { body(.rootLost) }
    }
  }

  /// An event on a folder in a watched folder.
  private func takeFolder(
    _ event: Inotify.Event, _ parent: WatchedFolders.Folder, _ path: NotePath, _ body: (WatchEvent) -> Void
  ) {
    if event.has(UInt32(IN_DELETE) | UInt32(IN_MOVED_FROM)) {
      forget(path)
      if let known = parent.children[event.name] {
        if event.has(UInt32(IN_MOVED_FROM)) {
          folders.detach(known)
          moving[event.cookie] = (known, drains)
        } else {
          for watch in folders.remove(known) { inotify.unwatch(watch) }
        }
      }
      body(.folderRemoved(path))
    } else if event.has(UInt32(IN_MOVED_TO)) {
      if let known = moving.removeValue(forKey: event.cookie) {
        if let old = parent.children[event.name] {
          for watch in folders.remove(old) { inotify.unwatch(watch) }
        }
        folders.attach(known.folder, to: parent, name: event.name)
      }
      appear(path, evenIfWatched: true, body)
    } else {
      appear(path, evenIfWatched: false, body)
    }
  }

  /// Watches a folder that came up, then tells of it.
  private func appear(_ path: NotePath, evenIfWatched: Bool, _ body: (WatchEvent) -> Void) {
    if ignore.match(path, isFolder: true) != nil { return }
    if !evenIfWatched, let known = folders.folder(at: path), folders[known.watch] != nil { return }
    watchTree(path)
    body(.folderAppeared(path))
  }

  /// What was renamed away and has not come back within a whole drain has left the tree.
  private func dropOldMoves() {
    for (cookie, move) in moving where move.drain < drains {
      moving[cookie] = nil
      for watch in folders.remove(move.folder) { inotify.unwatch(watch) }
    }
  }

  // MARK: Setting watches

  private func watchTree(_ start: NotePath, _ progress: (Int) -> Void = { _ in }) {
    var walk = FolderWalk(root: root, ignore: ignore, needsStamps: false)
    var devices: [NotePath: UInt64] = [:]
    walk.run(from: start) { step in
      switch step {
      case .folder(let path, let folder, let status):
        let device = status.stamp.device
        devices[path] = device
        progress(devices.count)
        let isNewDevice = path == start || devices[path.parent] != device
        return watchFolder(path, folder, isNewDevice: isNewDevice)
      case .trouble(let trouble):
        // A sub-folder gone before we came: its own event tells.
        if trouble.cause != .gone || trouble.path.bytes.isEmpty { unreachable[trouble.path] = trouble }
      case .file, .ignoredFolder: break
      }
      return true
    }
  }

  /// Answers whether to go on below it.
  private func watchFolder(_ path: NotePath, _ folder: Descriptor, isNewDevice: Bool) -> Bool {
    unreachable[path] = nil
    if configuredPolls.contains(path) {
      poll(path, .configured)
      return false
    }
    do throws(Posix.Failure) {
      if isNewDevice {
        let system = try FileSystem.of(folder)
        if !system.tells { poll(path, .fileSystem(system.name)) }
      }
      _ = folders.set(try inotify.watch(folder), at: path)
      return true
    } catch {
      poll(path, error.code == ENOSPC ? .watchLimit : .refused(error.code))
      return false
    }
  }

  /// When a great many folders cannot be watched, the whole tree is polled instead.
  private static let manyPolled = 32

  private func poll(_ path: NotePath, _ reason: PolledFolder.Reason) {
    if polled.values.contains(where: { path.isWithin($0.path) }) { return }
    let isLimit = reason == .watchLimit
    let many = isLimit && polled.values.count { $0.reason == .watchLimit } >= Self.manyPolled
    let folder = PolledFolder(path: many ? NotePath(bytes: []) : path, reason: reason)
    if many { for old in polled.values where old.reason == .watchLimit { polled[old.path] = nil } }
    polled[folder.path] = folder
    // One word on the limit says it for all, the last, as that may be on the whole tree.
    if isLimit { notYetTold.removeAll { $0.reason == .watchLimit } }
    notYetTold.append(folder)
  }

  /// A folder is gone, and with it all that was noted of it.
  private func forget(_ folder: NotePath) {
    for path in polled.keys where path.isWithin(folder) { polled[path] = nil }
    for path in unreachable.keys where path.isWithin(folder) { unreachable[path] = nil }
  }
}

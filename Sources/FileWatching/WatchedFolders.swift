// Which watch stands for which folder, kept right while folders are renamed.

import NotePaths

/// The tree of watched folders. A rename moves one node, whatever lies below it.
struct WatchedFolders {
  final class Folder {
    fileprivate(set) var name: [UInt8]
    fileprivate(set) weak var parent: Folder?
    fileprivate(set) var children: [[UInt8]: Folder] = [:]
    fileprivate(set) var watch: Int32

    fileprivate init(name: [UInt8], parent: Folder?, watch: Int32) {
      self.name = name
      self.parent = parent
      self.watch = watch
    }
  }

  private(set) var root: Folder?
  private var byWatch: [Int32: Folder] = [:]

  var count: Int { byWatch.count }

  var watches: Dictionary<Int32, Folder>.Keys { byWatch.keys }

  subscript(watch: Int32) -> Folder? { byWatch[watch] }

  /// The path of a folder; nil while it is cut off from the root.
  func path(of folder: Folder) -> NotePath? {
    var names: [[UInt8]] = []
    var at = folder
    while let parent = at.parent {
      names.append(at.name)
      at = parent
    }
    guard at === root else { return nil }
    return NotePath(bytes: Array(names.reversed().joined(separator: [0x2F])))
  }

  func folder(at path: NotePath) -> Folder? {
    var folder = root
    for name in path.bytes.split(separator: 0x2F) { folder = folder?.children[Array(name)] }
    return folder
  }

  /// Puts a watch down for a path whose parent is known. Answers false where it stood there already.
  mutating func set(_ watch: Int32, at path: NotePath) -> Bool {
    if let known = byWatch[watch] {
      if self.path(of: known) == path { return false }
      // The kernel knows folders, not paths: it was renamed, and that event is still to come.
      detach(known)
      attach(known, at: path)
      return true
    }
    let folder = Folder(name: path.name, parent: nil, watch: watch)
    byWatch[watch] = folder
    attach(folder, at: path)
    return true
  }

  private mutating func attach(_ folder: Folder, at path: NotePath) {
    if path.bytes.isEmpty {
      root = folder
      return
    }
    guard let parent = self.folder(at: path.parent) else { return }
    attach(folder, to: parent, name: path.name)
  }

  /// What was known under the same name is cut off.
  func attach(_ folder: Folder, to parent: Folder, name: [UInt8]) {
    parent.children[name]?.parent = nil
    folder.name = name
    folder.parent = parent
    parent.children[name] = folder
  }

  /// Cuts a folder off from its parent, with all below it.
  func detach(_ folder: Folder) {
    if folder.parent?.children[folder.name] === folder { folder.parent?.children[folder.name] = nil }
    folder.parent = nil
  }

  /// Cuts a folder off and forgets it and all below it; answers their watches.
  mutating func remove(_ folder: Folder) -> [Int32] {
    detach(folder)
    if folder === root { root = nil }
    var removed: [Int32] = []
    var pending = [folder]
    while let next = pending.popLast() {
      removed.append(next.watch)
      byWatch[next.watch] = nil
      pending += next.children.values
      next.children = [:]
      next.parent = nil
    }
    return removed
  }
}

// The walk over a tree that both listing and watching use; of any depth, with few open descriptors.

import Glibc
import NotePaths

/// Walks folders depth first, so that files come out ordered by the bytes of their whole paths.
struct FolderWalk {
  enum Step {
    /// An open folder, before its names are read: the moment to set a watch. Answer false to leave it out.
    case folder(NotePath, Descriptor, FileStatus)
    case file(NotePath, FileStatus, ignoredBy: String?)
    case ignoredFolder(NotePath, rule: String)
    case trouble(FileTrouble)
  }

  let root: WatchRoot
  let ignore: IgnoreRules
  /// False: files are passed over, only folders are reported.
  let needsStamps: Bool

  /// A folder whose children are being visited.
  private struct Frame {
    var path: NotePath
    var device: UInt64
    /// Nil once the tree is so deep that it was closed; opened again when needed.
    var folder: Descriptor?
    var children: [Posix.Name]
    var next = 0
  }

  /// Beyond this depth the outer folders' descriptors are given back.
  private static let openDepth = 64

  private var frames: [Frame] = []

  init(root: WatchRoot, ignore: IgnoreRules, needsStamps: Bool) {
    self.root = root
    self.ignore = ignore
    self.needsStamps = needsStamps
  }

  mutating func run(from start: NotePath, _ visit: (Step) -> Bool) {
    do throws(FileTrouble) {
      enter(start, try open(start), visit)
    } catch {
      _ = visit(.trouble(FileTrouble(error.cause, path: start, code: error.code)))
    }
    while let top = frames.indices.last {
      guard frames[top].next < frames[top].children.count else {
        frames.removeLast()
        continue
      }
      let child = frames[top].children[frames[top].next]
      frames[top].next += 1
      visitChild(child, of: top, visit)
    }
  }

  private func open(_ path: NotePath) throws(FileTrouble) -> Descriptor {
    let top = try root.open()
    return try Posix.located(path) { () throws(Posix.Failure) in
      try Posix.openFolder(below: top, path)
    }
  }

  /// Reads the names of an open folder and puts them on the stack.
  private mutating func enter(_ path: NotePath, _ folder: Descriptor, _ visit: (Step) -> Bool) {
    do throws(FileTrouble) {
      let status = try Posix.located(path) { () throws(Posix.Failure) in try Posix.status(of: folder) }
      guard visit(.folder(path, folder, status)) else { return }
      var children = try Posix.located(path) { () throws(Posix.Failure) in try Posix.names(in: folder) }
      if !needsStamps { children.removeAll { $0.kind != nil && $0.kind != .folder } }
      frames.append(
        Frame(
          path: path, device: status.stamp.device, folder: folder,
          children: inPathOrder(children, folder)))
      if frames.count > Self.openDepth { frames[frames.count - 1 - Self.openDepth].folder = nil }
    } catch {
      _ = visit(.trouble(error))
    }
  }

  private mutating func visitChild(_ child: Posix.Name, of top: Int, _ visit: (Step) -> Bool) {
    let path = frames[top].path.appending(child.bytes)
    do throws(FileTrouble) {
      let folder = try openFrame(top)
      if child.kind == .folder || child.kind == nil && isFolder(child, folder) {
        if let rule = ignore.matchLast(path.bytes, name: child.bytes, isFolder: true) {
          _ = visit(.ignoredFolder(path, rule: rule))
          return
        }
        let below = try Posix.located(path) { () throws(Posix.Failure) in
          try Posix.openFolder(at: folder, child.bytes)
        }
        enter(path, below, visit)
      } else if needsStamps {
        var status = try Posix.located(path) { () throws(Posix.Failure) in
          try Posix.status(at: folder, child.bytes)
        }
        status.stamp.device = frames[top].device
        let rule = ignore.matchLast(path.bytes, name: child.bytes, isFolder: false)
        _ = visit(.file(path, status, ignoredBy: rule))
      }
    } catch {
      if vanished(error) { return }
      _ = visit(.trouble(error))
    }
  }

  private mutating func openFrame(_ index: Int) throws(FileTrouble) -> Descriptor {
    if let folder = frames[index].folder { return folder }
    let folder = try open(frames[index].path)
    frames[index].folder = folder
    return folder
  }

  /// Gone, or a file in a folder's place, between the look at its name and the look at it: an event tells.
  private func vanished(_ trouble: FileTrouble) -> Bool {
    switch trouble.cause {
    case .gone, .wrongKind: true
    default: false
    }
  }

  private func isFolder(_ child: Posix.Name, _ folder: Descriptor) -> Bool {
    do throws(Posix.Failure) {
      return try Posix.status(at: folder, child.bytes).kind == .folder
    } catch {
      // Looked at again as a file, where the error is told.
      return false
    }
  }

  /// By bytes, a folder's name with the slash that follows it: the order of the whole paths.
  private func inPathOrder(_ children: [Posix.Name], _ folder: Descriptor) -> [Posix.Name] {
    var children = children
    for index in children.indices where children[index].kind == nil {
      if isFolder(children[index], folder) { children[index].kind = .folder }
    }
    children.sort { left, right in
      let shared = min(left.bytes.count, right.bytes.count)
      let order = left.bytes.withUnsafeBytes { left in
        right.bytes.withUnsafeBytes { right in
          shared == 0 ? 0 : memcmp(left.baseAddress!, right.baseAddress!, shared)
        }
      }
      if order != 0 { return order < 0 }
      return follower(left, at: shared) < follower(right, at: shared)
    }
    return children
  }

  /// The byte after the first `count` of a name, with a folder's slash counted in; -1 where it ends.
  private func follower(_ name: Posix.Name, at count: Int) -> Int {
    if name.bytes.count > count { return Int(name.bytes[count]) }
    return name.kind == .folder ? 0x2F : -1
  }
}

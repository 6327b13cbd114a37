// Paths that wait to be read: fresh drops before the backlog, newest first in both. Paths only, never text.

public import FileWatching
public import NotePaths

/// What is to be read, and when it was first seen.
public struct WorkItem: Sendable, Hashable {
  public var path: NotePath
  public var stamp: FileStamp
  /// Seconds since 1970.
  public var received: Int64
  /// True for files that a rescan found, false for those an event told of.
  public var isBacklog: Bool
  /// False where nobody was seen to close the file: a close still to come replaces what is read now.
  public var wasClosed: Bool

  public init(path: NotePath, stamp: FileStamp, received: Int64, isBacklog: Bool, wasClosed: Bool = true) {
    self.path = path
    self.stamp = stamp
    self.received = received
    self.isBacklog = isBacklog
    self.wasClosed = wasClosed
  }
}

public struct WorkQueue: Sendable {
  private var fresh: [WorkItem] = []
  /// Ascending by modification, so that the newest is taken from the end.
  private var backlog: [WorkItem] = []
  /// The latest item of each waiting path; older ones on the stacks are passed over.
  private var latest: [NotePath: FileStamp] = [:]
  private var inHand: Set<NotePath> = []
  /// Settled again while being read: read once more afterwards.
  private var again: [NotePath: WorkItem] = [:]

  public init() {}

  public var waiting: Int { latest.count + again.count }
  public var isIdle: Bool { latest.isEmpty && inHand.isEmpty && again.isEmpty }
  public var hasFresh: Bool { !fresh.isEmpty }

  public mutating func add(_ item: WorkItem) {
    if inHand.contains(item.path) {
      again[item.path] = item
      return
    }
    latest[item.path] = item.stamp
    if item.isBacklog { backlog.append(item) } else { fresh.append(item) }
  }

  /// Many at once, from a rescan; sorted by modification here.
  public mutating func addBacklog(_ items: [WorkItem]) {
    for item in items {
      if inHand.contains(item.path) { again[item.path] = item } else { latest[item.path] = item.stamp }
    }
    backlog.append(contentsOf: items.filter { !inHand.contains($0.path) })
    backlog.sort { ($0.stamp.modified, $1.path) < ($1.stamp.modified, $0.path) }
  }

  public mutating func take() -> WorkItem? {
    while let item = fresh.popLast() ?? backlog.popLast() {
      guard latest[item.path] == item.stamp else { continue }
      latest[item.path] = nil
      inHand.insert(item.path)
      return item
    }
    return nil
  }

  /// The item's outcome is known; returns it again where it settled anew meanwhile.
  public mutating func finish(_ path: NotePath) {
    inHand.remove(path)
    if let item = again.removeValue(forKey: path) { add(item) }
  }

  /// The path is gone: nothing to read there any more.
  public mutating func drop(_ path: NotePath) {
    latest[path] = nil
    again[path] = nil
  }

  public func isPending(_ path: NotePath) -> Bool {
    latest[path] != nil || inHand.contains(path) || again[path] != nil
  }

  public func isInHand(_ path: NotePath) -> Bool { inHand.contains(path) }

  /// Everything that waits, is in hand, or is to be read once more.
  public var paths: Set<NotePath> { Set(latest.keys).union(inHand).union(again.keys) }
}

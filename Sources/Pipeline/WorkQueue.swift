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
  private struct Waiting: Sendable {
    var item: WorkItem
    var turn: UInt32
  }
  private var fresh = PiecewiseStack<Waiting>()
  /// Ascending by modification, so that the newest is taken from the end.
  private var backlog = PiecewiseStack<Waiting>()
  /// The turn of each waiting path's latest item; older ones on the stacks are passed over. Numbers instead of stamps, as
  /// a hundred thousand may wait.
  private var latest: [NotePath: UInt32] = [:]
  private var turn: UInt32 = 0
  private var inHand: Set<NotePath> = []
  /// Settled again while being read: read once more afterwards.
  private var again: [NotePath: WorkItem] = [:]

  public init() {}

  public var waiting: Int { latest.count + again.count }
  public var isIdle: Bool { latest.isEmpty && inHand.isEmpty && again.isEmpty }
  public var hasFresh: Bool { !fresh.isEmpty }

  public mutating func add(_ item: WorkItem) {
    guard let waiting = placed(item) else { return }
    if item.isBacklog { backlog.push(waiting) } else { fresh.push(waiting) }
  }

  /// Gives an item its turn; nil where its path is in hand, and to be read again.
  private mutating func placed(_ item: WorkItem) -> Waiting? {
    if inHand.contains(item.path) {
      again[item.path] = item
      return nil
    }
    // After four billion items a turn comes again; by then the one that had it has long been taken.
    turn &+= 1
    latest[item.path] = turn
    return Waiting(item: item, turn: turn)
  }

  /// Many at once, from a rescan; sorted by modification here.
  public mutating func addBacklog(_ items: [WorkItem]) {
    if items.isEmpty { return }
    var all: [Waiting] = []
    all.reserveCapacity(items.count)
    backlog.removeAll { if latest[$0.item.path] == $0.turn { all.append($0) } }
    for item in items { if let waiting = placed(item) { all.append(waiting) } }
    all.sort {
      ($0.item.stamp.modified, $1.item.path) < ($1.item.stamp.modified, $0.item.path)
    }
    backlog = PiecewiseStack(all)
  }

  public mutating func take() -> WorkItem? {
    while let waiting = fresh.pop() ?? backlog.pop() {
      let path = waiting.item.path
      guard latest[path] == waiting.turn else { continue }
      remove(path)
      inHand.insert(path)
      return waiting.item
    }
    return nil
  }

  private mutating func remove(_ path: NotePath) {
    latest[path] = nil
    // A dictionary keeps the room it once had.
    if latest.isEmpty, latest.capacity > 10_000 { latest = [:] }
  }

  /// The item's outcome is known; returns it again where it settled anew meanwhile.
  public mutating func finish(_ path: NotePath) {
    inHand.remove(path)
    if let item = again.removeValue(forKey: path) { add(item) }
  }

  /// The path is gone: nothing to read there any more.
  public mutating func drop(_ path: NotePath) {
    remove(path)
    again[path] = nil
  }

  public func isPending(_ path: NotePath) -> Bool {
    latest[path] != nil || inHand.contains(path) || again[path] != nil
  }

  public func isInHand(_ path: NotePath) -> Bool { inHand.contains(path) }

  /// Everything that waits, is in hand, or is to be read once more.
  public var paths: Set<NotePath> {
    var paths: Set<NotePath> = []
    forEachPath { paths.insert($0) }
    return paths
  }

  /// Calls with each of these, some of them twice.
  func forEachPath(_ body: (NotePath) -> Void) {
    latest.keys.forEach(body)
    inHand.forEach(body)
    again.keys.forEach(body)
  }
}

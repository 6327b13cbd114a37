// When a file is whole: closed and left alone, or standing unchanged for long enough.

public import NotePaths

/// Holds the files that may still be written to, and says which have settled. Handed the time and the eyes;
/// asks no clock and no file itself.
///
/// A file that was closed after writing, or renamed in, has settled when `settle` has passed without a
/// change. One that nobody was seen to close (a hard link, a listing, a poll) is asked about once: where the kernel
/// vouches that nobody has it open for writing, it counts as closed. Else it has settled when its size and times have
/// stood for `standing`, at once if the file system says that they have stood so long already.
public struct Settler: Sendable {
  /// A file that may be read.
  public struct Settled: Hashable, Sendable {
    public var path: NotePath
    /// Nil where it stands there but could not be looked at: reading it will say why.
    public var stamp: FileStamp?
    /// False: nobody was seen to close it, and a close still to come replaces what is read now.
    public var wasClosed: Bool
    /// The kernel vouched for it; no event was seen.
    public var wasProbed = false
  }

  /// What a look at a path shows.
  public enum Sight: Hashable, Sendable {
    case stands(FileStamp)
    case gone
    /// Something is there and cannot be looked at, or is no regular file.
    case hidden
  }

  private struct Waiting {
    var stamp: FileStamp?
    var isClosed: Bool
    /// The kernel was asked for its writers and did not vouch.
    var isProbed = false
    /// When it was last seen to change, on the monotonic clock.
    var noted: Int64
    /// Tells the newest place in a queue from those it has left.
    var turn: UInt64
  }

  private let settle: Int64
  private let standing: Int64
  /// How long an unclosed file is left before it is asked about: `settle`, and at least a tenth of a second, as the
  /// event of its close is most often right behind.
  private let probing: Int64
  private var waiting: [NotePath: Waiting] = [:]
  private var turn: UInt64 = 0
  private var due = DeadlineQueue()
  private var closed = DeadlineQueue()
  private var probe = DeadlineQueue()
  private var open = DeadlineQueue()

  /// - Parameters:
  ///   - settle: how long a closed file must be left alone; zero reads it at once.
  ///   - standing: how long a file never seen closed must stand.
  public init(settle: Duration = .milliseconds(500), standing: Duration = .seconds(5)) {
    self.settle = max(0, settle.nanoseconds)
    self.standing = max(0, standing.nanoseconds)
    probing = min(max(self.settle, 100_000_000), self.standing)
  }

  /// How many files are waiting.
  public var count: Int { waiting.count }

  /// The files that are waiting, ordered.
  public var paths: [NotePath] { waiting.keys.sorted() }

  /// The same in no order.
  public func forEachPath(_ body: (NotePath) -> Void) { waiting.keys.forEach(body) }

  public func isWaiting(_ path: NotePath) -> Bool { waiting[path] != nil }

  /// The monotonic time at which `settled(at:look:)` is next worth asking; nil while nothing waits.
  public var nextDeadline: Int64? {
    [due.first, closed.first, probe.first, open.first].compactMap(\.self).min()
  }

  /// Takes an event in.
  /// - Parameter stamp: what a look at the file showed, where there was one.
  public mutating func note(_ event: WatchEvent, stamp: FileStamp?, at now: Moment) {
    switch event {
    case .closed(let path): wait(path, stamp, isClosed: true, now)
    case .touched(let path): noteListed(path, stamp: stamp, at: now)
    case .removed(let path): forget(path)
    case .folderRemoved(let folder):
      for path in waiting.keys where path.isWithin(folder) { forget(path) }
    case .rootLost: removeAll()
    case .folderAppeared, .overflowed: break
    }
  }

  /// Takes in a file that a listing, a poll or an event short of a close has shown.
  public mutating func noteListed(_ path: NotePath, stamp: FileStamp?, at now: Moment) {
    if let known = waiting[path], let old = known.stamp, let stamp {
      if stamp == old { return }
      return wait(path, stamp, isClosed: known.isClosed && stamp.hasSameContent(as: old), now)
    }
    wait(path, stamp, isClosed: waiting[path]?.isClosed ?? false, now)
  }

  /// Lets go of a file, whatever it waits for.
  public mutating func forget(_ path: NotePath) { waiting[path] = nil }

  public mutating func removeAll() {
    waiting = [:]
    due = DeadlineQueue()
    closed = DeadlineQueue()
    probe = DeadlineQueue()
    open = DeadlineQueue()
  }

  /// The files that have settled by now, in the order in which they fell due; they wait no longer. Each is
  /// looked at once more, and one that has changed waits on.
  /// - Parameter hasNoWriter: whether it is known that no process has the file open for writing.
  public mutating func settled(
    at now: Moment, look: (NotePath) -> Sight, hasNoWriter: (NotePath) -> Bool = { _ in false }
  ) -> [Settled] {
    var settled: [Settled] = []
    for path in takeDue(now.monotonic) {
      guard let file = waiting[path] else { continue }
      switch look(path) {
      case .gone: forget(path)
      case .hidden:
        forget(path)
        settled.append(Settled(path: path, stamp: nil, wasClosed: file.isClosed))
      case .stands(let stamp):
        if isWhole(file, stamp, now) {
          forget(path)
          settled.append(Settled(path: path, stamp: stamp, wasClosed: file.isClosed))
        } else if !file.isClosed, !file.isProbed, file.stamp == stamp {
          let isIdle = hasNoWriter(path)
          if isIdle || file.noted + standing <= now.monotonic {
            forget(path)
            settled.append(Settled(path: path, stamp: stamp, wasClosed: isIdle, wasProbed: isIdle))
          } else {
            stand(path, stamp, since: file.noted)
          }
        } else {
          // Changed since the close, and no other close yet: somebody is at work on it.
          let isClosed = file.isClosed && (file.stamp.map { stamp.hasSameContent(as: $0) } ?? true)
          wait(path, stamp, isClosed: isClosed, now)
        }
      }
    }
    // After a storm the room that it needed is given back.
    if waiting.isEmpty, waiting.capacity > 10_000 { removeAll() }
    return settled
  }

  private func isWhole(_ file: Waiting, _ stamp: FileStamp, _ now: Moment) -> Bool {
    if let seen = file.stamp, seen == stamp, file.isClosed || file.isProbed { return true }
    if file.isClosed { return settle == 0 && file.stamp == nil }
    return standsLong(stamp, now)
  }

  private mutating func wait(_ path: NotePath, _ stamp: FileStamp?, isClosed: Bool, _ now: Moment) {
    turn += 1
    waiting[path] = Waiting(stamp: stamp, isClosed: isClosed, noted: now.monotonic, turn: turn)
    let isDue = isClosed ? settle == 0 : stamp.map { standsLong($0, now) } ?? false
    if isDue {
      due.append(path, turn, deadline: now.monotonic)
    } else if isClosed {
      closed.append(path, turn, deadline: now.monotonic + settle)
    } else {
      probe.append(path, turn, deadline: now.monotonic + probing)
    }
  }

  /// Asked about in vain: it must stand.
  private mutating func stand(_ path: NotePath, _ stamp: FileStamp, since noted: Int64) {
    turn += 1
    waiting[path] = Waiting(stamp: stamp, isClosed: false, isProbed: true, noted: noted, turn: turn)
    open.append(path, turn, deadline: noted + standing)
  }

  /// Whether the file system's own clock says that it has not changed for `standing`. A time in the future
  /// says nothing.
  private func standsLong(_ stamp: FileStamp, _ now: Moment) -> Bool {
    stamp.changed <= now.wall - standing
  }

  private mutating func takeDue(_ now: Int64) -> [NotePath] {
    var paths: [NotePath] = []
    let waiting = waiting
    func isCurrent(_ path: NotePath, _ turn: UInt64) -> Bool { waiting[path]?.turn == turn }
    due.take(until: now, where: isCurrent) { paths.append($0) }
    closed.take(until: now, where: isCurrent) { paths.append($0) }
    probe.take(until: now, where: isCurrent) { paths.append($0) }
    open.take(until: now, where: isCurrent) { paths.append($0) }
    return paths
  }
}

extension FileStamp {
  /// The same file, size and time of modification: only attributes may differ.
  func hasSameContent(as other: FileStamp) -> Bool {
    inode == other.inode && size == other.size && modified == other.modified
  }
}

extension Duration {
  /// Saturates: 292 years are long enough.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    let (sum, over) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return over ? .max : sum
  }
}

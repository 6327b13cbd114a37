// From events to a batch of changes: what waits, what is being read, what is ready for the index.

public import FileWatching
public import NotePaths
public import NoteStore

/// Takes events in and hands work out. Confined to one queue; handed the time; reads no note itself.
///
/// The way of a path: event or listing → `Settler` → `WorkQueue` → a worker → batch → `Store.apply`.
public final class Ingest {
  public let root: WatchRoot
  let ignore: IgnoreRules
  let store: Store
  let tell: News.Sink

  private(set) var settler: Settler
  private(set) var queue = WorkQueue()
  /// Removed paths by the monotonic time at which the removal is believed: an editor that saves by renaming
  /// takes a file away and puts it back at once.
  private var removals: [NotePath: Int64] = [:]
  private let patience: Int64
  /// Removed while a worker had them in hand: what comes of it is not wanted.
  private var goneInHand: Set<NotePath> = []
  private(set) var inHandFresh = 0
  /// Read before their writer was seen to close them: the next reading replaces that one.
  private var readUnclosed: Set<NotePath> = []

  var batch = Batch()
  /// What a transaction that was begun and has not ended holds.
  var inTransaction: Batch?
  let haste = Haste()
  /// When a note that was just dropped last came back from a worker; monotonic.
  private(set) var lastFresh: Int64?
  /// When the index refused the batch: tried again at this monotonic time.
  var retryAt: Int64?
  var refusals = 0
  /// The first import: what is there already is archive.
  public var isFirstImport: Bool

  /// Listings that were asked for and have yet to be merged: what they will show is open.
  public var awaitedListings = 0

  /// Counters since the start.
  public private(set) var overflows = 0
  public private(set) var rescans = 0
  public internal(set) var committed = 0
  public private(set) var codingNanoseconds: Int64 = 0

  public init(
    root: WatchRoot, ignore: IgnoreRules, store: Store, settle: Duration, isFirstImport: Bool,
    tell: @escaping News.Sink
  ) {
    self.root = root
    self.ignore = ignore
    self.store = store
    self.tell = tell
    self.isFirstImport = isFirstImport
    settler = Settler(settle: settle)
    let (seconds, attoseconds) = settle.components
    patience = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }

  // MARK: Events

  public enum Demand: Sendable, Equatable {
    case nothing
    /// List this folder (empty: the whole tree) and call `merge`.
    case list(NotePath)
    case rootLost
  }

  /// Takes one event in; what it cannot do alone is returned as a demand.
  public func take(_ event: WatchEvent, at now: Moment) throws -> Demand {
    switch event {
    case .touched(let path), .closed(let path):
      takeFile(path, event, now)
    case .removed(let path):
      settler.note(event, stamp: nil, at: now)
      remove(path, now)
    case .folderAppeared(let folder):
      return .list(folder)
    case .folderRemoved(let folder):
      settler.note(event, stamp: nil, at: now)
      try removeAll(below: folder, now)
    case .overflowed:
      overflows += 1
      return .list(NotePath(bytes: []))
    case .rootLost:
      return .rootLost
    }
    return .nothing
  }

  private func takeFile(_ path: NotePath, _ event: WatchEvent, _ now: Moment) {
    if let rule = ignore.match(path, isFolder: false) {
      // Tools' temporary files come and go by the hundred: only what stays is worth a row (a rescan finds it).
      tell(News(.debug, "ignored by \(rule)", note: path))
      return
    }
    switch look(path) {
    case .stands(let stamp):
      removals[path] = nil
      settler.note(event, stamp: stamp, at: now)
    case .hidden:
      removals[path] = nil
      settler.note(event, stamp: nil, at: now)
    case .gone:
      // Its removal is on its way as an event of its own.
      break
    }
  }

  func look(_ path: NotePath) -> Settler.Sight {
    do throws(FileTrouble) {
      return .stands(try SafeFile.stamp(root, path))
    } catch {
      return error.cause == .gone ? .gone : .hidden
    }
  }

  private func removeAll(below folder: NotePath, _ now: Moment) throws(StoreError) {
    unreachableFolders = unreachableFolders.filter { !$0.isWithin(folder) }
    // Also what is on its way: in a worker's hands, or read and not yet in the index.
    for path in queue.paths.union(unwritten) where path.isWithin(folder) { remove(path, now) }
    try store.ledger(below: folder) { entry in
      if entry.state != .withdrawn { remove(entry.path, now) }
      return true
    }
  }

  private func remove(_ path: NotePath, _ now: Moment) {
    removals[path] = now.monotonic + patience
  }

  // MARK: Listings

  /// Takes a listing in, merged with the ledger: what is new or changed is to be read, what is gone is withdrawn,
  /// what cannot be seen just now is left as it is.
  /// - Parameter isReplaced: another folder stands where the watched one was: nothing is withdrawn by it.
  @discardableResult
  public func merge(_ listing: TreeListing, isReplaced: Bool = false, at now: Moment) throws -> Rescan {
    rescans += 1
    var rescan = try compared(listing)
    if isReplaced {
      rescan.unreachable += rescan.removed
      rescan.removed = []
    }
    let seconds = now.wall / 1_000_000_000
    for folder in listing.folders where unreachableFolders.contains(folder.path) {
      unreachableFolders.remove(folder.path)
      batch.add(.reachable(folder: folder.path))
    }
    var backlog: [WorkItem] = []
    for entry in rescan.added + rescan.changed where SyncRequests.cookie(entry.path) == nil {
      if let rule = entry.ignoredBy {
        batch.add(.ignored(entry.path, stamp: entry.stamp, rule: rule))
      } else if entry.kind != .regular {
        batch.add(
          .ignored(entry.path, stamp: entry.stamp, rule: "not a regular file (\(entry.kind.rawValue))"))
      } else if settler.isWaiting(entry.path) || queue.isPending(entry.path) {
        settler.noteListed(entry.path, stamp: entry.stamp, at: now)
      } else if entry.stamp.changed <= now.wall - 5_000_000_000 {
        // It has stood long enough: no need to settle a hundred thousand of them one by one.
        backlog.append(WorkItem(path: entry.path, stamp: entry.stamp, received: seconds, isBacklog: true))
      } else {
        settler.noteListed(entry.path, stamp: entry.stamp, at: now)
      }
      removals[entry.path] = nil
    }
    queue.addBacklog(backlog)
    for entry in rescan.renumbered { batch.add(.unchanged(entry.path, stamp: entry.stamp)) }
    for path in rescan.nowIgnored {
      batch.add(
        .ignored(path, stamp: nil, rule: ignore.match(path, isFolder: false) ?? "its folder is ignored"))
    }
    for path in rescan.removed where removals[path] == nil { remove(path, now) }
    for trouble in listing.unreachable {
      // A folder that went away between two looks is not unreachable: what was in it is gone too.
      if trouble.cause == .gone, !trouble.path.bytes.isEmpty {
        try removeAll(below: trouble.path, now)
        continue
      }
      tell(News(.warning, "cannot be listed: \(trouble.reason); \(trouble.remedy)", note: trouble.path))
      setUnreachable(trouble.path, reason: trouble.reason)
    }
    if isReplaced, !rescan.unreachable.isEmpty {
      setUnreachable(NotePath(bytes: []), reason: "another folder stands in its place")
    }
    return rescan
  }

  /// What differs between a listing and the files that should be there by the ledger; a path without a stamp is read
  /// anew.
  private func compared(_ listing: TreeListing) throws(StoreError) -> Rescan {
    var merge = RescanMerge(listing)
    try store.ledger(below: listing.folder) { entry in
      if entry.state != .withdrawn {
        // One that waits (a salvaged index has such) is to be read, whatever its stamp.
        let nowhere = FileStamp(device: 0, inode: 0, size: -1, modified: 0, changed: 0)
        let stamp = entry.state == .waiting ? nowhere : entry.stamp ?? nowhere
        merge.take(Rescan.Known(path: entry.path, stamp: stamp, isIgnored: entry.state == .ignored))
      }
      return true
    }
    return merge.finish()
  }

  public private(set) var unreachableFolders: Set<NotePath> = []

  public func setUnreachable(_ folder: NotePath, reason: String) {
    unreachableFolders.insert(folder)
    batch.add(.unreachable(folder: folder, reason: reason))
  }

  /// The watched folder is lost: nothing is withdrawn, nothing more is read until it is listed again.
  public func loseRoot(reason: String) {
    settler.removeAll()
    removals = [:]
    queue = WorkQueue()
    setUnreachable(NotePath(bytes: []), reason: reason)
  }

  /// Puts paths up for reading again (the quarantine's retry, duplicates that lost their original).
  public func readAgain(_ paths: [NotePath], at now: Moment) {
    for path in paths {
      switch look(path) {
      case .stands(let stamp):
        queue.add(
          WorkItem(path: path, stamp: stamp, received: now.wall / 1_000_000_000, isBacklog: true))
      case .hidden: settler.noteListed(path, stamp: nil, at: now)
      case .gone: remove(path, now)
      }
    }
  }

  // MARK: Work

  /// What settled by now goes to the queue, removals that stood go to the batch.
  public func advance(to now: Moment) throws(StoreError) {
    for settled in settler.settled(at: now, look: look, hasNoWriter: { SafeFile.hasNoWriter(root, $0) }) {
      let nowhere = FileStamp(device: 0, inode: 0, size: 0, modified: 0, changed: 0)
      queue.add(
        WorkItem(
          path: settled.path, stamp: settled.stamp ?? nowhere, received: now.wall / 1_000_000_000,
          // What stood there before the service first began is its archive, whoever says that it is whole.
          isBacklog: !settled.wasClosed || (isFirstImport && settled.wasProbed), wasClosed: settled.wasClosed)
      )
    }
    for path in removals.filter({ $0.value <= now.monotonic }).map(\.key).sorted() {
      removals[path] = nil
      // An event may be late, or the file may be back without one.
      guard look(path) == .gone else { continue }
      if queue.isInHand(path) { goneInHand.insert(path) }
      queue.drop(path)
      if try isTemporary(path) { continue }
      batch.add(.withdrawn(path))
    }
  }

  /// An ignored file of which nothing is known, as tools make and rename many: there is nothing to withdraw, and what it was
  /// renamed to need not wait for its whole batch.
  private func isTemporary(_ path: NotePath) throws(StoreError) -> Bool {
    guard ignore.match(path, isFolder: false) != nil, !isUnwritten(path) else { return false }
    return try store.entry(path) == nil
  }

  /// The next item for a worker; nil while the index cannot take more, or a whole batch waits for the one that it takes.
  public func nextItem() -> WorkItem? {
    if retryAt != nil || (isCommitting && batch.count >= Batch.mostChanges) { return nil }
    guard let item = queue.take() else { return nil }
    if !item.isBacklog {
      inHandFresh += 1
      hasten()
    }
    return item
  }

  public func finish(_ item: WorkItem, _ outcome: NoteOutcome, nanoseconds: Int64, at now: Moment) {
    if !item.isBacklog {
      inHandFresh -= 1
      lastFresh = now.monotonic
    }
    codingNanoseconds += nanoseconds
    queue.finish(item.path)
    if goneInHand.remove(item.path) != nil { return }
    switch outcome {
    case .coded(let stamp, let revision):
      let replaces = readUnclosed.remove(item.path) != nil
      if !item.wasClosed { readUnclosed.insert(item.path) }
      batch.add(
        replaces
          ? .rewritten(item.path, stamp: stamp, revision) : .coded(item.path, stamp: stamp, revision),
        isFresh: !item.isBacklog)
    case .quarantined(let stamp, let quarantine):
      tell(News(.warning, "quarantined: \(quarantine.reason); \(quarantine.remedy)", note: item.path))
      batch.add(.quarantined(item.path, stamp: stamp, quarantine), isFresh: !item.isBacklog)
    case .ignored(let stamp, let rule):
      batch.add(.ignored(item.path, stamp: stamp, rule: rule))
    case .gone:
      if !queue.isPending(item.path), !settler.isWaiting(item.path) { remove(item.path, now) }
    case .unsettled:
      if case .stands(let stamp) = look(item.path) { settler.noteListed(item.path, stamp: stamp, at: now) }
    case .rootLost:
      break
    }
  }

  // MARK: What is open

  /// The monotonic time at which something falls due; nil while nothing is open.
  public var nextDeadline: Int64? {
    [settler.nextDeadline, removals.values.min(), retryAt].compactMap(\.self).min()
  }

  /// Everything known of is in the index.
  public var isQuiet: Bool {
    queue.isIdle && settler.count == 0 && removals.isEmpty && batch.isEmpty && !isCommitting
      && awaitedListings == 0
  }

  /// A note that was just dropped waits for a worker.
  public var hasFresh: Bool { retryAt == nil && queue.hasFresh }

  public var queueIsIdle: Bool { queue.isIdle }

  public var waiting: Int { queue.waiting + settler.count }

  /// Paths that something is still to be done about, for `sync`: once none of them is left open, everything that
  /// was dropped before is in the index.
  /// One may stand there twice: what would tell needs more room than they.
  public var openPaths: [NotePath] {
    let unwritten = unwritten
    var open: [NotePath] = []
    open.reserveCapacity(queue.waiting + settler.count + removals.count + unwritten.count)
    queue.forEachPath { open.append($0) }
    settler.forEachPath { open.append($0) }
    open += removals.keys
    open += unwritten
    return open
  }

  public func isOpen(_ path: NotePath) -> Bool {
    queue.isPending(path) || settler.isWaiting(path) || removals[path] != nil || isUnwritten(path)
  }
}

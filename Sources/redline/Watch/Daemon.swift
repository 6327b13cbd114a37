// The one place where the parts meet: events in, work out to the cores, batches into the index, digests out.

import Codebooks
import Coding
import Digests
import FileWatching
import Foundation
import NotePaths
import NoteStore
import Pipeline
import Service

/// Runs on the loop's queue from its first event to its last; made anew for every reload, on the same store.
final class Daemon {
  enum End {
    case stopped, reload
    case failed(any Error)
  }

  let parts: DaemonParts
  let loop = EventLoop()
  let watcher: InotifyWatcher
  let ingest: Ingest
  let publisher: Publisher
  var workers: Workers<NoteJob, NoteResult>?
  /// One thread, on which the index is written: meanwhile the loop goes on.
  private var committer: Workers<Commit, Result<ApplyOutcome, StoreError>>?
  var sync = SyncRequests()
  /// Listed, and not yet merged.
  var listings: [TreeListing] = []
  /// Seen, and not yet begun.
  var cookies: [String] = []
  private(set) var recoding: Recoding
  let started = Moment.now().wall / 1_000_000_000
  private(set) var end: End?
  var isRootLost = false
  var isReady = false
  var lastStatus = ""
  var nextStatus: Int64 = 0
  /// What was said last may be out of date.
  var isStatusDue = false
  var noteCount = NoteCount()
  /// Changes that the index had taken when memory was last given back.
  private var committedAtGiveBack = 0
  /// Whether the whole tree was listed since then.
  var isTreeListed = false

  private var tick: Deadline?
  var calendar: Deadline?
  var rescan: Deadline?
  private var look: Deadline?
  var lookAt: Int64?
  private var heartbeat: WatchdogBeat?

  init(_ parts: DaemonParts) throws {
    self.parts = parts
    recoding = Recoding(fingerprint: parts.compiled.codebook.fingerprint)
    watcher = try InotifyWatcher(
      root: parts.root, ignore: parts.ignore, poll: parts.configuration.poll.value.map { NotePath($0) })
    ingest = Ingest(
      root: parts.root, ignore: parts.ignore, store: parts.store,
      settle: .milliseconds(Int64(parts.configuration.settle.value * 1000)),
      isFirstImport: try !parts.store.isFirstImportDone(), tell: parts.tell)
    publisher = Publisher(
      store: parts.store, folder: ReportFolder(path: parts.configuration.reports.value), zone: parts.zone,
      schedules: parts.schedules, codebook: parts.compiled.codebook, renderer: parts.renderer,
      tell: parts.tell)
  }

  /// Returns when a signal, or a failure that no retry can cure, ends the loop.
  func run() -> End {
    let now = Moment.now()
    do {
      try start(at: now)
    } catch {
      return .failed(error)
    }
    _ = loop.run()
    return end ?? .stopped
  }

  // MARK: Start

  private func start(at now: Moment) throws {
    let reading = parts.reading
    workers = try Workers(
      loop: loop, count: parts.workerCount, undelivered: Self.undelivered,
      delivered: Self.delivered, weigh: \.weight, niceness: 5,
      makeState: { NoteWorker(reading) },
      work: { worker, job in job.run(&worker) },
      deliver: { [unowned self] results in guarded { try take(results) } })
    let store = parts.store
    committer = try Workers(
      loop: loop, count: 1, makeState: { store }, work: { store, commit in commit.apply(to: store) },
      deliver: { [unowned self] results in takeCommits(results) })
    tick = loop.deadline { [unowned self] in guarded { try step() } }
    calendar = loop.deadline { [unowned self] in guarded { try publishDue() } }
    rescan = loop.deadline { [unowned self] in guarded { try rescanAll() } }
    look = loop.deadline { [unowned self] in guarded { try lookAgain() } }
    loop.onSignal(SIGTERM) { [unowned self] in finish(.stopped) }
    loop.onSignal(SIGINT) { [unowned self] in finish(.stopped) }
    loop.onSignal(SIGHUP) { [unowned self] in guarded { try reload() } }
    loop.onReadable(watcher.fileDescriptor) { [unowned self] in guarded { try drain() } }
    heartbeat = WatchdogBeat(
      loop: loop, notifier: parts.notifier, answers: { [unowned self] in storeAnswers() },
      silence: { [unowned self] in parts.log.error("the index does not answer; no heartbeat is sent") })

    // Watch first, then list: nothing falls between.
    try watcher.watch(single: Array(parts.requests.utf8), tag: "requests")
    var patience = StartPatience(notifier: parts.notifier)
    watcher.resync { patience.tell("watching", $0, "folders", at: Moment.now()) }
    sayPolled()
    try list(NotePath(bytes: []), isReplaced: parts.isRootReplaced) {
      patience.tell("listing", $0, "files", at: Moment.now())
    }
    patience.tell("comparing with the index", at: Moment.now())
    retryWhatMayBeCured()
    rescan?.set(in: .seconds(parts.configuration.rescan.value))
    try takeRequests()
    try recoding.begin(parts.store)
    if publisher.needsFirst() { publisher.noteChange(at: now.monotonic) }
    try step()
    isReady = true
    prepareForNotes()
    let status = statusLine()
    lastStatus = status
    writeReport(now, status)
    parts.notifier.ready(status: status)
    parts.log.notice(
      "\(status); drop notes into \(parts.configuration.watch.value), read \(parts.configuration.reports.value)/latest.html"
    )
    try publishDue()
    // With nothing to read no result will come to move things on.
    try step()
  }

  // MARK: Events

  private func drain() throws {
    let now = Moment.now()
    var demands: [Ingest.Demand] = []
    var failure: (any Error)?
    var requested = false
    try watcher.drain(
      into: { event in
        if takesCookie(event) { return }
        do {
          let demand = try ingest.take(event, at: now)
          if demand != .nothing, demands.last != demand { demands.append(demand) }
        } catch {
          failure = error
        }
      }, single: { _, _ in requested = true })
    if let failure { throw failure }
    for demand in demands {
      switch demand {
      case .nothing: break
      case .list(let folder): askForListing(of: folder)
      case .rootLost: loseRoot("was removed, renamed or unmounted")
      }
    }
    sayPolled()
    if requested { try takeRequests() }
    try beginSync()
    try step()
  }

  // MARK: Work

  private func take(_ results: [NoteResult]) throws {
    let now = Moment.now()
    for result in results {
      switch result {
      case .read(let item, let outcome, let nanoseconds):
        ingest.finish(item, outcome, nanoseconds: nanoseconds, at: now)
        if case .rootLost = outcome { loseRoot("cannot be opened") }
      case .recoded(let id, let note):
        if try recoding.take(id, note, parts.store, at: now.wall / 1_000_000_000) {
          publisher.noteChange(at: now.monotonic)
        }
      case .listed(let listing): try takeListing(listing)
      }
    }
    try step()
  }

  /// What became of the batch under way.
  private func takeCommits(_ results: [Result<ApplyOutcome, StoreError>]) {
    let now = Moment.now()
    let before = ingest.committed
    guard end == nil else {
      logged { for result in results { try ingest.endCommit(result, at: now) } }
      return endLoop()
    }
    guarded {
      for result in results { try ingest.endCommit(result, at: now) }
      if ingest.committed != before { publisher.noteChange(at: now.monotonic) }
      try mergeListings()
      try step()
    }
  }

  /// Notes coded with another codebook are coded anew while nothing else is to be done.
  private func recodeSlice() throws {
    guard !recoding.isOver, ingest.queueIsIdle, let workers else { return }
    let wasBegun = recoding.total > 0
    let slice = try recoding.next(parts.store)
    if !slice.isEmpty, !wasBegun {
      parts.log.notice("the codebook changed: stored notes are coded anew")
    }
    if slice.isEmpty, recoding.isOver, wasBegun {
      parts.log.notice("\(recoding.total) stored notes are coded anew")
    }
    workers.submit(slice.map { .recode($0) }, lane: .backlog)
  }

  /// Moves everything on as far as it will go, and sets the time of the next look.
  func step() throws {
    let now = Moment.now()
    try ingest.advance(to: now)
    if !isRootLost { feed() }
    if let due = runningTurn, due <= now.monotonic { try publishRunning(now) }
    if ingest.wantsCommit(at: now) {
      try requireState()
      if let commit = ingest.beginCommit(at: now) { committer?.submit(commit, lane: .fresh) }
      feed()
    }
    workers?.hold(ingest.isCommitting && !ingest.hasRoom(at: now))
    try beginSync()
    try endFirstImport()
    try recodeSlice()
    try answerSync()
    sayStatus(now)
    setDeadlines(now)
    giveBack()
    if parts.isOnce, isReady, ingest.isQuiet, recoding.isOver { try finishOnce() }
  }

  /// After a storm or a listing of the whole tree, what the allocator keeps of it goes back to the kernel, and the next
  /// note is prepared for.
  private func giveBack() {
    guard isReady, ingest.isQuiet else { return }
    let isAfterMany = ingest.committed - committedAtGiveBack >= 1000
    guard isTreeListed || isAfterMany else { return }
    if isAfterMany { parts.store.releaseMemory() }
    committedAtGiveBack = ingest.committed
    isTreeListed = false
    prepareForNotes()
    Allocator.giveBack()
  }

  /// So that the first note after a quiet time waits for nothing.
  private func prepareForNotes() {
    guard ingest.isQuiet, !parts.isOnce else { return }
    // The next note meets what is wrong, and is kept for a later try.
    logged { try parts.store.prepareForNotes() }
  }

  /// Bytes of notes that may be read and not yet in a batch: enough small ones that the workers go on while SQLite merges
  /// parts of the full-text index, a quarter of a second at a time.
  private static let undelivered = 12 << 20
  /// Of these, what goes into a batch at once: sixteen small notes, or a few large ones, as batches are counted by both.
  private static let delivered = 384 << 10
  /// Paths that may be handed out: of the backlog, and with those just dropped. More wait in `WorkQueue`, which holds them
  /// in less room and drops those that go away.
  private static let handedOut = (backlog: 768, all: 1024)

  private func feed() {
    guard let workers else { return }
    // As much as keeps the workers busy while a batch goes into the index.
    while workers.pending < (ingest.hasFresh ? Self.handedOut.all : Self.handedOut.backlog),
      let item = ingest.nextItem()
    {
      workers.submit(
        .read(item, isArchive: ingest.isFirstImport && item.isBacklog),
        lane: item.isBacklog ? .backlog : .fresh)
    }
  }

  private func endFirstImport() throws {
    guard ingest.isFirstImport, isReady, ingest.isQuiet, !isRootLost else { return }
    try parts.store.setFirstImportDone()
    ingest.isFirstImport = false
  }

  func setDeadlines(_ now: Moment) {
    let status = isStatusDue ? nextStatus : nil
    tick?.set(monotonic: [ingest.nextDeadline, runningTurn, status].compactMap(\.self).min())
    // Set once and kept until it comes: a busy service must find the time to look, too.
    let isLooking = isRootLost || !ingest.unreachableFolders.isEmpty
    let interval: Double? =
      isLooking ? 5 : watcher.polledFolders.isEmpty ? nil : parts.configuration.pollInterval.value
    guard let interval else { return look(at: nil) }
    let wanted = now.monotonic + Int64(interval * 1e9)
    look(at: lookAt.map { $0 > now.monotonic ? min($0, wanted) : wanted } ?? wanted)
  }

  private func look(at monotonic: Int64?) {
    guard monotonic != lookAt else { return }
    lookAt = monotonic
    look?.set(monotonic: monotonic)
  }

  // MARK: End

  private func reload() throws {
    parts.notifier.reloading()
    do {
      try parts.checkReload()
    } catch {
      parts.log.error("reload refused, the former configuration and codebook stay in force: \(error)")
      parts.notifier.ready(status: lastStatus)
      return
    }
    finish(.reload)
  }

  /// Commits what is ready; what is in the workers' hands is read again at the next start.
  func finish(_ end: End) {
    guard self.end == nil else { return }
    self.end = end
    let isLast = if case .stopped = end { true } else { false }
    if isLast { parts.notifier.stopping(status: "stopping") }
    _ = workers?.withdrawWaiting()
    if isLast { logged { try parts.store.hurry() } }
    // Else when the batch under way is in.
    if !ingest.isCommitting { endLoop() }
  }

  private func endLoop() {
    logged { try ingest.commit(at: Moment.now()) }
    loop.stop()
  }

  private func logged(_ body: () throws -> Void) {
    do { try body() } catch { parts.log.error("\(error)") }
  }

  /// What no retry can cure ends the loop, and systemd starts us again.
  func guarded(_ body: () throws -> Void) {
    guard end == nil else { return }
    do {
      try body()
    } catch {
      self.end = .failed(error)
      loop.stop()
    }
  }

  private func storeAnswers() -> Bool {
    do {
      _ = try parts.store.ledgerCounts()
      return true
    } catch {
      parts.log.error("\(error)")
      return false
    }
  }
}

// What was read goes into the index, one transaction after the other.

public import FileWatching
import NotePaths
public import NoteStore
import Synchronization

/// A batch on its way: applied where nobody waits for it.
public struct Commit: Sendable {
  let changes: [NoteChange]
  let seconds: Int64
  let waiting: Int
  /// Of a first import: should the machine lose power, it begins anew.
  let isInPassing: Bool
  let haste: Haste

  public func apply(to store: Store) -> Result<ApplyOutcome, StoreError> {
    Result { () throws(StoreError) in
      try store.apply(changes, at: seconds, waiting: waiting, isInPassing: isInPassing) { haste.isOn }
    }
  }
}

/// Says to the transaction under way, on another thread, that a note was just dropped: it is to end with the change at hand.
final class Haste: Sendable {
  private let isSet = Atomic<Bool>(false)
  var isOn: Bool {
    get { isSet.load(ordering: .relaxed) }
    set { isSet.store(newValue, ordering: .relaxed) }
  }
}

extension Ingest {
  /// Paths that were read and are not in the index.
  var unwritten: Set<NotePath> { inTransaction.map { $0.paths.union(batch.paths) } ?? batch.paths }

  func isUnwritten(_ path: NotePath) -> Bool {
    batch.paths.contains(path) || inTransaction?.paths.contains(path) == true
  }

  /// Whether a transaction was begun that has not ended.
  public var isCommitting: Bool { inTransaction != nil }

  /// Whether a note that was just dropped is ready for the index, and that for it.
  public var holdsFresh: Bool { batch.hasFresh && retryAt == nil }

  /// Whether the batch should go to the index now: it is full, a fresh note waits in it and no other is about
  /// to join, or there is nothing more to wait for.
  public func wantsCommit(at now: Moment) -> Bool {
    if isCommitting { return false }
    if let retryAt { return now.monotonic >= retryAt }
    if batch.isEmpty { return false }
    // What left a folder may stand in a listing to come: in one transaction with it, it is a rename.
    return !hasRoom(at: now) || (queue.isIdle && awaitedListings == 0)
      || (batch.hasFresh && inHandFresh == 0 && !queue.hasFresh)
  }

  /// Whether the batch takes more of a backlog: what comes while another is written has to wait where it is bounded.
  public func hasRoom(at now: Moment) -> Bool {
    takesFew(at: now)
      ? batch.count < Batch.fewChanges && batch.bytes < Batch.fewBytes
      : batch.count < Batch.mostChanges && batch.bytes < Batch.mostBytes
  }

  /// Whether a batch takes little of the backlog at once, and not much, which costs least: for some seconds after a note was
  /// dropped, as another may follow, and would wait for the transaction. Where they come faster than they are read, as in a
  /// storm, nobody is served by that.
  private func takesFew(at now: Moment) -> Bool {
    guard let lastFresh else { return false }
    return now.monotonic - lastFresh < 5_000_000_000 && !queue.hasFresh
  }

  /// Hands the batch out, to be put into the index in one transaction; nil where there is nothing, or one is under way.
  /// `endCommit` is to be told what came of it.
  public func beginCommit(at now: Moment) -> Commit? {
    guard !isCommitting, !batch.isEmpty else { return nil }
    let next = batch.removeNext()
    inTransaction = next
    haste.isOn = false
    hasten()
    return Commit(
      changes: next.changes, seconds: now.wall / 1_000_000_000, waiting: waiting,
      isInPassing: isFirstImport && !next.hasFresh && !next.isWhole, haste: haste)
  }

  /// A worker has a note that was just dropped in hand, and what is being written leaves room for it as soon as it can.
  func hasten() {
    guard let inTransaction, !inTransaction.isWhole, !inTransaction.hasFresh else { return }
    // Of a storm nobody waits for one.
    if (1...Batch.fewChanges).contains(inHandFresh), !queue.hasFresh { haste.isOn = true }
  }

  /// - Throws: `StoreError` where no later try can help. What a later try can cure is told and kept.
  public func endCommit(_ result: Result<ApplyOutcome, StoreError>, at now: Moment) throws(StoreError) {
    guard var written = inTransaction else { return }
    inTransaction = nil
    switch result {
    case .success(let outcome):
      let applied = written.removeFirst(outcome.applied)
      batch.putBack(written)
      committed += applied.count
      retryAt = nil
      if refusals > 0 { tell(News(.notice, "the index takes notes again")) }
      refusals = 0
      report(applied.changes, outcome)
      readAgain(outcome.toRead, at: now)
    case .failure(let error):
      batch.putBack(written)
      guard [.diskFull, .busy, .readOnly].contains(error.kind) else { throw error }
      if refusals == 0 { tell(News(.error, "\(error); \(batch.count) changes are kept and tried again")) }
      refusals += 1
      retryAt = now.monotonic + Int64(min(60, 1 << min(refusals, 6))) * 1_000_000_000
    }
  }

  /// All at once, for who waits for it.
  public func commit(at now: Moment) throws(StoreError) {
    repeat {
      guard let commit = beginCommit(at: now) else { return }
      try endCommit(commit.apply(to: store), at: now)
    } while retryAt == nil
  }

  /// More changes than this at once are told as one: a line each would drown what matters, and the journal would begin
  /// to drop lines.
  static let flood = 100

  func report(_ changes: [NoteChange], _ outcome: ApplyOutcome) {
    let copies = Set(outcome.duplicates)
    let renames = Dictionary(outcome.renames.map { ($0.to, $0.from) }) { first, _ in first }
    let isFlood = changes.count > Self.flood
    let level: News.Level = isFlood ? .debug : .info
    if isFlood { tell(News(.info, "\(changes.count) changes of a backlog are in the index")) }
    for change in changes {
      switch change {
      case .coded(let path, _, let revision), .rewritten(let path, _, let revision):
        if copies.contains(path) {
          tell(News(level, "a copy of another note", note: path))
        } else {
          let segments = revision.coded.segments
          let origin = renames[path].map { ", formerly \($0)" } ?? ""
          tell(
            News(
              level,
              "coded: \(segments.count) segments in \(revision.coded.sentenceCount) sentences\(origin)",
              note: path, codes: Array(Set(segments.map(\.code))).sorted()))
        }
      // Tools' temporary files come and go without a word.
      case .withdrawn(let path) where ignore.match(path, isFolder: false) == nil:
        tell(News(level, "withdrawn: the file is gone", note: path))
      default: break
      }
    }
  }
}

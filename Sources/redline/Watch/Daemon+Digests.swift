// When digests and metrics are written.

import Digests
import FileWatching
import Foundation
import NoteStore
import Pipeline
import Service

extension Daemon {
  func publishRunning(_ now: Moment) throws {
    // What a digest rests on is on the disk before it.
    if ingest.isFirstImport { try parts.store.keep(at: now.wall / 1_000_000_000) }
    try publisher.publishRunning(at: now.wall / 1_000_000_000, monotonic: now.monotonic)
    try writeMetrics()
  }

  func writeMetrics() throws {
    guard let path = parts.configuration.metrics.value else { return }
    let limit = FileManager.default.contents(atPath: "/proc/sys/fs/inotify/max_user_watches")
      .flatMap { Int(String(decoding: $0, as: UTF8.self).filter(\.isNumber)) }
    let figures = MetricsFile.Figures(
      states: try parts.store.ledgerCounts(), segments: try parts.store.segmentCounts(),
      waiting: ingest.waiting,
      lastReceived: try parts.store.lastReceived(),
      lastDigest: try parts.store.publications().map(\.published).max(), rescans: ingest.rescans,
      overflows: ingest.overflows, watches: watchedFolders, watchLimit: limit,
      databaseBytes: FileManager.default.size(of: parts.store.file),
      codingSeconds: Double(ingest.codingNanoseconds) / 1e9)
    do {
      try MetricsFile(path: path).write(figures)
    } catch {
      parts.log.warning("metrics: \(error)")
    }
  }

  /// A digest was held back, and is not in the folder.
  var isRefused: Bool { publisher.refusal != nil }

  /// Half of it by the old codebook and half by the new is no digest: it waits until all is coded anew. Nor does anybody
  /// read what a run that ends by itself would publish on its way.
  var runningDue: Int64? { recoding.isOver && !parts.isOnce ? publisher.nextRunning : nil }

  /// When it is the running digest's turn: not while a batch is written, as what it may know would be in doubt. Somebody who
  /// waits for a note goes first, but in a storm not for ever.
  var runningTurn: Int64? {
    guard let due = runningDue, !ingest.isCommitting else { return nil }
    return ingest.holdsFresh ? due + 2_000_000_000 : due
  }

  func publishDue() throws {
    let now = Moment.now()
    let seconds = now.wall / 1_000_000_000
    // What was dropped before the hour belongs into the digest: it is published when the batch is in.
    // One at a turn of the loop: signals and notes come between.
    // Nor is one drawn up while notes are still coded by the codebook before.
    let isWhole = (ingest.isQuiet || isRootLost) && recoding.isOver
    let wasDue = isWhole ? try publisher.publishNextDue(at: seconds) : false
    let due = wasDue ? seconds : isWhole ? publisher.nextDue(after: seconds) : seconds + 1
    // A day ends at midnight: the running digest begins anew even when no note comes.
    let midnight = parts.zone.instant(day: parts.zone.day(of: seconds) + 1)
    publisher.noteDayChange(at: seconds, monotonic: now.monotonic)
    calendar?.set(wall: min(due ?? midnight, midnight) * 1_000_000_000)
    setDeadlines(now)
  }

  /// A run that ends by itself publishes once all is in.
  func finishOnce() throws {
    let now = Moment.now()
    // No note comes in any more, and digests of a first import want the room.
    parts.store.releaseMemory()
    try publishRunning(now)
    try publisher.publishDue(at: now.wall / 1_000_000_000)
    finish(.stopped)
  }
}

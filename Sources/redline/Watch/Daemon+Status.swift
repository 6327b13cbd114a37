// What the service says of itself: to systemd, and in the state folder for `redline status`.

import FileWatching
import Foundation
import NoteStore
import Pipeline
import Service

extension Daemon {
  func sayStatus(_ now: Moment) {
    guard isReady else { return }
    isStatusDue = now.monotonic < nextStatus
    if isStatusDue { return }
    let line = statusLine()
    nextStatus = now.monotonic + 1_000_000_000
    isStatusDue = noteCount.committed != ingest.committed
    guard line != lastStatus else { return }
    lastStatus = line
    parts.notifier.status(line)
    writeReport(now, line)
  }

  func sayStatusAtOnce() {
    noteCount.hurry()
    nextStatus = 0
    sayStatus(Moment.now())
  }

  func writeReport(_ now: Moment, _ line: String) {
    let seconds = now.wall / 1_000_000_000
    let report = ServiceReport(
      pid: getpid(), started: started, updated: seconds, folders: watchedFolders,
      polled: watcher.polledFolders.map(\.message), waiting: ingest.waiting, overflows: ingest.overflows,
      rescans: ingest.rescans, nextDigest: publisher.nextDue(after: seconds), status: line)
    do {
      try report.write(to: parts.configuration.state.value)
    } catch {
      parts.log.debug("\(error)")
    }
  }

  /// The requests' folder is watched too and is none of the notes'.
  var watchedFolders: Int { watcher.watchCount - 1 }

  func statusLine() -> String {
    let now = Moment.now()
    let seconds = now.wall / 1_000_000_000
    noteCount.refresh(committed: ingest.committed, at: now.monotonic) {
      let counts = try parts.store.ledgerCounts()
      return [.coded, .duplicate].reduce(0) { $0 + (counts[$1] ?? 0) }
    }
    return StatusLine(
      isRootLost: isRootLost, folders: watchedFolders, notes: noteCount.notes, waiting: ingest.waiting,
      nextDigest: publisher.nextDue(after: seconds).map { publisher.clock($0, now: seconds) },
      refusal: publisher.refusal.map { "\($0)" }
    ).text
  }
}

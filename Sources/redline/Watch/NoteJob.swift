// What is handed to a worker, and what comes back.

import FileWatching
import Pipeline

struct NoteJob: Sendable {
  var item: WorkItem
  var isArchive: Bool

  func run(_ worker: inout NoteWorker) -> NoteResult {
    let started = Moment.now().monotonic
    let outcome = worker.work(item, isArchive: isArchive)
    return NoteResult(item: item, outcome: outcome, nanoseconds: Moment.now().monotonic - started)
  }
}

struct NoteResult: Sendable {
  var item: WorkItem
  var outcome: NoteOutcome
  var nanoseconds: Int64
}

// What is handed to a worker, and what comes back.

import Coding
import FileWatching
import NotePaths
import NoteStore
import Pipeline

enum NoteJob: Sendable {
  case read(WorkItem, isArchive: Bool)
  /// A stored revision that was coded with another codebook.
  case recode(StoredRevision)
  /// What stands in a folder and below it.
  case list(WatchRoot, IgnoreRules, NotePath)

  /// About what it and its outcome take of memory, in bytes; a small note's segments count too.
  var weight: Int {
    switch self {
    case .read(let item, _): max(24 << 10, Int(clamping: item.stamp.size))
    case .recode(let revision): max(24 << 10, revision.note.text.count)
    case .list: 1 << 20
    }
  }

  func run(_ worker: inout NoteWorker) -> NoteResult {
    switch self {
    case .read(let item, let isArchive):
      let started = Moment.now().monotonic
      let outcome = worker.work(item, isArchive: isArchive)
      return .read(item, outcome, nanoseconds: Moment.now().monotonic - started)
    case .recode(let revision):
      return .recoded(id: revision.id, worker.code(revision.note))
    case .list(let root, let ignore, let folder):
      return .listed(TreeListing.list(root, ignore: ignore, folder: folder))
    }
  }
}

/// Indirect, so that the queues it goes through move a pointer and not a note.
indirect enum NoteResult: Sendable {
  case read(WorkItem, NoteOutcome, nanoseconds: Int64)
  case recoded(id: Int64, CodedNote)
  case listed(TreeListing)
}

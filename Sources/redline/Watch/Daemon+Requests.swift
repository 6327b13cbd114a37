// What clients ask of the service: cookies of `redline sync`, files in the folder of requests.

import FileWatching
import Glibc
import NotePaths
import NoteStore
import Pipeline
import Service

extension Daemon {
  /// Cookies of `redline sync` are no notes.
  func takesCookie(_ event: WatchEvent) -> Bool {
    switch event {
    case .touched(let path), .closed(let path):
      guard let cookie = SyncRequests.cookie(path) else { return false }
      cookies.append(cookie)
      return true
    case .removed(let path):
      guard let cookie = SyncRequests.cookie(path) else { return false }
      sync.cancel(cookie)
      return true
    default: return false
    }
  }

  /// Cookies count only once all that came before them is known: folders listed, and those that raise no events too.
  func beginSync() throws {
    guard !cookies.isEmpty, ingest.awaitedListings == 0, !ingest.isCommitting else { return }
    let seen = cookies
    cookies = []
    for folder in watcher.polledFolders { try list(folder.path) }
    let open = ingest.openPaths
    for cookie in seen { sync.begin(cookie, open: open) }
  }

  func answerSync() throws {
    guard !sync.isEmpty else { return }
    let answered = sync.takeAnswered(isOpen: ingest.isOpen)
    // Who has waited for it, and asks for the status then, sees what is in.
    if !answered.isEmpty { sayStatusAtOnce() }
    for cookie in answered {
      try parts.store.answer(
        request: cookie, kind: "sync", with: "in the index", at: Moment.now().wall / 1_000_000_000)
    }
  }

  func takeRequests() throws {
    for request in try requestsThere() {
      switch request.kind {
      case .retry:
        let paths =
          try request.paths.isEmpty
          ? parts.store.entries(in: .quarantined).map(\.path) : request.paths
        ingest.readAgain(paths, at: Moment.now())
        parts.log.notice("retry: \(paths.count) notes are read again")
        try parts.store.answer(
          request: request.id, kind: "retry", with: "\(paths.count)", at: Moment.now().wall / 1_000_000_000)
      }
    }
  }

  /// The folder of requests may be taken away, alone or with the whole state folder, by somebody who tidies up.
  func requestsThere() throws -> [Request] {
    let folder = RequestFolder(path: parts.requests)
    guard access(folder.path, F_OK) != 0, errno == ENOENT else { return try folder.take() }
    try requireState()
    try folder.prepare()
    try watcher.watch(single: Array(parts.requests.utf8), tag: "requests")
    parts.log.warning("\(folder.path): was removed and is made again")
    return try folder.take()
  }

  /// What is written to an index whose file is gone is lost at the end of the process.
  func requireState() throws {
    if !parts.store.isInPlace { throw StateLost(folder: parts.configuration.state.value) }
  }
}

/// The state folder was removed, or moved away, while the service ran.
struct StateLost: Error, CustomStringConvertible {
  var folder: String
  var description: String { "\(folder): the state folder was removed while Redline ran" }
}

// What stands in the watched folder: listed at the start, where folders come up, and whenever events may have been missed.

import FileWatching
import NotePaths
import NoteStore
import Pipeline
import Service

extension Daemon {
  /// Lists a folder and merges what it shows with the ledger, while everything waits.
  func list(
    _ folder: NotePath, isReplaced: Bool = false, progress: (Int) -> Void = { _ in }
  ) throws {
    let listing = TreeListing.list(ingest.root, ignore: parts.ignore, folder: folder, progress: progress)
    try merge(listing, isReplaced: isReplaced)
  }

  /// Has a folder listed by a worker: a large one takes longer than somebody who drops a note should wait.
  func askForListing(of folder: NotePath) {
    ingest.awaitedListings += 1
    workers?.submit(.list(ingest.root, parts.ignore, folder), lane: .fresh)
  }

  func takeListing(_ listing: TreeListing) throws {
    listings.append(listing)
    try mergeListings()
  }

  /// What was listed, held against a ledger that is whole.
  func mergeListings() throws {
    if ingest.isCommitting { return }
    for listing in listings {
      ingest.awaitedListings -= 1
      // Of a folder that is lost since.
      if isRootLost { continue }
      try merge(listing)
      // In small steps, so that nobody waits for it; what is left over is done at the next rescan.
      if listing.folder.bytes.isEmpty, ingest.isQuiet { _ = try parts.store.optimise() }
    }
    listings = []
  }

  private func merge(_ listing: TreeListing, isReplaced: Bool = false) throws {
    if let trouble = listing.unreachable.first, trouble.path.bytes.isEmpty {
      return loseRoot(trouble.reason)
    }
    try ingest.merge(listing, isReplaced: isReplaced, at: Moment.now())
    if listing.folder.bytes.isEmpty { isTreeListed = true }
    for entry in listing.entries {
      if let cookie = SyncRequests.cookie(entry.path) { cookies.append(cookie) }
    }
  }

  func rescanAll() throws {
    watcher.resync()
    sayPolled()
    askForListing(of: NotePath(bytes: []))
    retryWhatMayBeCured()
    rescan?.set(in: .seconds(parts.configuration.rescan.value))
    try step()
  }

  /// A converter may have been installed, a permission given, a disk mended.
  func retryWhatMayBeCured() {
    guarded {
      let curable: Set = ["needsConverter", "permission", "system", "descriptors"]
      let paths = try parts.store.entries(in: .quarantined).filter { curable.contains($0.kind ?? "") }.map(
        \.path)
      ingest.readAgain(paths, at: Moment.now())
    }
  }

  func sayPolled() {
    for folder in watcher.takeNewlyPolled() { parts.log.warning(folder.message) }
  }

  /// Folders that raise no events are listed at intervals, and so is a folder that could not be read.
  func lookAgain() throws {
    lookAt = nil
    if isRootLost {
      try lookForRoot()
    } else if ingest.awaitedListings == 0 {
      // One that is slow to list is not asked for again meanwhile.
      for folder in watcher.polledFolders { askForListing(of: folder.path) }
      for folder in ingest.unreachableFolders.sorted() { askForListing(of: folder) }
    }
    try step()
  }

  func loseRoot(_ reason: String) {
    guard !isRootLost else { return }
    isRootLost = true
    parts.log.error(
      "\(parts.configuration.watch.value): the watched folder \(reason); nothing is withdrawn, it is looked for every few seconds"
    )
    for case .list in workers?.withdrawWaiting() ?? [] { ingest.awaitedListings -= 1 }
    ingest.loseRoot(reason: reason)
  }

  func lookForRoot() throws {
    let found: WatchRoot
    do {
      found = try WatchRoot(path: parts.configuration.watch.value)
    } catch {
      return parts.log.debug("\(parts.configuration.watch.value): still lost: \(error)")
    }
    let isSame = found.inode == parts.root.inode
    parts.log.notice(
      isSame
        ? "\(parts.configuration.watch.value): the watched folder is back"
        : "\(parts.configuration.watch.value): another folder stands where the watched one was; what is not in it is unreachable, not withdrawn"
    )
    // A new root means new watches and new readers: start over on the same store.
    finish(.reload)
  }
}

// What each kind of change does to ledger and notes.

import FileWatching
import GRDB
import NotePaths

extension NoteTransaction {
  func apply(_ change: NoteChange) throws {
    switch change {
    case .waiting(let path): try wait(path)
    case .coded(let path, let stamp, let revision): try code(path, stamp, revision, replacing: false)
    case .rewritten(let path, let stamp, let revision): try code(path, stamp, revision, replacing: true)
    case .unchanged(let path, let stamp): try restamp(path, stamp)
    case .duplicate(let path, let stamp, let original): try duplicate(path, stamp, of: original)
    case .ignored(let path, let stamp, let rule): try ignore(path, stamp, rule: rule)
    case .quarantined(let path, let stamp, let why): try quarantine(path, stamp, why)
    case .renamed(let from, let to, let stamp): try rename(from, to, stamp)
    case .withdrawn(let path): try withdraw(path)
    case .unreachable(let folder, let reason): try unreachable(folder, reason: reason)
    case .reachable(let folder): try reachable(folder)
    }
  }

  private func wait(_ path: NotePath) throws {
    let old = try entry(path)
    guard old?.state != .waiting else { return }
    // A note that was withdrawn here stays with the path, so that its history can go on.
    try put(
      path,
      EntryRow(
        state: .waiting, was: old?.ownNote == nil ? nil : .coded, note: old?.formerNote,
        stamp: old?.stamp, firstSeen: old?.firstSeen ?? now))
  }

  private func restamp(_ path: NotePath, _ stamp: FileStamp) throws {
    guard var entry = try entry(path) else { return }
    switch entry.state {
    case .waiting, .unreachable, .quarantined:
      guard entry.was == .coded else { return outcome.toRead.append(path) }
      (entry.state, entry.was, entry.kind, entry.reason, entry.remedy) = (.coded, nil, nil, nil, nil)
      entry.attempts = 0
    case .withdrawn: return outcome.toRead.append(path)
    case .coded, .duplicate, .ignored: break
    }
    entry.stamp = stamp
    try put(path, entry)
  }

  private func ignore(_ path: NotePath, _ stamp: FileStamp?, rule: String) throws {
    let old = try entry(path)
    if let note = old?.ownNote { try release(note, from: path) }
    try put(
      path,
      EntryRow(
        state: .ignored, stamp: stamp, firstSeen: old?.firstSeen ?? now, kind: nil, reason: rule))
  }

  private func quarantine(_ path: NotePath, _ stamp: FileStamp?, _ why: Quarantine) throws {
    let old = try entry(path)
    try put(
      path,
      EntryRow(
        state: .quarantined, was: old?.ownNote == nil ? nil : .coded, note: old?.formerNote, stamp: stamp,
        firstSeen: old?.firstSeen ?? now, kind: why.kind, reason: why.reason, remedy: why.remedy,
        attempts: (old?.state == .quarantined ? old?.attempts ?? 0 : 0) + 1))
  }

  private func duplicate(_ path: NotePath, _ stamp: FileStamp, of original: NotePath) throws {
    let old = try entry(path)
    guard path != original, let note = try entry(original)?.ownNote else {
      // The original went away meanwhile: the file has to be read for itself.
      outcome.toRead.append(path)
      return try wait(path)
    }
    if let own = old?.ownNote { try release(own, from: path) }
    try put(
      path, EntryRow(state: .duplicate, note: note, stamp: stamp, firstSeen: old?.firstSeen ?? now))
  }

  /// The file is gone.
  private func withdraw(_ path: NotePath) throws {
    guard let old = try entry(path), old.state != .withdrawn else { return }
    guard let note = old.ownNote else {
      if let note = old.formerNote {
        // Came back, was not read in time, went again.
        return try put(
          path, EntryRow(state: .withdrawn, note: note, stamp: old.stamp, firstSeen: old.firstSeen))
      }
      return try remove(path)
    }
    if try release(note, from: path) { return try remove(path) }
    try put(path, EntryRow(state: .withdrawn, note: note, stamp: old.stamp, firstSeen: old.firstSeen))
  }

  /// Takes the note from this path: to its first duplicate, with its history (then true), else out of the
  /// index. The caller writes the path's line.
  @discardableResult
  func release(_ note: Int64, from path: NotePath) throws -> Bool {
    guard let latest = try latest(of: note), latest.isCurrent else { return false }
    if let heir = try duplicates(of: note).first(where: { $0 != path }), var entry = try entry(heir) {
      try move(latest, from: path, to: heir)
      entry.state = .coded
      try put(heir, entry)
      return true
    }
    try close(latest, path: path)
    try db.cachedStatement(sql: "UPDATE note SET withdrawn = ? WHERE id = ?").run([.int(now), .int(note)])
    return false
  }

  /// Gives the note another path; its full-text row holds the path and is made anew.
  func move(_ head: RevisionHead, from: NotePath, to: NotePath) throws {
    let text =
      try db.cachedStatement(sql: "SELECT text FROM content WHERE revision = ?")
      .first([.int(head.id)]) { $0.bytes(0) } ?? []
    if head.isCurrent {
      try fullText.delete(head.id, path: from, title: head.title, text: text)
      try fullText.insert(head.id, path: to, title: head.title, text: text)
    }
    try db.cachedStatement(sql: "UPDATE note SET path = ? WHERE id = ?")
      .run([.blob(to.bytes), .int(head.note)])
  }

  private func rename(_ from: NotePath, _ to: NotePath, _ stamp: FileStamp) throws {
    guard from != to else { return try restamp(to, stamp) }
    guard let moved = try entry(from) else {
      outcome.toRead.append(to)
      return try wait(to)
    }
    if let overwritten = try entry(to)?.ownNote { try release(overwritten, from: to) }
    var entry = moved
    entry.stamp = stamp
    if let note = moved.note, moved.ownNote != nil || moved.state == .withdrawn,
      let head = try latest(of: note)
    {
      try move(head, from: from, to: to)
      if moved.state == .withdrawn {
        try restore(head, path: to)
        entry.state = .coded
      }
    } else if moved.state != .duplicate {
      // Rules go by name, and so may the cure: look at it anew.
      outcome.toRead.append(to)
      entry = EntryRow(state: .waiting, firstSeen: moved.firstSeen)
    }
    try remove(from)
    try put(to, entry)
  }

  /// Brings a withdrawn note's last revision back.
  func restore(_ head: RevisionHead, path: NotePath) throws {
    guard !head.isCurrent else { return }
    try db.cachedStatement(sql: "UPDATE revision SET until = NULL, cluster = 0 WHERE id = ?")
      .run([.int(head.id)])
    try db.cachedStatement(sql: "UPDATE note SET withdrawn = NULL WHERE id = ?").run([.int(head.note)])
    let stored =
      try db.cachedStatement(
        sql: "SELECT c.text, r.signature FROM content c JOIN revision r ON r.id = c.revision WHERE r.id = ?"
      ).first([.int(head.id)]) { ($0.bytes(0), $0.bytes(1)) } ?? ([], [])
    try enterAgain(
      head.id, day: head.day, signature: stored.1, path: path, title: head.title, text: stored.0)
  }
}

// A coded file comes in: new note, new revision, the same again, a duplicate, or an old note renamed.

import FileWatching
import GRDB
import NotePaths

extension NoteTransaction {
  func code(_ path: NotePath, _ stamp: FileStamp, _ revision: CodedRevision, replacing: Bool) throws {
    let old = try entry(path)
    let kept = old?.formerNote
    let head = try kept.flatMap { try latest(of: $0) }
    var line = EntryRow(state: .coded, note: kept, stamp: stamp, firstSeen: old?.firstSeen ?? now)
    if let head, try hash(of: head.id) == revision.hash.bytes {
      try sameAgain(head, revision, path: path)
      return try put(path, line)
    }

    try loadFinder()
    let twins = finder.candidates(hash: revision.hash.bytes)
    if let original = try presentNote(with: revision, among: twins, except: kept) {
      if let head, head.isCurrent { try release(head.note, from: path) }
      (line.state, line.note) = (.duplicate, original)
      outcome.duplicates.append(path)
    } else if head?.isCurrent != true, let former = try withdrawnNote(revision.hash, stamp, among: twins) {
      line.note = former.head.note
      try db.cachedStatement(sql: "UPDATE note SET path = ? WHERE id = ?")
        .run([.blob(path.bytes), .int(former.head.note)])
      if former.path != path { try remove(former.path) }
      try sameAgain(former.head, revision, path: path)
      outcome.renames.append(ApplyOutcome.Rename(from: former.path, to: path))
    } else if let head {
      try revise(head, revision, path: path, replacing: replacing)
    } else {
      line.note = try insertNote(at: path, revision)
    }
    try put(path, line, isNew: old == nil)
  }

  /// The text that the note's last revision has: nothing is new but, perhaps, codebook, date and title. Tells
  /// whether not even those.
  @discardableResult
  func sameAgain(_ head: RevisionHead, _ revision: CodedRevision, path: NotePath) throws -> Bool {
    let codebook = try names.number(of: revision.coded.codebook)
    let isSame =
      head.codebook == codebook && head.date == revision.date.seconds && head.day == revision.date.day
      && head.isUndated == revision.date.isUndated && head.title == revision.coded.note.title.withoutNUL
    try db.cachedStatement(sql: "UPDATE note SET withdrawn = NULL WHERE id = ?").run([.int(head.note)])
    if !isSame {
      try rewrite(head, with: revision, path: path, oldPath: path)
    } else if !head.isCurrent {
      try restore(head, path: path)
    }
    return isSame
  }

  func revise(
    _ head: RevisionHead, _ revision: CodedRevision, path: NotePath, replacing: Bool
  ) throws {
    try db.cachedStatement(sql: "UPDATE note SET withdrawn = NULL WHERE id = ?").run([.int(head.note)])
    for copy in try duplicates(of: head.note) where copy != path {
      // The copy still says what the note said before: it is a note of its own now.
      try put(copy, EntryRow(state: .waiting, firstSeen: try entry(copy)?.firstSeen ?? now))
      outcome.toRead.append(copy)
    }
    if replacing, head.isCurrent, try !isPublished(head) {
      return try rewrite(head, with: revision, path: path, oldPath: path)
    }
    if head.isCurrent { try close(head, path: path) }
    try insert(revision, note: head.note, number: head.number + 1, path: path)
  }

  func hash(of revision: Int64) throws -> [UInt8] {
    try db.cachedStatement(sql: "SELECT hash FROM revision WHERE id = ?").first([.int(revision)]) {
      $0.bytes(0)
    } ?? []
  }

  /// A present note that says the very same; hash and text both, so that no forged hash hides a note.
  private func presentNote(
    with revision: CodedRevision, among twins: [Int64], except: Int64?
  ) throws -> Int64? {
    for twin in twins {
      let note = try db.cachedStatement(
        sql: """
          SELECT r.note FROM revision r JOIN content c ON c.revision = r.id
          WHERE r.id = ? AND r.hash = ? AND r.until IS NULL AND r.note IS NOT ? AND c.text = ?
          """
      ).first([
        .int(twin), .blob(revision.hash.bytes), .optional(except), .utf8(revision.coded.note.text.withoutNUL),
      ]) { $0.int64(0) }
      if let note { return note }
    }
    return nil
  }

  /// A withdrawn note whose file this is: the same content in the same inode.
  private func withdrawnNote(
    _ hash: ContentHash, _ stamp: FileStamp, among twins: [Int64]
  ) throws -> (head: RevisionHead, path: NotePath)? {
    for twin in twins.reversed() {
      let found = try db.cachedStatement(
        sql: """
          SELECT \(Self.joinedHeadColumns), e.path
          FROM revision r JOIN entry e ON e.note = r.note
          WHERE r.id = ? AND r.hash = ? AND e.state IN ('duplicate', 'withdrawn') AND e.state = 'withdrawn'
            AND e.inode = ? AND e.device = ?
          LIMIT 1
          """
      ).first([
        .int(twin), .blob(hash.bytes), .int(Int64(bitPattern: stamp.inode)),
        .int(Int64(bitPattern: stamp.device)),
      ]) { (Self.head($0), NotePath(bytes: $0.bytes(11))) }
      // Only the text that the note had last; an older one would be a new revision, and is a new note.
      if let found {
        guard try latest(of: found.0.note)?.id == found.0.id else { return nil }
        return (found.0, found.1)
      }
    }
    return nil
  }

  /// Whether any digest was drawn up while this revision stood.
  private func isPublished(_ head: RevisionHead) throws -> Bool {
    try db.cachedStatement(sql: "SELECT 1 FROM publication WHERE known >= ? LIMIT 1")
      .first([.int(head.since)]) { _ in true } ?? false
  }
}

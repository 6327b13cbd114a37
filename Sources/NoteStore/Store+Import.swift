// Notes that were coded elsewhere and come in with their codes, under an identity of their own.

import GRDB
public import NotePaths

/// A note coded by another process, perhaps on another machine.
public struct ImportedNote: Sendable {
  /// What the note is known by where it comes from; not empty. The same id is the same note.
  public var id: [UInt8]
  public var revision: CodedRevision
  public init(id: [UInt8], revision: CodedRevision) {
    self.id = id
    self.revision = revision
  }

  /// The path under which an imported note is shown and searched; no file stands there.
  public static func path(of id: [UInt8]) -> NotePath { NotePath(bytes: scheme + id) }

  static let scheme = Array("import:".utf8)
}

/// What became of imported notes.
public struct ImportOutcome: Sendable, Equatable {
  public var added = 0
  /// The same id with another text: a new revision; the former stays readable.
  public var revised = 0
  /// The same id and text, coded with another codebook, or under another date or title.
  public var recoded = 0
  /// The same in all.
  public var same = 0
  public init() {}
}

extension Store {
  /// Lets coded notes in, in order, in one transaction. What comes twice changes nothing the second time.
  ///
  /// Imported notes have no line in the ledger: no rescan of the watched folder withdraws them.
  /// - Parameter now: seconds since 1970; what comes in is received then.
  public func importNotes(_ notes: [ImportedNote], at now: Int64) throws(StoreError) -> ImportOutcome {
    try write { db in
      let transaction = try NoteTransaction(db, after: now, finder: finder, merging: merging)
      var outcome = ImportOutcome()
      for note in notes { try transaction.take(note, &outcome) }
      _ = try transaction.finish()
      return outcome
    }
  }
}

extension NoteTransaction {
  fileprivate func take(_ imported: ImportedNote, _ outcome: inout ImportOutcome) throws {
    let path = ImportedNote.path(of: imported.id)
    let known = try db.cachedStatement(sql: "SELECT note FROM imported_note WHERE id = ?")
      .first([.blob(imported.id)]) { $0.int64(0) }
    guard let note = known, let head = try latest(of: note) else {
      let note = try insertNote(at: path, imported.revision)
      try db.cachedStatement(sql: "INSERT INTO imported_note (id, note) VALUES (?, ?)")
        .run([.blob(imported.id), .int(note)])
      outcome.added += 1
      return
    }
    if try hash(of: head.id) != imported.revision.hash.bytes {
      try revise(head, imported.revision, path: path, replacing: false)
      outcome.revised += 1
    } else if try sameAgain(head, imported.revision.dated(like: head), path: path) {
      outcome.same += 1
    } else {
      outcome.recoded += 1
    }
  }
}

extension CodedRevision {
  /// A note that says no date keeps the day on which it first came in.
  fileprivate func dated(like head: RevisionHead) -> CodedRevision {
    guard date.isUndated, head.isUndated else { return self }
    var revision = self
    (revision.date.seconds, revision.date.day) = (head.date, head.day)
    return revision
  }
}

// Coding stored notes anew, without their files.

public import Coding
import GRDB
public import NotePaths
public import NoteText

/// A revision as it is stored, good enough to be coded again.
public struct StoredRevision: Sendable {
  /// The store's own number; of no meaning to people.
  public var id: Int64
  public var path: NotePath
  /// From 1 within its note.
  public var number: Int
  public var isCurrent: Bool
  public var note: Note
}

/// What is known of a revision's date, for working it out in another zone.
public struct StoredDate: Sendable, Hashable {
  /// What the note says; nil where it says nothing.
  public var said: NoteDate?
  /// As it counts now.
  public var effective: EffectiveDate
}

extension Store {
  /// Revisions that were coded with another codebook than this, at most `limit` (bounded memory: at most
  /// 32 MB of text, at least one revision). Call until empty, handing what comes out to `recode`.
  public func staleRevisions(fingerprint: String, limit: Int) throws(StoreError) -> [StoredRevision] {
    try read { db in
      let names = try NameList(db)
      let current = try NameTable(db).existing(fingerprint) ?? 0
      var stale: [StoredRevision] = []
      var size = 0
      for condition in ["codebook IS NULL", "codebook < ?", "codebook > ?"] {
        let statement = try db.cachedStatement(
          sql: "\(Self.storedSelection) WHERE r.id IN (SELECT id FROM revision WHERE \(condition)) LIMIT ?")
        let values: [Bound] = condition.hasSuffix("?") ? [.int(current)] : []
        try statement.each(values + [.int(limit - stale.count)]) { row in
          let revision = try Self.stored(row, names: names)
          stale.append(revision)
          size += revision.note.text.count
          return size < 32 << 20
        }
        if stale.count >= limit || size >= 32 << 20 { break }
      }
      return stale
    }
  }

  /// Replaces the segments of stored revisions; text, dates and history stay. Revisions that are no longer
  /// there are passed over.
  public func recode(_ coded: [(id: Int64, note: CodedNote)], at now: Int64) throws(StoreError) {
    try write { db in
      let transaction = NoteTransaction(db, now: now, finder: finder, merging: merging)
      for (id, note) in coded { try transaction.recode(id, note) }
      _ = try transaction.finish()
    }
  }

  /// The stored text of a path's note: the current revision, or the one with the number.
  public func storedRevision(of path: NotePath, number: Int? = nil) throws(StoreError) -> StoredRevision? {
    try read { db in
      try db.cachedStatement(
        sql: """
          \(Self.storedSelection)
          WHERE n.path = ?1 AND (?2 IS NULL AND r.until IS NULL OR r.number = ?2)
          ORDER BY r.id DESC LIMIT 1
          """
      ).first([.blob(path.bytes), .optional(number.map(Int64.init))]) {
        try Self.stored($0, names: try NameList(db))
      }
    }
  }

  /// Works every revision's date out again, for a new time zone; all in one transaction with the tallies.
  public func redate(_ date: (StoredDate) throws -> EffectiveDate) throws(StoreError) {
    try write { db in
      let names = try NameList(db)
      let transaction = NoteTransaction(db, now: 0, finder: finder, merging: merging)
      let all = try db.cachedStatement(
        sql: "SELECT id, said_kind, said, date, day, origin, undated, future FROM revision"
      ).all { row in
        (
          row.int64(0),
          StoredDate(
            said: RevisionRow.date(kind: row.int(1), value: row.int64(2)),
            effective: EffectiveDate(
              seconds: row.int64(3), day: row.int(4), origin: names[optional: row.optionalInt64(5)],
              isUndated: row.int(6) == 1, isFuture: row.int(7) == 1))
        )
      }
      for (id, stored) in all {
        let new = try date(stored)
        if new != stored.effective { try transaction.redate(id, new) }
      }
      _ = try transaction.finish()
    }
  }

  private static let storedSelection = """
    SELECT r.id, n.path, r.number, r.until IS NULL, c.text, c.units, c.positions, r.format, r.encoding,
      r.title, r.author, r.source, r.tags, r.reliability, r.credibility, r.language, r.said_kind, r.said,
      r.origin, r.problems
    FROM revision r JOIN note n ON n.id = r.note JOIN content c ON c.revision = r.id
    """

  private static func stored(_ row: RawRow, names: NameList) throws -> StoredRevision {
    let date = RevisionRow.date(kind: row.int(16), value: row.int64(17))
    let note = Note(
      format: NoteFormat(rawValue: names[row.int64(7)]) ?? .plain, encoding: names[row.int64(8)],
      title: row.text(9), date: date, dateOrigin: date == nil ? nil : names[optional: row.optionalInt64(18)],
      author: row.optionalText(10), source: row.optionalText(11),
      tags: RevisionRow.lines(row.optionalText(12)), reliability: row.optionalText(13),
      credibility: row.optionalInt64(14).map(Int.init), language: row.optionalText(15), text: row.bytes(4),
      units: try ContentPacking.units(row.bytes(5)), positions: try ContentPacking.positions(row.bytes(6)),
      problems: RevisionRow.lines(row.optionalText(19)))
    return StoredRevision(
      id: row.int64(0), path: NotePath(bytes: row.bytes(1)), number: row.int(2),
      isCurrent: row.int(3) == 1, note: note)
  }
}

extension NoteTransaction {
  private func head(_ id: Int64) throws -> RevisionHead? {
    try db.cachedStatement(sql: "SELECT \(Self.headColumns) FROM revision WHERE id = ?")
      .first([.int(id)], Self.head)
  }

  func recode(_ id: Int64, _ coded: CodedNote) throws {
    guard let head = try head(id) else { return }
    if head.isCurrent { try count(head, by: -1) }
    try db.cachedStatement(sql: "DELETE FROM segment WHERE revision = ?").run([.int(id)])
    try insertSegments(of: coded, revision: id)
    try db.cachedStatement(
      sql: "UPDATE revision SET codebook = ?, coded = ?, sentences = ?, segments = ? WHERE id = ?"
    ).run([
      .int(try names.number(of: coded.codebook)), .int(now), .int(coded.sentenceCount),
      .int(coded.segments.count), .int(id),
    ])
    if head.isCurrent { try count(head, by: 1) }
  }

  func redate(_ id: Int64, _ date: EffectiveDate) throws {
    guard let head = try head(id) else { return }
    if head.isCurrent { try count(head, by: -1) }
    try db.cachedStatement(
      sql: "UPDATE revision SET date = ?, day = ?, origin = ?, undated = ?, future = ? WHERE id = ?"
    ).run([
      .int(date.seconds), .int(date.day), .optional(try names.number(of: date.origin)),
      .flag(date.isUndated), .flag(date.isFuture), .int(id),
    ])
    if head.isCurrent, let moved = try self.head(id) { try count(moved, by: 1) }
  }

  /// Puts a revision's share of its day in or out of the tallies; its cluster stays as it is.
  private func count(_ head: RevisionHead, by change: Int) throws {
    tallies.note(day: head.day, by: change)
    let counts = try TallyBook.counts(db, revision: head.id)
    tallies.segments(counts, day: head.day, by: change)
    let others = try tallies.keys(ofCluster: head.cluster, day: head.day, except: head.id)
    tallies.source(Set(counts.keys).subtracting(others), day: head.day, by: change)
  }
}

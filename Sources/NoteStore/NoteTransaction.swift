// The one way in and out of the index: revisions with their text, segments, full-text row and counts.

import Coding
import GRDB
import NotePaths
import NoteText

/// What is needed of a revision to take it out or bring it back.
struct RevisionHead {
  var id: Int64
  var note: Int64
  var number: Int
  var since: Int64
  var isCurrent: Bool
  var day: Int
  var cluster: Int64
  var codebook: Int64?
  var date: Int64
  var isUndated: Bool
  var title: String
}

/// Everything that one batch of changes does, inside one transaction of SQLite's.
final class NoteTransaction {
  let db: Database
  let now: Int64
  let names: NameTable
  let tallies: TallyBook
  let finder: RevisionFinder
  let fullText: FullTextQueue
  var outcome = ApplyOutcome()
  /// Whether so many notes come in that the finder's tables are worth making.
  var isMany = true
  /// The highest number of a cluster, once it was asked for.
  var lastCluster: Int64?

  init(_ db: Database, now: Int64, finder: RevisionFinder, merging: FullTextMerging) {
    self.db = db
    self.now = now
    self.finder = finder
    names = NameTable(db)
    tallies = TallyBook(db)
    fullText = FullTextQueue(db, merging)
  }

  /// What comes in counts as later than every published digest, even where the clock was set back.
  convenience init(_ db: Database, after now: Int64, finder: RevisionFinder, merging: FullTextMerging) throws
  {
    let known =
      try db.cachedStatement(sql: "SELECT max(known) FROM publication")
      .first { $0.optionalInt64(0) } ?? nil
    self.init(db, now: max(now, (known ?? now - 1) + 1), finder: finder, merging: merging)
  }

  func finish() throws -> ApplyOutcome {
    try tallies.close()
    try fullText.close()
    return outcome
  }

  // MARK: revisions

  static let headColumns = """
    id, note, number, since, until IS NULL, day, cluster, codebook, date, undated, title
    """

  /// The same of a revision that is called `r`.
  static let joinedHeadColumns = headColumns.split(separator: ",")
    .map { "r." + $0.drop(while: \.isWhitespace) }.joined(separator: ", ")

  static func head(_ row: RawRow) -> RevisionHead {
    RevisionHead(
      id: row.int64(0), note: row.int64(1), number: row.int(2), since: row.int64(3),
      isCurrent: row.int(4) == 1, day: row.int(5), cluster: row.int64(6), codebook: row.optionalInt64(7),
      date: row.int64(8), isUndated: row.int(9) == 1, title: row.text(10))
  }

  /// The note's latest revision, current or not.
  func latest(of note: Int64) throws -> RevisionHead? {
    try db.cachedStatement(
      sql: "SELECT \(Self.headColumns) FROM revision WHERE note = ? ORDER BY number DESC LIMIT 1"
    ).first([.int(note)], Self.head)
  }

  func path(of note: Int64) throws -> NotePath {
    NotePath(
      bytes: try db.cachedStatement(sql: "SELECT path FROM note WHERE id = ?").first([.int(note)]) {
        $0.bytes(0)
      } ?? [])
  }

  /// A note that was never seen before.
  func insertNote(at path: NotePath, _ revision: CodedRevision) throws -> Int64 {
    try db.cachedStatement(sql: "INSERT INTO note (path, received, archive) VALUES (?, ?, ?)")
      .run([.blob(path.bytes), .int(now), .flag(revision.isArchive)])
    let note = db.lastInsertedRowID
    try insert(revision, note: note, number: 1, path: path)
    return note
  }

  /// Writes a revision as the current one and lets it into search and tallies.
  func insert(_ revision: CodedRevision, note: Int64, number: Int, path: NotePath) throws {
    let signature = Signature.bytes(revision.signature)
    let place = try prepareCluster(day: revision.date.day, signature: signature)
    try db.cachedStatement(sql: RevisionRow.insertion)
      .run(
        try RevisionRow.values(
          of: revision, note: note, number: number, since: now, cluster: place.cluster, signature: signature,
          names: names))
    let id = db.lastInsertedRowID
    finder.insert(id, hash: revision.hash.bytes)
    try insertContent(of: revision.coded.note, revision: id)
    try insertSegments(of: revision.coded, revision: id)
    try enter(
      id, day: revision.date.day, place, signature: signature, path: path, title: revision.coded.note.title,
      text: revision.coded.note.text, hasSegments: !revision.coded.segments.isEmpty)
  }

  /// Puts a revision's text, segments and fields in the place of what it had: the file says the same, but
  /// the codebook, its date or its name differ; or its first reading was premature.
  func rewrite(_ head: RevisionHead, with revision: CodedRevision, path: NotePath, oldPath: NotePath) throws {
    if head.isCurrent { try leave(head, path: oldPath) }
    try db.cachedStatement(sql: "DELETE FROM segment WHERE revision = ?").run([.int(head.id)])
    try db.cachedStatement(sql: "DELETE FROM content WHERE revision = ?").run([.int(head.id)])
    let signature = Signature.bytes(revision.signature)
    try db.cachedStatement(sql: RevisionRow.replacement).run(
      try RevisionRow.values(
        of: revision, note: head.note, number: head.number, since: head.since, cluster: 0,
        signature: signature, names: names)
        + [.int(head.id)])
    finder.insert(head.id, hash: revision.hash.bytes)
    try insertContent(of: revision.coded.note, revision: head.id)
    try insertSegments(of: revision.coded, revision: head.id)
    try enterAgain(
      head.id, day: revision.date.day, signature: signature, path: path, title: revision.coded.note.title,
      text: revision.coded.note.text)
  }

  private func insertContent(of note: Note, revision: Int64) throws {
    try db.cachedStatement(sql: "INSERT INTO content (revision, units, positions, text) VALUES (?, ?, ?, ?)")
      .run([
        .int(revision), .blob(ContentPacking.pack(note.units)), .blob(ContentPacking.pack(note.positions)),
        .utf8(note.text.withoutNUL),
      ])
  }

  func insertSegments(of coded: CodedNote, revision: Int64) throws {
    let statement = try db.cachedStatement(sql: SegmentRow.insertion)
    for (ordinal, segment) in coded.segments.enumerated() {
      let position = coded.note.positions.position(of: segment.range.lowerBound)
      try statement.run(
        try SegmentRow.values(
          of: segment, revision: revision, ordinal: ordinal, position: position, names: names))
    }
  }

  // MARK: in and out of search and tallies

  /// Lets a stored revision in: full-text row, counts, cluster. Its `until` must be null by now, and its cluster that of
  /// `place`.
  private func enter(
    _ id: Int64, day: Int, _ place: ClusterPlace, signature: [UInt8], path: NotePath, title: String,
    text: [UInt8],
    hasSegments: Bool = true
  ) throws {
    try fullText.insert(id, path: path, title: title, text: text)
    tallies.note(day: day, by: 1)
    let counts = hasSegments ? try TallyBook.counts(db, revision: id) : [:]
    tallies.segments(counts, day: day, by: 1)
    try joinCluster(id, place, day: day, signature: signature, keys: counts.keys)
  }

  /// The same for one whose row was there before, in no cluster (0).
  func enterAgain(
    _ id: Int64, day: Int, signature: [UInt8], path: NotePath, title: String, text: [UInt8]
  ) throws {
    let place = try prepareCluster(of: id, day: day, signature: signature)
    try setCluster(of: id, to: place.cluster)
    try enter(id, day: day, place, signature: signature, path: path, title: title, text: text)
  }

  /// Takes a current revision out of full text and counts; `path` is the one it went in with.
  func leave(_ head: RevisionHead, path: NotePath) throws {
    let text =
      try db.cachedStatement(sql: "SELECT text FROM content WHERE revision = ?")
      .first([.int(head.id)]) { $0.bytes(0) } ?? []
    try fullText.delete(head.id, path: path, title: head.title, text: text)
    tallies.note(day: head.day, by: -1)
    tallies.segments(try TallyBook.counts(db, revision: head.id), day: head.day, by: -1)
    try leaveCluster(head)
  }

  /// Ends a revision that was current.
  func close(_ head: RevisionHead, path: NotePath) throws {
    try leave(head, path: path)
    try db.cachedStatement(sql: "UPDATE revision SET until = max(?, since) WHERE id = ?")
      .run([.int(now), .int(head.id)])
  }
}

extension [UInt8] {
  /// Notes come without NUL; should one slip through, a space keeps all offsets.
  var withoutNUL: [UInt8] {
    let index = ByteBits.skip(from: 0, to: count, in: span) { ByteBits.equal($0, 0) }
    return self[index...].contains(0) ? map { $0 == 0 ? 0x20 : $0 } : self
  }
}

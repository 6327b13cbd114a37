// Counts by day, kept in step with the notes that stand in the index.

import GRDB

/// What a segment is counted under.
struct SegmentKey: Hashable {
  var code: Int64
  var status: Int64
  var holder: Int64
  /// 2 hypothetical, 4 historical; negation is already inside the status.
  var modifiers: Int64
}

/// Collects what a transaction changes and writes it once at its end.
///
/// A tally counts the current revisions of present notes, by their date: an edit, a withdrawal or a new date
/// takes out what it put in. What an earlier digest knew is found by scanning (`Store+KnownAt`), not here.
/// `sources` counts clusters of near copies, each once a day and key.
final class TallyBook {
  private struct Key: Hashable {
    var day: Int
    var segment: SegmentKey
  }
  private let db: Database
  private var segments: [Key: Int] = [:]
  private var sources: [Key: Int] = [:]
  private var notes: [Int: Int] = [:]

  init(_ db: Database) { self.db = db }

  func note(day: Int, by change: Int) { notes[day, default: 0] += change }

  func segments(_ counts: [SegmentKey: Int], day: Int, by change: Int) {
    for (key, count) in counts {
      segments[Key(day: day, segment: key), default: 0] += change * count
    }
  }

  func source(_ keys: Set<SegmentKey>, day: Int, by change: Int) {
    for key in keys { sources[Key(day: day, segment: key), default: 0] += change }
  }

  /// How often a revision's segments have each key.
  static func counts(_ db: Database, revision: Int64) throws -> [SegmentKey: Int] {
    var counts: [SegmentKey: Int] = [:]
    try db.cachedStatement(sql: "SELECT code, status, holder, modifiers & 6 FROM segment WHERE revision = ?")
      .each([.int(revision)]) { row in
        counts[SegmentKey(row), default: 0] += 1
        return true
      }
    return counts
  }

  /// The keys of all present notes of a cluster on one day.
  func keys(ofCluster cluster: Int64, day: Int, except: Int64 = 0) throws -> Set<SegmentKey> {
    let statement = try db.cachedStatement(
      sql: """
        SELECT DISTINCT s.code, s.status, s.holder, s.modifiers & 6
        FROM revision r INDEXED BY revision_cluster JOIN segment s ON s.revision = r.id
        WHERE r.cluster = ? AND r.day = ? AND r.until IS NULL AND r.id <> ?
        """)
    return Set(try statement.all([.int(cluster), .int(day), .int(except)]) { SegmentKey($0) })
  }

  /// Writes what was collected.
  func close() throws {
    for key in Set(segments.keys).union(sources.keys) {
      let change = (segments[key] ?? 0, sources[key] ?? 0)
      if change != (0, 0) { try write(key, segments: change.0, sources: change.1) }
    }
    for (day, change) in notes where change != 0 { try write(day: day, notes: change) }
    segments = [:]
    sources = [:]
    notes = [:]
  }

  private func write(_ key: Key, segments: Int, sources: Int) throws {
    let place: [Bound] = [
      .int(key.day), .int(key.segment.code), .int(key.segment.status), .int(key.segment.holder),
      .int(key.segment.modifiers),
    ]
    let had =
      try db.cachedStatement(
        sql: """
          SELECT segments, sources FROM tally
          WHERE day = ? AND code = ? AND status = ? AND holder = ? AND modifiers = ?
          """
      ).first(place) { ($0.int(0), $0.int(1)) } ?? (0, 0)
    if had.0 + segments == 0 {
      try db.cachedStatement(
        sql: "DELETE FROM tally WHERE day = ? AND code = ? AND status = ? AND holder = ? AND modifiers = ?"
      ).run(place)
    } else {
      try db.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO tally (day, code, status, holder, modifiers, segments, sources)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """
      ).run(place + [.int(had.0 + segments), .int(had.1 + sources)])
    }
  }

  private func write(day: Int, notes: Int) throws {
    let had =
      try db.cachedStatement(sql: "SELECT notes FROM day WHERE day = ?").first([.int(day)]) { $0.int(0) } ?? 0
    if had + notes == 0 {
      try db.cachedStatement(sql: "DELETE FROM day WHERE day = ?").run([.int(day)])
    } else {
      try db.cachedStatement(sql: "INSERT OR REPLACE INTO day (day, notes) VALUES (?, ?)")
        .run([.int(day), .int(had + notes)])
    }
  }
}

extension SegmentKey {
  init(_ row: RawRow) {
    self.init(code: row.int64(0), status: row.int64(1), holder: row.int64(2), modifiers: row.int64(3))
  }
}

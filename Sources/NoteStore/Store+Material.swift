// Everything that a digest of one period rests on, from one snapshot.

public import Digests
import Foundation
import GRDB
import NotePaths

extension Store {
  /// The material of a period: notes dated in it, notes that came late, what the digest before said of, and
  /// counts. All in one snapshot; the order is by date, path bytes and offset.
  ///
  /// - Parameters:
  ///   - previous: the period before, for comparison.
  ///   - now: seconds since 1970; the moment of drawing up, and of what is known where `knownAt` is nil.
  ///   - knownAt: look at the index as it was then: what came later is not there, what was edited or
  ///     withdrawn since stands as it stood. Counts are then made by scanning (seconds at a million segments);
  ///     paths are today's.
  ///   - limits: how many segments come with their text; the rest is counted.
  ///   - codedOnly: for a board or an export: no words are looked for, which would mean reading texts, and notes without a
  ///     code are counted and not listed.
  public func material(
    period: Period, previous: Period, now: Int64, knownAt: Int64? = nil, isRunning: Bool = false,
    limits: QuoteLimits = .digest, codedOnly: Bool = false
  ) throws(StoreError) -> DigestMaterial {
    try read { db in
      let reading = try MaterialReading(
        db, period: period, moment: knownAt ?? now, isPast: knownAt != nil, codedOnly: codedOnly)
      var material = try reading.material(
        previous: previous, now: knownAt ?? now, isRunning: isRunning, limits: limits)
      if !codedOnly { material.keyWords = try reading.keyWords() }
      return material
    }
  }

  /// The newest date of any present note, seconds since 1970; nil for an empty index.
  public func newestNoteDate() throws(StoreError) -> Int64? {
    try read { db in
      try db.cachedStatement(
        sql: "SELECT max(date) FROM revision WHERE day = (SELECT max(day) FROM day) AND until IS NULL"
      ).first { $0.optionalInt64(0) } ?? nil
    }
  }
}

/// One reading of the index for one digest.
struct MaterialReading {
  let db: Database
  let names: NameList
  let period: Period
  /// What was received after this is not known.
  let moment: Int64
  let isPast: Bool
  let codedOnly: Bool
  /// Published digests of this kind that were known by `moment`, by start.
  let publications: [Publication]

  init(_ db: Database, period: Period, moment: Int64, isPast: Bool, codedOnly: Bool) throws {
    self.db = db
    self.period = period
    self.moment = moment
    self.isPast = isPast
    self.codedOnly = codedOnly
    names = try NameList(db)
    publications = try Store.publications(db, period.kind).filter { $0.known <= moment }
  }

  /// The last published digest of this kind whose period began earlier.
  var before: Publication? { publications.last { $0.period.start < period.start } }

  /// Received after this and dated earlier is late: since the last digest of this kind or, where there is
  /// none, since the period began.
  var lateAfter: Int64 { before?.known ?? period.start - 1 }

  /// A digest that was published keeps the late notes it had.
  var lateUntil: Int64 { publications.first { $0.period.name == period.name }?.known ?? moment }

  /// Over `revision r`.
  var isVisible: String {
    isPast ? "(r.since <= \(moment) AND (r.until IS NULL OR r.until > \(moment)))" : "r.until IS NULL"
  }

  func material(
    previous: Period, now: Int64, isRunning: Bool, limits: QuoteLimits
  ) throws -> DigestMaterial {
    var material = DigestMaterial(period: period, now: now, isRunning: isRunning)
    var segments = NoteSegments(try self.notes(in: period))
    var late = NoteSegments(try lateNotes())
    var earlier = NoteSegments(try self.notes(in: previous))
    try read(&segments, limit: limits.period, flood: limits.flood)
    try read(&late, limit: limits.late, flood: limits.flood)
    try read(&earlier, limit: limits.previous, flood: limits.flood)
    // Between the period before and this one lies nothing: what either has is the last of its code.
    let last = try lastEvidence(except: segments.codes.union(earlier.codes))
    let clusters = ClusterNumbers(
      [segments.notes.lines, late.notes.lines, earlier.notes.lines],
      last: last.values.map { ($0.path, $0.cluster) })
    segments.number(clusters)
    late.number(clusters)
    earlier.number(clusters)

    material.notes = segments.notes.lines
    material.unlisted = segments.notes.unlisted
    (material.evidence, material.further) = (segments.evidence, segments.further)
    material.lateNotes = late.notes.lines
    (material.lateEvidence, material.lateFurther) = (late.evidence, late.further)
    let unlisted = earlier.notes.unlisted
    material.previousNotes = earlier.notes.lines.count + unlisted.notes
    material.previousSources = Set(earlier.notes.lines.lazy.map(\.cluster)).count + unlisted.sources
    (material.previousEvidence, material.previousFurther) = (earlier.evidence, earlier.further)
    material.lastEvidence = last.mapValues { clusters.numbered($0) }
    material.revised = segments.notes.revised
    material.withdrawn = try withdrawnCount()
    material.quarantine = try quarantine()
    material.errata = try errata()
    material.tallies = try tallies()
    material.mentionDays = try mentionDays()
    material.notesByDay = try notesByDay()
    material.previousName = before?.period.name
    material.nextName = publications.first { $0.period.start > period.start }?.period.name
    material.isNewIndex = publications.allSatisfy { $0.period.name == period.name }
    let codebook = try Store.fact(.codebook, db)
    material.codebookChanged = before.map { codebook != nil && $0.codebook != codebook } ?? false
    return material
  }

  func keyWords() throws -> [KeyWord] {
    let revisions = try db.makeStatement(
      sql: """
        SELECT r.id FROM revision r INDEXED BY revision_day JOIN note n ON n.id = r.note
        WHERE \(Self.isDated) AND \(isVisible)
        ORDER BY r.date, n.path, r.id
        """
    ).all(Self.bounds(period)) { $0.int64(0) }
    return try KeyWordReading(db, isVisible: isVisible).keyWords(revisions, before: period)
  }

  // MARK: days

  /// Days since 1970 of a moment in the period's zone.
  func day(of moment: Int64) -> Int {
    let zone = TimeZone(identifier: period.zone)
    let offset = zone?.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(moment))) ?? 0
    return Int(((Double(moment) + Double(offset)) / 86_400).rounded(.down))
  }

  /// The 366 days that end with the period's last.
  var days: ClosedRange<Int> {
    let last = day(of: period.end - 1)
    return (last - 365)...last
  }

  private func tallies() throws -> [DayTally] {
    let sql =
      isPast
      ? """
      SELECT r.day, s.code, s.status, s.holder, s.modifiers & 6 AS m, count(*), count(DISTINCT r.cluster)
      FROM revision r JOIN segment s ON s.revision = r.id
      WHERE \(isVisible) AND r.day BETWEEN ? AND ? GROUP BY r.day, s.code, s.status, s.holder, m
      """
      : """
      SELECT day, code, status, holder, modifiers, segments, sources FROM tally WHERE day BETWEEN ? AND ?
      """
    let ranks = names.ranks
    let first = days.upperBound - period.kind.daysCompared + 1
    var rows = try db.makeStatement(sql: sql).all([.int(first), .int(days.upperBound)]) { row in
      TallyRow(
        day: row.int(0), code: ranks[row.int64(1)] ?? 0, status: ranks[row.int64(2)] ?? 0,
        holder: ranks[row.int64(3)] ?? 0, modifiers: row.int(4), segments: row.int(5), sources: row.int(6))
    }
    rows.sort {
      ($0.day, $0.code, $0.status, $0.holder, $0.modifiers)
        < ($1.day, $1.code, $1.status, $1.holder, $1.modifiers)
    }
    let words = names.sorted
    return rows.map { row in
      DayTally(
        day: row.day, code: words[row.code], status: words[row.status], holder: words[row.holder],
        isHypothetical: row.modifiers & 2 != 0, isHistorical: row.modifiers & 4 != 0,
        segments: row.segments, sources: row.sources)
    }
  }

  /// Days with a mention by code, in order.
  private func mentionDays() throws -> [String: [Int]] {
    let sql =
      isPast
      ? """
      SELECT DISTINCT s.code, r.day FROM revision r JOIN segment s ON s.revision = r.id
      WHERE \(isVisible) AND r.day BETWEEN ? AND ? AND s.modifiers & 4 = 0 ORDER BY r.day
      """
      : """
      SELECT code, day FROM tally INDEXED BY tally_code WHERE day BETWEEN ? AND ? AND modifiers & 4 = 0
      GROUP BY code, day
      """
    var found: [String: [Int]] = [:]
    try db.makeStatement(sql: sql).each([.int(days.lowerBound), .int(days.upperBound)]) { row in
      found[names[row.int64(0)], default: []].append(row.int(1))
      return true
    }
    return found
  }

  private func notesByDay() throws -> [Int: Int] {
    let sql =
      isPast
      ? "SELECT r.day, count(*) FROM revision r WHERE \(isVisible) AND r.day BETWEEN ? AND ? GROUP BY r.day"
      : "SELECT day, notes FROM day WHERE day BETWEEN ? AND ?"
    let all = try db.makeStatement(sql: sql).all([.int(days.lowerBound), .int(days.upperBound)]) {
      ($0.int(0), $0.int(1))
    }
    return Dictionary(uniqueKeysWithValues: all)
  }

  private func quarantine() throws -> [QuarantineLine] {
    try db.cachedStatement(
      sql: """
        SELECT path, reason, remedy, since FROM entry
        WHERE state = 'quarantined' AND state <> 'coded' AND since <= ? ORDER BY path
        """
    ).all([.int(moment)]) {
      QuarantineLine(
        path: NotePath(bytes: $0.bytes(0)), reason: $0.text(1), remedy: $0.text(2), since: $0.int64(3))
    }
  }
}

/// A tally with ranks for words: a year has tens of thousands, and comparing numbers sorts them at once.
private struct TallyRow {
  var day, code, status, holder, modifiers, segments, sources: Int
}

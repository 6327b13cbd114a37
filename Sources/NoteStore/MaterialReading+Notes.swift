// Notes of a period and of those that came late, with their evidence.

import Digests
import GRDB
import NotePaths

/// A note as a digest reads it.
struct MaterialNote {
  var id: Int64
  var number: Int
  var author: String?
  var source: String?
  var reliability: String?
  var credibility: Int?
  var line: NoteLine
}

/// The notes of a period or those that came late. Sorted here and not by SQLite, which would hold all of them a second
/// time; what only evidence needs is kept of the coded ones alone. A storm of a hundred thousand must fit.
struct MaterialNotes {
  /// By path bytes.
  private(set) var lines: [NoteLine] = []
  /// Those with segments, by date, path bytes and revision.
  private(set) var coded: [MaterialNote] = []
  /// Revisions, by date, path bytes and number.
  private(set) var revisions: [Int64] = []
  /// How many are not the first revision of their note.
  private(set) var revised = 0

  mutating func append(_ note: MaterialNote) {
    lines.append(note.line)
    revisions.append(note.id)
    if note.line.segments > 0 { coded.append(note) }
    if note.number > 1 { revised += 1 }
  }

  mutating func sort() {
    let order = lines.indices.sorted {
      let (left, right) = (lines[$0], lines[$1])
      if left.date != right.date { return left.date < right.date }
      if left.path != right.path { return left.path < right.path }
      return revisions[$0] < revisions[$1]
    }
    revisions = order.map { revisions[$0] }
    lines.sort { $0.path < $1.path }
    coded.sort { ($0.line.date, $0.line.path, $0.id) < ($1.line.date, $1.line.path, $1.id) }
  }

  mutating func number(_ clusters: ClusterNumbers) {
    for index in lines.indices { lines[index].cluster = clusters[lines[index].cluster] }
    for index in coded.indices { coded[index].line.cluster = clusters[coded[index].line.cluster] }
  }
}

extension MaterialReading {
  private static let columns = """
    r.id, r.number, r.author, r.source, r.reliability, r.credibility, n.path, r.title, r.date, r.undated,
    n.received, r.segments, r.sentences, r.language, r.cluster
    """

  private static func note(_ row: RawRow) -> MaterialNote {
    MaterialNote(
      id: row.int64(0), number: row.int(1), author: row.optionalText(2), source: row.optionalText(3),
      reliability: row.optionalText(4), credibility: row.optionalInt64(5).map(Int.init),
      line: NoteLine(
        path: NotePath(bytes: row.bytes(6)), title: row.text(7), date: row.int64(8),
        isUndated: row.int(9) == 1, received: row.int64(10), segments: row.int(11), sentences: row.int(12),
        language: row.optionalText(13), cluster: row.int64(14)))
  }

  /// Notes dated in a period. Days bound the index's walk: no zone is further than a day from UTC.
  func notes(in period: Period) throws -> MaterialNotes {
    try gather(
      """
      SELECT \(Self.columns) FROM revision r INDEXED BY revision_day JOIN note n ON n.id = r.note
      WHERE r.day BETWEEN ? AND ? AND r.date >= ? AND r.date < ? AND \(isVisible)
      """, Self.bounds(period))
  }

  private func gather(_ sql: String, _ values: [Bound]) throws -> MaterialNotes {
    var notes = MaterialNotes()
    try db.makeStatement(sql: sql).each(values) { row in
      notes.append(Self.note(row))
      return true
    }
    notes.sort()
    return notes
  }

  static func bounds(_ period: Period) -> [Bound] {
    [
      .int(period.start / 86_400 - 2), .int(period.end / 86_400 + 2), .int(period.start), .int(period.end),
    ]
  }

  /// Notes received since the last digest of this kind and dated before the period; the first import is not.
  func lateNotes() throws -> MaterialNotes {
    try gather(
      """
      SELECT \(Self.columns) FROM note n JOIN revision r ON r.note = n.id
      WHERE n.received > ? AND n.received <= ? AND n.archive = 0 AND r.date < ? AND \(isVisible)
      """, [.int(lateAfter), .int(lateUntil), .int(period.start)])
  }

  /// Notes dated in the period that are withdrawn by now.
  func withdrawnCount() throws -> Int {
    try db.makeStatement(
      sql: """
        SELECT count(DISTINCT n.id) FROM revision r INDEXED BY revision_day JOIN note n ON n.id = r.note
        WHERE r.day BETWEEN ? AND ? AND r.date >= ? AND r.date < ? AND n.withdrawn <= ?
          AND r.number = (SELECT max(l.number) FROM revision l WHERE l.note = n.id)
        """
    ).first(Self.bounds(period) + [.int(moment)]) { $0.int(0) } ?? 0
  }

  /// The segments of these notes in the notes' order, then by offset.
  func evidence(of notes: [MaterialNote]) throws -> [Evidence] {
    var all: [Evidence] = []
    for note in notes where note.line.segments > 0 { all += try evidence(of: note, from: nil) }
    return all
  }

  static let segmentColumns = """
    ordinal, start, length, before, after, line, "column", code, status, modifiers, holder, rule,
    likelihood, low, high, confidence
    """

  /// All segments of a note, or the one at `ordinal`.
  func evidence(of note: MaterialNote, from ordinal: Int?) throws -> [Evidence] {
    var all: [Evidence] = []
    let segments = try db.cachedStatement(
      sql: """
        SELECT \(Self.segmentColumns) FROM segment WHERE revision = ?1 AND (?2 IS NULL OR ordinal = ?2)
        ORDER BY start, ordinal
        """)
    try db.cachedStatement(sql: "SELECT text FROM content WHERE revision = ?").each([.int(note.id)]) { row in
      try row.withBytes(0) { text in
        try segments.each([.int(note.id), .optional(ordinal.map(Int64.init))]) { segment in
          all.append(evidence(note, segment, text: text))
          return true
        }
      }
      return false
    }
    return all
  }

  private func evidence(_ note: MaterialNote, _ row: RawRow, text: UnsafeRawBufferPointer) -> Evidence {
    let whole = 0..<text.count
    let start = row.int(1)
    let quote = (start..<(start + row.int(2))).clamped(to: whole)
    let sentence =
      max(0, quote.lowerBound - row.int(3))..<max(quote.upperBound, quote.upperBound + row.int(4))
    let around = sentence.lowerBound <= quote.lowerBound ? sentence.clamped(to: whole) : quote
    let modifiers = row.int(9)
    let line = note.line
    return Evidence(
      path: line.path, revision: note.number, line: row.int(5), column: row.int(6),
      quote: String(decoding: text[quote], as: UTF8.self),
      sentence: String(decoding: text[around], as: UTF8.self),
      quoteOffset: quote.lowerBound - around.lowerBound,
      title: line.title, author: note.author, source: note.source, reliability: note.reliability,
      credibility: note.credibility, date: line.date, isUndated: line.isUndated, received: line.received,
      code: names[row.int64(7)], status: names[row.int64(8)], isNegated: modifiers & 1 != 0,
      isHypothetical: modifiers & 2 != 0, isHistorical: modifiers & 4 != 0, holder: names[row.int64(10)],
      rule: names[row.int64(11)], likelihood: names[optional: row.optionalInt64(12)],
      likelihoodLow: row.isNull(13) ? nil : row.real(13), likelihoodHigh: row.isNull(14) ? nil : row.real(14),
      confidence: names[optional: row.optionalInt64(15)], cluster: line.cluster)
  }

  // MARK: the last of each code

  /// The last evidence of each code before the period's end: from the last day that the tallies have for
  /// it, all codes of one day in one pass.
  func lastEvidence() throws -> [String: Evidence] {
    var open = try codesByLastDay(before: day(of: period.end - 1) + 1)
    var found: [String: Evidence] = [:]
    while let day = open.values.max() {
      let codes = open.filter { $0.value == day }.map(\.key)
      let last = try last(of: codes, on: day)
      for (code, place) in last {
        if let note = try note(place.revision) {
          found[names[code]] = try evidence(of: note, from: place.ordinal).first
        }
      }
      // An hour's digest can end within a day whose segments all lie later: look further back.
      let missing = codes.filter { last[$0] == nil }
      let earlier = missing.isEmpty ? [:] : try codesByLastDay(before: day)
      for code in codes { open[code] = last[code] == nil ? earlier[code] : nil }
    }
    return found
  }

  private func codesByLastDay(before day: Int) throws -> [Int64: Int] {
    let sql =
      isPast
      ? """
      SELECT s.code, max(r.day) FROM revision r JOIN segment s ON s.revision = r.id
      WHERE \(isVisible) AND r.day < ? GROUP BY s.code
      """
      : "SELECT code, max(day) FROM tally WHERE day < ? GROUP BY code"
    let all = try db.makeStatement(sql: sql).all([.int(day)]) { ($0.int64(0), $0.int(1)) }
    return Dictionary(uniqueKeysWithValues: all)
  }

  private func last(
    of codes: [Int64], on day: Int
  ) throws -> [Int64: (revision: Int64, ordinal: Int)] {
    var last: [Int64: (revision: Int64, ordinal: Int)] = [:]
    let list = codes.sorted().map(String.init).joined(separator: ", ")
    try db.makeStatement(
      sql: """
        SELECT s.code, r.id, s.ordinal FROM revision r INDEXED BY revision_day
        JOIN note n ON n.id = r.note JOIN segment s ON s.revision = r.id
        WHERE r.day = ? AND r.date < ? AND \(isVisible) AND s.code IN (\(list))
        ORDER BY r.date DESC, n.path DESC, s.start DESC
        """
    ).each([.int(day), .int(period.end)]) { row in
      if last[row.int64(0)] == nil { last[row.int64(0)] = (row.int64(1), row.int(2)) }
      return last.count < codes.count
    }
    return last
  }

  func note(_ revision: Int64) throws -> MaterialNote? {
    try db.cachedStatement(
      sql: "SELECT \(Self.columns) FROM revision r JOIN note n ON n.id = r.note WHERE r.id = ?"
    ).first([.int(revision)], Self.note)
  }
}

/// Clusters as people see them: numbered from 1 by the smallest path in each, so that the order in which
/// notes arrived shows nowhere.
struct ClusterNumbers {
  private var numbers: [Int64: Int64] = [:]

  init(_ notes: [[NoteLine]], last: [(NotePath, Int64)]) {
    var smallest: [Int64: NotePath] = [:]
    func meet(_ path: NotePath, _ cluster: Int64) {
      if let known = smallest[cluster], known <= path { return }
      smallest[cluster] = path
    }
    for lines in notes { for line in lines { meet(line.path, line.cluster) } }
    for (path, cluster) in last { meet(path, cluster) }
    let order = smallest.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    numbers.reserveCapacity(order.count)
    for (index, entry) in order.enumerated() { numbers[entry.key] = Int64(index + 1) }
  }

  subscript(cluster: Int64) -> Int64 { numbers[cluster] ?? 0 }

  func numbered(_ evidence: Evidence) -> Evidence {
    var evidence = evidence
    evidence.cluster = self[evidence.cluster]
    return evidence
  }
}

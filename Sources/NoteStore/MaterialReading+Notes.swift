// Notes of a period and of those that came late.

import Digests
import GRDB
import NotePaths

/// The notes of a period or those that came late. Sorted here and not by SQLite, which would hold all of them a second
/// time; of the coded ones little more is kept. A storm of a hundred thousand must fit.
struct MaterialNotes {
  /// A note with segments.
  struct Coded {
    var revision: Int64
    /// Its place in `lines`.
    var line: UInt32
    /// As `QuoteChoice.grade` has it.
    var grade: UInt8
  }

  /// By path bytes.
  private(set) var lines: [NoteLine] = []
  /// By date, path bytes and revision.
  private(set) var coded: [Coded] = []
  /// Those without a code, where a board has no use for their lines.
  var unlisted = DigestMaterial.Unlisted()
  /// How many are not the first revision of their note.
  private(set) var revised = 0

  /// Room for so many, so that a list of a hundred thousand is not copied while it grows.
  mutating func reserve(_ count: Int) { lines.reserveCapacity(count) }

  mutating func append(_ line: NoteLine, revision: Int64, number: Int, grade: Int) {
    if line.segments > 0 {
      coded.append(Coded(revision: revision, line: UInt32(lines.count), grade: UInt8(clamping: grade)))
    }
    lines.append(line)
    if number > 1 { revised += 1 }
  }

  mutating func sort() {
    // The order by path, and where each line comes to stand in it.
    let order = lines.indices.map { UInt32($0) }.sorted { lines[Int($0)].path < lines[Int($1)].path }
    var places = [UInt32](repeating: 0, count: lines.count)
    for (place, index) in order.enumerated() { places[Int(index)] = UInt32(place) }
    for index in coded.indices { coded[index].line = places[Int(coded[index].line)] }
    // Lines change places where they are: there is no room for a second list of a hundred thousand.
    for index in lines.indices {
      while places[index] != index {
        let place = Int(places[index])
        lines.swapAt(index, place)
        places.swapAt(index, place)
      }
    }
    coded.sort {
      let (left, right) = (lines[Int($0.line)].date, lines[Int($1.line)].date)
      return (left, $0.line, $0.revision) < (right, $1.line, $1.revision)
    }
  }

  mutating func number(_ clusters: ClusterNumbers) {
    for index in lines.indices { lines[index].cluster = clusters[lines[index].cluster] }
  }
}

extension MaterialReading {
  private static let lineColumns = """
    n.path, r.title, r.date, r.undated, n.received, r.segments, r.sentences, r.language, r.cluster, n.id
    """

  private func line(_ row: RawRow) throws -> NoteLine {
    var line = NoteLine(
      path: NotePath(bytes: row.bytes(0)), title: row.text(1), date: row.int64(2),
      isUndated: row.int(3) == 1, received: row.int64(4), segments: row.int(5), sentences: row.int(6),
      language: row.optionalText(7), cluster: row.int64(8))
    line.isFile = try isFile(line.path, note: row.int64(9))
    return line
  }

  /// False for an imported note.
  func isFile(_ path: NotePath, note: Int64) throws -> Bool {
    guard path.bytes.starts(with: ImportedNote.scheme) else { return true }
    return try db.cachedStatement(sql: "SELECT 1 FROM imported_note WHERE note = ?")
      .first([.int(note)]) { _ in false } ?? true
  }

  /// What the reading of notes asks of a revision.
  private static let columns = "\(lineColumns), r.id, r.number, r.reliability, r.credibility"

  /// Notes dated in a period. Days bound the index's walk: no zone is further than a day from UTC.
  func notes(in period: Period) throws -> MaterialNotes {
    let selection = """
      SELECT \(Self.columns) FROM revision r INDEXED BY revision_day JOIN note n ON n.id = r.note
      WHERE \(Self.isDated) AND \(isVisible)
      """
    if codedOnly {
      var notes = try gather(selection + " AND r.segments > 0", Self.bounds(period))
      notes.unlisted = try unlisted(in: period, beside: notes.lines)
      return notes
    }
    let expected = try db.cachedStatement(
      sql: "SELECT coalesce(sum(notes), 0) FROM day WHERE day BETWEEN ? AND ?"
    )
    .first([.int(day(of: period.start)), .int(day(of: period.end - 1))]) { $0.int(0) }
    return try gather(selection, Self.bounds(period), expected: expected ?? 0)
  }

  /// How many notes without a code there are, and their clusters beside those of the listed ones: from the index over days
  /// alone.
  private func unlisted(
    in period: Period, beside lines: [NoteLine]
  ) throws -> DigestMaterial.Unlisted {
    var unlisted = DigestMaterial.Unlisted()
    // A byte a cluster, as they are numbered from 1: a set of a hundred thousand numbers takes ten times as long.
    let last = try db.cachedStatement(sql: "SELECT max(cluster) FROM revision").first { $0.int(0) } ?? 0
    var isIn = [Bool](repeating: false, count: last + 1)
    try db.makeStatement(
      sql: """
        SELECT r.cluster FROM revision r INDEXED BY revision_day
        WHERE \(Self.isDated) AND \(isVisible) AND r.segments = 0
        """
    ).each(Self.bounds(period)) { row in
      unlisted.notes += 1
      let cluster = row.int(0)
      if isIn.indices.contains(cluster) { isIn[cluster] = true }
      return true
    }
    for line in lines where isIn.indices.contains(Int(line.cluster)) { isIn[Int(line.cluster)] = false }
    unlisted.sources = isIn.count { $0 }
    return unlisted
  }

  private func gather(_ sql: String, _ values: [Bound], expected: Int = 0) throws -> MaterialNotes {
    var notes = MaterialNotes()
    notes.reserve(expected)
    try db.makeStatement(sql: sql).each(values) { row in
      notes.append(
        try line(row), revision: row.int64(10), number: row.int(11),
        grade: QuoteChoice.grade(
          reliability: row.optionalText(12), credibility: row.optionalInt64(13).map(Int.init)))
      return true
    }
    notes.sort()
    return notes
  }

  /// Over `revision r`, by the bounds of a period.
  static let isDated = "r.day BETWEEN ? AND ? AND r.date >= ? AND r.date < ?"

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
        WHERE \(Self.isDated) AND r.until IS NOT NULL AND n.withdrawn <= ?
          AND r.number = (SELECT max(l.number) FROM revision l WHERE l.note = n.id)
        """
    ).first(Self.bounds(period) + [.int(moment)]) { $0.int(0) } ?? 0
  }

  /// A note with what only evidence needs of it.
  func note(_ revision: Int64) throws -> MaterialNote? {
    try db.cachedStatement(
      sql: """
        SELECT \(Self.lineColumns), r.id, r.number, r.author, r.source, r.reliability, r.credibility
        FROM revision r JOIN note n ON n.id = r.note WHERE r.id = ?
        """
    ).first([.int(revision)]) { row in
      MaterialNote(
        id: row.int64(10), number: row.int(11), author: row.optionalText(12), source: row.optionalText(13),
        reliability: row.optionalText(14), credibility: row.optionalInt64(15).map(Int.init),
        line: try line(row))
    }
  }
}

/// Clusters as people see them: numbered from 1 by the smallest path in each, so that the order in which
/// notes arrived shows nowhere.
struct ClusterNumbers {
  private var numbers: [Int64: Int64] = [:]

  /// - Parameter notes: each list by path bytes. They are walked side by side: a sorted list of all of them would be
  ///   another hundred thousand.
  init(_ notes: [[NoteLine]], last: [(NotePath, Int64)]) {
    let others = last.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    var places = [Int](repeating: 0, count: notes.count)
    var other = 0
    while true {
      var first: (path: NotePath, cluster: Int64)?
      var list: Int?
      for (index, lines) in notes.enumerated() where places[index] < lines.count {
        let line = lines[places[index]]
        if let first, (first.path, first.cluster) <= (line.path, line.cluster) { continue }
        (first, list) = ((line.path, line.cluster), index)
      }
      if other < others.count, first.map({ others[other] < ($0.path, $0.cluster) }) ?? true {
        (first, list) = ((others[other].0, others[other].1), nil)
      }
      guard let first else { return }
      if let list { places[list] += 1 } else { other += 1 }
      if numbers[first.cluster] == nil { numbers[first.cluster] = Int64(numbers.count + 1) }
    }
  }

  subscript(cluster: Int64) -> Int64 { numbers[cluster] ?? 0 }

  func numbered(_ evidence: Evidence) -> Evidence {
    var evidence = evidence
    evidence.cluster = self[evidence.cluster]
    return evidence
  }
}

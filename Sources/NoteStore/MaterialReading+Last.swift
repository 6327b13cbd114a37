// The last evidence of each code, whatever its age.

import Digests
import GRDB

extension MaterialReading {
  /// The last evidence of each code before the period's end: from the last day that the tallies have for
  /// it, all codes of one day in one pass.
  /// - Parameter known: codes that are left out.
  func lastEvidence(except known: Set<String>) throws -> [String: Evidence] {
    var open = try codesByLastDay(before: day(of: period.end - 1) + 1).filter {
      !known.contains(names[$0.key])
    }
    var found: [String: Evidence] = [:]
    while let day = open.values.max() {
      let codes = open.filter { $0.value == day }.map(\.key)
      let last = try last(of: codes, on: day)
      for (code, place) in last {
        if let note = try note(place.revision) {
          found[names[code]] = try evidence(of: note, only: [place.ordinal]).first
        }
      }
      // An hour's digest can end within a day whose segments all lie later: look further back.
      let missing = codes.filter { last[$0] == nil }
      let earlier = missing.isEmpty ? [:] : try codesByLastDay(before: day)
      for code in codes { open[code] = last[code] == nil ? earlier[code] : nil }
    }
    return found
  }

  /// The last day of each code before `day`: a look at each code, not at each of its days.
  private func codesByLastDay(before day: Int) throws -> [Int64: Int] {
    let sql =
      isPast
      ? """
      SELECT s.code, max(r.day) FROM revision r JOIN segment s ON s.revision = r.id
      WHERE \(isVisible) AND r.day < ? GROUP BY s.code
      """
      : """
      WITH RECURSIVE carried(code) AS (
        SELECT min(code) FROM tally
        UNION ALL
        SELECT (SELECT min(code) FROM tally WHERE code > carried.code) FROM carried WHERE code IS NOT NULL)
      SELECT code, (SELECT max(day) FROM tally WHERE code = carried.code AND day < ?1) AS last
      FROM carried WHERE code IS NOT NULL AND last IS NOT NULL
      """
    let all = try db.makeStatement(sql: sql).all([.int(day)]) { ($0.int64(0), $0.int(1)) }
    return Dictionary(uniqueKeysWithValues: all)
  }

  private func last(
    of codes: [Int64], on day: Int
  ) throws -> [Int64: (revision: Int64, ordinal: Int)] {
    var last: [Int64: (revision: Int64, ordinal: Int)] = [:]
    let list = codes.sorted().map(String.init).joined(separator: ", ")
    // Note by note from the latest, so that no day's segments need be sorted.
    let segments = try db.makeStatement(
      sql: "SELECT code, ordinal FROM segment WHERE revision = ? AND code IN (\(list)) ORDER BY start DESC")
    try db.makeStatement(
      sql: """
        SELECT r.id FROM revision r INDEXED BY revision_day JOIN note n ON n.id = r.note
        WHERE r.day = ? AND r.date < ? AND \(isVisible) AND r.segments > 0 ORDER BY r.date DESC, n.path DESC
        """
    ).each([.int(day), .int(period.end)]) { row in
      let revision = row.int64(0)
      try segments.each([.int(revision)]) { segment in
        if last[segment.int64(0)] == nil { last[segment.int64(0)] = (revision, segment.int(1)) }
        return true
      }
      return last.count < codes.count
    }
    return last
  }
}

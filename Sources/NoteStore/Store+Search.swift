// Full text and codes: which notes, and the lines to show of them.

import GRDB
import NotePaths

extension Store {
  /// Present notes that fit the query; 1 to 5 ms at 14,000 notes. A note's lines are the asked segments
  /// where segments are asked for, else the places of the words.
  public func search(_ query: SearchQuery) throws(StoreError) -> SearchResult {
    try read { db in
      if access == .readOnly { try db.execute(sql: Self.mapping) }
      let filter = try SegmentFilter(query, db)
      guard !filter.isImpossible else { return SearchResult(hits: [], hasMore: false) }
      var found = try query.text == nil ? Self.byDay(query, filter, db) : Self.byText(query, filter, db)
      let hasMore = found.count > query.limit
      found = Array(found.prefix(query.limit))
      let names = filter.isActive ? try NameList(db) : nil
      for index in found.indices {
        found[index].hit.lines = try Self.lines(
          of: found[index].id, query, filter, names: names, db)
      }
      return SearchResult(hits: found.map(\.hit), hasMore: hasMore)
    }
  }

  /// A command looks at a page here and a page there, each once, and ends: mapped they are not copied, which is a
  /// twentieth of its time. The service reads into its own memory, whose bounds are known.
  private static let mapping = "PRAGMA mmap_size = 268435456"

  private struct Found {
    var id: Int64
    var hit: SearchHit
  }

  private static let hitColumns = "r.id, n.path, r.number, r.title, r.date, r.undated, n.received"

  private static func found(_ row: RawRow, score: Double) -> Found {
    Found(
      id: row.int64(0),
      hit: SearchHit(
        path: NotePath(bytes: row.bytes(1)), revision: row.int(2), title: row.text(3), date: row.int64(4),
        isUndated: row.int(5) == 1, received: row.int64(6), score: score, lines: []))
  }

  private static func dates(_ query: SearchQuery) -> [Bound] {
    [.int(query.since ?? .min), .int(query.until ?? .max)]
  }

  private static func byText(
    _ query: SearchQuery, _ filter: SegmentFilter, _ db: Database
  ) throws -> [Found] {
    let pattern = query.text?.pattern ?? ""
    let isFiltered = filter.isActive || query.since != nil || query.until != nil || query.order == .newest
    let wanted = query.offset + query.limit + 1
    // Without a filter FTS5 ranks within itself: a stop word's every hit need not be looked up.
    let matching =
      isFiltered
      ? "SELECT rowid, bm25(fts, 2, 4, 1) AS rank FROM fts WHERE fts MATCH ?1"
      : "SELECT rowid, rank FROM fts WHERE fts MATCH ?1 AND rank MATCH 'bm25(2, 4, 1)' ORDER BY rank LIMIT ?4"
    let order = query.order == .newest ? "r.date DESC, n.path" : "m.rank, n.path"
    let statement = try db.makeStatement(
      sql: """
        SELECT \(hitColumns), m.rank FROM (\(matching)) m
        JOIN revision r ON r.id = m.rowid JOIN note n ON n.id = r.note
        WHERE r.date >= ?2 AND r.date < ?3\(filter.exists)
        ORDER BY \(order) LIMIT ?4 OFFSET ?5
        """)
    let values: [Bound] =
      [.text(pattern)] + dates(query)
      + [.int(isFiltered ? query.limit + 1 : wanted), .int(query.offset)]
    return try statement.all(values) { found($0, score: -$0.real(7)) }
  }

  /// Newest first, day by day, over the days that the tallies know to have such segments.
  private static func byDay(
    _ query: SearchQuery, _ filter: SegmentFilter, _ db: Database
  ) throws -> [Found] {
    var left = query.limit + 1
    var skip = query.offset
    var all: [Found] = []
    let statement = try db.makeStatement(
      sql: """
        SELECT \(hitColumns) FROM revision r JOIN note n ON n.id = r.note
        WHERE r.day = ? AND r.until IS NULL AND r.date >= ? AND r.date < ?\(filter.exists)
        ORDER BY r.date DESC, n.path LIMIT ?
        """)
    for day in try filter.days(db) where left > 0 {
      let rows = try statement.all([.int(day)] + dates(query) + [.int(left + skip)]) { found($0, score: 0) }
      all += rows.dropFirst(skip).prefix(left)
      left -= max(0, min(left, rows.count - skip))
      skip = max(0, skip - rows.count)
    }
    return all
  }

  private static func lines(
    of revision: Int64, _ query: SearchQuery, _ filter: SegmentFilter, names: NameList?, _ db: Database
  ) throws -> [SearchHit.Line] {
    let text = try db.cachedStatement(sql: "SELECT text, units, positions FROM content WHERE revision = ?")
      .first([.int(revision)]) {
        StoredText(
          bytes: $0.bytes(0), units: try ContentPacking.units($0.bytes(1)),
          positions: try ContentPacking.positions($0.bytes(2)))
      }
    guard let text else { return [] }
    guard let names else {
      return KeyWordInContext.places(of: query.text?.terms ?? [], in: text, limit: query.linesPerNote)
        .map { KeyWordInContext.line($0, in: text, context: query.context) }
    }
    let statement = try db.makeStatement(
      sql: """
        SELECT start, length, code, status, holder FROM segment s
        WHERE s.revision = ?\(filter.conditions) ORDER BY ordinal LIMIT ?
        """)
    return try statement.all([.int(revision), .int(query.linesPerNote)]) { row in
      let start = row.int(0)
      var line = KeyWordInContext.line(start..<(start + max(0, row.int(1))), in: text, context: query.context)
      (line.code, line.status, line.holder) = (names[row.int64(2)], names[row.int64(3)], names[row.int64(4)])
      return line
    }
  }
}

/// Codes, statuses and holders of a query as numbers; numbers only, so they may stand in SQL (which is then
/// not cached: GRDB never forgets a cached statement).
private struct SegmentFilter {
  let isActive: Bool
  /// Something was asked for that no note has.
  private(set) var isImpossible = false
  private(set) var conditions = ""

  var exists: String {
    isActive ? " AND EXISTS (SELECT 1 FROM segment s WHERE s.revision = r.id\(conditions))" : ""
  }

  init(_ query: SearchQuery, _ db: Database) throws {
    isActive = query.asksForSegments
    try add("code", query.codes, db, withParts: true)
    try add("status", query.statuses, db)
    try add("holder", query.holders, db)
  }

  private mutating func add(
    _ column: String, _ words: [String], _ db: Database, withParts: Bool = false
  ) throws {
    guard !words.isEmpty else { return }
    var numbers: Set<Int64> = []
    for word in words {
      let statement = try db.cachedStatement(
        sql: "SELECT id FROM name WHERE text = ?1 OR (?2 AND substr(text, 1, length(?1) + 1) = ?1 || '/')")
      numbers.formUnion(try statement.all([.text(word.withoutNUL), .flag(withParts)]) { $0.int64(0) })
    }
    if numbers.isEmpty { isImpossible = true }
    conditions += " AND \(column) IN (\(numbers.sorted().map(String.init).joined(separator: ", ")))"
  }

  /// Days that have notes, or segments that fit, newest first.
  func days(_ db: Database) throws -> [Int] {
    let sql =
      isActive
      ? "SELECT DISTINCT day FROM tally WHERE 1\(conditions) ORDER BY day DESC"
      : "SELECT day FROM day ORDER BY day DESC"
    return try db.makeStatement(sql: sql).all { $0.int(0) }
  }
}

// Facts about the index itself: its secret, which folder it watches, whether the first import is over.

public import Digests
public import FileWatching
import GRDB

extension Store {
  /// A word or number kept under a name; nil where nothing is.
  func value(of key: String) throws(StoreError) -> String? {
    try read { db in
      try db.cachedStatement(sql: "SELECT value FROM meta WHERE key = ?").first([.text(key)]) { $0.text(0) }
    }
  }

  func setValue(of key: String, _ value: String?) throws(StoreError) {
    try write { db in
      if let value {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")
          .run([.text(key), .text(value)])
      } else {
        try db.cachedStatement(sql: "DELETE FROM meta WHERE key = ?").run([.text(key)])
      }
    }
  }

  /// The secret with which content is hashed: sixteen bytes, made at the first call.
  public func hashKey() throws(StoreError) -> [UInt8] {
    if let known = try value(of: "hash-key") {
      let digits = known.compactMap { $0.hexDigitValue }
      if digits.count == 32 {
        return stride(from: 0, to: 32, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
      }
    }
    var random = SystemRandomNumberGenerator()
    let key = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
    let digits = Array("0123456789abcdef")
    try setValue(of: "hash-key", String(key.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }))
    return key
  }

  /// When the index was made, seconds since 1970; set at the first call.
  public func created(at now: Int64) throws(StoreError) -> Int64 {
    if let known = try value(of: "created").flatMap({ Int64($0) }) { return known }
    try setValue(of: "created", String(now))
    return now
  }

  /// Whether the notes that were there before the first start are all in.
  public func isFirstImportDone() throws(StoreError) -> Bool { try value(of: "imported") != nil }

  public func setFirstImportDone() throws(StoreError) { try setValue(of: "imported", "1") }

  /// Whether nothing has come in but the first import.
  public func hasOnlyArchive() throws(StoreError) -> Bool {
    try read { db in
      try db.cachedStatement(sql: "SELECT NOT EXISTS (SELECT 1 FROM note WHERE archive = 0)").first {
        $0.int(0)
      } == 1
    }
  }

  /// Coded segments of present notes, by code.
  public func segmentCounts() throws(StoreError) -> [String: Int] {
    try read { db in
      let rows = try db.cachedStatement(
        sql: "SELECT n.text, sum(t.segments) FROM tally t JOIN name n ON n.id = t.code GROUP BY t.code"
      ).all { ($0.text(0), $0.int(1)) }
      return Dictionary(rows) { first, _ in first }
    }
  }

  /// When the last revision came in, seconds since 1970; nil for an empty index.
  public func lastReceived() throws(StoreError) -> Int64? {
    try read { db in
      try db.cachedStatement(sql: "SELECT since FROM revision ORDER BY id DESC LIMIT 1").first { $0.int64(0) }
    }
  }

  /// Device and inode of the folder whose notes these are; nil before the first start.
  public func watchedFolder() throws(StoreError) -> (device: UInt64, inode: UInt64)? {
    guard let parts = try value(of: "watched-folder")?.split(separator: ":").compactMap({ UInt64($0) }),
      parts.count == 2
    else { return nil }
    return (parts[0], parts[1])
  }

  public func setWatchedFolder(_ root: WatchRoot) throws(StoreError) {
    try setValue(of: "watched-folder", "\(root.device):\(root.inode)")
  }
}

extension Store {
  /// The period of the running digest: the current day; until a note has come in by itself (only the first import
  /// is there), the week of the newest note, so that there is something to read at once.
  public func runningPeriod(at now: Int64, zone: Zone) throws(StoreError) -> Period {
    if try hasOnlyArchive(), let newest = try newestNoteDate() {
      return Period.containing(newest, kind: .week, zone: zone)
    }
    return Period.containing(now, kind: .day, zone: zone)
  }

  /// The months that hold dated notes, oldest first, within the given moments.
  public func months(from first: Int64?, until end: Int64?, zone: Zone) throws(StoreError) -> [Period] {
    let days = try read { db in
      try db.cachedStatement(sql: "SELECT day FROM day ORDER BY day").all { $0.int(0) }
    }
    var months: [Period] = []
    for day in days {
      let noon = zone.instant(day: day, second: 43_200)
      if let last = months.last, noon < last.end { continue }
      let month = Period.containing(noon, kind: .month, zone: zone)
      if month.end > first ?? .min && month.start < end ?? .max { months.append(month) }
    }
    return months
  }
}

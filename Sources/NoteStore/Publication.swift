// Which digests were published, and what they knew.

public import Digests
import GRDB

/// A published digest of a period. Once recorded it never changes.
public struct Publication: Sendable, Hashable {
  public var period: Period
  /// Seconds since 1970: when its files were in place.
  public var published: Int64
  /// The moment up to which it knew what had been received.
  public var known: Int64
  /// The codebook's fingerprint.
  public var codebook: String
  /// Of what was published, for finding out whether files were touched.
  public var hash: ContentHash

  public init(period: Period, published: Int64, known: Int64, codebook: String, hash: ContentHash) {
    self.period = period
    self.published = published
    self.known = known
    self.codebook = codebook
    self.hash = hash
  }
}

extension Store {
  /// Records a digest after its files are in place; one that is already recorded is left as it is.
  public func record(_ publication: Publication) throws(StoreError) {
    try write { db in
      try db.cachedStatement(
        sql: """
          INSERT INTO publication (kind, name, start, "end", zone, published, known, codebook, hash)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, name) DO NOTHING
          """
      ).run([
        .text(publication.period.kind.rawValue), .text(publication.period.name),
        .int(publication.period.start), .int(publication.period.end), .text(publication.period.zone),
        .int(publication.published), .int(publication.known), .text(publication.codebook),
        .blob(publication.hash.bytes),
      ])
    }
  }

  /// Published digests by start and kind, oldest first; of one kind where it is given.
  public func publications(_ kind: PeriodKind? = nil) throws(StoreError) -> [Publication] {
    try read { db in try Self.publications(db, kind) }
  }

  static func publications(_ db: Database, _ kind: PeriodKind?) throws -> [Publication] {
    try db.cachedStatement(
      sql: """
        SELECT \(publicationColumns) FROM publication WHERE ?1 IS NULL OR kind = ?1 ORDER BY start, kind, name
        """
    ).all([.optional(kind?.rawValue)], publication)
  }

  private static let publicationColumns = """
    kind, name, start, "end", zone, published, known, codebook, hash
    """

  private static func publication(_ row: RawRow) -> Publication {
    let hash = row.bytes(8)
    let words = (0..<2).map { word in
      hash.dropFirst(8 * word).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    return Publication(
      period: Period(
        kind: PeriodKind(rawValue: row.text(0)) ?? .day, start: row.int64(2), end: row.int64(3),
        zone: row.text(4), name: row.text(1)),
      published: row.int64(5), known: row.int64(6), codebook: row.text(7),
      hash: ContentHash(high: words[0], low: words[1]))
  }
}

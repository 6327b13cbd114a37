// Periods of the calendar in a time zone.

/// The kinds of digest.
public enum PeriodKind: String, Sendable, CaseIterable, Codable {
  case hour, day, week, month
}

/// A stretch of time that a digest covers, half open, in seconds since 1970.
public struct Period: Sendable, Hashable {
  public var kind: PeriodKind
  public var start: Int64
  public var end: Int64
  /// IANA name.
  public var zone: String
  /// The file's stem: "2026-11-24-day", "2026-W48-week", "2026-11-month", "2026-10-25T02+0200-hour".
  public var name: String

  public init(kind: PeriodKind, start: Int64, end: Int64, zone: String, name: String) {
    self.kind = kind
    self.start = start
    self.end = end
    self.zone = zone
    self.name = name
  }
}

// How much a line of the log matters.

/// In the order and with the numbers of syslog.
public enum LogLevel: UInt8, Sendable, CaseIterable, Comparable {
  case error = 3
  case warning = 4
  case notice = 5
  case info = 6
  case debug = 7

  public init?(name: String) {
    guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = level
  }

  /// As in the configuration.
  public var name: String { "\(self)" }

  /// More urgent is less.
  public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}

/// A field beside the message, for `journalctl REDLINE_NOTE=...`.
public struct LogField: Hashable, Sendable {
  /// Upper-case letters, digits and underscores.
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  public static func note(_ path: String) -> LogField { LogField("REDLINE_NOTE", path) }
  public static func code(_ id: String) -> LogField { LogField("REDLINE_CODE", id) }
}

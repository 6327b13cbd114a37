// What the service has to say: to the journal, to a plain stream under systemd, or to a person.

import Glibc
import Synchronization

/// Writes one line or datagram a message with one call, so that threads do not mix. Text from notes belongs
/// at `debug` only. Control characters never come out as they are.
public final class Log: Sendable {
  /// Where and how.
  public enum Form: Hashable, Sendable {
    /// Datagrams of the journal's native protocol to this socket.
    case journal(socket: String)
    /// `<N>` in front, as sd-daemon(3) has it.
    case prefixed
    /// With the time of day, for people.
    case readable(isColoured: Bool)
  }

  public let form: Form
  private let descriptor: Int32
  private let threshold: Atomic<UInt8>

  /// - Parameter descriptor: where lines go; stays the caller's.
  public init(form: Form, level: LogLevel = .info, descriptor: Int32 = STDERR_FILENO) {
    self.form = form
    self.descriptor = descriptor
    threshold = Atomic(level.rawValue)
  }

  /// The form that fits standard error: the journal when `JOURNAL_STREAM` names it, prefixes under systemd
  /// otherwise, else readable.
  public static func formForStandardError() -> Form {
    let isTerminal = isatty(STDERR_FILENO) == 1
    if let stream = environment("JOURNAL_STREAM"), stream == identity(of: STDERR_FILENO) {
      return .journal(socket: "/run/systemd/journal/socket")
    }
    if !isTerminal, environment("INVOCATION_ID") != nil { return .prefixed }
    let wantsColour = environment("NO_COLOR") == nil && environment("TERM") != "dumb"
    return .readable(isColoured: isTerminal && wantsColour)
  }

  /// The least urgent level that is written.
  public var level: LogLevel {
    get { LogLevel(rawValue: threshold.load(ordering: .relaxed)) ?? .info }
    set { threshold.store(newValue.rawValue, ordering: .relaxed) }
  }

  public func error(_ message: @autoclosure () -> String, _ fields: LogField...) {
    write(.error, message, fields)
  }

  public func warning(_ message: @autoclosure () -> String, _ fields: LogField...) {
    write(.warning, message, fields)
  }

  public func notice(_ message: @autoclosure () -> String, _ fields: LogField...) {
    write(.notice, message, fields)
  }

  public func info(_ message: @autoclosure () -> String, _ fields: LogField...) {
    write(.info, message, fields)
  }

  public func debug(_ message: @autoclosure () -> String, _ fields: LogField...) {
    write(.debug, message, fields)
  }

  public func write(_ level: LogLevel, _ message: () -> String, _ fields: [LogField]) {
    guard level.rawValue <= threshold.load(ordering: .relaxed) else { return }
    let text = Self.printable(message())
    if case .journal(let socket) = form, sendToJournal(socket, level, text, fields) { return }
    writeLine(level, text)
  }

  // MARK: Lines

  private func writeLine(_ level: LogLevel, _ text: String) {
    var bytes = Array((prefix(level) + text + suffix + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress!, $0.count) }
      // Nobody is left to tell when standard error is gone.
      if count < 0, errno != EINTR { return }
      bytes = bytes.dropFirst(max(0, count))
    }
  }

  private func prefix(_ level: LogLevel) -> String {
    guard case .readable(let isColoured) = form else { return "<\(level.rawValue)>" }
    let colour =
      switch level {
      case .error: "\u{1B}[31m"
      case .warning: "\u{1B}[33m"
      case .debug: "\u{1B}[2m"
      case .notice, .info: ""
      }
    let word = level <= .warning ? "\(level.name): " : ""
    return (isColoured ? colour : "") + Self.timeOfDay() + " " + word
  }

  private var suffix: String { form == .readable(isColoured: true) ? "\u{1B}[0m" : "" }

  private static func timeOfDay() -> String {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return [local.tm_hour, local.tm_min, local.tm_sec].map { ($0 < 10 ? "0" : "") + "\($0)" }
      .joined(separator: ":")
  }

  // MARK: The journal

  /// Answers false where the journal does not take it.
  private func sendToJournal(
    _ socket: String, _ level: LogLevel, _ text: String, _ fields: [LogField]
  ) -> Bool {
    let fixed = [
      LogField("PRIORITY", "\(level.rawValue)"), LogField("SYSLOG_IDENTIFIER", "redline"),
      LogField("MESSAGE", text),
    ]
    let address = Array(socket.utf8)
    let datagram = (fixed + fields).flatMap { Self.journalField($0) }
    return DatagramSocket.send(datagram, to: address, patience: 1000) == 0
  }

  /// `NAME=value`, or with its length in front where the value has more than one line.
  static func journalField(_ field: LogField) -> [UInt8] {
    let name = Array(field.name.utf8)
    let value = Array(field.value.utf8)
    let newline = UInt8(ascii: "\n")
    guard value.contains(newline) else { return name + [UInt8(ascii: "=")] + value + [newline] }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: value.count >> (8 * $0)) }
    return name + [newline] + length + value + [newline]
  }

  // MARK: Text

  /// Control, direction and zero-width characters as `\u{...}`, so that a name in a message can neither break
  /// a line nor send a sequence to a terminal.
  static func printable(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        out += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// `device:inode` of an open descriptor, as `JOURNAL_STREAM` has it.
  private static func identity(of descriptor: Int32) -> String? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    return "\(status.st_dev):\(status.st_ino)"
  }
}

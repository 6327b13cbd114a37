// What systemd wants to know: the datagrams of sd_notify(3), sent without its library.

import FileWatching
import Glibc

/// Tells the service manager how the service fares. Without one, every call does nothing. Stateless: from any
/// thread.
public struct Notifier: Sendable {
  /// Where the datagrams go; nil where nobody listens.
  let address: [UInt8]?
  /// How often systemd wants to hear a heartbeat at the latest; nil where it does not.
  public let watchdogInterval: Duration?

  /// - Parameters:
  ///   - socket: as in `NOTIFY_SOCKET`: a path, or a name in the abstract namespace with `@` in front.
  public init(socket: String?, watchdogInterval: Duration? = nil) {
    let bytes = socket.map { Array($0.utf8) } ?? []
    let isUsable = bytes.first == UInt8(ascii: "/") || bytes.first == UInt8(ascii: "@")
    address = isUsable ? bytes : nil
    self.watchdogInterval = watchdogInterval
  }

  /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`, and takes them out of the environment, so
  /// that no child speaks in our name.
  public static func takenFromEnvironment() -> Notifier {
    defer { for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] { unsetenv(name) } }
    let isForUs = environment("WATCHDOG_PID").map { Int32($0) == getpid() } ?? true
    let interval = environment("WATCHDOG_USEC").flatMap { Int64($0) }
    return Notifier(
      socket: environment("NOTIFY_SOCKET"),
      watchdogInterval: isForUs ? interval.flatMap { $0 > 0 ? .microseconds($0) : nil } : nil)
  }

  /// Whether a service manager listens.
  public var isHeard: Bool { address != nil }

  /// Watches stand and notes are served.
  public func ready(status: String) { send(["READY=1", Self.status(status)]) }

  /// One line for `systemctl status`.
  public func status(_ text: String) { send([Self.status(text)], patience: 0) }

  /// A reload begins; `ready` ends it.
  public func reloading() {
    send(["RELOADING=1", "MONOTONIC_USEC=\(Moment.now().monotonic / 1000)"])
  }

  public func stopping(status: String) { send(["STOPPING=1", Self.status(status)]) }

  /// The heartbeat. Call it through `WatchdogBeat`, which earns it.
  public func watchdog() { send(["WATCHDOG=1"]) }

  /// Asks for `time` from now to start, stop or reload in; without it systemd gives up after its own time.
  public func extendTimeout(_ time: Duration, status: String) {
    send(["EXTEND_TIMEOUT_USEC=\(time.nanoseconds / 1000)", Self.status(status)])
  }

  private static func status(_ text: String) -> String {
    "STATUS=" + String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }

  /// A datagram that cannot be sent is no reason to stop: the manager's own timeouts tell. Nor is one that does not read
  /// a reason to wait for long: notes come first, and the next status line makes up for one that was lost.
  private func send(_ lines: [String], patience: Int = 1000) {
    guard let address else { return }
    DatagramSocket.send(Array(lines.joined(separator: "\n").utf8), to: address, patience: patience)
  }
}

/// A variable of the environment; nil where it is missing or empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}

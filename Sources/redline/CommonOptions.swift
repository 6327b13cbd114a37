// What every command takes, and how every command fails.

import ArgumentParser
import Foundation

/// Exit codes after sysexits(3), as far as Redline uses them.
enum Exit {
  /// A check failed: problems were found.
  static let problems = ExitCode(1)
  static let usage = ExitCode(64)
  static let noInput = ExitCode(66)
  static let unavailable = ExitCode(69)
  static let software = ExitCode(70)
  static let cannotCreate = ExitCode(73)
  static let inputOutput = ExitCode(74)
  /// Nobody answered in time; try again.
  static let tryAgain = ExitCode(75)
  static let noPermission = ExitCode(77)
  static let configuration = ExitCode(78)
}

struct CommonOptions: ParsableArguments {
  @Option(
    name: .customLong("config"),
    help:
      "Configuration file; else ./redline.yaml, $CONFIGURATION_DIRECTORY/redline.yaml, /etc/redline/redline.yaml."
  )
  var config: String?

  @Option(name: .customLong("watch"), help: "Folder to drop notes into.")
  var watch: String?

  @Option(name: .customLong("reports"), help: "Folder where digests appear.")
  var reports: String?

  @Option(name: .customLong("state"), help: "Folder of the index.")
  var state: String?

  @Option(name: .customLong("codebook"), help: "Codebook file; the embedded one by default.")
  var codebook: String?

  @Option(name: .customLong("time-zone"), help: "IANA name of the zone in which days begin.")
  var timeZone: String?

  @Option(name: .customLong("log-level"), help: "error, warning, notice, info or debug.")
  var logLevel: String?

  /// What of it was given.
  func overrides(settle: String? = nil) -> Overrides {
    Overrides(
      config: config, watch: watch, reports: reports, state: state, codebook: codebook, timeZone: timeZone,
      settle: settle, logLevel: logLevel)
  }
}

extension Overrides {
  /// - Throws: `ExitCode` 78 after saying on stderr what is wrong.
  func configuration() throws -> Configuration {
    do {
      return try resolved()
    } catch let error as ConfigurationError {
      Terminal.complain("\(error)")
      throw Exit.configuration
    }
  }

  /// - Throws: `ConfigurationError`.
  func resolved() throws -> Configuration {
    try Configuration.resolve(
      overrides: self, environment: ProcessInfo.processInfo.environment,
      currentFolder: FileManager.default.currentDirectoryPath)
  }
}

/// Results go to stdout, messages to stderr; colour only on a terminal and never with NO_COLOR.
enum Terminal {
  static func complain(_ message: String) {
    write("redline: \(message)\n", to: STDERR_FILENO)
  }

  /// Says what only those want to know who ask for it.
  static func debug(_ message: String) {
    if variable("REDLINE_LOG_LEVEL") == "debug" { complain(message) }
  }

  static func print(_ text: String) {
    write(text + "\n", to: STDOUT_FILENO)
  }

  /// Writes everything, or exits quietly when the reader has gone (`redline search x | head`).
  static func write(_ text: String, to descriptor: Int32) {
    write(Array(text.utf8), to: descriptor)
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent)
      }
      if count > 0 {
        sent += count
      } else if errno == EPIPE {
        // 141 is what a shell reports for a program ended by SIGPIPE.
        Glibc.exit(descriptor == STDOUT_FILENO ? 141 : 1)
      } else if errno != EINTR && errno != EAGAIN {
        if descriptor == STDOUT_FILENO {
          complain("standard output: \(String(cString: strerror(errno)))")
          Glibc.exit(74)
        }
        return
      }
    }
  }

  static func isTerminal(_ descriptor: Int32 = STDOUT_FILENO) -> Bool { isatty(descriptor) == 1 }

  static var usesColour: Bool {
    isTerminal() && (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
  }

  /// One of the environment: Foundation makes a dictionary of all of them each time.
  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Columns of the terminal; 80 where there is none.
  static var width: Int {
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return variable("COLUMNS").flatMap { Int($0) } ?? 80
  }
}

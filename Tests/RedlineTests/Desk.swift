// A desk of one's own for a test: temporary folders and the real program, run as real processes.

import Foundation
import Testing

/// A temporary folder with Watch, Reports and state, removed when the test ends.
final class Desk {
  let folder: String
  var watch: String { folder + "/Watch" }
  var reports: String { folder + "/Reports" }
  var state: String { folder + "/state" }
  private(set) var running: [Process] = []

  init(settings: String = "") throws {
    var template = Array(
      (URL(fileURLWithPath: NSTemporaryDirectory()).path + "/redline-desk-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw DeskTrouble("mkdtemp: \(String(cString: strerror(errno)))") }
    folder = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try FileManager.default.createDirectory(atPath: watch, withIntermediateDirectories: true)
    try "watch: Watch\nreports: Reports\nstate: state\n\(settings)".write(
      toFile: folder + "/redline.yaml", atomically: false, encoding: .utf8)
  }

  deinit {
    for process in running where process.isRunning { kill(process.processIdentifier, SIGKILL) }
    for process in running { process.waitUntilExit() }
    // The folder is a test's own; what cannot be removed is left to the system's cleaning of /tmp.
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      print("left behind: \(folder): \(error)")
    }
  }

  /// The program, built beside the test bundle.
  static let program: String = {
    if let named = ProcessInfo.processInfo.environment["REDLINE_TEST_PROGRAM"] { return named }
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let candidates = [
      bundle.deletingLastPathComponent(), bundle.deletingLastPathComponent().deletingLastPathComponent(),
      URL(fileURLWithPath: FileManager.default.currentDirectoryPath + "/.build/debug"),
    ].map { $0.appendingPathComponent("redline").path }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? candidates[2]
  }()

  func put(_ text: String, at path: String) throws {
    let file = watch + "/" + path
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: false, encoding: .utf8)
  }

  /// - Parameter wrapper: a command that ends in executing what follows it, such as `unshare --user`.
  private func process(
    _ arguments: [String], environment: [String: String], through wrapper: [String] = []
  ) -> Process {
    let process = Process()
    let words = wrapper + [Self.program] + arguments
    process.executableURL = URL(fileURLWithPath: wrapper.isEmpty ? words[0] : "/usr/bin/env")
    process.arguments = wrapper.isEmpty ? arguments : words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var all = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("REDLINE_") }
    all["NOTIFY_SOCKET"] = nil
    // One cache for all desks, away from the home of who runs the tests.
    all["CACHE_DIRECTORY"] = nil
    all["XDG_CACHE_HOME"] = (Self.program as NSString).deletingLastPathComponent + "/test-cache"
    all.merge(environment) { $1 }
    process.environment = all
    return process
  }

  struct Outcome {
    var code: Int32
    var output: String
    var messages: String
  }

  /// Runs a command to its end.
  @discardableResult
  func run(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws -> Outcome
  {
    let process = process(arguments, environment: environment)
    // Files, not pipes: a long output cannot block a child that nobody reads yet.
    let name = folder + "/.run-\(UUID().uuidString)"
    for suffix in [".in", ".out", ".err"] {
      _ = FileManager.default.createFile(
        atPath: name + suffix, contents: suffix == ".in" ? Data((input ?? "").utf8) : nil)
    }
    process.standardInput = FileHandle(forReadingAtPath: name + ".in")
    process.standardOutput = FileHandle(forWritingAtPath: name + ".out")
    process.standardError = FileHandle(forWritingAtPath: name + ".err")
    try process.run()
    process.waitUntilExit()
    func text(_ suffix: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: name + suffix)), as: UTF8.self)
    }
    return Outcome(code: process.terminationStatus, output: try text(".out"), messages: try text(".err"))
  }

  /// Starts the service and returns once it says that it watches.
  func start(
    _ arguments: [String] = [], environment: [String: String] = [:], through wrapper: [String] = []
  ) throws -> Service {
    let process = process(["watch"] + arguments, environment: environment, through: wrapper)
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    running.append(process)
    let service = Service(process: process, messages: pipe.fileHandleForReading)
    try service.wait(for: "watching")
    return service
  }

  /// The running service and what it has said so far.
  final class Service {
    let process: Process
    private let messages: FileHandle
    private(set) var said = ""

    init(process: Process, messages: FileHandle) {
      self.process = process
      self.messages = messages
    }

    /// Reads what the service says until `words` stand in it.
    func wait(for words: String) throws {
      while !said.contains(words) {
        let data = messages.availableData
        guard !data.isEmpty else {
          throw DeskTrouble("the service ended without saying '\(words)':\n\(said)")
        }
        said += String(decoding: data, as: UTF8.self)
      }
    }

    /// Ends it with a signal and returns its exit code (or the signal's number for one that kills).
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) -> Int32 {
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      said += String(decoding: messages.availableData, as: UTF8.self)
      return process.terminationStatus
    }
  }
}

struct DeskTrouble: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// The first of these files that is there; tests that need a tool say so where it is missing.
func tool(_ paths: String...) -> String? {
  paths.first { FileManager.default.isExecutableFile(atPath: $0) }
}

/// Runs a tool to its end and throws what it says where it fails.
func runTool(_ words: String...) throws {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = words
  // A file, not a pipe: a tool that goes on in the background would keep a pipe open for ever.
  let said = NSTemporaryDirectory() + "/redline-tool-\(UUID().uuidString)"
  _ = FileManager.default.createFile(atPath: said, contents: nil)
  defer { unlink(said) }
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle(forWritingAtPath: said)
  try process.run()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw DeskTrouble("\(words.joined(separator: " ")): \(try String(contentsOfFile: said, encoding: .utf8))")
  }
}

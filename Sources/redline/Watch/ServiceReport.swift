// What the running service says of itself, in a file of the state folder, for `redline status`.

import Foundation

struct ServiceReport: Codable {
  var pid: Int32
  /// Seconds since 1970.
  var started: Int64
  var updated: Int64
  var folders: Int
  /// Folders without events, and why.
  var polled: [String]
  var waiting: Int
  var overflows: Int
  var rescans: Int
  var nextDigest: Int64?
  var status: String

  private static func file(_ state: String) -> String { "\(state)/service.json" }

  /// Written aside and renamed. Errors are the caller's to log: the service goes on without it.
  func write(to state: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let partial = "\(state)/.service.json"
    try encoder.encode(self).write(to: URL(fileURLWithPath: partial))
    guard rename(partial, Self.file(state)) == 0 else {
      throw ConfigurationError(file: Self.file(state), message: String(cString: strerror(errno)))
    }
  }

  /// Nil where no service runs on this state folder: the lock is free.
  static func ofRunning(_ state: String) -> ServiceReport? {
    let descriptor = open("\(state)/lock", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
    guard let data = FileManager.default.contents(atPath: file(state)) else { return nil }
    do {
      return try JSONDecoder().decode(ServiceReport.self, from: data)
    } catch {
      // Of another version: the service runs, and that is all one can say.
      return ServiceReport(
        pid: 0, started: 0, updated: 0, folders: 0, polled: [], waiting: 0, overflows: 0, rescans: 0,
        nextDigest: nil, status: "running")
    }
  }
}

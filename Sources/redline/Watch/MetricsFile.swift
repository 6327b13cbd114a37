// Figures for Prometheus, as a text file for node_exporter's textfile collector. Opt-in: `metrics` names the file.

import Foundation
import NoteStore

struct MetricsFile {
  let path: String

  struct Figures {
    var states: [LedgerState: Int]
    var segments: [String: Int]
    var waiting: Int
    var lastReceived: Int64?
    var lastDigest: Int64?
    var rescans: Int
    var overflows: Int
    var watches: Int
    var watchLimit: Int?
    var databaseBytes: Int64
    var codingSeconds: Double
  }

  /// Written aside and renamed, as the collector asks. Throws what the file system says.
  func write(_ figures: Figures) throws {
    let partial = "\(path).\(getpid()).partial"
    try Data(Self.text(figures).utf8).write(to: URL(fileURLWithPath: partial))
    guard chmod(partial, 0o644) == 0, rename(partial, path) == 0 else {
      throw ConfigurationError(
        file: path, message: "cannot be put into place: \(String(cString: strerror(errno)))")
    }
  }

  /// Names after Prometheus' conventions: base units, `_total` for what only grows.
  static func text(_ figures: Figures) -> String {
    var lines: [String] = []
    func metric(_ name: String, _ kind: String, _ help: String, _ samples: [(String, String)]) {
      guard !samples.isEmpty else { return }
      lines += ["# HELP redline_\(name) \(help)", "# TYPE redline_\(name) \(kind)"]
      lines += samples.map { "redline_\(name)\($0.0) \($0.1)" }
    }
    func label(_ name: String, _ value: String) -> String {
      let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
        "\n", with: "\\n")
      return "{\(name)=\"\(escaped)\"}"
    }
    metric(
      "notes", "gauge", "Files in the ledger by state.",
      LedgerState.allCases.map { (label("state", $0.rawValue), "\(figures.states[$0] ?? 0)") })
    metric(
      "segments", "gauge", "Coded segments of present notes by code.",
      figures.segments.sorted { $0.key < $1.key }.map { (label("code", $0.key), "\($0.value)") })
    metric("waiting_notes", "gauge", "Notes that wait to be read.", [("", "\(figures.waiting)")])
    metric(
      "last_note_timestamp_seconds", "gauge", "When the last note came into the index.",
      figures.lastReceived.map { [("", "\($0)")] } ?? [])
    metric(
      "last_digest_timestamp_seconds", "gauge", "When the last periodic digest was published.",
      figures.lastDigest.map { [("", "\($0)")] } ?? [])
    metric("rescans_total", "counter", "Listings of the tree or of a folder.", [("", "\(figures.rescans)")])
    metric("overflows_total", "counter", "Times the kernel dropped events.", [("", "\(figures.overflows)")])
    metric("watches", "gauge", "Folders watched with inotify.", [("", "\(figures.watches)")])
    metric(
      "watches_limit", "gauge", "The kernel's limit of watches for this user.",
      figures.watchLimit.map { [("", "\($0)")] } ?? [])
    metric("database_bytes", "gauge", "Size of the index.", [("", "\(figures.databaseBytes)")])
    metric(
      "coding_seconds_total", "counter", "Time spent reading and coding notes, over all workers.",
      [("", "\(figures.codingSeconds)")])
    return lines.joined(separator: "\n") + "\n"
  }
}

extension FileManager {
  /// Bytes; 0 where there is no such file.
  func size(of path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }
}

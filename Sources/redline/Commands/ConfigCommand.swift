// `redline config`: what holds, and whence.

import ArgumentParser

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Print the settings that hold, and where each comes from.")

  @OptionGroup var common: CommonOptions

  func run() throws {
    let configuration = try common.overrides().configuration()
    var lines = ["# configuration file: \(configuration.file ?? "none found; defaults hold")"]
    for (key, value, origin) in configuration.listing {
      let entry = "\(key): \(value)"
      lines.append(entry + String(repeating: " ", count: max(1, 56 - entry.count)) + "# \(origin)")
    }
    Terminal.print(lines.joined(separator: "\n"))
  }
}

extension Configuration {
  /// Key, value as YAML in flow style, origin; in the order of the documentation.
  var listing: [(String, String, String)] {
    func row<Value>(_ key: String, _ setting: Setting<Value>, _ show: (Value) -> String) -> (
      String, String, String
    ) { (key, show(setting.value), "\(setting.origin)") }
    let quoted: (String) -> String = { "\"\($0)\"" }
    let list: ([String]) -> String = { "[" + $0.map(quoted).joined(separator: ", ") + "]" }
    return [
      row("watch", watch, quoted), row("reports", reports, quoted), row("state", state, quoted),
      row("codebook", codebook) { $0.map(quoted) ?? "(embedded)" },
      row("digests", digests) { entries in
        "["
          + entries.map { entry in
            "{every: \(entry.every)" + (entry.at.map { ", at: \"\($0)\"" } ?? "")
              + (entry.on.map { ", on: \($0)" } ?? "") + "}"
          }.joined(separator: ", ") + "]"
      },
      row("time-zone", timeZone, quoted), row("settle", settle, Self.duration), row("ignore", ignore, list),
      row("rescan", rescan, Self.duration), row("poll", poll, list),
      row("poll-interval", pollInterval, Self.duration), row("max-note-size", maxNoteSize) { String($0) },
      row("converters", converters) { entries in
        "{" + entries.map { "\($0.fileExtension): \(list($0.command))" }.joined(separator: ", ") + "}"
      },
      row("fallback-encoding", fallbackEncoding) { $0.map(quoted) ?? "(detected)" },
      row("log-level", logLevel) { $0 }, row("metrics", metrics) { $0.map(quoted) ?? "(off)" },
      row("templates", templates) { $0.map(quoted) ?? "(embedded)" },
    ]
  }

  private static func duration(_ seconds: Double) -> String {
    if seconds == 0 { return "0" }
    if seconds < 1 { return "\(Int((seconds * 1000).rounded()))ms" }
    if seconds.truncatingRemainder(dividingBy: 3600) == 0 { return "\(Int(seconds / 3600))h" }
    if seconds.truncatingRemainder(dividingBy: 60) == 0 { return "\(Int(seconds / 60))min" }
    return "\(seconds)s"
  }
}

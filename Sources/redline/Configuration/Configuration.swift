// What holds on this machine: every setting resolved, with where it came from.

import Foundation

/// Where a setting came from, for `redline config`.
enum Origin: Sendable, CustomStringConvertible {
  case flag(String)
  case environment(String)
  case file(String, line: Int)
  case preset

  var description: String {
    switch self {
    case .flag(let name): "flag \(name)"
    case .environment(let name): "environment \(name)"
    case .file(let file, let line): "\(file):\(line)"
    case .preset: "default"
    }
  }
}

struct Setting<Value: Sendable>: Sendable {
  var value: Value
  var origin: Origin
}

/// Settings given on the command line; they win over everything.
struct Overrides: Sendable {
  var config: String?
  var watch: String?
  var reports: String?
  var state: String?
  var codebook: String?
  var timeZone: String?
  var settle: String?
  var logLevel: String?
}

struct Configuration: Sendable {
  /// The file that was read; nil where none was found.
  var file: String?
  /// The folder against which relative paths of the file are meant.
  var base: String
  var watch: Setting<String>
  var reports: Setting<String>
  var state: Setting<String>
  var codebook: Setting<String?>
  var digests: Setting<[ConfigurationFile.DigestEntry]>
  var timeZone: Setting<String>
  var settle: Setting<Double>
  var ignore: Setting<[String]>
  var rescan: Setting<Double>
  var poll: Setting<[String]>
  var pollInterval: Setting<Double>
  var maxNoteSize: Setting<Int>
  var converters: Setting<[ConfigurationFile.ConverterEntry]>
  var fallbackEncoding: Setting<String?>
  var logLevel: Setting<String>
  var metrics: Setting<String?>
  var templates: Setting<String?>

  static let defaultDigests = [
    ConfigurationFile.DigestEntry(every: "day", at: "06:00", on: nil),
    ConfigurationFile.DigestEntry(every: "week", at: "06:00", on: "monday"),
  ]

  static let defaultConverters =
    [
      ConfigurationFile.ConverterEntry(
        fileExtension: "pdf", command: ["pdftotext", "-enc", "UTF-8", "-eol", "unix", "{}", "-"])
    ]
    + [
      "docx", "odt", "rtf", "epub", "org", "fb2", "opml", "rst", "textile", "mediawiki", "wiki", "latex",
      "tex", "ipynb",
    ].map {
      ConfigurationFile.ConverterEntry(
        fileExtension: $0, command: pandoc(["wiki": "mediawiki", "tex": "latex"][$0] ?? $0))
    }

  private static func pandoc(_ format: String) -> [String] {
    [
      "pandoc", "--sandbox", "--standalone", "--from", format, "--to", "gfm+yaml_metadata_block",
      "--wrap=none", "{}",
    ]
  }

  /// - Throws: `ConfigurationError`; the caller exits with 78.
  static func resolve(
    overrides: Overrides, environment: [String: String], currentFolder: String
  ) throws -> Configuration {
    let (path, said) = try locate(
      overrides: overrides, environment: environment, currentFolder: currentFolder)
    // Paths in a file are meant from the file's folder; without one, from here.
    let base = path.map { folder(of: absolute($0, in: currentFolder)) } ?? currentFolder
    let sources = SettingSources(
      file: path ?? "", base: base, currentFolder: currentFolder, environment: environment)

    var stateDefault = absolute(".redline", in: base)
    var stateOrigin = Origin.preset
    // systemd may hand several, separated by colons; the first is ours.
    if let given = environment["STATE_DIRECTORY"]?.split(separator: ":").first {
      stateDefault = String(given)
      stateOrigin = .environment("STATE_DIRECTORY")
    }
    var configuration = Configuration(
      file: path, base: base,
      watch: sources.path(overrides.watch, "watch", said.watch, preset: absolute("Watch", in: base)),
      reports: sources.path(
        overrides.reports, "reports", said.reports, preset: absolute("Reports", in: base)),
      state: sources.path(
        overrides.state, "state", said.state, preset: stateDefault, presetOrigin: stateOrigin),
      codebook: sources.optionalPath(overrides.codebook, "codebook", said.codebook),
      digests: sources.setting(said.digests, preset: defaultDigests),
      timeZone: sources.string(overrides.timeZone, "time-zone", said.timeZone, preset: "UTC"),
      settle: try sources.seconds(overrides.settle, "settle", said.settle, preset: 0.5, range: 0...3600),
      ignore: sources.setting(said.ignore, preset: []),
      rescan: try sources.seconds(nil, "rescan", said.rescan, preset: 3600, range: 1...604_800),
      poll: sources.setting(said.poll, preset: []),
      pollInterval: try sources.seconds(
        nil, "poll-interval", said.pollInterval, preset: 30, range: 1...86_400),
      maxNoteSize: try sources.bytes("max-note-size", said.maxNoteSize, preset: 10 << 20),
      converters: sources.converters(said.converters, presets: defaultConverters),
      fallbackEncoding: sources.optionalString("fallback-encoding", said.fallbackEncoding),
      logLevel: sources.string(overrides.logLevel, "log-level", said.logLevel, preset: "info"),
      metrics: sources.optionalPath(nil, "metrics", said.metrics),
      templates: sources.optionalPath(nil, "templates", said.templates))
    try configuration.check()
    return configuration
  }

  /// The file named by flag or environment must exist; the usual places are tried in order.
  private static func locate(
    overrides: Overrides, environment: [String: String], currentFolder: String
  ) throws -> (String?, ConfigurationFile) {
    if let named = overrides.config ?? environment["REDLINE_CONFIG"] {
      return (named, try read(named, in: currentFolder))
    }
    var candidates = ["redline.yaml"]
    if let folder = environment["CONFIGURATION_DIRECTORY"]?.split(separator: ":").first {
      candidates.append("\(folder)/redline.yaml")
    }
    candidates.append("/etc/redline/redline.yaml")
    for candidate in candidates
    where FileManager.default.fileExists(atPath: absolute(candidate, in: currentFolder)) {
      return (candidate, try read(candidate, in: currentFolder))
    }
    return (nil, ConfigurationFile())
  }

  private static func read(_ path: String, in folder: String) throws -> ConfigurationFile {
    // A URL would be made of its path to read it by Foundation, which each command would wait for.
    let descriptor = open(absolute(path, in: folder), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ConfigurationError(file: path, message: "cannot be read: \(SystemReason.text(errno))")
    }
    defer { close(descriptor) }
    let bytes: [UInt8]
    do throws(InputError) {
      bytes = try InputFile.bytes(of: descriptor, past: ConfigurationFile.mostBytes)
    } catch {
      throw ConfigurationError(file: path, message: "cannot be read: \(error)")
    }
    // Of one that is too large, which is said later, the end may be half a character.
    let isWhole = bytes.count <= ConfigurationFile.mostBytes
    guard
      let yaml = isWhole ? String(validating: bytes, as: UTF8.self) : String(decoding: bytes, as: UTF8.self)
    else {
      throw ConfigurationError(file: path, message: "is not UTF-8 text; save it as UTF-8")
    }
    return try ConfigurationFile(yaml: yaml, file: path)
  }

  /// Joined and freed of `.` and `..`, links not resolved.
  static func absolute(_ path: String, in folder: String) -> String {
    let joined = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    var parts: [Substring] = []
    for part in joined.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.isEmpty ? "/" : parts.reduce(into: "") { $0 += "/" + String($1) }
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
  }
}

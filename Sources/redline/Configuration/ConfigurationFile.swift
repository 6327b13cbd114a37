// What a configuration file says: every key optional, nothing resolved against this machine yet.

import Yams

/// A value with the line and column where the file says it.
struct Said<Value: Sendable>: Sendable {
  var value: Value
  var line: Int
  var column: Int
}

/// `redline.yaml`, read and checked in shape. Unknown keys and wrong types are errors with their place.
struct ConfigurationFile: Sendable {
  var watch: Said<String>?
  var reports: Said<String>?
  var state: Said<String>?
  var codebook: Said<String>?
  var digests: Said<[DigestEntry]>?
  var timeZone: Said<String>?
  var settle: Said<Double>?
  var ignore: Said<[String]>?
  var rescan: Said<Double>?
  var poll: Said<[String]>?
  var pollInterval: Said<Double>?
  var maxNoteSize: Said<Int>?
  var converters: Said<[ConverterEntry]>?
  var fallbackEncoding: Said<String>?
  var logLevel: Said<String>?
  var metrics: Said<String>?
  var templates: Said<String>?

  /// One entry of `digests`.
  struct DigestEntry: Sendable, Equatable {
    var every: String
    var at: String?
    var on: String?
  }

  /// One entry of `converters`: an extension and the command's words, `{}` standing for the file.
  struct ConverterEntry: Sendable, Equatable {
    var fileExtension: String
    var command: [String]
  }

  static let mostBytes = 256 * 1024

  init() {}

  /// - Throws: `ConfigurationError` with the file's name and the place of the first fault.
  init(yaml: String, file: String) throws {
    guard yaml.utf8.count <= Self.mostBytes else {
      throw ConfigurationError(file: file, message: "is larger than 256 KiB; this cannot be a configuration")
    }
    let root: Node?
    do {
      // Scalars are read as texts: the library's own guesses at their types cost a regular expression each, and what would
      // make values of these is not asked for.
      root = try Parser(
        yaml: yaml, resolver: .basic, constructor: Constructor([:], [:], [:]), encoding: .utf8
      ).singleRoot()
    } catch let error as YamlError {
      throw ConfigurationError(file: file, yaml: error)
    }
    guard let root else { return }  // an empty file says nothing, and every key is optional
    if case .scalar(let scalar) = root, scalar.string.isEmpty { return }
    guard case .mapping(let mapping) = root else {
      throw ConfigurationError(
        file: file, mark: root.mark, message: "a mapping of keys to values is expected at the top")
    }
    for (key, value) in mapping {
      let name = key.string ?? ""
      let reader = ConfigurationValue(file: file, key: name, node: value)
      switch name {
      case "watch": watch = try reader.path()
      case "reports": reports = try reader.path()
      case "state": state = try reader.path()
      case "codebook": codebook = try reader.path()
      case "digests": digests = try reader.digestEntries()
      case "time-zone": timeZone = try reader.string()
      case "settle": settle = try reader.seconds(in: 0...3600)
      case "ignore": ignore = try reader.strings()
      case "rescan": rescan = try reader.seconds(in: 1...604_800)
      case "poll": poll = try reader.strings()
      case "poll-interval": pollInterval = try reader.seconds(in: 1...86_400)
      case "max-note-size": maxNoteSize = try reader.bytes(in: 1024...1_073_741_824)
      case "converters": converters = try reader.converterEntries()
      case "fallback-encoding": fallbackEncoding = try reader.string()
      case "log-level": logLevel = try reader.string(oneOf: LogLevelName.all)
      case "metrics": metrics = try reader.path()
      case "templates": templates = try reader.path()
      default:
        throw ConfigurationError(
          file: file, mark: key.mark,
          message: "unknown key '\(name)'" + Nearest.remedy(name, among: Self.keys))
      }
    }
  }

  static let keys = [
    "watch", "reports", "state", "codebook", "digests", "time-zone", "settle", "ignore", "rescan", "poll",
    "poll-interval", "max-note-size", "converters", "fallback-encoding", "log-level", "metrics", "templates",
  ]
}

/// The names of the log's levels, from few words to many.
enum LogLevelName {
  static let all = ["error", "warning", "notice", "info", "debug"]
}

// What no single value can show: folders inside one another, unknown zones, log levels from outside the file.

import Foundation

extension Configuration {
  /// - Throws: `ConfigurationError` that names both settings and the remedy.
  mutating func check() throws {
    let named = file ?? "configuration"
    // This machine's zone, as its /etc/localtime has it.
    if timeZone.value == "local" { timeZone.value = TimeZone.current.identifier }
    // One zone, one name: most servers say Etc/UTC.
    let synonyms = ["GMT", "UCT", "Universal", "Zulu", "Greenwich"]
    if (synonyms + ["UTC"]).map({ "Etc/" + $0 }).contains(timeZone.value) || synonyms.contains(timeZone.value)
    {
      timeZone.value = "UTC"
    }
    // Foundation knows more names than it lists (US/Eastern), and makes others up from offsets, under another name.
    guard timeZone.value == "UTC" || TimeZone(identifier: timeZone.value)?.identifier == timeZone.value else {
      throw ConfigurationError(
        file: "\(timeZone.origin)",
        message: "unknown time-zone '\(timeZone.value)'; use an IANA name such as Europe/Kyiv or UTC")
    }
    guard LogLevelName.all.contains(logLevel.value) else {
      throw ConfigurationError(
        file: "\(logLevel.origin)",
        message: "log-level '\(logLevel.value)' is not one of \(LogLevelName.all.joined(separator: ", "))")
    }
    let folders = [("watch", watch.value), ("reports", reports.value), ("state", state.value)]
      .map { ($0.0, Self.resolvingLinks($0.1)) }
    for (name, folder) in folders {
      for (other, outer) in folders where other != name {
        if folder == outer || folder.hasPrefix(outer == "/" ? "/" : outer + "/") {
          throw ConfigurationError(
            file: named,
            message: "'\(name)' (\(folder)) lies inside '\(other)' (\(outer)); keep the three folders apart")
        }
      }
    }
  }

  /// The path with symbolic links resolved as far as it exists.
  static func resolvingLinks(_ path: String) -> String {
    var existing = path
    var rest: [String] = []
    while existing != "/" {
      if let real = realpath(existing, nil) {
        defer { free(real) }
        return ([String(cString: real)] + rest.reversed()).joined(separator: "/")
      }
      rest.append(
        String(existing[existing.index(after: existing.lastIndex(of: "/") ?? existing.startIndex)...]))
      existing = folder(of: existing)
    }
    return path
  }
}

/// The system's own words for an error, without Foundation's wrapping.
enum SystemReason {
  static let notPermitted = String(cString: strerror(EACCES))

  static func text(_ number: Int32) -> String {
    number == ENOENT ? "no such file" : String(cString: strerror(number))
  }

  static func text(_ error: any Error) -> String {
    let error = error as NSError
    if let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError,
      underlying.domain == NSPOSIXErrorDomain
    {
      return String(cString: strerror(Int32(underlying.code)))
    }
    if error.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(error.code))) }
    guard error.domain == NSCocoaErrorDomain else { return error.localizedDescription }
    switch CocoaError.Code(rawValue: error.code) {
    case .fileReadNoSuchFile: return text(ENOENT)
    case .fileReadNoPermission, .fileWriteNoPermission: return notPermitted
    case .fileWriteVolumeReadOnly: return String(cString: strerror(EROFS))
    case .fileWriteOutOfSpace: return String(cString: strerror(ENOSPC))
    default: return error.localizedDescription
    }
  }
}

// What clients ask of the service: small files in STATE/requests, taken away once read.

import Foundation
import NotePaths

/// A request: its first line is the kind, every further line a path in hexadecimal bytes.
struct Request {
  enum Kind: String { case retry }
  var id: String
  var kind: Kind
  var paths: [NotePath]
}

struct RequestFolder {
  let path: String

  /// Group-writable, so that members of the service's group may ask.
  func prepare() throws {
    if mkdir(path, 0o770) != 0 && errno != EEXIST {
      throw ConfigurationError(file: path, message: "cannot be made: \(String(cString: strerror(errno)))")
    }
    // mkdir is subject to the umask. A folder that is not ours keeps the mode it has.
    _ = chmod(path, 0o2770)
  }

  /// Leaves a request for the service; written aside and renamed, so that it is never read half.
  /// - Throws: `ConfigurationError` where the folder cannot be written to.
  func leave(_ kind: Request.Kind, paths: [NotePath]) throws -> String {
    let id = "\(kind.rawValue)-\(getpid())-\(UUID().uuidString)"
    let lines = [kind.rawValue] + paths.map { path in path.bytes.map { Hex.pair($0) }.joined() }
    let partial = "\(path)/.\(id)"
    do {
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: partial))
    } catch {
      let reason = SystemReason.text(error)
      throw ConfigurationError(
        file: path,
        message: "the service cannot be asked: \(reason)"
          + (reason == SystemReason.notPermitted ? "; be a member of its group" : ""))
    }
    guard rename(partial, "\(path)/\(id)") == 0 else {
      throw ConfigurationError(
        file: path, message: "the service cannot be asked: \(String(cString: strerror(errno)))")
    }
    return id
  }

  /// Reads and removes what is there, in order of names; what makes no sense is removed too.
  func take() throws -> [Request] {
    var requests: [Request] = []
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    for name in names where !name.hasPrefix(".") {
      let file = "\(path)/\(name)"
      let data = FileManager.default.contents(atPath: file) ?? Data()
      unlink(file)
      let lines = String(decoding: data.prefix(1 << 20), as: UTF8.self).split(separator: "\n")
      guard let kind = lines.first.flatMap({ Request.Kind(rawValue: String($0)) }) else { continue }
      let paths = lines.dropFirst().compactMap { Hex.bytes($0).map { NotePath(bytes: $0) } }
      requests.append(Request(id: name, kind: kind, paths: paths))
    }
    return requests
  }
}

enum Hex {
  static func pair(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  static func bytes(_ text: Substring) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}

// A note's path below the watched folder: bytes, as the kernel has them.

/// A path relative to the watched folder, without a leading slash. Any bytes but NUL may stand in it:
/// file names on Linux need not be UTF-8. Ordered by bytes, so that every listing is the same everywhere.
public struct NotePath: Hashable, Sendable, Comparable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }

  public init(_ string: String) { bytes = Array(string.utf8) }

  /// All bytes at once: what the compiler would write feeds the hash one by one.
  public func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  public static func < (left: NotePath, right: NotePath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// The last component.
  public var name: [UInt8] {
    guard let slash = bytes.lastIndex(of: 0x2F) else { return bytes }
    return Array(bytes[(slash + 1)...])
  }

  /// The folder that holds it; empty for a path at the top.
  public var parent: NotePath {
    guard let slash = bytes.lastIndex(of: 0x2F) else { return NotePath(bytes: []) }
    return NotePath(bytes: Array(bytes[..<slash]))
  }

  /// The name's extension in lower case, without the dot; empty where there is none.
  public var fileExtension: String {
    let name = self.name
    guard let dot = name.lastIndex(of: 0x2E), dot > 0, dot + 1 < name.count else { return "" }
    return String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
  }

  public func appending(_ component: [UInt8]) -> NotePath {
    if bytes.isEmpty { return NotePath(bytes: component) }
    // Just as much room as it needs: a hundred thousand paths may wait, and what `+` makes has room for twice as long a one.
    var joined: [UInt8] = []
    joined.reserveCapacity(bytes.count + 1 + component.count)
    joined += bytes
    joined.append(0x2F)
    joined += component
    return NotePath(bytes: joined)
  }

  /// Whether this path is `folder` or lies below it; everything lies below the empty path.
  public func isWithin(_ folder: NotePath) -> Bool {
    if folder.bytes.isEmpty { return true }
    guard bytes.starts(with: folder.bytes) else { return false }
    return bytes.count == folder.bytes.count || bytes[folder.bytes.count] == 0x2F
  }
}

extension NotePath: CustomStringConvertible {
  /// The path for people: valid UTF-8 as it is, other bytes and control characters as `\xHH`, so that a
  /// name can neither break a line nor send an escape sequence to a terminal. Bidirectional and
  /// zero-width controls come out as `\u{...}`.
  public var description: String {
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return String(decoding: bytes, as: UTF8.self) }
    var out = ""
    var rest = bytes[...]
    while let first = rest.first {
      if first < 0x80 {
        if first < 0x20 || first == 0x7F {
          out += Self.hex(first)
        } else {
          out.unicodeScalars.append(Unicode.Scalar(first))
        }
        rest = rest.dropFirst()
        continue
      }
      let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
      if let decoded = String(validating: rest.prefix(length), as: UTF8.self),
        decoded.unicodeScalars.count == 1, let scalar = decoded.unicodeScalars.first
      {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
          out += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        default: out.unicodeScalars.append(scalar)
        }
        rest = rest.dropFirst(length)
      } else {
        out += Self.hex(first)
        rest = rest.dropFirst()
      }
    }
    return out
  }

  private static func hex(_ byte: UInt8) -> String {
    "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}

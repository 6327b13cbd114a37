// A look at a YAML file's structure before the library builds a tree of it.

/// The library recurses once a level of nesting and hashes whole keys, so that deep nesting can exhaust the
/// stack and aliases in keys can take for ever. A codebook needs neither: both are refused beforehand.
struct StructureGuard {
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private var lineStart = 0
  private var flowDepth = 0
  /// Whether a value may begin here: after an indicator, not within a word.
  private var isValueStart = true
  /// Whether the line has had nothing but blanks and dashes.
  private var isIndentation = true
  private var dashes = 0

  static func problem(in yaml: String) -> (place: FilePlace, message: String)? {
    var scan = StructureGuard(bytes: Array(yaml.utf8))
    return scan.run()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private static let greatestIndentation = 200

  private mutating func run() -> (place: FilePlace, message: String)? {
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\n"): beginLine()
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        if isIndentation, at - lineStart > Self.greatestIndentation { return deep }
        at += 1
      case UInt8(ascii: "#") where at == 0 || isBlank(at - 1): skipComment()
      case UInt8(ascii: "\""), UInt8(ascii: "'"): if isValueStart { skipQuoted(byte) } else { at += 1 }
      case UInt8(ascii: "&"), UInt8(ascii: "*"):
        if isValueStart, at + 1 < bytes.count, !isBlank(at + 1) { return anchor }
        advance()
      case UInt8(ascii: "["), UInt8(ascii: "{"): takeOpening()
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        flowDepth = max(0, flowDepth - 1)
        advance()
      case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "?"): takeIndicator(byte)
      default: advance()
      }
      if flowDepth > Codebook.greatestNesting || dashes > Codebook.greatestNesting { return deep }
    }
    return nil
  }

  private var place: FilePlace {
    let before = String(decoding: bytes[lineStart..<min(at, bytes.count)], as: UTF8.self)
    return FilePlace(line: line, column: before.unicodeScalars.count + 1)
  }

  private var deep: (FilePlace, String) { (place, "values are nested too deeply for a codebook") }

  private var anchor: (FilePlace, String) {
    (place, "anchors and aliases are not allowed: use a lexicon, or put the text in quotation marks")
  }

  private func isBlank(_ index: Int) -> Bool {
    index >= bytes.count || bytes[index] == 0x20 || bytes[index] == 0x0A || bytes[index] == 0x09
      || bytes[index] == 0x0D
  }

  private mutating func beginLine() {
    at += 1
    line += 1
    lineStart = at
    isValueStart = true
    isIndentation = true
    dashes = 0
  }

  private mutating func advance() {
    at += 1
    isValueStart = false
    isIndentation = false
  }

  private mutating func skipComment() {
    while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
  }

  private mutating func takeOpening() {
    isIndentation = false
    if isValueStart { flowDepth += 1 }
    at += 1
  }

  private mutating func takeIndicator(_ byte: UInt8) {
    let isIndicator = byte == UInt8(ascii: ",") ? flowDepth > 0 : isBlank(at + 1) || flowDepth > 0
    if byte == UInt8(ascii: "-"), isValueStart, isBlank(at + 1) { dashes += 1 }
    at += 1
    let opensValue = byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") || isValueStart
    isValueStart = isIndicator && opensValue
    isIndentation = isIndentation && byte == UInt8(ascii: "-") && isValueStart
  }

  private mutating func skipQuoted(_ mark: UInt8) {
    advance()
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if byte == UInt8(ascii: "\n") {
        line += 1
        lineStart = at
      } else if byte == UInt8(ascii: "\\"), mark == UInt8(ascii: "\"") {
        if at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
      } else if byte == mark {
        guard mark == UInt8(ascii: "'"), at < bytes.count, bytes[at] == mark else { return }
        at += 1
      }
    }
  }
}

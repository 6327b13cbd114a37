// One line of JSON: a flat object read without building a tree, so that millions of lines cost little.

/// What is wrong with a line.
struct JSONLineError: Error, CustomStringConvertible {
  var reason: String
  /// Byte of the line, from 1.
  var column: Int
  var description: String { "\(reason) at byte \(column)" }
}

/// A strict reader (RFC 8259) of one value; keeps where the members of the outermost object lie.
struct JSONLine {
  /// Values of the outermost object as they stand, by key; of a key given twice the last.
  private(set) var members: [String: Range<Int>] = [:]
  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private static let deepest = 512

  init(_ bytes: ArraySlice<UInt8>) throws(JSONLineError) {
    self.bytes = bytes
    position = bytes.startIndex
    skipSpace()
    guard peek == UInt8(ascii: "{") else { throw error("the line is not a JSON object") }
    try object(depth: 0, keeps: true)
    skipSpace()
    guard position == bytes.endIndex else { throw error("something follows the object") }
  }

  /// The value of a key, as it stands.
  func raw(_ key: String) -> ArraySlice<UInt8>? { members[key].map { bytes[$0] } }

  /// The string under a key; nil where there is none or it is null.
  func string(_ key: String) throws(JSONLineError) -> [UInt8]? {
    guard let range = members[key], !isNull(range) else { return nil }
    guard bytes[range.lowerBound] == UInt8(ascii: "\"") else {
      throw JSONLineError(reason: "'\(key)' is not a string", column: range.lowerBound - bytes.startIndex + 1)
    }
    return try decode(range)
  }

  private func isNull(_ range: Range<Int>) -> Bool { bytes[range].elementsEqual("null".utf8) }
}

// MARK: - Reading

extension JSONLine {
  private var peek: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private func error(_ reason: String) -> JSONLineError {
    JSONLineError(reason: reason, column: position - bytes.startIndex + 1)
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A { position += 1 }
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(JSONLineError) {
    guard peek == UInt8(ascii: character) else { throw error("'\(character)' expected") }
    position += 1
  }

  private mutating func value(depth: Int) throws(JSONLineError) {
    guard depth < JSONLine.deepest else { throw error("more than \(JSONLine.deepest) levels") }
    switch peek {
    case UInt8(ascii: "{"): try object(depth: depth, keeps: false)
    case UInt8(ascii: "["): try array(depth: depth)
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: try number()
    }
  }

  private mutating func object(depth: Int, keeps: Bool) throws(JSONLineError) {
    try expect("{")
    skipSpace()
    if peek == UInt8(ascii: "}") {
      position += 1
      return
    }
    while true {
      skipSpace()
      let key = try string()
      skipSpace()
      try expect(":")
      skipSpace()
      let start = position
      try value(depth: depth + 1)
      if keeps { members[String(decoding: try decode(key), as: UTF8.self)] = start..<position }
      skipSpace()
      if peek == UInt8(ascii: ",") {
        position += 1
      } else {
        try expect("}")
        return
      }
    }
  }

  private mutating func array(depth: Int) throws(JSONLineError) {
    try expect("[")
    skipSpace()
    if peek == UInt8(ascii: "]") {
      position += 1
      return
    }
    while true {
      skipSpace()
      try value(depth: depth + 1)
      skipSpace()
      if peek == UInt8(ascii: ",") {
        position += 1
      } else {
        try expect("]")
        return
      }
    }
  }

  private mutating func word(_ word: String) throws(JSONLineError) {
    guard bytes[position...].starts(with: word.utf8) else { throw error("a JSON value expected") }
    position += word.utf8.count
  }

  private mutating func number() throws(JSONLineError) {
    if peek == UInt8(ascii: "-") { position += 1 }
    let whole = position
    guard digits() else { throw error("a JSON value expected") }
    if bytes[whole] == UInt8(ascii: "0"), position > whole + 1 { throw error("a number with a leading zero") }
    if peek == UInt8(ascii: ".") {
      position += 1
      guard digits() else { throw error("a digit expected") }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      guard digits() else { throw error("a digit expected") }
    }
  }

  private mutating func digits() -> Bool {
    let start = position
    while let byte = peek, byte >= 48, byte <= 57 { position += 1 }
    return position > start
  }

  /// Skips a string and gives its range with the quotation marks.
  private mutating func string() throws(JSONLineError) -> Range<Int> {
    let start = position
    try expect("\"")
    while let byte = peek {
      position += 1
      if byte == UInt8(ascii: "\"") { return start..<position }
      if byte == UInt8(ascii: "\\") {
        guard peek != nil else { break }
        position += 1
      } else if byte < 0x20 {
        position -= 1
        throw error("a control character in a string")
      }
    }
    throw error("a string without its end")
  }
}

// MARK: - Strings

extension JSONLine {
  /// The UTF-8 of a string. A surrogate without its other half reads as U+FFFD.
  private func decode(_ range: Range<Int>) throws(JSONLineError) -> [UInt8] {
    let inner = range.lowerBound + 1..<range.upperBound - 1
    guard bytes[inner].contains(UInt8(ascii: "\\")) else { return Array(bytes[inner]) }
    var text: [UInt8] = []
    text.reserveCapacity(inner.count)
    var index = inner.lowerBound
    while index < inner.upperBound {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      let escape = bytes[index]
      index += 1
      switch escape {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
      case UInt8(ascii: "u"): text += try scalar(at: &index, end: inner.upperBound)
      default:
        throw JSONLineError(reason: "an escape that JSON does not know", column: index - bytes.startIndex)
      }
    }
    return text
  }

  private func scalar(at index: inout Int, end: Int) throws(JSONLineError) -> [UInt8] {
    let first = try unit(at: index, end: end)
    index += 4
    var value = UInt32(first)
    if (0xD800..<0xDC00).contains(first), index + 6 <= end, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    {
      let second = try unit(at: index + 2, end: end)
      if (0xDC00..<0xE000).contains(second) {
        value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        index += 6
      }
    }
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    return Array(String(Character(scalar)).utf8)
  }

  private func unit(at index: Int, end: Int) throws(JSONLineError) -> UInt16 {
    var value: UInt16 = 0
    for place in index..<index + 4 {
      guard place < end, let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue else {
        throw JSONLineError(reason: "four hexadecimal digits expected", column: place - bytes.startIndex + 1)
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}

// One line of JSON: a flat object read without building a tree, so that millions of lines cost little.

import NoteText

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

  /// The elements of the array under a key, as they stand; nil where there is none.
  func elements(_ key: String) throws(JSONLineError) -> [ArraySlice<UInt8>]? {
    guard let range = members[key], !isNull(range) else { return nil }
    guard bytes[range.lowerBound] == UInt8(ascii: "[") else {
      throw JSONLineError(reason: "'\(key)' is not an array", column: range.lowerBound - bytes.startIndex + 1)
    }
    // The line was read as a whole, so brackets and quotation marks pair.
    var elements: [ArraySlice<UInt8>] = []
    var depth = 0
    var start = range.lowerBound + 1
    var index = range.lowerBound
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        while bytes[index] != UInt8(ascii: "\"") { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { elements.append(bytes[start..<index]) }
      case UInt8(ascii: ",") where depth == 1:
        elements.append(bytes[start..<index])
        start = index + 1
      default: break
      }
      index += 1
    }
    let isEmpty = elements.count == 1 && elements[0].allSatisfy { $0 <= 0x20 }
    return isEmpty ? [] : elements
  }

  /// A whole number under a key.
  func integer(_ key: String) throws(JSONLineError) -> Int {
    guard let raw = raw(key), let number = Int(String(decoding: raw, as: UTF8.self)) else {
      throw JSONLineError(reason: "'\(key)' is no whole number", column: 1)
    }
    return number
  }

  /// A number under a key.
  func number(_ key: String) throws(JSONLineError) -> Double {
    guard let raw = raw(key), let number = Double(String(decoding: raw, as: UTF8.self)), number.isFinite
    else {
      throw JSONLineError(reason: "'\(key)' is no number", column: 1)
    }
    return number
  }

  func boolean(_ key: String) throws(JSONLineError) -> Bool {
    guard let raw = raw(key), raw.elementsEqual("true".utf8) || raw.elementsEqual("false".utf8) else {
      throw JSONLineError(reason: "'\(key)' is neither true nor false", column: 1)
    }
    return raw.first == UInt8(ascii: "t")
  }

  /// A string that must be there.
  func text(_ key: String) throws(JSONLineError) -> String {
    guard let bytes = try string(key) else { throw JSONLineError(reason: "no '\(key)'", column: 1) }
    return String(decoding: bytes, as: UTF8.self)
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
    // Texts are long: the loop over their bytes works on a span and a number of its own.
    let bytes = bytes
    let span = bytes.span
    let offset = bytes.startIndex
    var index = position - offset
    while true {
      index = ByteWord.skip(from: index, to: span.count, in: span) { word in
        ByteWord.controlMarks(word) | ByteWord.marks(UInt8(ascii: "\""), word)
          | ByteWord.marks(UInt8(ascii: "\\"), word)
      }
      guard index < span.count else { break }
      let byte = span[index]
      index += 1
      if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
      position = index + offset
      if byte == UInt8(ascii: "\"") { return start..<position }
      if byte == UInt8(ascii: "\\") {
        guard index < span.count else { break }
        index += 1
      } else {
        position -= 1
        throw error("a control character in a string")
      }
    }
    position = bytes.endIndex
    throw error("a string without its end")
  }
}

// MARK: - Strings

extension JSONLine {
  /// The UTF-8 of a string. A surrogate without its other half reads as U+FFFD.
  private func decode(_ range: Range<Int>) throws(JSONLineError) -> [UInt8] {
    let source = bytes.span
    var index = range.lowerBound + 1 - bytes.startIndex
    let end = range.upperBound - 1 - bytes.startIndex
    // No escape is shorter than what it stands for: there is room for as much as is left.
    var text = [UInt8](repeating: 0, count: end - index)
    var space = text.mutableSpan
    var count = 0
    while index < end {
      if index <= end - 16 {
        let pair = ByteWord.pair(at: index, source)
        ByteWord.store(pair, at: count, in: &space)
        let plain = ByteWord.first(ByteWord.marks(UInt8(ascii: "\\"), pair))
        index += plain
        count += plain
        if plain == 16 { continue }
      } else if source[index] != UInt8(ascii: "\\") {
        space[count] = source[index]
        index += 1
        count += 1
        continue
      }
      let escape = source[index + 1]
      index += 2
      if escape == UInt8(ascii: "u") {
        for byte in try JSONLine.scalar(source, at: &index, end: end) {
          space[count] = byte
          count += 1
        }
      } else {
        guard let byte = JSONLine.meaning(of: escape) else {
          throw JSONLineError(reason: "an escape that JSON does not know", column: index)
        }
        space[count] = byte
        count += 1
      }
    }
    text.removeLast(text.count - count)
    return text
  }

  /// What a letter or mark behind a backslash stands for; nil for those that JSON does not know.
  private static func meaning(of escape: UInt8) -> UInt8? {
    switch escape {
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): escape
    default: nil
    }
  }

  private static func scalar(
    _ source: Span<UInt8>, at index: inout Int, end: Int
  ) throws(JSONLineError) -> [UInt8] {
    let first = try unit(source, at: index, end: end)
    index += 4
    var value = UInt32(first)
    if (0xD800..<0xDC00).contains(first), index + 6 <= end, source[index] == UInt8(ascii: "\\"),
      source[index + 1] == UInt8(ascii: "u")
    {
      let second = try unit(source, at: index + 2, end: end)
      if (0xDC00..<0xE000).contains(second) {
        value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        index += 6
      }
    }
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    return Array(String(Character(scalar)).utf8)
  }

  private static func unit(
    _ source: Span<UInt8>, at index: Int, end: Int
  ) throws(JSONLineError) -> UInt16 {
    var value: UInt16 = 0
    for place in index..<index + 4 {
      guard place < end, let digit = Character(Unicode.Scalar(source[place])).hexDigitValue else {
        throw JSONLineError(reason: "four hexadecimal digits expected", column: place + 1)
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}

// One line of JSON: a flat object read without building a tree, so that millions of lines cost little.

import NoteText

/// What is wrong with a line.
struct JSONLineError: Error, CustomStringConvertible {
  var reason: String
  /// Byte of the line, from 1.
  var column: Int
  var description: String { "\(reason) at byte \(column)" }
}

/// A strict reader (RFC 8259) of one value; keeps where the members of the outermost object lie. Every string is read
/// and checked in the same pass that finds its end.
struct JSONLine {
  /// A string: where it stands with its quotation marks, where its text is in `texts`, and the escape in it that is none.
  private struct Text {
    var place: Range<Int>
    var text: Range<Int>
    var trouble: JSONLineError?
  }

  /// A member of the outermost object; of a key given twice the last counts.
  private struct Member {
    var key: Range<Int>
    var place: Range<Int>
    /// Nil where the value is no string.
    var text: Text?
  }

  private var members: [Member] = []
  /// Whether all strings are valid UTF-8; outside of strings nothing beyond ASCII is JSON.
  private(set) var isUTF8 = true
  private let bytes: ArraySlice<UInt8>
  /// What strings stand for, one after the other.
  private var texts: [UInt8] = []
  private var position: Int
  private static let deepest = 512

  init(_ bytes: ArraySlice<UInt8>) throws(JSONLineError) {
    self.bytes = bytes
    position = bytes.startIndex
    texts.reserveCapacity(bytes.count)
    skipSpace()
    guard peek == UInt8(ascii: "{") else { throw error("the line is not a JSON object") }
    try object(depth: 0, keeps: true)
    skipSpace()
    guard position == bytes.endIndex else { throw error("something follows the object") }
  }

  private func member(_ key: String) -> Member? {
    members.last { $0.key.count == key.utf8.count && texts[$0.key].elementsEqual(key.utf8) }
  }

  /// The value of a key, as it stands.
  func raw(_ key: String) -> ArraySlice<UInt8>? { member(key).map { bytes[$0.place] } }

  /// The string under a key; nil where there is none or it is null.
  func string(_ key: String) throws(JSONLineError) -> [UInt8]? {
    guard let member = member(key), !isNull(member.place) else { return nil }
    guard let text = member.text else {
      throw JSONLineError(
        reason: "'\(key)' is not a string", column: member.place.lowerBound - bytes.startIndex + 1)
    }
    if let trouble = text.trouble { throw trouble }
    return Array(texts[text.text])
  }

  /// The elements of the array under a key, as they stand; nil where there is none.
  func elements(_ key: String) throws(JSONLineError) -> [ArraySlice<UInt8>]? {
    guard let range = member(key)?.place, !isNull(range) else { return nil }
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

  /// Reads a value; gives it if it is a string.
  private mutating func value(depth: Int) throws(JSONLineError) -> Text? {
    guard depth < JSONLine.deepest else { throw error("more than \(JSONLine.deepest) levels") }
    switch peek {
    case UInt8(ascii: "{"): try object(depth: depth, keeps: false)
    case UInt8(ascii: "["): try array(depth: depth)
    case UInt8(ascii: "\""): return try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: try number()
    }
    return nil
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
      let text = try value(depth: depth + 1)
      if keeps {
        if let trouble = key.trouble { throw trouble }
        members.append(Member(key: key.text, place: start..<position, text: text))
      }
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
      _ = try value(depth: depth + 1)
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

  private mutating func string() throws(JSONLineError) -> Text {
    let start = position
    try expect("\"")
    let (line, offset, first) = (bytes, bytes.startIndex, texts.count)
    var string = JSONString(from: position - offset)
    texts.append(addingCapacity: bytes.endIndex - position) { string.read(line.span, into: &$0) }
    position = string.index + offset
    if !string.isUTF8 { isUTF8 = false }
    switch string.end {
    case .quotationMark:
      return Text(place: start..<position, text: first..<texts.count, trouble: string.trouble)
    case .control: throw error("a control character in a string")
    case .none: throw error("a string without its end")
    }
  }
}

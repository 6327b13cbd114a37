// HTML's tags as bytes: where one ends, its name, its attributes.

/// A tag in the source.
struct HTMLTag {
  var name: String
  var isClosing: Bool
  var isSelfClosing: Bool
  /// The attributes' bytes.
  var attributes: Range<Int>
  /// One past `>`.
  var end: Int
}

/// Finds tags. A search that failed once is not made again, so that pages without an end stay linear.
struct HTMLTagScanner {
  private var noAngle = Int.max
  private var noQuote: [UInt8: Int] = [:]
  private var noCloser: [String: Int] = [:]
  private var noCommentEnd = Int.max

  /// The tag at `start`, a `<`; nil where none begins there.
  mutating func tag(in source: [UInt8], at start: Int) -> HTMLTag? {
    var index = start + 1
    guard index < source.count, start < noAngle else { return nil }
    let isClosing = source[index] == 0x2F
    if isClosing { index += 1 }
    let nameStart = index
    guard index < source.count, MarkdownBytes.isLetter(source[index]) else { return nil }
    while index < source.count, source[index] > 0x20, source[index] != 0x3E, source[index] != 0x2F {
      index += 1
    }
    let name = String(decoding: source[nameStart..<min(index, nameStart + 40)], as: UTF8.self).lowercased()
    let attributes = index
    guard let close = tagClose(source, from: index) else { return nil }
    let isSelfClosing = close > attributes && source[close - 1] == 0x2F
    return HTMLTag(
      name: name, isClosing: isClosing, isSelfClosing: isSelfClosing, attributes: attributes..<close,
      end: close + 1)
  }

  /// The `>` that ends a tag: quotes after `=` are stepped over where they are closed.
  private mutating func tagClose(_ source: [UInt8], from start: Int) -> Int? {
    var index = start
    var afterEquals = false
    while index < source.count {
      let byte = source[index]
      if byte == 0x3E { return index }
      if afterEquals, byte == 0x22 || byte == 0x27, index < noQuote[byte] ?? Int.max {
        if let close = source[(index + 1)...].firstIndex(of: byte) {
          index = close
        } else {
          noQuote[byte] = index
        }
      }
      if byte == 0x3D { afterEquals = true } else if byte > 0x20 { afterEquals = false }
      index += 1
    }
    noAngle = start
    return nil
  }

  /// One past a comment, declaration or instruction at `start`; nil where it never ends.
  mutating func markupEnd(in source: [UInt8], at start: Int) -> Int? {
    if source[start...].starts(with: "<!--".utf8), start < noCommentEnd {
      if let end = MarkdownHTML.find("-->", in: source[(start + 2)...]) { return end + 3 }
      noCommentEnd = start
    }
    guard start < noAngle, let close = source[start...].firstIndex(of: 0x3E) else {
      noAngle = min(noAngle, start)
      return nil
    }
    return close + 1
  }

  /// Where `</name` begins at or after `start`.
  mutating func closer(of name: String, in source: [UInt8], from start: Int) -> Int? {
    if let searched = noCloser[name], start >= searched { return nil }
    if let found = MarkdownHTML.find("</\(name)", in: source[start...]) { return found }
    noCloser[name] = start
    return nil
  }

  /// Attributes with their names in lower case and character references resolved; at most 64.
  static func attributes(_ source: [UInt8], _ range: Range<Int>) -> [String: String] {
    var found: [String: String] = [:]
    var index = range.lowerBound
    let end = range.upperBound
    while index < end, found.count < 64 {
      while index < end, source[index] <= 0x20 || source[index] == 0x2F { index += 1 }
      let nameStart = index
      while index < end, source[index] > 0x20, source[index] != 0x3D, source[index] != 0x2F { index += 1 }
      if index == nameStart {
        index += 1
        continue
      }
      let name = String(decoding: source[nameStart..<index], as: UTF8.self).lowercased()
      while index < end, source[index] <= 0x20 { index += 1 }
      guard index < end, source[index] == 0x3D else {
        found[name] = found[name] ?? ""
        continue
      }
      index += 1
      while index < end, source[index] <= 0x20 { index += 1 }
      var value = index..<index
      if index < end, source[index] == 0x22 || source[index] == 0x27 {
        let close = source[(index + 1)..<end].firstIndex(of: source[index]) ?? end
        value = index + 1..<close
        index = min(end, close + 1)
      } else {
        while index < end, source[index] > 0x20 { index += 1 }
        value = value.lowerBound..<index
      }
      if found[name] == nil { found[name] = text(source, value) }
    }
    return found
  }

  /// Text with character references resolved and white space collapsed.
  static func text(_ source: [UInt8], _ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if source[index] == 0x26,
        let entity = Entities.read(source, at: index, to: range.upperBound, isLoose: true)
      {
        bytes.append(contentsOf: String(entity.scalar).utf8)
        index = entity.end
      } else {
        if source[index] != 0 { bytes.append(source[index]) }
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self).collapsingSpaces()
  }
}

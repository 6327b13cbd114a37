// How each of Markdown's blocks begins.

enum MarkdownBytes {
  /// Bytes with which a block other than a paragraph may begin.
  static let opensBlock: [Bool] = table("><#`~[-=*_+|:0123456789")
  /// Bytes that mean something inside a paragraph.
  static let isSpecial: [Bool] = table("\\`*_[]<&!~")

  /// Tests for bytes that mean something inside a paragraph; "^", ">" and "|" are found too.
  @inline(__always)
  static func maybeSpecial(_ lanes: ByteBits.Lanes) -> ByteBits.Lanes {
    // "[", backslash, "]", "_" and the backtick are neighbours; two bits make "<" and "~" equal.
    ByteBits.within(lanes, 0x5B...0x60) | ByteBits.equal(lanes | ByteBits.Lanes(repeating: 0x42), 0x7E)
      | ByteBits.equal(lanes, UInt8(ascii: "*")) | ByteBits.equal(lanes, UInt8(ascii: "&"))
      | ByteBits.equal(lanes, UInt8(ascii: "!"))
  }

  private static func table(_ bytes: String) -> [Bool] {
    var table = [Bool](repeating: false, count: 256)
    for byte in bytes.utf8 { table[Int(byte)] = true }
    return table
  }

  static func isPunctuation(_ byte: UInt8) -> Bool {
    (byte >= 0x21 && byte <= 0x2F) || (byte >= 0x3A && byte <= 0x40) || (byte >= 0x5B && byte <= 0x60)
      || (byte >= 0x7B && byte <= 0x7E)
  }

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
}

extension MarkdownBlocks {
  /// Number of `#`, one to six, with a space or the line's end behind them.
  func headingLevel(_ line: MarkdownLine) -> Int? {
    var index = line.nonspace
    while index < line.end, source[index] == 0x23 { index += 1 }
    let level = index - line.nonspace
    guard level <= 6, index == line.end || source[index] == 0x20 || source[index] == 0x09 else { return nil }
    return level
  }

  func fenceLength(_ line: MarkdownLine) -> Int? {
    let fence = source[line.nonspace]
    var index = line.nonspace
    while index < line.end, source[index] == fence { index += 1 }
    let length = index - line.nonspace
    guard length >= 3 else { return nil }
    if fence == 0x60, source[index..<line.end].contains(0x60) { return nil }
    return length
  }

  /// One past `[^label]:` and the label's end.
  func footnoteStart(_ line: MarkdownLine) -> Int? {
    var index = line.nonspace + 1
    guard index < line.end, source[index] == 0x5E else { return nil }
    let limit = min(line.end, index + 200)
    index += 1
    let label = index
    while index < limit, source[index] != 0x5D, source[index] > 0x20 { index += 1 }
    guard index > label, index + 1 < line.end, source[index] == 0x5D, source[index + 1] == 0x3A else {
      return nil
    }
    return index + 2
  }

  func setextLevel(_ line: MarkdownLine) -> Int? {
    let byte = source[line.nonspace]
    guard byte == 0x3D || byte == 0x2D else { return nil }
    var index = line.nonspace
    while index < line.end, source[index] == byte { index += 1 }
    guard source[index..<line.end].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
    return byte == 0x3D ? 1 : 2
  }

  func isThematicBreak(_ line: MarkdownLine) -> Bool {
    let mark = source[line.nonspace]
    guard mark == 0x2D || mark == 0x2A || mark == 0x5F else { return false }
    var count = 0
    for index in line.nonspace..<line.end {
      if source[index] == mark {
        count += 1
      } else if source[index] != 0x20, source[index] != 0x09 {
        return false
      }
    }
    return count >= 3
  }

  /// A bullet, or a number of up to nine digits with `.` or `)`, with white space or the line's end behind.
  func itemMarker(_ line: MarkdownLine, interruptsParagraph: Bool) -> (end: Int, width: Int)? {
    var index = line.nonspace
    let first = source[index]
    if first == 0x2D || first == 0x2A || first == 0x2B {
      index += 1
    } else if ASCII.isDigit(first) {
      while index < line.end, index - line.nonspace < 10, ASCII.isDigit(source[index]) { index += 1 }
      let digits = index - line.nonspace
      guard digits <= 9, index < line.end, source[index] == 0x2E || source[index] == 0x29 else { return nil }
      if interruptsParagraph, digits != 1 || first != 0x31 { return nil }
      index += 1
    } else {
      return nil
    }
    guard index == line.end || source[index] == 0x20 || source[index] == 0x09 else { return nil }
    if interruptsParagraph, source[index..<line.end].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return nil }
    return (index, index - line.nonspace)
  }

  /// `[ ]`, `[x]` and the like at an item's beginning.
  func takeTaskMark(_ line: inout MarkdownLine) {
    let start = line.nonspace
    guard line.indent <= 3, start + 3 < line.end, source[start] == 0x5B, source[start + 2] == 0x5D,
      source[start + 3] == 0x20, source[start + 1] == 0x20 || MarkdownBytes.isLetter(source[start + 1])
    else { return }
    line.advance(to: start + 4, in: source)
  }

  /// `[!note]`, `[!warning]-` at a block quotation's beginning; true where the words below are the
  /// writer's own, as they are in every callout but `quote` and `cite`.
  func takeCalloutMark(_ line: inout MarkdownLine) -> Bool {
    let start = line.nonspace
    guard start + 3 < line.end, source[start] == 0x5B, source[start + 1] == 0x21 else { return false }
    var index = start + 2
    while index < line.end, index - start < 40, source[index] != 0x5D { index += 1 }
    guard index < line.end, source[index] == 0x5D else { return false }
    let kind = String(decoding: source[(start + 2)..<index], as: UTF8.self).lowercased()
    index += 1
    if index < line.end, source[index] == 0x2B || source[index] == 0x2D { index += 1 }
    line.advance(to: index, in: source)
    return kind != "quote" && kind != "cite"
  }
}

// A string of JSON, read and checked in one pass.

import NoteText

/// The UTF-8 of a string, while it is read. A surrogate without its other half reads as U+FFFD.
struct JSONString {
  enum End {
    case quotationMark, control, none
  }

  /// Next byte of the line to read; behind the string in the end.
  private(set) var index: Int
  private(set) var end = End.none
  private(set) var isUTF8 = true
  /// The first escape that is none.
  private(set) var trouble: JSONLineError?
  /// Up to here the line is known to be UTF-8 or not.
  private var checked = 0

  /// - Parameter index: where in the line the string goes on behind its quotation mark.
  init(from index: Int) { self.index = index }

  /// Reads to the string's end and writes its text, for which there must be room for all that is left of the line.
  mutating func read(_ line: Span<UInt8>, into text: inout OutputSpan<UInt8>) {
    text.withUnsafeMutableBufferPointer { buffer, filled in
      var space = buffer.mutableSpan
      filled = read(line, into: &space)
    }
  }

  /// Returns how many bytes were written. No escape is shorter than what it stands for: what is written never comes
  /// nearer to the end of its room than what is read to the line's.
  private mutating func read(_ line: Span<UInt8>, into space: inout MutableSpan<UInt8>) -> Int {
    var index = index
    var count = 0
    while true {
      while index <= line.count - 16 {
        let lanes = ByteBits.lanes(at: index, line)
        ByteBits.store(lanes, at: count, in: &space)
        let marks = ByteBits.bits(
          ByteBits.equal(lanes, UInt8(ascii: "\"")) | ByteBits.equal(lanes, UInt8(ascii: "\\"))
            | ByteBits.controls(lanes))
        let plain = (marks | 1 << 16).trailingZeroBitCount
        let wide = ByteBits.bits(ByteBits.wide(lanes))
        if wide != 0 { check(wide, index, plain, line) }
        index += plain
        count += plain
        if plain < 16 { break }
      }
      guard index < line.count else { break }
      let byte = line[index]
      switch byte {
      case UInt8(ascii: "\""):
        self.index = index + 1
        end = .quotationMark
        return count
      case UInt8(ascii: "\\"):
        guard index + 1 < line.count else {
          self.index = line.count
          return count
        }
        readEscape(line, &index, into: &space, &count)
      case 0..<0x20:
        self.index = index
        end = .control
        return count
      default:
        if byte >= 0x80 { check(1, index, 1, line) }
        space[count] = byte
        index += 1
        count += 1
      }
    }
    self.index = line.count
    return count
  }

  /// Checks the sequences that begin at these of the next bytes, as far as the string goes.
  private mutating func check(_ wide: UInt64, _ index: Int, _ count: Int, _ line: Span<UInt8>) {
    var left = wide
    while left != 0 {
      let place = left.trailingZeroBitCount
      guard place < count else { return }
      left &= left &- 1
      guard index + place >= checked else { continue }
      let length = UTF8Bytes.sequenceLength(in: line, at: index + place)
      if length == 0 { isUTF8 = false }
      checked = index + place + max(1, length)
    }
  }

  private mutating func readEscape(
    _ line: Span<UInt8>, _ index: inout Int, into space: inout MutableSpan<UInt8>, _ count: inout Int
  ) {
    let escape = line[index + 1]
    if let byte = JSONString.meaning(of: escape) {
      space[count] = byte
      count += 1
      index += 2
      return
    }
    if escape == UInt8(ascii: "u"), trouble == nil {
      do throws(JSONLineError) {
        var next = index + 2
        let scalar = try JSONString.scalar(line, at: &next)
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
          space[count] = byte
          count += 1
        }
        index = next
        return
      } catch {
        trouble = error
      }
    } else if trouble == nil {
      trouble = JSONLineError(reason: "an escape that JSON does not know", column: index + 2)
    }
    // What is escaped is looked at if it is beyond ASCII.
    index += escape < 0x80 ? 2 : 1
  }

  /// What a letter or mark behind a backslash stands for; nil for those that JSON does not know, and for "u".
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
    _ line: Span<UInt8>, at index: inout Int
  ) throws(JSONLineError) -> Unicode.Scalar {
    let first = try unit(line, at: index)
    index += 4
    var value = UInt32(first)
    if (0xD800..<0xDC00).contains(first), index + 6 <= line.count, line[index] == UInt8(ascii: "\\"),
      line[index + 1] == UInt8(ascii: "u")
    {
      let second = try unit(line, at: index + 2)
      if (0xDC00..<0xE000).contains(second) {
        value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        index += 6
      }
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  private static func unit(_ line: Span<UInt8>, at index: Int) throws(JSONLineError) -> UInt16 {
    var value: UInt16 = 0
    for place in index..<index + 4 {
      guard place < line.count, let digit = hexadecimal(line[place]) else {
        throw JSONLineError(reason: "four hexadecimal digits expected", column: place + 1)
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

// Character references: `&mdash;`, `&#8212;`, `&#x2014;`.

import CLibXML2

enum Entities {
  /// The characters that the reference at `start` (an ampersand) stands for, and one past its semicolon.
  /// Named ones are HTML 4's 253, from libxml2's table.
  static func read(_ bytes: [UInt8], at start: Int, to limit: Int) -> (scalar: Unicode.Scalar, end: Int)? {
    var index = start + 1
    guard index < limit else { return nil }
    if bytes[index] == 0x23 { return numeric(bytes, index + 1, limit) }
    while index < limit, index - start <= 32,
      MarkdownBytes.isLetter(bytes[index]) || MarkdownBytes.isDigit(bytes[index])
    {
      index += 1
    }
    guard index > start + 1, index < limit, bytes[index] == 0x3B else { return nil }
    let name = Array(bytes[(start + 1)..<index]) + [0]
    guard let entity = name.withUnsafeBufferPointer({ htmlEntityLookup($0.baseAddress) }),
      let scalar = Unicode.Scalar(entity.pointee.value)
    else { return nil }
    return (scalar, index + 1)
  }

  private static func numeric(_ bytes: [UInt8], _ start: Int, _ limit: Int) -> (Unicode.Scalar, Int)? {
    var index = start
    let isHexadecimal = index < limit && bytes[index] | 0x20 == 0x78
    if isHexadecimal { index += 1 }
    let first = index
    var value: UInt32 = 0
    while index < limit, index - first < 8, let digit = hexadecimalDigit(bytes[index]),
      isHexadecimal || digit < 10
    {
      value = value * (isHexadecimal ? 16 : 10) + digit
      index += 1
    }
    guard index > first, index < limit, bytes[index] == 0x3B else { return nil }
    return (character(value), index + 1)
  }

  /// NUL, surrogates and what lies beyond Unicode become U+FFFD; other controls a space.
  static func character(_ value: UInt32) -> Unicode.Scalar {
    if value == 0 { return "\u{FFFD}" }
    if value < 0x20 || (0x7F...0x9F).contains(value) { return " " }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x37)
    case 0x61...0x66: UInt32(byte - 0x57)
    default: nil
    }
  }
}

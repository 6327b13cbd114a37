// What a character is to the word cutter, and how words are folded for comparison.

/// The classes of characters that the cutter tells apart.
public enum Letters {
  static let other: UInt8 = 0
  static let lower: UInt8 = 1
  static let upper: UInt8 = 2
  static let digit: UInt8 = 4
  /// A letter of a script without capitals.
  static let caseless: UInt8 = 8
  /// The bits of what words are made of; no other class has any of them.
  static let inWords: UInt8 = 15
  /// A combining mark: belongs to the letter before it.
  static let mark: UInt8 = 0x10
  /// Soft hyphen, zero-width and bidi controls, variation selectors: nothing inside a word.
  static let ignorable: UInt8 = 0x20
  /// Han and Hiragana, written without spaces: each is a word.
  static let ideograph: UInt8 = 0x30
  static let space: UInt8 = 0x40
  static let newline: UInt8 = 0x50
  /// `.`, `!`, `?`, the ellipsis, and the full stops of other scripts.
  static let stop: UInt8 = 0x60
  /// First byte of a longer UTF-8 sequence, or a stray one.
  static let wide: UInt8 = 0x70

  /// By byte.
  static let ofByte: [UInt8] = (0..<256).map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): lower
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): upper
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit
    case UInt8(ascii: "\n"): newline
    case UInt8(ascii: " "), 9, 11, 12, 13: space
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): stop
    case 0x80...0xFF: wide
    default: other
    }
  }

  /// By scalar, for those of two bytes: U+0080 to U+07FF, from index 0.
  static let ofTwoBytes: [UInt8] = (0x80..<0x800).map { value in
    Unicode.Scalar(UInt32(value)).map(classify) ?? other
  }

  static func of(_ scalar: Unicode.Scalar) -> UInt8 {
    let value = scalar.value
    if value < 0x80 { return ofByte[Int(value)] }
    if value < 0x800 { return ofTwoBytes[Int(value) - 0x80] }
    return classify(scalar)
  }

  private static func classify(_ scalar: Unicode.Scalar) -> UInt8 {
    switch scalar.value {
    case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return space
    case 0x2028, 0x2029: return newline
    case 0xAD, 0x34F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFE00...0xFE0F, 0xFEFF,
      0xE0100...0xE01EF:
      return ignorable
    case 0x61F, 0x6D4, 0x589, 0x964, 0x965, 0x1362, 0x2026, 0x203C, 0x2047...0x2049, 0x3002, 0xFF01,
      0xFF1F, 0xFF61:
      return stop
    case 0x2010...0x206F: return other
    case 0x3041...0x3096, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFD:
      return ideograph
    default: break
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter: return upper
    case .lowercaseLetter, .modifierLetter: return lower
    case .otherLetter: return caseless
    case .nonspacingMark, .spacingMark, .enclosingMark: return mark
    case .decimalNumber, .letterNumber: return digit
    case .format: return ignorable
    default: return other
    }
  }

  /// The scalar at an offset and its length in bytes. A byte that begins no well-formed sequence stands for
  /// U+FFFD, of length 1.
  public static func scalar(
    _ text: borrowing Span<UInt8>, at offset: Int, before end: Int
  ) -> (Unicode.Scalar, Int) {
    let first = UInt32(text[offset])
    if first < 0x80 { return (Unicode.Scalar(UInt8(first)), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first < 0xF5, offset + length <= end else { return ("\u{FFFD}", 1) }
    var value = first & (0x7F >> UInt32(length))
    for index in offset + 1..<offset + length {
      let byte = UInt32(text[index])
      guard byte & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
      value = value << 6 | byte & 0x3F
    }
    guard let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
    return (scalar, length)
  }
}

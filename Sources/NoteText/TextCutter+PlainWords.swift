// Words of nothing but letters of ASCII, which are nearly all words.

extension Cutter {
  /// What stands between such a word and the next.
  struct WordRest {
    /// One past the word's last byte, past its letters where it is a possessive or goes on behind an apostrophe; and one
    /// past the last byte of the word proper.
    var word: Int
    var stem: Int
    var content: Int
    var offset: Int
    /// What follows is for others to read.
    var isLast = false
  }

  /// What follows a word's letters, by the first byte of it; nil where it may go on: letters and digits beyond, an
  /// apostrophe, the full stop of an abbreviation.
  static func wordRest(
    _ next: Int, _ following: UInt8, _ count: Int, _ text: Span<UInt8>, _ classes: Span<UInt8>
  ) -> WordRest? {
    switch classes[Int(following)] {
    case Letters.space: return plainRest(next, offset: next + 1)
    case Letters.other:
      switch following {
      case UInt8(ascii: "\""): return plainRest(next, offset: next, isLast: true)
      case UInt8(ascii: "'"): return apostropheRest(next, 1, text, classes)
      case UInt8(ascii: ","):
        let isBeforeSpace = next + 1 < text.count && text[next + 1] == UInt8(ascii: " ")
        return WordRest(word: next, stem: next, content: next + 1, offset: next + (isBeforeSpace ? 2 : 1))
      default: return WordRest(word: next, stem: next, content: next + 1, offset: next + 1)
      }
    case Letters.stop:
      if following == UInt8(ascii: "."), count == 1 { return nil }
      return plainRest(next, offset: next, isLast: true)
    case Letters.newline: return plainRest(next, offset: next, isLast: true)
    case Letters.wide: return wideRest(next, text, classes)
    default: return nil
    }
  }

  @inline(__always)
  private static func plainRest(_ next: Int, offset: Int, isLast: Bool = false) -> WordRest {
    WordRest(word: next, stem: next, content: next, offset: offset, isLast: isLast)
  }

  /// Spaces, dashes and quotation marks beyond ASCII.
  private static func wideRest(_ next: Int, _ text: Span<UInt8>, _ classes: Span<UInt8>) -> WordRest? {
    if isWideSpace(next, text) { return plainRest(next, offset: next + 2) }
    guard isWideMark(next, text) else { return nil }
    if text[next + 2] == 0x99 { return apostropheRest(next, 3, text, classes) }
    return WordRest(word: next, stem: next, content: next + 3, offset: next + 3)
  }

  /// "'s", or the few small letters behind an apostrophe of a contraction ("don't", "we'll"), before what ends a word for
  /// certain.
  private static func apostropheRest(
    _ next: Int, _ apostrophe: Int, _ text: Span<UInt8>, _ classes: Span<UInt8>
  ) -> WordRest? {
    let start = next + apostrophe
    var end = start
    while end < text.count, end - start < 3, classes[Int(text[end])] == Letters.lower { end += 1 }
    guard end > start else { return nil }
    let stem = end == start + 1 && text[start] == UInt8(ascii: "s") ? next : end
    let following = end < text.count ? text[end] : UInt8(ascii: "\n")
    switch classes[Int(following)] {
    case Letters.space: return WordRest(word: end, stem: stem, content: end, offset: end + 1)
    case Letters.newline, Letters.stop:
      return WordRest(word: end, stem: stem, content: end, offset: end, isLast: true)
    case Letters.other where following != UInt8(ascii: "'"):
      return WordRest(word: end, stem: stem, content: end, offset: end, isLast: true)
    default: return nil
    }
  }

  @inline(__always)
  static func token(_ start: Int, _ end: Int, _ stem: Int, _ shape: Token.Shape) -> Token {
    Token(
      start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
      stem: UInt32(truncatingIfNeeded: stem), shape: shape)
  }

  /// U+00A0.
  @inline(__always)
  static func isWideSpace(_ offset: Int, _ text: Span<UInt8>) -> Bool {
    text[offset] == 0xC2 && offset + 1 < text.count && text[offset + 1] == 0xA0
  }

  /// Dashes and quotation marks: U+2010 to U+201F.
  @inline(__always)
  static func isWideMark(_ offset: Int, _ text: Span<UInt8>) -> Bool {
    text[offset] == 0xE2 && offset + 2 < text.count && text[offset + 1] == 0x80
      && text[offset + 2] & 0xF0 == 0x90
  }
}

/// Which of the 64 bytes from a place on are letters of ASCII, of words that end among them, and which of these are
/// capitals; the lowest bit is the first byte's.
struct LetterWindow {
  let start: Int
  /// From here on the window does not tell.
  let end: Int
  let letters: UInt64
  let capitals: UInt64

  /// One that tells nothing.
  init() {
    start = 0
    end = 0
    letters = 0
    capitals = 0
  }

  /// From `limit` on nothing is a letter.
  @inline(__always)
  init(at start: Int, before limit: Int, _ bytes: Span<UInt8>) {
    var letters: UInt64
    var small: UInt64
    if start <= bytes.count - 64 {
      let block = ByteBits.block(at: start, bytes)
      letters = ByteBits.bits(block, ByteBits.letters)
      small = ByteBits.bits(block, ByteBits.caseBits)
    } else {
      (letters, small) = LetterWindow.readLast(start, bytes)
    }
    if limit - start < 64 { letters &= ~(UInt64.max &<< UInt64(truncatingIfNeeded: limit - start)) }
    let whole = 64 - (~letters).leadingZeroBitCount
    // What goes on beyond, and what fills the window but for one byte, so that more than 63 are never taken.
    if whole < 64 { letters &= ~(UInt64.max &<< UInt64(truncatingIfNeeded: whole)) }
    if letters == .max >> 1 { letters = 0 }
    self.start = start
    self.letters = letters
    capitals = letters & ~small
    end = start + whole
  }

  /// What it tells of the bytes from an offset on, which is not below its start.
  @inline(__always)
  func rest(from offset: Int) -> (letters: UInt64, capitals: UInt64) {
    let place = offset - start
    guard place < 64 else { return (0, 0) }
    return (
      letters &>> UInt64(truncatingIfNeeded: place), capitals &>> UInt64(truncatingIfNeeded: place)
    )
  }

  /// The shape of a word of so many letters, of which these are capitals.
  @inline(__always)
  static func shape(_ capitals: UInt64, _ count: Int) -> Token.Shape {
    guard capitals & 3 == 3 else { return Token.Shape(rawValue: UInt8(truncatingIfNeeded: capitals & 1)) }
    let own = ~(UInt64.max &<< UInt64(truncatingIfNeeded: count))
    return capitals & own == own ? [.capitalised, .capitals] : .capitalised
  }

  /// Of the last bytes of a text, fewer than 64, the letters and the small ones.
  private static func readLast(_ start: Int, _ bytes: Span<UInt8>) -> (UInt64, UInt64) {
    var letters: UInt64 = 0
    var small: UInt64 = 0
    for index in start..<bytes.count {
      let byte = bytes[index]
      let bit: UInt64 = 1 << UInt64(index - start)
      if (byte | 0x20) &- 0x61 < 26 { letters |= bit }
      if byte & 0x20 != 0 { small |= bit }
    }
    return (letters, small)
  }
}

// Eight bytes at a time, as a number.

extension UInt64 {
  /// The same byte in every place.
  @inlinable @inline(__always)
  init(each byte: UInt8) { self = 0x0101_0101_0101_0101 &* UInt64(byte) }
}

/// Tests on eight bytes in one word, without a branch for each. Marks are in the top bits of their bytes.
public enum ByteWord {
  /// The eight bytes from an offset on, the first in the lowest place; a trap where they are not all there.
  @inlinable @inline(__always)
  public static func at(_ offset: Int, _ bytes: Span<UInt8>) -> UInt64 {
    // Bounds are checked; what the name warns of is a type that not every byte makes a value of.
    UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Marks bytes beyond ASCII, each exactly.
  @inlinable @inline(__always)
  public static func wideMarks(_ word: UInt64) -> UInt64 { word & UInt64(each: 0x80) }

  /// Marks bytes from one of ASCII to another, both included, each exactly.
  @inlinable @inline(__always)
  public static func marks(_ range: ClosedRange<UInt8>, _ word: UInt64) -> UInt64 {
    let low = word & UInt64(each: 0x7F)
    let notBelow = low &+ UInt64(each: 0x80 - range.lowerBound)
    let above = low &+ UInt64(each: 0x7F - range.upperBound)
    return notBelow & ~above & ~word & UInt64(each: 0x80)
  }

  /// The word with the capitals of ASCII made small.
  @inlinable @inline(__always)
  public static func lowercased(_ word: UInt64) -> UInt64 {
    word | marks(UInt8(ascii: "A")...UInt8(ascii: "Z"), word) >> 2
  }

  /// The bytes from an offset on, eight at most, as a number; the others are zero. What holds no NUL has its length in it.
  @inlinable @inline(__always)
  public static func packed(_ count: Int, at start: Int, _ bytes: Span<UInt8>) -> UInt64 {
    start <= bytes.count - 8 ? prefix(count, at(start, bytes)) : packedLast(count, at: start, bytes)
  }

  /// The same where the bytes end before eight.
  @inlinable
  static func packedLast(_ count: Int, at start: Int, _ bytes: Span<UInt8>) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<count { word |= UInt64(bytes[start + index]) << UInt64(8 * index) }
    return word
  }

  /// The first bytes of a word, eight at most; the others are zero.
  @inlinable @inline(__always)
  public static func prefix(_ count: Int, _ word: UInt64) -> UInt64 {
    count >= 8 ? word : word & ~(UInt64.max &<< UInt64(truncatingIfNeeded: 8 &* count))
  }
}

// Eight bytes at a time, for loops that look for what is rare.

/// Tests on eight bytes in one word, without a branch for each. Marks are in the top bits of their bytes; of several
/// the lowest is exact, those above it may be false (Mycroft's test).
public enum ByteWord {
  @usableFromInline @inline(__always) static var ones: UInt64 { 0x0101_0101_0101_0101 }
  @usableFromInline @inline(__always) static var tops: UInt64 { 0x8080_8080_8080_8080 }

  /// The eight bytes from an offset on, the first in the lowest place; a trap where they are not all there.
  @inlinable @inline(__always)
  public static func at(_ offset: Int, _ bytes: Span<UInt8>) -> UInt64 {
    // Bounds are checked; what the name warns of is a type that not every byte makes a value of.
    UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Marks bytes that are this one of ASCII.
  @inlinable @inline(__always)
  public static func marks(_ byte: UInt8, _ word: UInt64) -> UInt64 {
    ((word ^ ones &* UInt64(byte)) &- ones) & ~word & tops
  }

  /// Marks bytes below a space.
  @inlinable @inline(__always)
  public static func controlMarks(_ word: UInt64) -> UInt64 { (word &- ones &* 0x20) & ~word & tops }

  /// Marks bytes beyond ASCII, each exactly.
  @inlinable @inline(__always)
  public static func wideMarks(_ word: UInt64) -> UInt64 { word & tops }

  /// Marks bytes from one of ASCII to another, both included, each exactly.
  @inlinable @inline(__always)
  public static func marks(_ range: ClosedRange<UInt8>, _ word: UInt64) -> UInt64 {
    let low = word & ~tops
    let notBelow = low &+ ones &* UInt64(0x80 - range.lowerBound)
    let above = low &+ ones &* UInt64(0x7F - range.upperBound)
    return notBelow & ~above & ~word & tops
  }

  /// Marks the letters of ASCII, each exactly.
  @inlinable @inline(__always)
  public static func letterMarks(_ word: UInt64) -> UInt64 {
    marks(UInt8(ascii: "a")...UInt8(ascii: "z"), word | ones &* 0x20)
  }

  /// The word with the capitals of ASCII made small.
  @inlinable @inline(__always)
  public static func lowercased(_ word: UInt64) -> UInt64 {
    word | marks(UInt8(ascii: "A")...UInt8(ascii: "Z"), word) >> 2
  }

  /// The first bytes of a word, eight at most; the others are zero.
  @inlinable @inline(__always)
  public static func prefix(_ count: Int, _ word: UInt64) -> UInt64 {
    count >= 8 ? word : word & ~(UInt64.max &<< UInt64(truncatingIfNeeded: 8 &* count))
  }

  /// The place of the lowest byte without a mark, 8 where all have one.
  @inlinable @inline(__always)
  public static func unmarkedFirst(_ marks: UInt64) -> Int { (~marks & tops).trailingZeroBitCount / 8 }

  /// The place of the lowest mark, of which there must be one.
  @inlinable @inline(__always)
  public static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount / 8 }

  /// The next place from `index` on that is worth a look: the first that is marked, or where fewer than eight bytes are
  /// left before `end`, the first of these.
  @inlinable @inline(__always)
  public static func skip(
    from index: Int, to end: Int, in bytes: Span<UInt8>, marks: (_ word: UInt64) -> UInt64
  ) -> Int {
    var index = index
    while index <= end - 8 {
      let found = marks(at(index, bytes))
      if found != 0 { return index + first(found) }
      index += 8
    }
    return index
  }
}

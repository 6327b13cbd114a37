// Eight bytes at a time, for loops that look for what is rare.

/// Eight bytes as a number, or sixteen as two.
public protocol ByteLanes {
  /// The same byte in every place.
  init(each byte: UInt8)
  static func & (left: Self, right: Self) -> Self
  static func | (left: Self, right: Self) -> Self
  static func ^ (left: Self, right: Self) -> Self
  static prefix func ~ (word: Self) -> Self
  static func &+ (left: Self, right: Self) -> Self
  static func &- (left: Self, right: Self) -> Self
}

extension UInt64: ByteLanes {
  @inlinable @inline(__always)
  public init(each byte: UInt8) { self = 0x0101_0101_0101_0101 &* UInt64(byte) }
}

extension SIMD2: ByteLanes where Scalar == UInt64 {
  @inlinable @inline(__always)
  public init(each byte: UInt8) { self.init(repeating: UInt64(each: byte)) }
}

/// Tests on eight bytes in one word or sixteen in two, without a branch for each. Marks are in the top bits of their
/// bytes; of several in a word the lowest is exact, those above it may be false (Mycroft's test).
public enum ByteWord {
  /// The eight bytes from an offset on, the first in the lowest place; a trap where they are not all there.
  @inlinable @inline(__always)
  public static func at(_ offset: Int, _ bytes: Span<UInt8>) -> UInt64 {
    // Bounds are checked; what the name warns of is a type that not every byte makes a value of.
    UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The sixteen bytes from an offset on, likewise.
  @inlinable @inline(__always)
  public static func pair(at offset: Int, _ bytes: Span<UInt8>) -> SIMD2<UInt64> {
    let pair = bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD2<UInt64>.self)
    return SIMD2(UInt64(littleEndian: pair[0]), UInt64(littleEndian: pair[1]))
  }

  /// Puts sixteen bytes at an offset; a trap where there is no room for them.
  @inlinable @inline(__always)
  public static func store(_ pair: SIMD2<UInt64>, at offset: Int, in bytes: inout MutableSpan<UInt8>) {
    var bytes = bytes.mutableBytes
    bytes.storeBytes(
      of: SIMD2(pair[0].littleEndian, pair[1].littleEndian), toByteOffset: offset, as: SIMD2<UInt64>.self)
  }

  /// Marks bytes that are this one.
  @inlinable @inline(__always)
  public static func marks<Word: ByteLanes>(_ byte: UInt8, _ word: Word) -> Word {
    let difference = word ^ Word(each: byte)
    // For a byte of ASCII the word will do, and several tests have that part in common.
    return (difference &- Word(each: 1)) & ~(byte < 0x80 ? word : difference) & Word(each: 0x80)
  }

  /// Marks bytes below a space.
  @inlinable @inline(__always)
  public static func controlMarks<Word: ByteLanes>(_ word: Word) -> Word {
    (word &- Word(each: 0x20)) & ~word & Word(each: 0x80)
  }

  /// Marks bytes beyond ASCII, each exactly.
  @inlinable @inline(__always)
  public static func wideMarks<Word: ByteLanes>(_ word: Word) -> Word { word & Word(each: 0x80) }

  /// Marks bytes from one of ASCII to another, both included, each exactly.
  @inlinable @inline(__always)
  public static func marks<Word: ByteLanes>(_ range: ClosedRange<UInt8>, _ word: Word) -> Word {
    let low = word & Word(each: 0x7F)
    let notBelow = low &+ Word(each: 0x80 - range.lowerBound)
    let above = low &+ Word(each: 0x7F - range.upperBound)
    return notBelow & ~above & ~word & Word(each: 0x80)
  }

  /// Marks the letters of ASCII, each exactly.
  @inlinable @inline(__always)
  public static func letterMarks(_ word: UInt64) -> UInt64 {
    marks(UInt8(ascii: "a")...UInt8(ascii: "z"), word | UInt64(each: 0x20))
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
  public static func unmarkedFirst(_ marks: UInt64) -> Int {
    (~marks & UInt64(each: 0x80)).trailingZeroBitCount / 8
  }

  /// Of exact marks those below the lowest byte without one.
  @inlinable @inline(__always)
  public static func leading(_ marks: UInt64) -> UInt64 { marks & ((~marks & UInt64(each: 0x80)) &- 1) }

  /// The place of the lowest mark, of which there must be one.
  @inlinable @inline(__always)
  public static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount / 8 }

  /// The place of the lowest mark of sixteen, 16 where there is none.
  @inlinable @inline(__always)
  public static func first(_ marks: SIMD2<UInt64>) -> Int {
    if marks[0] | marks[1] == 0 { return 16 }
    return marks[0] != 0 ? first(marks[0]) : 8 + first(marks[1])
  }

  /// The next place from `index` on that is worth a look: the first that is marked, or where fewer than sixteen bytes
  /// are left of all, the first of these. At most `end`.
  @inlinable @inline(__always)
  public static func skip(
    from index: Int, to end: Int, in bytes: Span<UInt8>, marks: (_ pair: SIMD2<UInt64>) -> SIMD2<UInt64>
  ) -> Int {
    var index = index
    while index < end {
      guard index <= bytes.count - 16 else { return index }
      let place = first(marks(pair(at: index, bytes)))
      if place < 16 { return min(index + place, end) }
      index += 16
    }
    return end
  }

  /// Calls for each place that is worth a look, in order: those that are marked, some of which falsely, and the last ones
  /// of all. For what is not so rare that a search from each to the next would do.
  @inlinable @inline(__always)
  public static func forEach(
    in bytes: Span<UInt8>, marks: (_ pair: SIMD2<UInt64>) -> SIMD2<UInt64>, _ body: (_ place: Int) -> Void
  ) {
    var index = 0
    while index <= bytes.count - 16 {
      let found = marks(pair(at: index, bytes))
      if found[0] | found[1] != 0 {
        var left = found[0]
        while left != 0 {
          body(index + first(left))
          left &= left &- 1
        }
        left = found[1]
        while left != 0 {
          body(index + 8 + first(left))
          left &= left &- 1
        }
      }
      index += 16
    }
    while index < bytes.count {
      body(index)
      index += 1
    }
  }
}

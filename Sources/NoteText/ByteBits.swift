// Sixteen bytes at a time as lanes, and what is found in them as bits of a number.

import CLanes

/// Tests on sixteen bytes at once. A test gives lanes whose top bits say where it holds, each exactly; `bits` makes a
/// number of them, the lowest bit for the first byte. Tests may be joined by `|` before.
public enum ByteBits {
  public typealias Lanes = SIMD16<UInt8>

  /// 64 bytes. The standard library's vector of as many is taken apart byte by byte.
  public typealias Block = InlineArray<4, Lanes>

  /// The sixteen bytes from an offset on; a trap where they are not all there.
  @inlinable @inline(__always)
  public static func lanes(at offset: Int, _ bytes: Span<UInt8>) -> Lanes {
    // Bounds are checked; what the name warns of is a type that not every byte makes a value of.
    bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Lanes.self)
  }

  /// The 64 bytes from an offset on, likewise.
  @inlinable @inline(__always)
  public static func block(at offset: Int, _ bytes: Span<UInt8>) -> Block {
    bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Block.self)
  }

  /// What a test says of 64 bytes.
  @inlinable @inline(__always)
  public static func bits(_ block: Block, _ test: (_ lanes: Lanes) -> Lanes) -> UInt64 {
    // In a loop the test is called at one place, and so put there.
    var all: UInt64 = 0
    for part in 0..<4 { all |= bits(test(block[part])) &<< UInt64(truncatingIfNeeded: 16 &* part) }
    return all
  }

  /// Puts sixteen bytes at an offset; a trap where there is no room for them.
  @inlinable @inline(__always)
  public static func store(_ lanes: Lanes, at offset: Int, in bytes: inout MutableSpan<UInt8>) {
    var bytes = bytes.mutableBytes
    bytes.storeBytes(of: lanes, toByteOffset: offset, as: Lanes.self)
  }

  @inlinable @inline(__always)
  public static func bits(_ lanes: Lanes) -> UInt64 { UInt64(redline_top_bits(lanes)) }

  @inlinable @inline(__always)
  public static func equal(_ lanes: Lanes, _ byte: UInt8) -> Lanes {
    Self.lanes(lanes .== Lanes(repeating: byte))
  }

  /// Bytes from one to another, both included.
  @inlinable @inline(__always)
  public static func within(_ lanes: Lanes, _ range: ClosedRange<UInt8>) -> Lanes {
    let moved = lanes &- Lanes(repeating: range.lowerBound)
    return Self.lanes(moved .<= Lanes(repeating: range.upperBound - range.lowerBound))
  }

  /// Bytes below a space.
  @inlinable @inline(__always)
  public static func controls(_ lanes: Lanes) -> Lanes { Self.lanes(lanes .< Lanes(repeating: 0x20)) }

  /// Bytes beyond ASCII have their top bits as they are.
  @inlinable @inline(__always)
  public static func wide(_ lanes: Lanes) -> Lanes { lanes }

  /// The letters of ASCII.
  @inlinable @inline(__always)
  public static func letters(_ lanes: Lanes) -> Lanes {
    within(lanes | Lanes(repeating: 0x20), UInt8(ascii: "a")...UInt8(ascii: "z"))
  }

  /// Of letters of ASCII the small ones, of other bytes any.
  @inlinable @inline(__always)
  public static func caseBits(_ lanes: Lanes) -> Lanes {
    unsafeBitCast(unsafeBitCast(lanes, to: SIMD2<UInt64>.self) &<< 2, to: Lanes.self)
  }

  @inlinable @inline(__always)
  public static func lanes(_ mask: SIMDMask<SIMD16<Int8>>) -> Lanes {
    Lanes(repeating: 0).replacing(with: Lanes(repeating: 0xFF), where: mask)
  }

  /// The next place from `index` on that is worth a look: the first where a test holds, or where fewer than sixteen
  /// bytes are left of all, the first of these. At most `end`.
  @inlinable @inline(__always)
  public static func skip(
    from index: Int, to end: Int, in bytes: Span<UInt8>, where test: (_ lanes: Lanes) -> Lanes
  ) -> Int {
    var index = index
    while index < end, index <= bytes.count - 16 {
      let found = bits(test(lanes(at: index, bytes)))
      if found != 0 { return min(index + found.trailingZeroBitCount, end) }
      index += 16
    }
    return min(index, end)
  }
}

// Eight bytes at a time, for loops that look for what is rare.

/// Tests on eight bytes in one word, without a branch for each.
public enum ByteWord {
  @usableFromInline @inline(__always) static var ones: UInt64 { 0x0101_0101_0101_0101 }
  @usableFromInline @inline(__always) static var tops: UInt64 { 0x8080_8080_8080_8080 }

  /// The eight bytes from an offset on, the first in the lowest place.
  @inlinable @inline(__always)
  public static func at(_ offset: Int, _ bytes: Span<UInt8>) -> UInt64 {
    let window = bytes.extracting(offset..<offset + 8)
    let low = UInt64(window[0]) | UInt64(window[1]) << 8 | UInt64(window[2]) << 16 | UInt64(window[3]) << 24
    let high = UInt64(window[4]) | UInt64(window[5]) << 8 | UInt64(window[6]) << 16 | UInt64(window[7]) << 24
    return low | high << 32
  }

  /// Whether any of the bytes is zero (Mycroft's test, which is exact as to any).
  @inlinable @inline(__always)
  public static func holdsZero(_ word: UInt64) -> Bool { (word &- ones) & ~word & tops != 0 }

  /// Whether any of the bytes is this one.
  @inlinable @inline(__always)
  public static func holds(_ byte: UInt8, _ word: UInt64) -> Bool { holdsZero(word ^ ones &* UInt64(byte)) }

  /// Whether any of the bytes is below a space.
  @inlinable @inline(__always)
  public static func holdsControl(_ word: UInt64) -> Bool { (word &- ones &* 0x20) & ~word & tops != 0 }

  /// No control character of ASCII, and no first byte of one beyond it.
  @inline(__always)
  static func isPlain(_ word: UInt64) -> Bool {
    !holdsControl(word) && !holds(0x7F, word) && !holds(0xC2, word)
  }
}

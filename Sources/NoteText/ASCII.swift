// Single bytes, where most of a text is ASCII.

/// Tests on a byte of UTF-8 that know nothing of what lies beyond ASCII.
public enum ASCII {
  /// A capital as its small letter, any other byte as it is.
  @inlinable @inline(__always)
  public static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// Whether a byte is one of 0 to 9.
  @inlinable @inline(__always)
  public static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Whether a byte may belong to a word: a letter, a digit, or part of a character beyond ASCII.
  @inlinable @inline(__always)
  public static func mayBeInWord(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || isDigit(byte) || byte >= 0x80
  }
}

// The identity of a note's bytes: SipHash-2-4 with 128 bits of output, keyed by a secret of the index.

/// Two files with the same hash are copies. Keyed, so that nobody who only writes notes can craft one
/// that hides another. Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012.
enum SipHash {
  /// - Parameter key: 16 bytes; shorter keys are padded with zeros.
  static func hash(_ bytes: [UInt8], key: [UInt8]) -> (high: UInt64, low: UInt64) {
    let padded = Array(key.prefix(16)) + Array(repeating: 0, count: max(0, 16 - key.count))
    var state = SipState(key0: word(padded, at: 0), key1: word(padded, at: 8))
    let whole = bytes.count / 8 * 8
    let span = bytes.span.bytes
    var at = 0
    while at < whole {
      state.absorb(UInt64(littleEndian: span.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)))
      at += 8
    }
    var last = UInt64(truncatingIfNeeded: bytes.count) << 56
    for (shift, byte) in bytes[whole...].enumerated() { last |= UInt64(byte) << UInt64(8 * shift) }
    state.absorb(last)
    let (low, high) = state.finish()
    return (high, low)
  }

  private static func word(_ bytes: [UInt8], at offset: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
  }
}

private struct SipState {
  var v0: UInt64
  var v1: UInt64
  var v2: UInt64
  var v3: UInt64

  init(key0: UInt64, key1: UInt64) {
    v0 = 0x736f_6d65_7073_6575 ^ key0
    v1 = 0x646f_7261_6e64_6f6d ^ key1 ^ 0xee
    v2 = 0x6c79_6765_6e65_7261 ^ key0
    v3 = 0x7465_6462_7974_6573 ^ key1
  }

  @inline(__always)
  mutating func round() {
    v0 = v0 &+ v1
    v1 = (v1 << 13 | v1 >> 51) ^ v0
    v0 = v0 << 32 | v0 >> 32
    v2 = v2 &+ v3
    v3 = (v3 << 16 | v3 >> 48) ^ v2
    v0 = v0 &+ v3
    v3 = (v3 << 21 | v3 >> 43) ^ v0
    v2 = v2 &+ v1
    v1 = (v1 << 17 | v1 >> 47) ^ v2
    v2 = v2 << 32 | v2 >> 32
  }

  @inline(__always)
  mutating func absorb(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  mutating func finish() -> (low: UInt64, high: UInt64) {
    v2 ^= 0xee
    for _ in 0..<4 { round() }
    let low = v0 ^ v1 ^ v2 ^ v3
    v1 ^= 0xdd
    for _ in 0..<4 { round() }
    return (low, v0 ^ v1 ^ v2 ^ v3)
  }
}

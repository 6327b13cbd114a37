// What stands around cached bytes, so that none but the right ones are used.

/// What cached bytes belong to: the codebook's own bytes, whole, and the program that read them.
public struct CacheKey: Sendable {
  /// Numbers that no other program, and no other build of this one, has.
  public var program: [UInt64]
  /// The codebook file as it was read.
  public var codebook: [UInt8]
  /// - Parameters:
  ///   - program: numbers that no other program, and no other build of this one, has.
  ///   - codebook: the codebook file as it was read.
  public init(program: [UInt64], codebook: [UInt8]) {
    self.program = program
    self.codebook = codebook
  }

  /// A short name for a file, by which a key finds its own again.
  public var name: String {
    let sum = program.reduce(Checksum.of(codebook.span)) { Checksum.mix($0, $1) }
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// A format's number, a checksum, the key, and behind it what is cached.
public enum CacheEnvelope {
  /// Changes with what bytes mean.
  private static let format: UInt64 = 7
  private static let magic = UInt64(0x6568_6361_632D_6B62) &+ (format << 56)

  /// Puts contents into an envelope.
  public static func seal(_ contents: [UInt8], _ key: CacheKey) -> [UInt8] {
    var head = CacheBytes()
    head.append(word: UInt64(key.program.count))
    for word in key.program { head.append(word: word) }
    head.append(word: UInt64(key.codebook.count))
    let rest = head.bytes + key.codebook + contents
    var all = CacheBytes()
    all.append(word: magic)
    all.append(word: Checksum.of(rest.span))
    return all.bytes + rest
  }

  /// Where contents begin in the bytes of an envelope.
  /// - Throws: where it belongs to something else or is damaged.
  public static func open(_ bytes: [UInt8], _ key: CacheKey) throws(CacheDamage) -> Int {
    let span = bytes.span
    let programStart = 24
    let codebookStart = programStart + 8 * key.program.count + 8
    let start = codebookStart + key.codebook.count
    guard span.count > start else { throw CacheDamage("shorter than it should be") }
    guard CacheReader.word(span, 0) == magic else { throw CacheDamage("not in this program's format") }
    guard CacheReader.word(span, 16) == UInt64(key.program.count),
      key.program.enumerated().allSatisfy({ CacheReader.word(bytes.span, programStart + 8 * $0) == $1 })
    else { throw CacheDamage("written by another program") }
    guard CacheReader.word(span, codebookStart - 8) == UInt64(key.codebook.count),
      areEqual(span.extracting(codebookStart..<start), key.codebook.span)
    else { throw CacheDamage("of another codebook") }
    guard CacheReader.word(span, 8) == Checksum.of(span.extracting(16...)) else {
      throw CacheDamage("its checksum is wrong")
    }
    return start
  }

  private static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    var at = 0
    while left.count - at >= 8 {
      if CacheReader.word(left, at) != CacheReader.word(right, at) { return false }
      at += 8
    }
    while at < left.count {
      if left[at] != right[at] { return false }
      at += 1
    }
    return true
  }
}

/// A sum of 64 bits that an accident does not keep: eight bytes at a time, in four lanes.
enum Checksum {
  static func of(_ bytes: Span<UInt8>) -> UInt64 {
    var a: UInt64 = 0x9E37_79B9_7F4A_7C15
    var b: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    var c: UInt64 = 0x1656_67B1_9E37_79F9
    var d: UInt64 = 0xD6E8_FEB8_6659_FD93
    var at = 0
    while bytes.count - at >= 32 {
      a = mix(a, CacheReader.word(bytes, at))
      b = mix(b, CacheReader.word(bytes, at + 8))
      c = mix(c, CacheReader.word(bytes, at + 16))
      d = mix(d, CacheReader.word(bytes, at + 24))
      at += 32
    }
    var sum = mix(mix(mix(mix(UInt64(bytes.count), a), b), c), d)
    while at < bytes.count {
      sum = mix(sum, UInt64(bytes[at]))
      at += 1
    }
    return sum
  }

  /// Every step can be undone, so that two inputs that differ in one word never give one sum.
  @inline(__always)
  static func mix(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let product = (sum ^ word) &* 0x9FB2_1C65_1E98_DF25
    return product ^ product >> 32
  }
}

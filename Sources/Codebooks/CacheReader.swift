// Reads what a CacheWriter wrote, and refuses all else.

/// Takes values in the order in which they were written. No length and no index is believed: whatever the bytes,
/// what comes of them is a value or `CacheDamage`.
public struct CacheReader {
  private let bytes: [UInt8]
  private var at: Int
  private var strings: [String] = []
  private var expressions: [PatternExpression] = []

  /// - Parameters:
  ///   - bytes: what `CacheWriter.bytes` gave, perhaps behind something else.
  ///   - start: where it begins in `bytes`.
  public init(_ bytes: [UInt8], from start: Int = 0) throws(CacheDamage) {
    guard bytes.indices.contains(start) else { throw CacheDamage("nothing is there") }
    self.bytes = bytes
    at = start
    strings = try texts()
    expressions = try ExpressionPool.expressions(in: try numbers(), strings)
  }

  /// Takes values of the types that are asked for, as `CacheWriter.write` appended them.
  public mutating func read<each Value: Cacheable>() throws(CacheDamage) -> (repeat each Value) {
    (repeat try (each Value)(from: &self))
  }

  /// Takes one byte.
  public mutating func byte() throws(CacheDamage) -> UInt8 {
    guard at < bytes.count else { throw Self.tooShort }
    at += 1
    return bytes[at - 1]
  }

  /// Takes eight bytes.
  public mutating func word() throws(CacheDamage) -> UInt64 {
    guard bytes.count - at >= 8 else { throw Self.tooShort }
    at += 8
    return Self.word(bytes.span, at - 8)
  }

  /// Takes a list of numbers.
  public mutating func numbers() throws(CacheDamage) -> ContiguousArray<Int32> {
    let count = try count(of: 4)
    var numbers: ContiguousArray<Int32> = []
    numbers.reserveCapacity(count)
    let start = at
    at += 4 * count
    let span = bytes.span.extracting(start..<start + 4 * count)
    for index in 0..<count { numbers.append(Self.number(span, 4 * index)) }
    return numbers
  }

  /// Takes how many things follow.
  /// - Parameter size: how many bytes each has at least.
  mutating func count(of size: Int) throws(CacheDamage) -> Int {
    let count = try word()
    guard count <= UInt64((bytes.count - at) / size) else { throw Self.tooShort }
    return Int(count)
  }

  mutating func text() throws(CacheDamage) -> String {
    let index = Int(try number())
    guard strings.indices.contains(index) else { throw CacheDamage("no such text") }
    return strings[index]
  }

  mutating func expression() throws(CacheDamage) -> PatternExpression {
    let index = Int(try number())
    guard expressions.indices.contains(index) else { throw CacheDamage("no such expression") }
    return expressions[index]
  }

  /// - Throws: where something is left.
  public func finish() throws(CacheDamage) {
    if at < bytes.count { throw CacheDamage("longer than it should be") }
  }

  private static let tooShort = CacheDamage("shorter than it should be")

  private mutating func number() throws(CacheDamage) -> Int32 {
    guard bytes.count - at >= 4 else { throw Self.tooShort }
    at += 4
    return Self.number(bytes.span, at - 4)
  }

  private mutating func texts() throws(CacheDamage) -> [String] {
    let ends = try numbers()
    let size = try count(of: 1)
    let all = bytes[at..<at + size]
    at += size
    var texts: [String] = []
    texts.reserveCapacity(ends.count)
    var start = all.startIndex
    for end in ends {
      let end = all.startIndex + Int(end)
      guard start <= end, end <= all.endIndex, let text = String(validating: all[start..<end], as: UTF8.self)
      else { throw CacheDamage("a text that is none") }
      texts.append(text)
      start = end
    }
    return texts
  }

  @inline(__always)
  private static func number(_ span: Span<UInt8>, _ start: Int) -> Int32 {
    let window = span.extracting(start..<start + 4)
    return Int32(
      bitPattern: UInt32(window[0]) | UInt32(window[1]) << 8 | UInt32(window[2]) << 16
        | UInt32(window[3]) << 24)
  }

  @inline(__always)
  static func word(_ span: Span<UInt8>, _ start: Int) -> UInt64 {
    let window = span.extracting(start..<start + 8)
    let low = UInt64(window[0]) | UInt64(window[1]) << 8 | UInt64(window[2]) << 16 | UInt64(window[3]) << 24
    let high = UInt64(window[4]) | UInt64(window[5]) << 8 | UInt64(window[6]) << 16 | UInt64(window[7]) << 24
    return low | high << 32
  }
}

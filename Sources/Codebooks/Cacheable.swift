// A codebook's values as bytes, to be read again by the same program.

/// What a cache of a codebook holds. A type's conformance is the one place that knows its bytes: what `write`
/// puts, `init` takes, in the same order. The bytes are the same on every machine.
public protocol Cacheable {
  /// Appends the value.
  func write(to writer: inout CacheWriter)
  /// Takes what `write` appended.
  init(from reader: inout CacheReader) throws(CacheDamage)
}

/// Bytes that `CacheWriter` has not written so.
public struct CacheDamage: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, in a few words.
  public var description: String
  /// - Parameter description: what is wrong, in a few words.
  public init(_ description: String) { self.description = description }
}

/// Writes values one after another; texts and expressions that come again are written once.
public struct CacheWriter {
  private var body = CacheBytes()
  private var strings = StringPool()
  private var expressions = ExpressionPool()

  /// Begins with nothing.
  public init() {}

  /// Appends values.
  public mutating func write<each Value: Cacheable>(_ value: repeat each Value) {
    repeat (each value).write(to: &self)
  }

  /// Appends a list of numbers, to be read whole.
  public mutating func write(numbers: ContiguousArray<Int32>) { body.append(numbers: numbers) }

  /// Appends one byte.
  public mutating func write(byte: UInt8) { body.bytes.append(byte) }

  /// Appends eight bytes.
  public mutating func write(word: UInt64) { body.append(word: word) }

  mutating func write(text: String) { body.append(number: strings.number(of: text)) }

  mutating func write(expression: PatternExpression) {
    body.append(number: expressions.number(of: expression, &strings))
  }

  /// All that was written: the texts, the expressions, then the values.
  public func bytes() -> [UInt8] {
    var all = CacheBytes()
    strings.write(to: &all)
    all.append(numbers: expressions.records)
    return all.bytes + body.bytes
  }
}

/// Bytes with the lowest byte of a number first.
struct CacheBytes {
  var bytes: [UInt8] = []

  mutating func append(word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  mutating func append(number: Int32) {
    let word = UInt32(bitPattern: number)
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  mutating func append(numbers: ContiguousArray<Int32>) {
    append(word: UInt64(numbers.count))
    bytes.reserveCapacity(bytes.count + 4 * numbers.count)
    for number in numbers { append(number: number) }
  }
}

/// Texts, each once, one after another.
struct StringPool {
  /// By bytes: Swift holds "é" and "e" with an accent for one text.
  private var numbers: [[UInt8]: Int32] = [:]
  private var ends: ContiguousArray<Int32> = []
  private var texts: [UInt8] = []

  mutating func number(of text: String) -> Int32 {
    let bytes = Array(text.utf8)
    if let known = numbers[bytes] { return known }
    let number = Int32(truncatingIfNeeded: ends.count)
    numbers[bytes] = number
    texts += bytes
    ends.append(Int32(truncatingIfNeeded: texts.count))
    return number
  }

  func write(to bytes: inout CacheBytes) {
    bytes.append(numbers: ends)
    bytes.append(word: UInt64(texts.count))
    bytes.bytes += texts
  }
}

// What every codebook is made of, as cached bytes: texts, numbers, lists.

extension String: Cacheable {
  public func write(to writer: inout CacheWriter) { writer.write(text: self) }
  public init(from reader: inout CacheReader) throws(CacheDamage) { self = try reader.text() }
}

extension Int: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(word: UInt64(bitPattern: Int64(self)))
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    let wide = Int64(bitPattern: try reader.word())
    guard let number = Int(exactly: wide) else { throw CacheDamage("a number too large") }
    self = number
  }
}

extension Double: Cacheable {
  public func write(to writer: inout CacheWriter) { writer.write(word: bitPattern) }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    self.init(bitPattern: try reader.word())
  }
}

extension Bool: Cacheable {
  public func write(to writer: inout CacheWriter) { writer.write(byte: self ? 1 : 0) }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    switch try reader.byte() {
    case 0: self = false
    case 1: self = true
    default: throw CacheDamage("neither true nor false")
    }
  }
}

extension Optional: Cacheable where Wrapped: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(self != nil)
    if let self { self.write(to: &writer) }
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    self = try Bool(from: &reader) ? try Wrapped(from: &reader) : nil
  }
}

extension Array: Cacheable where Element: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(word: UInt64(count))
    for element in self { element.write(to: &writer) }
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    let count = try reader.count(of: 1)
    self = []
    // An element takes more memory than bytes: a number that is none must not ask for all there is.
    reserveCapacity(Swift.min(count, 4096))
    for _ in 0..<count { append(try Element(from: &reader)) }
  }
}

extension Dictionary: Cacheable where Key == String, Value: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(word: UInt64(count))
    for (key, value) in sorted(by: { $0.key < $1.key }) { writer.write(key, value) }
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    let count = try reader.count(of: 1)
    self = [:]
    for _ in 0..<count {
      let key = try String(from: &reader)
      let former = updateValue(try Value(from: &reader), forKey: key)
      if former != nil { throw CacheDamage("a name that stands twice") }
    }
  }
}

/// An enumeration by the names of its cases.
extension Cacheable where Self: RawRepresentable, RawValue == String {
  public func write(to writer: inout CacheWriter) { writer.write(rawValue) }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    guard let value = Self(rawValue: try String(from: &reader)) else { throw CacheDamage("no such case") }
    self = value
  }
}

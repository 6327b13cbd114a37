// Compiled patterns as cached bytes.

import Codebooks

extension CompiledExpressions {
  /// Levels of a node at most: it is evaluated level by level.
  private static let greatestDepth = 2000

  func write(to writer: inout CacheWriter) {
    vocabulary.write(to: &writer)
    writer.write(numbers: terms)
    writer.write(rows: phrases) { phrase, numbers in
      numbers.append(phrase.offset)
      numbers.append(phrase.count)
    }
    writer.write(numbers: others)
    writer.write(rows: unions) { $0.write(to: &$1) }
    writer.write(Array(termsOfOffice))
    writer.write(memoCount)
    writer.write(numbers: questions)
    writer.write(rows: nodes) { $0.write(to: &$1) }
  }

  init(from reader: inout CacheReader) throws(CacheDamage) {
    self.init()
    vocabulary = try Vocabulary(from: &reader)
    terms = try reader.indices(below: vocabulary.count)
    try readPhrases(try reader.numbers())
    others = try reader.numbers()
    try readUnions(try reader.numbers())
    termsOfOffice = ContiguousArray(try reader.read() as [TermOfOffice])
    memoCount = try reader.read()
    questions = try reader.numbers()
    try readNodes(try reader.numbers())
    guard others.allSatisfy({ nodes.indices.contains(Int($0)) }) else { throw Self.damage }
    otherKeys = ContiguousArray(others.map(key))
    guard (0...nodes.count).contains(memoCount), questions.allSatisfy({ nodes.indices.contains(Int($0)) })
    else { throw Self.damage }
  }

  private static let damage = CacheDamage("an expression that is none")

  private mutating func readPhrases(_ numbers: ContiguousArray<Int32>) throws(CacheDamage) {
    guard numbers.count.isMultiple(of: 2) else { throw Self.damage }
    phrases.reserveCapacity(numbers.count / 2)
    for at in stride(from: 0, to: numbers.count, by: 2) {
      guard let range = Self.range(numbers[at], numbers[at + 1], of: terms.count), !range.isEmpty else {
        throw Self.damage
      }
      phrases.append(phrase(at: Int32(truncatingIfNeeded: range.lowerBound), numbers[at + 1]))
    }
  }

  private mutating func readUnions(_ numbers: ContiguousArray<Int32>) throws(CacheDamage) {
    guard numbers.count.isMultiple(of: 4) else { throw Self.damage }
    unions.reserveCapacity(numbers.count / 4)
    for at in stride(from: 0, to: numbers.count, by: 4) {
      guard let members = Self.range(numbers[at], numbers[at + 1], of: phrases.count),
        let rest = Self.range(numbers[at + 2], numbers[at + 3], of: others.count)
      else { throw Self.damage }
      unions.append(ExpressionUnion(phrases: members, others: rest, of: phrases))
    }
  }

  private mutating func readNodes(_ numbers: ContiguousArray<Int32>) throws(CacheDamage) {
    let width = ExpressionNode.width
    guard numbers.count.isMultiple(of: width) else { throw Self.damage }
    nodes.reserveCapacity(numbers.count / width)
    var depths: ContiguousArray<Int32> = []
    depths.reserveCapacity(numbers.count / width)
    for at in stride(from: 0, to: numbers.count, by: width) {
      guard let node = ExpressionNode(numbers, at), node.memo >= -1, Int(node.memo) < memoCount,
        let depth = depth(of: node, depths), depth < Self.greatestDepth
      else { throw Self.damage }
      nodes.append(node)
      depths.append(depth)
    }
  }

  /// How many levels are below a node; nil where it points to what is not there. Operands stand before what they
  /// are operands of, so that nothing holds itself.
  private func depth(of node: ExpressionNode, _ depths: ContiguousArray<Int32>) -> Int32? {
    func below(_ operand: Int32) -> Int32? {
      depths.indices.contains(Int(operand)) ? depths[Int(operand)] + 1 : nil
    }
    func deeper(_ left: Int32?, _ right: Int32?) -> Int32? {
      if let left, let right { max(left, right) } else { nil }
    }
    switch node.kind {
    case .segment: return 0
    case .phrase: return Self.range(node.left, node.right, of: terms.count) == nil ? nil : 0
    case .union:
      guard unions.indices.contains(Int(node.left)) else { return nil }
      var depth: Int32? = 0
      for other in others[unions[Int(node.left)].others] { depth = deeper(depth, below(other)) }
      return depth
    case .caps: return below(node.left)
    case .inYears: return termsOfOffice.indices.contains(Int(node.number)) ? below(node.left) : nil
    case .and, .andNot, .sameUnit, .notSameUnit:
      guard questions.indices.contains(Int(node.number)) else { return nil }
      return deeper(below(node.left), below(node.right))
    case .within, .before, .notWithin, .notBefore, .sameSentence, .notSameSentence:
      return deeper(below(node.left), below(node.right))
    }
  }

  private static func range(_ start: Int32, _ count: Int32, of size: Int) -> Range<Int>? {
    guard start >= 0, count >= 0, Int(start) + Int(count) <= size else { return nil }
    return Int(start)..<Int(start) + Int(count)
  }
}

extension ExpressionNode {
  static let width = 5

  fileprivate func write(to numbers: inout ContiguousArray<Int32>) {
    numbers.append(Int32(kind.rawValue) << 1 | (hasSegment ? 1 : 0))
    numbers.append(left)
    numbers.append(right)
    numbers.append(number)
    numbers.append(memo)
  }

  fileprivate init?(_ numbers: ContiguousArray<Int32>, _ at: Int) {
    guard let raw = UInt8(exactly: numbers[at] >> 1), let kind = Kind(rawValue: raw) else { return nil }
    self.init(
      kind: kind, hasSegment: numbers[at] & 1 == 1, left: numbers[at + 1], right: numbers[at + 2],
      number: numbers[at + 3], memo: numbers[at + 4])
  }
}

extension ExpressionUnion {
  fileprivate func write(to numbers: inout ContiguousArray<Int32>) {
    for range in [phrases, others] {
      numbers.append(Int32(truncatingIfNeeded: range.lowerBound))
      numbers.append(Int32(truncatingIfNeeded: range.count))
    }
  }

  init(phrases: Range<Int>, others: Range<Int>, of all: ContiguousArray<Phrase>) {
    self.init(
      phrases: phrases, others: others,
      keys: all[phrases].reduce(0) { $0 | Self.bit(of: $1.key) })
  }
}

extension TermOfOffice: Cacheable {
  func write(to writer: inout CacheWriter) { writer.write(from, until) }
  init(from reader: inout CacheReader) throws(CacheDamage) {
    from = try reader.read()
    until = try reader.read()
  }
}

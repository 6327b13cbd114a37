// Patterns as cached bytes.

extension PatternExpression: Cacheable {
  public func write(to writer: inout CacheWriter) { writer.write(expression: self) }
  public init(from reader: inout CacheReader) throws(CacheDamage) { self = try reader.expression() }
}

/// Expressions, each once and behind its operands: codebooks say the same over and over.
struct ExpressionPool {
  /// A connector, how many numbers follow, and these: texts, distances, numbers of operands.
  private(set) var records: ContiguousArray<Int32> = []
  private var numbers: [ContiguousArray<Int32>: Int32] = [:]

  /// Levels of an expression at most: it is walked, and given up, level by level.
  private static let greatestDepth = 1000

  private enum Kind: Int32 {
    case phrase, lexicon, actor, anyActor, segment, or, caps
    case and, andNot, within, before, notWithin, notBefore
    case sameSentence, notSameSentence, sameUnit, notSameUnit
  }

  mutating func number(of expression: PatternExpression, _ strings: inout StringPool) -> Int32 {
    let (kind, fields) = fields(of: expression, &strings)
    let record: ContiguousArray = [kind.rawValue, Int32(truncatingIfNeeded: fields.count)] + fields
    if let known = numbers[record] { return known }
    let number = Int32(truncatingIfNeeded: numbers.count)
    numbers[record] = number
    records += record
    return number
  }

  private mutating func fields(
    of expression: PatternExpression, _ strings: inout StringPool
  ) -> (Kind, ContiguousArray<Int32>) {
    switch expression {
    case .phrase(let terms):
      var fields: ContiguousArray<Int32> = []
      for term in terms { fields += [strings.number(of: term.text), number(of: term.kind)] }
      return (.phrase, fields)
    case .lexicon(let name): return (.lexicon, [strings.number(of: name)])
    case .actor(let id?): return (.actor, [strings.number(of: id)])
    case .actor(nil): return (.anyActor, [])
    case .segment: return (.segment, [])
    case .or(let operands):
      var fields: ContiguousArray<Int32> = []
      for operand in operands { fields.append(number(of: operand, &strings)) }
      return (.or, fields)
    case .caps(let operand): return (.caps, [number(of: operand, &strings)])
    case .and(let left, let right): return (.and, pair(left, right, &strings))
    case .andNot(let left, let right): return (.andNot, pair(left, right, &strings))
    case .within(let words, let left, let right): return (.within, pair(left, right, &strings, words))
    case .before(let words, let left, let right): return (.before, pair(left, right, &strings, words))
    case .notWithin(let words, let left, let right): return (.notWithin, pair(left, right, &strings, words))
    case .notBefore(let words, let left, let right): return (.notBefore, pair(left, right, &strings, words))
    case .sameSentence(let left, let right): return (.sameSentence, pair(left, right, &strings))
    case .notSameSentence(let left, let right): return (.notSameSentence, pair(left, right, &strings))
    case .sameUnit(let left, let right): return (.sameUnit, pair(left, right, &strings))
    case .notSameUnit(let left, let right): return (.notSameUnit, pair(left, right, &strings))
    }
  }

  private mutating func pair(
    _ left: PatternExpression, _ right: PatternExpression, _ strings: inout StringPool, _ words: Int? = nil
  ) -> ContiguousArray<Int32> {
    let operands: ContiguousArray = [number(of: left, &strings), number(of: right, &strings)]
    // No distance is greater than `Connector.greatestDistance`.
    return operands + (words.map { [Int32(clamping: $0)] } ?? [])
  }

  private func number(of kind: Term.Kind) -> Int32 {
    switch kind {
    case .exact: 0
    case .prefix: 1
    case .wildcard: 2
    }
  }

  // MARK: - Reading

  static func expressions(
    in records: ContiguousArray<Int32>, _ strings: [String]
  ) throws(CacheDamage) -> [PatternExpression] {
    var reading = Reading(records: records, strings: strings)
    while reading.at < records.count { try reading.next() }
    return reading.expressions
  }

  private struct Reading {
    let records: ContiguousArray<Int32>
    let strings: [String]
    var at = 0
    var expressions: [PatternExpression] = []
    /// Levels of each, and of the one at hand.
    private var depths: ContiguousArray<Int32> = []
    private var depth: Int32 = 0

    init(records: ContiguousArray<Int32>, strings: [String]) {
      self.records = records
      self.strings = strings
    }

    mutating func next() throws(CacheDamage) {
      guard records.count - at >= 2, let kind = Kind(rawValue: records[at]) else { throw damage }
      let count = Int(records[at + 1])
      at += 2
      guard count >= 0, count <= records.count - at else { throw damage }
      depth = 0
      let expression = try expression(kind, at..<at + count)
      guard depth < ExpressionPool.greatestDepth else { throw damage }
      expressions.append(expression)
      depths.append(depth + 1)
      at += count
    }

    private var damage: CacheDamage { CacheDamage("an expression that is none") }

    private mutating func expression(
      _ kind: Kind, _ fields: Range<Int>
    ) throws(CacheDamage) -> PatternExpression {
      switch kind {
      case .phrase: return .phrase(try terms(fields))
      case .lexicon: return .lexicon(try text(try one(fields)))
      case .actor: return .actor(try text(try one(fields)))
      case .anyActor, .segment:
        guard fields.isEmpty else { throw damage }
        return kind == .segment ? .segment : .actor(nil)
      case .or:
        var operands: [PatternExpression] = []
        operands.reserveCapacity(fields.count)
        for field in fields { operands.append(try operand(field)) }
        return .or(operands)
      case .caps: return .caps(try operand(try one(fields)))
      case .within, .before, .notWithin, .notBefore: return try near(kind, fields)
      case .and, .andNot, .sameSentence, .notSameSentence, .sameUnit, .notSameUnit:
        return try joined(kind, fields)
      }
    }

    private mutating func near(_ kind: Kind, _ fields: Range<Int>) throws(CacheDamage) -> PatternExpression {
      guard fields.count == 3 else { throw damage }
      let left = try operand(fields.lowerBound)
      let right = try operand(fields.lowerBound + 1)
      let words = Int(records[fields.lowerBound + 2])
      switch kind {
      case .within: return .within(words, left, right)
      case .before: return .before(words, left, right)
      case .notWithin: return .notWithin(words, left, right)
      case .notBefore: return .notBefore(words, left, right)
      default: throw damage
      }
    }

    private mutating func joined(_ kind: Kind, _ fields: Range<Int>) throws(CacheDamage) -> PatternExpression
    {
      guard fields.count == 2 else { throw damage }
      let left = try operand(fields.lowerBound)
      let right = try operand(fields.lowerBound + 1)
      switch kind {
      case .and: return .and(left, right)
      case .andNot: return .andNot(left, right)
      case .sameSentence: return .sameSentence(left, right)
      case .notSameSentence: return .notSameSentence(left, right)
      case .sameUnit: return .sameUnit(left, right)
      case .notSameUnit: return .notSameUnit(left, right)
      default: throw damage
      }
    }

    private func one(_ fields: Range<Int>) throws(CacheDamage) -> Int {
      guard fields.count == 1 else { throw damage }
      return fields.lowerBound
    }

    private func text(_ field: Int) throws(CacheDamage) -> String {
      let index = Int(records[field])
      guard strings.indices.contains(index) else { throw damage }
      return strings[index]
    }

    /// An operand stands before what it is an operand of, so that nothing holds itself.
    private mutating func operand(_ field: Int) throws(CacheDamage) -> PatternExpression {
      let index = Int(records[field])
      guard expressions.indices.contains(index) else { throw damage }
      depth = max(depth, depths[index])
      return expressions[index]
    }

    private func terms(_ fields: Range<Int>) throws(CacheDamage) -> [Term] {
      guard fields.count.isMultiple(of: 2) else { throw damage }
      var terms: [Term] = []
      terms.reserveCapacity(fields.count / 2)
      for field in stride(from: fields.lowerBound, to: fields.upperBound, by: 2) {
        let text = try text(field)
        switch records[field + 1] {
        case 0: terms.append(Term(text, .exact))
        case 1: terms.append(Term(text, .prefix))
        case 2: terms.append(Term(text, .wildcard))
        default: throw damage
        }
      }
      return terms
    }
  }
}

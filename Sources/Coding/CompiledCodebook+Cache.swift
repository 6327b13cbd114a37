// A codebook ready for coding as cached bytes: the codebook, then its patterns.

import Codebooks

extension CompiledCodebook {
  /// The codebook and what was made of its patterns.
  public var cacheBytes: [UInt8] {
    var writer = CacheWriter()
    writer.write(codebook)
    patterns.write(to: &writer)
    return writer.bytes()
  }

  /// Takes up what `cacheBytes` gave.
  /// - Parameter start: where it begins in `bytes`.
  public convenience init(cacheBytes bytes: [UInt8], from start: Int = 0) throws(CacheDamage) {
    var reader = try CacheReader(bytes, from: start)
    let codebook: Codebook = try reader.read()
    try self.init(codebook) { (expressions, primary, near, given) throws(CacheDamage) in
      let patterns = try PatternSet(
        from: &reader, patterns: expressions, lexicons: codebook.lexicons, actors: codebook.actors,
        primary: primary, near: near, given: given)
      try reader.finish()
      return patterns
    }
  }
}

extension PatternSet {
  /// What the codebook itself does not give.
  func write(to writer: inout CacheWriter) {
    expressions.write(to: &writer)
    presearch.write(to: &writer)
    writer.write(numbers: roots)
    writer.write(numbers: actorRoots)
    writer.write(numbers: questionNeeds)
  }

  init(
    from reader: inout CacheReader, patterns: [PatternExpression], lexicons: [String: Lexicon],
    actors: [Actor], primary: Int, near: Int, given: [[Int]]
  ) throws(CacheDamage) {
    self.patterns = patterns
    self.lexicons = lexicons
    self.actors = actors
    self.primary = primary
    let expressions = try CompiledExpressions(from: &reader)
    self.expressions = expressions
    presearch = try Presearch(
      from: &reader, patternCount: patterns.count, expressions: expressions, primary: primary, near: near,
      given: given)
    roots = try reader.indices(below: expressions.nodes.count, count: patterns.count)
    actorRoots = try reader.indices(below: expressions.nodes.count, count: actors.count)
    actorNames = ActorNames(actorRoots, expressions)
    questionNeeds = try reader.indices(
      from: -1, below: presearch.groupCount, count: expressions.questionCount)
  }
}

extension CacheWriter {
  /// Appends rows as one list of numbers.
  /// - Parameter add: appends a row's numbers, of which each has as many.
  mutating func write<Rows: Collection>(
    rows: Rows, _ add: (_ row: Rows.Element, _ numbers: inout ContiguousArray<Int32>) -> Void
  ) {
    var numbers: ContiguousArray<Int32> = []
    for row in rows { add(row, &numbers) }
    write(numbers: numbers)
  }
}

extension CacheReader {
  /// Takes a list of numbers that are places in another one.
  /// - Parameters:
  ///   - least: -1 where there may be none.
  ///   - count: how many there are; any number where nil.
  mutating func indices(
    from least: Int32 = 0, below end: Int, count: Int? = nil
  ) throws(CacheDamage) -> ContiguousArray<Int32> {
    let numbers = try numbers()
    if let count, numbers.count != count { throw CacheDamage("a list of another length") }
    for number in numbers where number < least || Int(number) >= end {
      throw CacheDamage("a place that is none")
    }
    return numbers
  }

  /// Takes the places at which parts of a list begin, with its end as the last.
  mutating func starts(of size: Int, count: Int) throws(CacheDamage) -> ContiguousArray<Int32> {
    let numbers = try numbers()
    guard numbers.count == count + 1, numbers[0] == 0, Int(numbers[count]) == size else {
      throw CacheDamage("parts that make no whole")
    }
    for index in 0..<count where numbers[index] > numbers[index + 1] {
      throw CacheDamage("parts that overlap")
    }
    return numbers
  }
}

// What a pattern is looked for by, as cached bytes.

import Codebooks

extension Presearch {
  func write(to writer: inout CacheWriter) {
    writer.write(groupCount)
    writer.write(numbers: groupList)
    writer.write(numbers: groupStarts)
    writer.write(numbers: patterns)
    writer.write(numbers: firstWays)
    writer.write(numbers: wayList)
    writer.write(numbers: wayStarts)
    writer.write(numbers: needList)
    writer.write(numbers: needStarts)
    writer.write(numbers: ContiguousArray(leads.map { $0 ? 1 : 0 }))
    writer.write(numbers: ContiguousArray(anywhere.map { Int32(truncatingIfNeeded: $0) }))
    writer.write(rows: wayPhrases) { phrase, numbers in
      numbers.append(phrase.place)
      numbers.append(phrase.offset)
      numbers.append(phrase.count)
    }
  }

  init(
    from reader: inout CacheReader, patternCount: Int, expressions: CompiledExpressions, primary: Int,
    near: Int, given: [[Int]]
  ) throws(CacheDamage) {
    groupCount = try reader.read()
    guard groupCount >= 0, groupCount < Int(Int32.max) else { throw CacheDamage("groups that are none") }
    groupList = try reader.indices(below: groupCount)
    groupStarts = try reader.starts(of: groupList.count, count: expressions.vocabulary.count)
    patterns = try reader.indices(below: patternCount)
    firstWays = try reader.starts(of: patterns.count, count: patternCount)
    wayList = try reader.indices(below: patterns.count)
    wayStarts = try reader.starts(of: wayList.count, count: groupCount)
    needList = try reader.indices(below: groupCount)
    needStarts = try reader.starts(of: needList.count, count: patterns.count)
    leads = ContiguousArray(try reader.indices(below: 2, count: groupCount).lazy.map { $0 == 1 })
    anywhere = try reader.indices(below: patternCount).map { Int($0) }
    try readPhrases(try reader.numbers(), expressions)
    sign(frequencies: expressions.vocabulary.frequencies, primary: primary, near: near, given: given)
  }

  private mutating func readPhrases(
    _ numbers: ContiguousArray<Int32>, _ expressions: CompiledExpressions
  ) throws(CacheDamage) {
    let width = 3
    guard numbers.count == width * patterns.count else { throw CacheDamage("phrases without ways") }
    wayPhrases.reserveCapacity(patterns.count)
    for at in stride(from: 0, to: numbers.count, by: width) {
      let (place, offset, count) = (numbers[at], numbers[at + 1], numbers[at + 2])
      if count == 0 {
        wayPhrases.append(.none)
        continue
      }
      guard count > 0, (0..<count).contains(place), offset >= 0,
        Int(offset) + Int(count) <= expressions.terms.count
      else { throw CacheDamage("a phrase that is none") }
      let key = expressions.terms[Int(offset + place)]
      wayPhrases.append(ExpressionUnion.Phrase(key: key, place: place, offset: offset, count: count))
    }
  }
}

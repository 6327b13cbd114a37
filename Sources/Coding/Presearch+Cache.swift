// What a pattern is looked for by, as cached bytes.

import Codebooks

extension Presearch {
  func write(to writer: inout CacheWriter) {
    writer.write(groupCount, primaryGroupCount)
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
  }

  init(
    from reader: inout CacheReader, patternCount: Int, termCount: Int, primary: Int, near: Int
  ) throws(CacheDamage) {
    groupCount = try reader.read()
    primaryGroupCount = try reader.read()
    guard groupCount >= 0, groupCount < Int(Int32.max), (0...groupCount).contains(primaryGroupCount) else {
      throw CacheDamage("groups that are none")
    }
    groupList = try reader.indices(below: groupCount)
    groupStarts = try reader.starts(of: groupList.count, count: termCount)
    patterns = try reader.indices(below: patternCount)
    firstWays = try reader.starts(of: patterns.count, count: patternCount)
    wayList = try reader.indices(below: patterns.count)
    wayStarts = try reader.starts(of: wayList.count, count: groupCount)
    needList = try reader.indices(below: groupCount)
    needStarts = try reader.starts(of: needList.count, count: patterns.count)
    leads = ContiguousArray(try reader.indices(below: 2, count: groupCount).lazy.map { $0 == 1 })
    anywhere = try reader.indices(below: patternCount).map { Int($0) }
    sign(primary: primary, near: near)
  }
}

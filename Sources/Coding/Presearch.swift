// What must stand in a sentence for a pattern to match there at all.

/// Each pattern needs some groups of terms: at least one term of every group must occur. It is looked for by
/// its rarest group, so that most patterns cost nothing in most sentences.
struct Presearch: Sendable {
  /// Groups by term, as ranges of `groupList`.
  private var groupStarts: ContiguousArray<Int32> = []
  private var groupList: ContiguousArray<Int32> = []
  /// Patterns by the group they are looked for by, as ranges of `patternList`.
  private var patternStarts: ContiguousArray<Int32> = []
  private var patternList: ContiguousArray<Int32> = []
  /// All groups of a pattern, the rarest first, as ranges of `needList`.
  private var needStarts: ContiguousArray<Int32> = [0]
  private var needList: ContiguousArray<Int32> = []
  /// Whether a primary pattern is looked for by a group.
  private var leads: ContiguousArray<Bool> = []
  /// Patterns that may match anywhere, ascending.
  private(set) var anywhere: [Int] = []
  private(set) var groupCount = 0
  /// Groups below this number are all that primary patterns need.
  private(set) var primaryGroupCount = 0

  /// - Parameters:
  ///   - needs: by pattern, its groups, the rarest first.
  ///   - groups: by group, its terms.
  ///   - primary: how many patterns are primary.
  init(needs: [[Int32]], groups: [[Int32]], termCount: Int, primary: Int) {
    groupCount = groups.count
    leads = ContiguousArray(repeating: false, count: groupCount)
    var byGroup: [(group: Int32, pattern: Int32)] = []
    for (pattern, need) in needs.enumerated() {
      needList.append(contentsOf: need)
      needStarts.append(Int32(truncatingIfNeeded: needList.count))
      if let rarest = need.first {
        if pattern < primary { leads[Int(rarest)] = true }
        byGroup.append((rarest, Int32(truncatingIfNeeded: pattern)))
      } else {
        anywhere.append(pattern)
      }
    }
    for need in needs.prefix(primary) {
      for group in need { primaryGroupCount = max(primaryGroupCount, Int(group) + 1) }
    }
    (patternStarts, patternList) = Self.table(byGroup, keys: groupCount)
    var byTerm: [(group: Int32, pattern: Int32)] = []
    for (group, terms) in groups.enumerated() {
      for term in terms { byTerm.append((term, Int32(truncatingIfNeeded: group))) }
    }
    (groupStarts, groupList) = Self.table(byTerm, keys: termCount)
  }

  /// Values by key, in order, as one list and the offsets at which each key's values begin.
  private static func table(
    _ pairs: [(group: Int32, pattern: Int32)], keys: Int
  ) -> (ContiguousArray<Int32>, ContiguousArray<Int32>) {
    var starts = ContiguousArray<Int32>(repeating: 0, count: keys + 1)
    for pair in pairs { starts[Int(pair.group) + 1] += 1 }
    for key in 0..<keys { starts[key + 1] += starts[key] }
    var next = starts
    var list = ContiguousArray<Int32>(repeating: 0, count: pairs.count)
    for pair in pairs {
      list[Int(next[Int(pair.group)])] = pair.pattern
      next[Int(pair.group)] += 1
    }
    return (starts, list)
  }

  /// The groups of a term, as indices for `group(at:)`.
  @inline(__always)
  func groups(of term: Int32) -> Range<Int> {
    Int(groupStarts[Int(term)])..<Int(groupStarts[Int(term) + 1])
  }

  @inline(__always)
  func group(at index: Int) -> Int32 { groupList[index] }

  func leadsPrimary(_ group: Int32) -> Bool { leads[Int(group)] }

  /// The patterns that are looked for by a group, ascending, as indices for `pattern(at:)`; of a range only.
  @inline(__always)
  func patterns(by group: Int32, among range: Range<Int>) -> Range<Int> {
    let start = Int(patternStarts[Int(group)])
    let end = Int(patternStarts[Int(group) + 1])
    guard start < end, Int(patternList[start]) < range.upperBound,
      Int(patternList[end - 1]) >= range.lowerBound
    else { return start..<start }
    if end - start < 8 { return start..<end }
    let list = patternList[start..<end]
    let first = list.partitioned { $0 < range.lowerBound }
    return start + first..<start + list.partitioned { $0 < range.upperBound }
  }

  @inline(__always)
  func pattern(at index: Int) -> Int { Int(patternList[index]) }

  /// The groups that a pattern needs, the rarest first, as indices for `need(at:)`.
  @inline(__always)
  func needs(of pattern: Int) -> Range<Int> { Int(needStarts[pattern])..<Int(needStarts[pattern + 1]) }

  @inline(__always)
  func need(at index: Int) -> Int32 { needList[index] }
}

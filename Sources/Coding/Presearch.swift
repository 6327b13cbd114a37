// What must stand in a sentence for a pattern to match there at all.

/// A pattern can match in some ways, each of which needs some groups of terms: at least one term of every group
/// must occur. A way is looked for by its rarest group, so that most patterns cost nothing in most sentences.
struct Presearch: Sendable {
  /// Groups by term, as ranges of `groupList`.
  var groupStarts: ContiguousArray<Int32> = []
  var groupList: ContiguousArray<Int32> = []
  /// Ways by the group they are looked for by, as ranges of `wayList`.
  var wayStarts: ContiguousArray<Int32> = []
  var wayList: ContiguousArray<Int32> = []
  /// The ways of a pattern: from one number to the next pattern's.
  var firstWays: ContiguousArray<Int32> = [0]
  var patterns: ContiguousArray<Int32> = []
  /// All groups of a way, the rarest first, as ranges of `needList`.
  var needStarts: ContiguousArray<Int32> = [0]
  var needList: ContiguousArray<Int32> = []
  /// Whether a primary pattern is looked for by a group.
  var leads: ContiguousArray<Bool> = []
  /// By group, its mark in signatures, and where in `wayList` its ways of primary patterns end.
  var marks: ContiguousArray<UInt8> = []
  var primaryWayEnds: ContiguousArray<Int32> = []
  /// By place in `wayList`, the marks of what else the way needs, each a byte.
  var wayMarks: ContiguousArray<UInt32> = []
  /// Patterns with a mark of their own: the first ones that are not primary. And the marks of those that may match
  /// anywhere.
  var marked = 0..<0
  var markedAnywhere = Signature()
  /// Patterns that may match anywhere, ascending.
  var anywhere: [Int] = []
  var groupCount = 0
  /// Groups below this number are all that primary patterns need, and below the other all that a note is asked for.
  var primaryGroupCount = 0
  var noteGroupCount = 0

  /// - Parameters:
  ///   - ways: by pattern, of each way its groups, the rarest first.
  ///   - groups: by group, its terms.
  ///   - primary: how many patterns are primary.
  ///   - near: how many after these are asked of notes and of sentences beside the one at hand.
  init(ways: [[[Int32]]], groups: [[Int32]], termCount: Int, primary: Int, near: Int) {
    groupCount = groups.count
    leads = ContiguousArray(repeating: false, count: groupCount)
    var byGroup: [(key: Int32, value: Int32)] = []
    for (pattern, ways) in ways.enumerated() {
      if ways.contains(where: \.isEmpty) {
        anywhere.append(pattern)
        add(way: [], of: pattern)
      } else {
        for way in ways {
          byGroup.append((way[0], Int32(truncatingIfNeeded: patterns.count)))
          add(way: way, of: pattern)
          guard pattern < primary else { continue }
          leads[Int(way[0])] = true
          for group in way { primaryGroupCount = max(primaryGroupCount, Int(group) + 1) }
        }
      }
      firstWays.append(Int32(truncatingIfNeeded: patterns.count))
    }
    (wayStarts, wayList) = Self.table(byGroup, keys: groupCount)
    var byTerm: [(key: Int32, value: Int32)] = []
    for (group, terms) in groups.enumerated() {
      for term in terms { byTerm.append((term, Int32(truncatingIfNeeded: group))) }
    }
    (groupStarts, groupList) = Self.table(byTerm, keys: termCount)
    sign(primary: primary, near: near)
  }

  private mutating func add(way: [Int32], of pattern: Int) {
    patterns.append(Int32(truncatingIfNeeded: pattern))
    needList.append(contentsOf: way)
    needStarts.append(Int32(truncatingIfNeeded: needList.count))
  }

  /// Values by key, in order, as one list and the offsets at which each key's values begin.
  private static func table(
    _ pairs: [(key: Int32, value: Int32)], keys: Int
  ) -> (ContiguousArray<Int32>, ContiguousArray<Int32>) {
    var starts = ContiguousArray<Int32>(repeating: 0, count: keys + 1)
    for pair in pairs { starts[Int(pair.key) + 1] += 1 }
    for key in 0..<keys { starts[key + 1] += starts[key] }
    var next = starts
    var list = ContiguousArray<Int32>(repeating: 0, count: pairs.count)
    for pair in pairs {
      list[Int(next[Int(pair.key)])] = pair.value
      next[Int(pair.key)] += 1
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

  @inline(__always)
  func leadsPrimary(_ group: Int32) -> Bool { leads[Int(group)] }

  /// The ways that are looked for by a group and are of patterns that are not primary, in order, as indices for
  /// `way(at:)`.
  @inline(__always)
  func otherWays(by group: Int32) -> Range<Int> {
    Int(primaryWayEnds[Int(group)])..<Int(wayStarts[Int(group) + 1])
  }

  @inline(__always)
  func way(at index: Int) -> Int32 { wayList[index] }

  @inline(__always)
  func pattern(of way: Int32) -> Int { Int(patterns[Int(way)]) }

  /// The ways of a pattern.
  @inline(__always)
  func ways(of pattern: Int) -> Range<Int32> { firstWays[pattern]..<firstWays[pattern + 1] }

  /// The groups that a way needs, the rarest first, as indices for `need(at:)`.
  @inline(__always)
  func needs(of way: Int32) -> Range<Int> { Int(needStarts[Int(way)])..<Int(needStarts[Int(way) + 1]) }

  @inline(__always)
  func need(at index: Int) -> Int32 { needList[index] }

  /// Whether all groups that a way needs are held.
  @inline(__always)
  func isOpen(_ way: Int32, _ holds: (_ group: Int32) -> Bool) -> Bool {
    for index in needs(of: way) where !holds(needList[index]) { return false }
    return true
  }
}

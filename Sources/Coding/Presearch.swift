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
  var groupMarks: ContiguousArray<UInt16> = []
  var primaryWayEnds: ContiguousArray<Int32> = []
  /// By way of a primary pattern, four marks of what else it needs, each in sixteen bits.
  var wayMarks: ContiguousArray<UInt64> = []
  /// How many patterns are primary; by pattern after these, its mark. And the marks of those that may match
  /// anywhere.
  var primary = 0
  var nearMarks: ContiguousArray<UInt16> = []
  var markedAnywhere = Signature()
  /// Patterns that may match anywhere, ascending.
  var anywhere: [Int] = []
  var groupCount = 0
  /// By way, the phrase that it is, where it is one of several words that is looked for by its key.
  var wayPhrases: ContiguousArray<ExpressionUnion.Phrase> = []

  /// - Parameters:
  ///   - ways: by pattern.
  ///   - groups: by group, its terms.
  ///   - frequencies: by term.
  ///   - primary: how many patterns are primary.
  ///   - near: how many after these are asked of sentences beside the one at hand.
  ///   - given: by primary pattern, those of these that must be found near it.
  init(
    ways: [[NeededGroups.Way]], groups: [[Int32]], frequencies: ContiguousArray<Float>, primary: Int,
    near: Int, given: [[Int]]
  ) {
    groupCount = groups.count
    leads = ContiguousArray(repeating: false, count: groupCount)
    var byGroup: [(key: Int32, value: Int32)] = []
    for (pattern, ways) in ways.enumerated() {
      if ways.contains(where: \.needs.isEmpty) {
        anywhere.append(pattern)
        add(way: NeededGroups.Way(needs: []), of: pattern)
      } else {
        for way in ways {
          byGroup.append((way.needs[0], Int32(truncatingIfNeeded: patterns.count)))
          add(way: way, of: pattern)
          guard pattern < primary else { continue }
          leads[Int(way.needs[0])] = true
        }
      }
      firstWays.append(Int32(truncatingIfNeeded: patterns.count))
    }
    (wayStarts, wayList) = Self.table(byGroup, keys: groupCount)
    var byTerm: [(key: Int32, value: Int32)] = []
    for (group, terms) in groups.enumerated() {
      for term in terms { byTerm.append((term, Int32(truncatingIfNeeded: group))) }
    }
    (groupStarts, groupList) = Self.table(byTerm, keys: frequencies.count)
    sign(frequencies: frequencies, primary: primary, near: near, given: given)
  }

  private mutating func add(way: NeededGroups.Way, of pattern: Int) {
    patterns.append(Int32(truncatingIfNeeded: pattern))
    wayPhrases.append(way.phrase)
    needList.append(contentsOf: way.needs)
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

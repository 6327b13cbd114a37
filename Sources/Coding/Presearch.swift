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
  /// Patterns that may match anywhere, ascending.
  private(set) var anywhere: [Int] = []
  private(set) var groupCount = 0

  /// - Parameter needs: by pattern, the numbers of groups.
  init(needs: [[Int32]], groups: NeededGroups, termCount: Int) {
    groupCount = groups.count
    var byGroup: [(group: Int32, pattern: Int32)] = []
    for (pattern, need) in needs.enumerated() {
      let ordered = Array(Set(need)).sorted { (groups.frequency($0), $0) < (groups.frequency($1), $1) }
      needList.append(contentsOf: ordered)
      needStarts.append(Int32(truncatingIfNeeded: needList.count))
      if let rarest = ordered.first {
        byGroup.append((rarest, Int32(truncatingIfNeeded: pattern)))
      } else {
        anywhere.append(pattern)
      }
    }
    (patternStarts, patternList) = Self.table(byGroup, keys: groupCount)
    var byTerm: [(group: Int32, pattern: Int32)] = []
    for group in 0..<groupCount {
      for term in groups.terms(of: Int32(truncatingIfNeeded: group)) {
        byTerm.append((term, Int32(truncatingIfNeeded: group)))
      }
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

  @inline(__always)
  func groups(of term: Int32) -> ContiguousArray<Int32>.SubSequence {
    groupList[Int(groupStarts[Int(term)])..<Int(groupStarts[Int(term) + 1])]
  }

  @inline(__always)
  func patterns(by group: Int32) -> ContiguousArray<Int32>.SubSequence {
    patternList[Int(patternStarts[Int(group)])..<Int(patternStarts[Int(group) + 1])]
  }

  @inline(__always)
  func needs(of pattern: Int) -> ContiguousArray<Int32>.SubSequence {
    needList[Int(needStarts[pattern])..<Int(needStarts[pattern + 1])]
  }
}

/// The groups of terms that patterns need, each once.
struct NeededGroups {
  private var members: ContiguousArray<[Int32]> = []
  private var frequencies: ContiguousArray<Float> = []
  private var singles: [Int32: Int32] = [:]
  private var numbers: [[Int32]: Int32] = [:]
  /// By number of a shared node.
  private var shared: [Int32: [Int32]] = [:]
  private let expressions: CompiledExpressions

  init(_ expressions: CompiledExpressions) { self.expressions = expressions }

  var count: Int { members.count }
  func terms(of group: Int32) -> [Int32] { members[Int(group)] }
  func frequency(_ group: Int32) -> Float { frequencies[Int(group)] }

  private mutating func number(_ terms: [Int32]) -> Int32 {
    if terms.count == 1, let known = singles[terms[0]] { return known }
    if terms.count > 1, let known = numbers[terms] { return known }
    let number = Int32(truncatingIfNeeded: members.count)
    members.append(terms)
    frequencies.append(terms.reduce(0) { $0 + expressions.vocabulary.frequencies[Int($1)] })
    if terms.count == 1 { singles[terms[0]] = number } else { numbers[terms] = number }
    return number
  }

  /// The groups that a node needs in the sentence where it is to match; empty where it may match anywhere.
  mutating func needs(of index: Int32) -> [Int32] {
    let node = expressions.nodes[Int(index)]
    switch node.kind {
    case .phrase:
      let terms = expressions.terms[Int(node.left)..<Int(node.left + node.right)]
      return terms.map { number([$0]) }
    case .segment: return []
    case .union:
      if let known = shared[index] { return known }
      let need = union(expressions.unions[Int(node.left)])
      if node.memo >= 0 { shared[index] = need }
      return need
    case .and, .sameUnit: return needs(of: node.right)
    case .andNot, .notSameUnit, .notSameSentence, .notWithin, .notBefore, .caps, .inYears:
      return needs(of: node.left)
    case .within, .before, .sameSentence: return needs(of: node.left) + needs(of: node.right)
    }
  }

  /// One group: of each alternative its rarest.
  private mutating func union(_ union: ExpressionUnion) -> [Int32] {
    var terms: Set<Int32> = []
    for phrase in expressions.phrases[union.phrases] {
      let words = expressions.terms[Int(phrase.offset)..<Int(phrase.offset + phrase.count)]
      let frequencies = expressions.vocabulary.frequencies
      if let rarest = words.min(by: { frequencies[Int($0)] < frequencies[Int($1)] }) { terms.insert(rarest) }
    }
    for other in expressions.others[union.others] {
      let need = needs(of: other)
      guard let rarest = need.min(by: { frequency($0) < frequency($1) }) else { return [] }
      terms.formUnion(members[Int(rarest)])
    }
    return [number(terms.sorted())]
  }
}

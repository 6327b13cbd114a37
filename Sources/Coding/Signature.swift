// A sentence's groups at a glance: a bit for some groups together, so that most ways are refused by one look.

/// A set of marks from 0 to 511. Groups share marks, so that a mark which is held may be another group's; one that
/// is not held is certain.
struct Signature {
  /// The mark that every sentence holds: for what asks for nothing.
  static let held: UInt16 = 511
  /// Marks from here on are of patterns that are asked of sentences near, those below of groups.
  static let firstNear: UInt16 = 256

  private var words: InlineArray<8, UInt64>

  init() {
    words = InlineArray(repeating: 0)
    words[7] = 1 << 63
  }

  mutating func insert(_ mark: UInt16) { words[Int(mark >> 6) & 7] |= 1 << UInt64(mark & 63) }

  @inline(__always)
  mutating func formUnion(_ other: Signature) {
    for index in 0..<8 { words[index] |= other.words[index] }
  }

  /// Takes up the marks of what is asked of sentences near.
  @inline(__always)
  mutating func takeNear(_ other: Signature) {
    for index in 4..<8 { words[index] |= other.words[index] }
  }

  func holds(_ mark: UInt16) -> Bool { words[Int(mark >> 6) & 7] &>> UInt64(mark & 63) & 1 != 0 }

  /// Lays the marks out to be asked for one by one.
  func write(to marks: inout ContiguousArray<UInt64>) {
    for index in 0..<8 { marks[index] = words[index] }
  }

  static let wordCount = 8
}

extension Span<UInt64> {
  /// Whether all of four marks, each in sixteen bits, are held by a signature that was written out. Told without a branch.
  @inline(__always)
  func holdsAll(_ marks: UInt64) -> Bool {
    var held: UInt64 = 1
    for place in 0..<4 {
      let mark = marks &>> UInt64(truncatingIfNeeded: 16 &* place)
      held &= self[Int(truncatingIfNeeded: mark >> 6 & 7)] &>> (mark & 63)
    }
    return held != 0
  }
}

extension Presearch {
  /// Gives marks to the groups that ways of primary patterns need beside those that they are looked for by, and to
  /// what is asked of sentences near.
  mutating func sign(frequencies: ContiguousArray<Float>, primary: Int, near: Int, given: [[Int]]) {
    primaryWayEnds = ContiguousArray(repeating: 0, count: groupCount)
    self.primary = primary
    markNear(min(near, firstWays.count - 1 - primary), given)
    markGroups(by: frequencies, of: firstWays[primary])
    wayMarks = ContiguousArray(repeating: .max, count: Int(firstWays[primary]))
    for way in wayMarks.indices {
      let given = given.isEmpty ? [] : given[Int(patterns[way])]
      wayMarks[way] = marks(of: Int32(truncatingIfNeeded: way), given)
    }
    for group in 0..<groupCount {
      let ways = Int(wayStarts[group])..<Int(wayStarts[group + 1])
      let count = wayList[ways].partitioned { pattern(of: $0) < primary }
      primaryWayEnds[group] = wayStarts[group] + Int32(truncatingIfNeeded: count)
    }
  }

  /// Those patterns have marks of their own that most others want given.
  private mutating func markNear(_ near: Int, _ given: [[Int]]) {
    var counts = ContiguousArray(repeating: 0, count: near)
    for given in given.joined() where given - primary < near { counts[given - primary] += 1 }
    let order = counts.indices.sorted { (counts[$0], $1) > (counts[$1], $0) }
    nearMarks = ContiguousArray(repeating: Signature.held, count: near)
    share(Signature.firstNear..<Signature.held, among: order, &nearMarks)
    for pattern in anywhere {
      if let mark = mark(of: pattern) { markedAnywhere.insert(mark) }
    }
  }

  /// Common groups have marks of their own, rare ones share some: such a mark is seldom held by a sentence either.
  private mutating func markGroups(by frequencies: ContiguousArray<Float>, of ways: Int32) {
    groupMarks = ContiguousArray(repeating: Signature.held, count: groupCount)
    var isNeeded = ContiguousArray(repeating: false, count: groupCount)
    for way in 0..<ways {
      for index in needs(of: way).dropFirst() { isNeeded[Int(needList[index])] = true }
    }
    var shares = ContiguousArray<Float>(repeating: 0, count: groupCount)
    for term in frequencies.indices {
      for index in groups(of: Int32(truncatingIfNeeded: term)) {
        shares[Int(groupList[index])] += frequencies[term]
      }
    }
    var needed = ContiguousArray((0..<groupCount).filter { isNeeded[$0] })
    needed.sort { (shares[$0], $0) > (shares[$1], $1) }
    share(0..<Signature.firstNear, among: needed, &groupMarks)
  }

  /// Gives the first ones marks of their own, three quarters of all, and shares the others among the rest.
  private func share(
    _ marks: Range<UInt16>, among order: some Sequence<Int>, _ given: inout ContiguousArray<UInt16>
  ) {
    let own = marks.count * 3 / 4
    for (place, index) in order.enumerated() {
      let mark = place < own ? place : own + (place - own) % (marks.count - own)
      given[index] = marks.lowerBound + UInt16(truncatingIfNeeded: mark)
    }
  }

  /// What a way needs near and beside what it is looked for by, the rarest groups first.
  private func marks(of way: Int32, _ given: [Int]) -> UInt64 {
    var all = given.compactMap { mark(of: $0) }
    for index in needs(of: way).dropFirst() { all.append(groupMarks[Int(needList[index])]) }
    return all.prefix(4).reversed().reduce(.max) { $0 << 16 | UInt64($1) }
  }

  /// The mark of a pattern that is asked of sentences near.
  @inline(__always)
  func mark(of pattern: Int) -> UInt16? {
    let place = pattern - primary
    return nearMarks.indices.contains(place) ? nearMarks[place] : nil
  }

  /// Whether a way of a primary pattern needs a group beside the one that it is looked for by.
  @inline(__always)
  func isNeeded(_ group: Int32) -> Bool { groupMarks[Int(group)] != Signature.held }

  /// The ways of primary patterns that are looked for by a group, as indices for `way(at:)`.
  @inline(__always)
  func primaryWays(by group: Int32) -> Range<Int> {
    Int(wayStarts[Int(group)])..<Int(primaryWayEnds[Int(group)])
  }
}

// A sentence's groups at a glance: a bit for some groups together, so that most ways are refused by one look.

/// A set of marks from 0 to 255. Groups share marks, so that a mark which is held may be another group's; one that
/// is not held is certain.
struct Signature {
  /// The mark that every sentence holds: for what asks for nothing.
  static let held: UInt8 = 255

  private var low: UInt64 = 0
  private var lowMiddle: UInt64 = 0
  private var highMiddle: UInt64 = 0
  private var high: UInt64 = 1 << 63

  mutating func insert(_ mark: UInt8) {
    let bit: UInt64 = 1 << UInt64(mark & 63)
    switch mark >> 6 {
    case 0: low |= bit
    case 1: lowMiddle |= bit
    case 2: highMiddle |= bit
    default: high |= bit
    }
  }

  @inline(__always)
  mutating func formUnion(_ other: Signature) {
    low |= other.low
    lowMiddle |= other.lowMiddle
    highMiddle |= other.highMiddle
    high |= other.high
  }

  @inline(__always)
  func holds(_ mark: UInt8) -> Bool {
    let word = mark < 128 ? (mark < 64 ? low : lowMiddle) : (mark < 192 ? highMiddle : high)
    return word &>> UInt64(mark & 63) & 1 != 0
  }

  /// Whether all of four marks are held, each in a byte.
  @inline(__always)
  func holdsAll(_ marks: UInt32) -> Bool {
    holds(UInt8(truncatingIfNeeded: marks)) && holds(UInt8(truncatingIfNeeded: marks &>> 8))
      && holds(UInt8(truncatingIfNeeded: marks &>> 16)) && holds(UInt8(truncatingIfNeeded: marks &>> 24))
  }
}

extension Presearch {
  /// Gives marks to the groups that ways of primary patterns need beside those that they are looked for by.
  mutating func sign(primary: Int, near: Int) {
    marks = ContiguousArray(repeating: Signature.held, count: groupCount)
    wayMarks = ContiguousArray(repeating: .max, count: wayList.count)
    primaryWayEnds = ContiguousArray(repeating: 0, count: groupCount)
    marked = primary..<min(primary + min(near, Int(Signature.held)), firstWays.count - 1)
    for way in 0..<firstWays[marked.upperBound] {
      for index in needs(of: way) { noteGroupCount = max(noteGroupCount, Int(needList[index]) + 1) }
    }
    for pattern in anywhere {
      if let mark = mark(of: pattern) { markedAnywhere.insert(mark) }
    }
    var given = 0
    for group in 0..<groupCount {
      let ways = Int(wayStarts[group])..<Int(wayStarts[group + 1])
      let count = wayList[ways].partitioned { pattern(of: $0) < primary }
      primaryWayEnds[group] = wayStarts[group] + Int32(truncatingIfNeeded: count)
      for place in ways.prefix(count) { wayMarks[place] = sign(wayList[place], &given) }
    }
  }

  private mutating func sign(_ way: Int32, _ given: inout Int) -> UInt32 {
    var packed = UInt32.max
    // The rarest last, to be the lowest byte, which is looked at first.
    for index in needs(of: way).dropFirst().prefix(4).reversed() {
      let need = Int(needList[index])
      if marks[need] == Signature.held {
        marks[need] = UInt8(truncatingIfNeeded: given % Int(Signature.held))
        given += 1
      }
      packed = packed << 8 | UInt32(marks[need])
    }
    return packed
  }

  /// The mark of a pattern itself, where it has one.
  @inline(__always)
  func mark(of pattern: Int) -> UInt8? {
    marked.contains(pattern) ? UInt8(truncatingIfNeeded: pattern - marked.lowerBound) : nil
  }

  /// Inserts the marks of the patterns that are looked for by a group.
  func insertMarks(by group: Int32, into signature: inout Signature) {
    for place in otherWays(by: group) {
      guard let mark = mark(of: pattern(of: way(at: place))) else { break }
      signature.insert(mark)
    }
  }

  /// The ways of primary patterns that are looked for by a group, as indices for `way(at:)`.
  @inline(__always)
  func primaryWays(by group: Int32) -> Range<Int> {
    Int(wayStarts[Int(group)])..<Int(primaryWayEnds[Int(group)])
  }
}

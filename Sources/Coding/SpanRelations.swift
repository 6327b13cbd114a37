// Pairs of spans that stand in a relation, in time linear in their number but for sorting.

/// A span of tokens, end exclusive.
struct TokenSpan: Hashable, Comparable {
  var start: Int32
  var end: Int32

  @inline(__always)
  static func < (left: TokenSpan, right: TokenSpan) -> Bool {
    left.start < right.start || left.start == right.start && left.end < right.end
  }
}

typealias SpanList = ContiguousArray<TokenSpan>

/// Working memory for relations.
struct SpanRelations {
  private var lefts: SpanList = []
  private var queue: ContiguousArray<Int> = []
  /// What was found, not yet in order.
  private(set) var found: SpanList = []

  mutating func begin() { found.removeAll(keepingCapacity: true) }

  /// Joins each span on the left with what follows it within `words` so as to end first. All smallest spans
  /// that hold such a pair are among them. Both lists are in order.
  mutating func joinOrdered(_ left: SpanList.SubSequence, _ right: SpanList.SubSequence, words: Int32) {
    guard !left.isEmpty, !right.isEmpty else { return }
    if left.count == 1, right.count == 1 {
      return joinPair(left[left.startIndex], right[right.startIndex], words)
    }
    lefts.removeAll(keepingCapacity: true)
    lefts.append(contentsOf: left)
    lefts.sort { $0.end < $1.end || $0.end == $1.end && $0.start > $1.start }
    queue.removeAll(keepingCapacity: true)
    var head = 0
    var next = right.startIndex
    var lastEnd: Int32 = -1
    for span in lefts where span.end != lastEnd {
      lastEnd = span.end
      let limit = span.end.addingReportingOverflow(words)
      while next < right.endIndex, limit.overflow || right[next].start <= limit.partialValue {
        while queue.count > head, let last = queue.last, right[last].end >= right[next].end {
          queue.removeLast()
        }
        queue.append(next)
        next += 1
      }
      while head < queue.count, right[queue[head]].start < span.end { head += 1 }
      if head < queue.count { found.append(TokenSpan(start: span.start, end: right[queue[head]].end)) }
    }
  }

  @inline(__always)
  private mutating func joinPair(_ left: TokenSpan, _ right: TokenSpan, _ words: Int32) {
    guard right.start >= left.end, right.start - left.end <= words else { return }
    found.append(TokenSpan(start: left.start, end: right.end))
  }

  /// Joins spans with the segment where they overlap it.
  mutating func joinOverlapping(_ spans: SpanList.SubSequence, _ segment: SpanList.SubSequence) {
    guard let segment = segment.first else { return }
    for span in spans where span.start < segment.end && segment.start < span.end {
      found.append(TokenSpan(start: min(span.start, segment.start), end: max(span.end, segment.end)))
    }
  }

  /// Joins spans with those that they lie inside, touching neither end: a word between the two ends of a pair
  /// is near to the pair.
  mutating func joinInside(_ inner: SpanList.SubSequence, _ outer: SpanList.SubSequence) {
    guard let last = inner.indices.last else { return }
    lefts.removeAll(keepingCapacity: true)
    // The inner spans with, for an end, the nearest end of those that begin there or later.
    lefts.append(contentsOf: inner)
    for index in lefts.indices.dropLast().reversed() {
      lefts[index].end = min(lefts[index].end, lefts[index + 1].end)
    }
    for span in outer where span.start < inner[last].start && span.end - span.start > 2 {
      let next = lefts.partitioned { $0.start <= span.start }
      if next < lefts.count, lefts[next].end < span.end { found.append(span) }
    }
  }

  /// Reduces what was found to spans that hold no other, in order.
  mutating func keepSmallest() {
    guard found.count > 1 else { return }
    found.sort { $0.start < $1.start || $0.start == $1.start && $0.end > $1.end }
    var kept = found.count
    var least = Int32.max
    for index in found.indices.reversed() where found[index].end < least {
      least = found[index].end
      kept -= 1
      found[kept] = found[index]
    }
    found.removeFirst(kept)
  }

  /// Keeps the spans on the left that no span on the right is within `words` of, or overlaps.
  mutating func exclude(_ left: SpanList.SubSequence, near right: SpanList.SubSequence, words: Int32) {
    lefts.removeAll(keepingCapacity: true)
    // The right spans with, for an end, the furthest end so far.
    var furthest: Int32 = .min
    for span in right {
      furthest = max(furthest, span.end)
      lefts.append(TokenSpan(start: span.start, end: furthest))
    }
    for span in left {
      let limit = span.end.addingReportingOverflow(words)
      let count = lefts.partitioned { limit.overflow || $0.start <= limit.partialValue }
      let isNear =
        count > 0 && span.start.subtractingReportingOverflow(lefts[count - 1].end).partialValue <= words
      if !isNear { found.append(span) }
    }
  }

  /// Keeps the spans on the left that no span on the right follows within `words`.
  mutating func exclude(_ left: SpanList.SubSequence, before right: SpanList.SubSequence, words: Int32) {
    for span in left {
      let limit = span.end.addingReportingOverflow(words)
      let next = right.partitioned { $0.start < span.end }
      let isFollowed =
        right.startIndex + next < right.endIndex
        && (limit.overflow || right[right.startIndex + next].start <= limit.partialValue)
      if !isFollowed { found.append(span) }
    }
  }
}

extension RandomAccessCollection where Index == Int {
  /// How many leading elements satisfy a condition that holds for a beginning of the collection.
  func partitioned(_ holds: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(self[startIndex + middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

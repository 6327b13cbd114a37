// Two sentences of a period that contradict each other on a code.

import Codebooks

/// The pair that shows a code's disagreement best.
///
/// Two actors are at odds, not one with itself: what one actor says now so, now otherwise, stands under its code. A
/// question puts no one's position; a side that is only possible or planned needs one that is asserted against it, and
/// within one text both are asserted.
struct Contradiction: Sendable {
  let low: Counted
  let high: Counted
  /// Independent sources on either rung.
  let lowSources: Int
  let highSources: Int

  var isBetweenTexts: Bool { low.cluster != high.cluster }

  /// Sentences of a side that are compared.
  private static let limit = 40

  /// Of two texts before two passages of one, both asserted before one, the widest apart, the better carried. Nil
  /// where nothing contradicts.
  init?(_ segments: [Counted], _ ladder: Ladder, _ writer: DigestWriter) {
    var sides: [Int: Side] = [:]
    func side(_ rung: Int) -> Side {
      if let known = sides[rung] { return known }
      let own = segments.filter { !$0.isCopy && $0.rung == rung && $0.quoted?.isQuestion != true }
      let made = Side(
        first: writer.choice.ordered(own).filter { $0.quoted != nil }.prefix(Self.limit).map { $0 },
        sources: Set(own.lazy.map(\.cluster)).count)
      sides[rung] = made
      return made
    }
    var best: (rank: [Int], low: Counted, high: Counted, sources: (Int, Int))?
    for pair in writer.codebook.board.contradictions where pair.count == 2 {
      guard let low = ladder.facet.ladder.firstIndex(of: pair[0]),
        let high = ladder.facet.ladder.firstIndex(of: pair[1])
      else { continue }
      let (lower, higher) = (side(low), side(high))
      for (i, left) in lower.first.enumerated() {
        for (j, right) in higher.first.enumerated() {
          guard Self.areAtOdds(left, right) else { continue }
          let rank = [
            left.cluster == right.cluster ? 1 : 0, left.isHypothetical || right.isHypothetical ? 1 : 0,
            -abs(high - low), i + j, i,
          ]
          guard best.map({ rank.lexicographicallyPrecedes($0.rank) }) ?? true else { continue }
          best = (rank, left, right, (lower.sources, higher.sources))
        }
      }
    }
    guard let best else { return nil }
    (low, high) = (best.low, best.high)
    (lowSources, highSources) = best.sources
  }

  private struct Side {
    var first: [Counted]
    var sources: Int
  }

  private static func areAtOdds(_ left: Counted, _ right: Counted) -> Bool {
    if left.holder == right.holder || left.isHypothetical && right.isHypothetical { return false }
    guard left.cluster == right.cluster else { return true }
    return !left.isHypothetical && !right.isHypothetical
      && left.quoted?.evidence.sentence != right.quoted?.evidence.sentence
  }
}

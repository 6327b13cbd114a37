// Exact tests behind arrows and unusual counts: nothing is approximated, so small numbers of notes stay honest.

import Foundation

extension Digest.ExactTest {
  init(above: Int, below: Int, sources: Int, aboveBefore: Int, belowBefore: Int, sourcesBefore: Int) {
    self.above = above
    self.below = below
    self.sources = sources
    self.aboveBefore = aboveBefore
    self.belowBefore = belowBefore
    self.sourcesBefore = sourcesBefore
    pValue = 1
    pValue = permutationPValue()
  }

  /// Sources above less sources below the default, now and before.
  var net: Int { above - below }
  var netBefore: Int { aboveBefore - belowBefore }

  /// +1 where a greater share of sources stands higher than before, -1 where lower.
  var direction: Int {
    // Shares compared without dividing: net / sources against netBefore / sourcesBefore.
    (net * sourcesBefore - netBefore * sources).signum()
  }

  /// Deals all sources of both periods to the two at random, their sizes kept (a hypergeometric law in three
  /// classes), and sums the probability of deals at least as far out. With no source below the default this
  /// is Fisher's exact test.
  private func permutationPValue() -> Double {
    let (up, down, all) = (above + aboveBefore, below + belowBefore, sources + sourcesBefore)
    let rest = all - up - down
    guard rest >= 0, sources > 0, sourcesBefore > 0, up + down > 0 else { return 1 }
    let logs = LogFactorials(upTo: all)
    // |S - E| scaled by `all`, so that it is compared in whole numbers.
    let expected = sources * (up - down)
    let observed = abs(net * all - expected)
    let base = logs.choose(all, sources)
    var p = 0.0
    for x in max(0, sources - down - rest)...min(up, sources) {
      let low = max(0, sources - x - rest)
      let high = min(down, sources - x)
      if low > high { continue }
      for y in low...high where abs((x - y) * all - expected) >= observed {
        p += exp(logs.choose(up, x) + logs.choose(down, y) + logs.choose(rest, sources - x - y) - base)
      }
    }
    return rounded(min(1, p), 4)
  }
}

/// The probability of `count` or more out of `total` where each falls in with probability `share`.
func binomialTail(_ count: Int, of total: Int, share: Double) -> Double {
  guard count > 0 else { return 1 }
  guard share > 0 else { return 0 }
  guard share < 1 else { return 1 }
  let logs = LogFactorials(upTo: total)
  var p = 0.0
  for k in count...max(count, total) where k <= total {
    p += exp(logs.choose(total, k) + Double(k) * log(share) + Double(total - k) * log(1 - share))
  }
  return rounded(min(1, p), 4)
}

/// Logarithms of factorials.
private struct LogFactorials {
  private var table: [Double]

  init(upTo count: Int) {
    table = [0]
    table.reserveCapacity(count + 1)
    for n in stride(from: 1, through: count, by: 1) { table.append(table[n - 1] + log(Double(n))) }
  }

  func choose(_ n: Int, _ k: Int) -> Double { table[n] - table[k] - table[n - k] }
}

/// Rounded to so many decimal places, so that the last bits of a logarithm never reach a digest.
func rounded(_ value: Double, _ places: Int) -> Double {
  guard value.isFinite else { return 0 }
  let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
  return (value * scale).rounded() / scale
}

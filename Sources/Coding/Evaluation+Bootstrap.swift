// How sure the figures are: resampled by document, with a fixed seed.

extension Evaluation {
  /// A 95% percentile interval.
  public struct Interval: Hashable, Sendable {
    public var low: Double
    public var high: Double
  }

  /// Intervals of a group's F1 and alpha. Sentences of one document are alike, so documents are drawn,
  /// not sentences. The same on every run.
  public func bootstrap(_ group: Group, samples: Int) -> (f1: Interval, alpha: Interval)? {
    let documents = agreements(of: group)
    guard samples > 0, documents.count > 1 else { return nil }
    var random = SplitMix64(state: 2026)
    var f1: [Double] = []
    var alpha: [Double] = []
    for _ in 0..<samples {
      var sample = Agreement()
      for _ in documents.indices { sample += documents[Int.random(in: documents.indices, using: &random)] }
      f1.append(sample.f1)
      if let value = sample.alpha { alpha.append(value) }
    }
    guard let first = Interval(f1), let second = Interval(alpha) else { return nil }
    return (first, second)
  }

  /// Of each document, in the order of their first passages.
  private func agreements(of group: Group) -> [Agreement] {
    var order: [String: Int] = [:]
    var agreements: [Agreement] = []
    let byPassage = Dictionary(
      grouping: decisions.filter { group.codes.contains($0.code) }, by: \.passage)
    for (index, passage) in passages.enumerated() {
      let place = order[passage.document] ?? agreements.count
      if place == agreements.count {
        order[passage.document] = place
        agreements.append(Agreement())
      }
      agreements[place] += Evaluation.agreement(
        of: byPassage[index] ?? [], total: passage.sentences.count * group.codes.count)
    }
    return agreements
  }
}

extension Evaluation.Interval {
  init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    low = sorted[Int(0.025 * Double(sorted.count - 1))]
    high = sorted[Int((0.975 * Double(sorted.count - 1)).rounded(.up))]
  }
}

/// A generator whose sequence is fixed by its seed (Steele, Lea and Flood 2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

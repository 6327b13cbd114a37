// Two coders' decisions, counted, and the measures that content analysis makes of them.

/// Decisions "does this sentence carry this code" of two coders.
public struct Agreement: Hashable, Sendable {
  /// Both said yes.
  public var both = 0
  /// Only the first (the gold) did.
  public var missed = 0
  /// Only the second (the program) did.
  public var spurious = 0
  /// All decisions: sentences times codes.
  public var decisions = 0

  public init(both: Int = 0, missed: Int = 0, spurious: Int = 0, decisions: Int = 0) {
    self.both = both
    self.missed = missed
    self.spurious = spurious
    self.decisions = decisions
  }

  public static func += (left: inout Agreement, right: Agreement) {
    left.both += right.both
    left.missed += right.missed
    left.spurious += right.spurious
    left.decisions += right.decisions
  }

  public var gold: Int { both + missed }
  public var predicted: Int { both + spurious }

  /// From 0 to 1; 0 where nothing was said.
  public var precision: Double { Agreement.share(both, of: predicted) }
  public var recall: Double { Agreement.share(both, of: gold) }
  public var f1: Double { Agreement.share(2 * both, of: 2 * both + missed + spurious) }

  /// Krippendorff's alpha, nominal, two coders, none missing: 1 is perfect, 0 is chance; nil where all
  /// decisions are alike, so that there is nothing to agree about.
  public var alpha: Double? {
    let values = 2 * decisions
    let ones = gold + predicted
    let expected = Double(2 * ones) * Double(values - ones)
    guard values > 1, expected > 0 else { return nil }
    let observed = Double(missed + spurious) / Double(decisions)
    return 1 - observed / (expected / (Double(values) * Double(values - 1)))
  }

  static func share(_ part: Int, of whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}

/// How the rest was judged where both gave the code.
public struct ModifierAgreement: Hashable, Sendable {
  public var count = 0
  public var status = 0
  public var negated = 0
  public var hypothetical = 0
  public var historical = 0
  public var holder = 0
  /// Of the rare class: segments that the gold calls negated, the program, both.
  public var negations = Agreement()

  public init() {}

  mutating func add(_ gold: GoldSegment, _ coded: CodedSegment) {
    count += 1
    status += gold.status == coded.status ? 1 : 0
    negated += gold.isNegated == coded.isNegated ? 1 : 0
    hypothetical += gold.isHypothetical == coded.isHypothetical ? 1 : 0
    historical += gold.isHistorical == coded.isHistorical ? 1 : 0
    holder += gold.holder == coded.holder ? 1 : 0
    negations.decisions += 1
    switch (gold.isNegated, coded.isNegated) {
    case (true, true): negations.both += 1
    case (true, false): negations.missed += 1
    case (false, true): negations.spurious += 1
    case (false, false): break
    }
  }

  /// A count as a share of the segments that both coders gave, 0 to 1.
  public func share(_ part: KeyPath<ModifierAgreement, Int>) -> Double {
    Agreement.share(self[keyPath: part], of: count)
  }
}

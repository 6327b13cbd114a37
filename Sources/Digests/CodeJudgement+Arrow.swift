// Arrows and disagreements: what the sources of two periods, and of one, say against each other.

import Codebooks

extension CodeJudgement {
  var arrow: Digest.Arrow {
    let material = writer.material
    let sides = ladder.sides(counted)
    let before = ladder.sides(countedBefore)
    let all = writer.sources.count + sides.keys.count { !writer.sources.contains($0) }
    let known = material.previousSources > 0 ? material.previousSources : material.previousNotes
    let allBefore = max(known, before.count)
    if sides.isEmpty, before.isEmpty {
      return .init(
        direction: .none,
        reason: totals.isSilent
          ? "Not mentioned now or \(material.period.kind.before)."
          : "Background only, now and \(material.period.kind.before).",
        test: nil, evidence: [])
    }
    guard allBefore > 0 else {
      return .init(
        direction: .none, reason: "No notes for \(material.period.kind.before) to compare with.", test: nil,
        evidence: [])
    }
    let test = Digest.ExactTest(
      above: sides.values.filter { $0 > 0 }.count, below: sides.values.filter { $0 < 0 }.count, sources: all,
      aboveBefore: before.values.filter { $0 > 0 }.count, belowBefore: before.values.filter { $0 < 0 }.count,
      sourcesBefore: allBefore)
    let change = test.net - test.netBefore
    let rules = writer.codebook.board
    let moves =
      test.pValue < rules.arrowPValue && abs(change) >= rules.arrowSources
      && change.signum() == test.direction
    return .init(
      direction: moves ? (test.direction > 0 ? .up : .down) : .steady, reason: reason(test, moves: moves),
      test: test,
      evidence: moves ? movers(test.direction, sides, before) : [])
  }

  /// "“drawn” or higher in 3 of 10 sources, against 0 of 12 the week before (p = 0.04)."
  private func reason(_ test: Digest.ExactTest, moves: Bool) -> String {
    let rules = writer.codebook.board
    guard test.above + test.below + test.aboveBefore + test.belowBefore > 0 else {
      return
        "Nothing above or below “\(ladder.facet.defaultStatus)”, now or \(writer.material.period.kind.before)."
    }
    let counts = "\(shares(test, "sources")) (\(English.probability(test.pValue)))"
    if moves { return English.capitalised(counts) + "." }
    if test.pValue >= rules.arrowPValue { return "Within chance: \(counts)." }
    return "Fewer than \(English.count(rules.arrowSources, "source")) more: \(counts)."
  }

  /// "“drawn” or higher in 3 of 10 sources, against 0 of 12 the week before"; with those below where there are.
  func shares(_ test: Digest.ExactTest, _ noun: String) -> String {
    let rungs = ladder.facet.ladder
    var sides: [(name: String, now: Int, before: Int)] = []
    if test.above + test.aboveBefore > 0, ladder.base + 1 < rungs.count {
      let more = ladder.base + 2 < rungs.count ? " or higher" : ""
      sides.append(("“\(rungs[ladder.base + 1])”\(more)", test.above, test.aboveBefore))
    }
    if test.below + test.belowBefore > 0, ladder.base > 0 {
      let more = ladder.base > 1 ? " or lower" : ""
      sides.append(("“\(rungs[ladder.base - 1])”\(more)", test.below, test.belowBefore))
    }
    let now = sides.map { "\($0.name) in \(English.grouped($0.now))" }.joined(separator: " and ")
    let before = sides.map { English.grouped($0.before) }.joined(separator: " and ")
    return
      "\(now) of \(English.grouped(test.sources)) \(noun), against \(before) of "
      + "\(English.grouped(test.sourcesBefore)) \(writer.material.period.kind.before)"
  }

  /// The lines on the side that grew, now; where the arrow comes from what is gone, those of the time before.
  private func movers(_ direction: Int, _ sides: [Int64: Int], _ before: [Int64: Int]) -> [String] {
    func lines(_ segments: [Counted], _ side: Int) -> [Counted] {
      writer.choice.ordered(
        segments.filter { !$0.isCopy && ($0.standing(ladder) - ladder.base).signum() == side })
    }
    let came = lines(counted, direction)
    let gone = lines(countedBefore, -direction)
    let all = came + (came.isEmpty ? gone : [])
    // One line of each source first: it is sources that moved the arrow.
    var seen: Set<Int64> = []
    let first = all.map { seen.insert($0.cluster).inserted }
    return (zip(all, first).filter(\.1) + zip(all, first).filter { !$0.1 }).compactMap(\.0.id)
  }

  /// Counted segments of two different texts contradict each other.
  var isContested: Bool { contradiction?.isBetweenTexts ?? false }

  var wasContested: Bool { contradictionBefore?.isBetweenTexts ?? false }

  func disagreement() -> Digest.Disagreement? {
    guard let pair = contradiction, let low = pair.low.id, let high = pair.high.id else { return nil }
    return Digest.Disagreement(
      code: code.id, lowStatus: name(pair.low.rung), highStatus: name(pair.high.rung), low: low,
      high: high, lowSources: pair.lowSources, highSources: pair.highSources)
  }
}

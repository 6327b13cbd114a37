// The board's rules applied to segments: on which rung each counts, and which rung a group of them reaches.

import Codebooks

/// A facet's ladder with the codebook's board rules.
struct Ladder: Sendable {
  let facet: Facet
  let rules: BoardRules
  /// The index of the facet's default status.
  let base: Int

  init(_ facet: Facet, _ rules: BoardRules) {
    self.facet = facet
    self.rules = rules
    base = facet.ladder.firstIndex(of: facet.defaultStatus) ?? 0
  }

  /// The rung a segment's status counts on: a hypothetical one goes a rung towards the default as often as it
  /// takes to leave the statuses it cannot reach. Nil for a status that is not on the ladder.
  func rung(_ status: String, isHypothetical: Bool) -> Int? {
    guard var rung = facet.ladder.firstIndex(of: status) else { return nil }
    while isHypothetical, rung != base, rules.notHypothetical.contains(facet.ladder[rung]) {
      rung += rung > base ? -1 : 1
    }
    return rung
  }

  /// Whether the holder is an accuser and the rung one that an accuser only claims.
  func isClaim(rung: Int, holder: String) -> Bool {
    rules.accusers.contains(holder) && rules.claimedStatuses.contains(facet.ladder[rung])
  }

  /// The highest rung above the default; where there is none, the lowest below it; else the default.
  func reached(_ rungs: some Sequence<Int>) -> Int? {
    var (lowest, highest, isEmpty) = (base, base, true)
    for rung in rungs {
      isEmpty = false
      lowest = min(lowest, rung)
      highest = max(highest, rung)
    }
    if isEmpty { return nil }
    return highest > base ? highest : lowest
  }
}

/// A segment with the rung that it counts on.
struct Counted: Sendable {
  let evidence: Evidence
  let id: String
  /// After the rule for hypothetical segments; the claimed rung for a claim.
  let rung: Int
  let isClaim: Bool
  let isCopy: Bool

  /// What it adds to the status: a claim counts as a plain mention.
  func standing(_ ladder: Ladder) -> Int { isClaim ? ladder.base : rung }
}

extension Ladder {
  /// Segments that count: those on the ladder that do not tell of the past.
  func counted(_ evidence: [(line: Digest.EvidenceLine, evidence: Evidence)]) -> [Counted] {
    evidence.compactMap { pair in
      guard !pair.evidence.isHistorical,
        let rung = rung(pair.evidence.status, isHypothetical: pair.evidence.isHypothetical)
      else { return nil }
      return Counted(
        evidence: pair.evidence, id: pair.line.id, rung: rung,
        isClaim: isClaim(rung: rung, holder: pair.evidence.holder), isCopy: pair.line.isCopy)
    }
  }

  /// The rung reached, and the further one that only accusers claim.
  func outcome(_ counted: [Counted]) -> (status: Int?, claim: (rung: Int, holders: [String])?) {
    let status = reached(counted.map { $0.standing(self) })
    let claims = counted.filter(\.isClaim)
    guard let status, let claimed = reached(claims.map(\.rung)), abs(claimed - base) > abs(status - base)
    else {
      return (status, nil)
    }
    return (status, (claimed, Set(claims.filter { $0.rung == claimed }.map(\.evidence.holder)).sorted()))
  }

  /// For each independent source: +1 above the default, -1 below, 0 on it.
  func sides(_ counted: [Counted]) -> [Int64: Int] {
    Dictionary(grouping: counted, by: \.evidence.cluster)
      .mapValues { ((reached($0.map { $0.standing(self) }) ?? base) - base).signum() }
  }
}

/// Orders evidence by how well it carries a line of the digest: asserted before hypothetical, better graded,
/// later, and then by path and place.
func carriesBetter(_ left: Evidence, _ right: Evidence) -> Bool {
  if left.isHypothetical != right.isHypothetical { return right.isHypothetical }
  let (l, r) = (gradeRank(left), gradeRank(right))
  if l != r { return l < r }
  if left.date != right.date { return left.date > right.date }
  return placePrecedes(left, right)
}

/// Lower is better; ungraded notes stand between C3 and D4.
func gradeRank(_ evidence: Evidence) -> Int {
  let letter = evidence.reliability?.uppercased().utf8.first.map { Int($0) - 64 } ?? 0
  let reliability = (1...6).contains(letter) ? letter * 2 : 7
  let credibility = evidence.credibility.map { $0 * 2 } ?? 7
  return reliability + credibility
}

/// By path bytes, then the place in the note, then the code: a total order of the segments of an index.
func placePrecedes(_ left: Evidence, _ right: Evidence) -> Bool {
  if left.path != right.path { return left.path < right.path }
  if left.revision != right.revision { return left.revision < right.revision }
  if left.line != right.line { return left.line < right.line }
  if left.column != right.column { return left.column < right.column }
  if left.code != right.code { return left.code < right.code }
  if left.rule != right.rule { return left.rule < right.rule }
  return left.quote < right.quote
}

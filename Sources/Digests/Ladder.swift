// The board's rules applied to segments: on which rung each counts, and which rung a group of them reaches.

import Codebooks
import NotePaths

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

/// What segments of a code have in common that count alike, with the rung that they count on.
final class Standpoint: Sendable {
  let kind: CountedOnly.Kind
  /// After the rule for hypothetical segments; the claimed rung for a claim; nil for a status that is not on the ladder.
  let rung: Int?
  let isClaim: Bool

  init(_ kind: CountedOnly.Kind, _ ladder: Ladder) {
    self.kind = kind
    rung = ladder.rung(kind.status, isHypothetical: kind.isHypothetical)
    isClaim = rung.map { ladder.isClaim(rung: $0, holder: kind.holder) } ?? false
  }

  /// Whether it is on the ladder and does not tell of the past.
  var counts: Bool { rung != nil && !kind.isHistorical }
}

/// A segment as counts see it; few bytes, as a storm brings a million.
struct Counted: Sendable {
  let standpoint: Standpoint
  /// Nil for one that is counted only.
  let quoted: Quoted?
  private let clusterNumber: Int32
  /// Its note's number, and in the highest bit whether it is a copy.
  private let noteAndCopy: UInt32

  /// - Parameter note: tells its note from others among the segments of its code and time.
  init(standpoint: Standpoint, quoted: Quoted?, cluster: Int64, note: UInt32, isCopy: Bool) {
    self.standpoint = standpoint
    self.quoted = quoted
    clusterNumber = Int32(truncatingIfNeeded: cluster)
    noteAndCopy = note & 0x7FFF_FFFF | (isCopy ? 0x8000_0000 : 0)
  }

  /// The number of its text's cluster; a digest's clusters are numbered from 1.
  var cluster: Int64 { Int64(clusterNumber) }
  var note: UInt32 { noteAndCopy & 0x7FFF_FFFF }
  var isCopy: Bool { noteAndCopy & 0x8000_0000 != 0 }
  var id: String? { quoted?.line.id }
  var holder: String { standpoint.kind.holder }
  var isHypothetical: Bool { standpoint.kind.isHypothetical }
  /// Of one that counts.
  var rung: Int { standpoint.rung ?? 0 }
  var isClaim: Bool { standpoint.isClaim }

  /// `further` is what is counted only of its time.
  func path(_ further: CountedOnly) -> NotePath {
    quoted?.evidence.path ?? further.notes[Int(note)].path
  }

  /// What it adds to the status: a claim counts as a plain mention.
  func standing(_ ladder: Ladder) -> Int { isClaim ? ladder.base : rung }
}

extension Ladder {
  /// The rung reached, and the further one that only accusers claim.
  func outcome(_ counted: [Counted]) -> (status: Int?, claim: (rung: Int, holders: [String])?) {
    let status = reached(counted.lazy.map { $0.standing(self) })
    let claims = counted.filter(\.isClaim)
    guard let status, let claimed = reached(claims.map(\.rung)), abs(claimed - base) > abs(status - base)
    else {
      return (status, nil)
    }
    return (status, (claimed, Set(claims.filter { $0.rung == claimed }.map(\.holder)).sorted()))
  }

  /// For each independent source: +1 above the default, -1 below, 0 on it.
  func sides(_ counted: [Counted]) -> [Int64: Int] {
    var reach: [Int64: (lowest: Int, highest: Int)] = [:]
    for segment in counted {
      let rung = segment.standing(self)
      let known = reach[segment.cluster] ?? (rung, rung)
      reach[segment.cluster] = (min(known.lowest, rung), max(known.highest, rung))
    }
    return reach.mapValues { $0.highest > base ? 1 : ($0.lowest - base).signum() }
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

func gradeRank(_ evidence: Evidence) -> Int {
  QuoteChoice.grade(reliability: evidence.reliability, credibility: evidence.credibility)
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

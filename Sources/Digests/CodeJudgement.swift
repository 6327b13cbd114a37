// One code judged: its status now and before, the arrow and its reason, rungs, silence, estimates, baseline.

import Codebooks

struct CodeJudgement: Sendable {
  let code: Code
  let order: Int
  let anchor: String
  let ladder: Ladder
  let evidence: CodeEvidence
  let totals: Totals
  /// Segments of the period that count, and of the one before.
  let counted: [Counted]
  let countedBefore: [Counted]
  let status: Int?
  let claim: (rung: Int, holders: [String])?
  let statusBefore: Int?
  let claimBefore: (rung: Int, holders: [String])?
  /// The sentences that contradict each other, of the period and of the one before.
  let contradiction: Contradiction?
  let contradictionBefore: Contradiction?
  let writer: DigestWriter

  init(code: Code, order: Int, anchor: String, ladder: Ladder, evidence: CodeEvidence, writer: DigestWriter) {
    self.code = code
    self.order = order
    self.anchor = anchor
    self.ladder = ladder
    totals = Totals(evidence)
    self.writer = writer
    counted = Self.counting(evidence.periodAll)
    countedBefore = Self.counting(evidence.beforeAll)
    // A storm's lists are not kept twice.
    var evidence = evidence
    (evidence.periodAll, evidence.beforeAll) = ([], [])
    self.evidence = evidence
    (status, claim) = ladder.outcome(counted)
    (statusBefore, claimBefore) = ladder.outcome(countedBefore)
    contradiction = Contradiction(counted, ladder, writer)
    contradictionBefore = Contradiction(countedBefore, ladder, writer)
  }

  /// Those that count, in a list no larger than it must be.
  private static func counting(_ all: [Counted]) -> [Counted] {
    var counting: [Counted] = []
    counting.reserveCapacity(all.count(where: \.standpoint.counts))
    for segment in all where segment.standpoint.counts { counting.append(segment) }
    return counting
  }

  func name(_ rung: Int) -> String { ladder.facet.ladder[rung] }

  /// The segments that put the code on a rung, best first, copies left out.
  func carriers(_ rung: Int, of segments: [Counted]) -> [Counted] {
    writer.choice.ordered(segments.filter { !$0.isCopy && $0.standing(ladder) == rung })
  }

  func sources(_ segments: [Counted]) -> Int { Set(segments.lazy.map(\.cluster)).count }

  var standing: Digest.Standing {
    Digest.Standing(
      code: code.id, notation: code.notation, anchor: anchor, label: code.label, facet: code.facet,
      status: status.map(name),
      claim: said(claim), previousStatus: statusBefore.map(name), previousClaim: said(claimBefore),
      arrow: arrow,
      rungs: rungs, segments: totals.segments, notes: totals.notes, sources: totals.sources,
      historical: totals.historical, isContested: isContested, last: last,
      silence: writer.counts.silence(
        code.id, upTo: writer.endDay, factor: writer.codebook.board.silenceFactor),
      series: writer.counts.series(code.id), timeline: writer.counts.timeline(code.id, ladder),
      estimates: estimates, baseline: baseline,
      statusEvidence: status.map { carriers($0, of: counted).compactMap(\.id) } ?? [],
      evidence: evidence.period.map(\.line.id))
  }

  private func said(_ claim: (rung: Int, holders: [String])?) -> Digest.Claim? {
    claim.map { .init(status: name($0.rung), holders: $0.holders) }
  }

  private var rungs: [Digest.Rung] {
    ladder.facet.ladder.indices.map { rung in
      let now = counted.filter { $0.rung == rung }
      let before = countedBefore.filter { $0.rung == rung }
      return Digest.Rung(
        status: name(rung), segments: now.count, sources: sources(now), segmentsBefore: before.count,
        sourcesBefore: sources(before), holders: holders(now))
    }
  }

  /// Those of most sources first; "others" and a note's author, whom nobody knows by name, last.
  func holders(_ segments: [Counted]) -> [Digest.HolderCount] {
    let nameless = Set(writer.codebook.actors.filter { $0.role != nil }.map(\.id))
    let actors = Dictionary(
      writer.codebook.actors.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var clusters: [String: Set<Int64>] = [:]
    for segment in segments { clusters[segment.holder, default: []].insert(segment.cluster) }
    return
      clusters.map { holder, own in
        Digest.HolderCount(holder: holder, label: writer.label(holder: holder), sources: own.count)
      }
      .sorted {
        let (left, right) = (nameless.contains($0.holder) ? 1 : 0, nameless.contains($1.holder) ? 1 : 0)
        return (left, $1.sources, actors[$0.holder] ?? actors.count, $0.holder)
          < (right, $0.sources, actors[$1.holder] ?? actors.count, $1.holder)
      }
  }

  private var last: Digest.LastMention? {
    evidence.last.map { pair in
      .init(
        evidence: pair.line.id, date: pair.line.date,
        age: max(0, writer.endDay - writer.zone.day(of: pair.evidence.date)))
    }
  }

  private var estimates: [Digest.Estimate] {
    totals.estimates.map {
      Digest.Estimate(term: $0.key.term, low: $0.key.low, high: $0.key.high, segments: $0.value)
    }
    .sorted { ($0.low, $0.high, $0.term) < ($1.low, $1.high, $1.term) }
  }

  private var baseline: Digest.Baseline? {
    code.baseline.map { base in
      let from = ladder.facet.ladder.firstIndex(of: base.status)
      let distance = status.flatMap { status in from.map { status - $0 } }
      return .init(status: base.status, text: base.text, distance: distance)
    }
  }
}

extension CodeJudgement {
  /// What all segments of a code add up to, those that tell of the past among them.
  struct Totals: Sendable {
    var segments: Int
    var notes: Int
    var sources: Int
    var historical: Int
    /// Neither in this period nor in the one before.
    var isSilent: Bool
    /// Segments by estimative term, copies left out.
    var estimates: [Digest.Likelihood: Int] = [:]

    init(_ evidence: CodeEvidence) {
      let all = evidence.periodAll
      segments = all.count
      notes = Set(all.lazy.map(\.note)).count
      sources = Set(all.lazy.map(\.cluster)).count
      historical = all.count { $0.standpoint.kind.isHistorical }
      isSilent = all.isEmpty && evidence.beforeAll.isEmpty
      for segment in all where !segment.isCopy {
        let kind = segment.standpoint.kind
        guard let term = kind.likelihood, let low = kind.likelihoodLow, let high = kind.likelihoodHigh else {
          continue
        }
        estimates[Digest.Likelihood(term: term, low: low, high: high), default: 0] += 1
      }
    }
  }
}

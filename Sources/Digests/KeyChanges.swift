// Key changes: at most a few, by rules in ranked order, one a code, each a plain sentence with its evidence.

import Codebooks

/// In this order: a rung newly reached, the ladder's other side reached, a late note beyond what was known, each
/// first on boards, then in tables, then elsewhere; sources newly in disagreement; a silence broken; an unusual
/// number of mentions. Of equals the longer move comes first, then the more sources, then the codebook's order.
struct KeyChanges {
  let judgements: [CodeJudgement]
  let writer: DigestWriter

  private struct Candidate {
    var rank: [Int]
    var change: Digest.KeyChange
    /// Where each line of evidence stands, so that no sentence serves twice.
    var lines: [(id: String, place: String)]
  }

  func ranked() -> [Digest.KeyChange] {
    let candidates = judgements.flatMap { judgement in
      [reached, reversed, contested, late, silenceBroken, unusual].compactMap { $0(judgement) }
    }
    var changes: [Digest.KeyChange] = []
    var codes: Set<String> = []
    var places: Set<String> = []
    for candidate in candidates.sorted(by: { $0.rank.lexicographicallyPrecedes($1.rank) }) {
      if changes.count == writer.codebook.board.keyChanges { break }
      guard !codes.contains(candidate.change.code),
        let shown = candidate.lines.first(where: { !places.contains($0.place) })
      else { continue }
      codes.insert(candidate.change.code)
      places.insert(shown.place)
      var change = candidate.change
      change.evidence = [shown.id] + candidate.lines.map(\.id).filter { $0 != shown.id }
      changes.append(change)
    }
    return changes
  }

  private func candidate(
    _ rule: Digest.KeyChange.Rule, _ judgement: CodeJudgement, size: Int, _ sentence: String,
    _ lines: [Counted]
  ) -> Candidate? {
    let board = writer.codebook.board
    let facet = judgement.code.facet
    let place = board.boardFacets.contains(facet) ? 0 : board.tableFacets.contains(facet) ? 1 : 2
    let order = Digest.KeyChange.Rule.allCases.firstIndex(of: rule) ?? 0
    let ranks = rule.isMove ? [0, place, order] : [1, order, place]
    guard !lines.isEmpty else { return nil }
    return Candidate(
      rank: ranks + [-size, -judgement.sources(lines), judgement.order],
      change: Digest.KeyChange(rule: rule, code: judgement.code.id, sentence: sentence, evidence: []),
      lines: lines.map { ($0.id, "\($0.evidence.path.description):\($0.evidence.sentence)") })
  }

  private func reached(_ judgement: CodeJudgement) -> Candidate? {
    let base = judgement.ladder.base
    guard let status = judgement.status, status != base else { return nil }
    let before = judgement.statusBefore ?? base
    guard (before - base).signum() != -(status - base).signum(), abs(status - base) > abs(before - base)
    else { return nil }
    let lines = judgement.carriers(status, of: judgement.counted)
    return candidate(.reached, judgement, size: abs(status - before), moved(judgement, status, lines), lines)
  }

  private func reversed(_ judgement: CodeJudgement) -> Candidate? {
    let base = judgement.ladder.base
    guard let status = judgement.status, let before = judgement.statusBefore,
      (before - base).signum() * (status - base).signum() < 0
    else { return nil }
    let lines = judgement.carriers(status, of: judgement.counted)
    return candidate(.reversed, judgement, size: abs(status - before), moved(judgement, status, lines), lines)
  }

  private func moved(_ judgement: CodeJudgement, _ status: Int, _ lines: [Counted]) -> String {
    let label = English.capitalised(judgement.code.label)
    let name = judgement.name(status)
    let by = "by act or word of \(holders(judgement, lines))"
    let sources = English.count(judgement.sources(lines), "independent source")
    let tail = besides(judgement)
    if let before = judgement.statusBefore {
      return "\(label) moved from \(judgement.name(before)) to \(name), \(by) (\(sources)).\(tail)"
    }
    if writer.material.previousNotes == 0 { return "\(label) came up as \(name), \(by) (\(sources)).\(tail)" }
    let silence = "after no mention \(writer.material.period.kind.before)"
    return "\(label) came up as \(name), \(by), \(silence) (\(sources)).\(tail)"
  }

  /// What the same notes say against it: a rung that only accusers claim, or the other side of a disagreement.
  private func besides(_ judgement: CodeJudgement) -> String {
    if let claim = judgement.claim {
      let who = English.list(claim.holders.map(writer.label))
      return " Only \(who) \(claim.holders.count > 1 ? "claim" : "claims") “\(judgement.name(claim.rung))”."
    }
    guard judgement.isContested, let pair = judgement.contradiction(judgement.counted),
      let status = judgement.status
    else {
      return ""
    }
    let other = pair.low.rung == status ? pair.high : pair.low
    return
      " \(English.capitalised(writer.label(holder: other.evidence.holder))) has it \(judgement.name(other.rung))."
  }

  private func holders(_ judgement: CodeJudgement, _ lines: [Counted]) -> String {
    let all = judgement.holders(lines).map(\.label)
    return English.list(all.count > 3 ? Array(all.prefix(2)) + ["\(all.count - 2) more"] : all)
  }

  private func contested(_ judgement: CodeJudgement) -> Candidate? {
    guard judgement.isContested, !judgement.wasContested,
      let pair = judgement.contradiction(judgement.counted)
    else {
      return nil
    }
    let (low, high) = (judgement.name(pair.low.rung), judgement.name(pair.high.rung))
    let sides = [(pair.highSources, high, pair.high), (pair.lowSources, low, pair.low)].map {
      count, name, counted in
      let who = writer.label(holder: counted.evidence.holder)
      return "\(name) in \(English.count(count, "source")) (\(who))"
    }
    return candidate(
      .contested, judgement, size: abs(pair.high.rung - pair.low.rung),
      "Sources disagree on \(judgement.code.label): \(sides[0]), \(sides[1]).", [pair.high, pair.low])
  }

  private func late(_ judgement: CodeJudgement) -> Candidate? {
    let base = judgement.ladder.base
    let counted = judgement.ladder.counted(judgement.evidence.late)
    guard let rung = judgement.ladder.outcome(counted).status else { return nil }
    // The period before may hold the late note itself: what was known of it is without it.
    let paths = Set(judgement.evidence.late.map(\.evidence.path))
    let earlier = judgement.countedBefore.filter { !paths.contains($0.evidence.path) }
    let known =
      [judgement.status, judgement.ladder.outcome(earlier).status].compactMap { $0 }.map { abs($0 - base) }
      .max() ?? 0
    guard abs(rung - base) > known else { return nil }
    let lines = judgement.carriers(rung, of: counted)
    guard let first = lines.first else { return nil }
    let date = English.date(CivilDay(days: writer.zone.day(of: first.evidence.date)))
    return candidate(
      .late, judgement, size: abs(rung - base),
      "A note of \(date), received late, puts \(judgement.code.label) at \(judgement.name(rung)), by act or word of "
        + "\(holders(judgement, lines)).", lines)
  }

  private func silenceBroken(_ judgement: CodeJudgement) -> Candidate? {
    guard
      let silence = writer.counts.silence(
        judgement.code.id, upTo: writer.endDay, factor: writer.codebook.board.silenceFactor), silence.isBroken
    else { return nil }
    let lines = judgement.counted.filter { !$0.isCopy }.sorted { carriesBetter($0.evidence, $1.evidence) }
    let usual = silence.usual == 1 ? "every day" : "every \(English.count(silence.usual, "day"))"
    return candidate(
      .silenceBroken, judgement, size: silence.days,
      "\(English.capitalised(judgement.code.label)) came up again after \(English.count(silence.days, "day")); "
        + "the usual is \(usual).", lines)
  }

  private func unusual(_ judgement: CodeJudgement) -> Candidate? {
    guard let unusual = writer.counts.unusual(judgement.code.id) else { return nil }
    let lines = judgement.counted.filter { !$0.isCopy }.sorted { carriesBetter($0.evidence, $1.evidence) }
    let kind = writer.material.period.kind.rawValue
    return candidate(
      .unusualCount, judgement, size: unusual.segments,
      "\(English.capitalised(judgement.code.label)) came up in \(English.count(unusual.segments, "coded sentence")), "
        + "against \(English.decimal(unusual.usual, 1)) a \(kind) over the \(unusual.periods) \(kind)s before.",
      lines)
  }
}

extension Digest.KeyChange.Rule {
  /// Whether it tells of a move on a ladder.
  var isMove: Bool { self == .reached || self == .reversed || self == .late }
}

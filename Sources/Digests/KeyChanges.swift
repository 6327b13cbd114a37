// Key changes: at most a few, by rules in ranked order, one a code, each a plain sentence with its evidence.

import Codebooks

/// First what the exact test puts beyond chance (an arrow), then the rest; within both in this order: a rung newly
/// reached, the ladder's other side reached, a late note beyond what was known, each first on boards, then in
/// tables, then elsewhere; sources newly in disagreement; a silence broken; an unusual number of mentions. A code
/// with an arrow and no new rung is told by its arrow, as an unusual count. Of equals the longer move comes first, then the more sources, then the codebook's order.
struct KeyChanges {
  let judgements: [CodeJudgement]
  /// By code.
  let arrows: [String: Digest.Arrow]
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
    let isMove = rule.isMove || rule == .unusualCount && arrow(judgement) != nil
    let ranks = isMove ? [0, place, order] : [1, order, place]
    guard !lines.isEmpty else { return nil }
    return Candidate(
      rank: [arrow(judgement) == nil ? 1 : 0] + ranks + [-size, -judgement.sources(lines), judgement.order],
      change: Digest.KeyChange(rule: rule, code: judgement.code.id, sentence: sentence, evidence: []),
      lines: lines.map { ($0.id, "\($0.evidence.path.description):\($0.evidence.sentence)") })
  }

  /// The code's arrow where it points somewhere.
  private func arrow(_ judgement: CodeJudgement) -> Digest.Arrow? {
    arrows[judgement.code.id].flatMap { $0.direction == .up || $0.direction == .down ? $0 : nil }
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
    let tail = besides(judgement, lines)
    if let before = judgement.statusBefore {
      return "\(label) moved from \(judgement.name(before)) to \(name), \(by) (\(sources)).\(tail)"
    }
    if writer.material.previousNotes == 0 { return "\(label) came up as \(name), \(by) (\(sources)).\(tail)" }
    let silence = "after no mention \(writer.material.period.kind.before)"
    return "\(label) came up as \(name), \(by), \(silence) (\(sources)).\(tail)"
  }

  /// What the same notes say against it: a rung that only accusers claim, or the other side of a disagreement.
  private func besides(_ judgement: CodeJudgement, _ lines: [Counted]) -> String {
    if let claim = judgement.claim {
      let who = English.list(claim.holders.map(writer.label))
      return " Claimed by \(who) alone: “\(judgement.name(claim.rung))”."
    }
    guard judgement.isContested, let pair = judgement.contradiction(judgement.counted),
      let status = judgement.status
    else {
      return ""
    }
    let other = pair.low.rung == status ? pair.high : pair.low
    if lines.contains(where: { $0.evidence.holder == other.evidence.holder }) {
      return " Against it: \(judgement.name(other.rung)), in another note."
    }
    return
      " Against it: \(judgement.name(other.rung)), by act or word of \(writer.label(holder: other.evidence.holder))."
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
    let sides = [(pair.highSources, pair.high), (pair.lowSources, pair.low)].map { count, counted in
      let side = judgement.counted.filter { !$0.isCopy && $0.rung == counted.rung }
      return
        "\(judgement.name(counted.rung)) in \(English.count(count, "source")) (\(holders(judgement, side)))"
    }
    return candidate(
      .contested, judgement, size: abs(pair.high.rung - pair.low.rung),
      "\(English.capitalised(judgement.code.label)): sources disagree, \(sides[0]) against \(sides[1]).",
      [pair.high, pair.low])
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
      "\(English.capitalised(judgement.code.label)) came up as \(judgement.name(rung)), by act or word of "
        + "\(holders(judgement, lines)), in a note of \(date) that was received late.", lines)
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
    let label = English.capitalised(judgement.code.label)
    if let arrow = arrow(judgement), let test = arrow.test {
      let ids = Set(arrow.evidence)
      let lines = (judgement.counted + judgement.countedBefore).filter { ids.contains($0.id) }
        .sorted { carriesBetter($0.evidence, $1.evidence) }
      return candidate(
        .unusualCount, judgement, size: abs(test.net - test.netBefore),
        "\(label) moved \(arrow.direction == .up ? "up" : "down"): \(arrow.reason)", lines)
    }
    guard let unusual = writer.counts.unusual(judgement.code.id) else { return nil }
    let lines = judgement.counted.filter { !$0.isCopy }.sorted { carriesBetter($0.evidence, $1.evidence) }
    let kind = writer.material.period.kind.rawValue
    return candidate(
      .unusualCount, judgement, size: unusual.segments,
      "\(label) came up in \(English.count(unusual.segments, "coded sentence")), "
        + "against \(English.decimal(unusual.usual, 1)) a \(kind) over the \(unusual.periods) \(kind)s before.",
      lines)
  }
}

extension Digest.KeyChange.Rule {
  /// Whether it tells of a move on a ladder.
  var isMove: Bool { self == .reached || self == .reversed || self == .late }
}

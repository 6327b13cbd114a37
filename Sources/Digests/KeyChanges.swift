// Key changes: at most a few, by rules in ranked order, one a code, each a plain sentence with its evidence.

import Codebooks

/// First what an exact test puts beyond chance (an arrow, or a rung that more sources reach than before); then the
/// rest. Within both: moves, which are a rung newly reached (not in the codebook's `new-after` periods before
/// either), the ladder's other side reached, a late note beyond what was known, or unusually many sentences on the
/// rung reached, first on boards, then in tables, then elsewhere, those of several sources first; then sources
/// newly in disagreement, a silence broken, unusually many mentions. Of equals the longer move comes first, then the
/// more sources, then the codebook's order. What one source alone holds for possible, or a question, is no news.
struct KeyChanges {
  let judgements: [CodeJudgement]
  /// By code.
  let arrows: [String: Digest.Arrow]
  let writer: DigestWriter

  private enum Strength { case plain, unusualRung, beyondChance }

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
    _ lines: [Counted], strength: Strength = .plain
  ) -> Candidate? {
    let board = writer.codebook.board
    let facet = judgement.code.facet
    let place = board.boardFacets.contains(facet) ? 0 : board.tableFacets.contains(facet) ? 1 : 2
    let order = Digest.KeyChange.Rule.allCases.firstIndex(of: rule) ?? 0
    let isBeyondChance = arrow(judgement) != nil || strength == .beyondChance
    let isMove = rule.isMove || rule == .unusualCount && (isBeyondChance || strength == .unusualRung)
    let isSingle = judgement.sources(lines) < 2
    let isWeak = isSingle && lines.allSatisfy(\.isHypothetical)
    let ranks = isMove ? [0, place, isSingle ? 1 : 0, order] : [1, order, place]
    // A question alone is no news, nor what a single source holds for possible.
    guard lines.contains(where: { $0.quoted?.isQuestion == false }), !isWeak else { return nil }
    return Candidate(
      rank: [isBeyondChance ? 0 : 1] + ranks + [-size, -judgement.sources(lines), judgement.order],
      change: Digest.KeyChange(rule: rule, code: judgement.code.id, sentence: sentence, evidence: []),
      lines: lines.compactMap(\.quoted).map {
        ($0.line.id, "\($0.line.path):\($0.evidence.sentence)")
      })
  }

  /// The code's arrow where it points somewhere.
  private func arrow(_ judgement: CodeJudgement) -> Digest.Arrow? {
    arrows[judgement.code.id].flatMap { $0.direction == .up || $0.direction == .down ? $0 : nil }
  }

  /// A rung that none of the periods before reached (`new-after` of them), on the side last stood on or on none.
  private func reached(_ judgement: CodeJudgement) -> Candidate? { move(judgement, .reached) }

  /// The same, where the code last stood on the ladder's other side.
  private func reversed(_ judgement: CodeJudgement) -> Candidate? { move(judgement, .reversed) }

  private func move(_ judgement: CodeJudgement, _ rule: Digest.KeyChange.Rule) -> Candidate? {
    let base = judgement.ladder.base
    guard let status = judgement.status, status != base else { return nil }
    let past = CodePast(judgement)
    let side = (status - base).signum()
    let memory = past.rungs.prefix(writer.codebook.board.newAfter).compactMap { $0 }
    guard !memory.contains(where: { ($0 - base) * side >= abs(status - base) }) else { return nil }
    let lastSide = memory.first { $0 != base }.map { ($0 - base).signum() } ?? side
    guard (lastSide == side) == (rule == .reached) else { return nil }
    let lines = carriers(judgement, status, of: judgement.counted)
    let sentence =
      clause(judgement, status, lines, sources(judgement, lines)) + past.tail(status) + "."
      + besides(judgement, lines)
    return candidate(rule, judgement, size: abs(status - (memory.first ?? base)), sentence, lines)
  }

  /// The lines that carry a rung, best first; those who say it of themselves before those who tell it of others.
  private func carriers(_ judgement: CodeJudgement, _ rung: Int, of counted: [Counted]) -> [Counted] {
    let lines = judgement.carriers(rung, of: counted)
    guard judgement.ladder.facet.told[judgement.name(rung)] != nil else { return lines }
    return lines.filter { !isAccuser($0) } + lines.filter(isAccuser)
  }

  private func isAccuser(_ line: Counted) -> Bool { writer.codebook.board.accusers.contains(line.holder) }

  /// "The United States refused a halt to NATO's enlargement": the codebook's sentence for a status. In brackets what is
  /// to be added, and first who holds it where the sentence does not say: "Sanctions went ahead (the United States)".
  private func clause(
    _ judgement: CodeJudgement, _ rung: Int, _ lines: [Counted], _ added: String? = nil
  ) -> String {
    let name = judgement.name(rung)
    let facet = judgement.ladder.facet
    var pattern = facet.sentences[name] ?? "{subject} reached “\(name)”"
    var named = lines
    if let told = facet.told[name] {
      // What accusers tell of is the deed of others: named are those who say it of themselves.
      named = lines.filter { !isAccuser($0) }
      if named.isEmpty { (pattern, named) = (told, lines) }
    }
    let holders = holders(judgement, named)
    // The subject last: its words are not searched for braces again.
    let parts = pattern.replacing("{holders}", with: holders).split(
      separator: "{subject}", omittingEmptySubsequences: false)
    let inside = [pattern.contains("{holders}") ? nil : holders, added].compactMap { $0 }
    return English.capitalised(parts.joined(separator: judgement.code.subject))
      + (inside.isEmpty ? "" : " (\(inside.joined(separator: "; ")))")
  }

  private func subject(_ judgement: CodeJudgement) -> String { English.capitalised(judgement.code.subject) }

  /// "3 independent sources", and whether all that they say is only possible, planned or foreseen.
  private func sources(_ judgement: CodeJudgement, _ lines: [Counted]) -> String {
    let isProspect = lines.allSatisfy { $0.isHypothetical && !$0.standpoint.kind.isNegated }
    let count = English.count(judgement.sources(lines), "independent source")
    return count + (isProspect ? ", all conditional or yet to come" : "")
  }

  /// What the same notes say against it: a rung that only accusers claim, or the other side of a disagreement.
  private func besides(_ judgement: CodeJudgement, _ lines: [Counted]) -> String {
    if let claim = judgement.claim {
      let who = English.list(claim.holders.map(writer.label))
      return " Only \(who) called it “\(judgement.name(claim.rung))”."
    }
    guard judgement.isContested, let pair = judgement.contradiction, let status = judgement.status
    else {
      return ""
    }
    let other = pair.low.rung == status ? pair.high : pair.low
    // Whoever holds both is at odds with others, not with the sentence: the disagreement tells it.
    if lines.contains(where: { $0.holder == other.holder }) { return "" }
    return " Against it stands “\(judgement.name(other.rung))” (\(writer.label(holder: other.holder)))."
  }

  private func holders(_ judgement: CodeJudgement, _ lines: [Counted]) -> String {
    let all = judgement.holders(lines).map(\.label)
    return English.list(all.count > 3 ? Array(all.prefix(2)) + ["\(all.count - 2) more"] : all)
  }

  private func contested(_ judgement: CodeJudgement) -> Candidate? {
    guard judgement.isContested, !judgement.wasContested, let pair = judgement.contradiction else {
      return nil
    }
    let sides = [(pair.high, pair.highSources), (pair.low, pair.lowSources)].map { counted, count in
      let lines = judgement.counted.filter { !$0.isCopy && $0.rung == counted.rung }
      return (name: judgement.name(counted.rung), count: count, who: holders(judgement, lines))
    }
    let sentence =
      "Sources disagree on \(judgement.code.subject): "
      + sides.map { "“\($0.name)” in \(English.count($0.count, "source")) (\($0.who))" }.joined(
        separator: ", ")
      + "."
    return candidate(
      .contested, judgement, size: abs(pair.high.rung - pair.low.rung), sentence, [pair.high, pair.low])
  }

  private func late(_ judgement: CodeJudgement) -> Candidate? {
    let base = judgement.ladder.base
    let counted = judgement.evidence.lateAll.filter(\.standpoint.counts)
    guard let rung = judgement.ladder.outcome(counted).status else { return nil }
    // The period before may hold the late note itself: what was known of it is without it.
    let material = writer.material
    let paths = Set(counted.lazy.map { $0.path(material.lateFurther) })
    let earlier = judgement.countedBefore.filter { !paths.contains($0.path(material.previousFurther)) }
    let known =
      [judgement.status, judgement.ladder.outcome(earlier).status].compactMap { $0 }.map { abs($0 - base) }
      .max() ?? 0
    guard abs(rung - base) > known else { return nil }
    let lines = carriers(judgement, rung, of: counted)
    guard let latest = lines.compactMap(\.quoted?.evidence.date).max() else { return nil }
    let date = English.date(CivilDay(days: writer.zone.day(of: latest)))
    let sources = judgement.sources(lines)
    let origin =
      sources == 1
      ? "in a note of \(date) that was received late"
      : "in \(English.count(sources, "independent source")) of up to \(date) that were received late"
    return candidate(
      .late, judgement, size: abs(rung - base),
      "\(clause(judgement, rung, lines)), \(origin).", lines)
  }

  private func silenceBroken(_ judgement: CodeJudgement) -> Candidate? {
    guard
      let silence = writer.counts.silence(
        judgement.code.id, upTo: writer.endDay, factor: writer.codebook.board.silenceFactor), silence.isBroken
    else { return nil }
    let lines = writer.choice.ordered(judgement.counted.filter { !$0.isCopy })
    let usual = silence.usual == 1 ? "every day" : "every \(English.count(silence.usual, "day"))"
    return candidate(
      .silenceBroken, judgement, size: silence.days,
      "\(subject(judgement)) came up again after \(English.count(silence.days, "day")) of silence; "
        + "before that, it came up about \(usual).", lines)
  }

  /// The highest rung above the default that more of the sources reach than chance would have it; its p-value is
  /// the arrow's, shared out among the rungs that are tried.
  private func risen(_ judgement: CodeJudgement) -> Candidate? {
    let (ladder, material) = (judgement.ladder, writer.material)
    let rules = writer.codebook.board
    let above = (ladder.base + 1)..<max(ladder.base + 1, ladder.facet.ladder.count)
    let before = material.previousSources > 0 ? material.previousSources : material.previousNotes
    guard before > 0 else { return nil }
    for rung in above.reversed() {
      let lines = judgement.counted.filter { $0.standing(ladder) >= rung }
      let past = judgement.sources(judgement.countedBefore.filter { $0.standing(ladder) >= rung })
      let now = judgement.sources(lines)
      let test = Digest.ExactTest(
        above: now, below: 0, sources: max(now, writer.sources.count), aboveBefore: past,
        belowBefore: 0, sourcesBefore: max(past, before))
      guard test.direction > 0, now - past >= max(1, rules.arrowSources),
        test.pValue * Double(above.count) < rules.arrowPValue
      else { continue }
      let shown = writer.choice.ordered(lines.filter { !$0.isCopy })
      let more = rung + 1 < ladder.facet.ladder.count && lines.contains { $0.standing(ladder) > rung }
      return candidate(
        .unusualCount, judgement, size: now - past,
        "\(clause(judgement, rung, lines)), in \(English.grouped(now)) of "
          + "\(English.count(test.sources, "independent source"))\(more ? " (some go further)" : ""), against \(English.grouped(past)) of "
          + "\(English.grouped(test.sourcesBefore)) \(material.period.kind.before).", shown,
        strength: .beyondChance)
    }
    return nil
  }

  private func unusual(_ judgement: CodeJudgement) -> Candidate? {
    if let risen = risen(judgement) { return risen }
    if let arrow = arrow(judgement), let test = arrow.test {
      let ids = Set(arrow.evidence)
      let lines = writer.choice.ordered(
        (judgement.counted + judgement.countedBefore).filter { $0.id.map(ids.contains) ?? false })
      return candidate(
        .unusualCount, judgement, size: abs(test.net - test.netBefore),
        "\(subject(judgement)) moved \(arrow.direction == .up ? "up" : "down"): "
          + judgement.shares(test, "independent sources") + ".", lines)
    }
    let (code, ladder) = (judgement.code.id, judgement.ladder)
    // The rung reached says more than the number of mentions.
    let rung = judgement.status.flatMap { $0 == ladder.base ? nil : $0 }
    let onRung = rung.flatMap { writer.counts.unusual(code, ladder, from: $0) }
    guard let unusual = onRung ?? writer.counts.unusual(code, ladder) else { return nil }
    let isOnRung = onRung != nil
    let lines =
      isOnRung
      ? carriers(judgement, rung ?? ladder.base, of: judgement.counted)
      : writer.choice.ordered(judgement.counted.filter { !$0.isCopy })
    // One long note is no trend.
    guard judgement.sources(lines) > 1 else { return nil }
    let what =
      isOnRung ? clause(judgement, rung ?? ladder.base, lines) + "," : "\(subject(judgement)) came up"
    let usual = unusual.usual < 1 ? "fewer than one" : "about \(English.decimal(unusual.usual, 0))"
    return candidate(
      .unusualCount, judgement, size: unusual.segments,
      "\(what) in \(English.count(unusual.segments, "coded sentence")), "
        + "where \(usual) would be usual for as many notes.",
      lines, strength: isOnRung ? .unusualRung : .plain)
  }
}

extension Digest.KeyChange.Rule {
  /// Whether it tells of a move on a ladder.
  var isMove: Bool { self == .reached || self == .reversed || self == .late }
}

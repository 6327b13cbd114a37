// What a sentence reports to have happened to the thing coded: the codebook's status rules, in order.

import Codebooks

/// A segment's status, and the holder that the deciding rule sets with it.
struct StatusVerdict: Sendable {
  var status: String
  /// The status rule that held.
  var rule: StatusRule?
  /// Words that made it hold, as token ranges of the text.
  var evidence: [Range<Int>] = []
}

struct StatusJudge {
  let compiled: CompiledCodebook

  /// What is known of the segment besides its words.
  struct Subject {
    var code: Int
    var pattern: CodePattern?
    var holder: String
    var isNegated: Bool
    var isHypothetical: Bool
    /// It is what a question asks.
    var isAsked: Bool
  }

  /// - Parameters:
  ///   - matches: the spans of an expression in the segment's sentence, with `@` as the segment.
  ///   - stands: whether a span's far end stands in a clause that bears on the segment.
  func judge(
    _ subject: Subject, matches: (Int) -> [Range<Int>], stands: (Range<Int>) -> Bool
  ) -> StatusVerdict {
    let mention = compiled.defaultStatus[subject.code]
    if subject.isAsked, !mention.isEmpty {
      if let asked = verdict(of: subject, asked: true, matches: matches, stands: stands) { return asked }
      // A question reports nothing to have happened: the rung of a plain mention, where the ladder has it.
      // Whose deed it asks after is told as in a statement.
      var told = verdict(of: subject, asked: false, matches: matches, stands: stands)
      told?.rule?.setsHypothetical = nil
      told?.status = mention
      return told ?? StatusVerdict(status: mention)
    }
    return verdict(of: subject, asked: false, matches: matches, stands: stands)
      ?? StatusVerdict(status: subject.pattern?.status ?? mention)
  }

  private func verdict(
    of subject: Subject, asked: Bool, matches: (Int) -> [Range<Int>], stands: (Range<Int>) -> Bool
  ) -> StatusVerdict? {
    let rules = compiled.codebook.codes[subject.code].statusRules
    for judgement in compiled.statusRules[subject.code] {
      guard judgement.asked == asked, judgement.negated ?? subject.isNegated == subject.isNegated,
        judgement.hypothetical ?? subject.isHypothetical == subject.isHypothetical,
        !judgement.isSpecial || admits(rules[judgement.rule], subject)
      else { continue }
      var evidence: [Range<Int>] = []
      if let when = judgement.when {
        evidence = matches(when)
        if !evidence.isEmpty, rules[judgement.rule].clause { evidence.removeAll { !stands($0) } }
        if evidence.isEmpty { continue }
      }
      if let unless = judgement.unless, !matches(unless).isEmpty { continue }
      let rule = rules[judgement.rule]
      return StatusVerdict(status: rule.status, rule: rule, evidence: Array(evidence.prefix(1)))
    }
    return nil
  }

  /// Whether a rule is for a pattern and a holder.
  private func admits(_ rule: StatusRule, _ subject: Subject) -> Bool {
    if !rule.patterns.isEmpty {
      guard let pattern = subject.pattern, rule.patterns.contains(pattern.id) else { return false }
    }
    if !rule.holders.isEmpty, !rule.holders.contains(subject.holder) { return false }
    if rule.exceptHolders.contains(subject.holder) { return false }
    return true
  }
}

extension Clauses {
  /// Whether words at one place bear on a segment though they stand apart from it: they are in a clause
  /// of the segment, in one that governs it, in one that describes a noun of it, or they open a
  /// condition.
  func bears(_ index: Int, on segment: Range<Int>) -> Bool {
    let there = clause[index]
    if clauses[there].kind == .conditional, clauses[there].start == index { return true }
    return segment.contains { place in
      let home = clause[place]
      if home == there || flows(from: there, into: home) { return true }
      return clauses[there].kind == .restrictive && clauses[there].parent == home
    }
  }
}

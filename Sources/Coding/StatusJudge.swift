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

  /// - Parameter matches: the spans of an expression in the segment's sentence, with `@` as the segment.
  func judge(
    code: Int, pattern: CodePattern?, holder: String, isNegated: Bool, isHypothetical: Bool,
    matches: (Int) -> [Range<Int>]
  ) -> StatusVerdict {
    let rules = compiled.codebook.codes[code].statusRules
    for judgement in compiled.statusRules[code] {
      let rule = rules[judgement.rule]
      guard
        admits(rule, pattern: pattern, holder: holder, isNegated: isNegated, isHypothetical: isHypothetical)
      else { continue }
      var evidence: [Range<Int>] = []
      if let when = judgement.when {
        evidence = matches(when)
        if evidence.isEmpty { continue }
      }
      if let unless = judgement.unless, !matches(unless).isEmpty { continue }
      return StatusVerdict(status: rule.status, rule: rule, evidence: Array(evidence.prefix(1)))
    }
    return StatusVerdict(status: pattern?.status ?? compiled.defaultStatus[code], rule: nil)
  }

  /// What a rule asks besides words.
  private func admits(
    _ rule: StatusRule, pattern: CodePattern?, holder: String, isNegated: Bool, isHypothetical: Bool
  ) -> Bool {
    if !rule.patterns.isEmpty {
      guard let pattern, rule.patterns.contains(pattern.id) else { return false }
    }
    if !rule.holders.isEmpty, !rule.holders.contains(holder) { return false }
    if rule.exceptHolders.contains(holder) { return false }
    if let negated = rule.negated, negated != isNegated { return false }
    if let hypothetical = rule.hypothetical, hypothetical != isHypothetical { return false }
    return true
  }
}

// An evaluation as lines for a terminal.

import Coding

struct EvaluationText {
  let evaluation: Evaluation
  let codes: Bool
  let worst: Int
  /// Nil where nothing is to be explained.
  let explanation: EvaluationExplanation?
  let samples: Int

  var lines: [String] {
    var lines = ["\(evaluation.sentenceCount) sentences, \(evaluation.passages.count) passages", ""]
    let groups = evaluation.groups.filter { $0.kind != .code || codes }
    let width = max(24, groups.map(\.name.count).max() ?? 0)
    lines.append(
      pad("", width) + " gold coded     P     R    F1 macro alpha | status  neg. hyp. hist. holder")
    for group in groups {
      lines.append(row(group, width))
      if group.kind != .board, group.name == groups.last(where: { $0.kind == group.kind })?.name {
        lines.append("")
      }
    }
    lines += negations + (explanation?.summary ?? []) + intervals
    lines +=
      confusions("status", evaluation.statusConfusions) + confusions("holder", evaluation.holderConfusions)
    lines += evaluation.worst(worst).flatMap { sentence($0) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private func row(_ group: Evaluation.Group, _ width: Int) -> String {
    let agreement = group.agreement
    let modifiers = group.modifiers
    let measures = [agreement.precision, agreement.recall, agreement.f1, group.macroF1].map(decimal)
    let shares = [
      modifiers.share(\.status), modifiers.share(\.negated), modifiers.share(\.hypothetical),
      modifiers.share(\.historical), modifiers.share(\.holder),
    ].map(decimal)
    let alpha = agreement.alpha.map(decimal) ?? "  n/a"
    return pad(group.name, width) + right("\(agreement.gold)", 5) + right("\(agreement.predicted)", 6) + " "
      + (measures + [alpha]).joined(separator: " ") + " |  "
      + (modifiers.count == 0 ? "-" : shares.joined(separator: " "))
  }

  private var negations: [String] {
    guard let all = evaluation.groups.first(where: { $0.kind == .all }) else { return [] }
    let agreement = all.modifiers.negations
    return [
      "negated, of \(all.modifiers.count) segments in common: gold \(agreement.gold), coded"
        + " \(agreement.predicted), P \(decimal(agreement.precision)) R \(decimal(agreement.recall))"
        + " F1 \(decimal(agreement.f1))",
      "",
    ]
  }

  private var intervals: [String] {
    guard samples > 0 else { return [] }
    let lines = evaluation.groups.filter { $0.kind == .all || $0.kind == .board }.compactMap { group in
      evaluation.bootstrap(group, samples: samples).map {
        "\(group.name): F1 \(interval($0.f1)), alpha \(interval($0.alpha))"
          + " (95%, documents drawn \(samples) times)"
      }
    }
    return lines + [""]
  }

  private func interval(_ interval: Evaluation.Interval) -> String {
    "\(decimal(interval.low)) to \(decimal(interval.high))"
  }

  private func confusions(_ name: String, _ confusions: [Evaluation.Confusion]) -> [String] {
    guard !confusions.isEmpty else { return [] }
    let shown = confusions.prefix(12)
    let rest = confusions.dropFirst(12).reduce(0) { $0 + $1.count }
    return ["\(name), gold taken for:"]
      + shown.map { "  \(right("\($0.count)", 4))  \($0.gold) > \($0.coded)" }
      + (rest > 0 ? ["  \(right("\(rest)", 4))  others"] : []) + [""]
  }

  private func sentence(_ mistaken: Evaluation.Mistaken) -> [String] {
    let passage = evaluation.passages[mistaken.passage]
    var lines = ["\(passage.id):\(mistaken.sentence + 1)  \(passage.sentences[mistaken.sentence])"]
    for decision in mistaken.decisions where !decision.faults.isEmpty {
      lines.append("    \(decision.code): \(decision.faults.joined(separator: "; "))\(gold(decision))")
      guard let explanation else { continue }
      if let coded = decision.coded {
        lines.append("      \(reasons(coded))")
      } else {
        let near = explanation.line(
          passage: mistaken.passage, sentence: mistaken.sentence, code: decision.code)
        lines.append("      \(near ?? "no rule came near")")
      }
    }
    return lines + [""]
  }

  private func gold(_ decision: Evaluation.Decision) -> String {
    guard decision.coded == nil, let gold = decision.gold else { return "" }
    return " (\(gold.status), holder \(gold.holder))"
  }

  private func reasons(_ segment: CodedSegment) -> String {
    let cues = segment.cues.map { "\($0.modifier) \($0.id)" }
    return
      (["rule \(segment.rule)", segment.statusRule.map { "status rule \($0)" }].compactMap { $0 } + cues)
      .joined(separator: ", ")
  }

  private func decimal(_ value: Double) -> String {
    let thousandths = Int((abs(value) * 1000).rounded())
    let digits = String(thousandths % 1000)
    return (value < 0 && thousandths > 0 ? "-" : "") + "\(thousandths / 1000)."
      + String(repeating: "0", count: 3 - digits.count) + digits
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

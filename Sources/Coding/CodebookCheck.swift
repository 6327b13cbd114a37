// A codebook's own tests: its examples and counterexamples, coded.

import Codebooks
import NoteText

public struct CodebookCheck {
  private let compiled: CompiledCodebook
  private var coder: Coder
  private var findings: [CodebookFinding] = []

  /// What lint and the codebook's own examples find, in the file's order.
  public static func findings(in compiled: CompiledCodebook) -> [CodebookFinding] {
    var check = CodebookCheck(compiled)
    check.run()
    return (CodebookLint.findings(in: compiled.codebook) + check.findings)
      .sorted { ($0.place, $0.message) < ($1.place, $1.message) }
  }

  private init(_ compiled: CompiledCodebook) {
    self.compiled = compiled
    coder = Coder(compiled)
  }

  private mutating func run() {
    for code in compiled.codebook.codes {
      for example in code.examples { check(example, of: code) }
      for counterexample in code.counterexamples { check(counterexample, of: code) }
      for pattern in code.patterns { check(pattern, of: code) }
      for aside in code.asides { check(aside, of: code) }
      for rule in code.statusRules { check(rule, of: code) }
    }
    for cue in compiled.codebook.cues { check(cue) }
  }

  private mutating func add(_ place: FilePlace, _ severity: CodebookFinding.Severity, _ message: String) {
    findings.append(CodebookFinding(place: place, severity: severity, message: message))
  }

  /// Segments of the text proper, not of the context before it.
  private mutating func segments(
    _ text: String, title: String? = nil, date: String? = nil, context: String? = nil
  ) -> [CodedSegment] {
    let before = context.map { $0 + " " } ?? ""
    let note = Note.plain(text: before + text, title: title ?? "", date: date.flatMap(NoteDate.parse))
    return coder.code(note).segments.filter {
      $0.range.lowerBound + $0.range.upperBound >= 2 * before.utf8.count
    }
  }

  // MARK: - Examples of a code

  private mutating func check(_ example: Example, of code: Code) {
    let segments = segments(
      example.text, title: example.title, date: example.date, context: example.context)
    let name = "example of \(code.notation)"
    let own = segments.filter { $0.code == code.id }
    guard let segment = own.first(where: { faults(of: $0, against: example).isEmpty }) ?? own.first else {
      let others = segments.isEmpty ? "carries no code" : "is coded \(list(segments.map(\.code)))"
      add(example.place, .failure, "\(name) \(others): '\(shortened(example.text))'")
      return
    }
    for fault in faults(of: segment, against: example) {
      add(
        example.place, .failure,
        "\(name) \(fault) (rule \(segment.statusRule ?? segment.rule)): '\(shortened(example.text))'")
    }
  }

  private func faults(of segment: CodedSegment, against example: Example) -> [String] {
    func fault(_ wanted: Bool?, _ given: Bool, _ name: String) -> String? {
      wanted == nil || wanted == given ? nil : given ? "is \(name), expected not to be" : "is not \(name)"
    }
    var faults: [String] = []
    if let status = example.status, status != segment.status {
      faults.append("is coded '\(segment.status)', expected '\(status)'")
    }
    if let holder = example.holder, holder != segment.holder {
      faults.append("has holder '\(segment.holder)', expected '\(holder)'")
    }
    return faults
      + [
        fault(example.negated, segment.isNegated, "negated"),
        fault(example.hypothetical, segment.isHypothetical, "hypothetical"),
        fault(example.historical, segment.isHistorical, "historical"),
      ].compactMap { $0 }
  }

  private mutating func check(_ counterexample: Counterexample, of code: Code) {
    let segments = segments(
      counterexample.text, title: counterexample.title, context: counterexample.context)
    let name = "counterexample of \(code.notation)"
    if let segment = segments.first(where: { $0.code == code.id }) {
      add(
        counterexample.place, .failure,
        "\(name) is coded by \(segment.rule): '\(shortened(counterexample.text))'")
    }
    if let use = counterexample.use, use != code.id, !segments.contains(where: { $0.code == use }) {
      add(
        counterexample.place, .failure,
        "\(name) does not carry '\(use)' instead: '\(shortened(counterexample.text))'")
    }
  }

  // MARK: - Examples of rules

  private mutating func check(_ pattern: CodePattern, of code: Code) {
    guard let example = pattern.example else { return }
    let own = segments(example).filter { $0.code == code.id }
    if own.contains(where: { $0.rule == pattern.id }) { return }
    if coder.forestalledRules(in: .plain(text: example)).contains(pattern.id) {
      add(
        pattern.place, .note,
        "\(own.first?.rule ?? "another") comes before pattern \(pattern.id) in its example")
    } else {
      let others = own.first.map { "; \($0.rule) does" } ?? ""
      add(pattern.place, .failure, "pattern \(pattern.id) does not fire in its example\(others)")
    }
  }

  private mutating func check(_ aside: Aside, of code: Code) {
    guard let example = aside.example else { return }
    if let segment = segments(example).first(where: { $0.code == code.id }) {
      add(aside.place, .failure, "the example of aside \(aside.id) is coded by \(segment.rule)")
    } else if !coder.codes(.plain(text: example), code.id, without: aside.id) {
      add(
        aside.place, .note, "the example of aside \(aside.id) carries no \(code.notation) without it either")
    }
  }

  private mutating func check(_ rule: StatusRule, of code: Code) {
    guard let example = rule.example else { return }
    let own = segments(example).filter { $0.code == code.id }
    if own.contains(where: { $0.statusRule == rule.id }) { return }
    guard let segment = own.first else {
      return add(
        rule.place, .failure, "the example of status rule \(rule.id) does not carry \(code.notation)")
    }
    let former = segment.statusRule.map { "rule \($0)" } ?? "no rule"
    add(
      rule.place, segment.status == rule.status ? .warning : .failure,
      "status rule \(rule.id) does not hold in its example: '\(segment.status)' by \(former)")
  }

  private mutating func check(_ cue: Cue) {
    guard let example = cue.example else { return }
    guard coder.finds(cue: cue.id, in: Note.plain(text: example)) else {
      return add(cue.place, .failure, "cue \(cue.id) is not found in its example")
    }
    // Terminators and pseudo-cues leave no trace on a segment.
    guard cue.direction != .terminate, cue.direction != .pseudo, cue.category != .attribution else { return }
    let segments = segments(example)
    if !segments.isEmpty, !segments.contains(where: { $0.cues.contains { $0.id == cue.id } }) {
      add(cue.place, .failure, "cue \(cue.id) reaches no segment of its example")
    }
  }

  // MARK: - Words

  private func list(_ names: [String]) -> String {
    Set(names).sorted().map { "'\($0)'" }.joined(separator: ", ")
  }

  private func shortened(_ text: String) -> String { text.count <= 80 ? text : text.prefix(77) + "..." }
}

// What is not wrong with a codebook but would make an analyst frown.

/// Something found in a codebook.
public struct CodebookFinding: Hashable, Sendable {
  public enum Severity: String, Sendable, Comparable {
    /// Worth a look.
    case note
    /// Should be mended.
    case warning
    /// A test of the codebook's own failed.
    case failure
    public static func < (left: Severity, right: Severity) -> Bool { left.order < right.order }
    private var order: Int { self == .note ? 0 : self == .warning ? 1 : 2 }
  }
  public var place: FilePlace
  public var severity: Severity
  public var message: String
  public init(place: FilePlace, severity: Severity, message: String) {
    self.place = place
    self.severity = severity
    self.message = message
  }
  /// `codebook.yaml:14:7: warning: lexicon 'nato' is never used`.
  public func line(file: String) -> String {
    "\(file):\(place.line):\(place.column): \(severity.rawValue): \(message)"
  }
}

public struct CodebookLint {
  /// Examples and counterexamples that a code should have.
  public static let wantedExamples = 5
  public static let wantedCounterexamples = 3

  private let book: Codebook
  private var findings: [CodebookFinding] = []

  /// All findings, in the file's order.
  public static func findings(in book: Codebook) -> [CodebookFinding] {
    var lint = CodebookLint(book: book)
    lint.run()
    return lint.findings.sorted { ($0.place, $0.message) < ($1.place, $1.message) }
  }

  private init(book: Codebook) { self.book = book }

  private mutating func run() {
    checkLexicons()
    for code in book.codes {
      check(code)
      checkStatusRules(of: code)
      checkDuplicates(in: code)
    }
    for place in book.openAlternatives {
      add(
        place, .warning,
        "these alternatives are one operand of the connector beside them, as OR binds tightest: "
          + "put parentheses around them, or around what the connector belongs to")
    }
    for cue in book.cues where cue.example == nil && cue.direction != .terminate {
      add(cue.place, .note, "cue \(cue.id) has no example")
    }
  }

  private mutating func add(_ place: FilePlace, _ severity: CodebookFinding.Severity, _ message: String) {
    findings.append(CodebookFinding(place: place, severity: severity, message: message))
  }

  private mutating func checkLexicons() {
    var used = Set(book.expressions.flatMap(\.lexiconNames))
    var waiting = Array(used)
    while let name = waiting.popLast() {
      for inner in book.lexicons[name]?.terms.flatMap(\.lexiconNames) ?? []
      where used.insert(inner).inserted { waiting.append(inner) }
    }
    for (name, lexicon) in book.lexicons where !used.contains(name) {
      add(lexicon.place, .warning, "lexicon '\(name)' is never used")
    }
  }

  private mutating func check(_ code: Code) {
    if code.patterns.isEmpty {
      add(code.place, .warning, "code \(code.notation) has no patterns: it never fires")
    }
    if code.definition.isEmpty { add(code.place, .warning, "code \(code.notation) has no definition") }
    if code.examples.count < Self.wantedExamples {
      add(
        code.place, .warning,
        "code \(code.notation) has \(code.examples.count) examples, \(Self.wantedExamples) are wanted")
    }
    if code.counterexamples.count < Self.wantedCounterexamples {
      add(
        code.place, .warning,
        "code \(code.notation) has \(code.counterexamples.count) counterexamples,"
          + " \(Self.wantedCounterexamples) are wanted")
    }
    for pattern in code.patterns where pattern.example == nil {
      add(pattern.place, .note, "pattern \(pattern.id) has no example")
    }
    for aside in code.asides where aside.example == nil {
      add(aside.place, .note, "aside \(aside.id) has no example")
    }
    for rule in code.statusRules where rule.example == nil {
      add(rule.place, .note, "status rule \(rule.id) has no example")
    }
  }

  /// A rule that asks nothing takes every segment: those after it are never tried.
  private mutating func checkStatusRules(of code: Code) {
    guard let open = code.statusRules.firstIndex(where: \.asksNothing) else { return }
    for rule in code.statusRules[(open + 1)...] {
      add(
        rule.place, .warning,
        "status rule \(rule.id) is never tried: \(code.statusRules[open].id) takes all before it")
    }
  }

  private mutating func checkDuplicates(in code: Code) {
    var first: [String: String] = [:]
    for pattern in code.patterns {
      let expressions = [pattern.match, pattern.given, pattern.unless, pattern.unlessGiven]
      let text = (expressions.map { $0?.description ?? "" } + pattern.follows).joined(separator: "\n")
      if let former = first[text] {
        add(pattern.place, .warning, "pattern \(pattern.id) says the same as \(former)")
      } else {
        first[text] = pattern.id
      }
    }
    var sentences: Set<String> = []
    for example in code.examples
    where !sentences.insert(
      [example.title ?? "", example.context ?? "", example.text].joined(separator: "\n")
    ).inserted {
      add(example.place, .note, "example of \(code.notation) stands there twice")
    }
  }
}

extension StatusRule {
  fileprivate var asksNothing: Bool {
    when == nil && unless == nil && holders.isEmpty && exceptHolders.isEmpty && negated == nil
      && hypothetical == nil && !asked && patterns.isEmpty
  }
}

extension Codebook {
  /// Every expression of the file outside its lexicons.
  public var expressions: [PatternExpression] {
    let patterns = codes.flatMap(\.patterns)
    let rules = codes.flatMap(\.statusRules)
    return patterns.map(\.match) + patterns.compactMap(\.given) + patterns.compactMap(\.unless)
      + patterns.compactMap(\.unlessGiven) + codes.flatMap(\.asides).map(\.match) + rules.compactMap(\.when)
      + rules.compactMap(\.unless)
      + cues.map(\.match) + likelihoods.map(\.term) + actors.flatMap(\.names)
      + actors.flatMap { $0.people.map(\.name) }
  }
}

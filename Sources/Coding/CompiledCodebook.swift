// A codebook with all its expressions compiled into one automaton: made once, shared by every thread.

import Codebooks

public final class CompiledCodebook: Sendable {
  public let codebook: Codebook
  /// Every expression of the codebook; indices below point into it.
  let patterns: PatternSet
  /// In the file's order: the first that fires gives a code its segment.
  let rules: [Rule]
  /// Of each code, the expressions of its asides.
  let asides: [[Int]]
  /// Of each code.
  let statusRules: [[Judgement]]
  /// Expression of each rule's `match`, in order of the rules.
  let matchExpressions: Range<Int>
  /// Expression of each cue; expressions of cues are neighbours.
  let cueExpressions: Range<Int>
  let likelihoodExpressions: Range<Int>
  /// For each expression the rule whose `match` it is.
  let ruleOfExpression: [Int?]
  /// The default status of each code's facet.
  let defaultStatus: [String]
  /// Facet and code of each code, for cues' `only` and `except`.
  let facetOfCode: [String]
  /// Of each code, the actors to whom it is done.
  let doneTo: [Set<Int>]
  /// By code: the actor whom more than half of its patterns hold to do what it names.
  let typicalDoer: [Int?]
  /// Index of the actor who stands for the writer, and for everybody without a name of their own.
  let author: Int?
  let other: Int?
  let actorIndex: [String: Int]
  /// Last words of the names of the actors' people.
  let personNames: KeyedWords<Bool>

  /// A code's pattern, its expressions as indices.
  struct Rule: Sendable {
    var code: Int
    var pattern: Int
    var match: Int
    /// Operands of its AND are sought one by one: the title may hold one of them, the sentence the other.
    var given: [Int]
    var unless: Int?
    var unlessGiven: Int?
    /// Codes one of which must stand in the two sentences before; any sentence will do where empty.
    var follows: [Int]
  }

  /// A status rule, its expressions as indices.
  struct Judgement: Sendable {
    var rule: Int
    var when: Int?
    var unless: Int?
    /// What the rule asks besides words: kept here, as rules are many, and those that ask for something else are not copied.
    var asked: Bool
    var negated: Bool?
    var hypothetical: Bool?
    /// It asks for certain patterns or holders too.
    var isSpecial: Bool
  }

  /// - Throws: where a pattern names a lexicon or an actor that is not there.
  public convenience init(_ codebook: Codebook) throws(PatternSetError) {
    try self.init(codebook) { (expressions, primary, near, given) throws(PatternSetError) in
      try PatternSet(
        patterns: expressions, lexicons: codebook.lexicons, actors: codebook.actors, primary: primary,
        near: near, given: given)
    }
  }

  /// - Parameter makePatterns: makes a set of all expressions, of which so many are primary, so many after these asked
  ///   of sentences near; and by primary pattern those of these that must be found near it.
  init<Trouble: Error>(
    _ codebook: Codebook,
    _ makePatterns: (
      _ expressions: [PatternExpression], _ primary: Int, _ near: Int, _ given: [[Int]]
    ) throws(Trouble) -> PatternSet
  ) throws(Trouble) {
    self.codebook = codebook
    // The rules' own expressions come first: they are looked for in every sentence, all others only where one
    // of these is found.
    var expressions = codebook.codes.flatMap { $0.patterns.map(\.match) }
    let matches = expressions.indices
    matchExpressions = matches
    func add(_ expression: PatternExpression) -> Int {
      expressions.append(expression)
      return expressions.count - 1
    }
    // Many rules want the same given. What they want comes next, for it is asked of sentences beside the one at hand.
    var shared: [PatternExpression: Int] = [:]
    func share(_ expression: PatternExpression) -> Int {
      if let known = shared[expression] { return known }
      let number = add(expression)
      shared[expression] = number
      return number
    }
    var rules: [Rule] = []
    var statusRules: [[Judgement]] = []
    var asides: [[Int]] = []
    let codes = Dictionary(
      codebook.codes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let given = codebook.codes.map { code in
      code.patterns.map { $0.given.map(CompiledCodebook.conjuncts)?.map(share) ?? [] }
    }
    for (index, code) in codebook.codes.enumerated() {
      for (place, pattern) in code.patterns.enumerated() {
        rules.append(
          Rule(
            code: index, pattern: place, match: rules.count,
            given: given[index][place],
            unless: pattern.unless.map(add), unlessGiven: pattern.unlessGiven.map(add),
            follows: pattern.follows.compactMap { codes[$0] }))
      }
      asides.append(code.asides.map { add($0.match) })
      statusRules.append(
        code.statusRules.indices.map {
          let rule = code.statusRules[$0]
          return Judgement(
            rule: $0, when: rule.when.map(add), unless: rule.unless.map(add), asked: rule.asked,
            negated: rule.negated, hypothetical: rule.hypothetical,
            isSpecial: !(rule.patterns.isEmpty && rule.holders.isEmpty && rule.exceptHolders.isEmpty))
        })
    }
    let cues = expressions.count
    expressions += codebook.cues.map(\.match)
    let likelihoods = expressions.count
    expressions += codebook.likelihoods.map(\.term)
    self.rules = rules
    self.statusRules = statusRules
    self.asides = asides
    cueExpressions = cues..<likelihoods
    likelihoodExpressions = likelihoods..<expressions.count
    ruleOfExpression = expressions.indices.map { matches.contains($0) ? $0 : nil }
    let defaults = Dictionary(codebook.facets.map { ($0.id, $0.defaultStatus) }) { first, _ in first }
    defaultStatus = codebook.codes.map { defaults[$0.facet] ?? "" }
    facetOfCode = codebook.codes.map(\.facet)
    author = codebook.actors.firstIndex { $0.role == .author }
    other = codebook.actors.firstIndex { $0.role == .other }
    let actorIndex = Dictionary(codebook.actors.enumerated().map { ($1.id, $0) }) { first, _ in first }
    self.actorIndex = actorIndex
    typicalDoer = codebook.codes.map { code in
      let named = code.patterns.compactMap { $0.holder.flatMap { actorIndex[$0] } }
      let counts = Dictionary(grouping: named) { $0 }.mapValues(\.count)
      return counts.first { $0.value * 2 > code.patterns.count }?.key
    }
    doneTo = codebook.codes.map { Set($0.doneTo.compactMap { actorIndex[$0] }) }
    personNames = KeyedWords(
      codebook.actors.flatMap { $0.people.flatMap { CompiledCodebook.lastWords(of: $0.name) } })
    patterns = try makePatterns(expressions, matches.count, shared.count, rules.map(\.given))
  }

  /// What a `given` asks for, operand by operand of its AND.
  static func conjuncts(_ expression: PatternExpression) -> [PatternExpression] {
    if case .and(let left, let right) = expression {
      conjuncts(left) + conjuncts(right)
    } else {
      [expression]
    }
  }

  /// The last word of each name that an expression holds.
  private static func lastWords(of expression: PatternExpression) -> [WordKey] {
    switch expression {
    case .phrase(let terms): terms.last.flatMap { WordKey($0.text.utf8) }.map { [$0] } ?? []
    case .or(let names): names.flatMap(lastWords)
    case .caps(let name): lastWords(of: name)
    default: []
    }
  }

  /// Whether a cue applies to a code: by its facet or by its own name.
  func applies(_ cue: Cue, to code: Int) -> Bool {
    let names = [codebook.codes[code].id, facetOfCode[code]]
    if !cue.only.isEmpty, !cue.only.contains(where: names.contains) { return false }
    return !cue.except.contains(where: names.contains)
  }
}

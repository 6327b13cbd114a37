// Reads the connector language into expressions, with LexisNexis's precedence.

/// A pattern's expression, and the names it uses with their places.
public struct ParsedPattern: Sendable, Hashable {
  public var expression: PatternExpression
  public var references: [PatternReference]
  /// Where `@` stands, in Unicode scalars from the pattern's start.
  public var segments: [Int]
  /// Where alternatives without parentheses begin that are an operand of a connector of proximity: in
  /// `a OR b PRE/1 c` the `c` follows `a` too, which is seldom meant.
  public var openAlternatives: [Int]
}

extension PatternExpression {
  /// Parses a pattern.
  ///
  ///     try PatternExpression(parsing: "(demand! OR insist!) W/5 $nato PRE/3 \"open door\"")
  ///
  /// OR binds tightest, then W/n, PRE/n and their negations by ascending n, then W/S, W/P, AND, AND NOT;
  /// the same connectors from left to right. Operands side by side are one phrase.
  public init(parsing text: String) throws(PatternSyntaxError) {
    self = try PatternParser.parse(text).expression
  }
}

public struct PatternParser {
  /// Parentheses, and connectors that rest on each other, at most.
  static let greatestDepth = 100

  private let lexemes: [(lexeme: Lexeme, offset: Int)]
  private var at = 0
  private var depth = 0
  private let text: String
  private var openAlternatives: [Int] = []
  /// Whether what was read last were alternatives without parentheses of their own.
  private var endedAlternatives = false

  public static func parse(_ text: String) throws(PatternSyntaxError) -> ParsedPattern {
    let lexemes = try PatternLexer.lexemes(of: text)
    var parser = PatternParser(lexemes: lexemes, text: text)
    guard !lexemes.isEmpty else { throw PatternSyntaxError(0, "empty pattern") }
    let expression = try parser.expression(loosest: Int.max)
    if parser.at < lexemes.count {
      throw PatternSyntaxError(lexemes[parser.at].offset, "')' closes nothing")
    }
    return ParsedPattern(
      expression: expression, references: references(in: lexemes),
      segments: lexemes.filter { $0.lexeme == .segment }.map(\.offset),
      openAlternatives: parser.openAlternatives)
  }

  private init(lexemes: [(lexeme: Lexeme, offset: Int)], text: String) {
    self.lexemes = lexemes
    self.text = text
  }

  private static func references(in lexemes: [(lexeme: Lexeme, offset: Int)]) -> [PatternReference] {
    lexemes.compactMap { lexeme, offset in
      if case .name(let kind) = lexeme { PatternReference(kind: kind, offset: offset) } else { nil }
    }
  }

  /// Only errors ask for it: counting a pattern's scalars costs as much as finding them.
  private var offset: Int { at < lexemes.count ? lexemes[at].offset : text.unicodeScalars.count }

  private var connector: Connector? {
    if at < lexemes.count, case .connector(let connector) = lexemes[at].lexeme { connector } else { nil }
  }

  /// Precedence climbing: takes connectors of at most the given rank, from left to right.
  private mutating func expression(loosest: Int, after: Connector? = nil) throws(PatternSyntaxError)
    -> PatternExpression
  {
    try enter()
    let start = at
    var left = try alternatives()
    if endedAlternatives, after?.isOfProximity == true || connector?.isOfProximity == true {
      openAlternatives.append(lexemes[start].offset)
    }
    var chained = 0
    while let connector, connector.rank <= loosest {
      let place = offset
      at += 1
      // Each further operand makes the expression a level deeper.
      chained += 1
      guard depth + chained <= PatternParser.greatestDepth else {
        throw PatternSyntaxError(
          place, "too many connectors in one pattern: make a lexicon or a second pattern")
      }
      depth += chained
      let right = try expression(loosest: connector.rank - 1, after: connector)
      depth -= chained
      left = join(left, connector, right)
    }
    depth -= 1
    return left
  }

  private mutating func enter() throws(PatternSyntaxError) {
    depth += 1
    if depth > PatternParser.greatestDepth {
      throw PatternSyntaxError(offset, "pattern is nested too deeply: make a lexicon or a second pattern")
    }
  }

  private func join(
    _ left: PatternExpression, _ connector: Connector, _ right: PatternExpression
  ) -> PatternExpression {
    switch connector {
    case .or: .or([left, right])
    case .and: .and(left, right)
    case .andNot: .andNot(left, right)
    case .within(let n): .within(n, left, right)
    case .before(let n): .before(n, left, right)
    case .notWithin(let n): .notWithin(n, left, right)
    case .notBefore(let n): .notBefore(n, left, right)
    case .sameSentence: .sameSentence(left, right)
    case .notSameSentence: .notSameSentence(left, right)
    case .sameUnit: .sameUnit(left, right)
    case .notSameUnit: .notSameUnit(left, right)
    }
  }

  private mutating func alternatives() throws(PatternSyntaxError) -> PatternExpression {
    var operands = [try adjacent()]
    while connector == .or {
      at += 1
      operands.append(try adjacent())
    }
    endedAlternatives = operands.count > 1
    return operands.count == 1 ? operands[0] : .or(operands)
  }

  /// Operands side by side: bare words make a phrase, anything else follows directly (PRE/0).
  private mutating func adjacent() throws(PatternSyntaxError) -> PatternExpression {
    var operands: [PatternExpression] = []
    while at < lexemes.count, !isBorder(lexemes[at].lexeme) {
      guard depth + operands.count < PatternParser.greatestDepth else {
        throw PatternSyntaxError(offset, "too many operands side by side: put OR between them")
      }
      if case .words = lexemes[at].lexeme {
        operands.append(.phrase(bareWords()))
      } else {
        operands.append(try primary())
      }
    }
    guard let first = operands.first else { throw PatternSyntaxError(offset, missingOperand) }
    return operands.dropFirst().reduce(first) { .before(0, $0, $1) }
  }

  private func isBorder(_ lexeme: Lexeme) -> Bool {
    if case .connector = lexeme { true } else { lexeme == .close }
  }

  private mutating func bareWords() -> [Term] {
    var terms: [Term] = []
    while at < lexemes.count, case .words(let more) = lexemes[at].lexeme {
      terms += more
      at += 1
    }
    return terms
  }

  private var missingOperand: String {
    guard at < lexemes.count else {
      return at == 0 ? "empty pattern" : "pattern ends where a word, a name or '(' was expected"
    }
    if case .close = lexemes[at].lexeme { return "')' where a word, a name or '(' was expected" }
    return "connector without an operand before it"
  }

  private mutating func primary() throws(PatternSyntaxError) -> PatternExpression {
    let (lexeme, place) = lexemes[at]
    at += 1
    switch lexeme {
    case .words(let terms), .quoted(let terms): return .phrase(terms)
    case .name(.lexicon(let name)): return .lexicon(name)
    case .name(.actor(let id)): return .actor(id)
    case .name(.anyActor): return .actor(nil)
    case .segment: return .segment
    case .caps:
      at += 1
      return .caps(try parenthesised(from: lexemes[at - 1].offset))
    case .open: return try parenthesised(from: place)
    case .close, .connector: throw PatternSyntaxError(place, missingOperand)
    }
  }

  private mutating func parenthesised(from open: Int) throws(PatternSyntaxError) -> PatternExpression {
    let inner = try expression(loosest: Int.max)
    guard at < lexemes.count else { throw PatternSyntaxError(open, "'(' is never closed") }
    at += 1
    return inner
  }
}

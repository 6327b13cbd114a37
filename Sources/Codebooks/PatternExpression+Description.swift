// Writes an expression back in the connector language, with parentheses where they are needed and around alternatives.

extension Term: CustomStringConvertible {
  public var description: String { kind == .prefix ? text + "!" : text }
}

extension PatternExpression: CustomStringConvertible {
  /// Parses back to the same expression.
  public var description: String {
    switch self {
    case .phrase(let terms):
      let words = terms.map(\.description).joined(separator: " ")
      return terms.count == 1 ? words : "\"\(words)\""
    case .lexicon(let name): return "$\(name)"
    case .actor(let id): return id.map { "$actor:\($0)" } ?? "$actors"
    case .segment: return "@"
    case .caps(let inner): return "CAPS(\(inner))"
    case .or(let operands): return operands.map { $0.bracketed(above: -1) }.joined(separator: " OR ")
    case .and(let left, let right): return pair(left, "AND", right)
    case .andNot(let left, let right): return pair(left, "AND NOT", right)
    case .within(let n, let left, let right): return pair(left, "W/\(n)", right)
    case .before(let n, let left, let right): return pair(left, "PRE/\(n)", right)
    case .notWithin(let n, let left, let right): return pair(left, "NOT W/\(n)", right)
    case .notBefore(let n, let left, let right): return pair(left, "NOT PRE/\(n)", right)
    case .sameSentence(let left, let right): return pair(left, "W/S", right)
    case .notSameSentence(let left, let right): return pair(left, "NOT W/S", right)
    case .sameUnit(let left, let right): return pair(left, "W/P", right)
    case .notSameUnit(let left, let right): return pair(left, "NOT W/P", right)
    }
  }

  /// `Connector.rank` of the outermost connector, -1 where there is none.
  private var rank: Int {
    switch self {
    case .phrase, .lexicon, .actor, .segment, .caps: -1
    case .or: 0
    case .within(let n, _, _), .before(let n, _, _), .notWithin(let n, _, _), .notBefore(let n, _, _): 1 + n
    case .sameSentence, .notSameSentence: 1000
    case .sameUnit, .notSameUnit: 1001
    case .and: 1002
    case .andNot: 1003
    }
  }

  private func bracketed(above limit: Int) -> String {
    // Alternatives would not need them, but readers who do not know that OR binds tightest do.
    rank > limit || rank == 0 ? "(\(description))" : description
  }

  private func pair(_ left: PatternExpression, _ connector: String, _ right: PatternExpression) -> String {
    "\(left.bracketed(above: rank)) \(connector) \(right.bracketed(above: rank - 1))"
  }
}

// Writes an expression back in the connector language, with parentheses where they are needed and around
// alternatives.

extension Term: CustomStringConvertible {
  public var description: String { kind == .prefix ? text + "!" : text }
}

extension PatternExpression: CustomStringConvertible {
  /// Parses back to the same expression.
  public var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .phrase(let terms): PatternExpression.write(terms, to: &text)
    case .lexicon(let name):
      text += "$"
      text += name
    case .actor(let id):
      text += id == nil ? "$actors" : "$actor:"
      text += id ?? ""
    case .segment: text += "@"
    case .caps(let inner):
      text += "CAPS("
      inner.write(to: &text)
      text += ")"
    case .or(let operands):
      for (index, operand) in operands.enumerated() {
        if index > 0 { text += " OR " }
        operand.writeBracketed(above: -1, to: &text)
      }
    default: writePair(to: &text)
    }
  }

  private static func write(_ terms: [Term], to text: inout String) {
    if terms.count != 1 { text += "\"" }
    for (index, term) in terms.enumerated() {
      if index > 0 { text += " " }
      text += term.text
      if term.kind == .prefix { text += "!" }
    }
    if terms.count != 1 { text += "\"" }
  }

  private func writePair(to text: inout String) {
    let operands = operands
    guard let connector, operands.count == 2 else { return }
    operands[0].writeBracketed(above: connector.rank, to: &text)
    text += " "
    text += connector.spelling
    text += " "
    operands[1].writeBracketed(above: connector.rank - 1, to: &text)
  }

  private func writeBracketed(above limit: Int, to text: inout String) {
    let rank = connector?.rank ?? -1
    // Alternatives would not need them, but readers who do not know that OR binds tightest do.
    let isBracketed = rank > limit || rank == 0
    if isBracketed { text += "(" }
    write(to: &text)
    if isBracketed { text += ")" }
  }

  /// Its outermost connector; nil for a phrase, a name or `CAPS(...)`.
  private var connector: Connector? {
    switch self {
    case .phrase, .lexicon, .actor, .segment, .caps: nil
    case .or: .or
    case .and: .and
    case .andNot: .andNot
    case .within(let n, _, _): .within(n)
    case .before(let n, _, _): .before(n)
    case .notWithin(let n, _, _): .notWithin(n)
    case .notBefore(let n, _, _): .notBefore(n)
    case .sameSentence: .sameSentence
    case .notSameSentence: .notSameSentence
    case .sameUnit: .sameUnit
    case .notSameUnit: .notSameUnit
    }
  }
}

extension Connector {
  fileprivate var spelling: String {
    switch self {
    case .or: "OR"
    case .and: "AND"
    case .andNot: "AND NOT"
    case .within(let n): "W/\(n)"
    case .before(let n): "PRE/\(n)"
    case .notWithin(let n): "NOT W/\(n)"
    case .notBefore(let n): "NOT PRE/\(n)"
    case .sameSentence: "W/S"
    case .notSameSentence: "NOT W/S"
    case .sameUnit: "W/P"
    case .notSameUnit: "NOT W/P"
    }
  }
}

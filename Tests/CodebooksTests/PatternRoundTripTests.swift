// Whatever an expression prints parses back to it, on random expressions.

import Testing

@testable import Codebooks

/// SplitMix64: the same expressions on every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite struct PatternRoundTripTests {
  @Test(arguments: [UInt64](1...20)) func randomExpressions(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    for _ in 0..<500 {
      let expression = PatternExpression.random(depth: 4, using: &random)
      #expect(try PatternExpression(parsing: expression.description) == expression)
    }
  }

  /// Random bytes must give an expression or an error with a place inside the text.
  @Test func randomTexts() {
    var random = SeededGenerator(state: 7)
    let pieces = [
      "a", "W/3", "PRE/0", "NOT", "AND", "OR", "(", ")", "\"", "$x", "$actor:y", "@", "CAPS", "!", "*", " ",
      "é",
      "’", ".", ",", "1", "W/S", "not", "\u{301}", "🙂", "-", "$", ":", "U.S.",
    ]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...12, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined(
          separator: Bool.random(using: &random) ? " " : "")
      do {
        let expression = try PatternExpression(parsing: text)
        let again = try? PatternExpression(parsing: expression.description)
        #expect(again == expression, "\(text) gives \(expression)")
      } catch {
        #expect((0...text.unicodeScalars.count).contains(error.offset), "\(text)")
      }
    }
  }
}

extension PatternExpression {
  static func random(depth: Int, using random: inout SeededGenerator) -> PatternExpression {
    if depth == 0 || Int.random(in: 0..<4, using: &random) == 0 { return leaf(using: &random) }
    func operand() -> PatternExpression { .random(depth: depth - 1, using: &random) }
    let n = Int.random(in: 0...12, using: &random)
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1: return .or((0..<Int.random(in: 2...4, using: &random)).map { _ in operand() })
    case 2: return .and(operand(), operand())
    case 3: return .andNot(operand(), operand())
    case 4: return .within(n, operand(), operand())
    case 5: return .before(n, operand(), operand())
    case 6: return .notWithin(n, operand(), operand())
    case 7: return .notBefore(n, operand(), operand())
    case 8: return .sameSentence(operand(), operand())
    case 9: return .notSameSentence(operand(), operand())
    case 10:
      return Bool.random(using: &random)
        ? .sameUnit(operand(), operand()) : .notSameUnit(operand(), operand())
    default: return .caps(operand())
    }
  }

  private static func leaf(using random: inout SeededGenerator) -> PatternExpression {
    let words = [
      Term("nato"), Term("u.s."), Term("or"), Term("not"), Term("caps"), Term("don't"), Term("1,000"),
      Term("w"),
      Term("enlarg", .prefix), Term("wom*n", .wildcard), Term("зеленский"),
    ]
    switch Int.random(in: 0..<7, using: &random) {
    case 0: return .lexicon("open-door")
    case 1: return .actor("russia")
    case 2: return .actor(nil)
    case 3: return .segment
    default:
      return .phrase(
        (0..<Int.random(in: 1...3, using: &random)).map { _ in words.randomElement(using: &random) ?? words[0]
        })
    }
  }
}

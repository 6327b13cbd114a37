// Random patterns and texts over a small vocabulary, so that much matches.

import Codebooks
import NoteText

/// SplitMix64: the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

struct RandomPatterns {
  var generator: SeededGenerator
  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  private static let words = [
    "a", "ab", "abc", "b", "ba", "c", "US", "us", "U.S.", "Cab", "BA", "organise", "1,000",
  ]
  private static let terms: [Term] = [
    Term("a"), Term("ab"), Term("b"), Term("c"), Term("us"), Term("u.s."), Term("ba"), Term("organize"),
    Term("1000"), Term("a", .prefix), Term("ab", .prefix), Term("a*", .wildcard), Term("*b", .wildcard),
    Term("a*c", .wildcard), Term("absent"),
  ]
  static let lexicons: [String: Lexicon] = [
    "x": lexicon("x", [.phrase([Term("a")]), .phrase([Term("b"), Term("c")]), .lexicon("y")]),
    "y": lexicon("y", [.phrase([Term("ab")]), .caps(.phrase([Term("us")])), .phrase([Term("ba")])]),
    "long": lexicon(
      "long",
      (0..<40).map { .phrase([Term("w\($0)")]) } + [.phrase([Term("b")]), .phrase([Term("a"), Term("b")])]),
  ]
  static let actors: [Actor] = [
    Actor(
      id: "one", label: "One", names: [.phrase([Term("a")]), .phrase([Term("a"), Term("b")])],
      people: [
        Actor.Person(name: .phrase([Term("c")]), from: 2000, until: 2010),
        Actor.Person(name: .phrase([Term("ab")]), from: 2005, until: nil),
      ], rank: 0, role: nil),
    Actor(
      id: "two", label: "Two", names: [.lexicon("y"), .phrase([Term("b")])], people: [], rank: 0, role: nil),
    Actor(id: "other", label: "Others", names: [], people: [], rank: 0, role: .other),
  ]

  private static func lexicon(_ name: String, _ terms: [PatternExpression]) -> Lexicon {
    Lexicon(name: name, terms: terms, place: FilePlace(line: 1, column: 1))
  }

  mutating func pattern(depth: Int = 3) -> PatternExpression {
    guard depth > 0, Int.random(in: 0..<6, using: &generator) > 0 else { return leaf() }
    let left = pattern(depth: depth - 1)
    let right = pattern(depth: depth - 1)
    let words = [0, 0, 1, 2, 5, 40].randomElement(using: &generator) ?? 0
    switch Int.random(in: 0..<18, using: &generator) {
    case 0...2: return .within(words, left, right)
    case 3...4: return .before(words, left, right)
    case 5: return .notWithin(words, left, right)
    case 6: return .notBefore(words, left, right)
    case 7: return .sameSentence(left, right)
    case 8: return .notSameSentence(left, right)
    case 9: return .sameUnit(left, right)
    case 10: return .notSameUnit(left, right)
    case 11: return .and(left, right)
    case 12: return .andNot(left, right)
    case 13: return .caps(left)
    default: return .or([left, right] + (Bool.random(using: &generator) ? [pattern(depth: depth - 1)] : []))
    }
  }

  private mutating func leaf() -> PatternExpression {
    switch Int.random(in: 0..<12, using: &generator) {
    case 0: return .segment
    case 1: return .lexicon(["x", "y", "long"].randomElement(using: &generator) ?? "x")
    case 2: return .actor(["one", "two", nil].randomElement(using: &generator) ?? nil)
    default:
      return .phrase(
        (0..<[1, 1, 1, 2, 3].randomElement(using: &generator)!).map { _ in
          Self.terms.randomElement(using: &generator)!
        })
    }
  }

  /// A text of a few units with a few sentences each.
  mutating func text() -> (text: [UInt8], units: [Unit]) {
    var text = ""
    var units: [Unit] = []
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let start = text.utf8.count
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let count = Int.random(in: 1...[3, 8, 20].randomElement(using: &generator)!, using: &generator)
        for place in 0..<count {
          if place > 0 { text += " " }
          text += Self.words.randomElement(using: &generator)!
        }
        text += "! "
      }
      units.append(Unit(kind: .paragraph, range: start..<text.utf8.count))
      text += "\n"
    }
    return (Array(text.utf8), units)
  }

  mutating func year() -> Int? { [nil, 1999, 2005, 2011].randomElement(using: &generator)! }

  /// A span of words of a sentence, or none.
  mutating func segment(in tokens: Range<Int>) -> Range<Int>? {
    guard Bool.random(using: &generator), !tokens.isEmpty else { return nil }
    let start = Int.random(in: tokens, using: &generator)
    return start..<Int.random(in: start + 1...tokens.upperBound, using: &generator)
  }
}

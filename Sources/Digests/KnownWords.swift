// Words that the codebook has already, so that no list of new ones names them.

import Codebooks

/// The words of a codebook's lexicons, actors and patterns.
struct KnownWords {
  private var exact: Set<String> = []
  private var prefixes: Set<String> = []

  init(_ codebook: Codebook) {
    for lexicon in codebook.lexicons.values { for term in lexicon.terms { add(term) } }
    for actor in codebook.actors {
      for name in actor.names { add(name) }
      for person in actor.people { add(person.name) }
    }
    for code in codebook.codes { for pattern in code.patterns { add(pattern.match) } }
  }

  func contains(_ word: String) -> Bool {
    if exact.contains(word) { return true }
    var start = Substring(word)
    while !start.isEmpty {
      if prefixes.contains(String(start)) { return true }
      start = start.dropLast()
    }
    return false
  }

  private mutating func add(_ pattern: PatternExpression) {
    switch pattern {
    case .phrase(let terms):
      for term in terms {
        switch term.kind {
        case .exact: exact.insert(term.text)
        case .prefix: prefixes.insert(term.text)
        case .wildcard: break
        }
      }
    case .lexicon, .actor, .segment: break
    case .or(let operands): for operand in operands { add(operand) }
    case .caps(let inner): add(inner)
    // What is ruled out is not looked for.
    case .andNot(let left, _), .notWithin(_, let left, _), .notBefore(_, let left, _),
      .notSameSentence(let left, _),
      .notSameUnit(let left, _):
      add(left)
    case .and(let left, let right), .within(_, let left, let right), .before(_, let left, let right),
      .sameSentence(let left, let right), .sameUnit(let left, let right):
      add(left)
      add(right)
    }
  }
}

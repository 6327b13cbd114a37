// The pattern language word for word, without regard to speed: what the fast matcher is checked against.

import Codebooks
import NoteText

@testable import Coding

/// Evaluates patterns by direct recursion over all spans, as `PatternExpression` defines them.
struct NaiveMatcher {
  typealias Spans = Set<Range<Int>>

  let lexicons: [String: Lexicon]
  let actors: [Actor]
  let cut: CutText
  let year: Int?
  let words: [[UInt8]]
  let isInCapitals: [Bool]

  init(lexicons: [String: Lexicon], actors: [Actor], text: [UInt8], cut: CutText, year: Int?) {
    self.lexicons = lexicons
    self.actors = actors
    self.cut = cut
    self.year = year
    words = cut.tokens.map { NormalForm.of(text[Int($0.start)..<Int($0.stem)]) }
    isInCapitals = cut.tokens.map { $0.isInCapitals }
  }

  /// Where an expression is asked about.
  struct Place {
    var sentence: Int
    var segment: Range<Int>?
    var inCapitals = false

    func moved(to sentence: Int) -> Place {
      Place(
        sentence: sentence, segment: sentence == self.sentence ? segment : nil, inCapitals: inCapitals)
    }
  }

  func spans(_ expression: PatternExpression, _ place: Place) -> Spans {
    switch expression {
    case .phrase(let terms): return phrase(terms, place)
    case .lexicon(let name): return union(lexicons[name]?.terms ?? [], place)
    case .actor(let id): return union(names(of: id), place)
    case .segment: return place.segment.map { [$0] } ?? []
    case .or(let operands): return union(operands, place)
    case .and(let left, let right):
      return exists(left, in: cut.sentences.indices, place) ? spans(right, place) : []
    case .andNot(let left, let right):
      return exists(right, in: cut.sentences.indices, place) ? [] : spans(left, place)
    case .sameUnit(let left, let right):
      return exists(left, in: unit(of: place.sentence), place) ? spans(right, place) : []
    case .notSameUnit(let left, let right):
      return exists(right, in: unit(of: place.sentence), place) ? [] : spans(left, place)
    case .notSameSentence(let left, let right):
      return spans(right, place).isEmpty ? spans(left, place) : []
    case .within, .before, .sameSentence, .notWithin, .notBefore: return proximity(expression, place)
    case .caps(let operand):
      var inside = place
      inside.inCapitals = true
      return spans(operand, inside).filter { $0.allSatisfy { isInCapitals[$0] } }
    }
  }

  private func phrase(_ terms: [Term], _ place: Place) -> Spans {
    let tokens = cut.sentences[place.sentence].tokens
    guard !terms.isEmpty, terms.count <= tokens.count else { return [] }
    let forms = terms.map { TermForms($0, inCapitals: place.inCapitals) }
    let starts = tokens.lowerBound...tokens.upperBound - terms.count
    return Spans(
      starts.filter { start in forms.indices.allSatisfy { forms[$0].matches(words[start + $0]) } }
        .map { $0..<$0 + terms.count })
  }

  private func union(_ operands: [PatternExpression], _ place: Place) -> Spans {
    operands.reduce(into: []) { $0.formUnion(spans($1, place)) }
  }

  func names(of id: String?) -> [PatternExpression] {
    actors.filter { id == nil || $0.id == id }.flatMap { $0.names(in: year) }
  }

  private func exists(
    _ operand: PatternExpression, in sentences: some Sequence<Int>, _ place: Place
  ) -> Bool {
    sentences.contains { !spans(operand, place.moved(to: $0)).isEmpty }
  }

  private func unit(of sentence: Int) -> [Int] {
    cut.sentences.indices.filter { cut.sentences[$0].unit == cut.sentences[sentence].unit }
  }

  private func proximity(_ expression: PatternExpression, _ place: Place) -> Spans {
    switch expression {
    case .within(let words, let left, let right):
      let mayOverlap = left == .segment || right == .segment
      return pairs(left, right, place) {
        $0.gap(to: $1, whereOverlapping: mayOverlap || $0.lies(inside: $1) ? 0 : nil) ?? .max <= words
      }
    case .sameSentence(let left, let right):
      let mayOverlap = left == .segment || right == .segment
      return pairs(left, right, place) {
        $0.gap(to: $1, whereOverlapping: mayOverlap || $0.lies(inside: $1) ? 0 : nil) != nil
      }
    case .before(let words, let left, let right):
      return pairs(left, right, place) {
        $0.upperBound <= $1.lowerBound && $1.lowerBound - $0.upperBound <= words
      }
    case .notWithin(let words, let left, let right):
      let others = spans(right, place)
      return spans(left, place).filter { span in
        !others.contains { span.gap(to: $0, whereOverlapping: 0) ?? .max <= words }
      }
    case .notBefore(let words, let left, let right):
      let others = spans(right, place)
      return spans(left, place).filter { span in
        !others.contains { span.upperBound <= $0.lowerBound && $0.lowerBound - span.upperBound <= words }
      }
    default: return []
    }
  }

  /// The smallest spans that hold a related pair.
  private func pairs(
    _ left: PatternExpression, _ right: PatternExpression, _ place: Place,
    areRelated: (Range<Int>, Range<Int>) -> Bool
  ) -> Spans {
    let others = spans(right, place)
    var found: Spans = []
    for span in spans(left, place) {
      for other in others where areRelated(span, other) {
        found.insert(
          min(span.lowerBound, other.lowerBound)..<max(span.upperBound, other.upperBound))
      }
    }
    return found.filter { span in
      !found.contains {
        $0 != span && span.lowerBound <= $0.lowerBound && $0.upperBound <= span.upperBound
      }
    }
  }
}

extension Range<Int> {
  /// Words between two spans; for overlapping spans as given.
  func gap(to other: Range<Int>, whereOverlapping: Int?) -> Int? {
    if upperBound <= other.lowerBound { return other.lowerBound - upperBound }
    if other.upperBound <= lowerBound { return lowerBound - other.upperBound }
    return whereOverlapping
  }

  /// Whether it lies between the ends of another, or the other between its own, touching neither.
  func lies(inside other: Range<Int>) -> Bool {
    other.lowerBound < lowerBound && upperBound < other.upperBound
      || lowerBound < other.lowerBound && other.upperBound < upperBound
  }
}

extension Actor {
  /// Its names, with those of the people who hold office in a year (nil: of all).
  func names(in year: Int?) -> [PatternExpression] {
    names
      + people.filter { person in
        guard let year else { return true }
        return person.from ?? .min <= year && year <= person.until ?? .max
      }.map(\.name)
  }
}

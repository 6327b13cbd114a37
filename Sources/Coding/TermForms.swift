// A term of a pattern, with every word form that it stands for.

import Codebooks
import NoteText

/// What words a term matches, as normal forms.
enum TermForms: Hashable, Sendable {
  /// Any of these words: the spellings of one.
  case exact([[UInt8]])
  case prefix([UInt8])
  /// The scalars before the trailing stars (nil: any one), and the number of trailing stars.
  case wildcard([Unicode.Scalar?], optional: Int)

  /// - Parameter inCapitals: within `CAPS(...)`, where "us" is the country.
  init(_ term: Term, inCapitals: Bool) {
    switch term.kind {
    case .exact: self = .exact(Self.spellings(term.text, inCapitals: inCapitals))
    case .prefix: self = .prefix(NormalForm.of(term.text))
    case .wildcard: self = Self.wildcard(term.text)
    }
  }

  private static func spellings(_ text: String, inCapitals: Bool) -> [[UInt8]] {
    let form = NormalForm.of(text)
    let word = String(decoding: form, as: UTF8.self)
    switch word {
    case "us" where inCapitals: return [form, Array("u.s.".utf8)]
    case "uk": return [form, Array("u.k.".utf8)]
    case "eu": return [form, Array("e.u.".utf8)]
    default: return SpellingVariants.of(word).map { Array($0.utf8) }
    }
  }

  private static func wildcard(_ text: String) -> TermForms {
    let trailing = text.reversed().prefix { $0 == "*" }.count
    let body = text.dropLast(trailing)
    var scalars: [Unicode.Scalar?] = []
    for piece in body.split(separator: "*", omittingEmptySubsequences: false) {
      if !scalars.isEmpty || piece.startIndex != body.startIndex { scalars.append(nil) }
      let form = String(decoding: NormalForm.of(String(piece)), as: UTF8.self)
      scalars.append(contentsOf: form.unicodeScalars.map { $0 })
    }
    return .wildcard(scalars, optional: trailing)
  }

  func matches(_ word: [UInt8]) -> Bool {
    switch self {
    case .exact(let forms): return forms.contains(word)
    case .prefix(let prefix): return word.starts(with: prefix)
    case .wildcard(let body, let optional):
      let scalars = Array(String(decoding: word, as: UTF8.self).unicodeScalars)
      guard (body.count...body.count + optional).contains(scalars.count) else { return false }
      return zip(body, scalars).allSatisfy { $0 == nil || $0 == $1 }
    }
  }
}

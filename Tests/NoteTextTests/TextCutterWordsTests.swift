// What is a word.

import Foundation
import Testing

@testable import NoteText

private func words(_ text: String) -> [String] {
  let bytes = Array(text.utf8)
  let cut = TextCutter.cut(text: bytes, units: [Unit(kind: .paragraph, range: 0..<bytes.count)])
  return cut.tokens.map { String(decoding: bytes[Int($0.start)..<Int($0.end)], as: UTF8.self) }
}

private func token(_ text: String) -> Token? {
  let bytes = Array(text.utf8)
  return TextCutter.cut(text: bytes, units: [Unit(kind: .paragraph, range: 0..<bytes.count)]).tokens.first
}

@Suite struct TextCutterWords {
  @Test(arguments: [
    ("NATO's open-door policy", ["NATO's", "open", "door", "policy"]),
    ("don’t — won't", ["don’t", "won't"]),
    ("The U.S. and the U.K", ["The", "U.S.", "and", "the", "U.K"]),
    ("e.g. at 5 p.m. today", ["e.g.", "at", "5", "p.m.", "today"]),
    ("1,000 or 5.5 or 1,00", ["1,000", "or", "5.5", "or", "1", "00"]),
    ("on 24.02.2022, the 9M729", ["on", "24.02.2022", "the", "9M729"]),
    ("co\u{AD}op\u{200B}eration", ["co\u{AD}op\u{200B}eration"]),
    ("Zele\u{301}nskyy Путін’s Ελλάδα", ["Zele\u{301}nskyy", "Путін’s", "Ελλάδα"]),
    ("他们 said", ["他", "们", "said"]),
    ("🇺🇦👍🏽 yes", ["yes"]),
    ("the allies' aid 'quoted'", ["the", "allies'", "aid", "quoted"]),
    ("Côte d'Ivoire, O'Brien", ["Côte", "d'Ivoire", "O'Brien"]),
    ("\u{202E}abc\u{202C} def", ["abc\u{202C}", "def"]),
    ("the U.S.'s aid; AT&T", ["the", "U.S.'s", "aid", "AT", "T"]),
    ("a_b/c", ["a", "b", "c"]),
    ("Ida's, Bob’s-led; Eve's 'Ada's'", ["Ida's", "Bob’s", "led", "Eve's", "Ada's"]),
    ("the fleet's. Norway’s\u{A0}own", ["the", "fleet's", "Norway’s", "own"]),
    ("ten\u{A0}ships\u{A0}— “two” of\u{A0}them…", ["ten", "ships", "two", "of", "them"]),
    ("May 5, 1999. 12\u{A0}men; 3.", ["May", "5", "1999", "12", "men", "3"]),
    ("We'll go, I’m in; they've (don’t). won't?", ["We'll", "go", "I’m", "in", "they've", "don’t", "won't"]),
    ("don't-go o'clock can't's DON'T", ["don't", "go", "o'clock", "can't's", "DON'T"]),
    ("rock'n'roll", ["rock'n'roll"]),
    ("boats's's it's1 a's\u{301}", ["boats's's", "it's1", "a's\u{301}"]),
    ("", []), ("\u{301}\u{200D} ...", []),
  ])
  func words(text: String, expected: [String]) {
    #expect(NoteTextTests.words(text) == expected)
  }

  @Test(
    arguments: [
      ("nato", []), ("Nato", [.capitalised]), ("NATO", [.capitalised, .capitals]), ("I", [.capitalised]),
      ("NATO's", [.capitalised, .capitals, .possessive]), ("2022", .digits), ("1,000", .digits),
      ("G7", [.capitalised, .capitals]),
      ("U.S.", [.capitalised, .capitals, .dotted]), ("p.m.", .dotted), ("Éire", .capitalised),
      ("McS's", [.capitalised, .possessive]), ("A’s own", [.capitalised, .possessive]),
      ("UK’s", [.capitalised, .capitals, .possessive]),
      ("I’m", .capitalised), ("WON't go", .capitalised), ("WON'T", [.capitalised, .capitals]), ("we'll", []),
      ("МИД", [.capitalised, .capitals]), ("Russia’s", [.capitalised, .possessive]), ("McCain", .capitalised),
    ] as [(String, Token.Shape)])
  func shapes(text: String, expected: Token.Shape) {
    #expect(token(text)?.shape == expected)
  }

  /// Words of all lengths beside each other, more than are read in one go, against a reading letter by letter.
  @Test func runsOfPlainWords() {
    var state: UInt64 = 3
    func next(_ limit: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33 % limit)
    }
    for _ in 0..<400 {
      var text = ""
      var expected: [(word: String, shape: Token.Shape)] = []
      for _ in 0..<next(150) {
        let length = 1 + next(next(4) == 0 ? 20 : 9)
        let small = String(repeating: "qwertzuiop", count: 2).prefix(length)
        let kind = next(6)
        let word = kind == 0 ? small.capitalized : kind == 1 ? small.uppercased() : String(small)
        let isAbbreviation = kind == 1 && length > 1
        expected.append((word, isAbbreviation ? [.capitalised, .capitals] : kind < 2 ? .capitalised : []))
        text += word + [" ", " ", "  ", ", ", ",", "-", "; ", " (", "\" "][next(9)]
      }
      let bytes = Array(text.utf8)
      let cut = TextCutter.cut(text: bytes, units: [Unit(kind: .paragraph, range: 0..<bytes.count)])
      #expect(NoteTextTests.words(text) == expected.map(\.word))
      #expect(zip(cut.tokens, expected).allSatisfy { $0.shape == $1.shape }, "\(text)")
      #expect(cut.tokens.allSatisfy { $0.stem == $0.end })
    }
  }

  @Test func stemLeavesThePossessiveOut() {
    #expect(token("NATO's")?.stem == 4)
    #expect(token("NATO's")?.end == 6)
    #expect(token("allies’s x")?.stem == 6)
    #expect(token("allies' aid")?.stem == 6)
    #expect(token("allies' aid")?.end == 7)
    #expect(token("don't go")?.stem == 5)
    #expect(token("it's as")?.stem == 2)
  }

  @Test(arguments: [
    ("NATO", "nato"), ("Zełenskyy", "zelenskyy"), ("Zelenskyy\u{301}", "zelenskyy"), ("don’t", "don't"),
    ("1,000", "1000"), ("5.5", "5.5"), ("U.S.", "u.s."), ("U.S", "u.s."), ("US", "u.s."), ("us", "us"),
    ("Us", "us"), ("UK", "u.k."), ("EU", "e.u."), ("UN", "u.n."), ("U.S.S.R.", "ussr"), ("N.A.T.O", "nato"),
    ("e.g.", "e.g."), ("МОСКВА", "москва"), ("Ёлка", "елка"), ("Киї\u{AD}в", "киів"), ("ΕΛΛΆΔΑ", "ελλαδα"),
    ("Λόγος", "λογοσ"), ("Straße", "strasse"), ("ﬁnd", "find"), ("İzmir", "izmir"), ("हिन्दी", "हिन्दी"), ("", ""),
  ])
  func normalForms(word: String, expected: String) {
    #expect(String(decoding: NormalForm.of(word), as: UTF8.self) == expected)
  }

  @Test func normalFormsAreNormal() {
    for word in ["U.S.", "Zełenskyy", "1,000", "U.S.S.R.", "İzmir", "Côte", "ǅungla"] {
      let form = NormalForm.of(word)
      #expect(NormalForm.of(form) == form)
    }
  }
}

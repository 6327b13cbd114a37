// What is a word.

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
      ("МИД", [.capitalised, .capitals]), ("Russia’s", [.capitalised, .possessive]), ("McCain", .capitalised),
    ] as [(String, Token.Shape)])
  func shapes(text: String, expected: Token.Shape) {
    #expect(token(text)?.shape == expected)
  }

  @Test func stemLeavesThePossessiveOut() {
    #expect(token("NATO's")?.stem == 4)
    #expect(token("NATO's")?.end == 6)
    #expect(token("allies’s x")?.stem == 6)
    #expect(token("allies' aid")?.stem == 6)
    #expect(token("allies' aid")?.end == 7)
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

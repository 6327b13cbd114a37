// Where sentences end and who speaks.

import Testing

@testable import NoteText

private func cut(_ text: String) -> (bytes: [UInt8], cut: CutText) {
  let bytes = Array(text.utf8)
  return (bytes, TextCutter.cut(text: bytes, units: [Unit(kind: .paragraph, range: 0..<bytes.count)]))
}

private func sentences(_ text: String) -> [String] {
  let (bytes, cut) = cut(text)
  return cut.sentences.map { String(decoding: bytes[$0.range], as: UTF8.self) }
}

/// In the tables a bar stands where a sentence ends; what is left is the text.
@Suite struct TextCutterSentences {
  @Test(arguments: [
    // Plain ends.
    "Kyiv asked.| Moscow refused!| Who knows?| Nobody.",
    "One line\ngoes on here.| Next one.",
    "A paragraph without a stop|\n\nAnother one.",
    // White space of all kinds behind a stop.
    "He left.|\u{A0} She stayed.|  They came.|\n\u{A0}\t Who?|\u{A0}Nobody!|  \u{A0}\n  Yes.  ",
    "It ended at 5 p.m.\u{A0} yesterday.| See No.\n 5?\u{A0} yes, but why. \n and how.| 1.\u{A0} It did.",
    "He left.| \n \nshe stayed|\n\nfor ever.",
    // Abbreviations, initials, titles, numbers.
    "Gen. Mark Milley met Dr. A. B. Jones of Acme Inc. in St. Petersburg.| They left.",
    "The U.S. President met the U.S. Army chief.| He left.",
    "They live in the U.S.| The others left.",
    "It ended at 5 p.m. Eastern time.| At 6 p.m.| They went home at 7 p.m. yesterday.",
    "On Jan. 5 and Feb. 24 nothing happened.| See No. 5 and Art. 4.| No.| The answer is no.| They left.",
    "J. R. Smith vs. the state, e.g. Texas, i.e. Dallas.| Fine.",
    "Growth was 5.5 percent.| 3.5 million fled.| 24 Feb. 2022 was the day.",
    "Plan B.| The end.", "Smith et al. Nature said so.",
    // Quotations and brackets.
    "He said: \"We will not go.\"| She left.", "“We will not go.”| She left.",
    "“Really?” he asked.| “Yes!” she said.",
    "‘He said “no.”’| Then he left.", "(Applause.)| Thank you.| (See below.)| End.",
    "He left (for the U.S.) early.", "They agreed.[12]| They signed.", "«Нет.»| Он ушёл.",
    // Ellipses and rows of stops.
    "Well... maybe so.| Well...| Maybe so.", "Well . . . maybe so.| Well . . .| Maybe so.",
    "Wait…| What?!| No way!!",
    // No space behind the stop.
    "He left the mission.|In his words, it was over.", "It began in 2014.|The rest is known.",
    "\"He left.\"|They stayed.", "See example.com and Node.js or www.Example.Com and a.b@Example.Com now.",
    "The file is notes/Report.Final.md today.", "Visit https://example.com/A.Bc today.",
    // Datelines and labels.
    "MOSCOW, 23 April (BelTA) - Belarus calls.| WASHINGTON, D.C. - The talks began.",
    "Thank you.| MS. PSAKI: I am not here.| Q Will you?| THE PRESIDENT: No, I -- |Q But why?",
    "Q: Why?| A good question.", "1. Reaffirms its support.| 2. Calls for talks.",
    // Rules between headlines.
    "First headline |--- Second one --- not a third",
    // Headlines with their sources, one behind another.
    "Gazette: \"He leaves\"| Harbour Post: \"He stays\"|\nNews-24: \"He is here\"",
    "\"Yes\" Then he said: \"No\"",
    // Other scripts.
    "我们走。|他们来。", "Он ушёл.| Она осталась.", "هل ذهب؟| نعم.",
  ])
  func ends(marked: String) {
    let expected = marked.split(separator: "|").map { piece in
      String(piece.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
    #expect(sentences(marked.replacing("|", with: "")) == expected.map { $0.replacing("--- S", with: "S") })
  }

  @Test func unitsEndSentencesAndUncodedOnesHaveNone() {
    let text = Array("A heading\nhidden\ncell one\ncell two".utf8)
    let cut = TextCutter.cut(
      text: text,
      units: [
        Unit(kind: .heading, range: 0..<9), Unit(kind: .paragraph, range: 10..<16, isCoded: false),
        Unit(kind: .tableCell, range: 17..<25), Unit(kind: .tableCell, range: 26..<34),
      ])
    #expect(cut.sentences.map(\.range) == [0..<9, 17..<25, 26..<34])
    #expect(cut.sentences.map(\.unit) == [0, 2, 3])
    #expect(cut.sentences.map(\.tokens) == [0..<2, 2..<4, 4..<6])
  }

  /// A bar stands behind the title where the text goes on from it without a stop.
  @Test(arguments: [
    ("Boats return to the harbour", "Boats return to the harbour|The boats came back. All of them."),
    ("Boats return to the harbour", "Boats return to the harbour|“We are home,” he said."),
    // It goes on as no sentence begins, or is the whole of it, or is no title.
    ("Boats return to the harbour", "Boats return to the harbour at night."),
    ("Boats return to the harbour", "Boats return to the harbour"),
    ("Boats return to the harbour", "Boats return to the harbours Of old."),
    ("The Harbour Master", "The Harbour Master Ola Nordmann spoke."), ("", "Boats return."),
  ])
  func headlines(title: String, marked: String) {
    let pieces = marked.split(separator: "|").map(String.init)
    let bytes = Array(pieces.joined(separator: " ").utf8)
    let note = Note(
      format: .plain, title: title, text: bytes,
      units: [Unit(kind: .paragraph, range: 0..<bytes.count)],
      positions: PositionMap(runs: [], lineStarts: [0]))
    let cut = TextCutter.cut(note)
    let first = String(decoding: bytes[cut.sentences[0].range], as: UTF8.self)
    if pieces.count == 2 {
      #expect(first == pieces[0])
      #expect(cut.sentences[1].range.lowerBound == first.utf8.count + 1)
      #expect(cut.sentences[1].tokens.lowerBound == cut.sentences[0].tokens.upperBound)
    } else {
      #expect(first == marked)
    }
  }

  @Test(
    arguments: [
      ("MS. PSAKI: Yes. No.", ["MS. PSAKI:", "MS. PSAKI:"]),
      ("Q Why? THE PRESIDENT: Because. So.", ["Q", "THE PRESIDENT:", "THE PRESIDENT:"]),
      ("Sergey Lavrov: We will not. Never.", ["Sergey Lavrov:", "Sergey Lavrov:"]),
      ("Mr. Lavrov: We will not.", ["Mr. Lavrov:"]),
      ("GEN. McKENZIE: Good day.", ["GEN. McKENZIE:"]),
      ("Minister of Defence Ivan Petrov: Good day.", ["Minister of Defence Ivan Petrov:"]),
      ("He named one thing: peace.", [nil]), ("BREAKING: Talks fail.", [nil]), ("Note: see below.", [nil]),
      ("We met. Sergey Lavrov: no word.", [nil, nil]), ("Quiet Q is a letter.", [nil]),
    ] as [(String, [String?])])
  func speakers(text: String, expected: [String?]) {
    let (bytes, cut) = cut(text)
    #expect(cut.sentences.map { $0.speaker.map { String(decoding: bytes[$0], as: UTF8.self) } } == expected)
  }

  /// Every awkward text: no trap, spans in order and inside their sentences.
  @Test(arguments: [
    "", " ", ".", "...", "\"", "U.", "U.S", "U.S.", "a.", "Q", "Q:", "Q ", "1.", "1,", "1,000", "'", "x'",
    "x’", "xs'",
    "A:", "\u{2026}", "[", ".[1", "( . ) . [", "\u{301}", "a\u{301}", "—— —", "---", "\n\n\n", "!!!!",
    "?\u{201D}",
    "\u{FEFF}a", "MS. ", "MS.:", "é.É", "a.A", "no.Ab", "。", ". . .", ". .", "www.Ab", "\u{200B}",
  ])
  func awkward(text: String) {
    check(Array(text.utf8))
    check(Array(text.utf8) + [0xE2, 0x80])
    check([0x80, 0xC3] + Array(text.utf8) + [0xFF])
    check(Array((text + text + " " + text).utf8))
  }

  private func check(_ bytes: [UInt8]) {
    let cut = TextCutter.cut(text: bytes, units: [Unit(kind: .paragraph, range: 0..<bytes.count)])
    var end = 0
    for sentence in cut.sentences {
      #expect(sentence.range.lowerBound >= end && sentence.range.upperBound <= bytes.count)
      #expect(!sentence.tokens.isEmpty)
      end = sentence.range.upperBound
      var next = sentence.range.lowerBound
      for token in cut.tokens[sentence.tokens] {
        #expect(Int(token.start) >= next && token.start < token.stem && token.stem <= token.end)
        next = Int(token.end)
      }
      #expect(next <= end)
    }
    #expect(cut.sentences.map(\.tokens.count).reduce(0, +) == cut.tokens.count)
  }
}

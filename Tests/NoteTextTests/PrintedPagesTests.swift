import Testing

@testable import NoteText

struct PrintedPagesTests {
  private func joined(_ pages: String...) -> String {
    String(decoding: PrintedPages.joined(Array(pages.joined(separator: "\u{0C}").utf8)), as: UTF8.self)
  }

  /// Tops and bottoms that come again go, numbers aside; the first page keeps its top.
  @Test func edgesGoAndSentencesGoOn() {
    #expect(
      joined(
        "3/13/22, 12:15 AM\n\nTalks • The Desk\n\nTalks\n\nThe ministers of both countries met in Geneva and\n\nhttps://desk.example/a 1/3\n",
        "3/13/22, 12:15 AM\n\nTalks • The Desk\n\nagreed to meet again.\n\nhttps://desk.example/a 2/3\n",
        "3/13/22, 12:15 AM\n\nTalks • The Desk\n\nNothing else was said.\n\nhttps://desk.example/a 3/3\n", "")
        == "3/13/22, 12:15 AM\n\nTalks • The Desk\n\nTalks\n\nThe ministers of both countries met in Geneva and\nagreed to meet again.\n\n"
        + "Nothing else was said.\n")
  }

  @Test func pageNumbersAloneGo() {
    #expect(
      joined("1\n\nOne “two.”\n", "2\n\nThree\n", "3\n\nfour.\n") == "1\n\nOne “two.”\n\nThree\n\nfour.\n")
    #expect(joined("One.\n- 9 -", "Two.\n- 10 -", "Three.\n- 11 -") == "One.\n\nTwo.\n\nThree.\n")
  }

  /// What stands on too few pages, or in their midst, is text.
  @Test func textStays() {
    #expect(
      joined("Same.\nOne.\na.\nb.\nc.", "Other.\nTwo.\nd.", "Third.\nSame.")
        == "Same.\nOne.\na.\nb.\nc.\n\nOther.\nTwo.\nd.\n\nThird.\nSame.\n")
    #expect(joined("One page.\n") == "One page.\n")
    #expect(joined("", "\n", "") == "\u{0C}\n\u{0C}")
    #expect(joined("Same.", "Same.") == "Same.\n\nSame.\n")
    #expect(joined("A.\np. 1", "B.\np. 2") == "A.\n\nB.\n")
  }
}

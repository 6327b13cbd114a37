import NotePaths
import Testing

@testable import NoteText

struct ConvertedTextTests {
  private func read(_ text: String, as format: NoteFormat = .markdown, name: String = "a.docx") throws -> Note
  {
    try NoteReader.read(Array(text.utf8), name: NotePath(name), options: ReaderOptions(format: format))
  }

  @Test func whatADocumentSaysOfItself() throws {
    let note = try read(
      #"""
      ---
      abstract: |
        First, an *abstract*.

        Of two paragraphs.
      author:
      - Ann Lee
      - name: Bo Ek
      date: \<2022-01-26 Wed\>
      language:
      - uk-UA
      - en
      subtitle: In short
      title:
      - "On *talks*: 2\\*3 \\& more"
      - Another
      ---

      # Head

      Text.
      """#)
    #expect(note.title == "On talks: 2*3 & more")
    #expect(note.author == "Ann Lee, Bo Ek")
    #expect(note.date == .day(try #require(CalendarDay(year: 2022, month: 1, day: 26))))
    #expect(note.dateOrigin == "document")
    #expect(note.language == "uk")
    #expect(note.problems == [])
    #expect(note.marked == ["In short", "First, an abstract.", "Of two paragraphs.", "# Head", "Text."])
  }

  @Test func severalDatesOfWhichOneIs() throws {
    let note = try read(
      "---\ndate:\n- Wed Jun 13 00:21:34 +0200 2007\n- 2007-06-13\ntitle: 1984\n---\n\nText.\n")
    #expect(note.title == "1984")
    #expect(note.date == .day(try #require(CalendarDay(year: 2007, month: 6, day: 13))))
    #expect(note.problems == [])
  }

  @Test func aDateThatIsNone() throws {
    let note = try read("---\ndate: last week\n---\n\nText.\n")
    #expect(note.date == nil)
    #expect(note.problems == ["the document's 'date' 'last week' is no date (YYYY-MM-DD, YYYY-MM, RFC 3339)"])
  }

  /// Metadata that cannot be read costs no text.
  @Test func brokenMetadata() throws {
    let note = try read("---\ntitle: [a\nb: &x 1\n---\n\nText.\n")
    #expect(note.marked == ["Text."])
    #expect(note.problems.count == 1)
    #expect(try read("No block.\n\n---\n\nText.").marked == ["No block.", "Text."])
  }

  static let titles: [(text: String, title: String)] = [
    ("3/13/22, 12:15 AM\n\nTalks in Geneva • The Desk\n\nThe text goes on here.", "Talks in Geneva"),
    ("13.03.2022, 00:15\n\nhttps://desk.example/a?b=1 1/12\n\nTalks in Geneva\n\nText.", "Talks in Geneva"),
    ("3/13/22, 12:15 AM\n\nTalks in Geneva :\n\nThe text goes on here.", "Talks in Geneva"),
    ("1\n\nTalks in Geneva\n\nText.", "Talks in Geneva"),
    ("Page 1 of 12\n\nWednesday, 26 January 2022\n\nTalks\n\nText.", "Talks"),
    ("26 января 2022\n\nText that is a sentence.\n\nMore.", "a"),
    ("March on the capital\n\nText.", "March on the capital"),
    ("Talks | and more\n\nText.", "Talks | and more"),
    ("3/13/22, 12:15 AM\n\n1/2", "a"),
  ]

  @Test(arguments: titles.indices) func titlesOfPrintedPages(_ index: Int) throws {
    let (text, title) = Self.titles[index]
    #expect(try read(text, as: .plain, name: "a.pdf").title == title, "\(text)")
  }
}

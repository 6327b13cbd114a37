import NotePaths
import Testing

@testable import NoteText

struct PlainTextTests {
  static let cases: [(source: String, units: [String])] = [
    ("One paragraph.\n\nAnother one.", ["One paragraph.", "Another one."]),
    (
      "The ministers met on Tuesday and agreed that the talks on the\ncorridor should go on; a date was not set by the two\nsides.\n",
      [
        "The ministers met on Tuesday and agreed that the talks on the corridor should go on; a date was not set by the two sides."
      ]
    ),
    (
      "SUMMARY\nThe ministers met on Tuesday and agreed to go on with it.",
      ["SUMMARY", "The ministers met on Tuesday and agreed to go on with it."]
    ),
    (
      "- first point\n- second point\n  goes on\n* third",
      ["- - first point", "- - second point   goes on", "- * third"]
    ),
    ("1. one\n2. two\n(a) three", ["- 1. one", "- 2. two", "- (a) three"]),
    ("Moscow\nKyiv\nMinsk", ["Moscow", "Kyiv", "Minsk"]),
    ("A short line that\nbreaks in the middle of it", ["A short line that breaks in the middle of it"]),
    ("Above\n-----\n\n*****\nBelow", ["Above", "Below"]),
  ]

  @Test(arguments: cases.indices) func units(_ index: Int) throws {
    let (source, units) = Self.cases[index]
    let note = try readNote(source, name: "note.txt")
    #expect(note.marked == units)
    #expect(note.text.count == source.utf8.count)
    #expect(note.isSound)
  }

  /// One paragraph a line, without blank lines between: long lines are paragraphs of their own.
  @Test func longLines() throws {
    let line = String(repeating: "The delegation left without a word to the press. ", count: 5)
    let note = try readNote(line + "\n" + line + "\n" + line, name: "note.txt")
    #expect(note.units.count == 3)
  }

  @Test func givenTextStaysAsItIs() {
    let text = "First line\nwith a NUL \0 in it.\r\n\r\nSecond.\n"
    let note = Note.plain(text: text, title: "t", date: .month(year: 2022, month: 1))
    #expect(note.text == Array(text.utf8))
    #expect(note.units.count == 2)
    #expect(note.title == "t")
    #expect(Note.plain(text: "*a* b", format: .markdown).text == Array("a b\n".utf8))
  }

  @Test func subtitles() throws {
    let note = try readNote(
      """
      1
      00:00:06,500 --> 00:00:09,000
      The <i>minister</i> said

      2
      00:00:11,000 --> 00:00:17,000
      that talks go on.

      3
      00:00:18,000 --> 00:00:19,000 X1:40
      1990
      was another year.
      """, name: "talk.srt")
    #expect(
      note.marked.map { $0.collapsingSpaces() } == [
        "The minister said that talks go on.", "1990 was another year.",
      ])
    #expect(note.unitLines == [3, 11])
    #expect(note.title == "talk")
    let web = try readNote(
      "WEBVTT\n\nintro\n00:06.500 --> 00:09.000\n<v Ann>Talks go on.\n", name: "talk.vtt")
    #expect(web.marked.map { $0.collapsingSpaces() } == ["Talks go on."])
    #expect(
      try readNote("An arrow --> is no cue.\n\n1\n", name: "a.txt").marked == [
        "An arrow --> is no cue.", "1",
      ])
  }

  @Test func titleAndDate() throws {
    let note = try readNote("Call with the ambassador\n\nText of it.", name: "in/2022-02 call.txt")
    #expect(note.title == "Call with the ambassador")
    #expect(note.date == .month(year: 2022, month: 2))
    #expect(note.dateOrigin == "file name")
    #expect(
      try readNote("One sentence only.", name: "2022-01-26_talks_in_geneva.txt").title == "talks in geneva")
  }

  @Test func positionsAreThoseOfTheFile() throws {
    let note = try readNote("---\ndate: 2022-01-26\n---\n\nAlpha beta\ngamma.\n", name: "note.txt")
    let unit = try #require(note.units.first)
    #expect(note.positions.position(of: unit.range.lowerBound) == SourcePosition(line: 5, column: 1))
    #expect(note.positions.position(of: unit.range.upperBound - 6) == SourcePosition(line: 6, column: 1))
  }
}

import Testing

@testable import NoteText

struct FrontMatterTests {
  @Test func readsWhatItKnows() throws {
    let note = try readNote(
      """
      ---
      title: "Talks:\\u00a0a report"
      authors: [Ada One, {name: Bo Two}]
      date: 2022-01-26
      source: Wire
      tags: security, "#talks"
      reliability: b
      credibility: 2
      lang: uk-UA
      unknown: {kept: away}
      ---
      Text.
      """)
    #expect(note.title == "Talks: a report")
    #expect(note.author == "Ada One, Bo Two")
    #expect(note.date == CalendarDay(year: 2022, month: 1, day: 26).map(NoteDate.day))
    #expect(note.dateOrigin == "front matter")
    #expect(note.source == "Wire")
    #expect(note.tags == ["security", "\"#talks\""] || note.tags == ["security", "talks"])
    #expect(note.reliability == "B")
    #expect(note.credibility == 2)
    #expect(note.language == "uk")
    #expect(note.problems == [])
    #expect(note.marked == ["Text."])
  }

  @Test func wrongTypesAreProblems() throws {
    let note = try readNote(
      "---\ntitle: [a]\ndate: soon\nreliability: G\ncredibility: 7\nlang: English please\n---\nText")
    #expect(note.problems.count == 5)
    #expect(
      note.problems.contains("line 3: front matter 'date' 'soon' is no date (YYYY-MM-DD, YYYY-MM, RFC 3339)"))
    #expect(note.date == nil)
    #expect(note.title == "note")
  }

  @Test(arguments: [
    "---\n\nA thematic break opens this.\n\n---\n\nMore.", "---\n- a list\n- of things\n---\ntext",
    "---\nJust a line\n---\ntext",
    "---\ntitle: never closed\n\ntext",
  ]) func isNoFrontMatter(_ source: String) throws {
    let note = try readNote(source)
    #expect(note.units.count >= 2)
  }

  static let broken: [(source: String, line: Int, what: String)] = [
    ("---\ntitle: a: b\n---\ntext", 2, "mapping values"),
    ("---\ntitle: \"open\n---\ntext", 3, ""),
    ("---\nok: 1\n\tbad: 2\n---\n", 3, ""),
    ("---\na: &x [1]\nb: *x\n---\n", 3, "anchors"),
    ("---\na: " + String(repeating: "[", count: 60_000) + "\n---\n", 2, "levels deep"),
    ("---\na:\n" + String(repeating: "- ", count: 20_000) + "x\n---\n", 3, "levels deep"),
    ("---\na: 1\na: 2\n---\n", 2, "twice"),
    ("---\na: " + String(repeating: "x", count: 70_000) + "\n---\n", 1, "more than the limit"),
    ("---\na: b\n" + String(repeating: "k: v\n", count: 1_000_000) + "---\n", 1, "more than the limit"),
  ]

  @Test(.timeLimit(.minutes(10)), arguments: broken.indices) func brokenIsAnError(_ index: Int) throws {
    let (source, line, what) = Self.broken[index]
    let error = try #require(readError(Array(source.utf8)))
    #expect(error.kind == .frontMatter)
    #expect(error.line == line, "\(error)")
    #expect(error.column != nil)
    #expect(what.isEmpty || error.reason.contains(what), "\(error)")
    #expect(error.description.utf8.count < 400)
  }

  @Test func tomlIsSteppedOver() throws {
    let note = try readNote("+++\ntitle = \"x\"\n+++\nText.")
    #expect(note.marked == ["Text."])
    #expect(note.problems.first?.contains("TOML") == true)
  }
}

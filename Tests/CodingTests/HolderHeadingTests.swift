// What headings and labels say of whose words a note is, and shares that nouns name.

import NoteText
import Testing

@testable import Coding

@Suite struct HolderHeadingTests {
  /// A note of lines, each a unit of its own.
  private func holders(_ lines: [String], title: String = "", date: NoteDate? = nil) throws -> [String] {
    let text = Array(lines.joined(separator: "\n\n").utf8)
    var units: [Unit] = []
    var start = 0
    for line in lines {
      units.append(Unit(kind: .paragraph, range: start..<start + line.utf8.count))
      start += line.utf8.count + 2
    }
    let note = Note(
      format: .plain, title: title, date: date, text: text, units: units,
      positions: PositionMap(runs: [], lineStarts: [0]))
    var coder = Coder(try Fisheries.compiled())
    return coder.code(note).segments.map(\.holder)
  }

  @Test func aStatementIsOfWhoSignsItsHeading() throws {
    // What the first line acts on speaks nowhere.
    let lines = [
      "Targeting More Icelandic Trawlers", "Press Statement", "Kari A. Solvang, Minister of Fisheries",
    ]
    #expect(try holders(lines + ["A larger cod quota is near."], date: Fisheries.inOffice) == ["norway"])
    #expect(try holders(lines.dropLast() + ["A larger cod quota is near."]) == ["other"])
  }

  @Test(arguments: [
    // A label that says what a note is about is nobody's name.
    ("NORWAY-ICELAND: COD NEWS", "other"), ("Norway War: crews wait", "other"),
    ("NORWAY: WE WAIT", "norway"),
  ])
  func labels(_ line: String, _ expected: String) throws {
    #expect(try holders([line, "A larger cod quota is near."]) == [expected])
  }

  @Test(arguments: [
    // A label of the writer's own remark; whose judgement another names is not his.
    ("Judgement: a larger cod quota is near.", "author"),
    ("Bottom line: a larger cod quota is near.", "author"),
    ("Bottom line: Norway is ready to see a cod quota.", "norway"),
    ("Iceland’s judgement: a larger cod quota is near.", "iceland"),
    ("A larger cod quota is near.", "iceland"),
    // Whose statement opens a sentence.
    ("Norway’s answer was curt: a larger cod quota is near.", "norway"),
    ("The Norwegian position is that a larger cod quota is near.", "norway"),
    // An item of a list by its capital, whose ministers nobody names.
    ("Oslo: ministers said that a larger cod quota is near.", "norway"),
    // What is theirs and says nothing.
    ("Norway’s fleet was late: a larger cod quota is near.", "iceland"),
  ])
  func openings(_ line: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: "Iceland’s minister said that it was late. " + line)
  }

  @Test(arguments: [
    // An office in a capital is that land's; a place where others meet is nobody.
    ("The fisheries ministry in Oslo published a cod quota.", "norway"),
    ("A meeting in Oslo published a cod quota.", "author"),
    ("Protests against the ministry in Oslo put off a cod quota.", "other"),
  ])
  func offices(_ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text)
  }

  @Test(arguments: [
    (
      "We thank Iceland’s minister for Iceland’s partnership this year, and leadership in a cod quota.",
      "iceland"
    ),
    ("We welcome Iceland’s provision of ships and a cod quota.", "iceland"),
    // Not what another verb tells.
    ("We welcome Iceland’s provision of ships, and we want a cod quota.", "norway"),
    ("We are grateful for your cod quota.", "iceland"),
  ])
  func shares(_ text: String, _ expected: String) throws {
    let title = "Remarks by the Prime Minister of Norway before a meeting with the minister of Iceland"
    try Fisheries.expectHolder(expected, of: text, title: title)
  }

  @Test(arguments: [
    ("Demands from Norway that a cod quota be granted were heard.", "norway"),
    // A turned verb's subject may be a long phrase, and is not whom the words before it are about.
    (
      "“Fish is dear. A cod quota is near,” reads the loud old message of the Fleet and Harbour Ministry of Iceland.",
      "iceland"
    ),
    ("“Norway sleeps for a cod quota,” reads the message.", "other"),
    // Nobody reports what is only reported of somebody.
    ("The message tells of Iceland’s reported haul. A cod quota is near, the message said.", "other"),
    // Who agrees to what another does.
    ("Norway will never agree to Iceland holding a cod quota.", "norway"),
    ("Norway is glad of Iceland holding a cod quota.", "iceland"),
    // Things by number are nobody, people are.
    ("Iceland granted a cod quota. Two more cod quotas were listed.", "iceland"),
    ("Two ministers were seen with a cod quota.", "other"),
    // Sources whom nobody names only tell of whom the clause is about.
    ("Oslo said no. Iceland grants a cod quota, two officials said.", "iceland"),
    ("Oslo said no. Iceland grants a cod quota, the officials said.", "norway"),
    // One with allies of its own, wherever they stand.
    ("It is a question how long Norway and its loud scientists can warn of a blockade.", "norway"),
    // Whoever did it before, where a deed has no doer.
    ("Iceland granted a cod quota. Later herring quotas were listed.", "iceland"),
    ("Oslo said no. Iceland granted a cod quota. Later herring quotas were listed.", "iceland"),
    ("Iceland granted a cod quota. Oslo said no. Later herring quotas were listed.", "norway"),
    ("Iceland granted a cod quota. Why not a herring quota?", "author"),
    // A deed that is only the ground for another, in whosever words.
    ("Norway warned of this in response to Iceland’s blockade.", "iceland"),
  ])
  func phrases(_ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: "It rained. It rained. " + text)
  }

  @Test func theyAreThoseWhoAreKnownToDoSo() throws {
    try Fisheries.expectHolder(
      "iceland", of: "NORWAY: We wait. It rained. It rained. They have begun a blockade.")
  }
}

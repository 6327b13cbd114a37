import NoteText
import Testing

@testable import Coding

/// Text and what its one segment must be: negated, hypothetical, historical.
struct Meant: Sendable, CustomTestStringConvertible {
  var text: String
  var flags: String
  init(_ text: String, _ flags: String) {
    self.text = text
    self.flags = flags
  }
  var testDescription: String { text }
}

private func flags(_ segment: CodedSegment) -> String {
  (segment.isNegated ? "n" : "") + (segment.isHypothetical ? "h" : "") + (segment.isHistorical ? "b" : "")
}

@Test(arguments: [
  Meant("Iceland blocked the harbour.", ""),
  Meant("Iceland did not block the harbour.", "n"),
  Meant("Iceland will not block the harbour.", "nh"),
  Meant("Iceland denies a blockade.", "n"),
  Meant("A blockade is unthinkable.", "n"),
  Meant("A blockade is ruled out.", "n"),
  Meant("Iceland did not rule out a blockade.", ""),
  Meant("Oslo did not answer, but Iceland began a blockade.", ""),
  Meant("Oslo did not answer; Iceland began a blockade.", ""),
  Meant("Oslo did not answer and Iceland has begun a blockade.", ""),
  Meant("If talks fail, Iceland will begin a blockade.", "h"),
  Meant("Iceland will begin a blockade if talks fail.", "h"),
  Meant("Talks would help although a blockade has begun.", ""),
  Meant("Iceland plans a blockade.", "h"),
  Meant("Iceland plans a larger cod quota.", ""),
  Meant("A blockade is likely.", "h"),
  Meant("Is Iceland preparing a blockade?", "h"),
  Meant("Will the blockade last?", "h"),
  Meant("Years ago there was a blockade.", "b"),
  Meant("We will rally others against this needless blockade.", ""),
  Meant("Oslo plans to speak of this blockade.", ""),
  Meant("Oslo plans this blockade.", "h"),
  Meant("Iceland plans to begin its blockade.", "h"),
  Meant("Iceland may begin its blockade.", "h"),
  Meant("They did not say that Iceland began a blockade.", "n"),
])
func modifiers(_ meant: Meant) throws {
  let segments = try Fisheries.code(meant.text)
  let segment = try #require(segments.first)
  #expect(segments.count == 1)
  #expect(flags(segment) == meant.flags, "\(segment.cues)")
}

@Test(arguments: [
  ("The blockade of 2010 hurt.", true), ("In March 2019 the blockade ended.", true),
  ("In March 2021 the blockade ended.", false), ("The blockade of 2022 hurt.", false),
  ("The blockade hurt 2010 fishermen, and talks ended.", true),
  ("The blockade has hurt since 2010.", false), ("The blockade hurt most since early March of 2010.", false),
  ("The blockade spares the pre-2010 ports.", false), ("The blockade ends at the 2010 borders.", false),
  ("The blockade keeps its 2010 posture.", false),
])
func datesMakeHistory(_ text: String, _ expected: Bool) throws {
  let date = CalendarDay(year: 2022, month: 6, day: 1).map(NoteDate.day)
  let segment = try #require(try Fisheries.code(text, date: date).first)
  #expect(segment.isHistorical == expected)
  let undated = try #require(try Fisheries.code(text).first)
  #expect(!undated.isHistorical)
}

@Test(arguments: [
  ("Norway wants a larger cod quota.", "raised", "norway"),
  ("Norway does not want a larger cod quota.", "raised", "norway"),
  ("Scientists want a larger cod quota.", "mentioned", "other"),
  ("Iceland granted a larger cod quota.", "granted", "iceland"),
  ("Iceland may block the harbour.", "planned", "author"),
  ("Iceland blocked the harbour.", "done", "iceland"),
  ("Iceland never blocked the harbour.", "mentioned", "iceland"),
])
func statuses(_ text: String, _ status: String, _ holder: String) throws {
  let segment = try #require(try Fisheries.code(text).first)
  #expect(segment.status == status)
  #expect(segment.holder == holder)
}

@Test(arguments: [
  ("Iceland threatens a blockade.", "planned", "h"),
  ("A blockade began, and Oslo threatens a boycott.", "done", ""),
  ("Oslo threatens a boycott that would end the blockade.", "planned", "h"),
  ("Iceland began the blockade that threatens trade.", "planned", "h"),
  ("Will Iceland end the blockade?", "mentioned", "h"),
  ("Will Iceland end the blockade soon?", "planned", ""),
  ("Soon Iceland began a blockade.", "done", ""),
  ("Oslo asked whether Iceland began a blockade.", "mentioned", "h"),
  ("We are curious if a blockade has begun.", "mentioned", "h"),
  ("Oslo asked much, and Iceland began a blockade.", "done", ""),
  ("Is Oslo talking of help, backing a blockade?", "mentioned", "h"),
  ("Did Oslo speak to Iceland, which began a blockade?", "done", ""),
])
func aStatusRuleLooksAtClausesAndQuestions(_ text: String, _ status: String, _ meant: String) throws {
  let segment = try #require(try Fisheries.code(text).first)
  #expect(segment.status == status)
  #expect(flags(segment) == meant, "\(segment.cues)")
}

@Test func aPatternNeedsWhatIsGivenAndHeedsItsExceptions() throws {
  #expect(try Fisheries.code("The museum shows a cod quota.").isEmpty)
  #expect(try Fisheries.code("The harbour master spoke.").isEmpty)
}

@Test(arguments: [
  ("Since the blockade fish is dear.", ""), ("Since the Icelandic blockade they blockade again.", "blockade"),
  ("They block, since spring, the port.", "block, since spring, the port"),
  ("The blockade, since it began, has gone on.", "blockade"),
])
func anAsideCarriesNoCode(_ text: String, _ words: String) throws {
  let segment = try Fisheries.code(text).first
  #expect(segment.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) } ?? "" == words)
}

@Test func eachCodeOnceASentence() throws {
  let segments = try Fisheries.code("A blockade follows a blockade, a cod quota a herring quota.")
  #expect(segments.map(\.code).sorted() == ["act/blockade", "claim/quota"])
}

@Test func evidenceStandsInTheText() throws {
  let text = "“We will not block the harbour,” Solvang told the Norwegian parliament."
  let date = Fisheries.inOffice
  let segment = try #require(try Fisheries.code(text, date: date).first)
  let bytes = Array(text.utf8)
  let words = segment.cues.map { "\($0.modifier): \(String(decoding: bytes[$0.range], as: UTF8.self))" }
  #expect(words.contains("negated: not"))
  #expect(words.contains("hypothetical: will"))
  #expect(words.contains("holder: Solvang"))
  #expect(segment.holder == "norway")
}

@Test func likelihoodIsKeptApartFromConfidence() throws {
  let segment = try #require(
    try Fisheries.code("We judge with low confidence that a blockade is unlikely.").first)
  #expect(segment.likelihood?.term == "unlikely")
  #expect(segment.likelihood?.low == 0.20)
  #expect(segment.likelihood?.high == 0.45)
  #expect(segment.likelihood?.confidence == "low confidence")
}

@Test func equalNotesGiveEqualResults() throws {
  let note = Fisheries.note("Oslo said that Iceland will not block the harbour. It wants a larger cod quota.")
  var coder = Coder(try Fisheries.compiled())
  let first = coder.code(note).segments
  _ = coder.code(Fisheries.note("Iceland blocked the harbour."))
  #expect(coder.code(note).segments == first)
  #expect(first.count == 2)
}

/// A line without an end costs no more than its length.
@Test(
  .timeLimit(.minutes(10)),
  arguments: ["not ", "Norway said ", "if ", "\"", "that ", "blockade not Norway, and "])
func longSentences(_ piece: String) throws {
  let text = String(repeating: piece, count: 40_000) + "Norway did not begin a blockade"
  let segments = try Fisheries.code(text)
  #expect(segments.contains { $0.code == "act/blockade" })
}

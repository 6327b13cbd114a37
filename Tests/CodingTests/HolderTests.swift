import NoteText
import Testing

@testable import Coding

@Test(arguments: [
  // Words go to the speaker.
  ("Oslo said that Iceland had blocked the harbour.", "norway"),
  ("Iceland had blocked the harbour, Oslo said.", "norway"),
  ("“Iceland has blocked the harbour,” said a minister in Oslo.", "norway"),
  ("According to Oslo, Iceland blocked the harbour.", "norway"),
  ("Oslo’s demand for a cod quota stands.", "norway"),
  ("Oslo warned that Reykjavik said there was a blockade.", "iceland"),
  ("Oslo: the blockade must end.", "norway"),
  // Deeds go to the doer.
  ("The harbour blockade imposed by Norway hurts.", "norway"),
  ("Norwegian trawlers began a blockade.", "norway"),
  ("Far from the US coast, Norwegian trawlers began a blockade.", "norway"),
  ("In talks with Norway, the Faroe Islands began a blockade.", "faroes"),
  ("Norway has sailed and has begun a blockade.", "norway"),
  ("Norway, which has begun a blockade, is calm.", "norway"),
  ("For Iceland and Norway, the Faroese blockade is new.", "faroes"),
  // Nobody is named: the pattern's holder, or somebody.
  ("A blockade began.", "iceland"),
])
func holders(_ text: String, _ expected: String) throws {
  let segment = try #require(try Fisheries.code(text).first)
  #expect(segment.holder == expected, "\(segment.cues)")
}

@Test func pronounsStandForTheLastFittingActor() throws {
  let segments = try Fisheries.code("Norway met its neighbours. They began a blockade.")
  #expect(segments.map(\.holder) == ["norway"])
}

@Test func whoSpeaksInANoteIsSaidByItsTitle() throws {
  let title = "Remarks by the Prime Minister of Norway in Reykjavik"
  #expect(try Fisheries.code("We want a larger cod quota.", title: title).map(\.holder) == ["norway"])
  #expect(
    try Fisheries.code("If Iceland begins a blockade, we will answer.", title: title).map(\.holder) == [
      "norway"
    ])
  // The deed of one who is known to do so is theirs, whoever tells it.
  #expect(try Fisheries.code("Iceland began a blockade.", title: title).map(\.holder) == ["iceland"])
}

@Test func namesCountInTheirYears() throws {
  let text = "Solvang said that there was a blockade."
  let then = CalendarDay(year: 2015, month: 1, day: 1).map(NoteDate.day)
  let now = CalendarDay(year: 2024, month: 1, day: 1).map(NoteDate.day)
  #expect(try Fisheries.code(text, date: then).map(\.holder) == ["norway"])
  #expect(try Fisheries.code(text, date: now).map(\.holder) == ["other"])
}

@Test func aQuestionIsHeldByWhomItAsksAbout() throws {
  let segment = try #require(
    try Fisheries.code("Is Norway preparing a blockade?", title: "Press briefing by Icelandic officials")
      .first)
  #expect(segment.holder == "norway")
  #expect(segment.status == "mentioned")
}

@Test(arguments: [
  // A name is introduced with its office, and later stands alone.
  (
    "Norwegian fisheries minister Arne Bakkedal met skippers. It rained. It was Monday. Bakkedal said there was a blockade.",
    "norway"
  ),
  (
    "Arne Bakkedal, deputy head of Norway's coast guard, met skippers. It rained. It was Monday. Bakkedal said there was a blockade.",
    "norway"
  ),
  // Who has left office speaks for himself.
  (
    "Former Norwegian minister Arne Bakkedal met skippers. It rained. It was Monday. Bakkedal said there was a blockade.",
    "other"
  ),
  ("The former Norwegian admiral said there was a blockade.", "other"),
  // A name without an office introduces nobody.
  (
    "Norwegian trawlers left Arne Bakkedal behind. It rained. It was Monday. Bakkedal said there was a blockade.",
    "other"
  ),
])
func namesAreIntroduced(_ text: String, _ expected: String) throws {
  let segment = try #require(try Fisheries.code(text).last)
  #expect(segment.holder == expected, "\(segment.cues)")
}

@Test func whatAQuotationNamesIsNotItsSpeaker() throws {
  let text =
    "Oslo said that it was calm. “A blockade by Iceland hurts us,” skippers said, adding that it rained."
  let segment = try #require(try Fisheries.code(text).last)
  #expect(segment.holder == "norway")
}

@Test func whoeverSaysISpeaksWhereTwoDid() throws {
  let title = "Remarks by the Prime Minister of Norway"
  let segments = try Fisheries.code(
    "Today, the Icelandic minister and I discussed a larger cod quota.", title: title)
  #expect(segments.map(\.holder) == ["norway"])
}

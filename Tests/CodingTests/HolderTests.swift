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
  ("After attacks on trawlers, Norway and Iceland said that there was a blockade.", "norway"),
  ("The government of Norway began a blockade.", "norway"),
  ("In what it calls a blockade, Norway stops trawlers.", "norway"),
  ("The blockade from Norway is new.", "norway"),
  // Words set about with commas, quoted before a long apposition, reported by a noun or to somebody.
  ("A harbour blockade, Oslo said, hurts Iceland.", "norway"),
  (
    "“There is a blockade,” Jane Doe, an adviser to the minister of Norway, told a paper in Reykjavik.",
    "norway"
  ),
  ("The demand by Norway for a cod quota stands.", "norway"),
  ("Norway was told that Iceland had begun a blockade.", "iceland"),
  ("According to a report, Iceland began a blockade.", "iceland"),
  ("The Norwegian minister met Iceland’s skippers, and he said there was a blockade.", "norway"),
  ("“The blockade must end”: the prime minister of Norway", "norway"),
  ("At noon in Oslo: Iceland began a blockade.", "iceland"),
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
  let then = Fisheries.inOffice
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
  // The office stands before whose it is, the name behind.
  (
    "Chairman of the Fisheries Board of Norway Arne Bakkedal met skippers. It rained. It was Monday. Bakkedal said there was a blockade.",
    "norway"
  ),
  (
    "The Chairman of the Fisheries Board of Norway, General Arne Bakkedal, met skippers. It rained. It was Monday. Bakkedal said there was a blockade.",
    "norway"
  ),
  // A name without an office introduces nobody.
  (
    "Norwegian trawlers left Arne Bakkedal behind. It rained. It was Monday. Bakkedal said there was a blockade.",
    "other"
  ),
])
func namesAreIntroduced(_ text: String, _ expected: String) throws {
  try Fisheries.expectHolder(expected, of: text)
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

@Test(arguments: [
  // A file's name may begin with what is short for a party; a title without a verb says that all is one's words.
  ("ic-statement", "We want a larger cod quota.", "iceland"),
  ("Yearly debate, Reykjavik", "The Norwegian cod quota is unfair.", "iceland"),
  ("", "Statement by the minister of Norway\n\nA larger cod quota is fair.", "norway"),
  // A label that names nobody known: the title says whose.
  (
    "Remarks by the Prime Minister of Norway and Prime Minister Grimsson of Iceland",
    "PRIME MINISTER GRIMSSON: We want a larger cod quota.", "iceland"
  ),
  ("Remarks by the Prime Minister of Norway", "PRIME MINISTER DOE: We want a larger cod quota.", "other"),
  ("Remarks by the Prime Minister of Norway", "MODERATOR: We want a larger cod quota.", "norway"),
  // The deed of another is told, what he should or needs to do is said.
  ("Remarks by the Prime Minister of Norway", "The Faroe Islands have secured a larger cod quota.", "faroes"),
  ("Remarks by the Prime Minister of Norway", "The Faroe Islands should have a larger cod quota.", "norway"),
  ("Remarks by the Prime Minister of Norway", "Iceland’s government has begun a blockade.", "iceland"),
  ("Remarks by the Prime Minister of Norway", "Iceland’s harbour blockade has failed.", "norway"),
])
func titlesSayWhoSpeaks(_ title: String, _ text: String, _ expected: String) throws {
  try Fisheries.expectHolder(expected, of: text, title: title)
}

@Test(arguments: [
  // Who spoke last is remembered for some sentences.
  (
    "Oslo said that it was calm. It rained. It was Monday. It was cold. The minister said there was a blockade.",
    "norway"
  ),
  ("Oslo said that it was calm. According to the minister, Iceland began a blockade.", "norway"),
  // Not beyond somebody else, though nobody knows him.
  ("Oslo said that it was calm. Jane Doe said that it rained. She said there was a blockade.", "other"),
  // A quotation that is a sentence of its own goes on.
  ("“It is calm,” Oslo said. “The blockade by Iceland hurts all of us here.”", "norway"),
])
func whoSpokeLastIsRemembered(_ text: String, _ expected: String) throws {
  try Fisheries.expectHolder(expected, of: text)
}

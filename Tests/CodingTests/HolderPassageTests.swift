// Who speaks in words of several sentences, by titles, and by offices that several states have.

import NoteText
import Testing

@testable import Coding

@Suite struct HolderPassageTests {
  @Test(arguments: [
    // A dash opens words that "- said X" ends, some sentences on; other words begin at a dash behind a mark.
    ("- The fleet is at sea. The cod quota must grow. We will sail - said Oslo.", "norway"),
    (
      "- The fleet is at sea. The cod quota must grow. Fish is dear - said on Friday the envoy of Oslo.",
      "norway"
    ),
    ("- The fleet is at sea - said Oslo. It rained. - A cod quota is near - said Reykjavik.", "iceland"),
    ("Oslo said that \"fish is dear.\"- A cod quota is near - said the Icelandic envoy.", "iceland"),
    ("Oslo told us to wait. - A blockade is good - said the minister.", "norway"),
    // "Is near - said X" is no passive.
    ("A larger cod quota is near - said the Norwegian envoy.", "norway"),
    // Whoever says "we" in a quotation that goes on is none of those whom it names.
    ("“The sea is ours. We demand a cod quota as large as Norway has.", "other"),
    // What ends a mark that nothing opened leaves the marks behind it in order.
    (
      "It is dear,\" said Oslo. Crews met \"at sea\" and left. Iceland wants a larger cod quota.", "iceland"
    ),
    // A paper behind its words only tells, whoever spoke before.
    ("Oslo said so. \"A blockade began,\" said the Harbour Gazette.", "iceland"),
    ("There was a blockade at sea, according to Norway and those who had sailed with it.", "norway"),
    // Who rejects, by whatever name, holds what others demand.
    ("Iceland’s demand for a cod quota was told by Norway.", "norway"),
    ("The Icelandic blockade was demanded by most crews.", "other"),
    ("Norway told Iceland’s demand for a cod quota.", "norway"),
    // What one fears; whom one thanks.
    ("Oslo feared that Iceland will begin a blockade.", "norway"),
    ("Oslo thanked Iceland for granting a cod quota.", "iceland"),
    // Offices of a place that is named; people of no office.
    ("In Oslo, a government spokesman said there was a blockade.", "norway"),
    ("A blockade began in Oslo, local officials said.", "norway"),
    ("There was a blockade, according to two people who saw it.", "other"),
    ("“There was a blockade,” he said, “for days.”", "other"),
    // Not turned: what is behind the verb is said.
    ("The minister, who was told of it in Oslo, said Iceland’s fleet was in a blockade.", "norway"),
    // A thing holds nothing of itself.
    ("Cod quotas were gone.", "author"),
    // "Them" is what no clause is about.
    ("Norway met scientists. Among them is a cod quota.", "author"),
    // An office is of whom its neighbours name.
    ("The Fleet Minister of the Republic of Iceland said there was a cod quota.", "iceland"),
    ("The Icelandic Solvang said there was a cod quota.", "norway"),
  ])
  func holder(_ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text)
  }

  @Test(arguments: [
    // A headline is no name of who says "we"; a document's is.
    ("Norway is losing the sea", "Moreover, we need a larger cod quota.", "other"),
    ("Norwegian trawlers at sea", "Moreover, we need a larger cod quota.", "norway"),
    ("Fact sheet: Norway leads on fish", "The Icelandic blockade is a crime.", "norway"),
    ("Norway press call", "There is a concern about the Icelandic blockade.", "norway"),
    // "He" is whom the title names where no sentence does.
    ("Solvang on fish", "He said that there was a blockade.", "norway"),
    ("", "Why does Solvang sail? The politician said there was a blockade.", "norway"),
    // Who greets an assembly speaks.
    ("Madam Chair, Excellencies,", "Soon a larger cod quota.", "other"),
    // In one's words others do what they will do; not what is said by the way, or done with them.
    ("Remarks by the Prime Minister of Norway", "Iceland will cut the cod quota.", "iceland"),
    ("Remarks by the Prime Minister of Norway", "We and Iceland will cut the cod quota.", "norway"),
    ("Remarks by the Prime Minister of Norway", "While Iceland has made a cod quota, we fish.", "norway"),
    (
      "Remarks by the Prime Minister of Norway",
      "Along with our partners and Iceland, we’ve made a cod quota.",
      "norway"
    ),
    // "He" is whom the clause is about before one who is named by the way; "they" are others than who speaks.
    (
      "Remarks by scientists",
      "We know that Solvang is clear that because of the Icelandic minister there is, as he said, a blockade.",
      "norway"
    ),
    (
      "Remarks by the Prime Minister of Norway",
      "NORWAY: We spoke to Icelandic crews. They said that the cod quota is small.", "iceland"
    ),
    // A crowd that no actor stands for is not whom the title is about.
    ("Oslo at sea", "Many leaders welcomed the cod quota.", "other"),
    // A question about a deed asks about its doer.
    ("Remarks by Norway", "Would you sail if they began a blockade?", "iceland"),
    // What a source that nobody knows is quoted with is somebody's.
    ("", "Fish Survey: \"A cod quota soon", "other"),
  ])
  func holderInNote(_ title: String, _ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text, title: title, date: Fisheries.inOffice)
  }
}

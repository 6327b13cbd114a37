// What decides whose a segment is where several are named, or nobody who did it.

import NoteText
import Testing

@testable import Coding

@Suite struct HolderEvidenceTests {
  @Test(arguments: [
    // A paper tells what others do: before a headline, behind "according to", as the subject.
    ("The Harbour Gazette said that Norwegian trawlers began a blockade.", "norway"),
    ("Norwegian trawlers began a blockade, according to the Harbour Gazette.", "norway"),
    ("Harbour Gazette: “Norwegian trawlers begin a blockade”", "norway"),
    ("Oslo said in the Harbour Gazette that there was a blockade.", "norway"),
    // A headline may end with who says it.
    ("Harbour Gazette: “Larger cod quota is fair — Oslo”", "norway"),
    ("Larger cod quota is fair — Norwegian minister", "norway"),
    ("Harbour Gazette: “The Faroe Islands begin a blockade — Oslo”", "norway"),
    // To whom a thing is done does not do it.
    ("Nuuk has a Norwegian cod quota.", "norway"),
    ("Nuuk is asking for a cod quota.", "greenland"),
    ("Iceland might grant a cod quota.", "iceland"),
    ("Iceland should grant a cod quota.", "author"),
    ("Iceland may have to grant a cod quota.", "author"),
    ("Greenland said that it has a cod quota.", "greenland"),
    // Who judges a deed is not who did it.
    ("The Icelandic blockade is a crime.", "author"),
    ("The Icelandic blockade is now being lifted.", "iceland"),
    ("Oslo said that the Icelandic blockade is a crime.", "norway"),
    // Supposed or advised: by the writer, unless another clause says by whom.
    ("Iceland might begin a blockade.", "author"),
    ("Iceland will begin a blockade.", "iceland"),
    // What one thinks of a deed is his own.
    ("Norway will never accept a blockade.", "norway"),
    ("If Iceland begins a blockade, Norway will sail.", "norway"),
    ("If Iceland begins a blockade, it will sail.", "author"),
    // Done by one who is named far behind.
    ("The blockade was lifted late last year by Norway.", "norway"),
    // "Adding" goes on with who spoke, not with whom was spoken of.
    ("Oslo said that the Faroe Islands were calm, adding that there was a blockade.", "norway"),
    ("Norway was asked whether there was a blockade.", "norway"),
    // Of two who speak together the one who has a name here.
    ("Scientists and Norway said that there was a blockade.", "norway"),
    // "We" beside a name.
    ("Norway met our neighbours. Oslo and our partners fish. We will answer with a blockade.", "norway"),
  ])
  func holder(_ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text)
  }

  @Test(arguments: [
    // In words that one speaks, "he" is another.
    (
      "Remarks by the Prime Minister of Iceland", "We heard from Solvang, and he said there was a blockade.",
      "norway"
    ),
    // What others know or suppose of a deed is said, what is told plainly is done.
    ("Remarks by the Prime Minister of Norway", "We know that Iceland has begun a blockade.", "norway"),
    ("Remarks by the Prime Minister of Norway", "Iceland has begun a blockade.", "iceland"),
    ("Remarks by the Prime Minister of Norway", "In response to Iceland’s blockade we will sail.", "iceland"),
    // Of names side by side in a title the one who has a name here; none where it acts on them.
    ("Statement by scientists and Norway", "We want a larger cod quota.", "norway"),
    ("Warning Norwegian trawlers", "We want a larger cod quota.", "other"),
    ("Norwegian trawlers at sea", "We want a larger cod quota.", "norway"),
  ])
  func titled(_ title: String, _ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text, title: title, date: Fisheries.inOffice)
  }

  @Test(arguments: [
    ("It rained. The minister said there was a blockade.", "norway"),
    ("---\n\nThe minister said there was a blockade.", "other"),
    ("It rained.\n\n---\n\nIt was cold. The minister said there was a blockade.", "other"),
  ])
  func dashesPart(_ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: "Oslo said that it was calm. " + text)
  }
}

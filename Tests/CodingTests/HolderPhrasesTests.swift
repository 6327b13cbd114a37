// Phrases that name who acts or speaks, beside names that only stand near.

import NoteText
import Testing

@testable import Coding

@Suite struct HolderPhrasesTests {
  @Test(arguments: [
    // What is done to a thing that is called by a place.
    ("An Oslo harbour was put under blockade.", "iceland"),
    // An office behind the tag's comma; officials of the place that is named.
    ("Crews sailed \"and sailed again\" after the blockade of Oslo, the diplomat said.", "other"),
    ("Wrecks lay in an Oslo park after a blockade, officials said.", "norway"),
    ("Given the weather in Iceland, the minister said there was a cod quota.", "other"),
    // "It" said more.
    ("\"Fish is dear,\" the ministry of Norway said. It also told of an Icelandic blockade.", "norway"),
    ("Iceland sails. \"Fish is dear,\" the statement said. It also told of a blockade.", "other"),
    // A topic before a colon does not speak; who stands behind the last dash does.
    ("Norway crisis: a blockade by Iceland", "iceland"),
    ("Norway: a blockade by Iceland", "norway"),
    ("\"A larger cod quota is near — Norwegian minister\"", "norway"),
    ("\"A larger cod quota is near — Norwegian trawlers\"", "other"),
    // Who acts in a participle's phrase, or was brought to it.
    ("There was talk of Norway taking a larger cod quota.", "norway"),
    ("Iceland has persuaded Norway’s friends to take a cod quota.", "other"),
    ("Iceland has persuaded Norway to take a cod quota.", "norway"),
    // Both of two, and three in a list.
    ("Norway and Iceland met. Both countries told of a cod quota.", "norway"),
    ("Norway and Iceland met. The two sides told of a cod quota.", "norway"),
    ("Scientists, Norway, and Iceland said that there was a blockade.", "other"),
    // What "that" is about.
    ("The quarrel with Norway that is about a cod quota goes on.", "author"),
    ("The leaders of Norway that took a cod quota have left.", "norway"),
    // A time before the subject, without a comma.
    ("On Monday the Norwegian ministry took a cod quota.", "norway"),
    ("In recent weeks Norway took a cod quota.", "norway"),
    ("Over the past year Norway took a cod quota.", "norway"),
    ("At the harbour Norway took a cod quota.", "norway"),
    ("On the great Norwegian sea crews took a cod quota.", "author"),
    ("In the waters of Norway crews took a cod quota.", "author"),
    // What one does "to warn"; whose minister speaks.
    ("Oslo sent a ship to warn Icelandic crews that there was a blockade.", "norway"),
    ("Oslo is calm, its fleet minister said, despite a blockade by Iceland.", "norway"),
    // What is judged, and of whom no such deeds are known; who receives; whom one fears.
    ("Norway’s cod quota is a mistake.", "author"),
    ("Norway’s cod quota is in force.", "norway"),
    ("Crews gave Norway cod quotas.", "other"),
    // In whose view it is so.
    ("In Norway’s view, the cod quota of Iceland is a mistake.", "norway"),
    ("As Oslo sees it, a cod quota is a right of Iceland.", "norway"),
    ("For Oslo, a cod quota is a right of Iceland.", "norway"),
    ("In Norway’s waters, Iceland took a cod quota.", "iceland"),
    ("Oslo fears Iceland will begin a blockade.", "norway"),
    ("OSLO (Gazette) - A cod quota is near, a government spokesman said.", "norway"),
    // A verb that goes on behind what is put in.
    ("Norway, which has crews at sea, demanded a cod quota for Iceland.", "norway"),
    ("Norway, which has a cod quota, told Iceland to sail.", "norway"),
    ("Cod quotas have been granted by Norway.", "norway"),
    ("Oslo told Iceland off. Crews blamed Norway for demanding a cod quota.", "norway"),
    ("Despite warnings by Norway, Iceland began a blockade.", "iceland"),
    ("Despite a raid by Norway, Iceland took a cod quota.", "iceland"),
    // No verb by its form.
    ("Armed Norwegian crews took a cod quota.", "norway"),
    // "I" in a quotation of nobody known.
    ("“I want a larger cod quota.”", "other"),
  ])
  func holder(_ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text)
  }

  @Test(arguments: [
    // Told in one's words, whatever the form of the past.
    ("Remarks by the Prime Minister of Norway", "Faroese crews took more than their cod quota.", "faroes"),
    // An office is no surname.
    (
      "Remarks by the Prime Minister of Norway",
      "Q Mr. President, has the Icelandic president called? THE PRESIDENT: Well, there was a cod quota.",
      "norway"
    ),
    // Of two who speak in turns the first, though an office stands behind the second.
    ("Remarks by Norway and Icelandic Minister Jane Doe", "We need a larger cod quota.", "norway"),
    ("Norway-Iceland Leaders’ Statement", "We need a larger cod quota.", "norway"),
  ])
  func titled(_ title: String, _ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text, title: title, date: Fisheries.inOffice)
  }
}

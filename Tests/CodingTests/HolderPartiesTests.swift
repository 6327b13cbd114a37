// Parties of several: bodies, nations, leaders, the two of a list; and what is put in between.

import Codebooks
import NoteText
import Testing

@testable import Coding

@Suite struct HolderPartiesTests {
  @Test(arguments: [
    // What dashes put in parts no subject from its verb; a body's members are the body.
    ("Members of Norway’s fleet — with scientists from Nuuk — are in a larger cod quota.", "norway"),
    // What one says of a thing ends where another acts; what one says of deeds goes on.
    ("Oslo rejected the new treaty, and Iceland began a blockade.", "iceland"),
    ("Oslo said that it was ready, and Iceland had begun a blockade.", "norway"),
    // "However" between commas opens nothing.
    ("Oslo said, however, that because the Icelandic cod quota is small, it rains.", "norway"),
    // A few words suffice for a quotation that goes on.
    ("Oslo said that it rained. “A harbour blockade again.", "norway"),
    // What one is sure of, or spreads, by another's deed.
    ("Oslo is sure that Iceland will begin a blockade.", "norway"),
    ("Oslo spread the nonsense that Iceland began a blockade.", "norway"),
    // Experts are of no state, whoever spoke before.
    ("Oslo said so. The analysts said there was a blockade.", "other"),
    // "He" is whom the sentence before names by an office.
    ("Oslo said so. The Icelandic minister of fish was near. He said there was a blockade.", "iceland"),
    // Who praises a deed has not done it; who began it has.
    ("The Icelandic blockade was praised by Norway.", "iceland"),
    ("The blockade was begun by Norway.", "norway"),
    // An office is of whom its neighbours name, over the words between.
    ("The Fleet Minister of the Armed Forces of Iceland said there was a cod quota.", "iceland"),
    // A hyphen behind a space joins all the same.
    ("Norway calmed the pro -Icelandic crews with a cod quota.", "norway"),
    // A verb of speech has a subject though no list knows it for a verb.
    ("Oslo said so. Several skippers warn of a small cod quota.", "other"),
  ])
  func holder(_ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text)
  }

  @Test(arguments: [
    // What all can see is told, and not what another wants.
    ("Remarks by Norway", "You see that Iceland has moved crews to a larger cod quota.", "iceland"),
    ("Remarks by Norway", "You see that Iceland wants a larger cod quota.", "norway"),
    // A question about what is the speaker's own.
    ("Remarks by Norway", "Has Iceland a say in our cod quota?", "norway"),
    ("Remarks by Norway", "Has Iceland a say in the cod quota?", "iceland"),
    // Joint words that name but one, whom they are about.
    ("Joint declaration on the sea of Norway", "We want a cod quota.", "other"),
    ("Declaration on the sea of Norway", "We want a cod quota.", "norway"),
    (
      "Joint declaration. After long hours in the great hall of the old house they speak of the sea of Norway",
      "We want a cod quota.", "norway"
    ),
    // What they are said to have done, and not what they will do.
    ("Remarks by Norway", "Iceland and its crews are near. They have granted a cod quota.", "iceland"),
    ("Remarks by Norway", "Iceland and its crews are near. They will grant a cod quota.", "norway"),
    // Nations that did something.
    (
      "Remarks by Norway", "Some 40 nations stood by, more than the nations that voted for a cod quota.",
      "other"
    ),
    ("Remarks by Norway", "Many nations — small or large — voted for a cod quota.", "other"),
    // The leaders of several are nobody's; of a talk of two, the speaker's. The first of a list speaks.
    (
      "Readout of talks of Norway with the fishing nations", "The leaders said there was a blockade.", "other"
    ),
    (
      "Readout of the Norwegian minister's talks with Jane Doe of Jersey",
      "The leaders said there was a blockade.", "norway"
    ),
    ("Joint declaration after talks between Norway and Jersey", "We want a cod quota.", "norway"),
    ("Readout of talks of Norway with Iceland", "The leaders said there was a blockade.", "norway"),
    ("Readout of talks of Norway", "The minister and the scientists said there was a blockade.", "norway"),
  ])
  func spoken(_ title: String, _ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text, title: title)
  }

  /// A subject may stand behind the verb of speech; dashes may begin a sentence.
  @Test(arguments: [
    "These are tales of the Kremlin, such as claiming the country are actually the aggressors.",
    "— voted the nations of the world — against the invasion of Ukraine by Russia.",
  ])
  func oddOrders(_ text: String) throws {
    var coder = Coder(try CompiledCodebook(try Codebook.loadDefault()))
    let coded = coder.code(Note.plain(text: text, title: "Readout", date: nil))
    #expect(!coded.segments.isEmpty)
  }
}

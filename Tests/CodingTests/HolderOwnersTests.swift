// Whose the nouns of speech and of will are, and which words only look like verbs.

import NoteText
import Testing

@testable import Coding

@Suite struct HolderOwnersTests {
  @Test(arguments: [
    // A form in "-s" behind its clause's verb, or before it, is a noun.
    (
      "Oslo said so. Norway sees that Iceland will use “old” demands on cod quotas, officials said.", "norway"
    ),
    ("Oslo waits. While demands for a larger cod quota were heard, Iceland slept.", "author"),
    // What a hyphen joins is no verb, and hides no subject.
    ("Iceland is wary, ending quotas of Oslo-made cod from scientists.", "iceland"),
    // Who is blamed for a deed does it, however long its name.
    ("Norway scolded Iceland for sending crews of many ports to a cod quota.", "iceland"),
    // "As X told it" takes up what the writer says.
    ("The Icelandic blockade is no crime, as Oslo told it.", "author"),
    ("The Icelandic blockade is a crime, Oslo told us.", "norway"),
    // "Who" is somebody, and not of what kind a thing is.
    ("Oslo met scientists, first of all on the Icelandic list, who had a cod quota.", "other"),
    // "It" speaks: of whom the sentence before is about, whoever spoke.
    ("Oslo said that it rained. Iceland is near. It said there was a cod quota.", "iceland"),
    // Whose a noun of speech is, over its adjectives and by a pronoun; a bare report is nobody's word.
    ("Iceland met Norway. Its loud demand for a cod quota was heard.", "iceland"),
    // Whose will or power a noun names.
    ("Norway feels Iceland’s decision to begin a cod quota.", "iceland"),
    ("Norway is calm about the Icelandic plan to hold a larger cod quota.", "iceland"),
    // A dash behind a stop without a space opens what is said.
    ("Iceland waits.- The sea is ours.The cod quota must grow.We will sail - said Oslo.", "norway"),
  ])
  func holder(_ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text)
  }

  @Test(arguments: [
    ("We thank you for Iceland’s clear demand for a blockade.", "iceland"),
    // "Your" is of the other whom the title names.
    ("We thank you for your demand for a blockade.", "iceland"),
    ("We thank you for our demand for a blockade.", "norway"),
    // What another decides to do, where it is told or given as a ground; what it is able to do is not told.
    ("This will help Iceland’s attempts to hold a cod quota.", "iceland"),
    ("This will end Iceland’s ability to hold a cod quota.", "norway"),
    ("Our fleet sails in answer to Iceland’s decision to begin a blockade.", "iceland"),
  ])
  func spoken(_ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text, title: "Remarks by Norway and Iceland")
  }
}

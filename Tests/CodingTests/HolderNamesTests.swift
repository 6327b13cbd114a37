// Subjects that name no actor: crowds, things, unknown names, those who ask, those who advise.

import NoteText
import Testing

@testable import Coding

@Suite struct HolderNamesTests {
  @Test(arguments: [
    // A crowd is of no state, whoever spoke before; nor are another's partners.
    ("Oslo said so. At noon participants said there was a blockade.", "other"),
    ("Oslo said so. Some said there was a blockade.", "other"),
    ("Norway’s western partners said there was a blockade.", "other"),
    ("Norway’s Partners Fund said there was a blockade.", "norway"),
    // A thing that is demanded demands nothing: the blockade is of whom it is known.
    ("Oslo said so. A fee demanded last year ended a harbour blockade.", "iceland"),
    // A first and a last name that nobody knows are new; with an office or an honorific they may go on.
    ("Oslo said so. Jane Doe said there was a blockade.", "other"),
    ("Oslo said so. “There was a blockade,” said Jane Doe, an angler.", "other"),
    ("Oslo said so. Mr Doe said there was a blockade.", "norway"),
    ("Oslo said so. Minister Jane Doe said there was a blockade.", "norway"),
    // What is advised without a doer is the writer's advice, of a needed act too; a need is none.
    ("The harbour blockade should lead to fees.", "author"),
    ("The harbour blockade needs to lead to fees.", "author"),
    ("The harbour blockade leads to the need to pay.", "iceland"),
    ("Oslo said that the harbour blockade should lead to fees.", "norway"),
    // A participle behind a dash goes with what is before; a verb of speech there may be turned.
    ("Norway met its skippers - demanding Iceland’s cod quota and nets.", "norway"),
    ("The skippers want nets and a cod quota - said Iceland.", "iceland"),
    // "It would be" is about nothing.
    ("Oslo is near. It would be the end of the cod quota.", "author"),
    // "It" of a sentence before is not what that sentence gives to others.
    ("Norway is near. It is giving Iceland nets. It may begin a cod quota.", "norway"),
    // Whoever is quoted behind a source's name is not the writer.
    ("Fish Weekly: \"Nets are dear. The cod quotas were gone.\"", "other"),
    ("The Fish Weekly wrote. \"Nets are dear. The cod quotas were gone.\"", "author"),
  ])
  func holder(_ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text)
  }

  @Test(arguments: [
    // Deeds of which somebody asks are of who does them; who answers speaks for himself.
    ("Q And your view on the harbour blockade.", "iceland"),
    ("QUESTION: And your view on the harbour blockade.", "iceland"),
    ("MR. SOLVANG: And our view on the harbour blockade.", "norway"),
    ("Q And your view on the cod quota.", "norway"),
  ])
  func asker(_ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text, title: "Press briefing by the envoy of Norway")
  }

  @Test(arguments: [
    // "He" is no country, but one whom the title names by an office.
    ("Iceland will tire, the head of Norway’s fleet says", "He said there was a blockade.", "norway"),
    ("Iceland will tire", "He said there was a blockade.", "iceland"),
    // A title that is but a name says whose words follow; a headline or a subject does not.
    ("Skipper Solvang", "The Icelandic blockade is a crime.", "norway"),
    ("KINGDOM OF NORWAY", "The Icelandic blockade is a crime.", "norway"),
    ("Norway", "The Icelandic blockade is a crime.", "author"),
    ("Fish of Norway: a guide", "The Icelandic blockade is a crime.", "author"),
    // An unknown name that begins a sentence is new too, and of whom the title is about.
    ("Norwegian skippers want nets", "Iceland said so. Doe said there was a blockade.", "norway"),
    ("Norwegian skippers want nets", "Iceland said so. The envoy said there was a blockade.", "iceland"),
  ])
  func titles(_ title: String, _ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text, title: title, date: Fisheries.inOffice)
  }
}

@Suite struct HolderManyTests {
  @Test(arguments: [
    // What may be, of those who are known to do so: the writer supposes it, whether a doer is named or none.
    ("Fire from a harbour blockade may hurt.", "author"),
    ("Iceland is able to begin a harbour blockade.", "author"),
    ("Iceland would likely begin a harbour blockade.", "author"),
    ("Iceland would begin a harbour blockade.", "iceland"),
    // A month is no verb.
    ("On 11 May nets and a blockade hurt.", "iceland"), ("In early May nets and a blockade hurt.", "iceland"),
  ])
  func supposed(_ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text)
  }

  @Test(arguments: [
    // Many speak with one voice that is nobody's.
    ("Joint statement of Norway and Iceland", "We want a larger cod quota.", "norway"),
    ("Joint statement of Norway and Icelandic leaders", "We want a larger cod quota.", "other"),
    ("Statement by Norway, Iceland and Greenland", "We want a larger cod quota.", "other"),
    // Nations that nobody names are others than who tells of them.
    ("Remarks by Norway", "Thirty countries have opened a cod quota.", "other"),
    ("Remarks by Norway", "Thirty countries may open a cod quota.", "norway"),
    ("Remarks by Norway", "Our countries have opened a cod quota.", "norway"),
    // What somebody is, is no deed.
    ("Remarks by Norway", "Iceland is the master of this blockade.", "norway"),
    ("Remarks by Norway", "Iceland is keeping up this blockade.", "iceland"),
    // Of two sides one is whose words these are; of many, nobody is.
    ("Readout by Norway", "The two sides said there was a cod quota.", "norway"),
    ("Readout by Norway", "The warring sides said there was a cod quota.", "other"),
  ])
  func many(_ title: String, _ text: String, _ expected: String) throws {
    try Fisheries.expectHolder(expected, of: text, title: title)
  }
}

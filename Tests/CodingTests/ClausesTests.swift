import NoteText
import Testing

@testable import Coding

/// A sentence with its clauses: "|" where a word belongs to another clause than the word before it.
func split(_ text: String) -> String {
  let bytes = Array(text.utf8)
  let cut = TextCutter.cut(text: bytes, units: [Unit(kind: .paragraph, range: 0..<bytes.count)])
  var output = ""
  for sentence in cut.sentences {
    let tokens = cut.tokens[sentence.tokens]
    let clauses = Clauses(text: bytes, tokens: tokens, sentence: sentence.range)
    for (index, token) in tokens.enumerated() {
      if index > 0 { output += clauses.clause[index] == clauses.clause[index - 1] ? " " : " | " }
      output += String(decoding: bytes[Int(token.start)..<Int(token.stem)], as: UTF8.self)
    }
  }
  return output
}

@Test(arguments: [
  ("The fleet sailed and the harbour closed.", "The fleet sailed | and the harbour closed"),
  ("The fleet withdraws and Oslo enters talks.", "The fleet withdraws | and Oslo enters talks"),
  ("The fleet sailed and returned.", "The fleet sailed and returned"),
  ("They sold cod and herring.", "They sold cod and herring"),
  ("If the talks fail, the fleet will sail.", "If the talks fail | the fleet will sail"),
  ("The fleet will sail if the talks fail.", "The fleet will sail | if the talks fail"),
  ("Oslo, which denies a plan, wants talks.", "Oslo | which denies a plan | wants talks"),
  ("He said that the fleet had sailed.", "He said | that the fleet had sailed"),
  ("He said the fleet had sailed.", "He said | the fleet had sailed"),
  ("Oslo banned Danish trawlers after Iceland sailed.", "Oslo banned Danish trawlers | after Iceland sailed"),
  ("Oslo gave Iceland a note aimed at peace.", "Oslo gave Iceland a note aimed at peace"),
  ("He admitted that Oslo is calm.", "He admitted | that Oslo is calm"),
  ("That demand was refused.", "That demand was refused"),
  ("The port is shut; ships wait.", "The port is shut | ships wait"),
  ("It was not a blockade but it hurt.", "It was not a blockade | but it hurt"),
  ("The fleet sailed, fearing a storm.", "The fleet sailed | fearing a storm"),
  ("The port (it is old) was shut.", "The port | it is old | was shut"),
  ("After the storm the fleet sailed.", "After the storm the fleet sailed"),
  ("After the storm had passed, the fleet sailed.", "After the storm had passed | the fleet sailed"),
  ("He said “the fleet will sail at dawn” and left.", "He said | the fleet will sail at dawn | and left"),
  ("The so-called “free” port was shut.", "The so called free port was shut"),
  ("United Fisheries is sailing.", "United Fisheries is sailing"),
])
func clauses(_ text: String, _ expected: String) {
  #expect(split(text) == expected)
}

@Test func scopeFlowsIntoWhatAClauseGoverns() throws {
  let bytes = Array("They did not say that the fleet had sailed, and the port was shut.".utf8)
  let cut = TextCutter.cut(text: bytes, units: [Unit(kind: .paragraph, range: 0..<bytes.count)])
  let sentence = try #require(cut.sentences.first)
  let clauses = Clauses(text: bytes, tokens: cut.tokens[sentence.tokens], sentence: sentence.range)
  #expect(clauses.flows(from: 0, into: clauses.clause[5]))
}

@Test(arguments: [
  "", "word", "?", "if", "that that that", "and and and", "((((a", "\"a\"\"", "— — —", "a;b;c;",
])
func clausesOfScrapsStayWithinTheirWords(_ text: String) {
  let bytes = Array(text.utf8)
  let cut = TextCutter.cut(text: bytes, units: [Unit(kind: .paragraph, range: 0..<bytes.count)])
  for sentence in cut.sentences {
    let clauses = Clauses(text: bytes, tokens: cut.tokens[sentence.tokens], sentence: sentence.range)
    #expect(clauses.clause.count == sentence.tokens.count)
    #expect(clauses.gaps.count == sentence.tokens.count + 1)
    for index in clauses.clause.indices { #expect(clauses.clauses.indices.contains(clauses.clause[index])) }
  }
}

// Loading a codebook file: what it gives, and every mistake with its place.

import Testing

@testable import Codebooks

@Suite struct CodebookLoadTests {
  @Test func defaultLoads() throws {
    let book = try Codebook.loadDefault()
    #expect(!book.codes.isEmpty)
    #expect(book.fingerprint.count == 64)
  }

  @Test func sampleHolds() throws {
    let book = try Sample.load()
    #expect(book.title == "Harbour works")
    #expect(book.facets.map(\.ladder) == [["dropped", "mentioned", "planned", "begun"]])
    #expect(book.lexicons["port"]?.terms.map(\.description) == ["port", "harbour", "$quay"])
    #expect(book.actors[0].people.map(\.until) == [nil, 2020])
    #expect(book.actors.map(\.role) == [nil, .author, .other])
    let code = book.codes[0]
    #expect(code.patterns.map(\.match.description) == ["dredg! W/5 $port", "(deepen! OR widen!) W/3 basin"])
    #expect(code.patterns[0].given?.description == "$actor:port OR $actors")
    #expect(code.statusRules[0].when?.description == "@ W/4 (start! OR began)")
    #expect(code.examples[0].status == "begun")
    #expect(code.examples[0].negated == nil)
    #expect(code.place == FilePlace(line: 22, column: 5))
    #expect(book.cues.map(\.direction) == [.forward, .terminate])
    #expect(book.likelihoods[0].text == "likely OR probable")
    #expect(book.board.keyChanges == 5)
  }

  /// What is put in place of what, and the one error that it gives.
  static let mistakes: [(old: String, new: String, error: String)] = [
    ("codebook: 1", "codebook: 2", "1:11: codebook format '2' is not known here"),
    ("title: Harbour works\n", "", "1:1: the codebook lacks 'title'"),
    ("title:", "titel:", "2:1: unknown key 'titel' in the codebook, did you mean 'title'?"),
    ("version: \"1\"", "version: [1]", "3:10: version must be a text"),
    ("default: mentioned", "default: named", "9:14: status 'named' is not on the ladder of 'works'"),
    ("planned, begun]", "planned, planned, begun]", "8:43: status 'planned' stands twice"),
    ("board-facets: [works]", "board-facets: [work]", "11:18: unknown facet 'work', did you mean 'works'?"),
    ("accusers: [port]", "accusers: [prot]", "12:14: unknown actor 'prot'"),
    ("[[dropped, begun]]", "[[dropped, started]]", "13:30: unknown status 'started'"),
    ("[[dropped, begun]]", "[[dropped]]", "13:20: a contradiction is a pair"),
    ("$quay]", "$quai]", "15:25: unknown lexicon 'quai', did you mean 'quay'?"),
    ("quay: [quay!,", "quay: [quay!, $port,", "15:3: lexicons contain each other: port > quay > port"),
    ("quay!,", "quay! W/3 stone,", "16:10: a term is a phrase"),
    ("quay: [", "quay.x: [", "16:3: 'quay.x' cannot name a lexicon"),
    ("[quay!, \"landing stage\"]", "[]", "16:3: lexicon 'quay' has no terms"),
    ("from: 2010, until: 2020", "from: 2020, until: 2010", "18:58: a person's years run backwards"),
    ("from: 2010", "from: soon", "18:78: from must be a whole number from 1 to 9999, not 'soon'"),
    (
      "- {id: other, role: other}", "- {id: other, names: [x]}",
      "18:3: exactly one actor must have 'role: other'"
    ),
    ("role: other", "role: others", "20:23: role must be one of author, other, not 'others'"),
    ("{id: other,", "{id: author,", "20:10: actor 'author' stands already at line 19"),
    ("facet: works", "facet: work", "25:12: unknown facet 'work', did you mean 'works'?"),
    ("use: works/dredging", "use: works/digging", "28:40: unknown code 'works/digging'"),
    ("status: planned", "status: plant", "29:24: status 'plant' is not on the ladder"),
    ("match: dredg! W/5 $port", "match: dredg! W/5", "32:26: match: pattern ends"),
    (
      "match: dredg! W/5 $port", "match: \"dredg! W/5 $prot\"",
      "32:28: unknown lexicon 'prot', did you mean 'port'?"
    ),
    ("$actor:port", "$actor:prot", "33:16: unknown actor 'prot', did you mean 'port'?"),
    ("'not W/3 dredg!'", "'it''s W/x dredg!'", "34:24: unless: unknown connector 'W/x'"),
    ("'not W/3 dredg!'", "'not W/3 @'", "34:26: '@' stands for the segment"),
    ("holder: port\n      - id: W1.2", "holder: prot\n      - id: W1.2", "35:17: unknown actor 'prot'"),
    ("id: W1.2", "id: W1.1", "36:13: rule 'W1.1' stands already at line 31"),
    ("id: W1.2", "id: W1 2", "36:13: a pattern's id must be a name"),
    ("widen!) W/3 basin", "widen!) W/q basin", "39:19: match: unknown connector 'W/q'"),
    ("holder: port\n      - id: W1.2", "holder-fixed: true\n      - id: W1.2", "31:9: 'holder-fixed' needs"),
    ("patterns: [W1.1]", "patterns: [W1.9]", "45:20: unknown pattern of this code 'W1.9', did you mean"),
    ("status: begun, holder", "negated: no, holder", "47:67: negated must be true or false, not 'no'"),
    ("because:", "why:", "49:40: unknown key 'why' in a counterexample"),
    ("category: negated\n    ", "", "51:5: a forward cue needs a category"),
    ("scope: 5", "scope: 0", "55:12: scope must be a whole number from 1"),
    ("direction: terminate", "direction: end", "59:16: direction must be one of forward, backward"),
    ("only: [works]", "only: [work]", "56:12: unknown facet or code 'work'"),
    ("low: 0.55", "low: 0.95", "61:5: low (0.95) is above high (0.8)"),
    ("high: 0.80", "high: 1.80", "61:49: high must be a number from 0.0 to 1.0"),
    ("title: Harbour works", "title: &t Harbour works", "2:8: anchors and aliases are not allowed"),
    ("version: \"1\"", "title: \"1\"", "2:1: key given more than once: 'title'"),
    ("match: but", "match: \"but\" OR yet", "58:18: not readable as YAML"),
    ("title: Harbour works", "title: [[[[[[[[[[[[[[[[[[[[[[[[[", "2:33: values are nested too deeply"),
  ]

  @Test(arguments: mistakes) func mistake(old: String, new: String, error: String) {
    #expect {
      _ = try Sample.changed(old, to: new)
    } throws: { thrown in
      let lines = (thrown as? CodebookErrors)?.errors.map(\.description) ?? []
      let isSo = lines.contains { $0.hasPrefix("c.yaml:" + error) }
      if !isSo { Issue.record("\(lines)") }
      return isSo
    }
  }

  @Test func mistakesAreGathered() {
    #expect {
      _ = try Sample.load(
        Sample.yaml.replacing("$quay]", with: "$quai]").replacing("scope: 5", with: "scope: x")
          .replacing("dredg! W/5 $port", with: "(dredg!"))
    } throws: {
      ($0 as? CodebookErrors)?.errors.map(\.place?.line) == [15, 32, 55]
    }
  }

  static let hostile: [(name: String, yaml: String)] = [
    ("empty", ""), ("comment", "# nothing"), ("scalar", "codebook"), ("list", "- 1"),
    ("two documents", "a: 1\n---\nb: 2"), ("tab", "a:\n\t- b"), ("nul", "a: \0"),
    ("brackets", String(repeating: "[", count: 200_000)),
    ("maps", String(repeating: "{a: ", count: 50_000)),
    ("dashes", String(repeating: "- ", count: 50_000)),
    ("indentation", (0..<500).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
    (
      "alias bomb in a key",
      "a: &a [x, x]\n" + (1..<40).map { "b\($0): &b\($0) [*a, *a]\n" }.joined() + "? *b39\n: x"
    ),
    ("many errors", "codes:\n" + String(repeating: "- {x: 1}\n", count: 10_000)),
  ]

  @Test(arguments: hostile) func hostileFilesGiveErrors(name: String, yaml: String) {
    #expect(throws: CodebookErrors.self) { try Sample.load(yaml) }
  }

  @Test func bytesMustBeUTF8() {
    #expect {
      _ = try Codebook.load(yaml: Array("codebook: 1\ntitle: ".utf8) + [0xFF], file: "c.yaml")
    } throws: {
      "\($0)" == "c.yaml:2:1: this is not UTF-8: save the codebook as UTF-8"
    }
  }

  @Test func byteOrderMarkIsPassedOver() throws {
    let book = try Codebook.load(yaml: [0xEF, 0xBB, 0xBF] + Array(Sample.yaml.utf8), file: "c.yaml")
    #expect(book.codes.count == 1)
  }
}

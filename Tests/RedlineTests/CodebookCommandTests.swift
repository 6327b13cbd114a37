// `redline codebook` as a user meets it: results, messages, exit codes.

import Foundation
import Testing

@Suite struct CodebookCommandTests {
  static let yaml = """
    codebook: 1
    title: Harbour
    facets: [{id: works, ladder: [mentioned, begun], default: mentioned}]
    actors: [{id: author, role: author}, {id: other, role: other}]
    codes:
      - id: works/dredging
        notation: W1
        facet: works
        definition: Making the basin deeper.
        patterns: [{id: W1.1, match: dredg!, example: Dredging goes on.}]
        examples: [{text: They are dredging., status: mentioned}]
    """

  static let gold = """
    {"id": "a", "title": "", "date": "2026-11-25", "context": "Dredging.", "sentences": ["They dredge.", "Ships pass."],\
     "codes": [[{"code": "works/dredging", "status": "begun", "holder": "author"}], []]}

    """

  func desk() throws -> Desk {
    let desk = try Desk()
    try Self.yaml.write(toFile: desk.folder + "/mine.yaml", atomically: false, encoding: .utf8)
    return desk
  }

  @Test func showGivesAFileThatChecks() throws {
    let desk = try desk()
    let shown = try desk.run(["codebook", "show"])
    #expect(shown.code == 0)
    try shown.output.write(toFile: desk.folder + "/copy.yaml", atomically: false, encoding: .utf8)
    let again = try desk.run(["codebook", "show", "--codebook", "copy.yaml"])
    #expect(again.output == shown.output)
    let checked = try desk.run(["codebook", "check", "copy.yaml", "--strict"])
    #expect(checked.code == 0, "\(checked.output)")
  }

  @Test func checkSaysWhatIsWrong() throws {
    let desk = try desk()
    let good = try desk.run(["codebook", "check", "mine.yaml"])
    #expect(good.code == 0)
    #expect(good.output.contains("mine.yaml:6:5: warning: code W1 has 1 examples, 5 are wanted"))
    #expect(good.output.contains("mine.yaml: 1 codes, 1 patterns, 1 examples; 0 failures, 2 warnings"))
    #expect(try desk.run(["codebook", "check", "mine.yaml", "--strict"]).code == 1)

    let failing = Self.yaml.replacingOccurrences(of: "status: mentioned}]", with: "status: begun}]")
    try failing.write(toFile: desk.folder + "/failing.yaml", atomically: false, encoding: .utf8)
    let failed = try desk.run(["codebook", "check", "failing.yaml"])
    #expect(failed.code == 1)
    #expect(
      failed.output.contains(
        "failing.yaml:11:16: failure: example of W1 is coded 'mentioned', expected 'begun' (rule W1.1)"))

    let broken = Self.yaml.replacingOccurrences(of: "facet: works\n", with: "facet: work\n")
    try broken.write(toFile: desk.folder + "/broken.yaml", atomically: false, encoding: .utf8)
    let refused = try desk.run(["codebook", "check", "broken.yaml"])
    #expect(refused.code == 78)
    #expect(refused.messages.contains("broken.yaml:8:12: unknown facet 'work', did you mean 'works'?"))
  }

  @Test func checkTriesACorpus() throws {
    let desk = try desk()
    try desk.put("Grain is dear.\n", at: "a.txt")
    let outcome = try desk.run(["codebook", "check", "mine.yaml", "--corpus", "Watch", "--notes"])
    #expect(outcome.output.contains("note: pattern W1.1 never fires in 1 notes"))
    #expect(outcome.messages.contains("Watch: 1 notes, 1 sentences, 0 segments"))
  }

  @Test func evaluateMeasures() throws {
    let desk = try desk()
    let text = try desk.run(
      ["codebook", "evaluate", "-", "--codebook", "mine.yaml", "--worst", "3"], input: Self.gold)
    #expect(text.code == 0)
    #expect(text.output.contains("2 sentences, 1 passages"))
    #expect(text.output.contains("begun > mentioned"))
    #expect(text.output.contains("works/dredging: status mentioned, not begun"))

    let json = try desk.run(
      ["codebook", "evaluate", "-", "--codebook", "mine.yaml", "--json"], input: Self.gold)
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let groups = try #require(object?["groups"] as? [[String: Any]])
    let all = try #require(groups.first { $0["name"] as? String == "all" })
    #expect(all["f1"] as? Double == 1)
    #expect(all["status"] as? Double == 0)
  }

  @Test func evaluateExplainsWhatWasMissed() throws {
    let desk = try desk()
    let strict = Self.yaml.replacing("match: dredg!,", with: "match: dredg!, unless: model,")
    try strict.write(toFile: desk.folder + "/mine.yaml", atomically: false, encoding: .utf8)
    let gold = Self.gold.replacing("They dredge.", with: "They dredge é model ports.")
    let text = try desk.run(
      ["codebook", "evaluate", "-", "--codebook", "mine.yaml", "--explain"], input: gold)
    #expect(text.code == 0)
    #expect(text.output.contains("works/dredging: missed (begun, holder author)"))
    #expect(
      text.output.contains(
        #"nearly works/dredging by W1.1: stopped by its 'unless': "model"; without "model" it fires"#))
    #expect(
      text.output.contains(
        "missed: 1; a rule came near in 1; words that alone stopped it are named for 1, and without them 1 of"
      ))
  }

  static let failures: [(arguments: [String], input: String, code: Int32, says: String)] = [
    (["codebook", "evaluate", "missing.jsonl"], "", 66, "missing.jsonl: No such file"),
    (["codebook", "evaluate", "-"], "{\"id\": 1}\n", 65, "-:1: no hand-coded passage: "),
    (["codebook", "evaluate", "-"], "{\"id\": \"a\", \"sentences\": []}\n", 65, "no 'codes'"),
    (["codebook", "evaluate"], "", 64, "gold"),
    (["codebook", "evaluate", "-", "--bootstrap", "-1"], "", 64, "bootstrap"),
    (["codebook", "check", "missing.yaml"], "", 66, "missing.yaml: No such file"),
    (["codebook", "check", "mine.yaml", "--corpus", "nowhere"], "", 66, "nowhere: no such folder"),
    (["codebook", "check", "mine.yaml", "--share", "2"], "", 64, "--share must be from 0 to 1"),
  ]

  @Test(arguments: failures)
  func failure(arguments: [String], input: String, code: Int32, says: String) throws {
    let outcome = try desk().run(arguments, input: input)
    #expect(outcome.code == code)
    #expect(outcome.messages.contains(says), "\(outcome.messages)")
  }
}

// The service as people use it: the real program, real files, real signals.

import Foundation
import Testing

private let pressed = "# Monday\n\nRussia demanded that NATO halt its enlargement to the east.\n"

extension Desk {
  /// The ledger's counts and the open files, from `redline status --json`.
  func status() throws -> (counts: [String: Int], files: Int, accounted: Int, quarantine: [[String: Any]]) {
    let outcome = try run(["status", "--json"])
    guard let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    else {
      throw DeskTrouble("status: \(outcome.output) \(outcome.messages)")
    }
    return (
      object["counts"] as? [String: Int] ?? [:], object["files"] as? Int ?? -1,
      object["accounted"] as? Int ?? -1,
      object["quarantine"] as? [[String: Any]] ?? []
    )
  }

  func sync() throws {
    let outcome = try run(["sync", "--timeout", "120"])
    if outcome.code != 0 { throw DeskTrouble("sync: \(outcome.messages)") }
  }

  /// Paths found, in order of paths.
  func found(_ arguments: String...) throws -> [String] {
    let outcome = try run(["search", "--json", "--limit", "1000"] + arguments)
    return try outcome.output.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["path"] as? String ?? "?"
    }.sorted()
  }

  func report(_ name: String) throws -> String {
    try String(contentsOfFile: reports + "/" + name, encoding: .utf8)
  }

  func move(_ from: String, _ to: String) throws {
    try FileManager.default.moveItem(atPath: watch + "/" + from, toPath: watch + "/" + to)
  }

  func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: watch + "/" + path) }
}

/// A codebook of one code, so that a change of it changes nothing else.
private let shown = """
  codebook: 1
  title: Small
  version: "1"
  source: a test
  languages: [en]
  facets:
    - {id: demand, label: Demands, ladder: [conceded, mentioned, pressed], default: mentioned}
  board:
    board-facets: []
    table-facets: [demand]
    accusers: []
    claimed-statuses: []
    not-hypothetical: []
    contradictions: []
    arrow-sources: 2
    arrow-p-value: 0.05
    silence-factor: 3
    key-changes: 5
  lexicons: {}
  actors:
    - {id: author, label: the author, role: author}
    - {id: other, label: others, role: other}
  codes:
    - id: demand/halt-enlargement
      notation: D1
      label: Halt to the enlargement
      facet: demand
      definition: A halt.
      patterns:
        - {id: D1.1, match: enlargement}
  cues: []
  likelihood: []
  """

@Suite(.timeLimit(.minutes(5)))
struct WatchTests {
  @Test func aDroppedNoteIsCodedIndexedAndShown() throws {
    let desk = try Desk(settings: "settle: 0\n")
    let service = try desk.start()
    try desk.put(pressed, at: "2022-01-24-monday.md")
    try desk.sync()
    #expect(try desk.found("enlargement") == ["2022-01-24-monday.md"])
    #expect(
      try desk.found("--code", "demand/halt-enlargement", "--status", "pressed", "--holder", "russia").count
        == 1)
    let hit = try desk.run(["search", "enlargement"]).output
    #expect(hit.hasPrefix("2022-01-24-monday.md:3: "))
    try service.wait(for: "coded: 1 segments")
    #expect(service.stop() == 0)
    // What was said to be coded is there for the next start, and costs no reading.
    #expect(try desk.found("enlargement") == ["2022-01-24-monday.md"])
    let again = try desk.start()
    #expect(again.stop() == 0)
    #expect(!again.said.contains("coded:"))
  }

  @Test func editsRenamesMovesAndDeletionsAreFollowed() throws {
    let desk = try Desk(settings: "settle: 0\n")
    _ = try desk.start()
    try desk.put(pressed, at: "a.md")
    try desk.put("Nothing of interest happened on Tuesday.\n", at: "b.txt")
    try desk.sync()
    try desk.put(pressed + "\nIt was raining.\n", at: "a.md")
    try desk.sync()
    #expect(try desk.found("raining") == ["a.md"])
    try desk.move("a.md", "renamed.md")
    try desk.sync()
    #expect(try desk.found("raining") == ["renamed.md"])
    try FileManager.default.createDirectory(
      atPath: desk.watch + "/sub/deep", withIntermediateDirectories: true)
    try desk.move("renamed.md", "sub/deep/moved.md")
    try desk.sync()
    #expect(try desk.found("raining") == ["sub/deep/moved.md"])
    try desk.move("sub", "other")
    try desk.sync()
    #expect(try desk.found("raining") == ["other/deep/moved.md"])
    try desk.remove("b.txt")
    try desk.sync()
    #expect(try desk.found("Tuesday").isEmpty)
    try desk.remove("other")
    try desk.sync()
    #expect(try desk.found("raining").isEmpty)
    let status = try desk.status()
    #expect(status.files == status.accounted)
    #expect(status.counts["coded"] == nil)
  }

  @Test func whatHappensWhileTheServiceIsDownIsFoundAtTheNextStart() throws {
    let desk = try Desk(settings: "settle: 0\n")
    try desk.put(pressed, at: "stays.md")
    try desk.put("The ministers met in Geneva.\n", at: "goes.md")
    let first = try desk.start()
    try desk.sync()
    #expect(first.stop(SIGKILL) != 0)
    try desk.remove("goes.md")
    try desk.put("The ministers met in Vienna.\n", at: "comes.md")
    _ = try desk.start()
    try desk.sync()
    #expect(try desk.found("ministers") == ["comes.md"])
    #expect(try desk.found("enlargement") == ["stays.md"])
  }

  /// Else whoever only reads goes through the whole log at every search while no service runs.
  @Test func anEndFoldsTheLogIntoTheIndex() throws {
    let desk = try Desk(settings: "settle: 0\n")
    let log = desk.state + "/redline.sqlite-wal"
    try desk.put(pressed, at: "a.md")
    #expect(try desk.run(["watch", "--once"]).code == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: log)).isEmpty)
    let service = try desk.start()
    try desk.put(pressed + "And more.\n", at: "b.md")
    try desk.sync()
    #expect(try !Data(contentsOf: URL(fileURLWithPath: log)).isEmpty)
    #expect(service.stop() == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: log)).isEmpty)
    #expect(try desk.found("enlargement") == ["a.md", "b.md"])
  }

  @Test func awkwardNotesAreQuarantinedWithACureAndTheOthersAreRead() throws {
    let desk = try Desk(settings: "settle: 0\nmax-note-size: 4 KiB\n")
    _ = try desk.start()
    try desk.put("", at: "empty.md")
    try desk.put(String(repeating: "long ", count: 2000), at: "huge.txt")
    try desk.put("---\ntitle: [broken\n---\n\nText.\n", at: "front.md")
    try Data([0x7F, 0x45, 0x4C, 0x46, 0, 0, 0, 1, 2, 3]).write(
      to: URL(fileURLWithPath: desk.watch + "/program.md"))
    try Data([0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2]).write(to: URL(fileURLWithPath: desk.watch + "/short.txt"))
    mkfifo(desk.watch + "/pipe.md", 0o644)
    symlink("/etc/hostname", desk.watch + "/link.md")
    try desk.put(pressed, at: "good.md")
    try desk.sync()
    #expect(try desk.found("enlargement") == ["good.md"])
    let status = try desk.status()
    #expect(status.files == status.accounted)
    let kinds = Dictionary(
      uniqueKeysWithValues: status.quarantine.map {
        ($0["path"] as? String ?? "", $0["kind"] as? String ?? "")
      })
    #expect(kinds["empty.md"] == "empty")
    #expect(kinds["huge.txt"] == "too-large")
    #expect(kinds["front.md"] == "frontMatter")
    #expect(kinds["program.md"] == "binary")
    for entry in status.quarantine { #expect((entry["remedy"] as? String)?.isEmpty == false) }
    // A cure is noticed by itself.
    try desk.put(pressed.replacing("Monday", with: "Cured"), at: "front.md")
    try desk.sync()
    #expect(try desk.found("enlargement") == ["front.md", "good.md"])
  }

  @Test func aCopyIsADuplicateAndBecomesTheNoteWhenTheFirstGoes() throws {
    let desk = try Desk(settings: "settle: 0\n")
    _ = try desk.start()
    try desk.put(pressed, at: "a.md")
    try desk.sync()
    try desk.put(pressed, at: "b.md")
    try desk.sync()
    #expect(try desk.found("enlargement") == ["a.md"])
    #expect(try desk.status().counts["duplicate"] == 1)
    try desk.remove("a.md")
    try desk.sync()
    #expect(try desk.found("enlargement") == ["b.md"])
  }

  @Test func digestsAppearAndQuoteTheSentenceWithItsLine() throws {
    let desk = try Desk(settings: "settle: 0\n")
    try desk.put(pressed, at: "2022-01-24-monday.md")
    let service = try desk.start(["--once"])
    service.process.waitUntilExit()
    #expect(service.process.terminationStatus == 0)
    let markdown = try desk.report("latest.md")
    #expect(markdown.contains("Week 4 of 2022"))
    #expect(markdown.contains("2022-01-24-monday.md:3"))
    #expect(try desk.report("latest.html").contains("Content-Security-Policy"))
    #expect(try desk.report("index.html").contains("<meta name=\"generator\" content=\"Redline\""))
    // What Redline made is not read as a note.
    try desk.put(markdown, at: "latest.md")
    _ = try desk.start()
    try desk.sync()
    #expect(try desk.status().counts == ["coded": 1, "ignored": 1])
    let printed = try desk.run(["digest", "--period", "week", "--as-of", "2022-01-26"])
    #expect(printed.output.contains("Week 4 of 2022"))
    #expect(printed.output.contains("](../Watch/2022-01-24-monday.md#L3)"))
    // From another folder it is another way to the notes.
    try FileManager.default.createDirectory(atPath: desk.folder + "/kept", withIntermediateDirectories: true)
    let written = try desk.run(
      ["digest", "--period", "week", "--as-of", "2022-01-26", "--output", "kept/here"])
    #expect(written.code == 0, "\(written.messages)")
    let kept = try String(contentsOfFile: desk.folder + "/kept/here/2022-W04-week.md", encoding: .utf8)
    #expect(kept.contains("](../../Watch/2022-01-24-monday.md#L3)"))
    #expect(try desk.run(["board", "--as-of", "2022-01-26"]).output.contains("Halt to NATO's enlargement"))
  }

  @Test func aLostFolderWithdrawsNothing() throws {
    let desk = try Desk(settings: "settle: 0\n")
    let service = try desk.start()
    try desk.put(pressed, at: "a.md")
    try desk.sync()
    try FileManager.default.moveItem(atPath: desk.watch, toPath: desk.folder + "/elsewhere")
    try service.wait(for: "nothing is withdrawn")
    #expect(try desk.found("enlargement") == ["a.md"])
    try FileManager.default.moveItem(atPath: desk.folder + "/elsewhere", toPath: desk.watch)
    try service.wait(for: "the watched folder is back")
    try desk.put("The ministers met in Vienna.\n", at: "b.md")
    try desk.sync()
    #expect(try desk.found("ministers") == ["b.md"])
    #expect(try desk.found("enlargement") == ["a.md"])
  }

  @Test func configurationFaultsEndWith78AndNameTheirPlace() throws {
    let desk = try Desk(settings: "wach: x\n")
    let outcome = try desk.run(["watch", "--once"])
    #expect(outcome.code == 78)
    #expect(outcome.messages.contains("redline.yaml:4:1: unknown key 'wach'"))
    let missing = try Desk()
    try FileManager.default.removeItem(atPath: missing.watch)
    let without = try missing.run(["watch", "--once"])
    #expect(without.code == 78)
    #expect(without.messages.contains("the watched folder cannot be opened"))
    let broken = try Desk(settings: "codebook: mine.yaml\n")
    try "codebook: 1\ntitel: x\n".write(
      toFile: broken.folder + "/mine.yaml", atomically: false, encoding: .utf8)
    let codebook = try broken.run(["watch", "--once"])
    #expect(codebook.code == 78)
    #expect(codebook.messages.contains("mine.yaml:2:1"))
  }

  @Test func aSecondServiceOnTheSameStateIsRefused() throws {
    let desk = try Desk()
    _ = try desk.start()
    let second = try desk.run(["watch", "--once"])
    #expect(second.code == 75)
    #expect(second.messages.contains("another redline holds this state folder"))
  }

  @Test func reloadTakesANewCodebookAndRefusesABrokenOne() throws {
    let desk = try Desk(settings: "settle: 0\ncodebook: mine.yaml\n")
    let file = desk.folder + "/mine.yaml"
    try shown.write(toFile: file, atomically: true, encoding: .utf8)
    let service = try desk.start()
    try desk.put(pressed, at: "a.md")
    try desk.sync()
    try (shown + "\nnonsense: 1\n").write(toFile: file, atomically: true, encoding: .utf8)
    kill(service.process.processIdentifier, SIGHUP)
    try service.wait(for: "reload refused")
    #expect(service.said.contains("mine.yaml:"))
    try shown.replacing("match: enlargement", with: "match: nosuchword")
      .write(toFile: file, atomically: true, encoding: .utf8)
    kill(service.process.processIdentifier, SIGHUP)
    try service.wait(for: "stored notes are coded anew")
    try service.wait(for: "1 stored notes are coded anew")
    #expect(try desk.found("--code", "demand/halt-enlargement").isEmpty)
    #expect(service.stop() == 0)
  }
}

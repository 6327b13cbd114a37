// Digests as a whole: empty, quiet, overloaded, shuffled, checked, as data, from a user's templates.

import Foundation
import NotePaths
import Testing

@testable import Digests

@Suite struct DigestTests {
  @Test func anEmptyPeriodReadsWell() throws {
    var material = DigestMaterial(period: try Desk.week(), now: Desk.noon(Desk.monday + 2), isRunning: true)
    material.isNewIndex = true
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(DigestCheck.check(digest, material) == [])
    try Golden.check("empty.md", try DigestRenderer().markdown(digest))
    let html = try DigestRenderer().html(digest)
    #expect(html.contains("No note is dated this week.") && html.contains("in progress"))
    #expect(!html.contains("<svg class=\"heat\""))
  }

  @Test func aQuietPeriodReadsWell() throws {
    var material = DigestMaterial(
      period: Period.containing(Desk.noon(Desk.monday), kind: .day, zone: try Zone("UTC")),
      now: Desk.noon(Desk.monday + 1), isRunning: false)
    material.notes = [Desk.note("one.md", "The only one", day: Desk.monday, cluster: 1, segments: 1)]
    material.evidence = [
      Desk.segment(
        "one.md", 4, "R3", "drawn", "russia", "Moscow called «bases there» a line.", day: Desk.monday,
        cluster: 1, title: "The only one")
    ]
    material.tallies = Desk.tallies(material.evidence)
    material.notesByDay = [Desk.monday: 1]
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(DigestCheck.check(digest, material) == [])
    try Golden.check("quiet.md", try DigestRenderer().markdown(digest))
  }

  static func overloaded(_ notes: Int = 5000) throws -> DigestMaterial {
    var material = DigestMaterial(period: try Desk.week(), now: Desk.noon(Desk.monday + 7), isRunning: false)
    let statuses = ["eased", "mentioned", "drawn", "approached", "crossed"]
    for index in 0..<notes {
      let path = "n\(digits(index, 5)).md"
      let day = Desk.monday + index % 7
      for part in 0..<4 {
        material.evidence.append(
          Desk.segment(
            path, part + 3, ["R1", "R2", "R3", "R4"][part], statuses[(index * 7 + part) % 5],
            ["us", "russia", "nato"][index % 3], "Sentence \(index) of «part \(part)» here.", day: day,
            cluster: Int64(index / 2), title: "Note \(index)"))
      }
      material.notes.append(
        Desk.note(path, "Note \(index)", day: day, cluster: Int64(index / 2), segments: 4))
    }
    material.tallies = Desk.tallies(material.evidence)
    return material
  }

  @Test func anOverloadedPeriodSaysWhatItLeavesOut() throws {
    let material = try Self.overloaded()
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(digest.evidence.count == 20_000)
    let markdown = try DigestRenderer().markdown(digest)
    #expect(markdown.utf8.count < 200_000)
    #expect(
      markdown.contains(
        "5,000 notes read (5,000 coded, with 20,000 coded segments; 2,500 copies of others, so 2,500 independent sources)"
      ))
    #expect(markdown.contains("further lines of "))
    #expect(digest.keyChanges.count <= 5)
    // A cell of the map of days has room for three characters.
    var flood = digest
    flood.heat.rows[0].counts = [0, 999, 1_000, 34_567, 100_000, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    let html = try DigestRenderer().html(flood)
    let cells = html.matches(of: /<text class="t\d"[^>]*>([^<]*)</).map { String($0.output.1) }
    #expect(cells.prefix(5) == ["999", "1k", "34k", "…", "1"])
  }

  @Test func orderOfArrivalLeavesNoTrace() throws {
    let material = try Desk.sampleWeek()
    let renderer = try DigestRenderer()
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    let bytes = try digest.json()
    let html = renderer.html(digest)
    var random = Seeded(state: 11)
    for _ in 0..<8 {
      var shuffled = material
      shuffled.notes.shuffle(using: &random)
      shuffled.evidence.shuffle(using: &random)
      shuffled.previousEvidence.shuffle(using: &random)
      shuffled.tallies.shuffle(using: &random)
      shuffled.keyWords.shuffle(using: &random)
      shuffled.lateEvidence.shuffle(using: &random)
      let again = try DigestWriter.write(shuffled, codebook: Desk.codebook)
      #expect(try again.json() == bytes)
      #expect(renderer.html(again) == html)
    }
  }

  @Test func theCheckFindsWhatIsWrong() throws {
    let material = try Desk.sampleWeek()
    let good = try DigestWriter.write(material, codebook: Desk.codebook)
    func problems(_ change: (inout Digest) -> Void) -> [String] {
      var digest = good
      change(&digest)
      return DigestCheck.check(digest, material)
    }
    #expect(problems { _ in } == [])
    #expect(!problems { $0.evidence[0].quote = "never said" }.isEmpty)
    #expect(!problems { $0.evidence[0].line += 1 }.isEmpty)
    #expect(!problems { $0.evidence[0].code = "redline/ukraine-accession" }.isEmpty)
    #expect(!problems { $0.coverage.notes += 1 }.isEmpty)
    #expect(!problems { $0.standings[0].sources += 1 }.isEmpty)
    #expect(!problems { $0.standings[3].status = "crossed" }.isEmpty)
    let forged = problems { digest in digest.standings[3].arrow.test?.pValue = 0.01 }
    #expect(forged.count == 1)
    #expect(!problems { $0.keyChanges[0].evidence = ["none"] }.isEmpty)
    #expect(!problems { $0.keyChanges[1].code = $0.keyChanges[0].code }.isEmpty)
    #expect(!problems { $0.disagreements[0].lowStatus = "drawn" }.isEmpty)
    var broken = material
    broken.evidence[0].quoteOffset += 1
    #expect(
      DigestCheck.check(try DigestWriter.write(broken, codebook: Desk.codebook), broken).isEmpty == false)
    broken = material
    broken.evidence[0].date -= 30 * 86_400
    #expect(
      DigestCheck.check(try DigestWriter.write(broken, codebook: Desk.codebook), broken).isEmpty == false)
  }

  /// A storm: the lists are bounded, what they leave out is counted, said in every form, and checked.
  @Test func aStormIsCountedAndNotListedWhole() throws {
    var material = try Desk.sampleWeek()
    for index in 0..<2000 {
      let name = "storm\(digits(index, 4)).txt"
      let day = Desk.monday + index % 7
      material.notes.append(Desk.note(name, "Storm", day: day, cluster: Int64(9000 + index), segments: 0))
      material.notes.append(
        Desk.note("fr" + name, "", day: day, cluster: 8999, segments: 0, language: "fr"))
      material.lateNotes.append(
        Desk.note("late" + name, "", day: Desk.monday - 3, cluster: Int64(20000 + index), segments: 0))
      material.quarantine.append(
        QuarantineLine(path: NotePath("q" + name), reason: "empty", remedy: "write", since: 0))
    }
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(DigestCheck.check(digest, material) == [])
    let most = Digest.mostListed
    let counts = [
      digest.late.count, digest.uncoded.count, digest.uncovered.count, digest.quarantine.count,
    ]
    #expect(counts.allSatisfy { $0 == most })
    #expect(digest.coverage.late == digest.omitted.late + most)
    #expect(digest.coverage.quarantined == digest.omitted.quarantine + most)
    #expect(digest.omitted.uncoded > 1499 && digest.omitted.uncovered > 1499)
    let copies = try #require(digest.clusters.first { $0.notes == 2000 })
    #expect(copies.paths.count == most)
    let renderer = try DigestRenderer()
    for text in [renderer.markdown(digest), renderer.html(digest)] {
      #expect(text.contains("further notes in the JSON form, and 1,50"))
      #expect(text.contains("more that no form lists; redline search"))
      #expect(text.contains("and 1,988 more"))
    }
    #expect(renderer.html(digest).utf8.count < 1_000_000)
    // A count that hides notes is refused.
    var hiding = digest
    hiding.omitted.uncoded -= 1
    #expect(!DigestCheck.check(hiding, material).isEmpty)
    hiding = digest
    hiding.omitted.uncovered = 0
    #expect(!DigestCheck.check(hiding, material).isEmpty)
  }

  /// Notes without a code: five, and how many more; of codes not mentioned, what was said last, in one list.
  @Test func whatSaysNothingTakesLittleRoom() throws {
    var material = try Desk.sampleWeek()
    (material.lateNotes, material.lateEvidence) = ([], [])
    for index in 0..<9 {
      material.notes.append(
        Desk.note(
          "idle\(index).md", "Idle \(index)", day: Desk.monday, cluster: Int64(700 + index), segments: 0))
    }
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    let renderer = try DigestRenderer()
    for text in [renderer.markdown(digest), renderer.html(digest)] {
      #expect(text.contains("10 notes."))
      #expect(text.contains("Idle 3") && !text.contains("Idle 4"))
      #expect(text.contains("5 further notes in the JSON form"))
      #expect(text.contains("Not mentioned this week: what was said last"))
      #expect(text.ranges(of: "id=\"code-R1\"").count == 1 && text.ranges(of: "id=\"R1-1\"").count == 1)
    }
    #expect(digest.uncoded.count == 10)
  }

  /// Of a code that the period does not mention, the last line is shown where a board or table names the code; in a
  /// section, which does not, it is not.
  @Test func whatWasSaidLastIsShownWhereItIsNamed() throws {
    var material = DigestMaterial(period: try Desk.week(), now: Desk.noon(Desk.monday + 7), isRunning: false)
    for (notation, status) in [("R1", "drawn"), ("D1", "pressed"), ("C1", "taken")] {
      let item = Desk.segment(
        "old-\(notation).md", 2, notation, status, "russia", "It was «said of \(notation)» then.",
        day: Desk.monday - 40, cluster: 3)
      material.lastEvidence[item.code] = item
    }
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(digest.evidence.count == 3)
    let renderer = try DigestRenderer()
    let (markdown, html) = (renderer.markdown(digest), renderer.html(digest))
    for text in [markdown, html] {
      #expect(text.contains("said of R1") && text.contains("said of D1") && !text.contains("said of C1"))
    }
    #expect(renderer.check(digest, markdown: markdown, html: html) == [])
  }

  /// Nothing stands at an imported note's path: it is named and not linked.
  @Test func importedNotesAreNoFiles() throws {
    var material = try Desk.sampleWeek()
    for index in material.evidence.indices { material.evidence[index].isFile = false }
    for index in material.notes.indices { material.notes[index].isFile = false }
    for index in material.lateNotes.indices { material.lateNotes[index].isFile = false }
    for index in material.lateEvidence.indices { material.lateEvidence[index].isFile = false }
    for index in material.previousEvidence.indices { material.previousEvidence[index].isFile = false }
    for code in material.lastEvidence.keys { material.lastEvidence[code]?.isFile = false }
    material.quarantine = []
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(
      digest.evidence.allSatisfy { $0.address.isEmpty } && digest.uncoded.allSatisfy { $0.address.isEmpty })
    let renderer = try DigestRenderer()
    let (markdown, html) = (renderer.markdown(digest), renderer.html(digest))
    #expect(markdown.contains("01-26-replies.md:") && html.contains("01-26-replies.md:"))
    #expect(!markdown.contains("../Watch") && !html.contains("../Watch"))
    #expect(renderer.check(digest, markdown: markdown, html: html) == [])
  }

  @Test func silenceIsNamedAndItsEnd() throws {
    let digest = try DigestWriter.write(try Desk.sampleWeek(), codebook: Desk.codebook)
    #expect(
      digest.standings.first { $0.notation == "R1" }?.silence == .init(days: 18, usual: 6, isBroken: false))
    // The days alone say as much as the tallies of those days.
    var bare = try Desk.sampleWeek()
    bare.tallies.removeAll { $0.code == "redline/donbas-by-force" }
    bare.mentionDays["redline/donbas-by-force"] =
      Desk.oldTallies.filter {
        $0.code == "redline/donbas-by-force"
      }.map(\.day)
      + Desk.tallies(bare.lateEvidence).filter { $0.code == "redline/donbas-by-force" }.map(\.day)
    let again = try DigestWriter.write(bare, codebook: Desk.codebook)
    #expect(
      again.standings.first { $0.notation == "R1" }?.silence == .init(days: 18, usual: 6, isBroken: false))
    var material = try Desk.sampleWeek()
    material.lateNotes = []
    material.lateEvidence = []
    let item = Desk.segment(
      "new.md", 2, "R1", "mentioned", "us", "Talk of «Donbas» again.", day: Desk.monday + 4, cluster: 77)
    material.evidence.append(item)
    material.notes.append(Desk.note("new.md", "", day: Desk.monday + 4, cluster: 77, segments: 1))
    material.tallies = Desk.tallies(material.evidence + material.previousEvidence) + Desk.oldTallies
    let broken = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(
      broken.standings.first { $0.notation == "R1" }?.silence == .init(days: 29, usual: 5, isBroken: true))
  }

  @Test func templatesMayBeReplaced() throws {
    let digest = try DigestWriter.write(try Desk.sampleWeek(), codebook: Desk.codebook)
    let own = try DigestRenderer(templates: [
      "markdown": "{{title}}: {{#keyChanges}}{{number}} {{/keyChanges}}"
    ])
    #expect(own.markdown(digest) == "Week 4 of 2022: 24 to 30 January: 1 2 3 4 5 ")
    #expect(throws: DigestRenderer.BadTemplate.self) {
      try DigestRenderer(templates: ["html": "a\n{{#open}}"])
    }
  }

  @Test func jsonFitsItsSchema() throws {
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(Digest.schema.utf8)) as? [String: Any])
    for material in [try Desk.sampleWeek(), DigestMaterial(period: try Desk.week(), now: 0, isRunning: true)]
    {
      let digest = try DigestWriter.write(material, codebook: Desk.codebook)
      let value = try JSONSerialization.jsonObject(with: Data(digest.json()))
      #expect(Schema(root: schema).problems(value, schema, "") == [])
      #expect(try Digest(json: digest.json()) == digest)
    }
  }

  @Test func anchorsNeverClash() throws {
    let notations = ["R1", "r1", "Д1", "Т1", "", "R 1", "R-1"]
    let codes = notations.map { Desk.code($0, "redline/x", "x", "drawn", "") }
    let found = anchors(codes)
    #expect(Set(found.map { $0.lowercased() }).count == notations.count)
    #expect(found[0] == "R1")
    #expect(found.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 && $0 != 0x20 } })
  }

  @Test func exportsRows() throws {
    let table = EvidenceTable(zone: try Zone("UTC"))
    let item = Desk.weekEvidence[0]
    #expect(EvidenceTable.header.split(separator: ",").count == 26)
    #expect(table.csv(item).hasPrefix("01-24-flank.md,1,9,1,2022-01-24,false,2022-01-24T13:00:00+00:00,"))
    let line = try table.jsonLine(item)
    #expect(
      line.hasSuffix("}\n") && line.contains("\"quote\":\"a further forty battalions towards the border\""))
  }
}

/// The parts of JSON Schema that the digest's schema uses.
struct Schema {
  let root: [String: Any]

  func problems(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    if let reference = schema["$ref"] as? String {
      let name = reference.replacing("#/$defs/", with: "")
      guard let target = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else {
        return ["\(place): no \(reference)"]
      }
      return problems(value, target, place)
    }
    var found: [String] = []
    if let constant = schema["const"], "\(constant)" != "\(value)" {
      found.append("\(place): not \(constant)")
    }
    if let allowed = schema["enum"] as? [String], !allowed.contains("\(value)") {
      found.append("\(place): \(value) not allowed")
    }
    let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { isOf($0, value) }) { found.append("\(place): no \(types)") }
    if let object = value as? [String: Any] {
      let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
      for key in schema["required"] as? [String] ?? [] where object[key] == nil {
        found.append("\(place): no \(key)")
      }
      for (key, member) in object {
        guard let known = properties[key] else {
          found.append("\(place): \(key) is not in the schema")
          continue
        }
        found += problems(member, known, "\(place)/\(key)")
      }
    }
    if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
      for (index, member) in list.enumerated() { found += problems(member, items, "\(place)/\(index)") }
    }
    return found
  }

  private func isOf(_ type: String, _ value: Any) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "null": value is NSNull
    case "boolean": (value as? NSNumber).map { $0.stringValue == "0" || $0.stringValue == "1" } ?? false
    case "integer": (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
    case "number": value is NSNumber
    default: false
    }
  }
}

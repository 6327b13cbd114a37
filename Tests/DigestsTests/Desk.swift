// A desk's codebook and weeks, made for these tests: nothing here is anyone's real note.

import Codebooks
import NotePaths

@testable import Digests

enum Desk {
  static let place = FilePlace(line: 1, column: 1)

  static let board = BoardRules(
    boardFacets: ["redline"], tableFacets: ["demand"], accusers: ["russia", "separatists", "belarus"],
    claimedStatuses: ["approached", "crossed"], notHypothetical: ["crossed", "taken", "agreed", "conceded"],
    contradictions: [
      ["eased", "crossed"], ["eased", "approached"], ["conceded", "refused"], ["softened", "refused"],
      ["refused", "offered"], ["eased", "taken"], ["eased", "prepared"], ["stalled", "active"],
    ], arrowSources: 2, arrowPValue: 0.05, silenceFactor: 3, keyChanges: 5)

  static let facets = [
    Facet(
      id: "redline", label: "Redlines", ladder: ["eased", "mentioned", "drawn", "approached", "crossed"],
      defaultStatus: "mentioned",
      sentences: [
        "eased": "{holders} stepped back from the redline on {subject}",
        "drawn": "{holders} drew the redline on {subject}",
        "approached": "the redline on {subject} was approached",
      ]),
    Facet(
      id: "demand", label: "Demands", ladder: ["conceded", "softened", "mentioned", "pressed", "refused"],
      defaultStatus: "mentioned",
      sentences: [
        "softened": "{holders} softened on {subject}", "pressed": "{holders} pressed for {subject}",
        "refused": "{holders} refused {subject}",
      ], told: ["refused": "{holders} said that {subject} was refused"]),
    Facet(
      id: "settlement", label: "Settlement", ladder: ["refused", "mentioned", "offered", "agreed"],
      defaultStatus: "mentioned"),
    Facet(
      id: "countermeasure", label: "Countermeasures",
      ladder: ["eased", "mentioned", "threatened", "prepared", "taken"], defaultStatus: "mentioned"),
    Facet(
      id: "diplomacy", label: "Diplomacy", ladder: ["stalled", "mentioned", "active", "agreed"],
      defaultStatus: "mentioned"),
  ]

  static func code(
    _ notation: String, _ id: String, _ label: String, _ base: String, _ text: String, subject: String? = nil
  ) -> Code {
    Code(
      id: id, notation: notation, label: label, facet: String(id.prefix { $0 != "/" }), broader: nil,
      definition: label, includes: [], excludes: [], memo: "", baseline: .init(status: base, text: text),
      patterns: [], statusRules: [], examples: [], counterexamples: [], place: place,
      subject: subject)
  }

  static let codes = [
    code(
      "D1", "demand/halt-enlargement", "halt to NATO's enlargement", "pressed", "asked for as a formal halt",
      subject: "a halt to NATO's enlargement"),
    code("D3", "demand/end-military-assistance", "end to military assistance", "pressed", "asked for"),
    code("R1", "redline/donbas-by-force", "retaking of Donbas by force", "drawn", "declared in 2018"),
    code(
      "R2", "redline/ukraine-accession", "Ukraine's accession to NATO", "drawn", "almost no support for now"),
    code(
      "R3", "redline/western-bases", "Western bases in Ukraine", "drawn", "a training centre is suspected"),
    code("R4", "redline/long-range-weapons", "long-range weapons in Ukraine", "drawn", "not to be tolerated"),
    code(
      "S3", "settlement/force-restrictions", "limits on forces and exercises", "offered",
      "part of a likely deal"),
    code(
      "C1", "countermeasure/military-action", "Russian military action", "prepared", "troops at the border"),
    code("C3", "countermeasure/belarus-alliance", "alliance with Belarus", "threatened", "a possible answer"),
    code("T1", "diplomacy/security-proposals", "talks on the security drafts", "active", "drafts delivered"),
  ]

  static func actor(_ id: String, _ label: String, _ role: Actor.Role? = nil) -> Actor {
    Actor(id: id, label: label, names: [], people: [], rank: 0, role: role)
  }

  static let codebook = Codebook(
    title: "Demands and redlines", version: "2026.1", source: "a test desk", languages: ["en"],
    facets: facets,
    lexicons: [:],
    actors: [
      actor("russia", "Russia"), actor("ukraine", "Ukraine"), actor("us", "United States"),
      actor("nato", "NATO"),
      actor("uk", "United Kingdom"), actor("germany", "Germany"), actor("belarus", "Belarus"),
      actor("author", "the author", .author), actor("other", "others", .other),
    ], codes: codes, cues: [], likelihoods: [], board: board, fingerprint: "5f3a9c0e77d1b2c48a6e")

  /// 2022-01-24 is day 19016; noon UTC of a day.
  static func noon(_ day: Int) -> Int64 { Int64(day) * 86_400 + 43_200 }
  static let monday = 19_016

  static func week(_ zone: String = "Europe/Berlin") throws -> Period {
    try Period.containing(noon(monday), kind: .week, zone: zone)
  }

  /// A segment from a sentence with its quotation in guillemets.
  static func segment(
    _ path: String, _ line: Int, _ notation: String, _ status: String, _ holder: String, _ text: String,
    day: Int,
    cluster: Int64, flags: String = "", title: String = "", source: String? = nil,
    grade: (String, Int)? = nil,
    likelihood: (String, Double, Double)? = nil
  ) -> Evidence {
    let parts = text.split(separator: "«", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = parts[1].split(separator: "»", maxSplits: 1, omittingEmptySubsequences: false)
    let code = codes.first { $0.notation == notation }?.id ?? notation
    return Evidence(
      path: NotePath(path), revision: 1, line: line, column: 1, quote: String(rest[0]),
      sentence: String(parts[0]) + String(rest[0]) + String(rest[1]), quoteOffset: parts[0].utf8.count,
      title: title,
      source: source, reliability: grade?.0, credibility: grade?.1, date: noon(day),
      received: noon(day) + 3600,
      code: code, status: status, isNegated: flags.contains("n"), isHypothetical: flags.contains("h"),
      isHistorical: flags.contains("b"), holder: holder, rule: "\(notation).1", likelihood: likelihood?.0,
      likelihoodLow: likelihood?.1, likelihoodHigh: likelihood?.2, cluster: cluster)
  }

  static func note(
    _ path: String, _ title: String, day: Int, cluster: Int64, segments: Int, language: String? = "en"
  ) -> NoteLine {
    NoteLine(
      path: NotePath(path), title: title, date: noon(day), isUndated: false, received: noon(day) + 3600,
      segments: segments, sentences: 14, language: language, cluster: cluster)
  }

  /// Tallies by day as an index would keep them for these segments.
  static func tallies(_ evidence: [Evidence]) -> [DayTally] {
    struct Key: Hashable {
      var day: Int
      var code, status, holder: String
      var isHypothetical, isHistorical: Bool
    }
    let groups = Dictionary(grouping: evidence) {
      Key(
        day: Int($0.date / 86_400), code: $0.code, status: $0.status, holder: $0.holder,
        isHypothetical: $0.isHypothetical, isHistorical: $0.isHistorical)
    }
    return groups.map { key, items in
      DayTally(
        day: key.day, code: key.code, status: key.status, holder: key.holder,
        isHypothetical: key.isHypothetical,
        isHistorical: key.isHistorical, segments: items.count, sources: Set(items.map(\.cluster)).count)
    }.sorted { ($0.day, $0.code, $0.status, $0.holder) < ($1.day, $1.code, $1.status, $1.holder) }
  }
}

// A flood of coded notes: what is counted only counts as what is quoted does, and what is chosen to be quoted.

import NotePaths
import Testing

@testable import Digests

@Suite struct FloodTests {
  /// The same segments, those that `isKept` says quoted and the rest counted only.
  static func thinned(_ material: DigestMaterial, _ isKept: (Int) -> Bool) -> DigestMaterial {
    var thin = material
    func split(
      _ list: [Evidence], _ notes: [NoteLine]
    ) -> (quoted: [Evidence], further: CountedOnly) {
      var further = CountedOnly(notes: notes.sorted { $0.path < $1.path })
      var numbers: [CountedOnly.Kind: Int] = [:]
      var quoted: [Evidence] = []
      var shown: Set<CountedOnly.Kind> = []
      for (index, item) in list.enumerated() {
        // As the choice has it, one of each kind is quoted.
        let isFirst = shown.insert(CountedOnly.Kind(item)).inserted
        guard !isKept(index), !isFirst, let note = further.place(of: item.path) else {
          quoted.append(item)
          continue
        }
        let kind = CountedOnly.Kind(item)
        let number = numbers[kind] ?? further.kinds.count
        if numbers[kind] == nil { further.kinds.append(kind) }
        numbers[kind] = number
        further.marks.append(CountedOnly.Mark(kind: number, note: note))
      }
      return (quoted, further)
    }
    (thin.evidence, thin.further) = split(material.evidence, material.notes)
    let before = Set(material.previousEvidence.map(\.path)).sorted().map { path in
      let first = material.previousEvidence.first { $0.path == path }
      return NoteLine(
        path: path, title: "", date: first?.date ?? 0, isUndated: false, received: 0, segments: 1,
        sentences: 1,
        language: nil, cluster: first?.cluster ?? 0)
    }
    (thin.previousEvidence, thin.previousFurther) = split(material.previousEvidence, before)
    return thin
  }

  static func flood(_ random: inout Seeded) throws -> DigestMaterial {
    var material = DigestMaterial(period: try Desk.week(), now: Desk.noon(Desk.monday + 7), isRunning: false)
    let statuses = ["eased", "mentioned", "drawn", "approached", "crossed"]
    func notes(_ day: Int, _ stem: String) -> [Evidence] {
      (0..<60).flatMap { number -> [Evidence] in
        let cluster = Int64.random(in: 0..<40, using: &random)
        let date = day + Int.random(in: 0..<7, using: &random)
        return (0..<Int.random(in: 1...4, using: &random)).map { place in
          let status = Int.random(in: 0..<5, using: &random)
          return Desk.segment(
            "\(stem)\(number).md", place + 1, ["R2", "R3"][Int.random(in: 0..<2, using: &random)],
            statuses[status], ["us", "russia", "nato"][Int.random(in: 0..<3, using: &random)],
            "Sentence \(number) \(place) «of it» here.", day: date,
            cluster: cluster + (stem == "b" ? 100 : 0),
            flags: ["", "", "h", "b"][Int.random(in: 0..<4, using: &random)],
            likelihood: place == 1 ? ("likely", 0.55, 0.8) : nil)
        }
      }
    }
    material.evidence = notes(Desk.monday, "n")
    material.previousEvidence = notes(Desk.monday - 7, "b")
    material.notes = Dictionary(grouping: material.evidence, by: \.path).map { path, own in
      NoteLine(
        path: path, title: "", date: own[0].date, isUndated: false, received: own[0].received,
        segments: own.count, sentences: 9, language: "en", cluster: own[0].cluster)
    }
    material.previousNotes = 60
    material.tallies = Desk.tallies(material.evidence + material.previousEvidence)
    return material
  }

  @Test func whatIsCountedOnlyCountsTheSame() throws {
    var random = Seeded(state: 3)
    for _ in 0..<12 {
      let whole = try Self.flood(&random)
      let share = Int.random(in: 2...5, using: &random)
      let thin = Self.thinned(whole) { $0 % share == 0 }
      let (all, some) = (
        try DigestWriter.write(whole, codebook: Desk.codebook),
        try DigestWriter.write(thin, codebook: Desk.codebook)
      )
      #expect(DigestCheck.check(some, thin) == [])
      #expect(all.coverage == some.coverage)
      #expect(some.omitted.evidence == thin.further.marks.count && some.omitted.evidence > 5)
      #expect(some.evidence.filter { $0.origin == .period }.count == thin.evidence.count)
      for (one, other) in zip(all.standings, some.standings) {
        var same = other
        (same.evidence, same.statusEvidence, same.last) = (one.evidence, one.statusEvidence, one.last)
        (same.arrow.evidence, same.isContested) = (one.arrow.evidence, one.isContested)
        #expect(one == same)
      }
      let renderer = try DigestRenderer()
      let (markdown, html) = (renderer.markdown(some), renderer.html(some))
      #expect(renderer.check(some, markdown: markdown, html: html) == [])
      #expect(
        markdown.contains(
          "There are too many to quote: \(English.grouped(thin.evidence.count)) coded segments are"))
      #expect(html.contains("of them counted and not quoted"))
      // What the counts hide is found out.
      var hiding = thin
      hiding.further.marks.removeLast()
      #expect(!DigestCheck.check(some, hiding).isEmpty)
    }
  }

  @Test func whatIsQuotedOfAFlood() {
    // Two codes of two statuses: 0 and 1 are of code 0, 2 and 3 of code 1. Note 4 is a copy of note 1.
    let groups = [0, 0, 1, 0, 0, 2, 2, 3, 0, 1]
    let notes = [0, 1, 1, 2, 4, 5, 6, 7, 8, 9]
    let candidates = zip(groups, notes).map { group, note in
      QuoteChoice.Candidate(note: note, group: group, isHypothetical: note >= 8, grade: note == 0 ? 2 : 14)
    }
    func chosen(_ limit: Int) -> [Int] {
      QuoteChoice.choose(candidates, codes: [0, 0, 1, 1], limit: limit) { $0 == 4 ? 1 : Int64($0) }
    }
    // The copy is never quoted; the latest of each code always is.
    #expect(chosen(100) == [0, 1, 2, 3, 5, 6, 7, 8, 9])
    #expect(chosen(8) == [0, 1, 2, 3, 5, 6, 7, 9])
    // One each: the better graded; of equals the later; and what is latest of its code.
    #expect(chosen(1) == [0, 2, 6, 7, 9])
  }

  @Test func gradesAsOneNumber() {
    let grades: [(String?, Int?)] = [("A", 1), ("B", 1), ("B", 2), (nil, nil), ("F", 6)]
    let numbers = grades.map { QuoteChoice.grade(reliability: $0.0, credibility: $0.1) }
    #expect(numbers == numbers.sorted() && Set(numbers).count == 5)
  }
}

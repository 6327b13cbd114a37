// The check before publishing: a digest is held against its material a second time, by other means.

import NotePaths

/// What a digest claims that its material does not bear out. Nothing is published while there is any.
public struct DigestCheck {
  private let digest: Digest
  private let material: DigestMaterial
  private var problems: [String] = []
  private let lines: [String: Digest.EvidenceLine]
  /// The period's segments by code, and the kinds and places of those that are counted only.
  private let quoted: [String: [Evidence]]
  private let counted: [String: [CountedOnly.Mark]]

  /// Problems in words, each naming the line; empty for a digest that may be published.
  public static func check(_ digest: Digest, _ material: DigestMaterial) -> [String] {
    var check = DigestCheck(digest, material)
    check.everything()
    return check.problems
  }

  private init(_ digest: Digest, _ material: DigestMaterial) {
    self.digest = digest
    self.material = material
    lines = Dictionary(digest.evidence.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    quoted = Dictionary(grouping: material.evidence, by: \.code)
    let further = material.further
    counted = Dictionary(grouping: further.marks) { further.kinds[Int($0.kind)].code }
  }

  private mutating func expect(_ holds: Bool, _ problem: String) {
    if !holds { problems.append(problem) }
  }

  private mutating func everything() {
    expect(lines.count == digest.evidence.count, "two lines of evidence have one number")
    coverage()
    evidence()
    for standing in digest.standings { check(standing) }
    keyChanges()
    for pair in digest.disagreements { check(pair) }
  }

  private mutating func coverage() {
    let c = digest.coverage
    let more = digest.omitted
    let known = Set(digest.standings.map(\.code))
    let stray = Set(quoted.keys).union(counted.keys).subtracting(known).sorted()
    expect(
      stray.isEmpty, "segments carry codes that the codebook does not have: \(stray.joined(separator: ", "))")
    let read = material.notes.count + material.unlisted.notes
    expect(c.notes == read, "coverage: \(c.notes) notes said, \(read) read")
    let all = material.evidence.count + material.further.marks.count
    expect(c.segments == all, "coverage: \(c.segments) segments said, \(all) read")
    expect(
      material.notes.reduce(0) { $0 + $1.segments } == all || material.notes.isEmpty,
      "coverage: \(all) segments, and the notes have others")
    expect(
      more.evidence == material.further.marks.count && more.lateEvidence == material.lateFurther.marks.count,
      "coverage: the count of segments that are not quoted is wrong")
    expect(
      c.quarantined == digest.quarantine.count + more.quarantine,
      "coverage: the quarantine's count differs from its list")
    expect(c.late == digest.late.count + more.late, "coverage: the late notes' count differs from their list")
    let languages = digest.codebook.languages
    var foreign = (all: 0, uncoded: 0)
    for note in material.notes {
      guard let language = note.language, !languages.isEmpty, !languages.contains(language) else { continue }
      foreign.all += 1
      if note.segments == 0 { foreign.uncoded += 1 }
    }
    expect(
      foreign.all == digest.uncovered.count + more.uncovered,
      "coverage: the count of notes in languages not covered differs from their list")
    expect(
      c.coded + digest.uncoded.count + more.uncoded + foreign.uncoded == c.notes,
      "coverage: coded notes and notes without a code do not add up to \(c.notes)")
    let inPeriod = digest.evidence.filter { $0.origin == .period }.count
    expect(
      inPeriod == material.evidence.filter { known.contains($0.code) }.count,
      "coverage: \(inPeriod) lines of evidence for \(material.evidence.count) segments")
    for note in material.notes where note.date < material.period.start || note.date >= material.period.end {
      problems.append("\(note.path): dated outside the period")
    }
  }

  /// Each line as its material has it: its words in their sentence, its place, code, status and time.
  private mutating func evidence() {
    struct Key: Hashable {
      var path: String
      var revision, line, column: Int
      var code, rule: String
    }
    let all =
      material.evidence + material.lateEvidence + material.previousEvidence + material.lastEvidence.values
    let stored = Dictionary(
      grouping: all,
      by: {
        Key(
          path: $0.path.description, revision: $0.revision, line: $0.line, column: $0.column, code: $0.code,
          rule: $0.rule)
      })
    let (start, end) = (material.period.start, material.period.end)
    for line in digest.evidence {
      let key = Key(
        path: line.path, revision: line.revision, line: line.line, column: line.column, code: line.code,
        rule: line.rule)
      guard let source = stored[key]?.first(where: { $0.status == line.status && $0.quote == line.quote })
      else {
        problems.append("\(line.id): no segment of the index stands at \(line.place)")
        continue
      }
      let sentence = Array(source.sentence.utf8)
      let from = source.quoteOffset
      let isInside = from >= 0 && from + source.quote.utf8.count <= sentence.count
      expect(
        isInside && sentence[from...].starts(with: source.quote.utf8),
        "\(line.id): the quotation is not in its sentence at \(line.place)")
      expect(
        line.sentence == source.sentence, "\(line.id): the sentence differs from the index at \(line.place)")
      expect(line.holder == source.holder, "\(line.id): the holder differs from the index")
      switch line.origin {
      case .period: expect(source.date >= start && source.date < end, "\(line.id): dated outside the period")
      case .late: expect(source.date < start, "\(line.id): received late, yet dated in the period")
      case .earlier: expect(source.date < end, "\(line.id): dated after the period")
      }
    }
  }

  private mutating func check(_ standing: Digest.Standing) {
    let own = quoted[standing.code] ?? []
    let further = counted[standing.code] ?? []
    let all = own.count + further.count
    let name = standing.notation
    expect(standing.segments == all, "\(name): \(standing.segments) segments said, \(all) read")
    var clusters = Set(own.lazy.map(\.cluster))
    let places = Set(further.lazy.map(\.note))
    for mark in further { clusters.insert(material.further.notes[Int(mark.note)].cluster) }
    let paths = Set(own.lazy.map(\.path))
    let elsewhere = paths.filter { path in
      !(material.further.place(of: path).map { places.contains(UInt32($0)) } ?? false)
    }
    expect(standing.notes == places.count + elsewhere.count, "\(name): the number of notes is wrong")
    expect(standing.sources == clusters.count, "\(name): the number of independent sources is wrong")
    expect(Set(standing.evidence).count == own.count, "\(name): its list of evidence is not complete")
    for id in standing.evidence + standing.statusEvidence + standing.arrow.evidence {
      expect(lines[id]?.code == standing.code, "\(name): line \(id) is of another code")
    }
    expect(
      standing.rungs.reduce(0) { $0 + $1.segments } + standing.historical <= all,
      "\(name): its rungs hold more than there is")
    if let status = standing.status, let facet = digest.facets.first(where: { $0.id == standing.facet }) {
      expect(facet.ladder.contains(status), "\(name): '\(status)' is not on its ladder")
      let carriers = standing.statusEvidence.compactMap { lines[$0] }
      expect(
        !carriers.isEmpty
          && carriers.allSatisfy {
            $0.counted == status || ($0.counted == nil && status == facet.defaultStatus)
          },
        "\(name): no line carries '\(status)'")
    }
    guard let test = standing.arrow.test else { return }
    let again = Digest.ExactTest(
      above: test.above, below: test.below, sources: test.sources, aboveBefore: test.aboveBefore,
      belowBefore: test.belowBefore, sourcesBefore: test.sourcesBefore)
    expect(again == test, "\(name): its arrow's p-value is not that of its counts")
    let moves = standing.arrow.direction == .up || standing.arrow.direction == .down
    expect(
      !moves || test.pValue < digest.codebook.board.arrowPValue,
      "\(name): an arrow above the codebook's p-value")
    expect(!moves || !standing.arrow.evidence.isEmpty, "\(name): an arrow without evidence")
  }

  private mutating func keyChanges() {
    let changes = digest.keyChanges
    expect(changes.count <= digest.codebook.board.keyChanges, "more key changes than the codebook allows")
    expect(Set(changes.map(\.code)).count == changes.count, "two key changes about one code")
    for change in changes {
      expect(!change.evidence.isEmpty, "key change without evidence: \(change.sentence)")
      for id in change.evidence {
        expect(lines[id]?.code == change.code, "key change on \(change.code) rests on line \(id)")
      }
    }
  }

  private mutating func check(_ pair: Digest.Disagreement) {
    for (id, status) in [(pair.low, pair.lowStatus), (pair.high, pair.highStatus)] {
      guard let line = lines[id] else {
        problems.append("disagreement on \(pair.code): no line \(id)")
        continue
      }
      let isClaim = digest.codebook.board.accusers.contains(line.holder)
      expect(
        line.code == pair.code && (line.counted == status || isClaim),
        "disagreement on \(pair.code): line \(id) is not '\(status)'")
    }
  }
}

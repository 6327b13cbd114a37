// The board's rules as a table of cases, arrows against their exact test, key changes and disagreements.

import Testing

@testable import Digests

@Suite struct BoardTests {
  /// A digest of one week from segments of R2 (or another code), each its own note and source.
  static func digest(_ now: [Evidence], before: [Evidence] = [], notes: Int? = nil, notesBefore: Int? = nil)
    throws -> Digest
  {
    var material = DigestMaterial(period: try Desk.week(), now: Desk.noon(Desk.monday + 7), isRunning: false)
    material.evidence = now
    material.previousEvidence = before
    material.notes = Set(now.map(\.path)).sorted().map { path in
      let own = now.filter { $0.path == path }
      return NoteLine(
        path: path, title: "", date: own[0].date, isUndated: false, received: own[0].received,
        segments: own.count,
        sentences: 5, language: "en", cluster: own[0].cluster)
    }
    for extra in stride(from: material.notes.count, to: notes ?? 0, by: 1) {
      material.notes.append(
        Desk.note("z/\(extra).md", "", day: Desk.monday, cluster: Int64(9000 + extra), segments: 0))
    }
    material.previousNotes = notesBefore ?? Set(before.map(\.cluster)).count
    material.tallies = Desk.tallies(now + before)
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(DigestCheck.check(digest, material) == [])
    return digest
  }

  /// "approached us h": status, holder, flags.
  static func segments(_ texts: [String], code: String = "R2", day: Int = Desk.monday, from: Int = 0)
    -> [Evidence]
  {
    texts.enumerated().map { index, text in
      let parts = text.split(separator: " ").map(String.init)
      return Desk.segment(
        "n\(from + index).md", 3, code, parts[0], parts[1], "It was \(index) «said so» there.", day: day,
        cluster: Int64(from + index + 1), flags: parts.count > 2 ? parts[2] : "")
    }
  }

  @Test(
    arguments: [
      ([], nil, nil),
      (["mentioned us"], "mentioned", nil),
      (["mentioned us", "drawn russia"], "drawn", nil),
      (["drawn russia", "eased us"], "drawn", nil),
      (["mentioned us", "eased us"], "eased", nil),
      (["crossed russia"], "mentioned", "crossed"),
      (["crossed russia", "drawn us"], "drawn", "crossed"),
      (["approached separatists", "crossed russia"], "mentioned", "crossed"),
      (["crossed russia", "crossed us"], "crossed", nil),
      (["crossed russia", "approached nato"], "approached", "crossed"),
      (["crossed us h"], "approached", nil),
      (["crossed russia h"], "mentioned", "approached"),
      (["approached us h"], "approached", nil),
      (["crossed us b"], nil, nil),
      (["crossed us b", "drawn russia"], "drawn", nil),
      (["crossed us hb", "mentioned us"], "mentioned", nil),
    ] as [([String], String?, String?)])
  func statusOfARedline(_ said: [String], _ status: String?, _ claim: String?) throws {
    let standing = try #require(try Self.digest(Self.segments(said)).standings.first { $0.notation == "R2" })
    #expect(standing.status == status)
    #expect(standing.claim?.status == claim)
    #expect(standing.historical == said.filter { $0.hasSuffix("b") }.count)
  }

  @Test(arguments: [
    (["conceded us h"], "softened"), (["refused us", "softened russia"], "refused"),
    (["conceded us"], "conceded"),
    (["conceded us", "mentioned us"], "conceded"), (["pressed russia", "conceded us"], "pressed"),
  ])
  func statusOfADemand(_ said: [String], _ status: String) throws {
    let standing = try #require(
      try Self.digest(Self.segments(said, code: "D1")).standings.first { $0.notation == "D1" })
    #expect(standing.status == status)
  }

  @Test func arrowsFollowTheExactTest() throws {
    let six = Self.segments(Array(repeating: "approached us", count: 6))
    func arrow(_ now: [Evidence], _ before: [Evidence], _ notes: Int, _ notesBefore: Int) throws
      -> Digest.Arrow
    {
      let digest = try Self.digest(now, before: before, notes: notes, notesBefore: notesBefore)
      return try #require(digest.standings.first { $0.notation == "R2" }).arrow
    }
    let up = try arrow(six, [], 10, 10)
    #expect(up.direction == .up)
    // Fisher's exact test on 6 of 10 against 0 of 10: 2 * C(10,6) C(10,0) / C(20,6) = 420 / 38760.
    #expect(up.test?.pValue == 0.0108)
    #expect(up.evidence.count == 6)
    #expect(
      up.reason == "“drawn” or higher in 6 of 10 sources, against 0 of 10 the week before (p = 0.011)."
    )
    let last = Self.segments(Array(repeating: "approached us", count: 6), day: Desk.monday - 3, from: 50)
    #expect(try arrow([], last, 10, 10).direction == .down)
    #expect(try arrow([], last, 10, 10).evidence.count == 6)
    #expect(try arrow(Array(six.prefix(2)), [], 10, 10).direction == .steady)
    #expect(try arrow(six, [], 10, 0).direction == .none)
    // The same share of more notes is no change.
    #expect(try arrow(six, Array(last.prefix(3)), 100, 50).direction == .steady)
    // Accusers' claims move nothing.
    #expect(
      try arrow(Self.segments(Array(repeating: "crossed russia", count: 8)), [], 10, 10).direction == .steady)
  }

  @Test func exactTestAgreesWithDealingAllCards() {
    // All ways to deal 3 above, 2 below and 4 others to periods of 4 and 5, counted one by one.
    let scores = [1, 1, 1, -1, -1, 0, 0, 0, 0]
    for (above, below) in [(3, 0), (2, 1), (0, 2), (1, 0), (3, 1)] {
      let test = Digest.ExactTest(
        above: above, below: below, sources: 4, aboveBefore: 3 - above, belowBefore: 2 - below,
        sourcesBefore: 5)
      let expected = 4.0 / 9.0
      let observed = abs(Double(above - below) - expected)
      var (hits, all) = (0, 0)
      for mask in 0..<(1 << 9) where mask.nonzeroBitCount == 4 {
        let sum = scores.indices.filter { mask & (1 << $0) != 0 }.reduce(0) { $0 + scores[$1] }
        all += 1
        if abs(Double(sum) - expected) >= observed - 1e-9 { hits += 1 }
      }
      #expect(test.pValue == rounded(Double(hits) / Double(all), 4))
    }
  }

  /// Sources dealt to two periods at random: arrows must not appear more often than the codebook's rate.
  @Test func shuffledDatesGiveFewArrows() {
    var random = Seeded(state: 7)
    var arrows = 0
    let rounds = 4000
    for _ in 0..<rounds {
      let size = Int.random(in: 4...40, using: &random)
      let up = Int.random(in: 0...size, using: &random)
      let down = Int.random(in: 0...(size - up), using: &random)
      let deck =
        (Array(repeating: 1, count: up) + Array(repeating: -1, count: down)
        + Array(repeating: 0, count: size - up - down))
        .shuffled(using: &random)
      let now = deck.prefix(size / 2)
      let then = deck.dropFirst(size / 2)
      let test = Digest.ExactTest(
        above: now.filter { $0 > 0 }.count, below: now.filter { $0 < 0 }.count, sources: now.count,
        aboveBefore: then.filter { $0 > 0 }.count, belowBefore: then.filter { $0 < 0 }.count,
        sourcesBefore: then.count)
      if test.pValue < Desk.board.arrowPValue { arrows += 1 }
    }
    #expect(Double(arrows) / Double(rounds) <= Desk.board.arrowPValue)
    #expect(arrows > 0)
  }

  @Test func copiesCountOnce() throws {
    var copies = Self.segments(["approached us", "approached us", "approached us"])
    for index in copies.indices { copies[index].cluster = 1 }
    let digest = try Self.digest(copies)
    let standing = try #require(digest.standings.first { $0.notation == "R2" })
    #expect([standing.notes, standing.sources, standing.statusEvidence.count] == [3, 1, 1])
    #expect(digest.evidence.filter { !$0.isCopy }.map(\.copies) == [2])
    #expect(digest.clusters.map(\.paths) == [["n0.md", "n1.md", "n2.md"]])
    #expect(!standing.isContested)
  }

  @Test func keyChangesAreRankedAndNeverTwiceAboutOneCode() throws {
    let now =
      Self.segments(["approached us", "eased germany"]) + Self.segments(["refused us"], code: "D1", from: 10)
      + Self.segments(["taken russia"], code: "C1", from: 20)
      + Self.segments(["eased uk"], code: "R3", from: 30)
      + Self.segments(["offered nato"], code: "S3", from: 40)
      + Self.segments(["active us"], code: "T1", from: 50)
    let before =
      Self.segments(["drawn russia"], day: Desk.monday - 3, from: 60)
      + Self.segments(["drawn russia"], code: "R3", day: Desk.monday - 3, from: 70)
      + Self.segments(["pressed russia"], code: "D1", day: Desk.monday - 3, from: 80)
    let changes = try Self.digest(now, before: before).keyChanges
    #expect(
      changes.map { "\($0.rule.rawValue) \($0.code)" } == [
        "reached redline/ukraine-accession", "reversed redline/western-bases",
        "reached demand/halt-enlargement",
        "reached countermeasure/military-action", "reached settlement/force-restrictions",
      ])
    #expect(
      changes[0].sentence
        == "The redline on Ukraine's accession to NATO was approached (the United States; 1 independent source); the week before it stood at “drawn”. Against it stands “eased” (Germany)."
    )
  }

  /// A move of many sources is news before a move of one, without a new rung too.
  @Test func whatIsBeyondChanceComesFirst() throws {
    let now =
      Self.segments(Array(repeating: "taken russia", count: 9), code: "C1")
      + Self.segments(["approached us"], from: 20)
    let before = Self.segments(["taken russia"], code: "C1", day: Desk.monday - 3, from: 40)
    let changes = try Self.digest(now, before: before, notes: 12, notesBefore: 12).keyChanges
    #expect(changes.map(\.code) == ["countermeasure/military-action", "redline/ukraine-accession"])
    #expect(changes.first?.rule == .unusualCount)
    #expect(
      changes.first?.sentence
        == "Russian military action reached “taken” (Russia), in 9 of 12 independent sources, against 1 of 12 the week before."
    )
  }

  /// A late note dated in the period before is news, though that period now holds it.
  @Test func aLateNoteIsHeldAgainstWhatWasKnown() throws {
    var material = DigestMaterial(period: try Desk.week(), now: Desk.noon(Desk.monday + 7), isRunning: false)
    material.lateEvidence = Self.segments(["crossed us"], day: Desk.monday - 2, from: 3)
    material.previousEvidence =
      material.lateEvidence + Self.segments(["drawn russia"], day: Desk.monday - 3, from: 8)
    material.lateNotes = [Desk.note("n3.md", "", day: Desk.monday - 2, cluster: 4, segments: 1)]
    material.previousNotes = 2
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(DigestCheck.check(digest, material) == [])
    #expect(digest.keyChanges.map(\.rule) == [.late])
    #expect(
      digest.keyChanges.first?.sentence.hasSuffix("in a note of 22 January 2022 that was received late.")
        == true)
  }

  @Test func manyLateNotesAreCounted() throws {
    var material = DigestMaterial(period: try Desk.week(), now: Desk.noon(Desk.monday + 7), isRunning: false)
    material.lateEvidence = Self.segments(["crossed us", "crossed uk"], day: Desk.monday - 20, from: 3)
    material.lateEvidence[1].date = Desk.noon(Desk.monday - 12)
    material.lateNotes = [
      Desk.note("n3.md", "", day: Desk.monday - 20, cluster: 4, segments: 1),
      Desk.note("n4.md", "", day: Desk.monday - 12, cluster: 5, segments: 1),
    ]
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(DigestCheck.check(digest, material) == [])
    #expect(
      digest.keyChanges.first?.sentence.hasSuffix(
        ", in 2 independent sources of up to 12 January 2022 that were received late.") == true)
  }

  @Test(arguments: [
    ("United States", "the United States"), ("European Union", "the European Union"), ("Russia", "Russia"),
    ("NATO", "NATO"),
    ("the author", "the author"), ("others", "others"), ("Russian Federation", "the Russian Federation"),
    ("", ""),
  ])
  func namesTakeTheirArticle(_ name: String, _ said: String) { #expect(English.named(name) == said) }

  @Test func oneSentenceServesOneKeyChange() throws {
    var both = Self.segments(["approached us"]) + Self.segments(["approached us"], code: "R4")
    both[1].sentence = both[0].sentence
    #expect(try Self.digest(both).keyChanges.count == 1)
  }

  /// Who has a name comes before "others", however many sources have these.
  @Test func othersAreNamedLast() throws {
    let digest = try Self.digest(Self.segments(["refused other", "refused other", "refused us"], code: "D1"))
    let rung = digest.standings.first { $0.notation == "D1" }?.rungs.last
    #expect(rung?.holders.map(\.holder) == ["us", "other"])
    #expect(digest.keyChanges.first?.sentence.hasPrefix("The United States and others refused ") == true)
  }

  /// "eased us", "approached us": one actor's own two sides, and what is only possible on both, are no disagreement.
  @Test(arguments: [
    (["approached us", "eased us"], false), (["approached us", "eased germany"], true),
    (["approached us h", "eased germany"], true), (["approached us", "eased germany h"], true),
    (["approached us h", "eased germany h"], false), (["crossed russia", "eased us"], true),
    (["approached us", "eased us", "eased uk"], true), (["approached us b", "eased germany"], false),
  ])
  func disagreementsAreOfTwoActors(_ said: [String], _ isOne: Bool) throws {
    let digest = try Self.digest(Self.segments(said))
    #expect(digest.disagreements.count == (isOne ? 1 : 0))
    #expect(digest.standings.first { $0.notation == "R2" }?.isContested == isOne)
    let lines = digest.evidence.filter { line in
      digest.disagreements.contains { [$0.low, $0.high].contains(line.id) }
    }
    #expect(Set(lines.map(\.holder)).count == (isOne ? 2 : 0))
  }

  /// Of two passages of one text both must be asserted, and two that are beat one that is not.
  @Test func assertedSidesComeFirst() throws {
    var within = Self.segments(["approached us h", "eased germany"])
    within[1].path = within[0].path
    within[1].cluster = within[0].cluster
    within[1].line = 9
    #expect(try Self.digest(within).disagreements.isEmpty)
    let more = try Self.digest(Self.segments(["crossed us h", "approached us", "eased germany"]))
    let pair = try #require(more.disagreements.first)
    #expect(more.evidence.first { $0.id == pair.high }?.modifiers == [])
  }

  @Test func disagreementsPreferDifferentSources() throws {
    var within = Self.segments(["approached us", "eased germany"])
    within[1].path = within[0].path
    within[1].line = 9
    within[1].cluster = within[0].cluster
    let one = try Self.digest(within)
    #expect(one.disagreements.count == 1)
    #expect(one.standings.first { $0.notation == "R2" }?.isContested == false)
    let two = try Self.digest(within + Self.segments(["eased uk"], from: 5))
    let pair = try #require(two.disagreements.first)
    let lines = two.evidence.filter { [pair.low, pair.high].contains($0.id) }
    #expect(Set(lines.map(\.cluster)).count == 2)
    #expect(two.standings.first { $0.notation == "R2" }?.isContested == true)
  }
}

/// A small generator with a fixed start (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

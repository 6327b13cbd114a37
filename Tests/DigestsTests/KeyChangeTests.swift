// What is news and what is not, in which words, and which sentence shows it.

import Codebooks
import Testing

@testable import Digests

@Suite struct KeyChangeTests {
  /// A week of these segments, with the tallies of others of weeks before.
  static func changes(
    _ now: [Evidence], weeksAgo: [Int: [Evidence]] = [:], weeksWithNotes: [Int] = Array(0...10)
  ) throws -> [Digest.KeyChange] {
    var material = DigestMaterial(period: try Desk.week(), now: Desk.noon(Desk.monday + 7), isRunning: false)
    material.evidence = now
    material.notes = Dictionary(grouping: now, by: \.path).map { path, own in
      NoteLine(
        path: path, title: "", date: own[0].date, isUndated: false, received: own[0].received,
        segments: own.count, sentences: 5, language: "en", cluster: own[0].cluster)
    }
    for week in weeksWithNotes { material.notesByDay[Desk.monday - 7 * week] = 4 }
    material.previousNotes = 4
    material.previousEvidence = weeksAgo[1] ?? []
    material.tallies = Desk.tallies(now + weeksAgo.values.flatMap { $0 })
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(DigestCheck.check(digest, material) == [])
    return digest.keyChanges
  }

  static func weeksAgo(_ weeks: Int, _ texts: [String], code: String = "R2") -> [Int: [Evidence]] {
    [weeks: BoardTests.segments(texts, code: code, day: Desk.monday - 7 * weeks + 2, from: 100)]
  }

  @Test(arguments: [
    (0, "", ", the first mention in 11 weeks."),
    (1, "mentioned us", "; the week before it stood at “mentioned”."),
    (3, "drawn russia", "; last mentioned in the week of 3 January, as “drawn”."),
    (8, "approached us", ", for the first time since the week of 29 November."),
  ])
  func aMoveIsToldAgainstThePast(_ weeks: Int, _ was: String, _ tail: String) throws {
    let past = weeks == 0 ? [:] : Self.weeksAgo(weeks, [was])
    let changes = try Self.changes(BoardTests.segments(["approached us"]), weeksAgo: past)
    let start =
      "The redline on Ukraine's accession to NATO was approached"
    #expect(changes.first?.sentence == start + " (the United States; 1 independent source)" + tail)
    #expect(changes.first?.rule == .reached)
  }

  /// Weeks without notes are no silence.
  @Test(arguments: [
    ([0], ", not mentioned the week before."),
    ([0, 3], ", not mentioned in the 1 earlier week that has notes."),
    ([0, 1, 5], ", not mentioned in the 2 earlier weeks that have notes."),
    ([0, 1, 2], ", the first mention in 3 weeks."),
  ])
  func weeksWithoutNotes(_ weeks: [Int], _ tail: String) throws {
    let changes = try Self.changes(BoardTests.segments(["approached us"]), weeksWithNotes: weeks)
    #expect(changes.first?.sentence.hasSuffix(" independent source)" + tail) == true)
  }

  /// What stood there six weeks ago is no news, however many weeks were silent since.
  @Test func whatStoodThereLatelyIsNotNew() throws {
    for weeks in 1...6 {
      let past = Self.weeksAgo(weeks, ["approached us"])
      #expect(try Self.changes(BoardTests.segments(["approached us"]), weeksAgo: past).isEmpty)
      #expect(try Self.changes(BoardTests.segments(["drawn us"]), weeksAgo: past).isEmpty)
      #expect(try Self.changes(BoardTests.segments(["crossed us"]), weeksAgo: past).map(\.rule) == [.reached])
      #expect(try Self.changes(BoardTests.segments(["eased us"]), weeksAgo: past).map(\.rule) == [.reversed])
    }
  }

  /// Those who make a demand do not refuse it: they tell of others.
  @Test func accusersTellOfTheDeedsOfOthers() throws {
    let told = try Self.changes(BoardTests.segments(["refused russia"], code: "D1"))
    #expect(
      told.first?.sentence.hasPrefix("Russia said that a halt to NATO's enlargement was refused (1 ") == true)
    let both = try Self.changes(
      BoardTests.segments(["refused russia", "refused nato", "pressed russia"], code: "D1"))
    #expect(
      both.first?.sentence.hasPrefix("NATO refused a halt to NATO's enlargement (2 independent sources)")
        == true)
    #expect(both.first?.evidence == ["D1-2", "D1-1"])
    let digest = try BoardTests.digest(
      BoardTests.segments(["refused russia", "refused nato", "pressed russia"], code: "D1"))
    let table = try DigestRenderer().markdown(digest)
    #expect(table.contains("| refused: NATO (told by Russia); pressed: Russia |"))
    let own = try Self.changes(BoardTests.segments(["pressed russia"], code: "D1"))
    #expect(own.first?.sentence.hasPrefix("Russia pressed for a halt") == true)
  }

  @Test func theCodebooksSentencesAndSubjects() throws {
    let demand = try Self.changes(BoardTests.segments(["refused us", "refused nato"], code: "D1"))
    #expect(
      demand.first?.sentence
        == "The United States and NATO refused a halt to NATO's enlargement (2 independent sources), the first mention in 11 weeks."
    )
    let eased = try Self.changes(BoardTests.segments(["eased germany h", "eased germany h"], code: "R4"))
    #expect(
      eased.first?.sentence
        == "Germany stepped back from the redline on long-range weapons in Ukraine (2 independent sources, all conditional or yet to come), the first mention in 11 weeks."
    )
    let bare = try Self.changes(BoardTests.segments(["taken russia"], code: "C1"))
    #expect(
      bare.first?.sentence.hasPrefix("Russian military action reached “taken” (Russia; 1 independent source)")
        == true)
  }

  @Test(arguments: [
    "Has Germany «dropped it» for good?", "Q    And the Germans «dropped it», I read.",
    "“Has Germany «dropped it»?”", "Q: They «dropped it».",
  ])
  func aQuestionAloneIsNoNews(_ text: String) throws {
    let asked = Desk.segment("a.md", 3, "R2", "eased", "germany", text, day: Desk.monday, cluster: 1)
    #expect(try Self.changes([asked]).isEmpty)
    let said = BoardTests.segments(["eased germany"], from: 5)
    #expect(try Self.changes([asked] + said).first?.evidence == ["R2-2", "R2-1"])
    let against = BoardTests.segments(["crossed us"], from: 9)
    #expect(try Self.changes([asked] + against).allSatisfy { !$0.sentence.contains("Against it") })
  }

  /// One source that holds something for possible makes no news; two do, and one that asserts it.
  @Test(arguments: [
    (["approached us h"], 0), (["approached us h", "approached us h"], 1), (["approached us"], 1),
    (["approached us h", "drawn russia"], 0), (["approached us", "eased germany h"], 1),
  ])
  func whatOneSourceHoldsForPossibleIsNoNews(_ said: [String], _ count: Int) throws {
    #expect(try Self.changes(BoardTests.segments(said)).count == count)
    #expect(
      try Self.changes(
        BoardTests.segments(
          said.map { $0.replacing("approached", with: "taken") }.filter {
            $0.hasPrefix("taken")
          }, code: "C1")
      ).count == count)
  }

  /// Many sentences of one note are no trend; as many of several are.
  @Test func oneLongNoteIsNoTrend() throws {
    var now = BoardTests.segments(["us", "nato", "germany", "uk", "ukraine"].map { "mentioned \($0)" })
    #expect(try Self.changes(now).map(\.rule) == [.unusualCount])
    for index in now.indices {
      (now[index].path, now[index].line) = (now[0].path, index + 1)
      now[index].cluster = 1
    }
    #expect(try Self.changes(now).isEmpty)
  }

  /// Who holds the rung reached and another one too is not told of against itself.
  @Test func noOneStandsAgainstThemselves() throws {
    let own = BoardTests.segments(["approached us", "approached nato", "eased us"])
    #expect(try Self.changes(own).first?.sentence.contains("Against it") == false)
    let other = BoardTests.segments(["approached us", "approached nato", "eased uk"])
    #expect(
      try Self.changes(other).first?.sentence.hasSuffix("Against it stands “eased” (the United Kingdom).")
        == true)
  }

  /// Of the sentences on the rung reached, the one that says what the others say too; no heading, no stutter.
  @Test func theBestSentenceShowsAChange() throws {
    let texts = [
      "The «alliance's accession talks» with Kyiv",
      "They also «spoke of accession» and of gas, grain, football and the weather in the Alps.",
      "Kyiv handed its «formal application for accession» to the alliance's secretary.",
      "Kyiv's «formal application for accession» reached the alliance's secretary on Monday.",
      "Kyiv's «formal appli- — application for accession» reached the alliance's secretary on Tuesday.",
      "Will its «application for accession» reach the alliance's secretary?",
    ]
    let now = texts.enumerated().map { index, text in
      Desk.segment(
        "n\(index).md", 3, "R2", "approached", "us", text, day: Desk.monday, cluster: Int64(index + 1))
    }
    for order in [now, now.reversed()] {
      let changes = try Self.changes(order)
      let id = try #require(changes.first?.evidence.first)
      #expect(["R2-3", "R2-4"].contains(id))
      #expect(changes.first?.evidence.last == "R2-6")
    }
  }

  @Test(arguments: [
    ("It ended.", false), ("Did it end?", true), ("Did it end?)", true), ("He asked: “Did it end?”", true),
    ("Q  It ended.", true), ("Quite so.", false), ("Q1 sales rose.", false), ("", false),
  ])
  func questionsAreKnown(_ text: String, _ isOne: Bool) { #expect(isQuestion(text) == isOne) }

  @Test func aLongSentenceIsCutAroundItsSegment() throws {
    let long = String(repeating: "word upon word ", count: 60)
    var item = BoardTests.segments(["approached us"])
    item[0] = Desk.segment(
      "n0.md", 3, "R2", "approached", "us", "\(long)«the very point» \(long)", day: Desk.monday, cluster: 1)
    let digest = try BoardTests.digest(item)
    let text = try DigestRenderer().markdown(digest)
    let shown = try #require(text.split(separator: "\n").first { $0.contains("**the very point**") })
    #expect(shown.count < 400)
    #expect(shown.contains("\\[…\\] ") && shown.hasSuffix(" \\[…\\]"))
  }

  @Test func wordsOfTheCodebookAreNotNew() throws {
    var codebook = Desk.codebook
    codebook.lexicons["arms"] = Lexicon(
      name: "arms",
      terms: [.phrase([Term("howitzer", .prefix)]), .or([.phrase([Term("fuel"), Term("tank")])])],
      place: Desk.place)
    let known = KnownWords(codebook)
    #expect(known.contains("howitzers") && known.contains("tank") && !known.contains("tanks"))
    var material = DigestMaterial(period: try Desk.week(), now: Desk.noon(Desk.monday + 7), isRunning: false)
    // "million" is beyond chance, but no more than twice as frequent as usual.
    material.keyWords = [("howitzers", 1), ("tank", 1), ("nuclear", 3), ("million", 4.5)].map {
      KeyWord(word: $0, count: 9, expected: $1, keyness: 20)
    }
    #expect(try DigestWriter.write(material, codebook: codebook).keyWords.map(\.word) == ["nuclear"])
  }
}

// What a digest is handed.

import NotePaths
import Testing

@testable import Digests
@testable import NoteStore

@Suite struct MaterialTests {
  private func material(_ store: Store, _ number: Int, now: Int64, knownAt: Int64? = nil) throws
    -> DigestMaterial
  {
    try store.material(period: day(number), previous: day(number - 1), now: now, knownAt: knownAt)
  }

  private static let noon: Int64 = 43_200

  @Test func notesAndEvidenceOfThePeriod() throws {
    let state = try TemporaryState()
    let store = try state.open()
    let signature = (0..<64).map { UInt64($0) }
    try store.apply(
      [
        .coded("b", stamp: stamp(1), revision("Say. They want ARMS and TALKS.", signature: signature)),
        .coded("a", stamp: stamp(2), revision("They want ARMS. Again TALKS.", signature: signature)),
        .coded("c", stamp: stamp(3), revision("All quiet.")),
        .coded("d", stamp: stamp(4), revision("Yesterday ARMS.", day: 18_999)),
      ], at: 19_000 * 86_400 + Self.noon)
    let material = try material(store, 19_000, now: 19_001 * 86_400)
    #expect(material.notes.map(\.path) == ["a", "b", "c"])
    #expect(material.notes.map(\.cluster) == [1, 1, 2])
    #expect(material.evidence.map(\.quote) == ["ARMS", "TALKS", "ARMS", "TALKS"])
    #expect(material.evidence.map(\.path) == ["a", "a", "b", "b"])
    let first = try #require(material.evidence.first)
    #expect(first.sentence == "They want ARMS.")
    #expect(first.quoteOffset == 10)
    #expect(first.likelihood == "likely")
    #expect(first.likelihoodHigh == 0.8)
    #expect(material.previousEvidence.map(\.path) == ["d"])
    #expect(material.previousNotes == 1)
    #expect(material.notesByDay == [18_999: 1, 19_000: 3])
    #expect(material.mentionDays["demand/arms"] == [18_999, 19_000])
    let arms = material.tallies.filter { $0.code == "demand/arms" && $0.day == 19_000 }
    #expect(arms.map(\.segments) == [2])
    #expect(arms.map(\.sources) == [1])
    // What the period has is the last of its code; a later one asks further back.
    #expect(material.lastEvidence.isEmpty)
    #expect(material.isNewIndex)
    let later = try self.material(store, 19_003, now: 19_004 * 86_400)
    #expect(later.lastEvidence.keys.sorted() == ["demand/arms", "demand/talks"])
    #expect(later.lastEvidence["demand/arms"]?.path == "b")
  }

  @Test func theOrderOfArrivalShowsNowhere() throws {
    let notes: [NoteChange] = (0..<12).map { number in
      let signature = (0..<64).map { $0 < 40 + number * 2 ? UInt64($0) : UInt64(number * 100 + $0) }
      return .coded(
        NotePath("n\(number)"), stamp: stamp(UInt64(number)),
        revision("Note \(number) has ARMS. MAYBE \(number).", signature: signature))
    }
    var seen: Set<DigestKey> = []
    for seed in 1...6 {
      var random = Seeded(state: UInt64(seed))
      let state = try TemporaryState()
      let store = try state.open()
      for change in notes.shuffled(using: &random) { try store.apply([change], at: 19_000 * 86_400) }
      let material = try material(store, 19_000, now: 19_001 * 86_400)
      seen.insert(
        DigestKey(
          notes: material.notes, evidence: material.evidence, tallies: material.tallies,
          last: material.lastEvidence))
    }
    #expect(seen.count == 1)
  }

  private struct DigestKey: Hashable {
    var notes: [NoteLine]
    var evidence: [Evidence]
    var tallies: [DayTally]
    var last: [String: Evidence]
  }

  /// Beyond the limits segments are counted and not quoted; together they are all there are.
  @Test func aFloodIsCountedAndNotQuotedWhole() throws {
    let state = try TemporaryState()
    let store = try state.open()
    let notes: [NoteChange] = (0..<40).map { number in
      .coded(
        NotePath("n\(number)"), stamp: stamp(UInt64(number)),
        revision("Note \(number) has ARMS. MAYBE \(number) TALKS.", day: 19_000 - number % 2))
    }
    try store.apply(notes, at: 19_000 * 86_400)
    func material(_ limits: QuoteLimits) throws -> DigestMaterial {
      try store.material(period: day(19_000), previous: day(18_999), now: 19_001 * 86_400, limits: limits)
    }
    let whole = try material(.none)
    let few = try material(QuoteLimits(period: 9, late: 9, previous: 6, flood: 9))
    #expect(whole.evidence.count == 60 && whole.further.marks.isEmpty)
    #expect(few.evidence.count == 9 && few.previousEvidence.count == 6)
    #expect(few.evidence.count + few.further.marks.count == 60)
    #expect(few.previousEvidence.count + few.previousFurther.marks.count == 60)
    #expect(few.evidence.allSatisfy(whole.evidence.contains))
    #expect(few.evidence.map(\.path) == few.evidence.map(\.path).sorted())
    let quoted = few.evidence.map(CountedOnly.Kind.init)
    let counted = few.further.marks.map { few.further.kinds[Int($0.kind)] }
    #expect(
      Dictionary(grouping: quoted + counted, by: \.self).mapValues(\.count)
        == Dictionary(grouping: whole.evidence.map(CountedOnly.Kind.init), by: \.self).mapValues(\.count))
    #expect(few.notes == whole.notes && few.further.notes == few.notes)
    // The last of each code is among the quoted ones; nothing is asked of days before.
    #expect(few.lastEvidence.isEmpty)
    for code in Set(whole.evidence.map(\.code)) {
      #expect(whole.evidence.last { $0.code == code } == few.evidence.last { $0.code == code })
    }
    #expect(try store.misquoted(whole.evidence) == [])
  }

  /// A board has no lines of notes without a code; it counts them, and their sources, all the same.
  @Test func aBoardCountsWhatItDoesNotList() throws {
    let state = try TemporaryState()
    let store = try state.open()
    var notes: [NoteChange] = (0..<12).map { number in
      .coded(
        NotePath("n\(number)"), stamp: stamp(UInt64(number)),
        revision(
          number % 3 == 0 ? "Note \(number) wants ARMS." : "Note \(number) tells of the weather.", day: 19_000
        ))
    }
    // Copies of a coded note and of one without, and one of the day before.
    for (name, text, day) in [
      ("copy-a", "Note 0 wants ARMS.", 19_000), ("copy-b", "Note 1 tells of the weather.", 19_000),
      ("before", "Nothing to tell.", 18_999),
    ] {
      notes.append(.coded(NotePath(name), stamp: stamp(UInt64(notes.count)), revision(text, day: day)))
    }
    try store.apply(notes, at: 19_000 * 86_400)
    try store.apply([.withdrawn("n2"), .withdrawn("n3")], at: 19_000 * 86_400 + 9)
    for knownAt in [nil, 19_000 * 86_400 + 5] as [Int64?] {
      func material(codedOnly: Bool) throws -> DigestMaterial {
        try store.material(
          period: day(19_000), previous: day(18_999), now: 19_001 * 86_400, knownAt: knownAt,
          codedOnly: codedOnly
        )
      }
      let (digest, board) = (try material(codedOnly: false), try material(codedOnly: true))
      #expect(board.notes.map(\.path) == digest.notes.filter { $0.segments > 0 }.map(\.path))
      #expect(board.notes.count + board.unlisted.notes == digest.notes.count)
      #expect(
        Set(board.notes.map(\.cluster)).count + board.unlisted.sources
          == Set(digest.notes.map(\.cluster)).count)
      #expect(board.evidence.map(\.quote) == digest.evidence.map(\.quote))
      #expect(board.previousNotes == digest.previousNotes)
      #expect(board.previousSources == digest.previousSources)
      #expect(digest.unlisted.notes == 0 && board.unlisted.notes > 0 && board.withdrawn == digest.withdrawn)
      #expect(digest.withdrawn == (knownAt == nil ? 2 : 0))
    }
  }

  /// A quotation is looked up in the stored note: other words, another line, another note are found out.
  @Test func aWrongQuotationIsFound() throws {
    let state = try TemporaryState()
    let store = try state.open()
    try store.apply(
      [.coded("a", stamp: stamp(1), revision("Say. They want ARMS and TALKS."))], at: 19_000 * 86_400)
    let good = try material(store, 19_000, now: 19_001 * 86_400).evidence
    #expect(good.count == 2)
    #expect(try store.misquoted(good) == [])
    for change in [
      { $0.quote = "PEACE" }, { $0.line += 1 }, { $0.column += 1 }, { $0.revision += 1 }, { $0.path = "b" },
      { $0.isFile = false },
    ] as [(inout Evidence) -> Void] {
      var bad = good
      change(&bad[0])
      #expect(try store.misquoted(bad).count == 1)
    }
  }

  @Test func anImportedNoteIsNoFile() throws {
    let state = try TemporaryState()
    let store = try state.open()
    _ = try store.importNotes(
      [ImportedNote(id: Array("x1".utf8), revision: revision("They want ARMS."))], at: 19_000 * 86_400)
    // A file may have such a name.
    try store.apply(
      [.coded("import:x2", stamp: stamp(1), revision("They want TALKS."))], at: 19_000 * 86_400)
    let material = try material(store, 19_000, now: 19_001 * 86_400)
    #expect(material.notes.map(\.path) == ["import:x1", "import:x2"])
    #expect(material.notes.map(\.isFile) == [false, true])
    #expect(material.evidence.map(\.isFile) == [false, true])
    #expect(try store.misquoted(material.evidence) == [])
  }

  @Test func whatComesLateIsSaidOnce() throws {
    let state = try TemporaryState()
    let store = try state.open()
    let dawn: Int64 = 19_001 * 86_400
    try store.apply(
      [.coded("archive", stamp: stamp(1), revision("Old ARMS.", day: 18_000, isArchive: true))],
      at: dawn - 100)
    try store.apply([.coded("a", stamp: stamp(2), revision("They want ARMS.", day: 19_000))], at: dawn - 50)
    try store.record(publication(day: 19_000, known: dawn))
    // The clock went back: still later than the digest.
    try store.apply(
      [.coded("late", stamp: stamp(3), revision("They want TALKS.", day: 18_990))], at: dawn - 500)
    let next = try material(store, 19_001, now: dawn + 86_400)
    #expect(next.lateNotes.map(\.path) == ["late"])
    #expect(next.lateEvidence.map(\.quote) == ["TALKS"])
    #expect(next.previousName == "19000-day")
    #expect(!next.isNewIndex)
    try store.record(publication(day: 19_001, known: dawn + 86_400))
    #expect(try material(store, 19_002, now: dawn + 2 * 86_400).lateNotes.isEmpty)
    // Drawn up again, the published one has the late notes that it had.
    #expect(try material(store, 19_001, now: dawn + 3 * 86_400).lateNotes.map(\.path) == ["late"])
  }

  @Test func whatIsCorrectedBecomesErrata() throws {
    let state = try TemporaryState()
    let store = try state.open()
    let dawn: Int64 = 19_001 * 86_400
    try store.apply(
      [
        .coded("a", stamp: stamp(1), revision("They want ARMS.", day: 19_000)),
        .coded("b", stamp: stamp(2), revision("They want TALKS.", day: 19_000)),
        .coded("c", stamp: stamp(3), revision("They want BASES.", day: 19_000)),
        .coded("old", stamp: stamp(4), revision("They want BASES too.", day: 18_000, isArchive: true)),
      ], at: dawn - 50)
    try store.record(publication(day: 19_000, known: dawn))
    try store.apply(
      [
        .coded(
          "a", stamp: stamp(1), revision("They want ARMS.", day: 19_000, codebook: "two", status: "refused")),
        .coded("b", stamp: stamp(2), revision("They want MAYBE.", day: 19_000)),
        .withdrawn("c"), .withdrawn("old"),
      ], at: dawn + 10)
    let next = try material(store, 19_001, now: dawn + 86_400)
    #expect(next.errata.map(\.path) == ["b", "c"])
    #expect(next.errata.map(\.kind) == [.revised, .withdrawn])
    #expect(next.errata.map(\.digest) == ["19000-day", "19000-day"])
    #expect(
      next.errata.first?.changes == [
        Erratum.Change(code: "demand/maybe", before: nil, after: "pressed"),
        Erratum.Change(code: "demand/talks", before: "pressed", after: nil),
      ])
    let again = try material(store, 19_000, now: dawn + 86_400)
    #expect(again.withdrawn == 1)
    #expect(again.revised == 1)
    // Put back as it was: nothing to correct.
    try store.apply([.coded("b", stamp: stamp(2), revision("They want TALKS.", day: 19_000))], at: dawn + 20)
    #expect(try material(store, 19_001, now: dawn + 86_400).errata.map(\.path) == ["c"])
  }

  @Test func asItWasKnownThen() throws {
    let state = try TemporaryState()
    let store = try state.open()
    try store.apply([.coded("a", stamp: stamp(1), revision("They want ARMS."))], at: 100)
    try store.apply([.coded("b", stamp: stamp(2), revision("They want TALKS."))], at: 100)
    let then = try material(store, 19_000, now: 150)
    try store.apply([.coded("a", stamp: stamp(1), revision("They want BASES."))], at: 200)
    try store.apply([.withdrawn("b")], at: 201)
    try store.apply([.coded("c", stamp: stamp(3), revision("They want MAYBE."))], at: 202)
    let known = try material(store, 19_000, now: 300, knownAt: 150)
    #expect(known.evidence == then.evidence)
    #expect(known.tallies == then.tallies)
    #expect(known.mentionDays == then.mentionDays)
    #expect(known.notesByDay == then.notesByDay)
    #expect(known.lastEvidence == then.lastEvidence)
    let now = try material(store, 19_000, now: 300)
    #expect(now.evidence.map(\.quote) == ["BASES", "MAYBE"])
    // Scanning gives what the tallies keep.
    let scanned = try material(store, 19_000, now: 300, knownAt: 300)
    #expect(scanned.tallies == now.tallies)
    #expect(scanned.mentionDays == now.mentionDays)
    #expect(scanned.notesByDay == now.notesByDay)
    #expect(scanned.lastEvidence == now.lastEvidence)
  }

  @Test func newAndFrequentWords() throws {
    let state = try TemporaryState()
    let store = try state.open()
    let old = (0..<20).map { number -> NoteChange in
      .coded(
        NotePath("o\(number)"), stamp: stamp(UInt64(number)),
        revision("The talks went on about borders and weapons, session \(number).", day: 18_990))
    }
    let new = (0..<5).map { number -> NoteChange in
      .coded(
        NotePath("n\(number)"), stamp: stamp(UInt64(100 + number)),
        revision("Talks about the corridor, the Corridor and weapons, session x\(number).", day: 19_000))
    }
    try store.apply(old + new, at: 1)
    let words = try material(store, 19_000, now: 2).keyWords
    #expect(words.map(\.word) == ["corridor"])
    #expect(words.first?.count == 10)
    #expect(words.first?.expected == 0)
  }

  @Test func anHourThatEndsBeforeTheDay() throws {
    let state = try TemporaryState()
    let store = try state.open()
    var late = revision("They want ARMS tonight.", day: 19_000)
    late.date.seconds += 20 * 3_600
    try store.apply(
      [
        .coded("a", stamp: stamp(1), revision("They want ARMS.", day: 18_000)),
        .coded("b", stamp: stamp(2), late),
      ], at: 1)
    let hour = Period(
      kind: .hour, start: 19_000 * 86_400, end: 19_000 * 86_400 + 3_600, zone: "UTC", name: "h")
    let before = Period(
      kind: .hour, start: 19_000 * 86_400 - 3_600, end: 19_000 * 86_400, zone: "UTC", name: "g")
    let material = try store.material(period: hour, previous: before, now: 19_000 * 86_400 + 3_600)
    #expect(material.lastEvidence["demand/arms"]?.path == "a")
    #expect(material.notes.isEmpty)
  }
}

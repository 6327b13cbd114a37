// The file on disk: who may open it, what happens when it is full, damaged, newer, another's.

import Foundation
import GRDB
import NotePaths
import NoteText
import Testing

@testable import NoteStore

@Suite struct StateTests {
  private func kind(_ body: () throws -> Void) -> StoreError.Kind? {
    do {
      try body()
      return nil
    } catch {
      return (error as? StoreError)?.kind
    }
  }

  @Test func oneServiceAState() throws {
    let state = try TemporaryState()
    do {
      let first = try state.open()
      #expect(kind { _ = try state.open() } == .locked)
      try first.apply([.waiting("a")], at: 1)
    }
    #expect(kind { _ = try state.open() } == nil)
  }

  @Test func readersBesideAndWithoutTheService() throws {
    let state = try TemporaryState()
    #expect(kind { _ = try state.open(.readOnly) } == .missing)
    let service = try state.open()
    try service.apply([.coded("a", stamp: stamp(1), revision("They want ARMS."))], at: 1)
    let reader = try state.open(.readOnly)
    #expect(try reader.search(SearchQuery(text: try SearchExpression("arms"))).hits.count == 1)
    #expect(kind { try reader.apply([.waiting("b")], at: 2) } == .readOnly)
    try service.close()
    // The log stays, for those who may not make one.
    #expect(FileManager.default.fileExists(atPath: service.file + "-wal"))
    #expect(FileManager.default.fileExists(atPath: service.file + "-shm"))
    let later = try state.open(.readOnly)
    #expect(try later.ledgerCounts() == [.coded: 1])
  }

  @Test func commitsAreOnDisk() throws {
    let state = try TemporaryState()
    let store = try state.open()
    let (level, mode) = try #require(
      try store.writer?.writeWithoutTransaction { db in
        (
          try Int.fetchOne(db, sql: "PRAGMA synchronous"),
          try String.fetchOne(db, sql: "PRAGMA journal_mode")
        )
      })
    #expect(level == 2)
    #expect(mode == "wal")
  }

  @Test func theGroupMayRead() throws {
    let state = try TemporaryState()
    let store = try state.open()
    try store.apply([.waiting("a")], at: 1)
    for file in [store.file, store.file + "-wal", store.file + "-shm"] {
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
      #expect((mode ?? 0) & 0o777 == 0o640, "\(file)")
    }
  }

  @Test func schemasGoForwardOnly() throws {
    let state = try TemporaryState()
    do {
      let store = try state.open()
      try store.apply([.coded("a", stamp: stamp(1), revision("They want ARMS."))], at: 1)
      #expect(try store.staleRevisions(fingerprint: "one", limit: 9).isEmpty)
    }
    let later =
      Schema.steps + [SchemaStep(number: 99, needsRecoding: true, sql: "CREATE TABLE later (x INTEGER)")]
    do {
      let store = try Store(directory: state.directory, access: .readWrite, steps: later)
      #expect(try store.status().schema == 99)
      #expect(try store.staleRevisions(fingerprint: "one", limit: 9).map(\.path) == ["a"])
    }
    #expect(kind { _ = try state.open() } == .newer)
    #expect(kind { _ = try state.open(.readOnly) } == .newer)
    let fresh = try TemporaryState()
    _ = try fresh.open()
    #expect(
      kind { _ = try Store(directory: fresh.directory, access: .readOnly, steps: later) } == .older)
  }

  /// An index of the schema before gets what a new one has.
  @Test(arguments: [3, 4, 5]) func fullTextIsKeptInMemoryForABatchAndMergesWhenAsked(schema: Int) throws {
    let state = try TemporaryState()
    do {
      _ = try Store(directory: state.directory, access: .readWrite, steps: Array(Schema.steps.prefix(schema)))
    }
    let store = try state.open()
    func setting(_ key: String) throws -> Int? {
      try store.read { try Int.fetchOne($0, sql: "SELECT v FROM fts_config WHERE k = '\(key)'") }
    }
    #expect(try setting("hashsize") == 8 << 20)
    #expect(try setting("automerge") == 0 && setting("usermerge") == 16 && setting("crisismerge") == 64)
  }

  /// SQLite makes a table for each list of three or more that a row is checked against, each time: a twelfth of the writer's time.
  @Test(arguments: [1, 6, 7]) func noTableIsMadeToCheckARow(schema: Int) throws {
    let state = try TemporaryState()
    do {
      _ = try Store(directory: state.directory, access: .readWrite, steps: Array(Schema.steps.prefix(schema)))
    }
    let store = try state.open()
    try store.apply([.coded("a", stamp: stamp(1), revision("They want ARMS."))], at: 1)
    #expect(try store.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    try store.write { db in
      for table in ["entry", "revision", "content", "segment", "note", "tally"] {
        let columns = try db.columns(in: table).map(\.name)
        let values = columns.map { _ in "?" }.joined(separator: ", ")
        let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        let rows = try Row.fetchAll(
          db, sql: "EXPLAIN INSERT INTO \(table) (\(names)) VALUES (\(values))",
          arguments: StatementArguments(columns.map { _ in nil as Int? }))
        #expect(rows.count > 10 && !rows.contains { $0["opcode"] == "OpenEphemeral" }, "\(table)")
      }
      func isRefused(_ sql: String) -> Bool {
        do {
          try db.execute(sql: sql)
          return false
        } catch let error as DatabaseError {
          return error.resultCode == .SQLITE_CONSTRAINT && error.message?.contains("CHECK") == true
        } catch {
          return false
        }
      }
      for state in ["waiting", "coded", "duplicate", "quarantined", "withdrawn", "unreachable"] {
        let change = "state = '\(state)', note = 1, kind = 'k', reason = 'r', remedy = 'm'"
        #expect(!isRefused("UPDATE entry SET \(change)"), "\(change)")
      }
      #expect(!isRefused("UPDATE entry SET state = 'ignored', note = NULL, reason = 'r'"))
      for change in [
        "state = 'lost'", "state = 'coded', note = NULL", "state = 'duplicate', note = NULL",
        "state = 'withdrawn', note = NULL", "state = 'coded', note = 1, was = 'coded'",
        "state = 'waiting', was = 'waiting'", "state = 'ignored', reason = NULL",
        "state = 'ignored', note = 1",
        "state = 'quarantined', kind = NULL",
      ] {
        #expect(isRefused("UPDATE entry SET \(change)"), "\(change)")
      }
      #expect(!isRefused("UPDATE entry SET state = 'waiting', was = 'coded', note = 1"))
      for letter in ["A", "F"] { #expect(!isRefused("UPDATE revision SET reliability = '\(letter)'")) }
      #expect(!isRefused("UPDATE revision SET reliability = NULL"))
      for letter in ["", "G", "AB", "a", "@"] {
        #expect(isRefused("UPDATE revision SET reliability = '\(letter)'"), "\(letter)")
      }
      for number in 0...8 {
        #expect(isRefused("UPDATE tally SET modifiers = \(number)") == ![0, 2, 4, 6].contains(number))
      }
    }
  }

  /// What is written in passing is there at once, is rolled back whole, and leaves the others waiting for the disk.
  @Test func writtenInPassing() throws {
    let state = try TemporaryState()
    let store = try state.open()
    func synchronous() throws -> Int? {
      try store.writer?.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }
    var meanwhile: Int?
    try store.apply([.coded("a", stamp: stamp(1), revision("They want ARMS."))], at: 1, isInPassing: true)
    try store.write(isInPassing: true) { meanwhile = try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    #expect(meanwhile == 1)
    #expect(try synchronous() == 2)
    #expect(try state.open(.readOnly).ledgerCounts()[.coded] == 1)
    struct Refusal: Error {}
    #expect(throws: (any Error).self) {
      try store.write(isInPassing: true) { db in
        try db.execute(sql: "DELETE FROM entry")
        throw Refusal()
      }
    }
    #expect(try synchronous() == 2)
    #expect(try store.ledgerCounts()[.coded] == 1)
    try store.keep(at: 5)
    #expect(try store.fact(.kept) == "5")
  }

  @Test(arguments: 0..<20) func aNULBecomesASpaceWhereverItStands(place: Int) {
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 20)
    var with = text
    with[place] = 0
    #expect(text.withoutNUL == text)
    #expect(with.withoutNUL == Array(text[..<place]) + [0x20] + Array(text[(place + 1)...]))
    #expect(Array(with[...place]).withoutNUL == Array(text[..<place]) + [0x20])
  }

  @Test func anotherProgramsDatabaseIsLeftAlone() throws {
    let state = try TemporaryState()
    let file = Store.file(in: state.directory)
    try DatabaseQueue(path: file).write { try $0.execute(sql: "CREATE TABLE theirs (x)") }
    #expect(kind { _ = try state.open() } == .foreign)
  }

  @Test func aFullDiskLosesNothing() throws {
    let state = try TemporaryState()
    let store = try state.open()
    try store.apply([.coded("a", stamp: stamp(1), revision("They want ARMS."))], at: 1)
    // SQLite says "full" at its page limit just as at the disk's.
    func limit(_ pages: Int) throws {
      _ = try store.writer?.writeWithoutTransaction {
        try Int.fetchOne($0, sql: "PRAGMA max_page_count = \(pages)")
      }
    }
    try limit(1)
    let large = revision(String(repeating: "They want TALKS again and again. ", count: 20_000))
    #expect(kind { try store.apply([.coded("b", stamp: stamp(2), large)], at: 2) } == .diskFull)
    #expect(try store.ledgerCounts() == [.coded: 1])
    try limit(1_000_000)
    try store.apply([.coded("b", stamp: stamp(2), large)], at: 3)
    #expect(try store.ledgerCounts() == [.coded: 2])
    try checkConsistency(of: store, "after a full disk")
  }

  @Test func nothingOfABatchStaysWhereOnePartFails() throws {
    let state = try TemporaryState()
    let store = try state.open()
    #expect(
      kind {
        try store.apply(
          [.coded("a", stamp: stamp(1), revision("They want ARMS.")), .waiting(NotePath(bytes: []))], at: 1)
      } == .other)
    #expect(try store.ledgerCounts() == [:])
    try checkConsistency(of: store, "after a failed batch")
  }

  @Test func noNULIsEverBound() throws {
    let state = try TemporaryState()
    let store = try state.open()
    var note = revision("They want\u{0} ARMS here.", title: "A\u{0}B")
    note.coded.note.author = "x\u{0}y"
    note.coded.note.tags = ["one\u{0}", "two\nlines"]
    try store.apply(
      [
        .coded("a", stamp: stamp(1), note),
        .quarantined("b", stamp: nil, Quarantine(kind: "k", reason: "r\u{0}s", remedy: "m")),
      ], at: 1)
    let stored = try #require(try store.storedRevision(of: "a")?.note)
    #expect(String(decoding: stored.text, as: UTF8.self) == "They want  ARMS here.")
    #expect(stored.title == "A\u{FFFD}B")
    #expect(stored.author == "x\u{FFFD}y")
    #expect(stored.tags == ["one\u{FFFD}", "two lines"])
    #expect(try store.entry("b")?.reason == "r\u{FFFD}s")
    #expect(try store.search(SearchQuery(text: try SearchExpression("here"))).hits.count == 1)
    try store.apply([.withdrawn("a")], at: 2)
    try checkConsistency(of: store, "NUL")
  }

  @Test func aStoredNoteComesBackWhole() throws {
    let state = try TemporaryState()
    let store = try state.open()
    var coded = revision("One. Two.\n\nThree ARMS.", date: .month(year: 2022, month: 2))
    coded.coded.note.units = [
      NoteText.Unit(kind: .heading, range: 0..<4), Unit(kind: .blockQuotation, range: 5..<9, isQuoted: true),
      NoteText.Unit(kind: .tableCell, range: 11..<22, isCoded: false),
    ]
    coded.coded.note.positions = PositionMap(
      runs: [.init(text: 0, source: 7), .init(text: 9, source: 30)], lineStarts: [0, 7, 29])
    coded.coded.note.reliability = "B"
    coded.coded.note.credibility = 2
    coded.coded.note.problems = ["odd date"]
    try store.apply([.coded("a", stamp: stamp(1), coded)], at: 1)
    let stored = try #require(try store.storedRevision(of: "a")).note
    let given = coded.coded.note
    #expect(stored.text == given.text)
    #expect(stored.units == given.units)
    #expect(stored.positions.runs == given.positions.runs)
    #expect(stored.positions.lineStarts == given.positions.lineStarts)
    #expect(stored.date == given.date)
    #expect(stored.reliability == "B")
    #expect(stored.credibility == 2)
    #expect(stored.problems == ["odd date"])
    #expect(stored.format == .plain)
  }

  @Test(arguments: [20, 35, 50, 65, 80])
  func aDamagedIndexIsSetAside(_ percent: Int) throws {
    let state = try TemporaryState()
    do {
      let store = try state.open()
      let notes = (0..<300).map { number -> NoteChange in
        .coded(
          NotePath("n\(number)"), stamp: stamp(UInt64(number)),
          revision(String(repeating: "Note \(number) wants ARMS. ", count: 40)))
      }
      try store.apply(notes, at: 1)
      try store.apply([.coded("n1", stamp: stamp(1), revision("Edited: TALKS."))], at: 2)
      try store.record(publication(day: 19_000, known: 3))
      try store.close()
    }
    let file = Store.file(in: state.directory)
    let size = try #require(
      try FileManager.default.attributesOfItem(atPath: file)[.size] as? NSNumber
    ).intValue
    let handle = try #require(FileHandle(forUpdatingAtPath: file))
    // Two pages, wherever.
    try handle.seek(toOffset: UInt64(size / 4096 * percent / 100 * 4096))
    try handle.write(contentsOf: Data(repeating: 0xA5, count: 8_192))
    try handle.close()

    let report = try Store.setAside(directory: state.directory, now: 1_700_000_000)
    #expect(report.kept.hasSuffix("redline.sqlite.damaged-20231114T221320Z"))
    #expect(FileManager.default.fileExists(atPath: report.kept))
    #expect(report.notes > 30)
    #expect(report.publications == 1)
    #expect(report.lost.filter { $0.contains("gone") } == [])
    let store = try state.open()
    #expect(try store.integrityCheck() == [])
    try store.apply([.coded("n2", stamp: stamp(2), revision("After: TALKS."))], at: 4)
    try checkConsistency(of: store, "salvaged")
  }

  @Test func whatIsNoDatabaseIsSetAsideToo() throws {
    let state = try TemporaryState()
    let file = Store.file(in: state.directory)
    try Data(repeating: 0x41, count: 10_000).write(to: URL(fileURLWithPath: file))
    #expect(kind { _ = try state.open() } == .corrupt)
    let report = try Store.setAside(directory: state.directory, now: 0)
    #expect(report.notes == 0)
    #expect(!report.lost.isEmpty)
    #expect(kind { _ = try state.open() } == nil)
  }

  @Test func aBackupIsAnIndex() throws {
    let state = try TemporaryState()
    let store = try state.open()
    try store.apply([.coded("a", stamp: stamp(1), revision("They want ARMS."))], at: 1)
    let copy = try TemporaryState()
    let file = Store.file(in: copy.directory)
    try store.backup(to: file)
    #expect(try FileManager.default.contentsOfDirectory(atPath: copy.directory) == ["redline.sqlite"])
    #expect(kind { try store.backup(to: file) } == .usage)
    let restored = try copy.open()
    #expect(try restored.ledgerCounts() == [.coded: 1])
    try checkConsistency(of: restored, "restored")
  }

  @Test func factsAndAnswers() throws {
    let state = try TemporaryState()
    let store = try state.open()
    #expect(try store.fact(.zone) == nil)
    try store.setFact(.zone, "Europe/Kyiv")
    #expect(try store.fact(.zone) == "Europe/Kyiv")
    try store.setFact(.zone, nil)
    #expect(try store.fact(.zone) == nil)
    try store.answer(request: "r1", kind: "sync", with: "done", at: 100)
    #expect(try store.answer(to: "r1") == "done")
    try store.answer(request: "r2", kind: "sync", with: "done", at: 100 + 90_000)
    #expect(try store.answer(to: "r1") == nil)
  }

  /// Each transaction leaves a part of the full-text index, and merges what those before owe.
  @Test func manyTransactionsLeaveFewParts() throws {
    let state = try TemporaryState()
    let store = try state.open()
    var most = 0
    for number in 0..<400 {
      let note = revision("Note \(number) of ARMS.")
      try store.apply([.coded(NotePath("n\(number)"), stamp: stamp(UInt64(number)), note)], at: 1)
      let parts = try store.read { try Int.fetchOne($0, sql: "SELECT count(DISTINCT segid) FROM fts_idx") }
      most = max(most, parts ?? 0)
    }
    // Sixteen of the last level and as many of the next, and what came while they were merged.
    #expect(most <= 48)
    try checkConsistency(of: store, "merged")
  }

  @Test func upkeepEnds() throws {
    let state = try TemporaryState()
    let store = try state.open()
    for number in 0..<60 {
      try store.apply(
        [.coded(NotePath("n\(number)"), stamp: stamp(UInt64(number)), revision("Note \(number) ARMS."))],
        at: 1)
    }
    var rounds = 0
    while try store.optimise(), rounds < 100 { rounds += 1 }
    #expect(rounds < 100)
    try store.checkpoint()
    store.releaseMemory()
    try checkConsistency(of: store, "optimised")
    let status = try store.status(fingerprint: "two")
    #expect(status.notes == 60)
    #expect(status.segments == 60)
    #expect(status.stale == 60)
    #expect(status.lastReceived == 1)
  }
}

// What is found by hash and by band, in columns and in tables.

import Glibc
import Testing

@testable import NoteStore

@Suite struct RevisionFinderTests {
  /// When tables are made, by the number of the revision that comes next.
  struct Making: Sendable {
    var begin: Int
    var end: Int
  }

  /// One that is handed revisions by their numbers while tables are made.
  private static func filled(
    _ count: Int, _ making: Making?, _ insert: (RevisionFinder, _ number: Int) -> Void
  ) -> RevisionFinder {
    let finder = RevisionFinder()
    finder.load(present: 0) { _ in }
    var begun: (RevisionColumns, generation: Int)?
    for number in 1...count {
      if number == making?.begin { begun = finder.beginTables() }
      if number == making?.end, let (columns, generation) = begun {
        finder.endTables(RevisionTables(columns), generation)
      }
      insert(finder, number)
    }
    return finder
  }

  /// Signatures that share bands in every way, and some revisions with one part only.
  private static func filled(_ making: Making? = nil) -> RevisionFinder {
    filled(1000, making) { finder, number in
      switch number % 10 {
      case 3: finder.insert(Int64(number), hash: hash(number))
      case 7: finder.insert(Int64(number), signature: signature(number))
      case 9:
        finder.insert(Int64(number), hash: hash(number))
        finder.insert(Int64(number), signature: signature(number))
      default: finder.insert(Int64(number), hash: hash(number), signature: signature(number))
      }
    }
  }

  private static func hash(_ number: Int) -> [UInt8] {
    let number = number % 333
    return [UInt8(number / 256), UInt8(number % 256), 9, 9] + Array(repeating: 1, count: 12)
  }

  private static func signature(_ number: Int) -> [UInt8] {
    (0..<64).map { row in UInt8((number / (row / 3 + 1)) % 251) }
  }

  /// Tables from the start, half way, at the end; at once, or while others come.
  @Test(arguments: [
    Making(begin: 1, end: 1), Making(begin: 1, end: 1000), Making(begin: 500, end: 500),
    Making(begin: 300, end: 700), Making(begin: 1000, end: 1000), Making(begin: 600, end: 2000),
  ])
  func tablesFindWhatColumnsFind(_ making: Making) {
    let columns = Self.filled()
    let tables = Self.filled(making)
    #expect(tables.hasTables == (making.end <= 1000))
    for number in 1...1010 {
      let hash = Self.hash(number)
      let signature = Self.signature(number)
      let expected = columns.candidates(hash: hash, signature: signature)
      #expect(tables.candidates(hash: hash, signature: signature) == expected)
      #expect(columns.candidates(hash: hash) == tables.candidates(hash: hash))
      #expect(columns.candidates(signature: signature) == tables.candidates(signature: signature))
    }
  }

  @Test(arguments: [nil, Making(begin: 500, end: 500)])
  func aRevisionIsFoundByItsHashAndByItsBands(_ making: Making?) {
    let finder = Self.filled(making)
    // 3, 336, 669 have one hash; 1002 is not there.
    #expect(finder.candidates(hash: Self.hash(3)) == [3, 336, 669])
    #expect(finder.candidates(hash: [255, 255, 9, 9]) == [])
    var signature = Array(repeating: UInt8(255), count: 64)
    #expect(finder.candidates(signature: signature) == [])
    // A band alone is chance. With half of all values equal, as far as bands tell, it may be a near copy: 33 of 64, of which
    // sixteen stand in no band.
    signature[45...47] = Self.signature(500)[45...47]
    #expect(finder.candidates(signature: signature) == [])
    signature[0...12] = Self.signature(500)[0...12]
    #expect(finder.candidates(signature: signature) == [])
    signature[13] = Self.signature(500)[13]
    #expect(finder.candidates(signature: signature) == [500])
    // No band as a whole.
    signature = Self.signature(500).enumerated().map { $0.offset % 3 == 1 ? 255 : $0.element }
    #expect(finder.candidates(signature: signature) == [])
  }

  @Test(arguments: [nil, Making(begin: 1, end: 1), Making(begin: 20, end: 60), Making(begin: 20, end: 200)])
  func aFormLetterIsKnownByItsFirstCopies(_ making: Making?) {
    let finder = Self.filled(100, making) { $0.insert(Int64($1), signature: Self.signature(5)) }
    #expect(finder.candidates(signature: Self.signature(5)) == Array(1...32))
  }

  /// A short text has few bands, or none.
  @Test(arguments: [false, true]) func shortSignatures(hasTables: Bool) {
    let finder = RevisionFinder()
    finder.load(present: 0) { _ in }
    finder.insert(1, signature: [1, 2, 3, 4, 5, 6])
    finder.insert(2, signature: [1, 2])
    if hasTables { finder.prepareTables() }
    #expect(finder.hasTables == hasTables)
    finder.insert(3, signature: [9, 9, 9, 4, 5, 6])
    #expect(finder.candidates(signature: [1, 0, 0, 4, 5, 6]) == [1])
    #expect(finder.candidates(signature: [0, 0, 9, 4, 5, 6]) == [3])
    // Of another length, and so of nothing alike.
    #expect(finder.candidates(signature: [1, 2, 3]) == [])
    #expect(finder.candidates(signature: [1, 2]) == [])
    #expect(finder.candidates(signature: Array(repeating: 255, count: 48)) == [])
  }

  /// Many are put into tables by a thread, while others come and are asked for.
  @Test func manyGetTheirTablesAside() {
    let finder = RevisionFinder()
    finder.load(present: 0) { _ in }
    for number in 1...5000 { finder.insert(Int64(number), hash: Self.wide(number)) }
    finder.prepareTables()
    var next = 5001
    while !finder.hasTables {
      finder.insert(Int64(next), hash: Self.wide(next))
      #expect(finder.candidates(hash: Self.wide(next)) == [Int64(next)])
      next += 1
      sched_yield()
    }
    for number in 1..<next { #expect(finder.candidates(hash: Self.wide(number)) == [Int64(number)]) }
  }

  private static func wide(_ number: Int) -> [UInt8] {
    (0..<16).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  @Test func tablesOfWhatWasLetGoAreNotWanted() throws {
    let finder = Self.filled()
    let (columns, generation) = try #require(finder.beginTables())
    #expect(finder.beginTables() == nil)
    finder.drop()
    finder.load(present: 0) { _ in }
    finder.endTables(RevisionTables(columns), generation)
    #expect(!finder.hasTables && finder.candidates(hash: Self.hash(3)) == [])
  }

  /// Before a note asks, and again after a release; what comes then is found as well.
  @Test func whatANoteIsComparedWithIsReadBeforehand() throws {
    let state = try TemporaryState()
    let store = try state.open()
    try store.apply([.coded("a.md", stamp: stamp(1), revision("No ARMS."))], at: 100)
    store.releaseMemory()
    #expect(!store.finder.isLoaded)
    try store.prepareForNotes()
    #expect(store.finder.isLoaded)
    let outcome = try store.apply([.coded("b.md", stamp: stamp(2), revision("No ARMS."))], at: 101)
    #expect(outcome.duplicates == ["b.md"])
    try store.apply([.coded("c.md", stamp: stamp(3), revision("New ARMS."))], at: 102)
    try store.prepareForNotes()
    let last = try store.apply([.coded("d.md", stamp: stamp(4), revision("New ARMS."))], at: 103)
    #expect(last.duplicates == ["d.md"])
  }

  @Test func nothingIsFoundOnceTheMemoryWasLetGo() {
    let finder = Self.filled()
    finder.drop()
    #expect(!finder.isLoaded)
    #expect(finder.candidates(hash: Self.hash(3)) == [])
  }
}

// What is found by hash and by band, in columns and in tables.

import Testing

@testable import NoteStore

@Suite struct RevisionFinderTests {
  /// Signatures that share bands in every way, and some revisions with one part only.
  private static func filled(tables: Int = RevisionFinder.tables, from point: Int? = nil) -> RevisionFinder {
    let finder = RevisionFinder()
    finder.load(present: 0) { _ in }
    for number in 1...1000 {
      if number == point { finder.makeTables(tables) }
      switch number % 10 {
      case 3: finder.insert(Int64(number), hash: hash(number))
      case 7: finder.insert(Int64(number), signature: signature(number))
      case 9:
        finder.insert(Int64(number), hash: hash(number))
        finder.insert(Int64(number), signature: signature(number))
      default: finder.insert(Int64(number), hash: hash(number), signature: signature(number))
      }
    }
    return finder
  }

  private static func hash(_ number: Int) -> [UInt8] {
    let number = number % 333
    return [UInt8(number / 256), UInt8(number % 256), 9, 9] + Array(repeating: 1, count: 12)
  }

  private static func signature(_ number: Int) -> [UInt8] {
    (0..<64).map { row in UInt8((number / (row / 3 + 1)) % 251) }
  }

  /// Tables from the start, half way, at the end; of the hashes alone, of some bands too, of all.
  @Test(arguments: [1, 500, 1000], [1, 4, RevisionFinder.tables])
  func tablesFindWhatColumnsFind(from point: Int, tables count: Int) {
    let columns = Self.filled()
    let tables = Self.filled(tables: count, from: point)
    for number in 1...1010 {
      let hash = Self.hash(number)
      let signature = Self.signature(number)
      let expected = columns.candidates(hash: hash, signature: signature)
      #expect(tables.candidates(hash: hash, signature: signature) == expected)
      #expect(columns.candidates(hash: hash) == tables.candidates(hash: hash))
      #expect(columns.candidates(signature: signature) == tables.candidates(signature: signature))
    }
  }

  @Test func aRevisionIsFoundByItsHashAndByOneBand() {
    let finder = Self.filled()
    // 3, 336, 669 have one hash; 1002 is not there.
    #expect(finder.candidates(hash: Self.hash(3)) == [3, 336, 669])
    #expect(finder.candidates(hash: [255, 255, 9, 9]) == [])
    var signature = Array(repeating: UInt8(255), count: 64)
    #expect(finder.candidates(signature: signature) == [])
    signature[45...47] = Self.signature(500)[45...47]
    #expect(finder.candidates(signature: signature).contains(500))
  }

  @Test func aFormLetterIsKnownByItsFirstCopies() {
    for tables in [0, 1, 5, RevisionFinder.tables] {
      let finder = RevisionFinder()
      finder.load(present: 0) { _ in }
      finder.makeTables(tables)
      for number in 1...100 { finder.insert(Int64(number), signature: Self.signature(5)) }
      #expect(finder.candidates(signature: Self.signature(5)) == Array(1...32))
    }
  }

  /// A short text has few bands, or none.
  @Test(arguments: [0, 1, 3, RevisionFinder.tables])
  func shortSignatures(tables: Int) {
    let finder = RevisionFinder()
    finder.load(present: 0) { _ in }
    finder.insert(1, signature: [1, 2, 3, 4, 5, 6])
    finder.insert(2, signature: [1, 2])
    finder.makeTables(tables)
    finder.insert(3, signature: [9, 9, 9, 4, 5, 6])
    #expect(finder.candidates(signature: [0, 0, 0, 4, 5, 6]) == [1, 3])
    #expect(finder.candidates(signature: [1, 2, 3]) == [1])
    #expect(finder.candidates(signature: [1, 2]) == [])
    #expect(finder.candidates(signature: Array(repeating: 255, count: 48)) == [])
  }

  @Test func nothingIsFoundOnceTheMemoryWasLetGo() {
    let finder = Self.filled()
    finder.drop()
    #expect(!finder.isLoaded)
    #expect(finder.candidates(hash: Self.hash(3)) == [])
  }
}

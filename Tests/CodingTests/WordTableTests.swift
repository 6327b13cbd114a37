// The memo of words grows with a language's words, and not with its numbers.

import Testing

@testable import Coding

@Suite struct WordTableTests {
  @Test func numbersTakeNoRoomThatWordsDoNotNeed() {
    var table = WordTable<UInt64>()
    let small = table.size
    for key in 1...100_000 as ClosedRange<UInt64> { table.insert(key, 7, isNumber: true) }
    #expect(table.size == small)
    // The newest is known, whatever it took the place of.
    #expect(table.code(of: 100_000) == 7)
    for key in 200_001...202_000 as ClosedRange<UInt64> { table.insert(key, 8) }
    #expect(table.size > small)
    // Words are many times looked up; few may have been forgotten for others.
    #expect((200_001...202_000 as ClosedRange<UInt64>).count { table.code(of: $0) == 8 } > 1_900)
    for key in 300_001...700_000 as ClosedRange<UInt64> { table.insert(key, 9) }
    #expect(table.size == 65_536)
  }
}

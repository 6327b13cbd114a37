// What each change does to a path's state.

import FileWatching
import NotePaths
import Testing

@testable import NoteStore

@Suite struct LedgerTests {
  @Test func aNoteGoesInAndOut() throws {
    let state = try TemporaryState()
    let store = try state.open()
    try store.apply([.waiting("a.md")], at: 100)
    #expect(try store.entry("a.md")?.state == .waiting)
    try store.apply([.coded("a.md", stamp: stamp(1), revision("No ARMS here."))], at: 101)
    let entry = try #require(try store.entry("a.md"))
    #expect(entry.state == .coded)
    #expect(entry.stamp == stamp(1))
    #expect(entry.firstSeen == 100)
    try store.apply([.withdrawn("a.md")], at: 102)
    #expect(try store.entry("a.md")?.state == .withdrawn)
    #expect(try store.ledgerCounts() == [.withdrawn: 1])
  }
}

extension NotePath: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(value) }
}

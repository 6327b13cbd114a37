// Loading a codebook file: what it gives, and every mistake with its place.

import Testing

@testable import Codebooks

@Suite struct CodebookLoadTests {
  @Test func defaultLoads() throws {
    let book = try Codebook.loadDefault()
    #expect(!book.codes.isEmpty)
    #expect(book.fingerprint.count == 64)
  }
}

import Testing

@testable import Pipeline

@Suite struct BatchSizeTests {
  /// Fixed and each in microseconds; what 40 transactions teach, of sizes as an import has them.
  private func learned(fixed: Int64, each: Int64) -> Int {
    var size = BatchSize()
    for round in 0..<40 {
      // Every fifth one is cut short by a note that was dropped.
      let changes = round % 5 == 4 ? max(1, size.limit / 3) : size.limit
      size.learn(changes: changes, nanoseconds: (fixed + each * Int64(changes)) * 1000)
    }
    return size.limit
  }

  @Test(arguments: [
    // A fast disk: what takes 10 ms.
    (fixed: 1000, each: 200, 42...46),
    (fixed: 1000, each: 20, 440...460),
    // A slow disk: three quarters of the time go to the notes all the same.
    (fixed: 30_000, each: 200, 430...470),
    (fixed: 30_000, each: 5, 1000...1000),
    // Heavy notes.
    (fixed: 1000, each: 30_000, 16...16),
  ]) func followsWhatATransactionCosts(fixed: Int64, each: Int64, expected: ClosedRange<Int>) {
    let limit = learned(fixed: fixed, each: each)
    #expect(expected.contains(limit), "\(limit)")
  }

  /// No clock that jumps, and no transaction of nothing, leads anywhere.
  @Test func staysWithinItsRange() {
    var size = BatchSize()
    for (changes, time) in [(0, 5), (5, 0), (5, -7), (1, .max), (1000, 1), (1, 1), (1, .max)]
      as [(Int, Int64)]
    {
      size.learn(changes: changes, nanoseconds: time)
      #expect(BatchSize.range.contains(size.limit))
    }
  }
}

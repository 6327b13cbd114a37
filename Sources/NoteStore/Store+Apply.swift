// The store function through which every note goes in or out.

import GRDB

extension Store {
  /// A backlog or a storm, and no longer single notes that somebody drops.
  private static let many = 32

  /// Applies changes in order, in one transaction: ledger, notes, revisions, segments, full text and tallies
  /// together, or, where anything throws, none of them. A thousand a call is fastest; one is 0.3 ms.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970; what comes in is received then. It counts as later than every published digest, even
  ///     where the clock was set back, so that no note falls between two digests.
  ///   - waiting: about as many notes will follow soon.
  ///   - isInPassing: the transaction need not have reached the disk: should it be lost with the machine's power, all that
  ///     it says is read again from the files. `keep` and every other write take it there.
  ///   - isEnough: asked after each change: whether the transaction is to end with it. How many went in stands in what
  ///     is returned.
  @discardableResult
  public func apply(
    _ changes: [NoteChange], at now: Int64, waiting: Int = 0, isInPassing: Bool = false,
    until isEnough: () -> Bool = { false }
  ) throws(StoreError) -> ApplyOutcome {
    try write(isInPassing: isInPassing) { db in
      let transaction = try NoteTransaction(db, after: now, finder: finder, merging: merging)
      transaction.isMany = waiting + changes.count(where: \.isRead) >= Self.many
      for change in changes {
        try transaction.apply(change)
        transaction.outcome.applied += 1
        if isEnough() { break }
      }
      return try transaction.finish()
    }
  }
}

// The slow way: what the index should hold, worked out anew from revisions and segments.

import Digests
import FileWatching
import GRDB
import NotePaths
import Testing

@testable import NoteStore

/// Full text, tallies and ledger against the current revisions.
func checkConsistency(of store: Store, _ what: String, sourceLocation: SourceLocation = #_sourceLocation)
  throws
{
  try store.read { db in
    let current = try Int64.fetchAll(db, sql: "SELECT id FROM revision WHERE until IS NULL ORDER BY id")
    let searched = try Int64.fetchAll(db, sql: "SELECT id FROM fts_docsize ORDER BY id")
    #expect(searched == current, "\(what): full text rows", sourceLocation: sourceLocation)

    let tally =
      "SELECT day, code, status, holder, modifiers, segments, sources FROM tally ORDER BY 1, 2, 3, 4, 5"
    let slow = """
      SELECT r.day, s.code, s.status, s.holder, s.modifiers & 6, count(*), count(DISTINCT r.cluster)
      FROM revision r JOIN segment s ON s.revision = r.id WHERE r.until IS NULL
      GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
      """
    let (kept, counted) = (try numbers(db, tally, 7), try numbers(db, slow, 7))
    #expect(kept == counted, "\(what): tallies", sourceLocation: sourceLocation)
    let days = try numbers(db, "SELECT day, notes FROM day ORDER BY day", 2)
    let daysCounted = try numbers(
      db, "SELECT day, count(*) FROM revision WHERE until IS NULL GROUP BY day ORDER BY day", 2)
    #expect(days == daysCounted, "\(what): notes by day", sourceLocation: sourceLocation)

    for (sql, message) in [
      (
        """
        SELECT count(*) FROM entry e WHERE (state = 'coded' OR was = 'coded') AND NOT EXISTS (
          SELECT 1 FROM revision r JOIN note n ON n.id = r.note
          WHERE r.note = e.note AND r.until IS NULL AND n.path = e.path AND n.withdrawn IS NULL)
        """, "coded path without its note"
      ),
      (
        """
        SELECT count(*) FROM revision r JOIN note n ON n.id = r.note WHERE r.until IS NULL
        AND r.note NOT IN (SELECT note FROM imported_note) AND 1 <> (
          SELECT count(*) FROM entry e WHERE e.note = r.note AND (e.state = 'coded' OR e.was = 'coded'))
        """, "present note without its one path"
      ),
      (
        """
        SELECT count(*) FROM entry e WHERE state = 'duplicate' AND NOT EXISTS (
          SELECT 1 FROM revision r WHERE r.note = e.note AND r.until IS NULL)
        """, "duplicate of nothing"
      ),
      (
        """
        SELECT count(*) FROM note n WHERE (withdrawn IS NULL) <> EXISTS (
          SELECT 1 FROM revision r WHERE r.note = n.id AND r.until IS NULL)
        """, "withdrawn and present at once"
      ),
      (
        """
        SELECT count(*) FROM revision r WHERE segments <> (
          SELECT count(*) FROM segment s WHERE s.revision = r.id)
        """, "segments miscounted"
      ),
      ("SELECT count(*) FROM revision WHERE id NOT IN (SELECT revision FROM content)", "no text"),
      ("SELECT count(*) FROM pragma_foreign_key_check", "row without parent"),
    ] {
      #expect(try Int.fetchOne(db, sql: sql) == 0, "\(what): \(message)", sourceLocation: sourceLocation)
    }
  }
  // SQLite's own check of the full-text index (it would write, hence apart).
  try store.write { db in try db.execute(sql: "INSERT INTO fts (fts) VALUES ('integrity-check')") }
}

private func numbers(_ db: Database, _ sql: String, _ columns: Int32) throws -> [[Int64]] {
  try db.makeStatement(sql: sql).all { row in (0..<columns).map { row.int64($0) } }
}

func day(_ number: Int, length: Int = 1) -> Period {
  Period(
    kind: .day, start: Int64(number) * 86_400, end: Int64(number + length) * 86_400, zone: "UTC",
    name: "\(number)-day")
}

func publication(day number: Int, known: Int64) -> Publication {
  Publication(
    period: day(number), published: known, known: known, codebook: "one", hash: ContentHash(high: 1, low: 2))
}

/// A generator with a seed, so that a failure comes again.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    var word = state
    word ^= word >> 33
    word = word &* 0xff51_afd7_ed55_8ccd
    return word ^ (word >> 33)
  }
}

@Suite struct RandomChangesTests {
  /// Any sequence of changes leaves an index that equals the one counted from its revisions.
  @Test(arguments: 1...12)
  func anySequence(_ seed: Int) throws {
    let state = try TemporaryState()
    let store = try state.open()
    var random = Seeded(state: UInt64(seed))
    for step in 0..<40 {
      let changes = (0..<Int.random(in: 1...6, using: &random)).map { _ in Self.change(&random) }
      try store.apply(changes, at: 1_000 + Int64(step))
      if step % 13 == 12 { try Self.recode(store, "book \(step)") }
      if step % 10 == 9 { try checkConsistency(of: store, "seed \(seed), step \(step)") }
    }
    try store.redate { stored in
      EffectiveDate(
        seconds: stored.effective.seconds - 7_200, day: stored.effective.day - 1,
        origin: stored.effective.origin)
    }
    try checkConsistency(of: store, "seed \(seed), in another zone")
    #expect(try store.integrityCheck() == [])
  }

  static func recode(_ store: Store, _ codebook: String) throws {
    while true {
      let stale = try store.staleRevisions(fingerprint: codebook, limit: 7)
      if stale.isEmpty { return }
      let coded = stale.map { old in
        (
          id: old.id,
          note: revision(
            String(decoding: old.note.text, as: UTF8.self), codebook: codebook, status: "conceded"
          ).coded
        )
      }
      try store.recode(coded, at: 5)
    }
  }

  static func change(_ random: inout Seeded) -> NoteChange {
    let paths: [NotePath] = ["a", "b", "c", "d/a", "d/b", "d/e/f"]
    let path = paths.randomElement(using: &random) ?? "a"
    let inode = UInt64.random(in: 1...4, using: &random)
    switch Int.random(in: 0..<16, using: &random) {
    case 0: return .waiting(path)
    case 1, 2, 3: return .withdrawn(path)
    case 4: return .renamed(from: path, to: paths.randomElement(using: &random) ?? "b", stamp: stamp(inode))
    case 5: return .ignored(path, stamp: nil, rule: "*")
    case 6: return .quarantined(path, stamp: nil, Quarantine(kind: "k", reason: "r", remedy: "m"))
    case 7: return .unreachable(folder: "d", reason: "gone")
    case 8: return .reachable(folder: "d")
    case 9: return .unchanged(path, stamp: stamp(inode))
    case 10: return .duplicate(path, stamp: stamp(inode), of: paths.randomElement(using: &random) ?? "c")
    case 11: return .rewritten(path, stamp: stamp(inode), some(&random))
    default: return .coded(path, stamp: stamp(inode), some(&random))
    }
  }

  private static func some(_ random: inout Seeded) -> CodedRevision {
    let words = ["ARMS", "TALKS", "MAYBE", "BASES"]
    let text = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      "They want \(words.randomElement(using: &random) ?? "ARMS") now."
    }.joined(separator: " ")
    // Neighbouring families share half a signature or all of it, so that clusters form and merge.
    let family = UInt64.random(in: 0...3, using: &random)
    let signature = (0..<64).map { UInt64($0) < 44 + family * 6 ? UInt64($0) : family &* 31 &+ UInt64($0) }
    return revision(
      text, day: 19_000 + Int.random(in: 0...2, using: &random), signature: signature)
  }
}

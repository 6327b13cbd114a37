// What the index knows of itself, and the answers to what commands asked of the service.

import GRDB

extension Store {
  /// Facts of the whole index, kept as text.
  public enum Fact: String, Sendable {
    /// Seconds since 1970 at which this index was begun.
    case created
    /// Set once the first import is through; until then what comes in is archive.
    case imported
    /// The IANA zone in which dates are worked out; a new one calls for `redate`.
    case zone
    /// The fingerprint of the codebook in force.
    case codebook
    /// Seconds since 1970 at which a first import was taken to the disk.
    case kept
    /// What was lost when a damaged index was set aside, in words, for the first digest.
    case salvage
  }

  public func fact(_ fact: Fact) throws(StoreError) -> String? {
    try read { db in try Self.fact(fact, db) }
  }

  /// Nil takes the fact away.
  public func setFact(_ fact: Fact, _ value: String?) throws(StoreError) {
    try write { db in
      if let value {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")
          .run([.text(fact.rawValue), .text(value.withoutNUL)])
      } else {
        try db.cachedStatement(sql: "DELETE FROM meta WHERE key = ?").run([.text(fact.rawValue)])
      }
    }
  }

  /// Takes to the disk what `apply` wrote in passing.
  public func keep(at now: Int64) throws(StoreError) { try setFact(.kept, String(now)) }

  static func fact(_ fact: Fact, _ db: Database) throws -> String? {
    try db.cachedStatement(sql: "SELECT value FROM meta WHERE key = ?").first([.text(fact.rawValue)]) {
      $0.text(0)
    }
  }

  /// Answers a request left in `requests/` under this id; answers older than a day go.
  public func answer(request id: String, kind: String, with answer: String, at now: Int64) throws(StoreError)
  {
    try write { db in
      try db.cachedStatement(sql: "DELETE FROM request WHERE answered < ?").run([.int(now - 86_400)])
      try db.cachedStatement(
        sql: "INSERT OR REPLACE INTO request (id, kind, answered, answer) VALUES (?, ?, ?, ?)"
      ).run([.text(id.withoutNUL), .text(kind.withoutNUL), .int(now), .text(answer.withoutNUL)])
    }
  }

  /// The answer to a request; nil while there is none.
  public func answer(to id: String) throws(StoreError) -> String? {
    try read { db in
      try db.cachedStatement(sql: "SELECT answer FROM request WHERE id = ?").first([.text(id.withoutNUL)]) {
        $0.text(0)
      }
    }
  }
}

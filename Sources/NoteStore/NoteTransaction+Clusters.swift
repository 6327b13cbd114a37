// Near copies: which cluster a revision belongs to, and how many sources its day has by that.

import GRDB

extension NoteTransaction {
  /// Finds the present notes that resemble this one, makes one cluster of theirs and its own, and counts
  /// sources accordingly. The revision's row is current and in no cluster (0) when this is called.
  ///
  /// Clusters grow by single links, whatever the order in which notes come; they do not fall apart when the
  /// note that linked them goes.
  func joinCluster(_ id: Int64, day: Int, signature: [UInt8]) throws {
    let clusters = try clusters(like: signature, except: id)
    if !signature.isEmpty { bands.insert(signature, revision: id) }
    guard let target = clusters.min() else {
      try setCluster(of: id, to: try freshCluster())
      tallies.source(Set(try TallyBook.counts(db, revision: id).keys), day: day, by: 1)
      return
    }
    let days = clusters.count == 1 ? [day] : try days(of: clusters).union([day])
    for cluster in clusters {
      for day in days { tallies.source(try tallies.keys(ofCluster: cluster, day: day), day: day, by: -1) }
    }
    for cluster in clusters where cluster != target {
      try db.cachedStatement(sql: "UPDATE revision SET cluster = ? WHERE cluster = ?")
        .run([.int(target), .int(cluster)])
    }
    try setCluster(of: id, to: target)
    for day in days { tallies.source(try tallies.keys(ofCluster: target, day: day), day: day, by: 1) }
  }

  /// Takes a revision's part out of its day's sources.
  func leaveCluster(_ head: RevisionHead) throws {
    let cluster =
      try db.cachedStatement(sql: "SELECT cluster FROM revision WHERE id = ?")
      .first([.int(head.id)]) { $0.int64(0) } ?? 0
    let others = try tallies.keys(ofCluster: cluster, day: head.day, except: head.id)
    let own = Set(try TallyBook.counts(db, revision: head.id).keys)
    tallies.source(own.subtracting(others), day: head.day, by: -1)
  }

  private func setCluster(of id: Int64, to cluster: Int64) throws {
    try db.cachedStatement(sql: "UPDATE revision SET cluster = ? WHERE id = ?").run([.int(cluster), .int(id)])
  }

  private func freshCluster() throws -> Int64 {
    try db.cachedStatement(sql: "SELECT max(cluster) FROM revision").first { $0.int64(0) + 1 } ?? 1
  }

  private func days(of clusters: Set<Int64>) throws -> Set<Int> {
    var days: Set<Int> = []
    let statement = try db.cachedStatement(
      sql: "SELECT DISTINCT day FROM revision WHERE cluster = ? AND until IS NULL")
    for cluster in clusters { days.formUnion(try statement.all([.int(cluster)]) { $0.int(0) }) }
    return days
  }

  private func clusters(like signature: [UInt8], except id: Int64) throws -> Set<Int64> {
    guard !signature.isEmpty else { return [] }
    try loadBands()
    var found: Set<Int64> = []
    let statement = try db.cachedStatement(
      sql: "SELECT cluster, signature FROM revision WHERE id = ? AND until IS NULL")
    for candidate in bands.candidates(for: signature) where candidate != id {
      try statement.each([.int(candidate)]) { row in
        let cluster = row.int64(0)
        if !found.contains(cluster), cluster != 0,
          Signature.resemblance(signature, row.bytes(1)) >= Signature.threshold
        {
          found.insert(cluster)
        }
        return false
      }
    }
    return found
  }

  private func loadBands() throws {
    guard !bands.isLoaded else { return }
    bands.begin()
    try db.cachedStatement(
      sql: "SELECT signature, id FROM revision WHERE until IS NULL AND signature IS NOT NULL ORDER BY id"
    ).each { row in
      bands.insert(row.bytes(0), revision: row.int64(1))
      return true
    }
  }
}

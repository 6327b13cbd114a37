// Near copies: which cluster a revision belongs to, and how many sources its day has by that.

import GRDB

/// Where a revision that comes in belongs among near copies.
struct ClusterPlace {
  var cluster: Int64
  /// On which the cluster's notes count as other sources than before; empty for one of its own.
  var days: Set<Int>
}

extension NoteTransaction {
  /// Finds the present notes that resemble a revision which is about to come in, makes one cluster of theirs, and takes
  /// them out of the counts until it has joined them.
  ///
  /// Clusters grow by single links, whatever the order in which notes come; they do not fall apart when the
  /// note that linked them goes.
  /// - Parameter id: the revision's, where its row is there already, in no cluster (0).
  func prepareCluster(of id: Int64? = nil, day: Int, signature: [UInt8]) throws -> ClusterPlace {
    let clusters = try clusters(like: signature, except: id)
    guard let target = clusters.min() else { return ClusterPlace(cluster: try freshCluster(), days: []) }
    let days = clusters.count == 1 ? [day] : try days(of: clusters).union([day])
    for cluster in clusters {
      for day in days { tallies.source(try tallies.keys(ofCluster: cluster, day: day), day: day, by: -1) }
    }
    for cluster in clusters where cluster != target {
      try db.cachedStatement(sql: "UPDATE revision SET cluster = ? WHERE cluster = ?")
        .run([.int(target), .int(cluster)])
    }
    return ClusterPlace(cluster: target, days: days)
  }

  /// Counts the sources of the days that `place` concerns. The revision's row stands in that cluster by now.
  func joinCluster(
    _ id: Int64, _ place: ClusterPlace, day: Int, signature: [UInt8], keys: some Sequence<SegmentKey>
  ) throws {
    finder.insert(id, signature: signature)
    if place.days.isEmpty { tallies.source(Set(keys), day: day, by: 1) }
    for day in place.days {
      tallies.source(try tallies.keys(ofCluster: place.cluster, day: day), day: day, by: 1)
    }
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

  func setCluster(of id: Int64, to cluster: Int64) throws {
    try db.cachedStatement(sql: "UPDATE revision SET cluster = ? WHERE id = ?").run([.int(cluster), .int(id)])
  }

  private func freshCluster() throws -> Int64 {
    let last =
      try lastCluster
      ?? db.cachedStatement(sql: "SELECT max(cluster) FROM revision").first { $0.int64(0) } ?? 0
    lastCluster = last + 1
    return last + 1
  }

  private func days(of clusters: Set<Int64>) throws -> Set<Int> {
    var days: Set<Int> = []
    let statement = try db.cachedStatement(
      sql: "SELECT DISTINCT day FROM revision WHERE cluster = ? AND until IS NULL")
    for cluster in clusters { days.formUnion(try statement.all([.int(cluster)]) { $0.int(0) }) }
    return days
  }

  private func clusters(like signature: [UInt8], except id: Int64?) throws -> Set<Int64> {
    guard !signature.isEmpty else { return [] }
    try loadFinder()
    var found: Set<Int64> = []
    let statement = try db.cachedStatement(
      sql: "SELECT cluster, signature FROM revision WHERE id = ? AND until IS NULL")
    for candidate in finder.candidates(signature: signature) where candidate != id {
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

  func loadFinder() throws {
    try finder.load(from: db)
    if isMany { finder.prepareTables() }
  }
}

extension RevisionFinder {
  /// Reads what it knows, unless that was done.
  func load(from db: Database) throws {
    guard !isLoaded else { return }
    // To count them one by one would take as long again.
    let room =
      try db.cachedStatement(sql: "SELECT max(id), (SELECT sum(notes) FROM day) FROM revision").first {
        (all: Int(min($0.int64(0), 1 << 20)), present: Int(min($0.int64(1), 1 << 20)))
      } ?? (all: 0, present: 0)
    let statement = try db.cachedStatement(
      sql: "SELECT id, hash, CASE WHEN until IS NULL THEN signature END FROM revision ORDER BY id")
    try load(all: room.all, present: room.present) { add in
      try statement.each { row in
        row.withBytes(1) { hash in row.withBytes(2) { add(row.int64(0), hash, $0) } }
        return true
      }
    }
  }
}

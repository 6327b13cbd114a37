// What published digests said that no longer holds.

import Digests
import GRDB
import NotePaths

extension MaterialReading {
  /// A revision that ended since the last digest of this kind.
  private struct Ended {
    var id: Int64
    var note: Int64
    var since: Int64
    var until: Int64
    var date: Int64
    var received: Int64
    var isArchive: Bool
    var path: NotePath
    var title: String
  }

  /// Notes that a published digest of this kind showed and that were edited or withdrawn since the digest
  /// before this one, by path bytes: as the last digest that showed them had them, against now.
  func errata() throws -> [Erratum] {
    guard let before else { return [] }
    var errata: [Erratum] = []
    var seen: Set<Int64> = []
    for ended in try ended(since: before.known) {
      guard let digest = publication(showing: ended), seen.insert(ended.note).inserted else { continue }
      if let erratum = try erratum(ended, digest: digest) { errata.append(erratum) }
    }
    return errata.sorted { $0.path < $1.path }
  }

  private func ended(since known: Int64) throws -> [Ended] {
    try db.makeStatement(
      sql: """
        SELECT r.id, n.id, r.since, r.until, r.date, n.received, n.archive, n.path, r.title
        FROM revision r INDEXED BY revision_until JOIN note n ON n.id = r.note
        WHERE r.until > ? AND r.until <= ? ORDER BY r.number
        """
    ).all([.int(known), .int(lateUntil)]) {
      Ended(
        id: $0.int64(0), note: $0.int64(1), since: $0.int64(2), until: $0.int64(3), date: $0.int64(4),
        received: $0.int64(5), isArchive: $0.int(6) == 1, path: NotePath(bytes: $0.bytes(7)),
        title: $0.text(8))
    }
  }

  /// The last published digest that had this revision: dated in its period, or late in it.
  private func publication(showing ended: Ended) -> Publication? {
    for (index, publication) in publications.enumerated().reversed()
    where publication.known >= ended.since && publication.known < ended.until
      && publication.period.start < period.start
    {
      if ended.date >= publication.period.start && ended.date < publication.period.end { return publication }
      let lateAfter = index > 0 ? publications[index - 1].known : publication.period.start - 1
      if !ended.isArchive && ended.date < publication.period.start && ended.received > lateAfter
        && ended.received <= publication.known
      {
        return publication
      }
    }
    return nil
  }

  private func erratum(_ ended: Ended, digest: Publication) throws -> Erratum? {
    let now = try db.cachedStatement(
      sql: """
        SELECT r.id, r.title, r.hash = (SELECT hash FROM revision WHERE id = ?1) FROM revision r
        WHERE r.note = ?2 AND r.since <= ?3 AND (r.until IS NULL OR r.until > ?3) ORDER BY r.number DESC LIMIT 1
        """
    ).first([.int(ended.id), .int(ended.note), .int(lateUntil)]) { ($0.int64(0), $0.text(1), $0.int(2) == 1) }
    // Edited and put back: what was published holds.
    if let now, now.2 { return nil }
    let before = try statuses(ended.id)
    let after = try now.map { try statuses($0.0) } ?? [:]
    let codes = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    var erratum = Erratum(
      kind: now == nil ? .withdrawn : .revised, path: ended.path, title: now?.1 ?? ended.title,
      digest: digest.period.name,
      changes: codes.sorted().map { Erratum.Change(code: $0, before: before[$0], after: after[$0]) })
    erratum.isFile = try isFile(ended.path, note: ended.note)
    return erratum
  }

  /// The statuses of each code of a revision, in the order of the text, joined where there are several.
  private func statuses(_ revision: Int64) throws -> [String: String] {
    var all: [String: [String]] = [:]
    try db.cachedStatement(sql: "SELECT code, status FROM segment WHERE revision = ? ORDER BY start, ordinal")
      .each([.int(revision)]) { row in
        let status = names[row.int64(1)]
        if all[names[row.int64(0)]]?.contains(status) != true {
          all[names[row.int64(0)], default: []].append(status)
        }
        return true
      }
    return all.mapValues { $0.joined(separator: ", ") }
  }
}

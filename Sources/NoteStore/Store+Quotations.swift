// Quotations of a digest held against the stored notes once more, before it is published.

public import Digests
import GRDB
import NotePaths
import NoteText

extension Store {
  /// Evidence whose words do not stand in the stored note at their line and column, in words. Each note is read once.
  public func misquoted(_ evidence: [Evidence]) throws(StoreError) -> [String] {
    struct Key: Hashable {
      var path: NotePath
      var revision: Int
      var isFile: Bool
    }
    let notes = Dictionary(grouping: evidence) {
      Key(path: $0.path, revision: $0.revision, isFile: $0.isFile)
    }
    return try read { db in
      var faults: [String] = []
      for (key, own) in notes.sorted(by: { ($0.key.path, $0.key.revision) < ($1.key.path, $1.key.revision) })
      {
        faults += try Quotations(db, own[0], revision: key.revision).faults(own)
      }
      return faults
    }
  }
}

/// A stored note with the places of its segments.
private struct Quotations {
  private struct Place: Hashable {
    var line, column: Int
  }
  private var text: [UInt8] = []
  private var positions: PositionMap?
  /// Where the segments of a place stand in the text.
  private var places: [Place: [Range<Int>]] = [:]

  init(_ db: Database, _ item: Evidence, revision: Int) throws {
    let note =
      item.isFile
      ? "SELECT note FROM entry WHERE path = ?" : "SELECT note FROM imported_note WHERE id = ?"
    let name = item.isFile ? item.path.bytes : Array(item.path.bytes.dropFirst(ImportedNote.scheme.count))
    let found = try db.cachedStatement(
      sql: """
        SELECT c.text, c.positions, r.id FROM revision r JOIN content c ON c.revision = r.id
        WHERE r.note = (\(note)) AND r.number = ?
        """
    ).first([.blob(name), .int(Int64(revision))]) { ($0.bytes(0), $0.bytes(1), $0.int64(2)) }
    guard let found else { return }
    text = found.0
    positions = try ContentPacking.positions(found.1)
    try db.cachedStatement(
      sql: "SELECT line, \"column\", start, length FROM segment WHERE revision = ? ORDER BY ordinal"
    ).each([.int(found.2)]) { row in
      places[Place(line: row.int(0), column: row.int(1)), default: []].append(
        row.int(2)..<(row.int(2) + row.int(3)))
      return true
    }
  }

  func faults(_ evidence: [Evidence]) -> [String] {
    evidence.compactMap { line in
      guard let positions else { return "\(line.path): no stored note" }
      let ranges = places[Place(line: line.line, column: line.column)] ?? []
      let isThere = ranges.contains { range in
        range.upperBound <= text.count && positions.position(of: range.lowerBound).line == line.line
          && String(decoding: text[range], as: UTF8.self) == line.quote
      }
      return isThere ? nil : "\(line.path):\(line.line): the stored note does not say “\(line.quote)” there"
    }
  }
}

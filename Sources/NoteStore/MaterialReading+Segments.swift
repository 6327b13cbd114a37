// Segments of a period's notes: quoted with their text, in a flood the most of them counted only.

import Digests
import GRDB
import NotePaths

/// A note as evidence shows it.
struct MaterialNote {
  var id: Int64
  var number: Int
  var author: String?
  var source: String?
  var reliability: String?
  var credibility: Int?
  var line: NoteLine
}

/// Notes with their segments.
struct NoteSegments {
  var notes: MaterialNotes
  /// By date, path bytes and offset.
  var evidence: [Evidence] = []
  var further = CountedOnly()
  /// The codes of them all.
  var codes: Set<String> = []

  init(_ notes: MaterialNotes) { self.notes = notes }

  mutating func number(_ clusters: ClusterNumbers) {
    // The further ones share the lines: taken back first, so that no second copy is made.
    further.notes = []
    notes.number(clusters)
    if !further.marks.isEmpty { further.notes = notes.lines }
    for index in evidence.indices { evidence[index].cluster = clusters[evidence[index].cluster] }
  }
}

extension MaterialReading {
  /// Reads the segments of some notes: all with their text where there are no more than `limit`.
  func read(_ segments: inout NoteSegments, limit: Int, flood most: Int) throws {
    let notes = segments.notes
    if notes.coded.reduce(0, { $0 + notes.lines[Int($1.line)].segments }) <= limit {
      for coded in notes.coded { segments.evidence += try evidence(ofRevision: coded.revision, only: nil) }
      segments.codes = Set(segments.evidence.lazy.map(\.code))
      return
    }
    var flood = Flood(names)
    try flood.read(db, notes)
    let chosen = flood.choose(notes, limit: min(limit, most))
    var next = chosen.makeIterator()
    var quoted = next.next()
    var place = 0
    for (index, coded) in notes.coded.enumerated() {
      var ordinals: Set<Int> = []
      while place < flood.candidates.count, flood.candidates[place].note == index {
        if place == quoted {
          ordinals.insert(Int(flood.ordinals[place]))
          quoted = next.next()
        } else {
          segments.further.marks.append(
            CountedOnly.Mark(kind: Int(flood.kindNumbers[place]), note: Int(coded.line)))
        }
        place += 1
      }
      if !ordinals.isEmpty {
        segments.evidence += try evidence(ofRevision: coded.revision, only: ordinals)
      }
    }
    // What SQLite has cached of it is of no further use, and the digest needs the room.
    db.releaseMemory()
    segments.further.kinds = flood.kinds
    segments.further.notes = notes.lines
    segments.codes = Set(flood.kinds.lazy.map(\.code))
  }

  /// A note's segments by offset: all, or those with these ordinals.
  private func evidence(ofRevision revision: Int64, only ordinals: Set<Int>?) throws -> [Evidence] {
    guard let note = try note(revision) else { return [] }
    return try evidence(of: note, only: ordinals)
  }

  private static let segmentColumns = """
    ordinal, start, length, before, after, line, "column", code, status, modifiers, holder, rule,
    likelihood, low, high, confidence
    """

  func evidence(of note: MaterialNote, only ordinals: Set<Int>?) throws -> [Evidence] {
    var all: [Evidence] = []
    let segments = try db.cachedStatement(
      sql: "SELECT \(Self.segmentColumns) FROM segment WHERE revision = ? ORDER BY start, ordinal")
    try db.cachedStatement(sql: "SELECT text FROM content WHERE revision = ?").each([.int(note.id)]) { row in
      try row.withBytes(0) { text in
        try segments.each([.int(note.id)]) { segment in
          if ordinals?.contains(segment.int(0)) ?? true { all.append(evidence(note, segment, text: text)) }
          return true
        }
      }
      return false
    }
    return all
  }

  private func evidence(_ note: MaterialNote, _ row: RawRow, text: UnsafeRawBufferPointer) -> Evidence {
    let whole = 0..<text.count
    let start = row.int(1)
    let quote = (start..<(start + row.int(2))).clamped(to: whole)
    let sentence =
      max(0, quote.lowerBound - row.int(3))..<max(quote.upperBound, quote.upperBound + row.int(4))
    let around = sentence.lowerBound <= quote.lowerBound ? sentence.clamped(to: whole) : quote
    let modifiers = row.int(9)
    let line = note.line
    var evidence = Evidence(
      path: line.path, revision: note.number, line: row.int(5), column: row.int(6),
      quote: String(decoding: text[quote], as: UTF8.self),
      sentence: String(decoding: text[around], as: UTF8.self),
      quoteOffset: quote.lowerBound - around.lowerBound,
      title: line.title, author: note.author, source: note.source, reliability: note.reliability,
      credibility: note.credibility, date: line.date, isUndated: line.isUndated, received: line.received,
      code: names[row.int64(7)], status: names[row.int64(8)], isNegated: modifiers & 1 != 0,
      isHypothetical: modifiers & 2 != 0, isHistorical: modifiers & 4 != 0, holder: names[row.int64(10)],
      rule: names[row.int64(11)], likelihood: names[optional: row.optionalInt64(12)],
      likelihoodLow: row.isNull(13) ? nil : row.real(13), likelihoodHigh: row.isNull(14) ? nil : row.real(14),
      confidence: names[optional: row.optionalInt64(15)], cluster: line.cluster)
    evidence.isFile = line.isFile
    return evidence
  }
}

/// All segments of a flood of notes, in a few bytes each.
private struct Flood {
  private let names: NameList
  /// In the order of the notes, then of ordinals.
  private(set) var candidates: [QuoteChoice.Candidate] = []
  private(set) var ordinals: [UInt32] = []
  private(set) var kindNumbers: [UInt32] = []
  private(set) var kinds: [CountedOnly.Kind] = []
  private var known: [RawKind: Int] = [:]
  private var groups: [CountedOnly.Kind: Int] = [:]
  /// By group, the number of its code.
  private var codes: [Int] = []
  private var kindGroups: [Int] = []

  private struct RawKind: Hashable {
    var code, status, holder, modifiers: Int64
    var likelihood: Int64?
    var low, high: Double?
  }

  init(_ names: NameList) { self.names = names }

  mutating func read(_ db: Database, _ notes: MaterialNotes) throws {
    let count = notes.coded.reduce(0) { $0 + notes.lines[Int($1.line)].segments }
    candidates.reserveCapacity(count)
    ordinals.reserveCapacity(count)
    kindNumbers.reserveCapacity(count)
    let segments = try db.cachedStatement(
      sql: """
        SELECT ordinal, code, status, holder, modifiers, likelihood, low, high FROM segment
        WHERE revision = ? ORDER BY ordinal
        """)
    for (index, coded) in notes.coded.enumerated() {
      try segments.each([.int(coded.revision)]) { row in
        let kind = number(
          RawKind(
            code: row.int64(1), status: row.int64(2), holder: row.int64(3), modifiers: row.int64(4),
            likelihood: row.optionalInt64(5), low: row.isNull(6) ? nil : row.real(6),
            high: row.isNull(7) ? nil : row.real(7)))
        candidates.append(
          QuoteChoice.Candidate(
            note: index, group: kindGroups[kind], isHypothetical: kinds[kind].isHypothetical,
            grade: Int(coded.grade)))
        ordinals.append(UInt32(row.int(0)))
        kindNumbers.append(UInt32(kind))
        return true
      }
    }
  }

  private mutating func number(_ raw: RawKind) -> Int {
    if let number = known[raw] { return number }
    let kind = CountedOnly.Kind(
      code: names[raw.code], status: names[raw.status], holder: names[raw.holder],
      isNegated: raw.modifiers & 1 != 0, isHypothetical: raw.modifiers & 2 != 0,
      isHistorical: raw.modifiers & 4 != 0, likelihood: names[optional: raw.likelihood],
      likelihoodLow: raw.low, likelihoodHigh: raw.high)
    // Whatever may count in another way has a sentence to show it.
    let group = CountedOnly.Kind(
      code: kind.code, status: kind.status, holder: kind.holder, isHypothetical: kind.isHypothetical,
      isHistorical: kind.isHistorical)
    if groups[group] == nil {
      groups[group] = codes.count
      codes.append(Int(raw.code))
    }
    known[raw] = kinds.count
    kinds.append(kind)
    kindGroups.append(groups[group] ?? 0)
    return kinds.count - 1
  }

  func choose(_ notes: MaterialNotes, limit: Int) -> [Int] {
    QuoteChoice.choose(candidates, codes: codes, limit: limit) { note in
      notes.lines[Int(notes.coded[note].line)].cluster
    }
  }
}

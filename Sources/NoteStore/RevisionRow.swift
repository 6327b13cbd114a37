// A revision's and a segment's columns, in one place for writing and for reading.

import Coding
import NoteText

enum RevisionRow {
  private static let columns = [
    "note", "number", "since", "date", "day", "said_kind", "said", "origin", "undated", "future",
    "hash", "format", "encoding", "codebook", "coded", "sentences", "segments", "cluster", "language",
    "reliability", "credibility", "title", "author", "source", "tags", "problems", "signature",
  ]

  static let insertion = """
    INSERT INTO revision (\(columns.joined(separator: ", ")))
    VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
    """

  /// The same values and the row's id; the row becomes current.
  static let replacement = """
    UPDATE revision SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")), until = NULL WHERE id = ?
    """

  static func values(
    of revision: CodedRevision, note: Int64, number: Int, since: Int64, cluster: Int64, signature: [UInt8],
    names: NameTable
  ) throws -> [Bound] {
    let text = revision.coded.note
    let said = said(text.date)
    return [
      .int(note), .int(number), .int(since), .int(revision.date.seconds), .int(revision.date.day),
      .int(said.kind), .int(said.value), .optional(try names.number(of: revision.date.origin)),
      .flag(revision.date.isUndated), .flag(revision.date.isFuture),
      .blob(revision.hash.bytes), .int(try names.number(of: text.format.rawValue)),
      .int(try names.number(of: text.encoding)), .int(try names.number(of: revision.coded.codebook)),
      .int(since), .int(revision.coded.sentenceCount), .int(revision.coded.segments.count), .int(cluster),
      .optional(text.language?.withoutNUL), .optional(grade(text.reliability)),
      .optional(text.credibility.flatMap { (1...6).contains($0) ? Int64($0) : nil }),
      .text(text.title.withoutNUL), .optional(text.author?.withoutNUL), .optional(text.source?.withoutNUL),
      .optional(joined(text.tags)), .optional(joined(text.problems)),
      signature.isEmpty ? .null : .blob(signature),
    ]
  }

  private static func grade(_ letter: String?) -> String? {
    letter.flatMap { ["A", "B", "C", "D", "E", "F"].contains($0) ? $0 : nil }
  }

  /// Lists are kept as lines.
  private static func joined(_ words: [String]) -> String? {
    guard !words.isEmpty else { return nil }
    return words.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ").withoutNUL }
      .joined(separator: "\n")
  }

  static func lines(_ joined: String?) -> [String] {
    joined?.split(separator: "\n").map(String.init) ?? []
  }

  /// What the note says of its date, so that a new time zone needs no file: kind 0 nothing, 1 a moment in
  /// seconds, 2 a day as yyyymmdd, 3 a month as yyyymm.
  static func said(_ date: NoteDate?) -> (kind: Int, value: Int64) {
    switch date {
    case nil: (0, 0)
    case .instant(let seconds): (1, seconds)
    case .day(let day): (2, Int64(day.year * 10_000 + day.month * 100 + day.day))
    case .month(let year, let month): (3, Int64(year * 100 + month))
    }
  }

  static func date(kind: Int, value: Int64) -> NoteDate? {
    let number = Int(value)
    return switch kind {
    case 1: .instant(value)
    case 2:
      CalendarDay(year: number / 10_000, month: number / 100 % 100, day: number % 100).map { .day($0) }
    case 3: .month(year: number / 100, month: number % 100)
    default: nil
    }
  }
}

enum SegmentRow {
  static let insertion = """
    INSERT INTO segment (revision, ordinal, code, status, holder, modifiers, start, length, before, after,
      line, "column", rule, status_rule, cues, likelihood, low, high, confidence)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  static func values(
    of segment: CodedSegment, revision: Int64, ordinal: Int, position: SourcePosition, names: NameTable
  ) throws -> [Bound] {
    let modifiers =
      (segment.isNegated ? 1 : 0) | (segment.isHypothetical ? 2 : 0) | (segment.isHistorical ? 4 : 0)
    return [
      .int(revision), .int(ordinal), .int(try names.number(of: segment.code)),
      .int(try names.number(of: segment.status)), .int(try names.number(of: segment.holder)),
      .int(modifiers), .int(segment.range.lowerBound), .int(segment.range.count),
      .int(segment.range.lowerBound - segment.sentence.lowerBound),
      .int(segment.sentence.upperBound - segment.range.upperBound), .int(position.line),
      .int(position.column), .int(try names.number(of: segment.rule)),
      .optional(try names.number(of: segment.statusRule)), try cues(of: segment, names: names),
      .optional(try names.number(of: segment.likelihood?.term)),
      segment.likelihood.map { .real(min(max($0.low, 0), 1)) } ?? .null,
      segment.likelihood.map { .real(min(max($0.high, 0), 1)) } ?? .null,
      .optional(try names.number(of: segment.likelihood?.confidence)),
    ]
  }

  /// For each cue: its place against the segment's start, its length, its modifier's and its id's number.
  private static func cues(of segment: CodedSegment, names: NameTable) throws -> Bound {
    guard !segment.cues.isEmpty else { return .null }
    var packer = Packer()
    for cue in segment.cues {
      packer.putSigned(cue.range.lowerBound - segment.range.lowerBound)
      packer.put(cue.range.count)
      packer.put(Int(try names.number(of: cue.modifier)))
      packer.put(Int(try names.number(of: cue.id)))
    }
    return .blob(packer.bytes)
  }

  static func cues(_ bytes: [UInt8], start: Int, names: NameList) throws -> [CodedSegment.CueHit] {
    var unpacker = Unpacker(bytes)
    var cues: [CodedSegment.CueHit] = []
    while !unpacker.isAtEnd {
      let from = start + (try unpacker.takeSigned())
      let length = try unpacker.take()
      let modifier = names[Int64(try unpacker.take())]
      let id = names[Int64(try unpacker.take())]
      guard from >= 0, length >= 0, length <= Int(UInt32.max) else {
        throw StoreError(kind: .corrupt, file: "", message: "a stored cue makes no sense")
      }
      cues.append(CodedSegment.CueHit(range: from..<(from + length), modifier: modifier, id: id))
    }
    return cues
  }
}

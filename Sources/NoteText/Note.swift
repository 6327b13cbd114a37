// A note as the coder sees it: its coded text, its units, and the way back to the file.

/// How a note's bytes are read.
public enum NoteFormat: String, Sendable, CaseIterable {
  case markdown, plain, html, mail
}

/// A calendar day, without a zone.
public struct CalendarDay: Hashable, Sendable, Comparable {
  public var year: Int
  public var month: Int
  public var day: Int

  /// Nil where there is no such day in the Gregorian calendar (years 1 to 9999).
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CalendarDay.days(inMonth: month, of: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  public static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

/// What a note says of its own date.
public enum NoteDate: Hashable, Sendable {
  /// A moment: seconds since 1970-01-01T00:00:00Z.
  case instant(Int64)
  /// A day, in whatever zone the reader configures.
  case day(CalendarDay)
  /// A month; counts as its first day.
  case month(year: Int, month: Int)

  /// The year, for judging what is history. For an instant, in UTC.
  public var year: Int {
    switch self {
    case .instant(let seconds): 1970 + Int((Double(seconds) / 31_556_952).rounded(.down))
    case .day(let day): day.year
    case .month(let year, _): year
    }
  }
}

/// A stretch of the coded text that stands for itself: a paragraph, a heading, a list item, a table cell.
/// Sentences and proximity never cross a unit's border.
public struct Unit: Sendable, Hashable {
  public enum Kind: String, Sendable {
    case paragraph, heading, listItem, tableCell, blockQuotation, caption
  }
  public var kind: Kind
  /// Bytes of `Note.text`.
  public var range: Range<Int>
  /// Text quoted from elsewhere (a block quotation): coded, with the writer not the speaker.
  public var isQuoted: Bool
  /// False for text that is read but not coded (quoted replies and signatures of a mail).
  public var isCoded: Bool

  public init(kind: Kind, range: Range<Int>, isQuoted: Bool = false, isCoded: Bool = true) {
    self.kind = kind
    self.range = range
    self.isQuoted = isQuoted
    self.isCoded = isCoded
  }
}

/// Line and column of the original, both from 1; the column counts bytes of the UTF-8 text of that line.
public struct SourcePosition: Hashable, Sendable {
  public var line: Int
  public var column: Int
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A note, read: what it says of itself, and its text in units.
public struct Note: Sendable {
  public var format: NoteFormat
  /// The encoding it was read in, and how that was decided: "utf-8", "windows-1251 (detected)".
  public var encoding: String
  public var title: String
  public var date: NoteDate?
  /// Where `date` came from: "front matter", "mail header", "html header", "file name"; nil with it.
  public var dateOrigin: String?
  public var author: String?
  public var source: String?
  public var tags: [String]
  /// NATO's Admiralty code: reliability of the source, A to F.
  public var reliability: String?
  /// NATO's Admiralty code: credibility of the information, 1 to 6.
  public var credibility: Int?
  /// BCP 47 primary language, where the note says it or it could be told; nil where unknown.
  public var language: String?
  /// The coded text: valid UTF-8 without NUL; units lie in it in order, separated by at least one newline.
  public var text: [UInt8]
  public var units: [Unit]
  public var positions: PositionMap
  /// What was wrong but did not stop the reading (a wrong type in the front matter), for the ledger.
  public var problems: [String]

  public init(
    format: NoteFormat, encoding: String = "utf-8", title: String = "", date: NoteDate? = nil,
    dateOrigin: String? = nil, author: String? = nil, source: String? = nil, tags: [String] = [],
    reliability: String? = nil, credibility: Int? = nil, language: String? = nil, text: [UInt8],
    units: [Unit], positions: PositionMap, problems: [String] = []
  ) {
    self.format = format
    self.encoding = encoding
    self.title = title
    self.date = date
    self.dateOrigin = dateOrigin
    self.author = author
    self.source = source
    self.tags = tags
    self.reliability = reliability
    self.credibility = credibility
    self.language = language
    self.text = text
    self.units = units
    self.positions = positions
    self.problems = problems
  }
}

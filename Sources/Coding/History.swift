// What is history: years and dates in a segment's clause against the note's own date.

import NoteText

enum History {
  /// Months that must lie between the note's date and a date it names before that is history.
  static let threshold = 24

  /// The words in the segment's clause that date it more than two years before the note; nil where none do.
  /// Positions are offsets from the sentence's first word. Without a date of the note nothing is old.
  static func dated(
    segment: Range<Int>, clauses: Clauses, tokens: ArraySlice<Token>, text: [UInt8], note: NoteDate?
  ) -> Range<Int>? {
    guard let note, !segment.isEmpty else { return nil }
    let now = note.year * 12 + (note.month ?? 7) - 1
    let home = clauses.clause[segment.lowerBound]
    for index in clauses.words.indices where clauses.clause[index] == home || segment.contains(index) {
      guard let year = year(tokens[tokens.startIndex + index], text: text) else { continue }
      var from = index
      // A bare year stands for its middle.
      var then = year * 12 + 6
      if let before = before(index, tokens: tokens, text: text) {
        then = year * 12 + before.month
        from = before.start
      }
      if now - then > threshold, !isStart(from, clauses: clauses, tokens: tokens, text: text),
        !isLine(index, tokens: tokens, text: text)
      {
        return from..<index + 1
      }
    }
    return nil
  }

  /// The most words between "since" and a date: "since the start of the invasion in February 2022".
  private static let reach = 8

  /// Whether a date only says since when ("since August 2021") or names a line ("pre-2014"): what began then goes on.
  private static func isStart(
    _ date: Int, clauses: Clauses, tokens: ArraySlice<Token>, text: [UInt8]
  ) -> Bool {
    for index in stride(from: date - 1, through: max(0, date - 1 - reach), by: -1)
    where clauses.clause[index] == clauses.clause[date] {
      let word = WordKey(text, tokens[tokens.startIndex + index])
      if word == since || word == pre && index == date - 1 { return true }
    }
    return false
  }

  /// Whether a year only tells which border or posture is meant: "behind the 1991 borders".
  private static func isLine(_ year: Int, tokens: ArraySlice<Token>, text: [UInt8]) -> Bool {
    let next = tokens.startIndex + year + 1
    return next < tokens.endIndex && lines.contains(text, tokens[next])
  }

  private static let since = WordKey("since".utf8)
  private static let pre = WordKey("pre".utf8)
  private static let lines = KeyedWords(
    "border borders boundaries frontier frontiers line lines posture positions status footprint configuration"
  )

  private static func year(_ token: Token, text: [UInt8]) -> Int? {
    guard token.shape.contains(.digits), token.stem - token.start == 4 else { return nil }
    var value = 0
    for byte in text[Int(token.start)..<Int(token.stem)] {
      guard byte >= 48, byte <= 57 else { return nil }
      value = value * 10 + Int(byte) - 48
    }
    return (1900...2099).contains(value) ? value : nil
  }

  /// The month (from 0) named just before a year, over a day's number, and where it begins.
  private static func before(
    _ index: Int, tokens: ArraySlice<Token>, text: [UInt8]
  ) -> (month: Int, start: Int)? {
    for distance in 1...2 where index >= distance {
      let token = tokens[tokens.startIndex + index - distance]
      if let month = months[
        String(decoding: text[Int(token.start)..<Int(token.stem)], as: UTF8.self).lowercased()]
      {
        return (month, index - distance)
      }
      guard token.shape.contains(.digits) else { return nil }
    }
    return nil
  }

  private static let months: [String: Int] = [
    "january": 0, "february": 1, "march": 2, "april": 3, "may": 4, "june": 5, "july": 6, "august": 7,
    "september": 8, "october": 9, "november": 10, "december": 11, "jan": 0, "feb": 1, "mar": 2, "apr": 3,
    "jun": 5, "jul": 6, "aug": 7, "sep": 8, "sept": 8, "oct": 9, "nov": 10, "dec": 11, "early": 1, "late": 10,
  ]
}

extension NoteDate {
  /// The month, 1 to 12, of a day or a month; nil for a moment, whose calendar month needs a zone.
  var month: Int? {
    switch self {
    case .day(let day): day.month
    case .month(_, let month): month
    case .instant: nil
    }
  }
}

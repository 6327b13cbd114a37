// Dates as people, mails and pages write them, read without a formatter and in constant time.

extension NoteDate {
  /// `2022-01-26`, `2022-01`, `2022-01-26 18:30[:00]` (UTC), RFC 3339, RFC 2822
  /// (`Wed, 26 Jan 2022 18:30:00 +0100`). Nil for anything else.
  public static func parse(_ string: String) -> NoteDate? {
    var scanner = DateScanner(bytes: Array(string.utf8.prefix(80)))
    guard string.utf8.count <= 80 else { return nil }
    scanner.skipSpaces()
    return scanner.peekIsLetter || scanner.dayBeforeMonth ? scanner.mailDate() : scanner.isoDate()
  }
}

private struct DateScanner {
  let bytes: [UInt8]
  var index = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var peek: UInt8? { index < bytes.count ? bytes[index] : nil }
  var peekIsLetter: Bool { peek.map { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A } ?? false }

  /// "26 Jan 2022": digits, white space, a letter.
  var dayBeforeMonth: Bool {
    var probe = self
    guard probe.number(digits: 1...2) != nil, probe.peek == 0x20 else { return false }
    probe.skipSpaces()
    return probe.peekIsLetter
  }

  mutating func skipSpaces() {
    while let byte = peek, byte == 0x20 || byte == 0x09 { index += 1 }
  }

  mutating func accept(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    index += 1
    return true
  }

  mutating func number(digits: ClosedRange<Int>) -> Int? {
    let start = index
    var value = 0
    while let byte = peek, byte >= 0x30, byte <= 0x39, index - start < digits.upperBound {
      value = value * 10 + Int(byte - 0x30)
      index += 1
    }
    if index - start >= digits.lowerBound { return value }
    index = start
    return nil
  }

  private var atEnd: Bool {
    var rest = self
    rest.skipSpaces()
    return rest.peek == nil
  }

  mutating func isoDate() -> NoteDate? {
    guard let year = number(digits: 4...4), accept(0x2D), let month = number(digits: 2...2) else {
      return nil
    }
    if atEnd {
      return CalendarDay(year: year, month: month, day: 1).map { _ in .month(year: year, month: month) }
    }
    guard accept(0x2D), let dayNumber = number(digits: 2...2),
      let day = CalendarDay(year: year, month: month, day: dayNumber)
    else { return nil }
    if atEnd { return .day(day) }
    guard accept(0x54) || accept(0x74) || accept(0x20) else { return nil }
    skipSpaces()
    guard let seconds = clock() else { return nil }
    if accept(0x2E) || accept(0x2C) {
      guard number(digits: 1...12) != nil else { return nil }
    }
    skipSpaces()
    let offset: Int
    if peek == nil {
      offset = 0
    } else if accept(0x5A) || accept(0x7A) {
      offset = 0
    } else if let written = numericOffset() {
      offset = written
    } else {
      return nil
    }
    return atEnd ? .instant(Int64(day.daysSince1970 * 86_400 + seconds - offset)) : nil
  }

  /// `HH:MM` or `HH:MM:SS`, as seconds; a leap second counts as the one before.
  private mutating func clock() -> Int? {
    guard let hour = number(digits: 1...2), hour < 24, accept(0x3A), let minute = number(digits: 2...2),
      minute < 60
    else { return nil }
    var second = 0
    if accept(0x3A) {
      guard let written = number(digits: 2...2), written <= 60 else { return nil }
      second = min(written, 59)
    }
    return hour * 3600 + minute * 60 + second
  }

  /// `+01:00`, `+0100` or `+01`, as seconds.
  private mutating func numericOffset() -> Int? {
    guard let sign = peek, sign == 0x2B || sign == 0x2D else { return nil }
    index += 1
    guard let hour = number(digits: 2...2), hour < 24 else { return nil }
    _ = accept(0x3A)
    let minute = number(digits: 2...2) ?? 0
    return minute < 60 ? (sign == 0x2B ? 1 : -1) * (hour * 3600 + minute * 60) : nil
  }

  private mutating func word() -> String {
    let start = index
    while peekIsLetter { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  private static let zones = [
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
  ]

  /// RFC 2822 with the obsolete zones and two-digit years, and "January 26, 2022".
  mutating func mailDate() -> NoteDate? {
    var month: Int?
    if peekIsLetter {
      month = monthNumber(word())
      _ = accept(0x2E)
      _ = accept(0x2C)
      skipSpaces()
    }
    guard let dayNumber = number(digits: 1...2) else { return nil }
    _ = accept(0x2C)
    skipSpaces()
    if month == nil {
      _ = accept(0x2D)
      month = monthNumber(word())
      _ = accept(0x2D)
      _ = accept(0x2C)
      skipSpaces()
    }
    guard let month, var year = number(digits: 2...4) else { return nil }
    if year < 50 { year += 2000 } else if year < 1000 { year += 1900 }
    guard let day = CalendarDay(year: year, month: month, day: dayNumber) else { return nil }
    if atEnd { return .day(day) }
    _ = accept(0x2C)
    skipSpaces()
    guard let seconds = clock() else { return nil }
    skipSpaces()
    let offset = numericOffset() ?? (Self.zones[word()] ?? 0) * 3600
    return .instant(Int64(day.daysSince1970 * 86_400 + seconds - offset))
  }

  private func monthNumber(_ word: String) -> Int? {
    guard word.utf8.count >= 3 else { return nil }
    return Self.months.firstIndex(of: String(word.prefix(3))).map { $0 + 1 }
  }
}

extension CalendarDay {
  /// Days from 1970-01-01, negative before it (proleptic Gregorian calendar).
  public var daysSince1970: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

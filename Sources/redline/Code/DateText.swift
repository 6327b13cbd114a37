// Dates as they are written in data: a day, a month, or a moment after RFC 3339.

import NoteText

enum DateText {
  static func parse(_ text: String) -> NoteDate? {
    let bytes = Array(text.utf8)
    guard let year = number(bytes, 0..<4), year >= 1, bytes.count >= 7, bytes[4] == UInt8(ascii: "-"),
      let month = number(bytes, 5..<7), (1...12).contains(month)
    else { return nil }
    if bytes.count == 7 { return .month(year: year, month: month) }
    guard bytes.count >= 10, bytes[7] == UInt8(ascii: "-"), let number = number(bytes, 8..<10),
      let day = CalendarDay(year: year, month: month, day: number)
    else { return nil }
    if bytes.count == 10 { return .day(day) }
    return seconds(bytes[10...]).map { .instant(daysSince1970(day) * 86_400 + $0) }
  }

  /// Seconds since midnight UTC of what follows the day: "T12:00:00Z", " 12:00:00.5+02:00".
  private static func seconds(_ rest: ArraySlice<UInt8>) -> Int64? {
    let bytes = Array(rest)
    guard bytes.count >= 10, [0x54, 0x74, 0x20].contains(bytes[0]), bytes[3] == 58, bytes[6] == 58,
      let hour = number(bytes, 1..<3), hour < 24, let minute = number(bytes, 4..<6), minute < 60,
      let second = number(bytes, 7..<9), second <= 60
    else { return nil }
    var index = 9
    if bytes[index] == UInt8(ascii: ".") {
      index += 1
      let first = index
      while index < bytes.count, (48...57).contains(bytes[index]) { index += 1 }
      guard index > first, index < bytes.count else { return nil }
    }
    let local = Int64(hour * 3600 + minute * 60 + second)
    if bytes[index] == UInt8(ascii: "Z") || bytes[index] == UInt8(ascii: "z") {
      return index + 1 == bytes.count ? local : nil
    }
    let sign: Int64 = bytes[index] == UInt8(ascii: "+") ? 1 : -1
    guard sign == 1 || bytes[index] == UInt8(ascii: "-"), bytes.count == index + 6, bytes[index + 3] == 58,
      let hours = number(bytes, index + 1..<index + 3), hours < 24,
      let minutes = number(bytes, index + 4..<index + 6), minutes < 60
    else { return nil }
    return local - sign * Int64(hours * 3600 + minutes * 60)
  }

  private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard range.upperBound <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[range] {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int(byte) - 48
    }
    return value
  }

  /// By Howard Hinnant's count of days from the civil calendar.
  private static func daysSince1970(_ day: CalendarDay) -> Int64 {
    let year = day.month <= 2 ? day.year - 1 : day.year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }
}

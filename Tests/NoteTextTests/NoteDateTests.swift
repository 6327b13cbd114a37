import Testing

@testable import NoteText

struct NoteDateTests {
  static let cases: [(String, NoteDate?)] = [
    ("2022-01-26", CalendarDay(year: 2022, month: 1, day: 26).map(NoteDate.day)),
    ("2022-01", .month(year: 2022, month: 1)),
    ("2022-01-26T18:30:00Z", .instant(1_643_221_800)),
    ("2022-01-26T18:30:00.123+01:00", .instant(1_643_218_200)),
    ("2022-01-26 18:30", .instant(1_643_221_800)),
    ("2022-01-26 18:30:00 +0100", .instant(1_643_218_200)),
    ("Wed, 26 Jan 2022 18:30:00 +0000", .instant(1_643_221_800)),
    ("26 Jan 2022 13:30:00 EST", .instant(1_643_221_800)),
    ("Wed, 26 Jan 22 18:30 GMT", .instant(1_643_221_800)),
    ("January 26, 2022", CalendarDay(year: 2022, month: 1, day: 26).map(NoteDate.day)),
    ("1969-12-31T23:59:59Z", .instant(-1)),
    ("2022-02-29", nil), ("2022-13", nil), ("2022", nil), ("next week", nil), ("", nil),
    ("2022-01-26T25:00", nil),
    ("2022-01-26x", nil), ("0000-01-01", nil), ("26.01.2022", nil),
  ]

  @Test(arguments: cases.indices) func parses(_ index: Int) {
    let (text, date) = Self.cases[index]
    #expect(NoteDate.parse(text) == date, "\(text)")
  }
}

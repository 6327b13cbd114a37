// Dates as they are written in data: a day, a month, or a moment after RFC 3339.

import NoteText

enum DateText {
  /// Less than `NoteDate.parse` takes: data that mean something else by a date are told so.
  static func parse(_ text: String) -> NoteDate? { isData(Array(text.utf8)) ? NoteDate.parse(text) : nil }

  private static let day = Array("0000-00-00".utf8)
  private static let clock = Array("00:00:00".utf8)
  private static let offset = Array("00:00".utf8)

  private static func isData(_ bytes: [UInt8]) -> Bool {
    // Digits as zeros: what is left is the shape.
    let shape = bytes.map { (0x30...0x39).contains($0) ? 0x30 : $0 }
    if shape.elementsEqual(day.prefix(7)) || shape == day { return true }
    guard shape.starts(with: day), [0x54, 0x74, 0x20].contains(shape[day.count]) else { return false }
    var rest = shape[(day.count + 1)...]
    guard rest.starts(with: clock) else { return false }
    rest = rest.dropFirst(clock.count)
    if rest.first == 0x2E {
      let fraction = rest.dropFirst().prefix { $0 == 0x30 }
      if fraction.isEmpty { return false }
      rest = rest[fraction.endIndex...]
    }
    if rest.elementsEqual("Z".utf8) || rest.elementsEqual("z".utf8) { return true }
    return (rest.first == 0x2B || rest.first == 0x2D) && rest.dropFirst().elementsEqual(offset)
  }
}

// Subtitles (SRT, WebVTT): what is said, without numbers and times.

/// A cue's number and times become blanks where they stand, so that every word keeps its place; a sentence goes on
/// over the cues that it is spread over.
enum SubtitleText {
  /// Blanks what is not said; false, and nothing done, where the text has no cues.
  static func blank(_ text: inout [UInt8]) -> Bool {
    let head = String(decoding: text.prefix(512), as: UTF8.self)
    guard head.contains("-->") else { return false }
    var hasCues = false
    var isAfterBlank = true
    /// A line after a blank one: a cue's number or name, if times follow.
    var name: Range<Int>?
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? text.count
      if isTimes(text[start..<end]) {
        if let name { blank(name, in: &text) }
        blank(start..<end, in: &text)
        hasCues = true
      } else if hasCues {
        blankTags(start..<end, in: &text)
      }
      name = isAfterBlank && start < end ? start..<end : nil
      isAfterBlank = start == end
      start = end + (end + 1 < text.count && text[end] == 0x0D && text[end + 1] == 0x0A ? 2 : 1)
    }
    if hasCues, head.hasPrefix("WEBVTT") {
      blank(0..<(text.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? text.count), in: &text)
    }
    return hasCues
  }

  /// `00:01:02,500 --> 00:01:04,000`, hours optional, with a full stop in WebVTT.
  private static func isTimes(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first(where: { $0 > 0x20 }), ASCII.isDigit(first),
      let arrow = MarkdownHTML.find("-->", in: line)
    else { return false }
    return line[..<arrow].allSatisfy { ASCII.isDigit($0) || [0x20, 0x2C, 0x2E, 0x3A].contains($0) }
      && line[..<arrow].contains(0x3A)
  }

  /// `<i>`, `<v Ann>`, `<00:01:02.500>`.
  private static func blankTags(_ line: Range<Int>, in text: inout [UInt8]) {
    var index = line.lowerBound
    while let open = text[index..<line.upperBound].firstIndex(of: 0x3C) {
      guard let close = text[open..<line.upperBound].firstIndex(of: 0x3E), close - open <= 80 else { return }
      blank(open..<(close + 1), in: &text)
      index = close + 1
    }
  }

  private static func blank(_ range: Range<Int>, in text: inout [UInt8]) {
    for index in range { text[index] = 0x20 }
  }
}

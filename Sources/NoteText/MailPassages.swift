// Which lines of a mail are its writer's own, and which are quoted or a signature.

struct MailPassage {
  var range: Range<Int>
  /// False for quoted replies, forwarded heads and signatures: read, not coded.
  var isOwn: Bool
  var isQuoted: Bool
}

enum MailPassages {
  private enum State { case own, quoted, signature, original }

  /// Stretches of whole lines, in order.
  static func passages(of text: [UInt8]) -> [MailPassage] {
    var passages: [MailPassage] = []
    var state = State.own
    let lines = lines(of: text)
    for (index, line) in lines.enumerated() {
      let content = text[line.lowerBound..<line.upperBound]
      if state == .own || state == .quoted {
        if content.first == 0x3E {
          state = .quoted
        } else if isSignatureMark(content) {
          state = .signature
        } else if isOriginalMark(content) {
          state = .original
        } else if !content.allSatisfy({ $0 <= 0x20 }) {
          state = introducesQuotation(text, lines, index) ? .quoted : .own
        }
      }
      let passage = MailPassage(
        range: line, isOwn: state == .own, isQuoted: state == .quoted || state == .original)
      if let last = passages.last, last.isOwn == passage.isOwn, last.isQuoted == passage.isQuoted {
        passages[passages.count - 1].range = last.range.lowerBound..<line.upperBound
      } else {
        passages.append(passage)
      }
    }
    return passages
  }

  private static func lines(of text: [UInt8]) -> [Range<Int>] {
    let starts = lineStarts(of: text).map { Int($0) }
    return starts.indices.compactMap { index in
      let end = index + 1 < starts.count ? starts[index + 1] : text.count
      return starts[index] < end ? starts[index]..<end : nil
    }
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let last = line.last, last <= 0x20 { line.removeLast() }
    return line
  }

  /// `-- ` alone on its line, the space often lost.
  private static func isSignatureMark(_ line: ArraySlice<UInt8>) -> Bool {
    trimmed(line).elementsEqual("--".utf8)
  }

  private static let originalMarks = [
    "-----original message-----", "-----ursprüngliche nachricht-----", "-----message d'origine-----",
    "-----исходное сообщение-----", "---------- forwarded message", "begin forwarded message:",
    "________________________________",
  ]

  private static func isOriginalMark(_ line: ArraySlice<UInt8>) -> Bool {
    let text = trimmed(line)
    guard text.count >= 20, text.count <= 80 else { return false }
    let lower = String(decoding: text, as: UTF8.self).lowercased()
    return originalMarks.contains { lower == $0 || ($0.hasPrefix("----------") && lower.hasPrefix($0)) }
  }

  private static let introductions = [
    "wrote:", "writes:", "schrieb:", "a écrit :", "a écrit :", "escribió:", "ha scritto:", "schreef:",
    "napisał:", "napisał(a):", "пишет:", "написал:", "написал(а):", "пише:", "написав:", "yazdı:",
  ]

  /// "On 1 March 2022, Jane wrote:" on one line or two, and a quoted line after it.
  private static func introducesQuotation(_ text: [UInt8], _ lines: [Range<Int>], _ index: Int) -> Bool {
    var last = index
    while last < min(lines.count, index + 2) {
      let line = String(decoding: trimmed(text[lines[last]]), as: UTF8.self)
      guard line.utf8.count <= 300 else { return false }
      if introductions.contains(where: { line.hasSuffix($0) }) {
        let next = lines[(last + 1)...].first { !text[$0].allSatisfy { $0 <= 0x20 } }
        return next.map { text[$0.lowerBound] == 0x3E } ?? false
      }
      last += 1
    }
    return false
  }
}

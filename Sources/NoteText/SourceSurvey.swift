// What one look at every byte of a decoded source tells.

struct SourceSurvey {
  /// Where its lines begin. LF, CRLF and a lone CR end a line.
  let lineStarts: [UInt32]
  /// Whether it holds control characters that are read as spaces.
  let holdsControls: Bool
  /// The bytes that mean something inside a paragraph of Markdown, where they were asked for.
  let marks: MarkdownMarks

  /// - Parameter findsMarks: whether `marks` are wanted.
  init(_ source: [UInt8], findsMarks: Bool = false) {
    let bytes = source.span
    var lines = [UInt32](repeating: 0, count: bytes.count / 48 + 65)
    var lineCount = 1
    var words = [UInt64](repeating: 0, count: findsMarks ? bytes.count / 64 + 1 : 0)
    var index = 0
    var controls = false
    while index < bytes.count {
      if lines.count - lineCount < 64 {
        lines.append(contentsOf: repeatElement(0, count: max(64, lines.count)))
      }
      // As far as there is room for the lines to begin in 64 bytes.
      controls = SourceSurvey.read(bytes, from: &index, findsMarks, &words, &lines, &lineCount) || controls
    }
    lines.removeLast(lines.count - lineCount)
    lineStarts = lines
    marks = MarkdownMarks(words)
    holdsControls = controls
  }

  /// Reads on while there is room for the beginnings of 64 lines; returns whether control characters were seen.
  private static func read(
    _ bytes: Span<UInt8>, from index: inout Int, _ findsMarks: Bool, _ words: inout [UInt64],
    _ lines: inout [UInt32], _ lineCount: inout Int
  ) -> Bool {
    var words = words.mutableSpan
    var lines = lines.mutableSpan
    var controls = false
    while index < bytes.count, lines.count - lineCount >= 64 {
      var special: UInt64
      var found: UInt64
      if index <= bytes.count - 64 {
        let block = ByteBits.block(at: index, bytes)
        special = findsMarks ? SourceSurvey.maybeSpecial(block) : 0
        found = SourceSurvey.maybeControls(block)
      } else {
        found = UInt64.max &>> UInt64(truncatingIfNeeded: 64 - (bytes.count - index))
        special = findsMarks ? found : 0
      }
      if special != 0 { words[index / 64] = SourceSurvey.special(special, from: index, bytes) }
      while found != 0 {
        let place = index + found.trailingZeroBitCount
        found &= found &- 1
        let byte = bytes[place]
        if byte == 0x0A || (byte == 0x0D && (place + 1 == bytes.count || bytes[place + 1] != 0x0A)) {
          lines[lineCount] = UInt32(place + 1)
          lineCount += 1
        } else if ControlCharacters.isOne(at: place, bytes) {
          controls = true
        }
      }
      index += 64
    }
    return controls
  }

  // Tests in functions of their own: in so long a one they would be called for each sixteen bytes.

  private static func maybeSpecial(_ block: ByteBits.Block) -> UInt64 {
    ByteBits.bits(block) { MarkdownBytes.maybeSpecial($0) }
  }

  private static func maybeControls(_ block: ByteBits.Block) -> UInt64 {
    ByteBits.bits(block) { ControlCharacters.maybe($0) }
  }

  /// Of these bytes those that mean something.
  private static func special(_ found: UInt64, from start: Int, _ bytes: Span<UInt8>) -> UInt64 {
    var special: UInt64 = 0
    var left = found
    while left != 0 {
      let bit = left & (0 &- left)
      if MarkdownBytes.isSpecial[Int(bytes[start + left.trailingZeroBitCount])] { special |= bit }
      left ^= bit
    }
    return special
  }
}

/// Where the lines of a decoded source begin.
func lineStarts(of source: [UInt8]) -> [UInt32] { SourceSurvey(source).lineStarts }

/// A bit for each byte of a source: whether it means something inside a paragraph.
struct MarkdownMarks {
  private let words: [UInt64]

  fileprivate init(_ words: [UInt64]) { self.words = words }

  /// The first in a range.
  func first(in range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return nil }
    let words = words.span
    var index = range.lowerBound / 64
    var word = words[index] & UInt64.max &<< UInt64(truncatingIfNeeded: range.lowerBound)
    let last = (range.upperBound - 1) / 64
    while word == 0 {
      guard index < last else { return nil }
      index += 1
      word = words[index]
    }
    let place = index * 64 + word.trailingZeroBitCount
    return place < range.upperBound ? place : nil
  }
}

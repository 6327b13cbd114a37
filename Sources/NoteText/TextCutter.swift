// Cuts a note's text into sentences and words, in one pass over its bytes.

/// Words are runs of letters, digits and combining marks, with the apostrophes between them; hyphens and
/// dashes separate. Abbreviations with inner full stops ("U.S.", "p.m.") and numbers ("1,000", "5.5") are one
/// word. Sentences never cross a unit; units that are not coded yield none. Texts must be shorter than 4 GiB.
/// The time is linear in the text's length, whatever the text.
public enum TextCutter {
  public static func cut(text: [UInt8], units: [Unit]) -> CutText {
    var cutter = Cutter(text: text)
    var tokens: [Token] = []
    // To grow would copy all of them; of most texts every word has six bytes, its space included.
    tokens.reserveCapacity(text.count / 4 + 16)
    let bytes = text.span
    for (index, unit) in units.enumerated() where unit.isCoded {
      // Between words is a byte at least, or each has three.
      let room = max(0, min(unit.range.upperBound, text.count) - unit.range.lowerBound) / 2 + 1
      tokens.append(addingCapacity: room) { cutter.cut(unit, index, bytes, into: &$0) }
    }
    return CutText(sentences: cutter.sentences, tokens: tokens)
  }
}

/// The state of a cut. The loops that see every byte are handed the text as a span, and where to write words; what is
/// asked once a sentence reads `text`.
struct Cutter: ~Copyable {
  let text: [UInt8]
  let classes: [UInt8] = Letters.ofByte
  let twoByteClasses: [UInt8] = Letters.ofTwoBytes
  var sentences: [Sentence] = []
  /// Words so far, and the last of them.
  var tokenCount = 0
  var lastToken = Token(start: 0, end: 0, stem: 0, shape: [])
  /// The unit at hand, and one past its last byte.
  var unit = 0
  var end = 0
  /// First byte and first token of the sentence at hand; -1 between sentences.
  var sentenceStart = -1
  var firstToken = 0
  /// One past the last byte that was not white space.
  var contentEnd = 0
  /// The label that holds; stops before `labelEnd` are part of it.
  var speaker: Range<Int>?
  var labelEnd = 0
  /// An odd number of straight double quotation marks has been seen in this unit.
  var isInQuotes = false
  /// Nothing but white space has been seen in this unit.
  var isAtUnitStart = true

  init(text: [UInt8]) {
    self.text = text
    sentences.reserveCapacity(text.count / 80)
  }

  mutating func cut(
    _ unit: Unit, _ index: Int, _ bytes: Span<UInt8>, into words: inout OutputSpan<Token>
  ) {
    let all = bytes
    let bytes = bytes.extracting(0..<min(unit.range.upperBound, bytes.count))
    let end = bytes.count
    self.unit = index
    self.end = end
    isInQuotes = false
    isAtUnitStart = true
    if unit.kind == .heading { speaker = nil }
    // As a span: the array would be kept and let go once a word.
    let table = classes
    let classes = table.span
    var window = LetterWindow()
    let firstCount = tokenCount
    var offset = unit.range.lowerBound
    while offset < end {
      let byte = bytes[offset]
      let kind = classes[Int(byte)]
      if kind & Letters.inWords != 0 {
        beginWord(offset, kind)
        let begin = offset
        var content = contentEnd
        var (letters, capitals) = window.rest(from: offset)
        while true {
          let count = (~letters).trailingZeroBitCount
          if count == 0 {
            if offset < window.end { break }
            window = LetterWindow(at: offset, before: end, all)
            (letters, capitals) = (window.letters, window.capitals)
            // No letter, or too many.
            if letters & 1 == 0 { break }
            continue
          }
          let next = offset + count
          let following = next < end ? bytes[next] : UInt8(ascii: "\n")
          if following == UInt8(ascii: " ") {
            words.append(Cutter.token(offset, next, next, LetterWindow.shape(capitals, count)))
            content = next
            offset = next + 1
            letters &>>= UInt64(truncatingIfNeeded: count + 1)
            capitals &>>= UInt64(truncatingIfNeeded: count + 1)
          } else {
            guard let rest = Cutter.wordRest(next, following, count, bytes, classes) else { break }
            var shape = LetterWindow.shape(capitals, count)
            if rest.word > rest.stem { shape.insert(.possessive) }
            if rest.stem > next { shape.remove(.capitals) }
            words.append(Cutter.token(offset, rest.word, rest.stem, shape))
            letters >>= rest.offset - offset
            capitals >>= rest.offset - offset
            content = rest.content
            offset = rest.offset
            if rest.isLast { break }
          }
        }
        if offset > begin {
          tokenCount = firstCount + words.count
          lastToken = words[words.count - 1]
          contentEnd = content
        } else {
          offset = word(offset, kind, bytes, classes, into: &words)
        }
      } else if kind == Letters.space {
        offset += 1
      } else if kind == Letters.stop, sentenceStart >= 0 {
        offset = plainStop(offset, byte, bytes, classes) ?? stop(offset)
      } else if kind == Letters.other, sentenceStart >= 0,
        byte != UInt8(ascii: "-") || contentEnd == offset
      {
        offset += 1
        contentEnd = offset
        if byte == UInt8(ascii: "\"") {
          isInQuotes.toggle()
          if !isInQuotes, opensItem(offset) { finishSentence() }
        }
      } else if kind == Letters.wide, Cutter.isWideSpace(offset, bytes) {
        offset += 2
      } else if kind == Letters.wide, Cutter.isWideMark(offset, bytes) {
        beginSentence(offset)
        offset += 3
        contentEnd = offset
      } else {
        offset = step(offset, bytes, into: &words)
      }
    }
    finishSentence()
  }

  /// Reads what stands at an offset; returns the offset behind it.
  private mutating func step(
    _ offset: Int, _ bytes: Span<UInt8>, into words: inout OutputSpan<Token>
  ) -> Int {
    let (kind, length) = character(at: offset)
    switch kind {
    case Letters.space: return offset + length
    case Letters.newline: return newlines(offset)
    case Letters.lower, Letters.upper, Letters.digit, Letters.caseless:
      beginWord(offset, kind)
      let table = classes
      return word(offset, kind, bytes, table.span, into: &words)
    case Letters.ideograph:
      beginSentence(offset)
      append(from: offset, to: offset + length, stem: offset + length, shape: [], into: &words)
      contentEnd = offset + length
      return contentEnd
    case Letters.stop:
      beginSentence(offset)
      return stop(offset)
    default:
      if let next = rule(offset) {
        finishSentence()
        return next
      }
      beginSentence(offset)
      if text[offset] == UInt8(ascii: "\"") { isInQuotes.toggle() }
      contentEnd = offset + length
      return contentEnd
    }
  }

  /// The offset behind "---" between spaces and before a capital, as digests of headlines have it.
  private func rule(_ offset: Int) -> Int? {
    guard text[offset] == UInt8(ascii: "-"), contentEnd < offset || sentenceStart < 0 else { return nil }
    var next = offset
    while next < end, text[next] == UInt8(ascii: "-") { next += 1 }
    guard next - offset > 2 else { return nil }
    guard let following = nextLetter(next) else { return next }
    return following.kind == Letters.upper ? next : nil
  }

  /// Class and length in bytes of the character at an offset; beyond the unit all is white space.
  @inline(__always)
  func character(at offset: Int) -> (kind: UInt8, length: Int) {
    guard offset < end else { return (Letters.space, 1) }
    let kind = classes[Int(text[offset])]
    return kind == Letters.wide
      ? Cutter.wideCharacter(at: offset, end, text.span, twoByteClasses.span) : (kind, 1)
  }

  /// Of spans: the cutter itself would be copied for it.
  private static func wideCharacter(
    at offset: Int, _ end: Int, _ text: Span<UInt8>, _ classes: Span<UInt8>
  ) -> (kind: UInt8, length: Int) {
    let first = text[offset]
    if first >= 0xC2, first < 0xE0, offset + 1 < end, text[offset + 1] & 0xC0 == 0x80 {
      let value = Int(first & 0x1F) << 6 | Int(text[offset + 1] & 0x3F)
      return (classes[value - 0x80], 2)
    }
    let (scalar, length) = Letters.scalar(text, at: offset, before: end)
    return (Letters.of(scalar), length)
  }

  mutating func append(
    from start: Int, to end: Int, stem: Int, shape: Token.Shape, into words: inout OutputSpan<Token>
  ) {
    lastToken = Cutter.token(start, end, stem, shape)
    words.append(lastToken)
    tokenCount += 1
  }

  /// A single line break is white space, a blank line ends the sentence.
  private mutating func newlines(_ offset: Int) -> Int {
    var next = offset
    var breaks = 0
    while next < end {
      let (kind, length) = character(at: next)
      guard kind == Letters.newline || kind == Letters.space else { break }
      if kind == Letters.newline { breaks += 1 }
      next += length
    }
    if breaks > 1 {
      finishSentence()
      isAtUnitStart = true
    }
    return next
  }

  @inline(__always)
  mutating func beginSentence(_ offset: Int) {
    if sentenceStart < 0 { openSentence(offset) }
  }

  /// Begins what has to begin with a word at this offset: a sentence, behind a dash one with a label.
  @inline(__always)
  private mutating func beginWord(_ offset: Int, _ kind: UInt8) {
    beginSentence(offset)
    if kind == Letters.upper, contentEnd < offset, mayBeLabel(offset) { startAtLabel(offset) }
  }

  private mutating func openSentence(_ offset: Int) {
    sentenceStart = offset
    firstToken = tokenCount
    if mayOpenLabel(offset, isAtUnitStart),
      let label = speakerLabel(at: offset, isAtUnitStart: isAtUnitStart)
    {
      speaker = label
      labelEnd = label.upperBound
    }
    isAtUnitStart = false
  }

  /// Ends the sentence at the last byte that was not white space. What holds no word is no sentence.
  mutating func finishSentence() {
    guard sentenceStart >= 0 else { return }
    if tokenCount > firstToken {
      sentences.append(
        Sentence(
          range: sentenceStart..<contentEnd, unit: unit, tokens: firstToken..<tokenCount,
          speaker: speaker))
    }
    sentenceStart = -1
  }
}

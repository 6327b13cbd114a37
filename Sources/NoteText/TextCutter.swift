// Cuts a note's text into sentences and words, in one pass over its bytes.

/// Words are runs of letters, digits and combining marks, with the apostrophes between them; hyphens and
/// dashes separate. Abbreviations with inner full stops ("U.S.", "p.m.") and numbers ("1,000", "5.5") are one
/// word. Sentences never cross a unit; units that are not coded yield none. Texts must be shorter than 4 GiB.
/// The time is linear in the text's length, whatever the text.
public enum TextCutter {
  public static func cut(text: [UInt8], units: [Unit]) -> CutText {
    var cutter = Cutter(text: text)
    let bytes = text.span
    for (index, unit) in units.enumerated() where unit.isCoded { cutter.cut(unit, index, bytes) }
    return CutText(sentences: cutter.sentences, tokens: cutter.tokens)
  }
}

/// The state of a cut. The loops that see every byte are handed the text as a span; what is asked once a
/// word or sentence reads `text`.
struct Cutter {
  let text: [UInt8]
  let classes: [UInt8] = Letters.ofByte
  let twoByteClasses: [UInt8] = Letters.ofTwoBytes
  var tokens: [Token] = []
  var sentences: [Sentence] = []
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
    // To grow would copy all of them; of most texts every word has six bytes, its space included.
    tokens.reserveCapacity(text.count / 5)
    sentences.reserveCapacity(text.count / 80)
  }

  mutating func cut(_ unit: Unit, _ index: Int, _ bytes: Span<UInt8>) {
    self.unit = index
    end = min(unit.range.upperBound, text.count)
    isInQuotes = false
    isAtUnitStart = true
    if unit.kind == .heading { speaker = nil }
    // As a span: the array would be kept and let go once a word.
    let table = classes
    let classes = table.span
    var offset = unit.range.lowerBound
    while offset < end {
      let kind = classes[Int(bytes[offset])]
      if kind & Letters.inWords != 0 {
        beginWord(offset, kind)
        let next = plainWords(offset, bytes)
        offset = next > offset ? next : word(offset, kind, bytes, classes)
      } else if kind == Letters.space {
        offset += 1
      } else if bytes[offset] == UInt8(ascii: ","), sentenceStart >= 0 {
        offset += 1
        contentEnd = offset
      } else {
        offset = step(offset, bytes)
      }
    }
    finishSentence()
  }

  /// Reads what stands at an offset; returns the offset behind it.
  private mutating func step(_ offset: Int, _ bytes: Span<UInt8>) -> Int {
    let (kind, length) = character(at: offset)
    switch kind {
    case Letters.space: return offset + length
    case Letters.newline: return newlines(offset)
    case Letters.lower, Letters.upper, Letters.digit, Letters.caseless:
      beginWord(offset, kind)
      let table = classes
      return word(offset, kind, bytes, table.span)
    case Letters.ideograph:
      beginSentence(offset)
      append(from: offset, to: offset + length, stem: offset + length, shape: [])
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
    return kind == Letters.wide ? wideCharacter(at: offset) : (kind, 1)
  }

  func wideCharacter(at offset: Int) -> (kind: UInt8, length: Int) {
    let first = text[offset]
    if first >= 0xC2, first < 0xE0, offset + 1 < end, text[offset + 1] & 0xC0 == 0x80 {
      let value = Int(first & 0x1F) << 6 | Int(text[offset + 1] & 0x3F)
      return (twoByteClasses[value - 0x80], 2)
    }
    let (scalar, length) = Letters.scalar(text.span, at: offset, before: end)
    return (Letters.of(scalar), length)
  }

  mutating func append(from start: Int, to end: Int, stem: Int, shape: Token.Shape) {
    tokens.append(
      Token(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        stem: UInt32(truncatingIfNeeded: stem), shape: shape))
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
    firstToken = tokens.count
    if let label = speakerLabel(at: offset, isAtUnitStart: isAtUnitStart) {
      speaker = label
      labelEnd = label.upperBound
    }
    isAtUnitStart = false
  }

  /// Ends the sentence at the last byte that was not white space. What holds no word is no sentence.
  mutating func finishSentence() {
    guard sentenceStart >= 0 else { return }
    if tokens.count > firstToken {
      sentences.append(
        Sentence(
          range: sentenceStart..<contentEnd, unit: unit, tokens: firstToken..<tokens.count,
          speaker: speaker))
    }
    sentenceStart = -1
  }
}

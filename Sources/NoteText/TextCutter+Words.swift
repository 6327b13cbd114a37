// Words: letters and digits with what belongs inside them.

extension Cutter {
  /// Reads the word that begins at an offset with a character of this class; returns the offset behind it.
  mutating func word(
    _ start: Int, _ first: UInt8, _ bytes: Span<UInt8>, _ classes: Span<UInt8>,
    into words: inout OutputSpan<Token>
  ) -> Int {
    var next = start
    var seen: UInt8 = 0
    while next < end {
      let kind = classes[Int(bytes[next])]
      guard kind & Letters.inWords != 0 else { break }
      seen |= kind
      next += 1
    }
    var isBeforeSpace = false
    if next < end {
      isBeforeSpace = bytes[next] == UInt8(ascii: " ")
      if !isBeforeSpace, mayGoOn(next, start, bytes, classes) {
        return longWord(start, first, WordScan(offset: next, seen: seen, count: next - start), into: &words)
      }
    }
    append(from: start, to: next, stem: next, shape: shape(first, seen, next - start), into: &words)
    contentEnd = next
    return isBeforeSpace ? next + 1 : next
  }

  /// Whether what follows the plain letters of a word may belong to it: an apostrophe, a full stop or comma
  /// inside a number or an abbreviation, a character beyond ASCII.
  @inline(__always)
  private func mayGoOn(
    _ next: Int, _ start: Int, _ bytes: Span<UInt8>, _ classes: Span<UInt8>
  ) -> Bool {
    switch bytes[next] {
    case UInt8(ascii: "."), UInt8(ascii: ","):
      guard next + 1 < end else { return false }
      let following = classes[Int(bytes[next + 1])]
      if classes[Int(bytes[next - 1])] == Letters.digit { return following == Letters.digit }
      return next == start + 1 && following & (Letters.lower | Letters.upper) != 0
    case UInt8(ascii: "'"): return true
    default: return bytes[next] >= 0x80 && !Cutter.isWideSpace(next, bytes)
    }
  }

  @inline(__always)
  private func shape(_ first: UInt8, _ seen: UInt8, _ count: Int) -> Token.Shape {
    var shape: Token.Shape = first == Letters.upper ? .capitalised : []
    if seen & Letters.upper != 0, seen & (Letters.lower | Letters.caseless) == 0, count > 1 {
      shape.insert(.capitals)
    }
    if seen == Letters.digit { shape.insert(.digits) }
    return shape
  }

  /// What has been seen of a word so far.
  struct WordScan {
    var offset: Int
    /// All classes of its letters and digits.
    var seen: UInt8
    /// Letters and digits.
    var count: Int
  }

  private mutating func longWord(
    _ start: Int, _ first: UInt8, _ begun: WordScan, into words: inout OutputSpan<Token>
  ) -> Int {
    if let end = dottedWord(start, into: &words) { return end }
    var scan = begun
    scanLetters(&scan)
    let stem = possessiveStem(start, scan.offset)
    var shape = shape(first, scan.seen, scan.count)
    var wordEnd = scan.offset
    if stem < wordEnd {
      shape.insert(.possessive)
      if shape.contains(.capitalised), first == scan.seen & ~Letters.lower, isInCapitals(start, stem) {
        shape.insert(.capitals)
      }
    } else if isPluralPossessive(wordEnd) {
      shape.insert(.possessive)
      wordEnd += 1
    }
    append(from: start, to: wordEnd, stem: stem, shape: shape, into: &words)
    contentEnd = wordEnd
    return wordEnd
  }

  /// "NATO" in "NATO's": its own "s" is small.
  private func isInCapitals(_ start: Int, _ stem: Int) -> Bool {
    var offset = start
    var letters = 0
    while offset < stem {
      let (kind, length) = character(at: offset)
      if kind & (Letters.lower | Letters.caseless) != 0 { return false }
      letters += 1
      offset += length
    }
    return letters > 1
  }

  private func scanLetters(_ scan: inout WordScan) {
    var last = scan.offset > 0 ? classes[Int(text[scan.offset - 1])] : Letters.other
    while scan.offset < end {
      let (kind, length) = character(at: scan.offset)
      if kind & Letters.inWords != 0 {
        scan.seen |= kind
        scan.count += 1
        last = kind
        scan.offset += length
      } else if kind == Letters.mark || kind == Letters.ignorable {
        scan.offset += length
      } else {
        let inner = innerLength(scan.offset, after: last)
        guard inner > 0 else { return }
        scan.offset += inner
      }
    }
  }

  /// Length of an apostrophe between letters, or of a separator between digits; 0 where the word ends.
  private func innerLength(_ offset: Int, after last: UInt8) -> Int {
    let byte = text[offset]
    if last == Letters.digit {
      guard byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","), offset + 1 < end,
        classes[Int(text[offset + 1])] == Letters.digit
      else { return apostropheLength(offset) }
      return byte == UInt8(ascii: ".") || isThousands(offset) ? 1 : 0
    }
    return apostropheLength(offset)
  }

  /// A comma before exactly three digits.
  private func isThousands(_ comma: Int) -> Bool {
    for offset in comma + 1...comma + 3 {
      guard offset < end, classes[Int(text[offset])] == Letters.digit else { return false }
    }
    return comma + 4 >= end || classes[Int(text[comma + 4])] != Letters.digit
  }

  private func apostropheLength(_ offset: Int) -> Int {
    let length = apostrophe(at: offset)
    guard length > 0, offset + length < end else { return 0 }
    switch character(at: offset + length).kind {
    case Letters.lower, Letters.upper, Letters.caseless: return length
    default: return 0
    }
  }

  /// Bytes of the apostrophe at an offset, straight, curly (U+2019) or as a letter (U+02BC); 0 where none.
  func apostrophe(at offset: Int) -> Int {
    guard offset < end else { return 0 }
    switch text[offset] {
    case UInt8(ascii: "'"): return 1
    case 0xE2: return offset + 2 < end && text[offset + 1] == 0x80 && text[offset + 2] == 0x99 ? 3 : 0
    case 0xCA: return offset + 1 < end && text[offset + 1] == 0xBC ? 2 : 0
    default: return 0
    }
  }

  /// Where the word proper ends before "'s".
  private func possessiveStem(_ start: Int, _ wordEnd: Int) -> Int {
    guard wordEnd - start > 2, text[wordEnd - 1] | 0x20 == UInt8(ascii: "s") else { return wordEnd }
    for length in 1...3 where wordEnd - 1 - length > start {
      if apostrophe(at: wordEnd - 1 - length) == length { return wordEnd - 1 - length }
    }
    return wordEnd
  }

  /// "allies'" before a space and a word.
  private func isPluralPossessive(_ wordEnd: Int) -> Bool {
    guard wordEnd + 2 < end, text[wordEnd - 1] == UInt8(ascii: "s"), text[wordEnd] == UInt8(ascii: "'"),
      text[wordEnd + 1] == UInt8(ascii: " ")
    else { return false }
    switch character(at: wordEnd + 2).kind {
    case Letters.lower, Letters.upper, Letters.digit: return true
    default: return false
    }
  }

  /// Single letters with full stops between them: "U.S.", "e.g.", "U.S" too.
  private mutating func dottedWord(_ start: Int, into words: inout OutputSpan<Token>) -> Int? {
    guard start + 2 < end, text[start + 1] == UInt8(ascii: "."), isLetter(start), isLetter(start + 2) else {
      return nil
    }
    var offset = start
    var letters = 0
    var upper = 0
    while offset < end, isLetter(offset), offset + 1 >= end || !continuesWord(offset + 1) {
      letters += 1
      if classes[Int(text[offset])] == Letters.upper { upper += 1 }
      offset += 1
      guard offset < end, text[offset] == UInt8(ascii: ".") else { break }
      offset += 1
    }
    guard letters > 1 else { return nil }
    var shape: Token.Shape = [.dotted]
    if classes[Int(text[start])] == Letters.upper { shape.insert(.capitalised) }
    if upper == letters { shape.insert(.capitals) }
    return finishDotted(start, offset, shape, into: &words)
  }

  private mutating func finishDotted(
    _ start: Int, _ stem: Int, _ shape: Token.Shape, into words: inout OutputSpan<Token>
  ) -> Int {
    var shape = shape
    var wordEnd = stem
    let apostropheLength = apostrophe(at: stem)
    if apostropheLength > 0, stem + apostropheLength < end,
      text[stem + apostropheLength] == UInt8(ascii: "s"),
      stem + apostropheLength + 1 >= end || !continuesWord(stem + apostropheLength + 1)
    {
      wordEnd = stem + apostropheLength + 1
      shape.insert(.possessive)
    }
    append(from: start, to: wordEnd, stem: stem, shape: shape, into: &words)
    contentEnd = wordEnd
    return wordEnd == stem && text[stem - 1] == UInt8(ascii: ".") ? stop(stem - 1) : wordEnd
  }

  private func isLetter(_ offset: Int) -> Bool {
    let kind = classes[Int(text[offset])]
    return kind == Letters.lower || kind == Letters.upper
  }

  func continuesWord(_ offset: Int) -> Bool {
    switch character(at: offset).kind {
    case Letters.lower, Letters.upper, Letters.digit, Letters.caseless, Letters.mark: true
    default: false
    }
  }
}

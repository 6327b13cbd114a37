// Loops that see eight bytes at a time against those that see one.

import Testing

@testable import NoteText

/// The same bytes on every machine.
private struct Bytes {
  var state: UInt64 = 7

  mutating func next() -> UInt8 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 33)
  }

  mutating func eight() -> [UInt8] { (0..<8).map { _ in next() } }
}

@Suite struct ByteWords {
  /// Marks as places; exact as to the lowest, all of them where `isExact`.
  private func check(_ marks: UInt64, isExact: Bool = false, _ bytes: [UInt8], _ holds: (UInt8) -> Bool) {
    let expected = bytes.indices.filter { holds(bytes[$0]) }
    let found = bytes.indices.filter { marks >> UInt64(8 * $0) & 0x80 != 0 }
    #expect(marks & 0x7F7F_7F7F_7F7F_7F7F == 0)
    if isExact {
      #expect(found == expected, "\(bytes)")
    } else {
      #expect(found.first == expected.first, "\(bytes)")
    }
    if let first = expected.first { #expect(ByteWord.first(marks) == first) }
  }

  @Test func marksAreWhereTheBytesAre() {
    var random = Bytes()
    for _ in 0..<4000 {
      var bytes = random.eight()
      bytes[Int(random.next() % 8)] = UInt8(ascii: "\"")
      bytes[Int(random.next() % 8)] = 0xC2
      let word = ByteWord.at(0, bytes.span)
      check(ByteWord.marks(0x22, word), bytes) { $0 == 0x22 }
      check(ByteWord.controlMarks(word), bytes) { $0 < 0x20 }
      check(ByteWord.marks(0xC2, word), bytes) { $0 == 0xC2 }
      check(ByteWord.wideMarks(word), isExact: true, bytes) { $0 >= 0x80 }
      check(ByteWord.letterMarks(word), isExact: true, bytes) {
        (0x61...0x7A).contains($0 | 0x20) && $0 < 0x80
      }
      check(ByteWord.marks(0x5B...0x60, word), isExact: true, bytes) { (0x5B...0x60).contains($0) }
      check(MarkdownBytes.specialMarks(word) & ~ByteWord.wideMarks(word), bytes) {
        MarkdownBytes.isSpecial[Int($0)] || $0 == 0x5E || $0 == 0x3E || $0 == 0x7C
      }
      #expect(ByteWord.unmarkedFirst(ByteWord.wideMarks(word)) == bytes.firstIndex { $0 < 0x80 } ?? 8)
      let small = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
      #expect(ByteWord.lowercased(word) == ByteWord.at(0, small.span))
      let letters = ByteWord.letterMarks(word)
      #expect(ByteWord.leading(letters) == ByteWord.prefix(ByteWord.unmarkedFirst(letters), letters))
      let four = Array(bytes[..<4]) + [0, 0, 0, 0]
      #expect(ByteWord.prefix(4, word) == ByteWord.at(0, four.span))
    }
  }

  @Test func skippingFindsEveryPlaceThatIsMarked() {
    var random = Bytes()
    for count in 0..<70 {
      for _ in 0..<20 {
        let bytes = (0..<count).map { _ in random.next() % 32 == 0 ? UInt8(ascii: ":") : random.next() | 0x40
        }
        let start = Int(random.next()) % (count + 1)
        let end = start + Int(random.next()) % (count - start + 1)
        var found: [Int] = []
        var index = start
        while true {
          index = ByteWord.skip(from: index, to: end, in: bytes.span) { ByteWord.marks(0x3A, $0) }
          guard index < end else { break }
          if bytes[index] == 0x3A { found.append(index) }
          index += 1
        }
        #expect(index == end)
        #expect(found == (start..<end).filter { bytes[$0] == 0x3A }, "\(bytes) \(start)..<\(end)")
      }
    }
  }

  @Test func aSurveySeesLinesAndControlCharacters() {
    var random = Bytes()
    let parts: [[UInt8]] = [
      [0x0A], [0x0D], [0x0D, 0x0A], [0x09], Array("words of a line".utf8), Array("é \u{A0}".utf8),
      [0xC2, 0x85],
      [0x7F], [0x0B], [0x00],
    ]
    for round in 0..<4000 {
      var text: [UInt8] = []
      let kinds = round.isMultiple(of: 2) ? 6 : UInt8(parts.count)
      for _ in 0..<Int(random.next() % 24) { text += parts[Int(random.next() % kinds)] }
      var starts: [UInt32] = [0]
      for index in text.indices where text[index] == 0x0A || text[index] == 0x0D {
        if text[index...].starts(with: [0x0D, 0x0A]) { continue }
        starts.append(UInt32(index + 1))
      }
      let survey = SourceSurvey(text)
      #expect(survey.lineStarts == starts, "\(text)")
      #expect(survey.holdsControls == ControlCharacters.areIn(text), "\(text)")
      #expect(survey.holdsControls == (ControlCharacters.replaced(in: text) != text), "\(text)")
    }
  }

  /// Sequences sound and broken, at every place of a word.
  @Test func utf8IsWhatTheStandardLibraryTakesForIt() {
    var random = Bytes()
    let parts: [[UInt8]] = [
      Array("plain".utf8), Array("é".utf8), Array("“".utf8), Array("🇺".utf8), [0xC0, 0x80],
      [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x80], [0x80], [0xFF], [0xEF, 0xBF, 0xBD], [0xE0, 0x9F, 0xBF],
      [0xF0, 0x8F, 0xBF, 0xBF], [0x00],
    ]
    var sound = 0
    for round in 0..<6000 {
      var text: [UInt8] = []
      // Every other text of sound parts alone.
      let kinds = round.isMultiple(of: 2) ? 4 : UInt8(parts.count)
      for _ in 0..<Int(random.next() % 9) { text += parts[Int(random.next() % kinds)] }
      let expected = (try? UTF8Span(validating: text.span)) != nil
      sound += expected ? 1 : 0
      #expect(SourceDecoder.isUTF8(text) == expected, "\(text)")
    }
    #expect((1000..<5000).contains(sound))
  }
}

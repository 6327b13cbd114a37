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

  mutating func some(_ count: Int) -> [UInt8] { (0..<count).map { _ in next() } }
}

@Suite struct ByteWords {
  @Test func eightBytesAreANumber() {
    var random = Bytes()
    for _ in 0..<4000 {
      let bytes = random.some(8)
      let word = ByteWord.at(0, bytes.span)
      let wide = bytes.indices.filter { ByteWord.wideMarks(word) >> UInt64(8 * $0) & 0x80 != 0 }
      #expect(wide == bytes.indices.filter { bytes[$0] >= 0x80 }, "\(bytes)")
      let small = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
      #expect(ByteWord.lowercased(word) == ByteWord.at(0, small.span))
      let four = Array(bytes[..<4]) + [0, 0, 0, 0]
      #expect(ByteWord.prefix(4, word) == ByteWord.at(0, four.span))
    }
  }

  private func places(_ bits: UInt64) -> [Int] { (0..<64).filter { bits >> UInt64($0) & 1 != 0 } }

  @Test func bitsAreWhereTheBytesAre() {
    var random = Bytes()
    for _ in 0..<4000 {
      let bytes = random.some(64)
      let block = ByteBits.block(at: 0, bytes.span)
      func check(_ found: UInt64, _ holds: (UInt8) -> Bool) {
        #expect(places(found) == bytes.indices.filter { holds(bytes[$0]) }, "\(bytes)")
      }
      check(ByteBits.bits(block) { ByteBits.equal($0, 0x22) }) { $0 == 0x22 }
      check(ByteBits.bits(block) { ByteBits.within($0, 0x5B...0x60) }) { (0x5B...0x60).contains($0) }
      check(ByteBits.bits(block) { ByteBits.within($0, 0x80...0xBF) }) { (0x80...0xBF).contains($0) }
      check(ByteBits.bits(block) { ByteBits.controls($0) }) { $0 < 0x20 }
      check(ByteBits.bits(block) { ByteBits.wide($0) }) { $0 >= 0x80 }
      check(ByteBits.bits(block) { ByteBits.letters($0) }) { (0x61...0x7A).contains($0 | 0x20) }
      check(ByteBits.bits(block) { ByteBits.caseBits($0) }) { $0 & 0x20 != 0 }
      check(ByteBits.bits(block) { MarkdownBytes.maybeSpecial($0) }) {
        MarkdownBytes.isSpecial[Int($0)] || $0 == 0x5E || $0 == 0x3E || $0 == 0x7C
      }
      let last = ByteBits.bits(ByteBits.lanes(at: 48, bytes.span))
      #expect(last == ByteBits.bits(block) { ByteBits.wide($0) } >> 48)
    }
  }

  @Test func skippingFindsEveryPlaceThatIsSought() {
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
          index = ByteBits.skip(from: index, to: end, in: bytes.span) { ByteBits.equal($0, 0x3A) }
          guard index < end else { break }
          if bytes[index] == 0x3A { found.append(index) }
          index += 1
        }
        #expect(index == end)
        #expect(found == (start..<end).filter { bytes[$0] == 0x3A }, "\(bytes) \(start)..<\(end)")
      }
    }
  }

  @Test func aSurveySeesMarksOfMarkdown() {
    var random = Bytes()
    for count in 0..<200 {
      let text = (0..<count).map { _ in random.next() % 16 == 0 ? random.next() & 0x7F : UInt8(ascii: "a") }
      let marks = SourceSurvey(text, findsMarks: true).marks
      let start = Int(random.next()) % (count + 1)
      let end = start + Int(random.next()) % (count - start + 1)
      let expected = (start..<end).first { MarkdownBytes.isSpecial[Int(text[$0])] }
      #expect(marks.first(in: start..<end) == expected, "\(text) \(start)..<\(end)")
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
      // Some have more lines than room was made for.
      let count = round.isMultiple(of: 50) ? 2000 : Int(random.next() % 24)
      for _ in 0..<count { text += parts[Int(random.next() % kinds)] }
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

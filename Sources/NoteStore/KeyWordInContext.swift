// Finding searched words in a stored text again, and cutting the line around them.

import Foundation
import NoteText

/// The stored text of a hit, with what leads back to the file.
struct StoredText {
  var bytes: [UInt8]
  var units: [NoteText.Unit]
  var positions: PositionMap
}

enum KeyWordInContext {
  /// A term's words, folded as the index folds them: without case and diacritics.
  private struct Wanted {
    var words: [[UInt8]]
    /// Of the last word only its beginning is asked for.
    var isPrefix: Bool
  }

  /// Byte ranges of the terms' first places in the text, in order; at most `limit`, one a line of the text.
  static func places(of terms: [SearchExpression.Term], in text: StoredText, limit: Int) -> [Range<Int>] {
    let wanted = terms.map { Wanted(words: words(of: Array($0.text.utf8)), isPrefix: $0.isPrefix) }
      .filter { !$0.words.isEmpty }
    let beginnings = wanted.map { $0.words[0][0] }.filter { $0 < 0x80 }
    let bytes = text.bytes.span
    var found: [Range<Int>] = []
    var lastLine = -1
    var index = 0
    // The last character beyond ASCII that was looked at: none is passed over but those in words that were.
    var wide = (end: 0, isInWord: false)
    while found.count < limit {
      // A word beyond ASCII may be folded to any.
      index = ByteBits.skip(from: index, to: bytes.count, in: bytes) { lanes in
        let small = lanes | ByteBits.Lanes(repeating: 0x20)
        return beginnings.reduce(ByteBits.wide(lanes)) { $0 | ByteBits.equal(small, $1) }
      }
      guard index < bytes.count else { break }
      let start = index
      let (isInWord, length) = character(in: bytes, at: start)
      let isInside =
        start > 0 && (bytes[start - 1] < 0x80 ? ASCII.mayBeInWord(bytes[start - 1]) : wide == (start, true))
      index += length
      if bytes[start] >= 0x80 {
        wide = (index, isInWord)
      } else if !beginnings.contains(ASCII.lowercased(bytes[start])) {
        continue
      }
      guard isInWord, !isInside else { continue }
      index = wordEnd(in: bytes, from: start)
      let ends = wanted.lazy.compactMap { end(of: $0, in: text.bytes, at: start..<index) }
      guard let end = ends.first else { continue }
      let line = text.positions.position(of: start).line
      if line != lastLine { found.append(start..<end) }
      lastLine = line
      index = end
    }
    return found
  }

  /// The end of a term that begins with the word at `first`; nil where another stands there.
  private static func end(of term: Wanted, in text: [UInt8], at first: Range<Int>) -> Int? {
    let bytes = text.span
    var word = first
    for (index, wanted) in term.words.enumerated() {
      if index > 0 {
        guard let start = wordStart(in: bytes, from: word.upperBound) else { return nil }
        word = start..<wordEnd(in: bytes, from: start)
      }
      let isPrefix = term.isPrefix && index == term.words.count - 1
      guard isWord(text[word], wanted, isPrefix: isPrefix) else { return nil }
    }
    return word.upperBound
  }

  private static func isWord(_ word: ArraySlice<UInt8>, _ wanted: [UInt8], isPrefix: Bool) -> Bool {
    if !isASCII(word) { return isPrefix ? folded(word).starts(with: wanted) : folded(word) == wanted }
    guard isPrefix ? word.count >= wanted.count : word.count == wanted.count else { return false }
    return zip(word, wanted).allSatisfy { ASCII.lowercased($0) == $1 }
  }

  private static func isASCII(_ word: ArraySlice<UInt8>) -> Bool { word.allSatisfy { $0 < 0x80 } }

  private static func folded(_ word: ArraySlice<UInt8>) -> [UInt8] {
    if isASCII(word) { return word.map(ASCII.lowercased) }
    let text = String(decoding: word, as: UTF8.self)
    return Array(text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil).utf8)
  }

  private static func words(of bytes: [UInt8]) -> [[UInt8]] {
    var all: [[UInt8]] = []
    var index = 0
    while let start = wordStart(in: bytes.span, from: index) {
      index = wordEnd(in: bytes.span, from: start)
      all.append(folded(bytes[start..<index]))
    }
    return all
  }

  /// Words are runs of letters, digits and marks.
  private static func wordStart(in bytes: borrowing Span<UInt8>, from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      let (isInWord, length) = character(in: bytes, at: index)
      if isInWord { return index }
      index += length
    }
    return nil
  }

  private static func wordEnd(in bytes: borrowing Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let (isInWord, length) = character(in: bytes, at: index)
      guard isInWord else { break }
      index += length
    }
    return index
  }

  @inline(__always)
  private static func character(
    in bytes: borrowing Span<UInt8>, at index: Int
  ) -> (isInWord: Bool, length: Int) {
    guard bytes[index] >= 0x80 else { return (ASCII.mayBeInWord(bytes[index]), 1) }
    return wideCharacter(in: bytes, at: index)
  }

  private static func wideCharacter(
    in bytes: borrowing Span<UInt8>, at index: Int
  ) -> (isInWord: Bool, length: Int) {
    let (scalar, length) = Letters.scalar(bytes, at: index, before: bytes.count)
    // The hard space, dashes, curly marks, the ellipsis: English has few others, and Unicode's tables are far.
    if scalar.value == 0xA0 || (0x2000...0x203F).contains(scalar.value) { return (false, length) }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .privateUse, .nonspacingMark, .spacingMark,
      .enclosingMark:
      return (true, length)
    default: return (false, length)
    }
  }

  /// The line around a place: whole words, inside its unit.
  static func line(_ range: Range<Int>, in text: StoredText, context: Int) -> SearchHit.Line {
    let clipped = range.clamped(to: 0..<text.bytes.count)
    let unit = text.units.first { $0.range.contains(clipped.lowerBound) }?.range ?? 0..<text.bytes.count
    let bounds = unit.clamped(to: 0..<text.bytes.count)
    let position = text.positions.position(of: clipped.lowerBound)
    let before = bounds.lowerBound..<max(bounds.lowerBound, clipped.lowerBound)
    let after = clipped.upperBound..<max(clipped.upperBound, bounds.upperBound)
    return SearchHit.Line(
      line: position.line, column: position.column,
      before: tail(of: enough(context, before.count) { plain(text.bytes, before, lastBytes: $0) }, context),
      match: trimmed(plain(text.bytes, clipped)),
      after: head(of: enough(context, after.count) { plain(text.bytes, after, firstBytes: $0) }, context))
  }

  /// A text of more than `context` characters, or all of it: most characters are a byte, few are more than eight.
  private static func enough(_ context: Int, _ bytes: Int, _ text: (Int) -> String) -> String {
    let few = text(context * 2)
    return bytes <= context * 2 || few.count > context ? few : text(context * 8)
  }

  /// Text with white space runs as single spaces; a cut inside a character is repaired by dropping its rest.
  private static func plain(
    _ bytes: [UInt8], _ range: Range<Int>, firstBytes: Int = .max, lastBytes: Int = .max
  ) -> String {
    var range = range
    if range.count > firstBytes { range = range.lowerBound..<(range.lowerBound + firstBytes) }
    if range.count > lastBytes { range = (range.upperBound - lastBytes)..<range.upperBound }
    while let first = bytes[range].first, first & 0xC0 == 0x80 { range = range.dropFirst() }
    while range.upperBound < bytes.count, !range.isEmpty, bytes[range.upperBound] & 0xC0 == 0x80 {
      range = range.lowerBound..<(range.upperBound - 1)
    }
    var out: [UInt8] = []
    out.reserveCapacity(range.count)
    var wasSpace = false
    var index = range.lowerBound
    while index < range.upperBound {
      let space = spaceWidth(bytes[index..<range.upperBound])
      if space == 0 { out.append(bytes[index]) } else if !wasSpace { out.append(0x20) }
      wasSpace = space > 0
      index += max(1, space)
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Bytes of the white space character (Unicode's White_Space) that stands first; 0 where another does.
  private static func spaceWidth(_ bytes: ArraySlice<UInt8>) -> Int {
    let first = bytes[bytes.startIndex]
    if first < 0x80 { return first == 0x20 || (0x09...0x0D).contains(first) ? 1 : 0 }
    // No white space begins with another byte.
    guard first == 0xC2 || (0xE1...0xE3).contains(first) else { return 0 }
    let width = first == 0xC2 ? 2 : 3
    let scalar = String(decoding: bytes.prefix(width), as: UTF8.self).unicodeScalars.first
    return scalar?.properties.isWhitespace == true ? width : 0
  }

  /// Without the single spaces that may stand at its ends.
  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    if rest.first == " " { rest.removeFirst() }
    if rest.last == " " { rest.removeLast() }
    return String(rest)
  }

  private static func tail(of text: String, _ count: Int) -> String {
    guard text.utf8.count > count, text.count > count else { return text }
    let cut = text.suffix(count)
    guard let space = cut.firstIndex(of: " ") else { return "\u{2026}" + String(cut) }
    return "\u{2026}" + String(cut[space...])
  }

  private static func head(of text: String, _ count: Int) -> String {
    guard text.utf8.count > count, text.count > count else { return text }
    let cut = text.prefix(count)
    guard let space = cut.lastIndex(of: " ") else { return String(cut) + "\u{2026}" }
    return String(cut[...space]) + "\u{2026}"
  }
}

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
  /// A word of a text. One of ASCII is compared where it stands; others are folded as the index folds them (case and
  /// diacritics).
  private struct Word {
    var range: Range<Int>
    /// Nil for ASCII.
    var folded: [UInt8]?
  }

  /// Byte ranges of the terms' first places in the text, in order; at most `limit`, one a line of the text.
  static func places(of terms: [SearchExpression.Term], in text: StoredText, limit: Int) -> [Range<Int>] {
    let wanted = terms.map { (words: words(of: Array($0.text.utf8)), isPrefix: $0.isPrefix) }
      .filter { !$0.words.isEmpty }
    let longest = wanted.map(\.words.count).max() ?? 0
    var found: [Range<Int>] = []
    // The last words, and some more: it is shortened now and then, not at each word.
    var window: [Word] = []
    var lastLine = -1
    eachWord(in: text.bytes) { word in
      if window.count >= 4 * longest { window.removeFirst(window.count - longest) }
      window.append(word)
      for term in wanted where ends(window, with: term.words, isPrefix: term.isPrefix, in: text.bytes) {
        let start = window[window.count - term.words.count].range.lowerBound
        let line = text.positions.position(of: start).line
        if line != lastLine { found.append(start..<word.range.upperBound) }
        lastLine = line
        break
      }
      return found.count < limit
    }
    return found
  }

  private static func ends(
    _ window: [Word], with words: [[UInt8]], isPrefix: Bool, in bytes: [UInt8]
  ) -> Bool {
    guard let last = words.indices.last, window.count >= words.count,
      isWord(window[window.count - 1], words[last], isPrefix: isPrefix, in: bytes)
    else { return false }
    let first = window.count - words.count
    for index in words.indices.dropLast()
    where !isWord(window[first + index], words[index], isPrefix: false, in: bytes) {
      return false
    }
    return true
  }

  private static func isWord(_ word: Word, _ wanted: [UInt8], isPrefix: Bool, in bytes: [UInt8]) -> Bool {
    if let folded = word.folded { return isPrefix ? folded.starts(with: wanted) : folded == wanted }
    let count = word.range.count
    guard isPrefix ? count >= wanted.count : count == wanted.count else { return false }
    for index in wanted.indices where ASCII.lowercased(bytes[word.range.lowerBound + index]) != wanted[index]
    {
      return false
    }
    return true
  }

  private static func words(of bytes: [UInt8]) -> [[UInt8]] {
    var all: [[UInt8]] = []
    eachWord(in: bytes) { word in
      all.append(word.folded ?? bytes[word.range].map(ASCII.lowercased))
      return true
    }
    return all
  }

  /// Runs of letters and digits; bytes above ASCII go the slow way.
  private static func eachWord(in bytes: [UInt8], _ body: (Word) -> Bool) {
    var index = 0
    while index < bytes.count {
      guard ASCII.mayBeInWord(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      var isASCII = true
      while index < bytes.count, ASCII.mayBeInWord(bytes[index]) {
        if bytes[index] >= 0x80 {
          // Curly quotation marks, dashes and the like (U+2000 to U+203F) are in no word.
          if bytes[index] == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80 { break }
          isASCII = false
        }
        index += 1
      }
      guard index > start else {
        index += 3
        continue
      }
      if isASCII {
        guard body(Word(range: start..<index)) else { return }
      } else {
        for word in unicodeWords(bytes[start..<index], at: start) where !body(word) { return }
      }
    }
  }

  private static func unicodeWords(_ bytes: ArraySlice<UInt8>, at start: Int) -> [Word] {
    var words: [Word] = []
    var offset = start
    var word = ""
    var from = start
    func close() {
      guard !word.isEmpty else { return }
      let folded = word.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
      words.append(Word(range: from..<offset, folded: Array(folded.utf8)))
      word = ""
    }
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .decimalNumber, .letterNumber, .otherNumber, .privateUse, .nonspacingMark, .spacingMark,
        .enclosingMark:
        if word.isEmpty { from = offset }
        word.unicodeScalars.append(scalar)
      default: close()
      }
      offset += UTF8.width(scalar)
    }
    close()
    return words
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
      before: tail(of: plain(text.bytes, before, lastBytes: context * 8), context),
      match: trimmed(plain(text.bytes, clipped)),
      after: head(of: plain(text.bytes, after, firstBytes: context * 8), context))
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
    guard let space = cut.firstIndex(of: " ") else { return "\u{2026}" + cut }
    return "\u{2026}" + cut[space...]
  }

  private static func head(of text: String, _ count: Int) -> String {
    guard text.utf8.count > count, text.count > count else { return text }
    let cut = text.prefix(count)
    guard let space = cut.lastIndex(of: " ") else { return cut + "\u{2026}" }
    return cut[...space] + "\u{2026}"
  }
}

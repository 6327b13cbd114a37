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
  /// Byte ranges of the terms' first places in the text, in order; at most `limit`, one a line of the text.
  /// Words are folded as the index folds them (case and diacritics).
  static func places(of terms: [SearchExpression.Term], in text: StoredText, limit: Int) -> [Range<Int>] {
    let wanted = terms.map { (words: words(of: Array($0.text.utf8)).map(\.folded), isPrefix: $0.isPrefix) }
      .filter { !$0.words.isEmpty }
    let longest = wanted.map(\.words.count).max() ?? 0
    var found: [Range<Int>] = []
    var window: [(folded: [UInt8], range: Range<Int>)] = []
    var lastLine = -1
    eachWord(in: text.bytes) { word in
      window.append(word)
      if window.count > longest { window.removeFirst() }
      for term in wanted where ends(window, with: term.words, isPrefix: term.isPrefix) {
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
    _ window: [(folded: [UInt8], range: Range<Int>)], with words: [[UInt8]], isPrefix: Bool
  ) -> Bool {
    guard window.count >= words.count else { return false }
    for (have, want) in zip(window.suffix(words.count), words).dropLast() where have.folded != want {
      return false
    }
    guard let have = window.last?.folded, let want = words.last else { return false }
    return isPrefix ? have.starts(with: want) : have == want
  }

  private static func words(of bytes: [UInt8]) -> [(folded: [UInt8], range: Range<Int>)] {
    var all: [(folded: [UInt8], range: Range<Int>)] = []
    eachWord(in: bytes) {
      all.append($0)
      return true
    }
    return all
  }

  /// Runs of letters and digits, folded; bytes above ASCII go the slow way.
  private static func eachWord(
    in bytes: [UInt8], _ body: ((folded: [UInt8], range: Range<Int>)) -> Bool
  ) {
    var index = 0
    while index < bytes.count {
      guard isWord(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      var isASCII = true
      while index < bytes.count, isWord(bytes[index]) {
        if bytes[index] >= 0x80 { isASCII = false }
        index += 1
      }
      if isASCII {
        let folded = bytes[start..<index].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard body((folded, start..<index)) else { return }
      } else {
        for word in unicodeWords(bytes[start..<index], at: start) where !body(word) { return }
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
  }

  private static func unicodeWords(
    _ bytes: ArraySlice<UInt8>, at start: Int
  ) -> [(folded: [UInt8], range: Range<Int>)] {
    var words: [(folded: [UInt8], range: Range<Int>)] = []
    var offset = start
    var word = ""
    var from = start
    func close() {
      guard !word.isEmpty else { return }
      let folded = word.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
      words.append((Array(folded.utf8), from..<offset))
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
      match: plain(text.bytes, clipped).trimmingCharacters(in: .whitespaces),
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
    var out = ""
    var wasSpace = false
    for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
      let isSpace = scalar.properties.isWhitespace
      if !isSpace { out.unicodeScalars.append(scalar) } else if !wasSpace { out += " " }
      wasSpace = isSpace
    }
    return out
  }

  private static func tail(of text: String, _ count: Int) -> String {
    guard text.count > count else { return text }
    let cut = text.suffix(count)
    guard let space = cut.firstIndex(of: " ") else { return "\u{2026}" + cut }
    return "\u{2026}" + cut[space...]
  }

  private static func head(of text: String, _ count: Int) -> String {
    guard text.count > count else { return text }
    let cut = text.prefix(count)
    guard let space = cut.lastIndex(of: " ") else { return cut + "\u{2026}" }
    return cut[...space] + "\u{2026}"
  }
}

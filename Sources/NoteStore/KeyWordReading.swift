// Words that are new and frequent: the period's notes against those before it.

import Digests
import Foundation
import GRDB

/// Dunning's log-likelihood of words, from stored texts. Bounded: at most 8 MB of the period's text, and as
/// background at most 8 MB of the notes dated last before it; nothing is kept between digests.
struct KeyWordReading {
  private static let budget = 8 << 20
  let db: Database
  /// Over `revision r`.
  let isVisible: String

  init(_ db: Database, isVisible: String) {
    self.db = db
    self.isVisible = isVisible
  }

  /// At most 25, the keyest first; ties by the word. A word counts from three notes on that have it and with a
  /// log-likelihood of 15.13 (p < 0.0001); numbers and words under four letters do not.
  func keyWords(_ revisions: [Int64], before period: Period) throws -> [KeyWord] {
    guard revisions.count >= 3 else { return [] }
    let now = try counts(revisions)
    let then = try background(before: period)
    guard now.total > 0, then.total > 0 else { return [] }
    return rank(now, against: then)
  }

  private func background(before period: Period) throws -> WordCounts {
    // The order first, the texts one by one: a sorter must not hold a year's text.
    let revisions = try db.makeStatement(
      sql: """
        SELECT r.id FROM revision r INDEXED BY revision_day
        WHERE r.day BETWEEN ? AND ? AND r.date < ? AND \(isVisible)
        ORDER BY r.day DESC, r.date DESC, r.hash LIMIT 8192
        """
    ).all([
      .int(period.start / 86_400 - 366), .int(period.start / 86_400 + 2), .int(period.start),
    ]) { $0.int64(0) }
    return try counts(revisions)
  }

  private func counts(_ revisions: [Int64]) throws -> WordCounts {
    var counts = WordCounts()
    let text = try db.cachedStatement(sql: "SELECT text FROM content WHERE revision = ?")
    for revision in revisions where counts.bytes < Self.budget {
      try text.each([.int(revision)]) { row in
        row.withBytes(0) { counts.count($0) }
        return false
      }
    }
    return counts
  }

  private func rank(_ now: WordCounts, against then: WordCounts) -> [KeyWord] {
    var found: [KeyWord] = []
    for (word, count) in now.words where count.notes >= 3 {
      let (a, b) = (Double(count.total), Double(then.words[word]?.total ?? 0))
      let (c, d) = (Double(now.total), Double(then.total))
      let expected = c * (a + b) / (c + d)
      guard a > expected else { continue }
      let other = d * (a + b) / (c + d)
      let keyness = 2 * (a * log(a / expected) + (b > 0 ? b * log(b / other) : 0))
      guard keyness >= 15.13 else { continue }
      found.append(
        KeyWord(
          word: String(decoding: word, as: UTF8.self), count: count.total, expected: c * b / d,
          keyness: keyness))
    }
    found.sort { ($0.keyness, $1.word) > ($1.keyness, $0.word) }
    return Array(found.prefix(25))
  }
}

/// Words of four letters and more, lower case, with their counts.
private struct WordCounts {
  private(set) var words: [[UInt8]: (total: Int, notes: Int, lastNote: Int)] = [:]
  private(set) var total = 0
  private(set) var bytes = 0
  private var notes = 0

  mutating func count(_ text: UnsafeRawBufferPointer) {
    notes += 1
    bytes += text.count
    var index = 0
    while index < text.count {
      guard Self.isLetter(text[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < text.count, Self.isLetter(text[index]) { index += 1 }
      add(text[start..<index])
    }
  }

  private mutating func add(_ slice: Slice<UnsafeRawBufferPointer>) {
    total += 1
    guard (4...40).contains(slice.count) else { return }
    var word = [UInt8](slice)
    if word.allSatisfy({ $0 < 0x80 }) {
      for index in word.indices where word[index] < 0x61 { word[index] |= 0x20 }
    } else {
      // Punctuation beyond ASCII ends a word too: dashes, curly quotation marks.
      let text = String(decoding: word, as: UTF8.self).lowercased()
      for part in text.split(whereSeparator: { !$0.isLetter }) where part.count >= 4 {
        note(Array(part.utf8))
      }
      return
    }
    note(word)
  }

  private mutating func note(_ word: [UInt8]) {
    var count = words[word] ?? (0, 0, 0)
    count.total += 1
    if count.lastNote != notes { count.notes += 1 }
    count.lastNote = notes
    words[word] = count
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

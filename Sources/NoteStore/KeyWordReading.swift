// Words that are new and frequent: the period's notes against those before it.

import Digests
import Foundation
import GRDB

/// Dunning's log-likelihood of words, from stored texts. Bounded: at most 4 MB of the period's text, and as
/// background at most 4 MB of the notes dated last before it; nothing is kept between digests.
struct KeyWordReading {
  private static let budget = 4 << 20
  let db: Database
  /// Over `revision r`.
  let isVisible: String

  init(_ db: Database, isVisible: String) {
    self.db = db
    self.isVisible = isVisible
  }

  /// At most 100, the keyest first: a digest leaves out those that its codebook has; ties by the word. A word counts
  /// from three notes on that have it and with a log-likelihood of 15.13 (p < 0.0001); numbers and words under four
  /// letters do not.
  func keyWords(_ revisions: [Int64], before period: Period) throws -> [KeyWord] {
    guard revisions.count >= 3 else { return [] }
    let now = try counts(revisions, WordCounts())
    let frequent = now.words.filter { $0.value.notes >= 3 }
    let then = try background(before: period, WordCounts(only: frequent.keys))
    guard now.total > 0, then.total > 0 else { return [] }
    return rank(frequent, of: now.total, against: then)
  }

  private func background(before period: Period, _ counts: WordCounts) throws -> WordCounts {
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
    return try self.counts(revisions, counts)
  }

  private func counts(_ revisions: [Int64], _ empty: WordCounts) throws -> WordCounts {
    var counts = empty
    let text = try db.cachedStatement(sql: "SELECT text FROM content WHERE revision = ?")
    for revision in revisions where counts.bytes < Self.budget {
      try text.each([.int(revision)]) { row in
        row.withBytes(0) { counts.count($0) }
        return false
      }
    }
    return counts
  }

  private func rank(
    _ words: [UInt64: WordCounts.Count], of total: Int, against then: WordCounts
  ) -> [KeyWord] {
    var found: [KeyWord] = []
    for (hash, count) in words {
      let (a, b) = (Double(count.total), Double(then.words[hash]?.total ?? 0))
      let (c, d) = (Double(total), Double(then.total))
      let expected = c * (a + b) / (c + d)
      guard a > expected else { continue }
      let other = d * (a + b) / (c + d)
      let keyness = 2 * (a * log(a / expected) + (b > 0 ? b * log(b / other) : 0))
      guard keyness >= 15.13 else { continue }
      found.append(
        KeyWord(
          word: String(decoding: count.spelling, as: UTF8.self), count: count.total, expected: c * b / d,
          keyness: keyness))
    }
    found.sort { ($0.keyness, $1.word) > ($1.keyness, $0.word) }
    return Array(found.prefix(100))
  }
}

/// Words of four letters and more, lower case, with their counts, under a 64-bit hash: an array a word would
/// cost more than all else.
private struct WordCounts {
  struct Count {
    var total = 0
    var notes = 0
    var lastNote = 0
    var spelling: [UInt8]
  }
  private(set) var words: [UInt64: Count] = [:]
  /// Running words, the short ones too.
  private(set) var total = 0
  private(set) var bytes = 0
  private var notes = 0
  private let isClosed: Bool

  init() { isClosed = false }

  /// Counts these words alone.
  init(only hashes: some Sequence<UInt64>) {
    isClosed = true
    for hash in hashes { words[hash] = Count(spelling: []) }
  }

  mutating func count(_ text: UnsafeRawBufferPointer) {
    notes += 1
    bytes += text.count
    var index = 0
    while index < text.count {
      let start = index
      var hash = Self.seed
      var isASCII = true
      while index < text.count, Self.isLetter(text[index]) {
        let byte = text[index]
        if byte >= 0x80 { isASCII = false }
        hash = Self.mix(hash, byte < 0x80 ? byte | 0x20 : byte)
        index += 1
      }
      if start == index {
        index += 1
        continue
      }
      total += 1
      if !isASCII {
        addUnicode(text[start..<index])
      } else if (4...40).contains(index - start) {
        add(hash) { text[start..<index].map { $0 | 0x20 } }
      }
    }
  }

  /// Punctuation beyond ASCII ends a word too: dashes, curly quotation marks.
  private mutating func addUnicode(_ slice: Slice<UnsafeRawBufferPointer>) {
    guard slice.count <= 400 else { return }
    let text = String(decoding: slice, as: UTF8.self).lowercased()
    for part in text.split(whereSeparator: { !$0.isLetter }) where part.count >= 4 {
      add(part.utf8.reduce(Self.seed, Self.mix)) { Array(part.utf8) }
    }
  }

  private mutating func add(_ hash: UInt64, spelling: () -> [UInt8]) {
    if words[hash] == nil {
      if isClosed { return }
      words[hash] = Count(spelling: spelling())
    }
    words[hash]?.total += 1
    if words[hash]?.lastNote != notes {
      words[hash]?.notes += 1
      words[hash]?.lastNote = notes
    }
  }

  private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325
  private static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

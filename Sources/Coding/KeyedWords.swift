// Lists of words that are made once and asked often.

import NoteText

/// Values by word, in open addressing, at most half full: the standard library's hashing would cost more than all
/// else that is done with such a word.
struct KeyedWords<Value: Sendable>: Sendable {
  private struct Entry {
    var key: WordKey
    /// Nil where the place is free.
    var value: Value?
  }
  private var entries: ContiguousArray<Entry>

  init(_ values: [WordKey: Value]) {
    var size = 16
    while size < 2 * values.count { size *= 2 }
    entries = ContiguousArray(repeating: Entry(key: WordKey(), value: nil), count: size)
    for (key, value) in values {
      var place = home(of: key)
      while entries[place].value != nil { place = next(place) }
      entries[place] = Entry(key: key, value: value)
    }
  }

  /// The words, in no order.
  var keys: [WordKey] { entries.compactMap { $0.value == nil ? nil : $0.key } }

  subscript(key: WordKey) -> Value? {
    var place = home(of: key)
    while let value = entries[place].value {
      if entries[place].key == key { return value }
      place = next(place)
    }
    return nil
  }

  @inline(__always)
  private func home(of key: WordKey) -> Int {
    Int(truncatingIfNeeded: UInt64Pair(low: key.low, high: key.high).mixed) & (entries.count - 1)
  }

  @inline(__always)
  private func next(_ place: Int) -> Int { (place + 1) & (entries.count - 1) }
}

extension KeyedWords where Value == Bool {
  /// A list alone.
  init(_ words: some Sequence<WordKey>) {
    self.init(Dictionary(words.map { ($0, true) }) { first, _ in first })
  }

  /// The words of a text, by spaces.
  init(_ words: String) {
    self.init(words.split(whereSeparator: \.isWhitespace).compactMap { WordKey($0.utf8) })
  }

  func contains(_ key: WordKey) -> Bool { self[key] != nil }

  /// Whether a word of a text is listed.
  func contains(_ text: [UInt8], _ token: Token) -> Bool { WordKey(text, token).map(contains) ?? false }
}

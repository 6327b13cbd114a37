// Which terms a word matches, remembered by how it is written.

import NoteText

/// A class is a set of terms; words that match the same terms share one, and 0 is the empty set. Words of up to
/// sixteen bytes are kept in a table of fixed size, in which newcomers take the place of others; so a text of
/// ever new words costs time but no memory.
struct WordMemo {
  private struct Entry {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var number: Int32 = -1
  }
  private static let probes = 4
  private static let smallest = 1 << 10
  private static let largest = 1 << 16
  private static let longest = 64

  private let vocabulary: Vocabulary
  private var entries = ContiguousArray<Entry>(repeating: Entry(), count: smallest)
  private var used = 0
  /// Words of 17 to 64 bytes.
  private var long: [[UInt8]: Int32] = [:]
  private var numbers: [[Int32]: Int32] = [[]: 0]
  private var starts: ContiguousArray<Int32> = [0, 0]
  private var terms: ContiguousArray<Int32> = []

  init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// The terms of a class, ascending.
  @inline(__always)
  func terms(of number: Int32) -> ContiguousArray<Int32>.SubSequence {
    terms[Int(starts[Int(number)])..<Int(starts[Int(number) + 1])]
  }

  /// Whether a class holds a term.
  @inline(__always)
  func contains(_ term: Int32, in number: Int32) -> Bool {
    for index in Int(starts[Int(number)])..<Int(starts[Int(number) + 1]) where terms[index] == term {
      return true
    }
    return false
  }

  /// The class of the word at a range of bytes.
  @inline(__always)
  mutating func number(of text: Span<UInt8>, from start: Int, to end: Int) -> Int32 {
    guard end - start <= 16 else { return longNumber(text, start, end) }
    var low: UInt64 = 0
    var high: UInt64 = 0
    let middle = min(end, start + 8)
    for index in start..<middle { low = low << 8 | UInt64(text[index]) }
    for index in middle..<end { high = high << 8 | UInt64(text[index]) }
    var hash = (low ^ high &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
    hash ^= hash >> 32
    let home = Int(truncatingIfNeeded: hash)
    let mask = entries.count - 1
    for probe in 0..<Self.probes {
      let index = (home &+ probe) & mask
      if entries[index].low == low, entries[index].high == high { return entries[index].number }
      if entries[index].number < 0 { break }
    }
    return learn(text, start, end, low, high, home)
  }

  private mutating func learn(
    _ text: Span<UInt8>, _ start: Int, _ end: Int, _ low: UInt64, _ high: UInt64, _ home: Int
  ) -> Int32 {
    if used * 2 > entries.count, entries.count < Self.largest {
      entries = ContiguousArray(repeating: Entry(), count: entries.count * 4)
      used = 0
    }
    let number = resolve(text, start, end)
    let mask = entries.count - 1
    var place = home & mask
    for probe in 0..<Self.probes where entries[(home &+ probe) & mask].number < 0 {
      place = (home &+ probe) & mask
      used += 1
      break
    }
    entries[place] = Entry(low: low, high: high, number: number)
    return number
  }

  private mutating func longNumber(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int32 {
    guard end - start <= Self.longest else { return resolve(text, start, end) }
    let word = Self.bytes(text, start, end)
    if let known = long[word] { return known }
    if long.count >= 4096 { long.removeAll(keepingCapacity: true) }
    let number = resolve(text, start, end)
    long[word] = number
    return number
  }

  private static func bytes(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> [UInt8] {
    (start..<end).map { text[$0] }
  }

  private mutating func resolve(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int32 {
    let found = vocabulary.terms(of: NormalForm.of(Self.bytes(text, start, end)))
    if let known = numbers[found] { return known }
    let number = Int32(truncatingIfNeeded: starts.count - 1)
    terms.append(contentsOf: found)
    starts.append(Int32(truncatingIfNeeded: terms.count))
    numbers[found] = number
    return number
  }
}

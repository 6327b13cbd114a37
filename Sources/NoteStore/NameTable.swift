// The dictionary of short words (codes, statuses, holders, rules): a small number for each.

import GRDB

/// Gives words their numbers within one transaction. Made anew for each: a rolled back transaction must not
/// leave numbers behind that the file does not know.
final class NameTable {
  private let db: Database
  private var numbers: [String: Int64] = [:]

  init(_ db: Database) { self.db = db }

  /// The word's number, entering the word where it is new.
  func number(of word: String) throws -> Int64 {
    if let known = numbers[word] { return known }
    if let stored = try existing(word) { return stored }
    try db.cachedStatement(sql: "INSERT INTO name (text) VALUES (?)").run([.text(word.withoutNUL)])
    let number = db.lastInsertedRowID
    numbers[word] = number
    return number
  }

  func number(of word: String?) throws -> Int64? { try word.map { try number(of: $0) } }

  /// The word's number where it has one.
  func existing(_ word: String) throws -> Int64? {
    if let known = numbers[word] { return known }
    let found = try db.cachedStatement(sql: "SELECT id FROM name WHERE text = ?")
      .first([.text(word.withoutNUL)]) { $0.int64(0) }
    if let found { numbers[word] = found }
    return found
  }
}

/// Gives numbers their words back, from one snapshot.
struct NameList {
  private var words: [Int64: String] = [:]

  init(_ db: Database) throws {
    try db.cachedStatement(sql: "SELECT id, text FROM name").each { row in
      words[row.int64(0)] = row.text(1)
      return true
    }
  }

  /// All words in order, and each number's place among them.
  var sorted: [String] { words.values.sorted() }
  var ranks: [Int64: Int] {
    let places = words.sorted { $0.value < $1.value }.enumerated().map { ($0.element.key, $0.offset) }
    return Dictionary(uniqueKeysWithValues: places)
  }

  /// Empty for a number that is not there; foreign keys see to it that none is.
  subscript(number: Int64) -> String { words[number] ?? "" }
  subscript(optional number: Int64?) -> String? { number.flatMap { words[$0] } }
}

extension String {
  /// SQLite's own functions stop at a NUL: it becomes U+FFFD.
  var withoutNUL: String {
    utf8.contains(0)
      ? String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })) : self
  }
}

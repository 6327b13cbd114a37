// What a sentence's words are beside their place in a clause: how they are written, and which lists name them.

import NoteText

/// What is asked of single words of a sentence that is judged.
struct WordMarks: OptionSet, Sendable {
  let rawValue: UInt16
  static let capitalised = WordMarks(rawValue: 1)
  /// Written in capitals.
  static let acronym = WordMarks(rawValue: 2)
  static let number = WordMarks(rawValue: 4)
  static let possessive = WordMarks(rawValue: 8)
  /// Names an office: "minister", "spokesman".
  static let role = WordMarks(rawValue: 16)
  /// Stands for those whom "of" names behind it: "leaders of", "several of".
  static let head = WordMarks(rawValue: 32)
  /// Names people of no office: "residents", "sources".
  static let people = WordMarks(rawValue: 64)
  /// Says that officials are a place's.
  static let local = WordMarks(rawValue: 128)
  /// Ends in "s", as nouns and verbs do: "claims".
  static let plural = WordMarks(rawValue: 256)

  init(rawValue: UInt16) { self.rawValue = rawValue }

  /// - Parameter key: the word, where it is short enough for a list.
  init(_ shape: Token.Shape, _ key: WordKey?) {
    self = key.flatMap { Introductions.marks[$0] } ?? []
    if shape.contains(.capitalised) { insert(.capitalised) }
    if shape.contains(.capitals) { insert(.acronym) }
    if shape.contains(.digits) { insert(.number) }
    if shape.contains(.possessive) { insert(.possessive) }
    if let key, key.endsInS { insert(.plural) }
  }
}

/// Of each word of a sentence, whether it has a mark.
struct MarkedWords {
  fileprivate let marks: [WordMarks]
  fileprivate let mark: WordMarks

  subscript(position: Int) -> Bool { marks[position].contains(mark) }
}

extension SentenceReading {
  /// Of each word, whether it begins with a capital, ends in a possessive, is a number, is written in capitals.
  var isCapitalised: MarkedWords { MarkedWords(marks: marks, mark: .capitalised) }
  var isPossessive: MarkedWords { MarkedWords(marks: marks, mark: .possessive) }
  var isNumber: MarkedWords { MarkedWords(marks: marks, mark: .number) }
  var isAcronym: MarkedWords { MarkedWords(marks: marks, mark: .acronym) }
  /// Of each word, whether it names an office, or people of none; says that officials are a place's; stands for those
  /// whom "of" names behind it.
  var isRole: MarkedWords { MarkedWords(marks: marks, mark: .role) }
  var isPeople: MarkedWords { MarkedWords(marks: marks, mark: .people) }
  var isLocal: MarkedWords { MarkedWords(marks: marks, mark: .local) }
  var isPlural: MarkedWords { MarkedWords(marks: marks, mark: .plural) }
  var isHead: MarkedWords { MarkedWords(marks: marks, mark: .head) }
  /// The words, where they are short enough for the closed classes.
  var keys: [WordKey?] { clauses.keys }
}

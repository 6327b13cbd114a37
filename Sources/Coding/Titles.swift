// What titles and headings say of a note: whose words it is.

import NoteText

/// What a title says of the note.
enum Titles {
  static let from = WordKey("from".utf8)

  /// Words for what is said or decreed by one.
  private static let forms = KeyedWords(
    """
    statement remarks address speech debate readout letter letters proclamation memorandum briefing communique \
    declaration intervention gaggle transcript message sheet notice
    comment comments interview answers
    """)

  private static let salutations = KeyedWords("excellency excellencies delegates")

  /// Whether words address an assembly.
  static func isSalutation(_ tokens: ArraySlice<Token>, _ text: [UInt8]) -> Bool {
    tokens.prefix(24).contains { salutations.contains(text, $0) }
  }

  /// Whether words begin "Statement by", "Remarks of".
  static func opensSpeech(_ tokens: ArraySlice<Token>, _ text: [UInt8]) -> Bool {
    let keys = tokens.prefix(5).map { WordKey(text, $0) }
    for (form, of) in zip(keys, keys.dropFirst()) {
      if let form, let of, forms.contains(form), of == from || of == by || of == ofKey { return true }
    }
    return false
  }

  /// "Joint declaration": of several.
  static func isJoint(_ reading: SentenceReading) -> Bool {
    reading.keys.contains { $0 == joint }
  }

  /// "Meeting with President Ola Nordmann", "between the prime ministers": of two, and no summit of many.
  static func isOfTwo(_ reading: SentenceReading) -> Bool {
    let behind = reading.keys.drop { key in !(key.map { links.contains($0) } ?? false) }
    return !behind.isEmpty && !behind.contains { key in key.map { many.contains($0) } ?? false }
  }

  private static let joint = WordKey("joint".utf8)
  private static let links = KeyedWords("with between")
  private static let many = KeyedWords(
    """
    leaders ministers presidents heads nations states countries allies partners counterparts members governors \
    ambassadors advisors advisers group quad g7 g20 council
    """)
  private static let press = WordKey("press".utf8)
  private static let talks = KeyedWords("call availability")
  private static let by = WordKey("by".utf8)
  private static let ofKey = WordKey("of".utf8)

  /// Whether words without a verb are the title of a speech or document.
  static func isSpeech(_ tokens: ArraySlice<Token>, _ text: [UInt8], _ reading: SentenceReading) -> Bool {
    // "Fact sheet: ..." names itself, whatever follows.
    let colon = reading.clauses.gaps.indices.first { reading.clauses.gaps[$0].contains(.colon) }
    if let colon, colon <= 4 {
      let label = tokens.prefix(colon)
      if label.contains(where: { forms.contains(text, $0) }) { return true }
    }
    guard !reading.clauses.clauses.contains(where: \.hasVerb) else { return false }
    if tokens.contains(where: { forms.contains(text, $0) }) { return true }
    return zip(tokens, tokens.dropFirst()).contains {
      WordKey(text, $0) == press && talks.contains(text, $1)
    }
  }

  /// Whether a title is but a name with an office or a state's full one: "Prime Minister Ola Nordmann", "KINGDOM OF ...".
  static func isNamesake(_ reading: SentenceReading) -> Bool {
    let clauses = reading.clauses
    let apart: Gap = [.colon, .dash, .question]
    guard clauses.count <= 5, reading.mentions.count == 1, let name = reading.mentions.first,
      name.span.upperBound == clauses.count, name.span.lowerBound > 0,
      !reading.isPossessive[clauses.count - 1], !clauses.clauses.contains(where: \.hasVerb),
      clauses.gaps.allSatisfy({ $0.isDisjoint(with: apart) }),
      clauses.words.indices.allSatisfy({
        reading.isCapitalised[$0] || !clauses.words[$0].isDisjoint(with: [.source, .determiner])
      })
    else { return false }
    return name.isPerson || (1..<name.span.lowerBound).contains { clauses.words[$0].contains(.source) }
  }

  /// A title without a capital is a file's name: its first word may be short for a state, "us-statement".
  static func readable(_ title: [UInt8]) -> [UInt8] {
    guard !title.contains(where: { $0 >= 65 && $0 <= 90 }) else { return title }
    let word = title.prefix { $0 >= 97 && $0 <= 122 }
    guard (2...4).contains(word.count), word.count < title.count,
      title[word.count] == UInt8(ascii: "-") || title[word.count] == UInt8(ascii: "_")
        || title[word.count] == UInt8(ascii: " ")
    else { return title }
    return word.map { $0 - 32 } + title[word.count...]
  }

  /// "Targeting further banks of the state": what a title without a subject is about acts on nobody.
  static func isObject(_ mention: Mention, in reading: SentenceReading) -> Bool {
    let words = reading.clauses.words
    guard words[0].contains(.participle), mention.span.lowerBound > 0,
      mention.span.upperBound == words.count || words[mention.span.upperBound].isDisjoint(with: .verb)
    else { return false }
    return (1...mention.span.lowerBound).allSatisfy { reading.clauses.gaps[$0].isEmpty }
  }

  /// Who signs a document by a line of a name and an office: "Kari A. Nordmann, Minister of Fisheries".
  static func signer(in reading: SentenceReading) -> Int? {
    let clauses = reading.clauses
    guard clauses.count <= 12, let name = reading.mentions.first, name.isPerson, name.span.lowerBound <= 4,
      (0..<name.span.lowerBound).allSatisfy({ reading.isCapitalised[$0] && clauses.words[$0].isEmpty })
    else { return nil }
    let next = name.span.upperBound
    return next == clauses.count || clauses.gaps[next].contains(.comma) ? name.actor : nil
  }

  /// Whose words the note is: the actor after "by" or "from" ("Remarks by ...", "A letter from ..."), or the
  /// first after "of" near the beginning ("Readout of ..."). Of many, they are `other`'s.
  static func speaker(
    in reading: SentenceReading, _ tokens: ArraySlice<Token>, _ text: [UInt8], other: Int?
  ) -> Int? {
    let words = reading.clauses.words
    for mention in reading.mentions {
      var index = mention.span.lowerBound - 1
      var steps = 0
      while index >= 1, steps < 5, words[index].isEmpty || words[index].contains(.determiner) {
        index -= 1
        steps += 1
      }
      guard index >= 1, index <= 5 else { continue }
      let before = tokens[tokens.startIndex + index - 1]
      if words[index].contains(.by) || words[index].contains(.source) && forms.contains(text, before) {
        return reading.isOfMany(mention) ? other ?? mention.actor : reading.leading(mention).actor
      }
    }
    return nil
  }
}

// A sentence's clauses: where one ends and whose scope flows into which.

import NoteText

/// Punctuation between a word and the one before it.
struct Gap: OptionSet, Sendable {
  let rawValue: UInt16
  static let comma = Gap(rawValue: 1)
  static let semicolon = Gap(rawValue: 2)
  static let colon = Gap(rawValue: 4)
  static let dash = Gap(rawValue: 8)
  static let opensQuotation = Gap(rawValue: 16)
  static let closesQuotation = Gap(rawValue: 32)
  static let opensBracket = Gap(rawValue: 64)
  static let closesBracket = Gap(rawValue: 128)
  static let question = Gap(rawValue: 256)
  static let stop = Gap(rawValue: 512)
}

/// A sentence read for its grammar. Positions are offsets from the sentence's first word.
struct Clauses: Sendable {
  struct Clause: Sendable {
    enum Kind: Sendable {
      case main
      /// Beside the one before it: after ";", a dash, or "and" with a subject and verb of its own.
      case coordinate
      case conditional
      case adverbial
      /// Follows its noun without a comma, and so belongs to what is said of it.
      case restrictive
      /// Between commas: an aside.
      case aside
      /// What a verb says, thinks or knows: "that ...".
      case complement
      case bracket
      case quotation

      /// What another clause says, knows or supposes.
      var isEmbedded: Bool { self == .complement || self == .conditional }
    }
    var kind: Kind
    var parent: Int?
    /// First and one past the last word; another clause may lie inside.
    var start: Int
    var end: Int
    var hasVerb = false
  }

  /// Of each word.
  private(set) var words: [WordClass] = []
  /// Of each word; nil where it is longer than any of the closed classes.
  private(set) var keys: [WordKey?] = []
  /// Of each word, and one more for what follows the last.
  private(set) var gaps: [Gap] = []
  var clauses: [Clause] = []
  /// Index of each word's clause.
  var clause: [Int] = []
  /// For each word whether it stands inside quotation marks.
  private(set) var isQuoted: [Bool] = []
  private(set) var isQuestion = false

  init(text: [UInt8], tokens: ArraySlice<Token>, sentence: Range<Int>) {
    readWords(text: text, tokens: tokens, sentence: sentence)
    split()
  }

  var count: Int { words.count }

  /// Whether the scope of a cue in one clause flows into another: into what it governs, not into its neighbours.
  func flows(from outer: Int, into inner: Int) -> Bool {
    var current = inner
    while current != outer {
      switch clauses[current].kind {
      case .restrictive, .complement, .quotation:
        guard let parent = clauses[current].parent else { return false }
        current = parent
      case .main, .coordinate, .conditional, .adverbial, .aside, .bracket: return false
      }
    }
    return true
  }

  /// Whether a subject and a finite verb follow here, before the next break.
  func startsClause(at position: Int) -> Bool {
    guard position < count else { return false }
    let first = words[position]
    if !first.isDisjoint(with: .subject), !first.contains(.possessive) { return true }
    if !first.isDisjoint(with: [.preposition, .participle, .coordinator, .auxiliary, .modal]) {
      return false
    }
    if first.contains(.finite), !first.contains(.past) { return false }
    var index = position + 1
    while index < count, index < position + 9 {
      let word = words[index]
      if !gaps[index].isDisjoint(with: [.comma, .semicolon, .colon, .dash]) { return false }
      if !word.isDisjoint(with: .verb) { return !words[index - 1].contains(.infinitive) }
      if !word.isDisjoint(with: [.coordinator, .relative, .that, .conditional]) { return false }
      index += 1
    }
    return false
  }
}

extension Clauses {
  private mutating func readWords(text: [UInt8], tokens: ArraySlice<Token>, sentence: Range<Int>) {
    words.reserveCapacity(tokens.count)
    keys.reserveCapacity(tokens.count)
    gaps.reserveCapacity(tokens.count + 1)
    isQuoted.reserveCapacity(tokens.count)
    var isOpen = false
    var from = sentence.lowerBound
    var isBehindNumber = false
    for token in tokens {
      let wasOpen = isOpen
      let start = Int(token.start)
      // Most words stand behind a space alone.
      let isPlain = start == from + 1 && text[from] == UInt8(ascii: " ")
      let gap =
        isPlain
        ? []
        : Clauses.gap(
          in: text[min(from, start)..<start], isFirst: gaps.isEmpty, isLast: false, isOpen: &isOpen)
      closeUnopened(gap, wasOpen: wasOpen)
      gaps.append(gap)
      isQuoted.append(isOpen)
      let key = WordKey(text, token)
      keys.append(key)
      var word = ClosedClasses.of(key, text, token)
      // "United", "Armed": a name's part is no verb, whatever its ending.
      if !words.isEmpty, token.shape.contains(.capitalised) { word.subtract([.finite, .past, .participle]) }
      // "Oslo-led", "long-awaited": what a hyphen joins to a name or an adverb is no verb, unlike "re-elected".
      if start > from, start <= from + 2, text[start - 1] == UInt8(ascii: "-"),
        let last = keys.dropLast().last ?? nil,
        !ClosedClasses.prefixes.contains(last)
      {
        word.subtract(WordClass.verb.union([.past, .participle, .reporting, .inverting]))
      }
      // "In May", "11 May", "in early May".
      if word.contains(.modal), token.shape.contains(.capitalised), let last = words.last,
        last.contains(.preposition) || isBehindNumber
          || (keys.dropLast().last ?? nil).map(ClosedClasses.spans.contains) == true
      {
        word = []
      }
      isBehindNumber = token.shape.contains(.digits)
      // "US" is no pronoun.
      if token.shape.contains(.capitals) || token.shape.contains(.dotted) {
        word.subtract([.first, .third, .second, .body, .thing])
      }
      words.append(word)
      from = Int(token.end)
    }
    let wasOpen = isOpen
    let last = Clauses.gap(
      in: text[min(from, sentence.upperBound)..<sentence.upperBound], isFirst: gaps.isEmpty, isLast: true,
      isOpen: &isOpen)
    closeUnopened(last, wasOpen: wasOpen)
    gaps.append(last)
    isQuestion = last.contains(.question)
  }

  /// A mark that closes what no mark of the sentence opened ends words quoted from its beginning on.
  private mutating func closeUnopened(_ gap: Gap, wasOpen: Bool) {
    guard gap.contains(.closesQuotation), !wasOpen, !isQuoted.contains(true) else { return }
    for index in isQuoted.indices { isQuoted[index] = true }
  }

  /// Whether there is a dash among the bytes between two words.
  static func holdsDash(_ bytes: ArraySlice<UInt8>) -> Bool {
    var isOpen = false
    return gap(in: bytes, isFirst: false, isLast: false, isOpen: &isOpen).contains(.dash)
  }

  /// Reads the bytes between two words.
  private static func gap(
    in bytes: ArraySlice<UInt8>, isFirst: Bool, isLast: Bool, isOpen: inout Bool
  ) -> Gap {
    var gap: Gap = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: ","): gap.insert(.comma)
      case UInt8(ascii: ";"): gap.insert(.semicolon)
      case UInt8(ascii: ":"): gap.insert(.colon)
      case UInt8(ascii: "?"): gap.insert(.question)
      case UInt8(ascii: "!"): gap.insert(.stop)
      case UInt8(ascii: "("), UInt8(ascii: "["): gap.insert(.opensBracket)
      case UInt8(ascii: ")"), UInt8(ascii: "]"): gap.insert(.closesBracket)
      case UInt8(ascii: "-"):
        // A hyphen joins words; a dash has a space or another hyphen before it, unless a word follows: "pro -Norwegian".
        let joins = index == bytes.startIndex || !isFirst && !isLast && bytes.count == 2
        if !joins || index + 1 < bytes.endIndex && index > bytes.startIndex { gap.insert(.dash) }
      case UInt8(ascii: "\""):
        // Behind the word before the gap, where there is one.
        let behind = index > bytes.startIndex ? bytes[index - 1] : isFirst ? nil : UInt8(ascii: "a")
        isOpen = StraightMark.opens(
          behind: behind, isBeforeWord: index + 1 == bytes.endIndex && !isLast, isOpen: isOpen)
        gap.insert(isOpen ? .opensQuotation : .closesQuotation)
      case 0xE2 where index + 2 < bytes.endIndex && bytes[index + 1] == 0x80:
        switch bytes[index + 2] {
        case 0x93, 0x94: gap.insert(.dash)
        case 0x9C, 0x9E:
          gap.insert(.opensQuotation)
          isOpen = true
        case 0x9D:
          gap.insert(.closesQuotation)
          isOpen = false
        default: break
        }
        index += 2
      default: break
      }
      index += 1
    }
    return gap
  }
}

/// A straight quotation mark, which says by its place alone what it does.
enum StraightMark {
  private static let opening: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "("), UInt8(ascii: "[")]

  /// Whether it opens a quotation: before a word and not behind one.
  /// - Parameters:
  ///   - behind: the byte that it stands behind; nil where nothing does.
  ///   - isOpen: whether a quotation is open, which decides where the place does not.
  static func opens(behind: UInt8?, isBeforeWord: Bool, isOpen: Bool) -> Bool {
    let isBehindSpace = behind.map(opening.contains) ?? true
    return isBeforeWord == isBehindSpace ? isBeforeWord : !isOpen
  }
}

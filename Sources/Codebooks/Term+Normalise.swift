// How words are made alike: the one place that says which spellings of a word are the same word.

extension Term {
  /// Accented Latin letters by their base letter, U+00C0 to U+024F and U+1E00 to U+1EFF; a full stop where
  /// there is none.
  private static let latinBases = Array(
    ("aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.yaaaaaaccccccccdd"
      + "ddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllll..llnnnnnn...oooooo..rrrrrrssssss"
      + "ssttttttuuuuuuuuuuuuwwyyyzzzzzz.................................oo.............u"
      + "u............................aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa...."
      + "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............................").utf8)
  private static let additionalBases = Array(
    ("aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo"
      + "oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy......"
      + "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu"
      + "uuyyyyyyyy......").utf8)

  /// A letter as it counts: lower-case, without its accent; nil for a combining mark, which does not count.
  /// The text's side uses this too, so that a pattern and a text can never disagree.
  public static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    let value = scalar.value
    switch value {
    case 0x41...0x5A: return Unicode.Scalar(UInt8(value) + 0x20)
    case 0..<0xC0: return scalar
    case 0xC0..<0x250: return base(latinBases[Int(value - 0xC0)], of: scalar)
    case 0x300..<0x370: return nil
    case 0x400, 0x401, 0x450, 0x451: return "\u{435}"
    case 0x40D, 0x45D: return "\u{438}"
    case 0x1E00..<0x1F00: return base(additionalBases[Int(value - 0x1E00)], of: scalar)
    default: return lowered(scalar)
    }
  }

  private static func base(_ byte: UInt8, of scalar: Unicode.Scalar) -> Unicode.Scalar {
    byte == UInt8(ascii: ".") ? lowered(scalar) : Unicode.Scalar(byte)
  }

  private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let mapping = scalar.properties.lowercaseMapping.unicodeScalars
    guard mapping.count == 1, let first = mapping.first else { return scalar }
    return first
  }

  /// Letters, digits and the marks that combine with them.
  public static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return switch scalar.value {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: false
      }
    }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .nonspacingMark, .spacingMark:
      // U+02BC is a letter to Unicode and an apostrophe to writers.
      scalar != "\u{2BC}"
    default: false
    }
  }

  /// Straight, curly, and the look-alikes that transliterations use.
  public static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "'" || scalar == "\u{2019}" || scalar == "\u{2BC}" || scalar == "\u{2018}"
  }

  /// Abbreviations that are words of their own in lower case ("us", "un"): in capitals they count as dotted.
  public static let dottedCapitals: [String: String] = [
    "US": "u.s.", "UK": "u.k.", "UN": "u.n.", "EU": "e.u.",
  ]

  /// The words of a phrase as they count in matching: lower-case, without accents, apostrophes straight,
  /// possessives dropped; hyphens and all other punctuation part words; "U.S." keeps its full stops
  /// and "US" in capitals is the same word; "1,000" and "2.5" are one word. A word's last `!` and its
  /// `*` are truncation.
  ///
  ///     try Term.normalise("Kyiv’s long-range U.S. missile!")  // kyiv long range u.s. missile!
  public static func normalise(_ phrase: String) throws(PatternSyntaxError) -> [Term] {
    try normalise(Array(phrase.unicodeScalars)[...])
  }

  /// The quick way for most phrases of a codebook, ASCII letters between spaces and hyphens; nil where
  /// the long way is needed.
  private static func plainTerms(_ scalars: ArraySlice<Unicode.Scalar>) -> [Term]? {
    var terms: [Term] = []
    var bytes: [UInt8] = []
    var start = scalars.startIndex
    for index in scalars.startIndex...scalars.endIndex {
      let value = index < scalars.endIndex ? scalars[index].value : 0x20
      switch value {
      case 0x61...0x7A: bytes.append(UInt8(value))
      case 0x41...0x5A: bytes.append(UInt8(value) + 0x20)
      case 0x20, 0x2D:
        if !bytes.isEmpty {
          if bytes.count == 2, scalars[start].value < 0x61 { return nil }
          terms.append(Term(String(decoding: bytes, as: UTF8.self)))
          bytes.removeAll(keepingCapacity: true)
        }
        start = index + 1
      case 0x21 where bytes.count >= 2 && (index + 1 == scalars.endIndex || scalars[index + 1] == " "):
        terms.append(Term(String(decoding: bytes, as: UTF8.self), .prefix))
        bytes.removeAll(keepingCapacity: true)
      default: return nil
      }
    }
    return terms
  }

  /// Appending scalars to a string one by one is slow; most are ASCII.
  static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    scalars.allSatisfy(\.isASCII)
      ? String(decoding: scalars.map { UInt8(truncatingIfNeeded: $0.value) }, as: UTF8.self)
      : String(String.UnicodeScalarView(scalars))
  }

  static func normalise(_ scalars: ArraySlice<Unicode.Scalar>) throws(PatternSyntaxError) -> [Term] {
    if let terms = plainTerms(scalars) { return terms }
    var words = WordScanner(scalars: scalars, at: scalars.startIndex)
    var terms: [Term] = []
    while let term = try words.next() { terms.append(term) }
    return terms
  }
}

/// Cuts a phrase into words.
private struct WordScanner {
  let scalars: ArraySlice<Unicode.Scalar>
  var at: Int

  func scalar(_ index: Int) -> Unicode.Scalar? {
    scalars.indices.contains(index) ? scalars[index] : nil
  }

  func isLetter(_ index: Int) -> Bool {
    scalar(index).map { $0 != "*" && begins($0) && !isDigit(index) } ?? false
  }

  func isDigit(_ index: Int) -> Bool {
    scalar(index).map { (0x30...0x39).contains($0.value) } ?? false
  }

  func isWord(_ index: Int) -> Bool {
    scalar(index).map { Term.isWordScalar($0) || $0 == "*" } ?? false
  }

  /// A combining mark alone begins no word.
  func begins(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "*" || Term.isWordScalar(scalar) && Term.fold(scalar) != nil
  }

  mutating func next() throws(PatternSyntaxError) -> Term? {
    while let here = scalar(at), !begins(here) {
      if here == "!" { throw PatternSyntaxError(at, "'!' must follow the beginning of a word directly") }
      at += 1
    }
    guard at < scalars.endIndex else { return nil }
    let start = at
    var text: [Unicode.Scalar] = []
    while step(from: start, text: &text) {}
    if text.contains("."), !text.contains(where: { (0x30...0x39).contains($0.value) }) {
      text.append(".")
      if scalar(at) == "." { at += 1 }
    }
    return try finish(text, from: start)
  }

  /// Takes the next scalar of the word, folded; false at the word's end.
  private mutating func step(from start: Int, text: inout [Unicode.Scalar]) -> Bool {
    guard let here = scalar(at) else { return false }
    if isWord(at) {
      at += 1
      if let letter = Term.fold(here) { text.append(letter) }
      return true
    }
    guard at > start else { return false }
    let joins: Bool
    switch here {
    case ".": joins = isDigit(at - 1) ? isDigit(at + 1) : isAbbreviation(from: start)
    case ",": joins = isDigit(at - 1) && isDigit(at + 1)
    default: joins = Term.isApostrophe(here) && !isDigit(at - 1) && isLetter(at + 1)
    }
    guard joins else { return false }
    at += 1
    text.append(Term.isApostrophe(here) ? "'" : here)
    return true
  }

  /// Whether the word so far is single letters parted by full stops, and another single letter follows.
  private func isAbbreviation(from start: Int) -> Bool {
    guard isLetter(at + 1), !isWord(at + 2) else { return false }
    return (start..<at).allSatisfy { ($0 - start).isMultiple(of: 2) ? isLetter($0) : scalar($0) == "." }
  }

  private mutating func finish(
    _ folded: [Unicode.Scalar], from start: Int
  ) throws(PatternSyntaxError) -> Term {
    let raw = Term.string(scalars[start..<at].prefix { !Term.isApostrophe($0) })
    var letters = folded
    if letters.suffix(2) == ["'", "s"] { letters.removeLast(2) }
    dropPossessiveMark()
    let text = Term.dottedCapitals[raw] ?? Term.string(letters[...])
    let isWildcard = letters.contains("*")
    guard scalar(at) == "!" else {
      if isWildcard, letters.allSatisfy({ $0 == "*" }) {
        throw PatternSyntaxError(start, "'*' stands for one letter of a word; there is no word here")
      }
      return Term(text, isWildcard ? .wildcard : .exact)
    }
    if isWildcard { throw PatternSyntaxError(start, "a word takes '!' or '*', not both") }
    if text.unicodeScalars.count < 2 {
      throw PatternSyntaxError(start, "'\(text)!' would match too much: give two letters at least before '!'")
    }
    at += 1
    if isWord(at) { throw PatternSyntaxError(at, "'!' ends a word: put a space after it, or use '*'") }
    return Term(text, .prefix)
  }

  /// "states'", and the "'s" after a dotted abbreviation.
  private mutating func dropPossessiveMark() {
    guard let mark = scalar(at), Term.isApostrophe(mark) else { return }
    at += 1
    if let letter = scalar(at), letter == "s" || letter == "S", !isWord(at + 1) { at += 1 }
  }
}

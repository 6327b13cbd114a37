// Cuts a pattern's text into operands and connectors.

/// What stands between two operands.
enum Connector: Hashable {
  case or, and, andNot
  case within(Int)
  case before(Int)
  case notWithin(Int)
  case notBefore(Int)
  case sameSentence, notSameSentence, sameUnit, notSameUnit

  /// The tightest first: OR, proximity by ascending distance, sentence, paragraph, AND, AND NOT.
  var rank: Int {
    switch self {
    case .or: 0
    case .within(let n), .before(let n), .notWithin(let n), .notBefore(let n): 1 + n
    case .sameSentence, .notSameSentence: 1000
    case .sameUnit, .notSameUnit: 1001
    case .and: 1002
    case .andNot: 1003
    }
  }

  var isOfProximity: Bool { (1..<Connector.and.rank).contains(rank) }

  /// The greatest distance that can be asked for; LexisNexis's limit.
  static let greatestDistance = 255

  /// `W/5`, `PRE/3`, `W/S`: connectors with a slash may be in small letters too, as analysts type them;
  /// OR, AND and NOT may not, because "or", "and" and "not" are words.
  init?(slashed text: String, at offset: Int) throws(PatternSyntaxError) {
    let parts = text.uppercased().split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "W" || parts[0] == "PRE" else { return nil }
    let isOrdered = parts[0] == "PRE"
    if let distance = Int(parts[1]), !parts[1].hasPrefix("+"), distance >= 0 {
      guard distance <= Connector.greatestDistance else {
        throw PatternSyntaxError(
          offset, "'\(text)' reaches too far: \(Connector.greatestDistance) words at most, or W/S, W/P")
      }
      self = isOrdered ? .before(distance) : .within(distance)
    } else if parts[1] == "S", !isOrdered {
      self = .sameSentence
    } else if parts[1] == "P", !isOrdered {
      self = .sameUnit
    } else {
      throw PatternSyntaxError(
        offset, "unknown connector '\(text)': there are W/n, PRE/n, W/S and W/P, with n in digits")
    }
  }

  var negation: Connector? {
    switch self {
    case .within(let n): .notWithin(n)
    case .before(let n): .notBefore(n)
    case .sameSentence: .notSameSentence
    case .sameUnit: .notSameUnit
    case .and, .andNot, .or, .notWithin, .notBefore, .notSameSentence, .notSameUnit: nil
    }
  }
}

/// A piece of a pattern.
enum Lexeme: Hashable {
  case words([Term])
  case quoted([Term])
  case name(PatternReference.Kind)
  case segment
  case caps
  case open, close
  case connector(Connector)
}

/// A name that a pattern uses and that must exist elsewhere in the file.
public struct PatternReference: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case lexicon(String)
    case actor(String)
    case anyActor
  }
  public var kind: Kind
  /// Unicode scalars before it in the pattern's text.
  public var offset: Int
}

struct PatternLexer {
  private let scalars: [Unicode.Scalar]
  private var at = 0
  private(set) var lexemes: [(lexeme: Lexeme, offset: Int)] = []

  static func lexemes(of text: String) throws(PatternSyntaxError) -> [(lexeme: Lexeme, offset: Int)] {
    var lexer = PatternLexer(text)
    try lexer.run()
    return lexer.lexemes
  }

  private init(_ text: String) {
    // Most patterns are ASCII, whose bytes need no decoding.
    let bytes = Array(text.utf8)
    scalars =
      bytes.allSatisfy { $0 < 0x80 } ? bytes.map { Unicode.Scalar($0) } : Array(text.unicodeScalars)
  }

  private mutating func run() throws(PatternSyntaxError) {
    while at < scalars.count {
      let here = scalars[at]
      if isSpace(here) {
        at += 1
      } else if here == "(" || here == ")" {
        lexemes.append((here == "(" ? .open : .close, at))
        at += 1
      } else if isQuotationMark(here) {
        try takeQuoted()
      } else {
        try takeChunk()
      }
    }
  }

  private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar == " " || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
  }

  private func isQuotationMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\"" || scalar == "\u{201C}" || scalar == "\u{201D}"
  }

  private mutating func takeQuoted() throws(PatternSyntaxError) {
    let open = at
    guard let close = scalars[(open + 1)...].firstIndex(where: isQuotationMark) else {
      throw PatternSyntaxError(open, "quotation mark is never closed")
    }
    let terms = try Term.normalise(scalars[(open + 1)..<close])
    guard !terms.isEmpty else {
      throw PatternSyntaxError(open, "empty phrase: no word between the quotation marks")
    }
    lexemes.append((.quoted(terms), open))
    at = close + 1
  }

  private mutating func takeChunk() throws(PatternSyntaxError) {
    let start = at
    while at < scalars.count, !isSpace(scalars[at]), scalars[at] != "(", scalars[at] != ")",
      !isQuotationMark(scalars[at])
    { at += 1 }
    // No connector and no name begins so.
    if (0x61...0x7A).contains(scalars[start].value), !scalars[start..<at].contains("/") {
      return try takeWords(start..<at)
    }
    let text = Term.string(scalars[start..<at])
    switch text {
    case "OR": lexemes.append((.connector(.or), start))
    case "AND": lexemes.append((.connector(.and), start))
    case "NOT": try takeNot(at: start)
    case "CAPS" where at < scalars.count && scalars[at] == "(": lexemes.append((.caps, start))
    case "@": lexemes.append((.segment, start))
    default:
      if scalars[start] == "$" {
        lexemes.append((.name(try name(text, at: start)), start))
      } else if scalars[start..<at].contains("/"), let connector = try Connector(slashed: text, at: start) {
        lexemes.append((.connector(connector), start))
      } else {
        try takeWords(start..<at)
      }
    }
  }

  /// `AND NOT`, `NOT W/5`.
  private mutating func takeNot(at start: Int) throws(PatternSyntaxError) {
    if case (.connector(.and), let offset)? = lexemes.last {
      lexemes[lexemes.count - 1] = (.connector(.andNot), offset)
      return
    }
    while at < scalars.count, isSpace(scalars[at]) { at += 1 }
    let next = at
    while at < scalars.count, !isSpace(scalars[at]), scalars[at] != "(" { at += 1 }
    let text = Term.string(scalars[next..<at])
    guard let connector = try Connector(slashed: text, at: next), let negation = connector.negation else {
      throw PatternSyntaxError(
        start, "NOT stands before W/n, PRE/n, W/S or W/P, or after AND; the word itself is 'not'")
    }
    lexemes.append((.connector(negation), start))
  }

  private func name(_ text: String, at offset: Int) throws(PatternSyntaxError) -> PatternReference.Kind {
    let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, parts.allSatisfy(isName) else {
      throw PatternSyntaxError(
        offset, "'\(text)' is no name: write $lexicon, $actor:id or $actors, of letters, digits and '-'")
    }
    if parts.count == 2 {
      guard parts[0] == "actor" else {
        throw PatternSyntaxError(offset, "'\(text)' is no name: only $actor:id has a colon")
      }
      return .actor(parts[1])
    }
    return parts[0] == "actors" ? .anyActor : .lexicon(parts[0])
  }

  private func isName(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy { Term.isWordScalar($0) || $0 == "-" || $0 == "_" }
  }

  private mutating func takeWords(_ range: Range<Int>) throws(PatternSyntaxError) {
    for index in range where !isBare(index, in: range) {
      throw PatternSyntaxError(
        index, "unexpected '\(scalars[index])': put OR between terms, or the phrase in quotation marks")
    }
    let terms = try Term.normalise(scalars[range])
    guard !terms.isEmpty else {
      throw PatternSyntaxError(
        range.lowerBound, "no word in '\(Term.string(scalars[range]))'")
    }
    lexemes.append((.words(terms), range.lowerBound))
  }

  /// What may stand in a word without quotation marks.
  private func isBare(_ index: Int, in range: Range<Int>) -> Bool {
    let scalar = scalars[index]
    if Term.isWordScalar(scalar) || Term.isApostrophe(scalar) { return true }
    if scalar == "," {
      return range.contains(index - 1) && range.contains(index + 1)
        && ("0"..."9").contains(scalars[index - 1]) && ("0"..."9").contains(scalars[index + 1])
    }
    return switch scalar {
    case "-", ".", "/", "&", "!", "*", "\u{2010}", "\u{2011}", "\u{2013}": true
    default: false
    }
  }
}

// The connector language: precedence, phrases, words, and where errors are.

import Testing

@testable import Codebooks

@Suite struct PatternParserTests {
  /// A pattern, and how it must be understood, written with every parenthesis.
  static let readings: [(pattern: String, meaning: String)] = [
    ("halt", "halt"),
    ("open door", "\"open door\""),
    ("\"open door\"", "\"open door\""),
    ("long-range", "\"long range\""),
    ("a OR b OR c", "{a|b|c}"),
    ("(a OR b) OR c", "{{a|b}|c}"),
    // OR binds tightest.
    ("a W/5 b OR c", "[a W/5 {b|c}]"),
    ("a OR b W/5 c OR d", "[{a|b} W/5 {c|d}]"),
    ("a AND b OR c", "[a AND {b|c}]"),
    // Small distances bind before great ones, whichever comes first.
    ("a W/10 b W/3 c", "[a W/10 [b W/3 c]]"),
    ("a W/3 b W/10 c", "[[a W/3 b] W/10 c]"),
    ("a PRE/2 b W/3 c", "[[a PRE/2 b] W/3 c]"),
    ("a W/3 b PRE/2 c", "[a W/3 [b PRE/2 c]]"),
    ("a NOT W/9 b W/3 c", "[a NOT W/9 [b W/3 c]]"),
    // Equal ones from left to right.
    ("a W/5 b W/5 c", "[[a W/5 b] W/5 c]"),
    ("a PRE/5 b W/5 c", "[[a PRE/5 b] W/5 c]"),
    ("a AND b AND c", "[[a AND b] AND c]"),
    // Words, sentence, paragraph, AND, AND NOT.
    ("a W/S b W/255 c", "[a W/S [b W/255 c]]"),
    ("a W/P b W/S c", "[a W/P [b W/S c]]"),
    ("a AND b W/P c", "[a AND [b W/P c]]"),
    ("a AND NOT b AND c", "[a AND NOT [b AND c]]"),
    ("a AND b AND NOT c AND d", "[[a AND b] AND NOT [c AND d]]"),
    ("a NOT W/S b NOT W/P c", "[[a NOT W/S b] NOT W/P c]"),
    ("a NOT PRE/3 b", "[a NOT PRE/3 b]"),
    ("(a AND b) W/3 c", "[[a AND b] W/3 c]"),
    // Small letters serve in connectors with a slash, not in words.
    ("a w/5 b pre/2 c", "[a W/5 [b PRE/2 c]]"),
    ("trick or treat", "\"trick or treat\""),
    ("not and or", "\"not and or\""),
    // Side by side is a phrase.
    ("$nato enlarg!", "[$nato PRE/0 enlarg!]"),
    ("foreign $actor:russia minister", "[[foreign PRE/0 $actor:russia] PRE/0 minister]"),
    ("(a OR b) c d", "[{a|b} PRE/0 \"c d\"]"),
    ("demand! W/12 @", "[demand! W/12 @]"),
    ("$actors PRE/3 say", "[$actors PRE/3 say]"),
    ("CAPS(us OR who)", "CAPS({us|who})"),
    ("caps (a)", "[caps PRE/0 a]"),
    ("“no veto” W/3 it’s", "[\"no veto\" W/3 it]"),
  ]

  @Test(arguments: readings) func precedence(pattern: String, meaning: String) throws {
    #expect(try PatternExpression(parsing: pattern).spelled == meaning)
  }

  static let mistakes: [(pattern: String, offset: Int, says: String)] = [
    ("", 0, "empty pattern"),
    ("   ", 0, "empty pattern"),
    ("a OR", 4, "pattern ends"),
    ("OR a", 0, "without an operand"),
    ("a OR OR b", 5, "without an operand"),
    ("(a", 0, "never closed"),
    ("a W/3 (b OR c", 6, "never closed"),
    ("a)", 1, "closes nothing"),
    ("()", 1, "')' where"),
    ("\"open door", 0, "never closed"),
    ("\"...\"", 0, "empty phrase"),
    ("a W/x b", 2, "unknown connector 'W/x'"),
    ("a PRE/S b", 2, "unknown connector"),
    ("a W/999 b", 2, "reaches too far"),
    ("a NOT b", 2, "NOT stands before"),
    ("a, b", 1, "unexpected ','"),
    ("a; b", 1, "unexpected ';'"),
    ("a & b", 2, "no word in '&'"),
    ("$nato,", 0, "no name"),
    ("$actor:", 0, "no name"),
    ("$who:x", 0, "only $actor:id"),
    ("!", 0, "must follow"),
    ("a!", 0, "two letters at least"),
    ("wom*n!", 0, "not both"),
    ("rul!ing", 4, "'!' ends a word"),
    ("***", 0, "stands for one letter"),
    ("CAPS(a", 4, "never closed"),
  ]

  @Test(arguments: mistakes) func errors(pattern: String, offset: Int, says: String) {
    #expect {
      try PatternExpression(parsing: pattern)
    } throws: { error in
      let error = error as? PatternSyntaxError
      return error?.offset == offset && error?.message.contains(says) == true
    }
  }

  @Test func depthIsBounded() {
    let parentheses = String(repeating: "(", count: 100_000) + "a"
    let chain = Array(repeating: "a", count: 100_000).joined(separator: " W/5 ")
    let descending = (0...255).reversed().map { "a W/\($0)" }.joined(separator: " ") + " a"
    let sideBySide = Array(repeating: "$a", count: 100_000).joined(separator: " ")
    for pattern in [parentheses, chain, descending, sideBySide] {
      #expect(throws: PatternSyntaxError.self) { try PatternExpression(parsing: pattern) }
    }
    let wide = Array(repeating: "word", count: 20_000).joined(separator: " OR ")
    #expect(throws: Never.self) { try PatternExpression(parsing: wide) }
  }

  static let words: [(text: String, normal: String)] = [
    ("Kyiv's", "kyiv"), ("Kyiv’s", "kyiv"), ("states'", "states"), ("don’t", "don't"),
    ("O'Neill", "o'neill"), ("U.S.", "u.s."), ("U.S", "u.s."), ("u.s.", "u.s."), ("US", "u.s."),
    ("us", "us"), ("UK", "u.k."), ("UN", "u.n."), ("EU's", "e.u."), ("U.S.'s", "u.s."), ("US'", "u.s."),
    ("U.S.A.", "u.s.a."), ("e.g.", "e.g."), ("No.", "no"), ("Dr.", "dr"),
    ("short-range", "short range"), ("Élysée", "elysee"), ("Erdoğan", "erdogan"), ("e\u{301}lan", "elan"),
    ("Łódź", "lodz"), ("Зеленский", "зеленский"), ("ещё", "еще"), ("1,000", "1,000"), ("2.5", "2.5"),
    ("F-16s", "f 16s"), ("9M729", "9m729"), ("1990s.", "1990s"), ("24/7", "24 7"), ("AT&T", "at t"),
    ("crisis.The", "crisis the"), ("sanction!", "sanction!"), ("wom*n", "wom*n"), ("'quoted'", "quoted"),
    ("Ukraine's long-range", "ukraine long range"), ("5.", "5"), ("$5 billion", "5 billion"),
  ]

  @Test(arguments: words) func normalForm(text: String, normal: String) throws {
    #expect(try Term.normalise(text).map(\.description).joined(separator: " ") == normal)
  }

  @Test func normalFormIsStable() throws {
    for (text, _) in Self.words {
      let once = try Term.normalise(text)
      #expect(try Term.normalise(once.map(\.description).joined(separator: " ")) == once)
    }
  }

  @Test func referencesHavePlaces() throws {
    let parsed = try PatternParser.parse("$nato W/5 ($actor:russia OR $actors) W/S @")
    #expect(parsed.references.map(\.offset) == [0, 11, 28])
    #expect(parsed.references.map(\.kind) == [.lexicon("nato"), .actor("russia"), .anyActor])
    #expect(parsed.segments == [41])
  }
}

extension PatternExpression {
  /// With all brackets, so that a table shows how a pattern was understood.
  var spelled: String {
    func pair(_ left: PatternExpression, _ connector: String, _ right: PatternExpression) -> String {
      "[\(left.spelled) \(connector) \(right.spelled)]"
    }
    return switch self {
    case .or(let operands): "{" + operands.map(\.spelled).joined(separator: "|") + "}"
    case .and(let a, let b): pair(a, "AND", b)
    case .andNot(let a, let b): pair(a, "AND NOT", b)
    case .within(let n, let a, let b): pair(a, "W/\(n)", b)
    case .before(let n, let a, let b): pair(a, "PRE/\(n)", b)
    case .notWithin(let n, let a, let b): pair(a, "NOT W/\(n)", b)
    case .notBefore(let n, let a, let b): pair(a, "NOT PRE/\(n)", b)
    case .sameSentence(let a, let b): pair(a, "W/S", b)
    case .notSameSentence(let a, let b): pair(a, "NOT W/S", b)
    case .sameUnit(let a, let b): pair(a, "W/P", b)
    case .notSameUnit(let a, let b): pair(a, "NOT W/P", b)
    case .caps(let inner): "CAPS(\(inner.spelled))"
    case .phrase, .lexicon, .actor, .segment: description
    }
  }
}

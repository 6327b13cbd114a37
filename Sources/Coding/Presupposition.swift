// What a sentence takes for granted, whatever it denies or supposes.

/// Things spoken of as given: "these sanctions", "Russia's invasion".
enum Presupposition {
  /// Whether a segment is a thing spoken of as given that the words before it ("not", "would", "likely") leave
  /// standing: they bear on what stands between them.
  /// - Parameter isSupposing: whether the scope is one of a condition, a possibility or a plan; of other scopes
  ///   only operators leave standing what they reach ("did not end these sanctions", not "denied these plans").
  static func shields(
    _ segment: Range<Int>, from scope: Scope, isSupposing: Bool, in reading: SentenceReading
  ) -> Bool {
    let words = reading.clauses.words
    guard scope.span.upperBound <= segment.lowerBound else { return false }
    let operators: WordClass = [.negation, .modal, .auxiliary, .conditional]
    guard isSupposing || !words[scope.span.lowerBound].isDisjoint(with: operators) else { return false }
    guard segment.allSatisfy({ words[$0].isDisjoint(with: [.auxiliary, .modal]) }) else { return false }
    // Something that the operator bears on must stand between it and the thing.
    var start = segment.lowerBound
    while !isGiven(start, in: reading) {
      guard start > scope.span.upperBound, segment.lowerBound - start < 3,
        reading.clauses.gaps[start].isEmpty,
        start == segment.lowerBound || words[start].isEmpty
      else { return false }
      start -= 1
    }
    guard start > scope.span.upperBound else { return false }
    // "ready to launch its attack", "will continue its attack": the attack is still to come.
    let isFuture =
      words[scope.span.upperBound - 1].contains(.modal) || words[scope.span.lowerBound].contains(.participle)
    if isFuture, reading.isWord(start - 1, durative.contains) { return false }
    return !reading.isWord(start - 1, inceptive.contains)
  }

  private static func isGiven(_ index: Int, in reading: SentenceReading) -> Bool {
    let word = reading.clauses.words[index]
    return word.contains(.demonstrative) || word.contains(.possessive)
      || (reading.isPossessive[index] && reading.mention(at: index) != nil)
  }

  /// Verbs that bring about what they govern.
  private static let inceptive = KeyedWords(
    """
    begin begins begun beginning commence commences commencing conduct conducts conducting launch launches launched
    launching make makes making mount mounts mounting open opens opening order orders ordering prepare prepares
    preparing resume resumes resuming stage stages staging start starts starting undertake undertakes undertaking
    unleash unleashes unleashing wage wages waging impose imposes imposing adopt adopts adopting introduce introduces
    introducing announce announces announcing declare declares declaring send sends sending deploy deploys deploying
    """)

  /// Verbs that go on with what they govern: "will continue its support".
  private static let durative = KeyedWords(
    "continue maintain extend expand increase strengthen intensify renew sustain")
}

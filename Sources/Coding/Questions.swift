// What a question asks about, put directly or told.

enum Questions {
  /// Whether the segment is in what a question asks: in a sentence that ends with a question mark the
  /// asking clause and what hangs on it, not a statement that only leads up to it; elsewhere what
  /// somebody asks or wonders.
  static func asks(about segment: Range<Int>, in clauses: Clauses) -> Bool {
    if isTold(segment, in: clauses) { return true }
    guard clauses.isQuestion, let opening = opening(of: clauses), segment.upperBound > opening else {
      return false
    }
    let asking = clauses.clause[opening]
    let there = root(of: clauses.clause[segment.lowerBound], in: clauses)
    return there == root(of: asking, in: clauses) || clauses.clauses[there].kind == .coordinate
      || clauses.clauses[there].kind == .main
  }

  /// The clause on which one hangs: what says more of its noun, its verb or its condition is asked with
  /// it; what is told by the way, with a verb of its own, is not.
  private static func root(of clause: Int, in clauses: Clauses) -> Int {
    var current = clause
    while let parent = clauses.clauses[current].parent {
      switch clauses.clauses[current].kind {
      case .restrictive, .complement, .quotation, .conditional: current = parent
      case .aside where clauses.words[clauses.clauses[current].start].contains(.participle): current = parent
      case .main, .coordinate, .adverbial, .aside, .bracket: return current
      }
    }
    return current
  }

  /// "He asked whether ...", "I am curious if ...".
  private static func isTold(_ segment: Range<Int>, in clauses: Clauses) -> Bool {
    let there = clauses.clause[segment.lowerBound]
    for index in clauses.words.indices.dropFirst() where clauses.clauses[clauses.clause[index]].start == index
    {
      let word = clauses.words[index]
      guard word.contains(.conditional) || word.contains(.whether), index < segment.upperBound else {
        continue
      }
      let before = clauses.words[max(0, index - 3)..<index]
      guard before.contains(where: { $0.contains(.asking) }) else { continue }
      let told = clauses.clause[index]
      if there == told || clauses.flows(from: told, into: there) { return true }
    }
    return false
  }

  /// Where the asking begins: at an inverted verb or a question word that opens a clause.
  private static func opening(of clauses: Clauses) -> Int? {
    for index in clauses.words.indices {
      let word = clauses.words[index]
      let opens =
        index == 0 || clauses.clauses[clauses.clause[index]].start == index
        || !clauses.gaps[index].isDisjoint(with: [.comma, .dash, .colon, .semicolon])
        || clauses.words[index - 1].contains(.coordinator)
      guard opens else { continue }
      if !word.isDisjoint(with: [.auxiliary, .modal]), word.isDisjoint(with: .subject) { return index }
      if word.contains(.questionWord), index + 1 < clauses.count,
        !clauses.words[index + 1].isDisjoint(with: [.auxiliary, .modal])
      {
        return index
      }
    }
    return clauses.words.isEmpty ? nil : 0
  }
}

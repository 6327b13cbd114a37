// How a sentence is split: one pass over its words with the open clauses on a stack.

extension Clauses {
  /// Shortest quotation that is a clause of its own; shorter ones are borrowed words.
  private static let quotedClause = 5

  mutating func split() {
    clause = [Int](repeating: 0, count: words.count)
    clauses = [Clause(kind: .main, parent: nil, start: 0, end: words.count)]
    var open = [0]
    for index in words.indices {
      closeMarks(at: index, open: &open)
      openMarks(at: index, open: &open)
      openWord(at: index, open: &open)
      let current = open[open.count - 1]
      clause[index] = current
      if !words[index].isDisjoint(with: .verb) { clauses[current].hasVerb = true }
      clauses[current].end = index + 1
    }
    clauses[0].end = max(clauses[0].end, words.isEmpty ? 0 : 1)
  }

  private mutating func push(_ kind: Clause.Kind, at index: Int, open: inout [Int]) {
    clauses.append(Clause(kind: kind, parent: open[open.count - 1], start: index, end: index + 1))
    open.append(clauses.count - 1)
  }

  /// Puts a clause in the place of the one now open: beside it, under the same parent.
  private mutating func replace(with kind: Clause.Kind, at index: Int, open: inout [Int]) {
    let last = open.removeLast()
    let parent = clauses[last].parent
    let kept: Clause.Kind = parent != nil && clauses[last].kind == .complement ? .complement : kind
    clauses.append(Clause(kind: kept, parent: parent, start: index, end: index + 1))
    open.append(clauses.count - 1)
  }

  private func kind(_ open: [Int]) -> Clause.Kind { clauses[open[open.count - 1]].kind }

  private mutating func closeMarks(at index: Int, open: inout [Int]) {
    let gap = gaps[index]
    if gap.contains(.closesBracket) { close(through: .bracket, open: &open) }
    if gap.contains(.closesQuotation) { close(through: .quotation, open: &open) }
    if !gap.isDisjoint(with: [.semicolon, .stop, .question]) {
      // What is quoted or bracketed ends by its own mark only.
      while open.count > 1, kind(open) != .bracket, kind(open) != .quotation { open.removeLast() }
      replace(with: .coordinate, at: index, open: &open)
    } else if !gap.isDisjoint(with: [.colon, .dash]) {
      replace(with: .coordinate, at: index, open: &open)
    } else if gap.contains(.comma) {
      closeAtComma(index, open: &open)
    }
  }

  private func close(through kind: Clause.Kind, open: inout [Int]) {
    guard let place = open.lastIndex(where: { clauses[$0].kind == kind }), place > 0 else { return }
    open.removeSubrange(place...)
  }

  /// A comma ends an aside, a clause that stood before its main clause, and begins a new one where a
  /// subject and a verb follow.
  private mutating func closeAtComma(_ index: Int, open: inout [Int]) {
    let current = clauses[open[open.count - 1]]
    let word = words[index]
    switch current.kind {
    case .aside where open.count > 1: open.removeLast()
    case .conditional, .adverbial:
      guard open.count > 1 else { return }
      let resumes = startsClause(at: index) || !word.isDisjoint(with: .verb)
      if resumes || !word.isDisjoint(with: [.relative, .participle]) { open.removeLast() }
      if resumes, clauses[open[open.count - 1]].hasVerb, word.isDisjoint(with: .verb) {
        replace(with: .coordinate, at: index, open: &open)
      }
    case .main, .coordinate, .complement, .restrictive, .quotation, .bracket:
      guard current.hasVerb else { return }
      if word.contains(.participle) {
        push(.aside, at: index, open: &open)
      } else if startsClause(at: index), word.isDisjoint(with: [.unsure, .that]) {
        if current.kind == .restrictive, open.count > 1 { open.removeLast() }
        if kind(open) == .bracket || kind(open) == .quotation {
          push(.coordinate, at: index, open: &open)
        } else {
          replace(with: .coordinate, at: index, open: &open)
        }
      }
    default: return
    }
  }

  private mutating func openMarks(at index: Int, open: inout [Int]) {
    let gap = gaps[index]
    if gap.contains(.opensBracket) { push(.bracket, at: index, open: &open) }
    if gap.contains(.opensQuotation), quotationLength(from: index) >= Clauses.quotedClause {
      push(.quotation, at: index, open: &open)
    }
  }

  private func quotationLength(from index: Int) -> Int {
    var end = index + 1
    while end < count, !gaps[end].contains(.closesQuotation), end - index < Clauses.quotedClause { end += 1 }
    return end - index
  }

  private mutating func openWord(at index: Int, open: inout [Int]) {
    let word = words[index]
    let isFirst = index == 0 || clauses[open[open.count - 1]].start == index
    if word.contains(.conditional) {
      push(.conditional, at: index, open: &open)
    } else if word.contains(.that) {
      openThat(at: index, isFirst: isFirst, open: &open)
    } else if word.contains(.relative), index > 0 {
      let isAside = gaps[index].contains(.comma)
      if isAside || startsPredicate(at: index + 1) {
        push(isAside ? .aside : .restrictive, at: index, open: &open)
      }
    } else if word.contains(.subordinator) {
      let isSure = !word.contains(.unsure) || startsClause(at: index + 1)
      guard isSure else { return }
      let asks = word.contains(.questionWord) && !gaps[index].contains(.comma) && !isFirst
      push(asks ? .complement : .adverbial, at: index, open: &open)
    } else if word.contains(.coordinator) {
      openCoordinate(at: index, open: &open)
    } else if index > 0, words[index - 1].contains(.reporting), gaps[index].isEmpty,
      clauses[open[open.count - 1]].start < index - 1, startsClause(at: index)
    {
      // "said Russia would": a complement without its "that".
      push(.complement, at: index, open: &open)
    }
  }

  private mutating func openThat(at index: Int, isFirst: Bool, open: inout [Int]) {
    guard index > 0, index + 1 < count else { return }
    if !words[index + 1].isDisjoint(with: .verb), words[index + 1].isDisjoint(with: .subject) {
      push(gaps[index].contains(.comma) ? .aside : .restrictive, at: index, open: &open)
    } else if !isFirst, words[index - 1].isDisjoint(with: [.preposition, .conditional]),
      startsClause(at: index + 1)
    {
      push(.complement, at: index, open: &open)
    }
  }

  /// Whether a verb follows directly, so that the word before it is its subject.
  private func startsPredicate(at index: Int) -> Bool {
    guard index < count else { return false }
    return !words[index].isDisjoint(with: .verb)
      || (index + 1 < count && words[index].isEmpty && !words[index + 1].isDisjoint(with: .verb))
  }

  private mutating func openCoordinate(at index: Int, open: inout [Int]) {
    guard clauses[open[open.count - 1]].hasVerb else { return }
    // "X added, however, that": between commas it opens nothing.
    if gaps[index].contains(.comma), gaps[index + 1].contains(.comma), index + 1 < count,
      words[index + 1].contains(.that)
    {
      return
    }
    if words[index].contains(.adversative) || startsClause(at: index + 1) {
      let last = kind(open)
      if last == .restrictive || last == .aside || last == .conditional || last == .adverbial, open.count > 1,
        words[index].contains(.adversative)
      {
        open.removeLast()
      }
      if kind(open) == .bracket || kind(open) == .quotation {
        push(.coordinate, at: index, open: &open)
      } else {
        replace(with: .coordinate, at: index, open: &open)
      }
    }
  }
}

// Whether every name that a codebook file uses exists in it.

extension CodebookReader {
  /// Lexicons inside lexicons, at most.
  static let greatestLexiconDepth = 32

  mutating func resolve() {
    let ladders = Dictionary(facets.map { ($0.id, $0.ladder) }) { first, _ in first }
    let known = KnownNames(
      lexicons: Set(lexicons.keys), actors: Set(actors.map(\.id)), facets: Set(ladders.keys),
      codes: Set(codes.map(\.id)), statuses: Set(ladders.values.joined()))
    for mention in nodes.mentions {
      switch mention.kind {
      case .lexicon: check(mention, "lexicon", known.lexicons)
      case .actor: check(mention, "actor", known.actors)
      case .code: check(mention, "code", known.codes)
      case .facet: check(mention, "facet", known.facets)
      case .facetOrCode: check(mention, "facet or code", known.facets.union(known.codes))
      case .anyStatus: check(mention, "status", known.statuses)
      case .status(let facet):
        guard let ladder = ladders[facet] else { continue }
        if !ladder.contains(mention.name) {
          nodes.report(
            mention.place,
            "status '\(nodes.shortened(mention.name))' is not on the ladder of '\(facet)'"
              + ": \(ladder.joined(separator: ", "))")
        }
      case .pattern(let code):
        let patterns = codes.indices.contains(code) ? codes[code].patterns.map(\.id) : []
        check(mention, "pattern of this code", Set(patterns))
      }
    }
    checkLexiconNesting()
    checkBroader()
  }

  private struct KnownNames {
    var lexicons, actors, facets, codes, statuses: Set<String>
  }

  private mutating func check(_ mention: Mention, _ what: String, _ known: Set<String>) {
    guard !known.contains(mention.name) else { return }
    let remedy = NearestName.remedy(for: mention.name, among: known)
    nodes.report(mention.place, "unknown \(what) '\(nodes.shortened(mention.name))'\(remedy)")
  }

  /// Takes lexicons whose nested ones are all known, level by level; what is left over goes in circles.
  private mutating func checkLexiconNesting() {
    var left = lexicons.mapValues { Set($0.terms.flatMap(\.lexiconNames)).intersection(lexicons.keys) }
    for _ in 0..<CodebookReader.greatestLexiconDepth {
      let done = Set(left.filter { $0.value.isEmpty }.keys)
      if done.isEmpty { break }
      left = left.filter { !done.contains($0.key) }.mapValues { $0.subtracting(done) }
    }
    guard let name = left.keys.min(), let lexicon = lexicons[name] else { return }
    let cycle = circle(from: name, through: left)
    nodes.report(
      lexicon.place,
      cycle.map { "lexicons contain each other: \($0.joined(separator: " > "))" }
        ?? "lexicon '\(name)' nests more than \(CodebookReader.greatestLexiconDepth) deep")
  }

  private func circle(from start: String, through left: [String: Set<String>]) -> [String]? {
    var path = [start]
    while let next = left[path[path.count - 1]]?.min() {
      if let first = path.firstIndex(of: next) { return Array(path[first...]) + [next] }
      path.append(next)
    }
    return nil
  }

  private mutating func checkBroader() {
    let broader = Dictionary(codes.map { ($0.id, $0.broader) }) { first, _ in first }
    for code in codes {
      var seen: Set<String> = [code.id]
      var above = code.broader
      while let id = above, seen.insert(id).inserted { above = broader[id] ?? nil }
      if above == code.id { nodes.report(code.place, "code '\(code.id)' is broader than itself") }
    }
  }
}

extension PatternExpression {
  /// Names of the lexicons it uses, without those inside them.
  public var lexiconNames: [String] {
    switch self {
    case .lexicon(let name): [name]
    default: operands.flatMap(\.lexiconNames)
    }
  }

  /// What its outermost connector joins; empty for a phrase or name.
  public var operands: [PatternExpression] {
    switch self {
    case .phrase, .lexicon, .actor, .segment: []
    case .or(let operands): operands
    case .caps(let inner): [inner]
    case .and(let left, let right), .andNot(let left, let right), .within(_, let left, let right),
      .before(_, let left, let right), .notWithin(_, let left, let right),
      .notBefore(_, let left, let right), .sameSentence(let left, let right),
      .notSameSentence(let left, let right), .sameUnit(let left, let right),
      .notSameUnit(let left, let right):
      [left, right]
    }
  }
}

// Which terms a pattern cannot do without.

/// The groups of terms that patterns need, each once.
struct NeededGroups {
  private var members: ContiguousArray<[Int32]> = []
  private var frequencies: ContiguousArray<Float> = []
  private var singles: [Int32: Int32] = [:]
  private var numbers: [[Int32]: Int32] = [:]
  /// By number of a shared node.
  private var shared: [Int32: [Int32]] = [:]
  private let expressions: CompiledExpressions

  init(_ expressions: CompiledExpressions) { self.expressions = expressions }

  /// Groups that are kept, by the number that they then have, and that number.
  private(set) var kept: [[Int32]] = []
  private var keptNumbers: [Int32: Int32] = [:]

  private func frequency(_ group: Int32) -> Float { frequencies[Int(group)] }

  /// A way to match.
  struct Way: Hashable {
    /// What `choose(for:)` gives.
    var needs: [Int32]
    /// The phrase that it is, where it is one of several words: the first need is its key. Else one of no words.
    var phrase = ExpressionUnion.Phrase.none

    static func precedes(_ left: Way, _ right: Way) -> Bool {
      left.needs == right.needs
        ? left.phrase.offset < right.phrase.offset : left.needs.lexicographicallyPrecedes(right.needs)
    }
  }
  /// Alternatives being gathered.
  private struct Alternatives {
    var ways: [(needs: [Int32], phrase: ExpressionUnion.Phrase)] = []
    var words: Set<Int32> = []
    var most: Int
  }

  /// The ways in which a node can match, at least one of which must be open in the sentence. Alternatives at the top
  /// of a pattern are ways of their own, up to a number: of a primary pattern, whose ways are not looked through one
  /// by one, a whole dictionary's.
  mutating func ways(of node: Int32, isPrimary: Bool) -> [Way] {
    var found = Alternatives(most: isPrimary ? 1 << 18 : 400)
    gather(node, &found)
    if !found.words.isEmpty { found.ways.append(([number(found.words.sorted())], .none)) }
    if found.ways.count > found.most { return [Way(needs: choose(for: node))] }
    return Array(
      Set(
        found.ways.map { needs, phrase in
          Way(needs: choose(needs), phrase: isPrimary ? keyed(phrase, by: needs) : .none)
        })
    ).sorted(by: Way.precedes)
  }

  /// A phrase with the need by which it is looked for as its key; none where that word stands in it twice.
  private func keyed(_ phrase: ExpressionUnion.Phrase, by needs: [Int32]) -> ExpressionUnion.Phrase {
    guard phrase.count > 1, let rarest = needs.min(by: rarer) else { return .none }
    let term = members[Int(rarest)][0]
    let terms = expressions.terms[Int(phrase.offset)..<Int(phrase.offset + phrase.count)]
    guard let place = terms.firstIndex(of: term), terms.lastIndex(of: term) == place else { return .none }
    return ExpressionUnion.Phrase(
      key: term, place: Int32(truncatingIfNeeded: place - terms.startIndex), offset: phrase.offset,
      count: phrase.count)
  }

  private func rarer(_ left: Int32, _ right: Int32) -> Bool {
    (frequency(left), left) < (frequency(right), right)
  }

  /// Alternatives of one word are gathered into one group.
  private mutating func gather(_ index: Int32, _ found: inout Alternatives) {
    let node = expressions.nodes[Int(index)]
    switch node.kind {
    case .union:
      let union = expressions.unions[Int(node.left)]
      for phrase in expressions.phrases[union.phrases] {
        let terms = expressions.terms[Int(phrase.offset)..<Int(phrase.offset + phrase.count)]
        if terms.count == 1 {
          found.words.formUnion(terms)
        } else {
          found.ways.append((terms.map { number([$0]) }, phrase))
        }
      }
      for other in expressions.others[union.others] where found.ways.count <= found.most {
        gather(other, &found)
      }
    case .andNot, .notSameUnit, .notSameSentence, .notWithin, .notBefore, .caps, .inYears:
      gather(node.left, &found)
    case .and, .sameUnit: gather(node.right, &found)
    case .phrase where node.right > 1:
      found.ways.append((needs(of: index), expressions.phrase(at: node.left, node.right)))
    case .phrase, .segment, .within, .before, .sameSentence: found.ways.append((needs(of: index), .none))
    }
  }

  /// What to look for before a node is evaluated: the rarest groups that it needs, rarest first, under their
  /// final numbers. Common ones are left out, for they turn few sentences away.
  mutating func choose(for node: Int32) -> [Int32] { choose(needs(of: node)) }

  private mutating func choose(_ needs: [Int32]) -> [Int32] {
    var ordered = Array(Set(needs))
    ordered.sort(by: rarer)
    let rare = ordered.dropFirst().prefix(3).filter { frequency($0) < 2e-2 }
    return (ordered.prefix(1) + rare).map { keep($0) }
  }

  private mutating func keep(_ group: Int32) -> Int32 {
    if let known = keptNumbers[group] { return known }
    let number = Int32(truncatingIfNeeded: kept.count)
    kept.append(members[Int(group)])
    keptNumbers[group] = number
    return number
  }

  private mutating func number(_ terms: [Int32]) -> Int32 {
    if terms.count == 1, let known = singles[terms[0]] { return known }
    if terms.count > 1, let known = numbers[terms] { return known }
    let number = Int32(truncatingIfNeeded: members.count)
    members.append(terms)
    frequencies.append(terms.reduce(0) { $0 + expressions.vocabulary.frequencies[Int($1)] })
    if terms.count == 1 { singles[terms[0]] = number } else { numbers[terms] = number }
    return number
  }

  /// The groups that a node needs in the sentence where it is to match; empty where it may match anywhere.
  private mutating func needs(of index: Int32) -> [Int32] {
    let node = expressions.nodes[Int(index)]
    switch node.kind {
    case .phrase:
      let terms = expressions.terms[Int(node.left)..<Int(node.left + node.right)]
      return terms.map { number([$0]) }
    case .segment: return []
    case .union:
      if let known = shared[index] { return known }
      let need = union(expressions.unions[Int(node.left)])
      if node.memo >= 0 { shared[index] = need }
      return need
    case .and, .sameUnit: return needs(of: node.right)
    case .andNot, .notSameUnit, .notSameSentence, .notWithin, .notBefore, .caps, .inYears:
      return needs(of: node.left)
    case .within, .before, .sameSentence: return needs(of: node.left) + needs(of: node.right)
    }
  }

  /// One group: of each alternative its rarest.
  private mutating func union(_ union: ExpressionUnion) -> [Int32] {
    var terms: Set<Int32> = []
    for phrase in expressions.phrases[union.phrases] {
      let words = expressions.terms[Int(phrase.offset)..<Int(phrase.offset + phrase.count)]
      let frequencies = expressions.vocabulary.frequencies
      if let rarest = words.min(by: { frequencies[Int($0)] < frequencies[Int($1)] }) { terms.insert(rarest) }
    }
    for other in expressions.others[union.others] {
      let need = needs(of: other)
      guard let rarest = need.min(by: { frequency($0) < frequency($1) }) else { return [] }
      terms.formUnion(members[Int(rarest)])
    }
    return [number(terms.sorted())]
  }
}

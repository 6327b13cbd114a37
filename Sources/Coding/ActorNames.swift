// The names of all actors, by a word of each.

/// Most sentences name few actors of many: a name is looked at only where its rarest word stands.
struct ActorNames: Sendable {
  /// An alternative of an actor's names.
  struct Name: Sendable {
    var actor: Int32
    /// The node to evaluate; -1 for a phrase.
    var node: Int32
    var phrase: ExpressionUnion.Phrase
    /// In the terms of office; -1 where the name counts in any year.
    var years: Int32
  }
  /// By term, as ranges of `names`.
  private var starts: ContiguousArray<Int32>
  private var names: ContiguousArray<Name> = []
  /// Those of which no word is known without which they match nothing.
  private(set) var anywhere: [Name] = []

  /// - Parameter roots: by actor, the node of all its names.
  init(_ roots: ContiguousArray<Int32>, _ expressions: CompiledExpressions) {
    starts = ContiguousArray(repeating: 0, count: expressions.vocabulary.count + 1)
    for (actor, root) in roots.enumerated() {
      let union = expressions.nodes[Int(root)]
      guard union.kind == .union else { continue }
      add(expressions.unions[Int(union.left)], of: Int32(truncatingIfNeeded: actor), -1, expressions)
    }
    names.sort { ($0.phrase.key, $0.actor) < ($1.phrase.key, $1.actor) }
    for name in names { starts[Int(name.phrase.key) + 1] += 1 }
    for term in 1..<starts.count { starts[term] += starts[term - 1] }
  }

  private mutating func add(
    _ union: ExpressionUnion, of actor: Int32, _ years: Int32, _ expressions: CompiledExpressions
  ) {
    for phrase in expressions.phrases[union.phrases] {
      names.append(Name(actor: actor, node: -1, phrase: phrase, years: years))
    }
    for other in expressions.others[union.others] { add(other, of: actor, years, expressions) }
  }

  private mutating func add(
    _ index: Int32, of actor: Int32, _ years: Int32, _ expressions: CompiledExpressions
  ) {
    let node = expressions.nodes[Int(index)]
    switch node.kind {
    case .phrase where node.right > 0:
      let phrase = expressions.phrase(at: node.left, node.right)
      names.append(Name(actor: actor, node: -1, phrase: phrase, years: years))
    case .inYears where years < 0: add(node.left, of: actor, node.number, expressions)
    default:
      let key = expressions.key(of: index)
      let phrase = ExpressionUnion.Phrase(key: key, place: 0, offset: 0, count: 0)
      let name = Name(actor: actor, node: index, phrase: phrase, years: years)
      if key < 0 { anywhere.append(name) } else { names.append(name) }
    }
  }

  /// The names of which a term is the key, as indices for `name(at:)`.
  @inline(__always)
  func names(by term: Int32) -> Range<Int> { Int(starts[Int(term)])..<Int(starts[Int(term) + 1]) }

  @inline(__always)
  func name(at index: Int) -> Name { names[index] }
}

// Patterns as flat arrays: what the matcher evaluates.

import Codebooks

/// A part of a pattern. Operands are numbers of nodes.
struct ExpressionNode: Sendable {
  enum Kind: UInt8, Sendable {
    /// `left`: offset in the terms; `right`: number of terms.
    case phrase
    /// `left`: number in the unions.
    case union
    case segment
    case and, andNot, sameUnit, notSameUnit
    case within, before, notWithin, notBefore
    case sameSentence, notSameSentence
    case caps
    /// `number`: in the terms of office; `left`: the operand.
    case inYears
  }
  var kind: Kind
  /// Whether `@` stands in it.
  var hasSegment = false
  var left: Int32 = 0
  var right: Int32 = 0
  /// Words of proximity; for what is asked of a whole unit or note, the number of the question.
  var number: Int32 = 0
  /// Lexicons and actors are evaluated once a sentence; -1 for all else.
  var memo: Int32 = -1
}

/// Alternatives: phrases, in order of their keys, and other nodes.
struct ExpressionUnion: Sendable {
  struct Phrase: Sendable, Hashable {
    static let none = Phrase(key: 0, place: 0, offset: 0, count: 0)
    /// The term that is looked for first: the rarest; and its place in the phrase.
    var key: Int32
    var place: Int32
    var offset: Int32
    var count: Int32
  }
  var phrases: Range<Int>
  var others: Range<Int>
  /// A set bit for each key of the phrases, by the term's last six bits.
  var keys: UInt64

  @inline(__always)
  func mayHold(_ term: Int32) -> Bool { keys & Self.bit(of: term) != 0 }

  static func bit(of term: Int32) -> UInt64 { 1 << UInt64(truncatingIfNeeded: term & 63) }
}

/// Years in which a person holds office, ends included.
struct TermOfOffice: Sendable {
  var from: Int?
  var until: Int?

  func holds(in year: Int?) -> Bool {
    guard let year else { return true }
    return from ?? .min <= year && year <= until ?? .max
  }
}

struct CompiledExpressions: Sendable {
  var vocabulary = Vocabulary()
  var nodes: ContiguousArray<ExpressionNode> = []
  var terms: ContiguousArray<Int32> = []
  var unions: ContiguousArray<ExpressionUnion> = []
  var phrases: ContiguousArray<ExpressionUnion.Phrase> = []
  var others: ContiguousArray<Int32> = []
  /// Of each of these a term without which it matches nothing; -1 where none is known.
  var otherKeys: ContiguousArray<Int32> = []
  var termsOfOffice: ContiguousArray<TermOfOffice> = []
  var memoCount = 0
  /// What `AND`, `W/P` and their negatives ask of other sentences: by question, the operand.
  var questions: ContiguousArray<Int32> = []
  var questionCount: Int { questions.count }

  private struct Shared: Hashable {
    enum Name: Hashable {
      case lexicon(String)
      case actor(String?)
    }
    var name: Name
    var inCapitals: Bool
  }
  private var shared: [Shared: Int32] = [:]

  private mutating func add(_ node: ExpressionNode) -> Int32 {
    nodes.append(node)
    return Int32(truncatingIfNeeded: nodes.count - 1)
  }

  /// Compiles an expression whose names have been checked.
  mutating func compile(_ expression: PatternExpression, _ names: Names, inCapitals: Bool = false) -> Int32 {
    switch expression {
    case .phrase(let words):
      let offset = terms.count
      for word in words { terms.append(vocabulary.number(of: word, inCapitals: inCapitals)) }
      return add(
        ExpressionNode(kind: .phrase, left: Int32(truncatingIfNeeded: offset), right: Int32(words.count)))
    case .lexicon(let name):
      return share(Shared(name: .lexicon(name), inCapitals: inCapitals), names)
    case .actor(let id):
      return share(Shared(name: .actor(id), inCapitals: inCapitals), names)
    case .segment: return add(ExpressionNode(kind: .segment, hasSegment: true))
    case .or(let operands): return union(operands.map { compile($0, names, inCapitals: inCapitals) })
    case .caps(let operand):
      let inner = compile(operand, names, inCapitals: true)
      return add(ExpressionNode(kind: .caps, hasSegment: nodes[Int(inner)].hasSegment, left: inner))
    default: return compileBinary(expression, names, inCapitals: inCapitals)
    }
  }

  private mutating func compileBinary(
    _ expression: PatternExpression, _ names: Names, inCapitals: Bool
  ) -> Int32 {
    let (kind, number, operands) = expression.binary
    guard let kind, let operands else { return union([]) }
    let left = compile(operands.left, names, inCapitals: inCapitals)
    let right = compile(operands.right, names, inCapitals: inCapitals)
    var node = ExpressionNode(
      kind: kind, hasSegment: nodes[Int(left)].hasSegment || nodes[Int(right)].hasSegment, left: left,
      right: right, number: Int32(clamping: number))
    switch kind {
    case .and, .sameUnit:
      node.number = Int32(truncatingIfNeeded: questionCount)
      questions.append(left)
    case .andNot, .notSameUnit:
      node.number = Int32(truncatingIfNeeded: questionCount)
      questions.append(right)
    default: break
    }
    return add(node)
  }

  private mutating func share(_ key: Shared, _ names: Names) -> Int32 {
    if let known = shared[key] { return known }
    var operands: [Int32] = []
    switch key.name {
    case .lexicon(let name):
      for term in names.lexicons[name]?.terms ?? [] {
        operands.append(compile(term, names, inCapitals: key.inCapitals))
      }
    case .actor(let id):
      for actor in names.actors where id == nil || actor.id == id {
        operands.append(contentsOf: nodes(naming: actor, names, inCapitals: key.inCapitals))
      }
    }
    let node = union(operands)
    if !nodes[Int(node)].hasSegment {
      nodes[Int(node)].memo = Int32(truncatingIfNeeded: memoCount)
      memoCount += 1
    }
    shared[key] = node
    return node
  }

  private mutating func nodes(naming actor: Actor, _ names: Names, inCapitals: Bool) -> [Int32] {
    var operands = actor.names.map { compile($0, names, inCapitals: inCapitals) }
    for person in actor.people {
      let name = compile(person.name, names, inCapitals: inCapitals)
      termsOfOffice.append(TermOfOffice(from: person.from, until: person.until))
      // Each spelling is an alternative with a key of its own.
      for spelling in alternatives(of: name) {
        operands.append(
          add(
            ExpressionNode(
              kind: .inYears, hasSegment: nodes[Int(spelling)].hasSegment, left: spelling,
              number: Int32(truncatingIfNeeded: termsOfOffice.count - 1))))
      }
    }
    return operands
  }

  private mutating func alternatives(of index: Int32) -> [Int32] {
    let node = nodes[Int(index)]
    guard node.kind == .union, node.memo < 0 else { return [index] }
    let union = unions[Int(node.left)]
    return phrases[union.phrases].map {
      add(ExpressionNode(kind: .phrase, left: $0.offset, right: $0.count))
    } + others[union.others]
  }

  /// Joins alternatives; phrases and those of nested alternatives become one list.
  private mutating func union(_ operands: [Int32]) -> Int32 {
    var members: [ExpressionUnion.Phrase] = []
    var rest: [Int32] = []
    for operand in operands { gather(operand, &members, &rest) }
    members.sort { ($0.key, $0.offset) < ($1.key, $1.offset) }
    let phraseStart = phrases.count
    phrases.append(contentsOf: members)
    let otherStart = others.count
    others.append(contentsOf: rest)
    otherKeys.append(contentsOf: rest.map(key))
    unions.append(
      ExpressionUnion(
        phrases: phraseStart..<phrases.count, others: otherStart..<others.count,
        keys: members.reduce(0) { $0 | ExpressionUnion.bit(of: $1.key) }))
    return add(
      ExpressionNode(
        kind: .union, hasSegment: rest.contains { nodes[Int($0)].hasSegment },
        left: Int32(truncatingIfNeeded: unions.count - 1)))
  }

  /// A phrase of at least one term, with its rarest as the key.
  func phrase(at offset: Int32, _ count: Int32) -> ExpressionUnion.Phrase {
    var place: Int32 = 0
    var least = Float.infinity
    for index in 0..<count {
      let frequency = vocabulary.frequencies[Int(terms[Int(offset + index)])]
      if frequency < least {
        least = frequency
        place = index
      }
    }
    return ExpressionUnion.Phrase(
      key: terms[Int(offset + place)], place: place, offset: offset, count: count)
  }

  /// A term without which a node matches nothing; -1 where its top tells none.
  func key(of index: Int32) -> Int32 {
    let node = nodes[Int(index)]
    switch node.kind {
    case .phrase: return node.right > 0 ? terms[Int(node.left)] : -1
    case .caps, .inYears, .andNot, .notSameUnit, .notSameSentence, .notWithin, .notBefore:
      return key(of: node.left)
    case .and, .sameUnit: return key(of: node.right)
    case .within, .before, .sameSentence:
      let left = key(of: node.left)
      return left < 0 ? key(of: node.right) : left
    case .union, .segment: return -1
    }
  }

  private func gather(_ operand: Int32, _ members: inout [ExpressionUnion.Phrase], _ rest: inout [Int32]) {
    let node = nodes[Int(operand)]
    switch node.kind {
    case .phrase:
      guard node.right > 0 else { return }
      members.append(phrase(at: node.left, node.right))
    case .union where node.memo < 0:
      let union = unions[Int(node.left)]
      members.append(contentsOf: phrases[union.phrases])
      rest.append(contentsOf: others[union.others])
    default: rest.append(operand)
    }
  }
}

/// What names in patterns stand for.
struct Names {
  var lexicons: [String: Lexicon]
  var actors: [Actor]
}

extension PatternExpression {
  fileprivate typealias Operands = (left: PatternExpression, right: PatternExpression)

  fileprivate var binary: (kind: ExpressionNode.Kind?, number: Int, operands: Operands?) {
    switch self {
    case .and(let left, let right): (.and, 0, (left, right))
    case .andNot(let left, let right): (.andNot, 0, (left, right))
    case .sameUnit(let left, let right): (.sameUnit, 0, (left, right))
    case .notSameUnit(let left, let right): (.notSameUnit, 0, (left, right))
    case .within(let words, let left, let right): (.within, words, (left, right))
    case .before(let words, let left, let right): (.before, words, (left, right))
    case .notWithin(let words, let left, let right): (.notWithin, words, (left, right))
    case .notBefore(let words, let left, let right): (.notBefore, words, (left, right))
    case .sameSentence(let left, let right): (.sameSentence, 0, (left, right))
    case .notSameSentence(let left, let right): (.notSameSentence, 0, (left, right))
    case .phrase, .lexicon, .actor, .segment, .or, .caps: (nil, 0, nil)
    }
  }
}

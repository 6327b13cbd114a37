// Patterns made ready for matching: every name resolved, every spelling known.

import Codebooks
import NoteText

/// What is wrong with a set of patterns.
public enum PatternSetError: Error, Sendable, Hashable, CustomStringConvertible {
  case unknownLexicon(String)
  case unknownActor(String)
  /// The lexicons that name each other, in order.
  case lexiconCycle([String])

  public var description: String {
    switch self {
    case .unknownLexicon(let name): "unknown lexicon '$\(name)'; define it under 'lexicons'"
    case .unknownActor(let id): "unknown actor '$actor:\(id)'; define it under 'actors'"
    case .lexiconCycle(let names):
      "lexicon '$\(names.first ?? "")' contains itself through \(names.map { "$" + $0 }.joined(separator: ", "))"
    }
  }
}

/// Patterns, compiled once and shared by matchers.
public struct PatternSet: Sendable {
  public let patterns: [PatternExpression]
  let lexicons: [String: Lexicon]
  let actors: [Actor]
  let expressions: CompiledExpressions
  let presearch: Presearch
  /// By pattern, its node.
  let roots: ContiguousArray<Int32>
  /// By actor, the node of all its names; and all names by a word of each.
  let actorRoots: ContiguousArray<Int32>
  let actorNames: ActorNames
  /// The first patterns, which are looked for in every sentence; the others only where those are found.
  let primary: Int
  /// By question, the rarest group that its operand needs; -1 where it needs none.
  let questionNeeds: ContiguousArray<Int32>

  /// - Parameters:
  ///   - primary: how many patterns, from the first, are to be looked for in every sentence; all where nil.
  ///   - near: how many after these are asked of sentences beside the one at hand; all where nil. Both change how
  ///     fast the matcher answers, never what.
  ///   - given: by primary pattern, those of these without which in the sentence, the two before it or what lies beside
  ///     the note it is no candidate.
  public init(
    patterns: [PatternExpression], lexicons: [String: Lexicon], actors: [Actor], primary: Int? = nil,
    near: Int? = nil, given: [[Int]] = []
  ) throws(PatternSetError) {
    self.patterns = patterns
    self.lexicons = lexicons
    self.actors = actors
    var names = NameCheck(lexicons: lexicons, actors: Set(actors.map(\.id)))
    for pattern in patterns { try names.check(pattern) }
    for name in lexicons.keys.sorted() { try names.check(.lexicon(name)) }
    for actor in actors {
      for name in actor.names + actor.people.map(\.name) { try names.check(name) }
    }
    var expressions = CompiledExpressions()
    let known = Names(lexicons: lexicons, actors: actors)
    roots = ContiguousArray(patterns.map { expressions.compile($0, known) })
    actorRoots = ContiguousArray(actors.map { expressions.compile(.actor($0.id), known) })
    expressions.vocabulary.arrange()
    var groups = NeededGroups(expressions)
    let primary = primary ?? patterns.count
    let ways = roots.enumerated().map { groups.ways(of: $1, isPrimary: $0 < primary) }
    actorNames = ActorNames(actorRoots, expressions)
    questionNeeds = ContiguousArray(expressions.questions.map { groups.choose(for: $0).first ?? -1 })
    self.primary = primary
    presearch = Presearch(
      ways: ways, groups: groups.kept, frequencies: expressions.vocabulary.frequencies, primary: primary,
      near: near ?? patterns.count, given: given)
    self.expressions = expressions
  }
}

/// Looks every `$name` up, once.
private struct NameCheck {
  let lexicons: [String: Lexicon]
  let actors: Set<String>
  var sound: Set<String> = []
  /// Lexicons being looked at, outermost first.
  var open: [String] = []

  init(lexicons: [String: Lexicon], actors: Set<String>) {
    self.lexicons = lexicons
    self.actors = actors
  }

  mutating func check(_ expression: PatternExpression) throws(PatternSetError) {
    switch expression {
    case .phrase, .segment: break
    case .lexicon(let name): try checkLexicon(name)
    case .actor(let id):
      if let id, !actors.contains(id) { throw .unknownActor(id) }
    case .or(let operands):
      for operand in operands { try check(operand) }
    case .caps(let operand): try check(operand)
    case .and(let left, let right), .andNot(let left, let right), .within(_, let left, let right),
      .before(_, let left, let right), .notWithin(_, let left, let right), .notBefore(_, let left, let right),
      .sameSentence(let left, let right), .notSameSentence(let left, let right),
      .sameUnit(let left, let right), .notSameUnit(let left, let right):
      try check(left)
      try check(right)
    }
  }

  private mutating func checkLexicon(_ name: String) throws(PatternSetError) {
    if sound.contains(name) { return }
    if let first = open.firstIndex(of: name) { throw .lexiconCycle(Array(open[first...]) + [name]) }
    guard let lexicon = lexicons[name] else { throw .unknownLexicon(name) }
    open.append(name)
    for term in lexicon.terms { try check(term) }
    open.removeLast()
    sound.insert(name)
  }
}

// What a person types to search, parsed; never handed to SQLite as it is.

/// `words "a phrase" -without this OR that pref* (groups)`: words side by side must all be there.
public struct SearchExpression: Sendable, Hashable {
  /// One thing looked for: a word or a phrase, perhaps only its beginning.
  public struct Term: Sendable, Hashable {
    public var text: String
    public var isPrefix: Bool
  }

  indirect enum Node: Hashable, Sendable {
    case term(Term)
    case all([Node], without: [Node])
    case any([Node])
  }

  let root: Node

  /// The terms that a hit shows, in the order typed; those excluded are not among them.
  public var terms: [Term] { Self.terms(root) }

  /// Throws `usage` with the place (in characters, from 1) for what cannot be meant: an open quotation or
  /// parenthesis, `OR` without a side, nothing but exclusions, more than 64 terms or 4,096 characters.
  public init(_ text: String) throws(StoreError) {
    var parser = SearchParser(Array(text))
    root = try parser.whole()
  }

  /// FTS5's form: every word quoted, so that nothing a person typed is syntax.
  var pattern: String { Self.pattern(root) }

  private static func pattern(_ node: Node) -> String {
    switch node {
    case .term(let term):
      return "\""
        + term.text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\"" + (term.isPrefix ? " *" : "")
    case .any(let nodes): return "(" + nodes.map(pattern).joined(separator: " OR ") + ")"
    case .all(let nodes, let without):
      let all = "(" + nodes.map(pattern).joined(separator: " AND ") + ")"
      guard !without.isEmpty else { return all }
      return "(" + all + " NOT (" + without.map(pattern).joined(separator: " OR ") + "))"
    }
  }

  private static func terms(_ node: Node) -> [Term] {
    switch node {
    case .term(let term): [term]
    case .any(let nodes), .all(let nodes, without: _): nodes.flatMap(terms)
    }
  }
}

/// Recursive descent over characters.
private struct SearchParser {
  private let characters: [Character]
  private var index = 0
  private var termCount = 0
  private var depth = 0

  init(_ characters: [Character]) { self.characters = characters }

  mutating func whole() throws(StoreError) -> SearchExpression.Node {
    guard characters.count <= 4_096 else { throw error("the query is longer than 4,096 characters") }
    let node = try alternatives()
    if index < characters.count { throw error("a parenthesis is closed that was not opened") }
    return node
  }

  private mutating func alternatives() throws(StoreError) -> SearchExpression.Node {
    var sides = [try conjunction()]
    while takeWord("OR") { sides.append(try conjunction()) }
    return sides.count == 1 ? sides[0] : .any(sides)
  }

  private mutating func conjunction() throws(StoreError) -> SearchExpression.Node {
    var nodes: [SearchExpression.Node] = []
    var without: [SearchExpression.Node] = []
    let start = index
    while true {
      skipSpace()
      guard index < characters.count, characters[index] != ")", !isWord("OR") else { break }
      if takeWord("AND") { continue }
      let isExcluded = takeMinus() || takeWord("NOT")
      guard let node = try primary() else { continue }
      if isExcluded { without.append(node) } else { nodes.append(node) }
    }
    if nodes.isEmpty {
      index = without.isEmpty ? index : start
      throw error(
        without.isEmpty ? "a word is missing" : "there is only what to leave out, not what to look for")
    }
    return nodes.count == 1 && without.isEmpty ? nodes[0] : .all(nodes, without: without)
  }

  /// Nil for characters that no word is made of.
  private mutating func primary() throws(StoreError) -> SearchExpression.Node? {
    skipSpace()
    guard index < characters.count else { throw error("a word is missing") }
    if characters[index] == "(" { return try group() }
    if Self.isQuote(characters[index]) { return try phrase() }
    let start = index
    while index < characters.count, !Self.endsWord(characters[index]) { index += 1 }
    if start == index { index += 1 }
    return try term(start..<index)
  }

  private mutating func group() throws(StoreError) -> SearchExpression.Node {
    let open = index
    depth += 1
    if depth > 16 { throw error("parentheses are nested more than 16 deep") }
    index += 1
    let node = try alternatives()
    guard index < characters.count, characters[index] == ")" else {
      index = open
      throw error("this parenthesis is not closed")
    }
    index += 1
    depth -= 1
    return node
  }

  private mutating func phrase() throws(StoreError) -> SearchExpression.Node? {
    let open = index
    index += 1
    while index < characters.count, !Self.isQuote(characters[index]) { index += 1 }
    guard index < characters.count else {
      index = open
      throw error("this quotation is not closed")
    }
    index += 1
    if index < characters.count, characters[index] == "*" {
      index += 1
      return try term((open + 1)..<(index - 2), isPrefix: true)
    }
    return try term((open + 1)..<(index - 1))
  }

  private mutating func term(
    _ range: Range<Int>, isPrefix: Bool = false
  ) throws(StoreError) -> SearchExpression.Node? {
    var text = characters[range].reduce(into: "") { $0.append($1) }
    var isPrefix = isPrefix
    if text.hasSuffix("*") {
      text.removeLast()
      isPrefix = true
    }
    guard text.contains(where: { $0.isLetter || $0.isNumber }) else { return nil }
    termCount += 1
    if termCount > 64 { throw error("there are more than 64 words") }
    return .term(SearchExpression.Term(text: text.withoutNUL, isPrefix: isPrefix))
  }

  private mutating func skipSpace() {
    while index < characters.count, characters[index].isWhitespace { index += 1 }
  }

  private func isWord(_ word: String) -> Bool {
    let end = index + word.count
    return end <= characters.count && characters[index..<end].elementsEqual(word)
      && (end == characters.count || Self.endsWord(characters[end]))
  }

  private mutating func takeWord(_ word: String) -> Bool {
    skipSpace()
    guard isWord(word) else { return false }
    index += word.count
    return true
  }

  /// A minus counts before a word only: "no-fly" is a word.
  private mutating func takeMinus() -> Bool {
    guard characters[index] == "-", index + 1 < characters.count, !characters[index + 1].isWhitespace
    else { return false }
    index += 1
    return true
  }

  private static func isQuote(_ character: Character) -> Bool {
    ["\"", "\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}"].contains(character)
  }

  private static func endsWord(_ character: Character) -> Bool {
    character.isWhitespace || character == "(" || character == ")" || isQuote(character)
  }

  private func error(_ message: String) -> StoreError {
    StoreError(kind: .usage, file: "", message: "search: at character \(index + 1): \(message)")
  }
}

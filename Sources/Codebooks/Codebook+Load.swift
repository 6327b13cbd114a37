// From a codebook file's bytes to a codebook, or to everything that is wrong with it.

import Yams

extension Codebook {
  /// Bytes of a codebook file at most; the embedded one has a fiftieth of it.
  static let greatestSize = 16 << 20
  /// Values in a codebook file at most, and levels of nesting.
  static let greatestNodeCount = 1_000_000
  static let greatestNesting = 24

  /// Reads a codebook.
  /// - Parameters:
  ///   - yaml: the file's bytes, UTF-8.
  ///   - file: its name, for messages.
  /// - Throws: all that is wrong with it, each with line and column.
  public static func load(yaml: [UInt8], file: String) throws(CodebookErrors) -> Codebook {
    guard yaml.count <= greatestSize else {
      throw single(file, nil, "a codebook of \(yaml.count) bytes is too large: at most \(greatestSize)")
    }
    let bytes = yaml.starts(with: [0xEF, 0xBB, 0xBF]) ? yaml[3...] : yaml[...]
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw single(file, place(ofInvalidByteIn: bytes), "this is not UTF-8: save the codebook as UTF-8")
    }
    return try load(yaml: text, file: file)
  }

  /// Reads a codebook from text.
  public static func load(yaml: String, file: String) throws(CodebookErrors) -> Codebook {
    try load(yaml: yaml, file: file, isOurs: false)
  }

  /// - Parameter isOurs: the text is the embedded one, which needs no guard against hostile structure: a fifth of
  ///   the time that reading it takes.
  static func load(yaml: String, file: String, isOurs: Bool) throws(CodebookErrors) -> Codebook {
    guard yaml.utf8.count <= greatestSize else {
      throw single(file, nil, "a codebook of \(yaml.utf8.count) bytes is too large: at most \(greatestSize)")
    }
    let root = try compose(yaml, file: file, isGuarded: !isOurs)
    var reader = CodebookReader(nodes: NodeReader(file: file, source: yaml))
    if let book = reader.read(root) { return book }
    throw CodebookErrors(reader.nodes.errors)
  }

  private static func single(_ file: String, _ place: FilePlace?, _ message: String) -> CodebookErrors {
    CodebookErrors([CodebookError(file: file, place: place, message: message)])
  }

  private static func compose(
    _ yaml: String, file: String, isGuarded: Bool
  ) throws(CodebookErrors) -> Node {
    if isGuarded, let problem = StructureGuard.problem(in: yaml) {
      throw single(file, problem.place, problem.message)
    }
    let root: Node?
    do {
      // Scalars are read as texts: the library's own guesses at their types cost a regular expression each.
      root = try Parser(yaml: yaml, resolver: .basic, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      let (place, message) = YAMLProblem.explain(error)
      throw single(file, place, message)
    } catch {
      throw single(file, nil, "not readable as YAML: \(error)")
    }
    guard let root else {
      throw single(file, nil, "the codebook is empty: start from 'redline codebook show'")
    }
    var budget = NodeBudget()
    if isGuarded, let problem = budget.problem(in: root) {
      throw single(file, problem.place, problem.message)
    }
    return root
  }

  private static func place(ofInvalidByteIn bytes: ArraySlice<UInt8>) -> FilePlace {
    var lines = 1
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: line, as: UTF8.self) == nil { break }
      lines += 1
    }
    return FilePlace(line: lines, column: 1)
  }
}

/// Refuses what a codebook never needs and what could exhaust the reader: anchors and aliases, deep
/// nesting, endless lists.
private struct NodeBudget {
  private var count = 0

  mutating func problem(in node: Node, depth: Int = 0) -> (place: FilePlace, message: String)? {
    let place = FilePlace(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    count += 1
    if node.anchor != nil { return (place, "anchors and aliases are not allowed: use a lexicon") }
    if count > Codebook.greatestNodeCount { return (place, "more values than a codebook may have") }
    if depth > Codebook.greatestNesting { return (place, "values are nested too deeply") }
    switch node {
    case .scalar: return nil
    case .alias: return (place, "anchors and aliases are not allowed: use a lexicon")
    case .sequence(let nodes):
      for node in nodes {
        if let problem = problem(in: node, depth: depth + 1) { return problem }
      }
    case .mapping(let pairs):
      for (key, value) in pairs {
        if let problem = problem(in: key, depth: depth + 1) ?? problem(in: value, depth: depth + 1) {
          return problem
        }
      }
    }
    return nil
  }
}

/// The YAML library's complaints in our words: it echoes whole lines, which may be long.
private enum YAMLProblem {
  static func explain(_ error: YamlError) -> (FilePlace?, String) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let setting = context.map { " \($0.text) (line \($0.mark.line))" } ?? ""
      return (
        FilePlace(line: mark.line, column: mark.column),
        "not readable as YAML: \(problem)\(setting); a value that begins with a quotation mark, '@', '*' or '&'"
          + " and goes on after it must stand in single quotes"
      )
    case .reader(let problem, let offset, _, let yaml):
      return (offset.map { place(of: $0, in: yaml) }, "not readable as YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.prefix(3).map { "'\($0.prefix(60))'" }.joined(separator: ", ")
      return (
        FilePlace(line: context.mark.line, column: context.mark.column), "key given more than once: \(names)"
      )
    default: return (nil, "not readable as YAML: \(error)")
    }
  }

  private static func place(of offset: Int, in yaml: String) -> FilePlace {
    let before = yaml.prefix(offset)
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    return FilePlace(line: max(1, lines.count), column: (lines.last?.unicodeScalars.count ?? 0) + 1)
  }
}

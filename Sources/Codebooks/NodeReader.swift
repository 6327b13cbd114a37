// Reads values out of a YAML tree and gathers everything that is wrong with them, with places.

import Yams

/// A mapping's values by key.
struct Fields {
  var place: FilePlace
  var values: [String: Node]
  subscript(key: String) -> Node? { values[key] }
}

/// A name that must exist elsewhere in the file.
struct Mention {
  enum Kind {
    case lexicon, actor, code, facet, facetOrCode, anyStatus
    /// Of a facet's ladder.
    case status(facet: String)
    /// Of the code with this index.
    case pattern(code: Int)
  }
  var kind: Kind
  var name: String
  var place: PlaceInSource
}

/// A node's place, or a place within a scalar's text, worked out only when it is shown.
enum PlaceInSource {
  case at(FilePlace)
  case within(Node.Scalar, offset: Int)
}

struct NodeReader {
  let file: String
  let source: String
  private(set) var errors: [CodebookError] = []
  private(set) var mentions: [Mention] = []
  private(set) var openAlternatives: [FilePlace] = []

  init(file: String, source: String) {
    self.file = file
    self.source = source
  }

  // MARK: Errors

  /// Beyond this many errors the rest is noise.
  static let errorLimit = 200

  mutating func report(_ place: FilePlace, _ message: String) {
    guard errors.count < NodeReader.errorLimit else { return }
    errors.append(CodebookError(file: file, place: place, message: message))
    if errors.count == NodeReader.errorLimit {
      errors.append(CodebookError(file: file, place: place, message: "more errors than are shown"))
    }
  }

  mutating func report(_ node: Node, _ message: String) { report(place(of: node), message) }

  mutating func report(_ place: PlaceInSource, _ message: String) {
    switch place {
    case .at(let place): report(place, message)
    case .within(let scalar, let offset):
      report(ScalarPlaces.place(of: offset, in: scalar, source: source), message)
    }
  }

  func place(of node: Node) -> FilePlace {
    FilePlace(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  mutating func mention(_ kind: Mention.Kind, _ text: Located?) {
    guard let text else { return }
    mentions.append(Mention(kind: kind, name: text.value, place: .at(text.place)))
  }

  mutating func mention(_ kind: Mention.Kind, _ texts: [Located]) {
    for text in texts { mention(kind, text) }
  }

  // MARK: Values

  /// A text and where it stands.
  struct Located {
    var value: String
    var place: FilePlace
  }

  /// Nil, with an error, where the node is no mapping. Unknown and missing keys are errors too.
  mutating func fields(
    _ node: Node, of what: String, required: [String], optional: [String] = []
  ) -> Fields? {
    guard case .mapping(let mapping) = node else {
      report(node, "\(what) must be a mapping of keys to values")
      return nil
    }
    var fields = Fields(place: place(of: node), values: [:])
    for (key, value) in mapping {
      guard case .scalar(let name) = key else {
        report(key, "a key of \(what) must be a word")
        continue
      }
      guard required.contains(name.string) || optional.contains(name.string) else {
        let remedy = NearestName.remedy(for: name.string, among: required + optional)
        report(key, "unknown key '\(shortened(name.string))' in \(what)\(remedy)")
        continue
      }
      if !isNull(value) { fields.values[name.string] = value }
    }
    for key in required where fields[key] == nil {
      report(node, "\(what) lacks '\(key)'")
    }
    return fields
  }

  /// The mapping's pairs, for maps whose keys are names of the file's own.
  mutating func pairs(_ node: Node?, of what: String) -> [(name: Located, value: Node)] {
    guard let node else { return [] }
    guard case .mapping(let mapping) = node else {
      report(node, "\(what) must be a mapping of names to values")
      return []
    }
    return mapping.compactMap { key, value in
      guard let name = name(key, of: "a name in \(what)") else { return nil }
      return (name, value)
    }
  }

  mutating func list(_ node: Node?, of what: String) -> [Node] {
    guard let node, !isNull(node) else { return [] }
    guard case .sequence(let sequence) = node else {
      report(node, "\(what) must be a list")
      return []
    }
    return Array(sequence)
  }

  mutating func located(_ node: Node?, of what: String) -> Located? {
    guard let node, !isNull(node) else { return nil }
    guard case .scalar(let scalar) = node else {
      report(node, "\(what) must be a text")
      return nil
    }
    return Located(value: scalar.string, place: place(of: node))
  }

  mutating func text(_ node: Node?, of what: String) -> String? { located(node, of: what)?.value }

  /// A text that serves as a name elsewhere.
  mutating func name(_ node: Node?, of what: String) -> Located? {
    guard let text = located(node, of: what) else { return nil }
    let isName =
      !text.value.isEmpty && text.value.utf8.count <= 100
      && text.value.unicodeScalars.allSatisfy { Term.isWordScalar($0) || "-_./".unicodeScalars.contains($0) }
    if isName { return text }
    report(
      text.place,
      "\(what) must be a name of letters, digits, '-', '_', '.' and '/', not '\(shortened(text.value))'")
    return nil
  }

  /// A list of texts; a single text stands for a list of one.
  mutating func texts(_ node: Node?, of what: String) -> [Located] {
    if let node, case .scalar = node { return located(node, of: what).map { [$0] } ?? [] }
    return list(node, of: what).compactMap { located($0, of: "an entry of \(what)") }
  }

  mutating func bool(_ node: Node?, of what: String) -> Bool? {
    guard let node, let text = text(node, of: what) else { return nil }
    switch text {
    case "true": return true
    case "false": return false
    default:
      report(node, "\(what) must be true or false, not '\(shortened(text))'")
      return nil
    }
  }

  mutating func integer(_ node: Node?, of what: String, in range: ClosedRange<Int>) -> Int? {
    guard let node, let text = text(node, of: what) else { return nil }
    if let value = Int(text), range.contains(value) { return value }
    report(
      node,
      "\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound), not '\(shortened(text))'"
    )
    return nil
  }

  mutating func number(_ node: Node?, of what: String, in range: ClosedRange<Double>) -> Double? {
    guard let node, let text = text(node, of: what) else { return nil }
    if let value = Double(text), range.contains(value) { return value }
    report(
      node,
      "\(what) must be a number from \(range.lowerBound) to \(range.upperBound), not '\(shortened(text))'")
    return nil
  }

  /// One of an enumeration's raw values.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: Node?, of what: String, as type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    guard let node, let text = text(node, of: what) else { return nil }
    if let value = Choice(rawValue: text) { return value }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    report(node, "\(what) must be one of \(known), not '\(shortened(text))'")
    return nil
  }

  /// A pattern; the names in it are noted to be resolved later. `@` is an error unless allowed.
  mutating func pattern(_ node: Node?, of what: String, allowsSegment: Bool = false) -> PatternExpression? {
    guard let node, !isNull(node) else { return nil }
    guard case .scalar(let scalar) = node else {
      report(node, "\(what) must be a pattern in one text")
      return nil
    }
    do {
      let parsed = try PatternParser.parse(scalar.string)
      for reference in parsed.references { mention(reference, in: scalar) }
      if !allowsSegment, let offset = parsed.segments.first {
        report(.within(scalar, offset: offset), "'@' stands for the segment, only in status rules and cues")
      }
      // A place is found by going through the file: beyond so many the rest is noise here, too.
      for offset in parsed.openAlternatives where openAlternatives.count < NodeReader.errorLimit {
        openAlternatives.append(ScalarPlaces.place(of: offset, in: scalar, source: source))
      }
      return parsed.expression
    } catch {
      report(.within(scalar, offset: error.offset), "\(what): \(error.message)")
      return nil
    }
  }

  private mutating func mention(_ reference: PatternReference, in scalar: Node.Scalar) {
    let place = PlaceInSource.within(scalar, offset: reference.offset)
    switch reference.kind {
    case .lexicon(let name): mentions.append(Mention(kind: .lexicon, name: name, place: place))
    case .actor(let id): mentions.append(Mention(kind: .actor, name: id, place: place))
    case .anyActor: break
    }
  }

  func isNull(_ node: Node) -> Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else {
      return false
    }
    return scalar.string.isEmpty || scalar.string == "~" || scalar.string == "null"
  }

  func shortened(_ text: String) -> String { text.count <= 60 ? text : text.prefix(57) + "..." }
}

// The keys of front matter that Redline reads.

import Yams

/// What front matter says; a value of the wrong type is a problem, never a guess.
struct FrontMatterFacts {
  var title: String?
  var author: String?
  var date: NoteDate?
  var source: String?
  var tags: [String] = []
  var reliability: String?
  var credibility: Int?
  var language: String?
  var problems: [String] = []

  init() {}

  init(_ mapping: Node.Mapping) {
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else { continue }
      read(scalar.string.lowercased(), value)
    }
  }

  private mutating func read(_ key: String, _ value: Node) {
    if case .scalar(let scalar) = value, scalar.isNull { return }
    switch key {
    case "title": title = text(key, value)
    case "author", "authors", "by":
      let names = list(key, value)
      if !names.isEmpty { author = names.joined(separator: ", ") }
    case "date", "published": date = date(key, value) ?? date
    case "created": date = date ?? date(key, value)
    case "source": source = text(key, value)
    case "tags", "tag", "keywords": tags += splitTags(list(key, value), value)
    case "reliability": reliability = reliability(key, value)
    case "credibility": credibility = credibility(key, value)
    case "admiralty": readAdmiralty(key, value)
    case "language", "lang": language = language(key, value)
    default: return
    }
  }

  private mutating func text(_ key: String, _ value: Node) -> String? {
    guard case .scalar(let scalar) = value else {
      wrong(key, value, "is \(Self.kind(value)) where a text belongs")
      return nil
    }
    let text = scalar.string.collapsingSpaces()
    return text.isEmpty ? nil : text
  }

  private mutating func list(_ key: String, _ value: Node) -> [String] {
    guard case .sequence(let sequence) = value else { return text(key, value).map { [$0] } ?? [] }
    var entries: [String] = []
    for (index, entry) in sequence.enumerated() {
      if case .mapping(let mapping) = entry, case .scalar(let name)? = mapping["name"] {
        entries.append(name.string.collapsingSpaces())
      } else if case .scalar(let scalar) = entry {
        if !scalar.isNull { entries.append(scalar.string.collapsingSpaces()) }
      } else {
        wrong(key, entry, "entry \(index + 1) is \(Self.kind(entry)) where a text belongs")
      }
    }
    return entries
  }

  /// `tags: a, b` and `tags: a b` are lists in Jekyll and Obsidian.
  private func splitTags(_ tags: [String], _ value: Node) -> [String] {
    var all = tags
    if case .scalar = value, let one = tags.first {
      let separator: Character = one.utf8.contains(0x2C) ? "," : " "
      all = one.split(separator: separator).map(String.init)
    }
    return all.map { $0.trimmingTag() }.filter { !$0.isEmpty }
  }

  private mutating func date(_ key: String, _ value: Node) -> NoteDate? {
    guard let text = text(key, value) else { return nil }
    if let date = NoteDate.parse(text) { return date }
    wrong(key, value, "'\(text.prefix(40))' is no date (YYYY-MM-DD, YYYY-MM, RFC 3339)")
    return nil
  }

  private mutating func reliability(_ key: String, _ value: Node) -> String? {
    guard let text = text(key, value)?.uppercased() else { return nil }
    if ["A", "B", "C", "D", "E", "F"].contains(text) { return text }
    wrong(key, value, "'\(text.prefix(40))' is not one of A to F")
    return nil
  }

  private mutating func credibility(_ key: String, _ value: Node) -> Int? {
    guard let text = text(key, value) else { return nil }
    if let number = Int(text), (1...6).contains(number) { return number }
    wrong(key, value, "'\(text.prefix(40))' is not one of 1 to 6")
    return nil
  }

  /// `admiralty: B2`, reliability and credibility in one.
  private mutating func readAdmiralty(_ key: String, _ value: Node) {
    guard let text = text(key, value)?.uppercased() else { return }
    guard text.utf8.count == 2, let letter = text.first, "ABCDEF".contains(letter),
      let number = text.last?.wholeNumberValue, (1...6).contains(number)
    else { return wrong(key, value, "'\(text.prefix(40))' is not a letter A to F and a number 1 to 6") }
    reliability = String(letter)
    credibility = number
  }

  private mutating func language(_ key: String, _ value: Node) -> String? {
    guard let text = text(key, value) else { return nil }
    if let language = text.primaryLanguage { return language }
    wrong(key, value, "'\(text.prefix(40))' is no language tag ('en', 'uk', 'ru-RU')")
    return nil
  }

  private mutating func wrong(_ key: String, _ value: Node, _ what: String) {
    let place = value.mark.map { "line \($0.line + 1): " } ?? ""
    problems.append("\(place)front matter '\(key)' \(what)")
  }

  private static func kind(_ node: Node) -> String {
    switch node {
    case .mapping: "a mapping"
    case .sequence: "a list"
    default: "a text"
    }
  }

  func fill(_ note: inout Note) {
    if let title { note.title = title }
    if let author { note.author = author }
    if let date {
      note.date = date
      note.dateOrigin = "front matter"
    }
    if let source { note.source = source }
    if !tags.isEmpty { note.tags = tags }
    note.reliability = reliability ?? note.reliability
    note.credibility = credibility ?? note.credibility
    note.language = language ?? note.language
    note.problems += problems
  }
}

extension Node.Scalar {
  fileprivate var isNull: Bool {
    style == .plain && ["", "~", "null", "Null", "NULL"].contains(string)
  }
}

extension String {
  /// One line: white space of any kind, no-break spaces too, becomes single spaces.
  func collapsingSpaces() -> String {
    if isCollapsed { return self }
    var out = String.UnicodeScalarView()
    var pending = false
    for scalar in unicodeScalars {
      if scalar.isSpaceOrControl {
        pending = !out.isEmpty
      } else {
        if pending { out.append(" ") }
        pending = false
        out.append(scalar)
      }
    }
    return String(out)
  }

  /// ASCII with single spaces inside.
  private var isCollapsed: Bool {
    var previous: UInt8 = 0x20
    for byte in utf8 {
      if byte < 0x20 || byte >= 0x80 || (byte == 0x20 && previous == 0x20) { return false }
      previous = byte
    }
    return previous != 0x20
  }

  fileprivate func trimmingTag() -> String {
    let tag = collapsingSpaces()
    return tag.hasPrefix("#") ? String(tag.dropFirst()) : tag
  }

  /// "en" of "en-US" or "en_US.UTF-8"; nil where this is no language tag.
  var primaryLanguage: String? {
    let primary = lowercased().prefix { $0 != "-" && $0 != "_" }
    guard (2...3).contains(primary.utf8.count), primary.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else {
      return nil
    }
    return String(primary)
  }
}

extension Unicode.Scalar {
  /// Unicode's white space, and the control characters.
  var isSpaceOrControl: Bool {
    switch value {
    case 0...0x20, 0x7F...0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }
}

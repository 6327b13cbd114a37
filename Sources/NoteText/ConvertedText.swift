// What a converter made of a document: Markdown, under what the document says of itself.

import Yams

/// The block of metadata that a converter puts on top is taken off and read leniently: a document has several
/// titles or dates, and its values are Markdown. An abstract or subtitle, which converters count as metadata,
/// goes back to the text.
enum ConvertedText {
  static func read(_ source: [UInt8]) -> Note {
    var body = source
    var facts: FrontMatterFacts?
    do throws(NoteReadError) {
      if let front = try FrontMatter.read(source), let mapping = front.mapping {
        body = leadingText(mapping) + source[front.end...]
        var said = FrontMatterFacts(plain(mapping))
        said.problems = said.problems.map { $0.replacing("front matter", with: "the document's") }
        facts = said
      }
    } catch {
      // The text does not suffer for it.
      facts = FrontMatterFacts()
      facts?.problems = ["what the document says of itself cannot be read: \(error.reason)"]
      body = withoutBlock(source)
    }
    var note = MarkdownBlocks.read(body, from: 0)
    facts?.fill(&note)
    if note.dateOrigin != nil { note.dateOrigin = "document" }
    return note
  }

  private static func withoutBlock(_ source: [UInt8]) -> [UInt8] {
    let close = Array("\n---\n".utf8)
    var index = 3
    while index + close.count <= source.count {
      if source[index] == 0x0A, source[index..<(index + close.count)].elementsEqual(close) {
        return Array(source[(index + close.count)...])
      }
      index += 1
    }
    return source
  }

  private static func leadingText(_ mapping: Node.Mapping) -> [UInt8] {
    ["subtitle", "abstract"].flatMap { key -> [UInt8] in
      guard case .scalar(let scalar)? = mapping[Node(key)] else { return [] }
      return Array((scalar.string + "\n\n").utf8)
    }
  }

  /// One value a key, as text without Markdown's marks.
  private static func plain(_ mapping: Node.Mapping) -> Node.Mapping {
    var entries: [(Node, Node)] = []
    for (key, value) in mapping {
      guard case .scalar(let name) = key else { continue }
      let values = texts(value)
      switch name.string.lowercased() {
      case "author", "authors", "keywords", "tags": entries.append((key, Node(values.map { Node($0) })))
      case "date":
        let dates = values.map(withoutBrackets)
        if let date = dates.first(where: { NoteDate.parse($0) != nil }) ?? dates.first {
          entries.append((key, Node(date)))
        }
      default: if let first = values.first { entries.append((key, Node(first))) }
      }
    }
    return Node.Mapping(entries)
  }

  private static func texts(_ value: Node) -> [String] {
    switch value {
    case .scalar(let scalar): [plain(scalar.string)]
    case .sequence(let sequence): sequence.flatMap(texts)
    case .mapping(let mapping): (mapping["text"] ?? mapping["name"]).map(texts) ?? []
    default: []
    }
  }

  private static func plain(_ markdown: String) -> String {
    let source = Array(markdown.collapsingSpaces().utf8)
    var inlines = MarkdownInlines(SourceSurvey(source, findsMarks: true).marks)
    var out = TextBuilder()
    out.beginUnit()
    inlines.read([0..<source.count], source: source, into: &out)
    return String(decoding: out.text, as: UTF8.self)
  }

  /// `<2022-01-26 Wed>`, as org has it.
  private static func withoutBrackets(_ date: String) -> String {
    guard let first = date.first, "<[".contains(first) else { return date }
    return String(date.dropFirst().prefix { $0 != " " && $0 != ">" && $0 != "]" })
  }
}

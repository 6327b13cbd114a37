// A feed (RSS, Atom, RDF) turned into a page of the same length, so that places stay exact.

/// Titles become headings, descriptions paragraphs; what a feed says for machines (addresses, dates, names of
/// programs) becomes blanks. HTML that stands escaped or in CDATA inside is unwrapped where it stands: a
/// character of markup takes the place of its reference, with NULs before it, which the page's reader skips.
struct FeedPage {
  /// What the feed says of itself.
  struct Facts {
    var date: NoteDate?
    /// Often that of the program; only where the text does not tell.
    var language: String?
    var address: String?
  }

  private(set) var page: [UInt8]
  private(set) var facts = Facts()
  private let source: [UInt8]
  private let isAtom: Bool
  private var scanner = HTMLTagScanner()
  private var isInEntry = false
  /// Whether the entry is there in full, so that its summary says nothing more.
  private var hasContent = false
  /// Where the entry at hand ends and where the next content begins, kept so that nothing is searched twice.
  private var entryEnd = -1
  private var nextContent = -1
  private var hasTitle = false
  private var entryDate: NoteDate?

  /// Nil where the source is no feed.
  init?(_ source: [UInt8]) {
    guard let root = Self.root(of: source), ["rss", "feed", "rdf"].contains(root) else { return nil }
    self.source = source
    page = source
    isAtom = root == "feed"
    var index = 0
    while let open = source[index...].firstIndex(of: 0x3C) { index = readMarkup(at: open) }
    facts.date = facts.date ?? entryDate
  }

  /// The local name, in lower case, of an XML document's outermost element; nil where it declares nothing and
  /// is no feed.
  static func root(of source: [UInt8]) -> String? {
    let start = source.firstIndex { $0 > 0x20 } ?? source.count
    let isDeclared = source[start...].starts(with: "<?xml".utf8)
    var scanner = HTMLTagScanner()
    var index = start
    while index + 1 < source.count, source[index] == 0x3C {
      if source[index + 1] == 0x21 || source[index + 1] == 0x3F {
        guard let end = scanner.markupEnd(in: source, at: index) else { return nil }
        index = source[end...].firstIndex { $0 > 0x20 } ?? source.count
        continue
      }
      guard let tag = scanner.tag(in: source, at: index) else { return nil }
      let name = localName(tag.name)
      return isDeclared || ["rss", "feed", "rdf"].contains(name) ? name : nil
    }
    return nil
  }

  private static func localName(_ name: String) -> String {
    name.split(separator: ":").last.map(String.init) ?? name
  }

  private static let containers: Set<String> = [
    "rss", "feed", "rdf", "channel", "item", "entry", "items", "seq",
  ]
  private static let dates: Set<String> = [
    "pubdate", "lastbuilddate", "updated", "published", "date", "modified", "issued", "created",
  ]
  private static let forMachines: Set<String> = [
    "link", "guid", "id", "url", "uri", "width", "height", "language", "generator", "generatoragent",
    "errorreportsto", "copyright", "rights", "license", "managingeditor", "webmaster", "docs", "ttl", "cloud",
    "image", "category", "author", "creator", "contributor", "name", "email", "publisher", "comments",
    "commentrss", "enclosure", "icon", "logo", "rating", "skiphours", "skipdays", "textinput", "source",
    "subject", "thumbnail", "credit", "keywords", "updateperiod", "updatefrequency", "updatebase", "li",
    "origlink", "format", "type", "identifier", "post-id", "explicit", "duration", "hour", "day",
  ]

  // MARK: Elements

  private mutating func readMarkup(at open: Int) -> Int {
    guard open + 1 < source.count else { return open + 1 }
    if source[open + 1] == 0x21 || source[open + 1] == 0x3F {
      let end = cdataEnd(at: open) ?? scanner.markupEnd(in: source, at: open) ?? open + 1
      blank(open..<end)
      return end
    }
    guard let tag = scanner.tag(in: source, at: open) else { return open + 1 }
    let name = Self.localName(tag.name)
    if Self.containers.contains(name) {
      if name == "item" || name == "entry" {
        isInEntry = !tag.isClosing
        if isInEntry { lookForContent(in: tag) }
      }
      blank(open..<tag.end)
      return tag.end
    }
    if tag.isClosing || tag.isSelfClosing {
      readAttributes(name, tag)
      blank(open..<tag.end)
      return tag.end
    }
    guard let closer = scanner.closer(of: tag.name, in: source, from: tag.end) else {
      blank(open..<tag.end)
      return tag.end
    }
    let end = source[closer...].firstIndex(of: 0x3E).map { $0 + 1 } ?? source.count
    readElement(name, tag, open..<end, content: tag.end..<closer)
    return end
  }

  private mutating func lookForContent(in entry: HTMLTag) {
    if entryEnd < entry.end {
      entryEnd = scanner.closer(of: entry.name, in: source, from: entry.end) ?? source.count
    }
    if nextContent < entry.end {
      nextContent = MarkdownHTML.find("<content", in: source[entry.end...]) ?? source.count
    }
    hasContent = nextContent < entryEnd
  }

  private mutating func readElement(_ name: String, _ tag: HTMLTag, _ whole: Range<Int>, content: Range<Int>)
  {
    if Self.dates.contains(name) { readDate(HTMLTagScanner.text(source, content)) }
    if !isInEntry {
      if name == "language" {
        facts.language = HTMLTagScanner.text(source, content).primaryLanguage
      } else if name == "link", facts.address == nil {
        facts.address = HTMLTagScanner.text(source, content)
      }
    }
    let isSummary = isInEntry && hasContent && (name == "description" || name == "summary")
    guard !isSummary, !Self.dates.contains(name), !Self.forMachines.contains(name),
      content.upperBound + 4 <= whole.upperBound
    else { return blank(whole) }
    var element = "p"
    if name == "title" {
      element = isInEntry || hasTitle ? "h2" : "title"
      hasTitle = true
    }
    rename(whole.lowerBound..<content.lowerBound, "<" + element)
    rename(content.upperBound..<whole.upperBound, "</" + element)
    let kind = isAtom ? HTMLTagScanner.attributes(source, tag.attributes)["type"] ?? "text" : "html"
    unwrap(content, holdsMarkup: kind.hasSuffix("html") && kind != "xhtml")
  }

  /// `<link href="...">` of Atom.
  private mutating func readAttributes(_ name: String, _ tag: HTMLTag) {
    guard name == "link", !isInEntry, facts.address == nil else { return }
    let attributes = HTMLTagScanner.attributes(source, tag.attributes)
    if attributes["rel"] ?? "alternate" == "alternate" { facts.address = attributes["href"] }
  }

  /// The feed's own date, else its first entry's.
  private mutating func readDate(_ text: String) {
    guard let date = NoteDate.parse(text) else { return }
    if isInEntry { entryDate = entryDate ?? date } else { facts.date = facts.date ?? date }
  }

  // MARK: The page

  private mutating func blank(_ range: Range<Int>) {
    for index in range where page[index] != 0x0A && page[index] != 0x0D { page[index] = 0x20 }
  }

  /// The tag in `range` under another name, its attributes blank.
  private mutating func rename(_ range: Range<Int>, _ start: String) {
    blank(range)
    let name = Array(start.utf8)
    guard name.count < range.count else { return }
    page.replaceSubrange(range.lowerBound..<(range.lowerBound + name.count), with: name)
    page[range.upperBound - 1] = 0x3E
  }

  private func cdataEnd(at open: Int) -> Int? {
    guard source[open...].starts(with: "<![CDATA[".utf8) else { return nil }
    return MarkdownHTML.find("]]>", in: source[open...]).map { $0 + 3 } ?? source.count
  }

  private mutating func unwrap(_ content: Range<Int>, holdsMarkup: Bool) {
    var index = content.lowerBound
    while index < content.upperBound {
      if source[index] == 0x3C, let end = cdataEnd(at: index) {
        let inner = min(end, content.upperBound)
        fill(index..<min(index + 9, inner))
        if end <= content.upperBound { fill((end - 3)..<end) }
        index = inner
      } else if holdsMarkup, source[index] == 0x26,
        let entity = Entities.read(source, at: index, to: content.upperBound, isLoose: true),
        [0x22, 0x26, 0x27, 0x3C, 0x3E].contains(entity.scalar.value)
      {
        fill(index..<(entity.end - 1))
        page[entity.end - 1] = UInt8(entity.scalar.value)
        index = entity.end
      } else {
        index += 1
      }
    }
  }

  private mutating func fill(_ range: Range<Int>) { for index in range { page[index] = 0 } }
}

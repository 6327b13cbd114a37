// An HTML page read as an article: its text in units, its frame left out.

/// A tokeniser of our own over the decoded source. libxml2's push parser was measured first: 420 KB of
/// `<b>` followed by as many `</i>` cost it 6 s, and the time grows with the square. Here no tree is built:
/// a stack of at most 128 open regions says what the text is part of, and each byte is looked at a bounded
/// number of times, so that time and memory are linear and every position is exact.
struct HTMLPage {
  struct Region {
    var name: String
    var role: HTMLElements.Role
    /// Elements of the same name opened inside.
    var nested = 0
    /// Where the tag stands, to come back to if it never closes.
    var start: Int
    /// Units that were there before.
    var units: Int
  }

  static let regionLimit = 128

  let source: [UInt8]
  var out = TextBuilder()
  var facts = HTMLFacts()
  var regions: [Region] = []
  /// XML of another kind, whose elements are unknown: each but the usual ones inside a line parts units.
  private var isOtherXML = false
  var hiddenCount = 0
  private var scanner = HTMLTagScanner()
  private var pendingSpace: Int?
  /// Bytes of the open unit inside links, and all of them.
  private var linkDepth = 0
  private var linkedBytes = 0
  private var unitBytes = 0
  private var breaks = 0
  /// Names of elements that once never closed: not to be hidden again.
  private var unclosed: Set<String> = []

  static func read(_ source: [UInt8]) throws(NoteReadError) -> Note {
    let feed = FeedPage(source)
    var page = HTMLPage(source: feed?.page ?? source)
    page.isOtherXML = feed == nil && FeedPage.root(of: source).map { $0 != "html" } ?? false
    if let facts = feed?.facts { page.facts.read(facts) }
    page.out.reserve(source.count / 2)
    page.read()
    if page.facts.isByRedline { throw GeneratedByRedline.error }
    var note = Note(
      format: .html, text: page.out.text, units: page.out.units,
      positions: PositionMap(runs: page.out.runs, lineStarts: lineStarts(of: source)))
    page.facts.fill(&note)
    if let feed { note.language = LanguageGuess.language(of: note.text) ?? feed.facts.language }
    guard !note.units.isEmpty else {
      throw NoteReadError(
        .empty, reason: "the page holds no text outside scripts, navigation and forms",
        remedy: "save the page again once it has loaded, as text or as complete HTML")
    }
    return note
  }

  private init(source: [UInt8]) { self.source = source }

  private mutating func read() {
    out.beginUnit()
    var index = 0
    while true {
      while index < source.count { index = readToken(at: index) }
      endUnit()
      // A hidden element that never closed would have swallowed the rest: read that as if it were shown.
      guard let lost = regions.first(where: { $0.role == .hidden }) else { break }
      unclosed.insert(lost.name)
      regions.removeAll { $0.start >= lost.start }
      hiddenCount = 0
      index = lost.start
    }
    // What is still open now was never told from the text: it stays.
  }

  private mutating func readToken(at index: Int) -> Int {
    guard source[index] == 0x3C else { return readText(from: index) }
    guard index + 1 < source.count else { return readText(from: index, isMarkup: true) }
    if source[index + 1] == 0x21 || source[index + 1] == 0x3F {
      return scanner.markupEnd(in: source, at: index) ?? readText(from: index, isMarkup: true)
    }
    guard let tag = scanner.tag(in: source, at: index) else { return readText(from: index, isMarkup: true) }
    if HTMLElements.raw.contains(tag.name), !tag.isClosing { return skipRaw(tag) }
    if tag.isClosing { close(tag.name) } else { open(tag, at: index) }
    return tag.end
  }

  private mutating func skipRaw(_ tag: HTMLTag) -> Int {
    if tag.isSelfClosing { return tag.end }
    guard let closer = scanner.closer(of: tag.name, in: source, from: tag.end) else { return tag.end }
    if tag.name == "title", regions.allSatisfy({ $0.name != "svg" }) {
      if facts.hasTitle, hiddenCount == 0 {
        // Not the page's own.
        endUnit()
        addText(tag.end..<closer)
        endUnit()
      }
      facts.readTitle(HTMLTagScanner.text(source, tag.end..<closer))
    }
    if tag.name == "script" { facts.readScript(source, tag.end..<closer) }
    return closer
  }

  // MARK: Text

  private mutating func readText(from start: Int, isMarkup: Bool = false) -> Int {
    var index = isMarkup ? start + 1 : start
    while index < source.count, source[index] != 0x3C { index += 1 }
    if hiddenCount == 0 { addText(start..<index) }
    return index
  }

  private mutating func addText(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = source[index]
      if byte == 0 {
        index += 1
        continue
      }
      if byte <= 0x20 {
        if pendingSpace == nil { pendingSpace = index }
        index += 1
        continue
      }
      if byte == 0x26, let entity = Entities.read(source, at: index, to: range.upperBound, isLoose: true) {
        addEntity(entity.scalar, at: index)
        index = entity.end
        continue
      }
      let start = index
      index += 1
      while index < range.upperBound, source[index] != 0x26, source[index] != 0 {
        if source[index] <= 0x20 {
          // A single space between words belongs to the run.
          guard source[index] == 0x20, index + 1 < range.upperBound, source[index + 1] > 0x20,
            source[index + 1] != 0x26
          else { break }
        }
        index += 1
      }
      addSpace()
      out.copy(source[start..<index], source: start)
      count(index - start)
    }
  }

  private mutating func addEntity(_ scalar: Unicode.Scalar, at index: Int) {
    if scalar.value == 0xAD { return }
    if scalar.isSpaceOrControl {
      if pendingSpace == nil { pendingSpace = index }
      return
    }
    addSpace()
    out.insert(String(scalar).utf8, source: index)
    count(1)
  }

  private mutating func addSpace() {
    if let space = pendingSpace, !out.isUnitEmpty { out.insert(0x20, source: space) }
    pendingSpace = nil
    breaks = 0
  }

  private mutating func count(_ bytes: Int) {
    unitBytes += bytes
    if linkDepth > 0 { linkedBytes += bytes }
  }

  /// Closes the unit; a short one that is all link, outside the page's main part, is navigation.
  private mutating func endUnit() {
    defer {
      pendingSpace = nil
      linkedBytes = 0
      unitBytes = 0
    }
    guard !out.isUnitEmpty else { return }
    let kind = unitKind
    let before = out.units.count
    out.endUnit(kind, isQuoted: regions.contains { $0.role == .quotation })
    guard out.units.count > before else { return }
    let isLink = linkedBytes == unitBytes && unitBytes <= 120
    if isLink, kind != .heading, !regions.contains(where: { $0.role == .main }) {
      out.dropUnits(downTo: before)
    } else if kind == .heading {
      facts.readHeading(regions.last { $0.role == .heading }?.name, out.lastUnitText)
    }
  }

  private var unitKind: Unit.Kind {
    for region in regions.reversed() {
      switch region.role {
      case .heading: return .heading
      case .item: return .listItem
      case .cell: return .tableCell
      case .caption: return .caption
      case .quotation: return .blockQuotation
      default: continue
      }
    }
    return .paragraph
  }

  // MARK: Elements

  private mutating func open(_ tag: HTMLTag, at start: Int) {
    switch tag.name {
    case "meta", "link", "html", "time", "base":
      facts.read(tag.name, HTMLTagScanner.attributes(source, tag.attributes))
    case "a": linkDepth = 1
    default: break
    }
    var role = HTMLElements.roles[tag.name]
    if role == .lineBreak { return addBreak(at: start) }
    if !tag.attributes.isEmpty, !HTMLElements.void.contains(tag.name) { role = roleByAttributes(tag, role) }
    if let role {
      endUnit()
      if hiddenCount == 0 { closeImplied(role) }
      if role == .hidden && tag.isSelfClosing { return }
      if role != .block, regions.count < Self.regionLimit, role != .hidden || mayHide(tag.name) {
        if role == .hidden { hiddenCount += 1 }
        regions.append(Region(name: tag.name, role: role, start: start, units: out.units.count))
        return
      }
    }
    if parts(tag.name) { endUnit() }
    if let index = regions.lastIndex(where: { $0.name == tag.name }) { regions[index].nested += 1 }
  }

  private func parts(_ name: String) -> Bool {
    isOtherXML && HTMLElements.roles[name] == nil && !HTMLElements.inline.contains(name)
  }

  /// An element of this name that never closed is not hidden again; after eight such names none is.
  private func mayHide(_ name: String) -> Bool { unclosed.count < 8 && !unclosed.contains(name) }

  /// Two breaks in a row part paragraphs.
  private mutating func addBreak(at start: Int) {
    breaks += 1
    if breaks >= 2 { endUnit() } else if pendingSpace == nil { pendingSpace = start }
  }

  private func roleByAttributes(_ tag: HTMLTag, _ role: HTMLElements.Role?) -> HTMLElements.Role? {
    if tag.name == "body" || tag.name == "html" || role == .main { return role }
    let attributes = HTMLTagScanner.attributes(source, tag.attributes)
    if attributes["hidden"] != nil || attributes["aria-hidden"] == "true" { return .hidden }
    if let style = attributes["style"]?.lowercased().filter({ $0 != " " }),
      style.contains("display:none") || style.contains("visibility:hidden")
    {
      return .hidden
    }
    switch attributes["role"]?.lowercased() {
    case "navigation", "search", "menu", "menubar": return .hidden
    case "main", "article": return .main
    default: break
    }
    guard role == .block || role == .list else { return role }
    let names = "\(attributes["class"] ?? "") \(attributes["id"] ?? "")".lowercased()
    let isFrame = names.split(whereSeparator: { " -_".contains($0) }).contains {
      HTMLElements.frameNames.contains(String($0))
    }
    return isFrame ? .frame : role
  }

  /// `<li>` ends the item before it, `<td>` the cell, a heading the heading.
  private mutating func closeImplied(_ role: HTMLElements.Role) {
    if regions.last?.name == "p" { closeRegion(at: regions.count - 1) }
    let barrier: HTMLElements.Role
    switch role {
    case .item: barrier = .list
    case .cell: barrier = .table
    case .heading: barrier = .main
    default: return
    }
    for index in regions.indices.reversed() {
      if regions[index].role == barrier { return }
      if regions[index].role == role {
        while regions.count > index { closeRegion(at: regions.count - 1) }
        return
      }
    }
  }

  private mutating func close(_ name: String) {
    if name == "a" { linkDepth = 0 }
    if let index = regions.lastIndex(where: { $0.name == name }) {
      if regions[index].nested > 0 {
        regions[index].nested -= 1
      } else {
        endUnit()
        while regions.count > index { closeRegion(at: regions.count - 1) }
      }
    }
    if let role = HTMLElements.roles[name], role != .lineBreak {
      endUnit()
    } else if name == "br" {
      addBreak(at: 0)
    } else if parts(name) {
      endUnit()
    }
  }

  private mutating func closeRegion(at index: Int) {
    let region = regions.remove(at: index)
    switch region.role {
    case .hidden: hiddenCount = max(0, hiddenCount - 1)
    case .frame:
      let isInText = regions.contains { $0.role == .quotation }
      let holdsText = out.units[min(region.units, out.units.count)...].contains { $0.range.count >= 200 }
      if !isInText, !holdsText { out.dropUnits(downTo: region.units) }
    case .header:
      if !regions.contains(where: { $0.role == .main }) {
        out.dropUnits(downTo: region.units, where: { $0.kind == .listItem })
      }
    default: break
    }
  }
}

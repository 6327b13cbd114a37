// Markdown's block structure, line by line: which lines are text, and of what kind.

/// CommonMark's blocks, GFM's tables, Obsidian's callouts, footnotes. No tree is built: each leaf block goes
/// through `MarkdownInlines` into the coded text as it closes. Every line is read once, plus once for each
/// of at most 100 open containers.
struct MarkdownBlocks: ~Copyable {
  enum Container {
    /// Block quotation; a callout is the writer's own.
    case quotation(isCallout: Bool)
    /// List item whose content begins `indent` columns in; one that began blank ends at a blank line.
    case item(indent: Int, isBlank: Bool)
    case footnote
  }

  enum Leaf {
    case none, paragraph, indentedCode
    case fencedCode(fence: UInt8, length: Int)
    case html(HTMLBlockKind)
    case table(columns: Int)
  }

  static let depthLimit = 100

  let source: [UInt8]
  private let opensBlock = MarkdownBytes.opensBlock
  var containers: [Container] = []
  var leaf = Leaf.none
  /// The open paragraph's or HTML block's lines, without indentation and trailing space.
  var lines: [Range<Int>] = []
  var out = TextBuilder()
  var inlines: MarkdownInlines
  /// Indices in the units.
  var firstHeading: Int?
  var firstTopHeading: Int?

  init(source: [UInt8], marks: MarkdownMarks) {
    self.source = source
    inlines = MarkdownInlines(marks)
  }

  /// - Parameters:
  ///   - survey: of the source, marks and all, if the caller has one.
  ///   - wantsTitle: whether a heading is to be the note's title; not where the caller has one.
  static func read(
    _ source: [UInt8], from start: Int, survey: SourceSurvey? = nil, wantsTitle: Bool = true
  ) -> Note {
    let survey = survey ?? SourceSurvey(source, findsMarks: true)
    let starts = survey.lineStarts
    var blocks = MarkdownBlocks(source: source, marks: survey.marks)
    blocks.out.reserve(source.count - start + 1)
    blocks.readLines(starts, from: start)
    var note = Note(
      format: .markdown, text: blocks.out.text, units: blocks.out.units,
      positions: PositionMap(runs: blocks.out.runs, lineStarts: starts))
    if wantsTitle, let heading = blocks.titleUnit {
      note.title = note.string(of: note.units[heading]).collapsingSpaces()
    }
    return note
  }

  /// The first heading of level one; else a heading that opens the note.
  private var titleUnit: Int? {
    firstTopHeading ?? (firstHeading == 0 ? 0 : nil)
  }

  private mutating func readLines(_ starts: [UInt32], from start: Int) {
    let (source, opensBlock) = (source, opensBlock)
    let (bytes, opens, places) = (source.span, opensBlock.span, starts.span)
    for index in places.indices {
      let lineStart = Int(places[index])
      if lineStart < start { continue }
      var end = index + 1 < places.count ? Int(places[index + 1]) : bytes.count
      while end > lineStart, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
      if end == lineStart, index + 1 == places.count { break }
      guard standsAlone else {
        readLine(lineStart..<end)
        continue
      }
      if end == lineStart {
        closeLeaf()
      } else if bytes[lineStart] > 0x20, !opens[Int(bytes[lineStart])] {
        // As most lines are: neither white space nor a block's mark begins it.
        while bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        if !isParagraph { leaf = .paragraph }
        lines.append(lineStart..<end)
      } else {
        readLine(lineStart..<end)
      }
    }
    closeAll(downTo: 0)
  }

  /// Whether a line of text cannot but be a paragraph's.
  private var standsAlone: Bool {
    guard containers.isEmpty else { return false }
    switch leaf {
    case .none, .paragraph: return true
    case .indentedCode, .fencedCode, .html, .table: return false
    }
  }

  private mutating func readLine(_ range: Range<Int>) {
    var line = MarkdownLine(range, in: source)
    let matched = matchContainers(&line)
    let allMatched = matched == containers.count
    if allMatched, continuesVerbatim(line) { return }

    var isFresh = false
    var opening = Opening.container
    while opening == .container, !line.isBlank {
      opening = openBlock(&line, matched: matched, isFresh: &isFresh)
      if opening == .leaf { return }
    }
    if line.isBlank { return closeAtBlank(matched: isFresh ? containers.count : matched, isFresh: isFresh) }
    addText(line, matched: matched, isFresh: isFresh)
  }

  /// What began at a place in a line.
  private enum Opening {
    case nothing
    /// More may begin behind its mark.
    case container
    /// It took the whole line.
    case leaf
  }

  /// How many open containers go on in this line; their prefixes are taken off it.
  private mutating func matchContainers(_ line: inout MarkdownLine) -> Int {
    for index in containers.indices {
      switch containers[index] {
      case .quotation:
        guard line.indent <= 3, !line.isBlank, source[line.nonspace] == 0x3E else { return index }
        takeQuotationMark(&line)
      case .item(let indent, let isBlank):
        if line.isBlank {
          if isBlank { return index }
        } else if line.indent >= indent {
          line.consume(columns: indent, in: source)
          if isBlank { containers[index] = .item(indent: indent, isBlank: false) }
        } else {
          return index
        }
      case .footnote:
        if line.isBlank { continue }
        guard line.indent >= 4 else { return index }
        line.consume(columns: 4, in: source)
      }
    }
    return containers.count
  }

  private func takeQuotationMark(_ line: inout MarkdownLine) {
    line.advance(to: line.nonspace + 1, in: source)
    if line.indent > 0 { line.consume(columns: 1, in: source) }
  }

  /// Code and HTML take their lines as they are, until they end.
  private mutating func continuesVerbatim(_ line: MarkdownLine) -> Bool {
    switch leaf {
    case .fencedCode(let fence, let length):
      if line.indent <= 3, closesFence(line, fence, length) { leaf = .none }
      return true
    case .indentedCode:
      if line.isBlank || line.indent >= 4 { return true }
      leaf = .none
      return false
    case .html(let kind):
      if line.isBlank, kind.endsAtBlankLine {
        closeLeaf()
        return true
      }
      if kind.keepsText { lines.append(line.nonspace..<line.end) }
      if kind.ends(in: source[line.nonspace..<line.end]) { closeLeaf() }
      return true
    default: return false
    }
  }

  private func closesFence(_ line: MarkdownLine, _ fence: UInt8, _ length: Int) -> Bool {
    var index = line.nonspace
    while index < line.end, source[index] == fence { index += 1 }
    guard index - line.nonspace >= length else { return false }
    return source[index..<line.end].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// Opens the block that begins at the line's first character, if one does.
  private mutating func openBlock(_ line: inout MarkdownLine, matched: Int, isFresh: inout Bool) -> Opening {
    let interruptsParagraph = isParagraph && !isFresh && matched == containers.count
    if line.indent >= 4 {
      if isParagraph && !isFresh { return .nothing }
      prepare(matched, isFresh)
      leaf = .indentedCode
      return .leaf
    }
    let start = line.nonspace
    let byte = source[start]
    guard opensBlock[Int(byte)] else { return .nothing }
    switch byte {
    case 0x3E:  // >
      guard containers.count < Self.depthLimit else { return .nothing }
      prepare(matched, isFresh)
      takeQuotationMark(&line)
      containers.append(.quotation(isCallout: takeCalloutMark(&line)))
      isFresh = true
      return .container
    case 0x23:  // #
      if let level = headingLevel(line) {
        prepare(matched, isFresh)
        emitHeading(level, start + level..<line.end)
        return .leaf
      }
    case 0x60, 0x7E:  // ` ~
      if let length = fenceLength(line) {
        prepare(matched, isFresh)
        leaf = .fencedCode(fence: byte, length: length)
        return .leaf
      }
    case 0x3C:  // <
      if let kind = HTMLBlockKind(source[start..<line.end], interruptsParagraph: isParagraph && !isFresh) {
        prepare(matched, isFresh)
        leaf = .html(kind)
        if kind.keepsText { lines.append(start..<line.end) }
        if kind.ends(in: source[start..<line.end]) { closeLeaf() }
        return .leaf
      }
    case 0x5B:  // [
      if !isParagraph || isFresh || matched < containers.count, containers.count < Self.depthLimit,
        let next = footnoteStart(line)
      {
        prepare(matched, isFresh)
        line.advance(to: next, in: source)
        containers.append(.footnote)
        isFresh = true
        return .container
      }
    default:
      return openUnderlineOrItem(&line, matched, &isFresh, interruptsParagraph)
    }
    return .nothing
  }

  /// What may begin with `-`, `=`, `*`, `_`, `+`, `|`, `:` or a digit.
  private mutating func openUnderlineOrItem(
    _ line: inout MarkdownLine, _ matched: Int, _ isFresh: inout Bool, _ interruptsParagraph: Bool
  ) -> Opening {
    if interruptsParagraph {
      if let level = setextLevel(line), endParagraphAsHeading(level) {
        return .leaf
      }
      if let columns = tableColumns(line), headerMatches(columns) {
        let header = lines.removeLast()
        closeLeaf()
        emitRow(header)
        leaf = .table(columns: columns)
        return .leaf
      }
    }
    if isThematicBreak(line) {
      prepare(matched, isFresh)
      return .leaf
    }
    guard containers.count < Self.depthLimit,
      let marker = itemMarker(line, interruptsParagraph: interruptsParagraph)
    else { return .nothing }
    prepare(matched, isFresh)
    let before = line.indent
    line.advance(to: marker.end, in: source)
    let spaces = line.indent
    if line.isBlank {
      containers.append(.item(indent: before + marker.width + 1, isBlank: true))
    } else {
      let taken = spaces >= 5 ? 1 : spaces
      line.consume(columns: taken, in: source)
      containers.append(.item(indent: before + marker.width + taken, isBlank: false))
      takeTaskMark(&line)
    }
    isFresh = true
    return .container
  }

  var isParagraph: Bool {
    if case .paragraph = leaf { return true }
    return false
  }

  /// Before a new block: what does not go on in this line is closed.
  private mutating func prepare(_ matched: Int, _ isFresh: Bool) {
    closeLeaf()
    if !isFresh { containers.removeLast(containers.count - matched) }
  }

  private mutating func closeAll(downTo count: Int) {
    closeLeaf()
    containers.removeLast(containers.count - count)
  }

  private mutating func closeAtBlank(matched: Int, isFresh: Bool) {
    if isFresh { return }
    if case .html = leaf, matched == containers.count { return }
    closeAll(downTo: matched)
  }

  private mutating func addText(_ line: MarkdownLine, matched: Int, isFresh: Bool) {
    var end = line.end
    while end > line.nonspace, source[end - 1] == 0x20 || source[end - 1] == 0x09 { end -= 1 }
    if isParagraph, !isFresh {
      lines.append(line.nonspace..<end)
      return
    }
    if !isFresh, matched < containers.count { closeAll(downTo: matched) }
    if case .table = leaf { return emitRow(line.nonspace..<end) }
    leaf = .paragraph
    lines.append(line.nonspace..<end)
  }
}

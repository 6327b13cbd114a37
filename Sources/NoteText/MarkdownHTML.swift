// HTML inside Markdown: what is a tag, and what is left when tags are taken off.

/// CommonMark's seven kinds of HTML block, by how they end.
enum HTMLBlockKind {
  /// script, pre, style, textarea, up to the closing tag; comments, instructions, declarations, CDATA.
  case verbatim(String)
  /// A block element's tag, or any tag alone on its line; up to a blank line.
  case element

  var endsAtBlankLine: Bool {
    if case .element = self { return true }
    return false
  }

  var keepsText: Bool { endsAtBlankLine }

  func ends(in line: ArraySlice<UInt8>) -> Bool {
    guard case .verbatim(let end) = self else { return false }
    return MarkdownHTML.contains(line, end)
  }

  init?(_ line: ArraySlice<UInt8>, interruptsParagraph: Bool) {
    guard line.count >= 2 else { return nil }
    let next = line[line.startIndex + 1]
    if next == 0x21 {
      if line.starts(with: "<!--".utf8) {
        self = .verbatim("-->")
      } else if line.starts(with: "<![CDATA[".utf8) {
        self = .verbatim("]]>")
      } else if line.count > 2, MarkdownBytes.isLetter(line[line.startIndex + 2]) {
        self = .verbatim(">")
      } else {
        return nil
      }
      return
    }
    if next == 0x3F {
      self = .verbatim("?>")
      return
    }
    guard let name = MarkdownHTML.tagName(line) else { return nil }
    if MarkdownHTML.codeElements.contains(name) {
      self = .verbatim("</\(name)>")
      return
    }
    if MarkdownHTML.blockElements.contains(name) {
      self = .element
      return
    }
    guard !interruptsParagraph, let end = MarkdownHTML.tagEnd(Array(line), from: 0, to: line.count),
      line.dropFirst(end).allSatisfy({ $0 == 0x20 || $0 == 0x09 })
    else { return nil }
    self = .element
  }
}

enum MarkdownHTML {
  static let codeElements: Set<String> = ["script", "pre", "style", "textarea"]
  static let blockElements: Set<String> = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col",
    "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr",
    "html", "iframe", "legend", "li", "link", "main", "menu", "menuitem", "nav", "noframes", "ol",
    "optgroup", "option", "p", "param", "search", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "title", "tr", "track", "ul",
  ]

  /// Name in lower case of the tag, opening or closing, that begins here; nil where none does.
  static func tagName(_ bytes: ArraySlice<UInt8>) -> String? {
    var index = bytes.startIndex + 1
    if index < bytes.endIndex, bytes[index] == 0x2F { index += 1 }
    let start = index
    while index < bytes.endIndex, index - start < 64,
      MarkdownBytes.isLetter(bytes[index])
        || (index > start && (ASCII.isDigit(bytes[index]) || bytes[index] == 0x2D))
    { index += 1 }
    guard index > start else { return nil }
    if index < bytes.endIndex, ![0x20, 0x09, 0x0A, 0x0D, 0x3E, 0x2F].contains(bytes[index]) { return nil }
    return String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
  }

  /// One past the tag that begins at `start`; nil where no whole tag stands there.
  static func tagEnd(_ bytes: [UInt8], from start: Int, to limit: Int) -> Int? {
    guard tagName(bytes[start..<min(limit, start + 70)]) != nil else { return nil }
    var index = start + 1
    var quote: UInt8 = 0
    while index < limit {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x3E {
        return index + 1
      } else if byte == 0x3C {
        return nil
      } else if (byte == 0x22 || byte == 0x27) && bytes[index - 1] == 0x3D {
        quote = byte
      }
      index += 1
    }
    return nil
  }

  /// Whether `needle`, ASCII in lower case, stands in `line`, in any case.
  static func contains(_ line: ArraySlice<UInt8>, _ needle: String) -> Bool {
    find(needle, in: line) != nil
  }

  static func find(_ needle: String, in line: ArraySlice<UInt8>) -> Int? {
    let wanted = Array(needle.utf8)
    guard line.count >= wanted.count else { return nil }
    for start in line.startIndex...(line.endIndex - wanted.count) where line[start] == wanted[0] {
      var matched = 1
      while matched < wanted.count, ASCII.lowercased(line[start + matched]) == wanted[matched] {
        matched += 1
      }
      if matched == wanted.count { return start }
    }
    return nil
  }
}

extension MarkdownBlocks {
  /// The open HTML block's text: each block element a unit of its own, scripts and comments left out.
  mutating func emitHTML() {
    var hidden: String?
    /// Where a tag that began in an earlier line ended.
    var resume = 0
    let limit = lines.last?.upperBound ?? 0
    out.beginUnit()
    for line in lines {
      var index = max(line.lowerBound, resume)
      if !out.isUnitEmpty { out.insert(0x20, source: max(0, line.lowerBound - 1)) }
      while index < line.upperBound {
        let rest = source[index..<line.upperBound]
        if let end = hidden {
          guard let found = MarkdownHTML.find(end, in: rest) else { break }
          index = found + end.utf8.count
          hidden = nil
          continue
        }
        guard let tag = rest.firstIndex(of: 0x3C) else {
          emitHTMLText(index..<line.upperBound)
          break
        }
        emitHTMLText(index..<tag)
        index = takeTag(tag..<limit, &hidden)
      }
      resume = index
    }
    out.endUnit(.paragraph, isQuoted: isQuoted)
  }

  /// Past a tag or comment; a `<` that begins neither is text.
  private mutating func takeTag(_ range: Range<Int>, _ hidden: inout String?) -> Int {
    let start = range.lowerBound
    if source[range].starts(with: "<!--".utf8) {
      hidden = "-->"
      return start + 4
    }
    guard let name = MarkdownHTML.tagName(source[range]),
      let end = MarkdownHTML.tagEnd(source, from: start, to: range.upperBound)
    else {
      out.insert(0x3C, source: start)
      return start + 1
    }
    let isClosing = source[start + 1] == 0x2F
    if MarkdownHTML.codeElements.contains(name), !isClosing { hidden = "</\(name)>" }
    if MarkdownHTML.blockElements.contains(name) {
      let kind: Unit.Kind =
        name == "td" || name == "th"
        ? .tableCell
        : name == "li" ? .listItem : name.first == "h" && name.utf8.count == 2 ? .heading : .paragraph
      out.endUnit(kind, isQuoted: isQuoted)
    } else if name == "br" || name == "img" {
      out.insert(0x20, source: start)
    }
    return end
  }

  private mutating func emitHTMLText(_ range: Range<Int>) {
    if range.isEmpty { return }
    inlines.readLiteral(range, source: source, into: &out)
  }
}

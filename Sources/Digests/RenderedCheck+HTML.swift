// The HTML form read back.

extension RenderedCheck {
  mutating func read(html: String) {
    var section = ""
    var code: String?
    var changes: [String] = []
    var listed: Set<String> = []
    var rows: Set<String> = []
    var group: (total: Int, seen: Int)?
    var row: Substring?
    var item: (id: String, text: Substring)?
    let text = html[...]
    for line in text.split(separator: "\n") {
      // Rows and lines of evidence run over several lines of the page.
      if let open = row {
        row = text[open.startIndex..<line.endIndex]
        if line.hasPrefix("</tr>") || line.hasSuffix("</tr>") {
          if let anchor = read(row: text[open.startIndex..<line.endIndex], section) { rows.insert(anchor) }
          row = nil
        }
      } else if let open = item {
        item?.text = text[open.text.startIndex..<line.endIndex]
        if line == "</li>" {
          read(item: open.id, text[open.text.startIndex..<line.endIndex], code, &listed)
          group?.seen += 1
          item = nil
        }
      } else if line.hasPrefix("<section"), let name = Self.between(line, "aria-labelledby=\"", "\"") {
        section = String(name)
      } else if line.hasPrefix("<tr role=\"row\">"), section.hasPrefix("facet-") {
        row = line
      } else if line.hasPrefix("<li id=\""), let id = Self.between(line, "<li id=\"", "\"") {
        item = (String(id), line)
      } else if line.hasPrefix("<article") {
        code = Self.between(line, " id=\"code-", "\"").map(String.init)
      } else if line.hasPrefix("<h4>"),
        let total = Self.between(line, "<small>", "</small>").flatMap({ Self.numbers($0).first })
      {
        close(&group, code)
        group = (total, 0)
      } else if let further = Self.further(line.dropFirst("<p class=\"fine\">".count), ""), let open = group {
        expect([open.seen + further[0], further[1]], [open.total, open.total], "HTML, \(code ?? "")")
        group = nil
      } else if line == "</article>" {
        close(&group, code)
      } else if line.hasPrefix("<p class=\"coverage\">") {
        expect(Self.numbers(line.dropFirst("<p class=\"coverage\">".count)), coverage, "HTML, coverage")
      } else if section == "key-changes", line.hasPrefix("<p class=\"change\">"),
        let end = line.lastRange(of: " <a class=\"tag\"")
      {
        changes.append(String(line[..<end.lowerBound].dropFirst("<p class=\"change\">".count)))
      }
    }
    let meant = digest.keyChanges.map { escapedForHTML($0.sentence) }
    expect(changes == meant, "HTML: the key changes are not the digest's")
    checkAllShown(listed, rows, "HTML")
  }

  /// A group without a remark on further lines shows all of its own.
  private mutating func close(_ group: inout (total: Int, seen: Int)?, _ code: String?) {
    if let open = group { expect([open.seen], [open.total], "HTML, \(code ?? "")") }
    group = nil
  }

  private mutating func read(
    item id: String, _ text: Substring, _ code: String?, _ listed: inout Set<String>
  ) {
    guard let line = lines[id] else { return problems.append("HTML: '\(id)' is no line of the digest") }
    expect(listed.insert(id).inserted, "HTML: \(id) stands there twice")
    if let code { expect(standings[code]?.code == line.code, "HTML: \(id) stands under \(code)") }
    expect(
      Self.holds(text, "<mark>\(escapedForHTML(words(line)))"), "HTML: \(id) does not quote its line")
    expect(
      Self.holds(text, "href=\"\(escapedForHTML((options.notesAddress ?? "") + line.address))#:~:text=")
        || Self.holds(text, "href=\"\(escapedForHTML((options.notesAddress ?? "") + line.address))\"")
        || line.address.isEmpty || options.notesAddress == nil, "HTML: \(id) does not lead to its note")
    expect(Self.holds(text, ":\(line.line)"), "HTML: \(id) is not at \(line.place)")
    expect(Self.holds(text, ": \(escapedForHTML(line.status))</span>"), "HTML: \(id) is not '\(line.status)'")
  }

  /// A row of a board, section or table. Returns its code's anchor.
  private mutating func read(row: Substring, _ section: String) -> String? {
    guard let anchor = Self.between(row, "href=\"#code-", "\"").map(String.init),
      let standing = standings[anchor]
    else { return nil }
    let name = "HTML, \(standing.notation)"
    let cells = Self.cells(row)
    if digest.facets.first(where: { $0.id == standing.facet })?.place == .table {
      let meant = self.cells(standing)
      guard cells.count == meant.count + 2 else {
        problems.append("\(name): \(cells.count) cells")
        return anchor
      }
      for (said, meant) in zip(cells, meant) { expect(Self.numbers(said), meant, name) }
      return anchor
    }
    guard cells.count == 4 else {
      problems.append("\(name): \(cells.count) cells")
      return anchor
    }
    let meant = self.row(standing)
    let reason = cells[1][..<(cells[1].firstRange(of: " Moved by")?.lowerBound ?? cells[1].endIndex)]
    expect(Self.numbers(reason), meant.why, name)
    let parts = cells[3].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    expect(Self.numbers(parts[0]), meant.sources, name)
    expect(parts.count > 1 ? Self.lastNumbers(parts[1]) : [], meant.rungs, name)
    return anchor
  }

  /// The text of a row's cells without tags, titles and pictures; a line break where the page has one.
  private static func cells(_ row: Substring) -> [Substring] {
    row.ranges(of: "<td role=\"cell\"").map { range in
      let cell = row[range.lowerBound...]
      let end = cell.firstRange(of: "</td>")?.lowerBound ?? cell.endIndex
      return Substring(plain(cell[..<end]))
    }
  }

  private static func plain(_ html: Substring) -> String {
    var out = ""
    var rest = html
    while let tag = rest.firstIndex(of: "<") {
      out += rest[..<tag]
      rest = rest[tag...]
      if rest.hasPrefix("<br>") { out += "\n" }
      let close = rest.hasPrefix("<svg") ? "</svg>" : ">"
      guard let end = rest.firstRange(of: close) else { return out }
      rest = rest[end.upperBound...]
    }
    return out + rest
  }
}

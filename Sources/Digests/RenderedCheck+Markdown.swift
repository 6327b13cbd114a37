// The Markdown form read back.

extension RenderedCheck {
  mutating func read(markdown: String) {
    var heading = ""
    var group: (key: String, total: Int, seen: Int)?
    var code: Digest.Standing?
    var changes: [String] = []
    var listed: Set<String> = []
    var rows: Set<String> = []
    let facets = Set(digest.facets.map { escapedForMarkdown($0.label) }).subtracting(Self.headings)
    for line in markdown.split(separator: "\n") {
      if line.hasPrefix("## ") {
        close(&group)
        (heading, code) = (String(line.dropFirst(3)), nil)
      } else if line.hasPrefix("**Coverage.**") {
        expect(Self.numbers(line), coverage, "Markdown, coverage")
      } else if line.hasPrefix("| ["), facets.contains(heading) {
        if let anchor = row(line) { rows.insert(anchor) }
      } else if heading == "Key changes", let change = sentence(line) {
        changes.append(change)
      } else if line.hasPrefix("### ") {
        close(&group)
        code = Self.between(line, "<a id=\"code-", "\"").flatMap { standings[String($0)] }
      } else if let standing = code, let own = self.group(line, standing) {
        close(&group)
        group = own
      } else if line.hasPrefix("- <a id=\"") {
        evidence(line, code, &group, &listed)
      } else if let further = Self.further(line, "- "), let open = group {
        expect([open.seen + further[0], further[1]], [open.total, open.total], "Markdown, \(open.key)")
        group = nil
      } else if let standing = code, line.hasSuffix("."), Self.holds(line, " coded segment") {
        let said = Array(Self.numbers(line).prefix(2))
        if standing.segments > 0 {
          expect(said, [standing.segments, standing.notes], "Markdown, \(standing.notation)")
        }
        code = standing
      }
    }
    close(&group)
    let meant = digest.keyChanges.map { escapedForMarkdown($0.sentence) }
    expect(changes == meant, "Markdown: the key changes are not the digest's")
    checkAllShown(listed, rows, "Markdown")
  }

  /// Headings of the template's own: a facet of such a name cannot be told from them.
  private static let headings: Set<String> = [
    "Key changes", "Disagreements", "Received late", "Errata", "Distance from the baseline",
    "Estimative language",
    "Codes in the same sources", "Evidence", "Notes without a code", "Notes in languages not covered",
    "Quarantine", "Copies counted once", "New and frequent words", "How to read this",
  ]

  /// What every form must hold: a row for each code of a board or table, and each line that the digest shows.
  mutating func checkAllShown(_ listed: Set<String>, _ rows: Set<String>, _ form: String) {
    let shown = DigestTree.shownLines(digest, options)
    expect(listed == shown, "\(form): lines of evidence are missing or shown unasked")
    for facet in digest.facets where facet.place != .section && !Self.headings.contains(facet.label) {
      for standing in digest.standings where standing.facet == facet.id {
        expect(rows.contains(standing.anchor), "\(form): no row for \(standing.notation)")
      }
    }
  }

  /// A group without a remark on further lines shows all of its own.
  private mutating func close(_ group: inout (key: String, total: Int, seen: Int)?) {
    if let open = group { expect(open.seen, open.total, "Markdown, \(open.key)") }
    group = nil
  }

  private mutating func expect(_ seen: Int, _ total: Int, _ place: String) {
    expect([seen], [total], place)
  }

  /// "1. **sentence** [R1, …]".
  private func sentence(_ line: Substring) -> String? {
    let head = line.prefix { $0.isNumber }
    let rest = line[head.endIndex...]
    guard !head.isEmpty, rest.hasPrefix(". **") else { return nil }
    guard let end = rest.lastRange(of: "** [") else { return nil }
    return String(rest[..<end.lowerBound].dropFirst(4))
  }

  /// "**refused** (3)" under a code, as the group of its lines.
  private mutating func group(
    _ line: Substring, _ standing: Digest.Standing
  ) -> (key: String, total: Int, seen: Int)? {
    guard line.hasPrefix("**"), line.hasSuffix(")"), let end = line.lastRange(of: "** (") else { return nil }
    let name = String(line[..<end.lowerBound].dropFirst(2))
    let key = groups["\(standing.code) \(name)"] ?? "\(standing.code) earlier "
    let total = Self.numbers(line[end.upperBound...]).first ?? -1
    expect([total], [counts[key] ?? 0], "Markdown, \(key)")
    return (key, total, 0)
  }

  private mutating func evidence(
    _ text: Substring, _ code: Digest.Standing?, _ group: inout (key: String, total: Int, seen: Int)?,
    _ listed: inout Set<String>
  ) {
    let id = Self.between(text, "<a id=\"", "\"").map(String.init) ?? ""
    guard let line = lines[id] else { return problems.append("Markdown: '\(id)' is no line of the digest") }
    expect(listed.insert(id).inserted, "Markdown: \(id) stands there twice")
    if let code { expect(line.code == code.code, "Markdown: \(id) stands under \(code.notation)") }
    if group != nil {
      expect(group?.key == Self.key(line), "Markdown: \(id) stands under another status")
      group?.seen += 1
    }
    expect(Self.holds(text, escapedForMarkdown(words(line))), "Markdown: \(id) does not quote its line")
    expect(
      Self.holds(
        text,
        line.address.isEmpty || options.notesAddress == nil
          ? ":\(line.line), " : "\(line.address)#L\(line.line))"),
      "Markdown: \(id) is not at \(line.place)")
    expect(
      Self.holds(text, "), \(escapedForMarkdown(line.status)), ")
        || Self.holds(text, ":\(line.line), \(escapedForMarkdown(line.status)), "),
      "Markdown: \(id) is not '\(line.status)'")
  }

  /// "95 further lines of 103 in the JSON form".
  static func further(_ line: Substring, _ prefix: String) -> [Int]? {
    guard line.hasPrefix(prefix), holds(line, " further line"), holds(line, " in the JSON form") else {
      return nil
    }
    let found = numbers(line)
    return found.count == 2 ? found : nil
  }

  /// A row of a board, section or table. Returns its code's anchor.
  private mutating func row(_ line: Substring) -> String? {
    guard let anchor = Self.between(line, "](#code-", ")").map(String.init), let standing = standings[anchor]
    else { return nil }
    let cells = Self.cells(line)
    let name = "Markdown, \(standing.notation)"
    if digest.facets.first(where: { $0.id == standing.facet })?.place == .table {
      let meant = self.cells(standing)
      guard cells.count == meant.count + 4 else {
        problems.append("\(name): \(cells.count) cells")
        return anchor
      }
      for (said, meant) in zip(cells.dropFirst(2), meant) { expect(Self.numbers(said), meant, name) }
      return anchor
    }
    guard cells.count == 6 else {
      problems.append("\(name): \(cells.count) cells")
      return anchor
    }
    let meant = row(standing)
    let status = escapedForMarkdown(standing.status ?? "no mention")
    expect(cells[1].hasPrefix("**\(status)**"), "\(name): the status is not '\(status)'")
    let reason = cells[2][..<(cells[2].firstRange(of: " Moved by")?.lowerBound ?? cells[2].endIndex)]
    expect(Self.numbers(reason), meant.why, name)
    expect(Self.numbers(cells[4]), meant.sources, name)
    expect(Self.lastNumbers(cells[5]), meant.rungs, name)
    return anchor
  }

  /// "drawn 3, approached 1": the number at each part's end, as a rung's name may have figures too.
  static func lastNumbers(_ text: some StringProtocol) -> [Int] {
    String(text).replacing(", ", with: "\n").split(separator: "\n").compactMap { numbers($0).last }
  }

  /// The cells of a table's row; a bar behind a backslash is text.
  private static func cells(_ row: Substring) -> [Substring] {
    var cells: [Substring] = []
    var start = row.index(after: row.startIndex)
    var index = start
    while index < row.endIndex {
      if row[index] == "\\" {
        index = row.index(after: index)
        if index == row.endIndex { break }
      } else if row[index] == "|" {
        cells.append(row[start..<index].trimmed)
        start = row.index(after: index)
      }
      index = row.index(after: index)
    }
    return cells
  }
}

extension Substring {
  /// Without the spaces around it.
  var trimmed: Substring {
    let rest = drop { $0 == " " }
    return rest[..<(rest.lastIndex { $0 != " " }.map(rest.index(after:)) ?? rest.startIndex)]
  }

  func lastRange(of part: String) -> Range<Index>? {
    ranges(of: part).last
  }
}

// How Markdown's leaf blocks become units.

extension MarkdownBlocks {
  var isQuoted: Bool {
    containers.contains { container in
      if case .quotation(let isCallout) = container { return !isCallout }
      return false
    }
  }

  /// What a paragraph is, by the container next to it.
  private var paragraphKind: Unit.Kind {
    switch containers.last {
    case .item: .listItem
    case .quotation(let isCallout): isCallout ? .paragraph : .blockQuotation
    case .footnote, nil: .paragraph
    }
  }

  mutating func closeLeaf() {
    switch leaf {
    case .paragraph:
      dropReferenceDefinitions()
      emit(lines, paragraphKind)
    case .html: emitHTML()
    default: break
    }
    lines.removeAll(keepingCapacity: true)
    leaf = .none
  }

  mutating func emit(_ lines: [Range<Int>], _ kind: Unit.Kind) {
    guard !lines.isEmpty else { return }
    out.beginUnit()
    inlines.read(lines, source: source, into: &out)
    out.endUnit(kind, isQuoted: isQuoted)
  }

  mutating func emitHeading(_ level: Int, _ range: Range<Int>) {
    var start = range.lowerBound
    var end = range.upperBound
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    while start < end, isSpace(source[start]) { start += 1 }
    while end > start, isSpace(source[end - 1]) { end -= 1 }
    var closing = end
    while closing > start, source[closing - 1] == 0x23 { closing -= 1 }
    if closing == start || (closing < end && isSpace(source[closing - 1])) { end = closing }
    emitHeading(level, lines: [start..<end])
  }

  private mutating func emitHeading(_ level: Int, lines: [Range<Int>]) {
    let before = out.units.count
    emit(lines, .heading)
    guard out.units.count > before else { return }
    if firstHeading == nil { firstHeading = before }
    if level == 1, firstTopHeading == nil { firstTopHeading = before }
  }

  /// False where the paragraph was nothing but reference definitions, so that the line is none of its.
  mutating func endParagraphAsHeading(_ level: Int) -> Bool {
    dropReferenceDefinitions()
    if lines.isEmpty {
      leaf = .none
      return false
    }
    emitHeading(level, lines: lines)
    lines.removeAll(keepingCapacity: true)
    leaf = .none
    return true
  }

  /// `[label]: destination "title"` at a paragraph's beginning is no text.
  private mutating func dropReferenceDefinitions() {
    var count = 0
    while count < lines.count, source[lines[count].lowerBound] == 0x5B, isReferenceDefinition(lines[count]) {
      count += 1
      if count < lines.count, isLoneTitle(lines[count]) { count += 1 }
    }
    if count > 0 { lines.removeFirst(count) }
  }

  private func isReferenceDefinition(_ line: Range<Int>) -> Bool {
    guard let label = MarkdownReferences.label(in: source, line), label.next < line.upperBound else {
      // The destination may stand on the next line; a label alone is kept as text.
      return false
    }
    var index = label.next
    if source[index] == 0x3C {
      guard let close = source[index..<line.upperBound].firstIndex(of: 0x3E) else { return false }
      index = close + 1
    } else {
      while index < line.upperBound, source[index] > 0x20 { index += 1 }
    }
    while index < line.upperBound, source[index] <= 0x20 { index += 1 }
    return index == line.upperBound || isLoneTitle(index..<line.upperBound)
  }

  private func isLoneTitle(_ range: Range<Int>) -> Bool {
    guard range.count >= 2 else { return false }
    let last = source[range.upperBound - 1]
    switch source[range.lowerBound] {
    case 0x22: return last == 0x22
    case 0x27: return last == 0x27
    case 0x28: return last == 0x29
    default: return false
    }
  }
}

// MARK: - Tables

extension MarkdownBlocks {
  /// Number of columns of a delimiter row (`|---|:-:|`); nil where the line is none.
  func tableColumns(_ line: MarkdownLine) -> Int? {
    var columns = 0
    var dashes = 0
    var pipes = 0
    var colons = 0
    for index in line.nonspace..<line.end {
      switch source[index] {
      case 0x2D: dashes += 1
      case 0x3A: colons += 1
      case 0x7C:
        pipes += 1
        if dashes > 0 { columns += 1 } else if index > line.nonspace { return nil }
        dashes = 0
      case 0x20, 0x09: continue
      default: return nil
      }
    }
    if dashes > 0 { columns += 1 }
    return columns > 0 && (pipes > 0 || colons > 0) ? columns : nil
  }

  /// Whether the paragraph's last line has that many cells.
  func headerMatches(_ columns: Int) -> Bool {
    guard let last = lines.last else { return false }
    var count = 0
    forEachCell(in: last) { _ in count += 1 }
    return count == columns
  }

  mutating func emitRow(_ row: Range<Int>) {
    var cells: [Range<Int>] = []
    forEachCell(in: row) { cells.append($0) }
    for cell in cells where !cell.isEmpty { emit([cell], .tableCell) }
  }

  private func forEachCell(in row: Range<Int>, _ body: (Range<Int>) -> Void) {
    var start = row.lowerBound
    var end = row.upperBound
    if start < end, source[start] == 0x7C { start += 1 }
    if end > start, source[end - 1] == 0x7C, end - 2 < start || source[end - 2] != 0x5C { end -= 1 }
    var cell = start
    var index = start
    while index <= end {
      if index == end || source[index] == 0x7C {
        var first = cell
        var last = index
        while first < last, source[first] <= 0x20 { first += 1 }
        while last > first, source[last - 1] <= 0x20 { last -= 1 }
        body(first..<last)
        cell = index + 1
      } else if source[index] == 0x5C {
        index += 1
      }
      index += 1
    }
  }
}

/// Link reference and footnote labels.
enum MarkdownReferences {
  /// The label of `[label]:` at a line's beginning, and the first byte after the colon and white space.
  static func label(in source: [UInt8], _ line: Range<Int>) -> (label: Range<Int>, next: Int)? {
    guard line.count > 3, source[line.lowerBound] == 0x5B else { return nil }
    let limit = min(line.upperBound, line.lowerBound + 1000)
    var index = line.lowerBound + 1
    while index < limit, source[index] != 0x5D {
      if source[index] == 0x5B { return nil }
      index += source[index] == 0x5C ? 2 : 1
    }
    guard index > line.lowerBound + 1, index + 1 < line.upperBound, source[index + 1] == 0x3A else {
      return nil
    }
    let label = line.lowerBound + 1..<index
    index += 2
    while index < line.upperBound, source[index] <= 0x20 { index += 1 }
    return (label, index)
  }

  /// Every label that is defined anywhere in the source, folded.
  static func all(in source: [UInt8]) -> Set<[UInt8]> {
    var labels: Set<[UInt8]> = []
    var start = 0
    while start < source.count {
      var end = start
      while end < source.count, source[end] != 0x0A, source[end] != 0x0D { end += 1 }
      var first = start
      while first < end, source[first] <= 0x20 || source[first] == 0x3E { first += 1 }
      if let found = label(in: source, first..<end) { labels.insert(folded(source[found.label])) }
      start = end + 1
    }
    return labels
  }

  /// Labels compare without case and with white space collapsed.
  static func folded(_ label: ArraySlice<UInt8>) -> [UInt8] {
    String(decoding: label, as: UTF8.self).collapsingSpaces().lowercased().utf8.map { $0 }
  }
}

// Which lines of a plain text belong together.

/// Cuts lines into units. A line goes on from the one above where a writer's editor would have broken it
/// there: the next word would not have fitted. Blank lines, deeper indentation and bullets begin a unit.
struct PlainUnits {
  private struct Line {
    var start: Int
    var end: Int
    var indent: Int
    /// Characters, not bytes.
    var width: Int
    var firstWordWidth: Int
    var isBullet: Bool
    var startsLower: Bool
    var endsSentence: Bool
  }

  private let text: [UInt8]
  private var units: [Unit] = []

  private let joinsOverBlankLines: Bool

  /// - Parameter joinsOverBlankLines: whether a line without an end of sentence goes on after blank ones.
  static func units(of text: [UInt8], joinsOverBlankLines: Bool = false) -> [Unit] {
    var cutter = PlainUnits(text: text, joinsOverBlankLines: joinsOverBlankLines)
    cutter.cut()
    return cutter.units
  }

  private init(text: [UInt8], joinsOverBlankLines: Bool) {
    self.text = text
    self.joinsOverBlankLines = joinsOverBlankLines
  }

  private mutating func cut() {
    var block: [Line] = []
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count, text[end] != 0x0A, text[end] != 0x0D { end += 1 }
      if let line = line(start, end) {
        block.append(line)
      } else if !joinsOverBlankLines {
        close(block)
        block.removeAll(keepingCapacity: true)
      }
      start = end + (end + 1 < text.count && text[end] == 0x0D && text[end + 1] == 0x0A ? 2 : 1)
    }
    close(block)
  }

  /// Nil for a line without a letter or digit: blank, or a rule of dashes.
  private func line(_ start: Int, _ end: Int) -> Line? {
    var first = start
    while first < end, text[first] <= 0x20 { first += 1 }
    var last = end
    while last > first, text[last - 1] <= 0x20 { last -= 1 }
    var width = 0
    var firstWord = 0
    var hasWord = false
    for index in first..<last {
      let byte = text[index]
      if byte & 0xC0 != 0x80 { width += 1 }
      if firstWord == 0, byte == 0x20 { firstWord = width - 1 }
      if byte >= 0x80 || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) {
        hasWord = true
      }
    }
    guard hasWord else { return nil }
    return Line(
      start: first, end: last, indent: first - start, width: width,
      firstWordWidth: firstWord == 0 ? width : firstWord, isBullet: isBullet(first, last),
      startsLower: startsLower(first, last), endsSentence: endsSentence(first, last))
  }

  private func isBullet(_ start: Int, _ end: Int) -> Bool {
    var index = start
    if [0x2D, 0x2A, 0x2B].contains(text[index]) {
      index += 1
    } else if end - start > 3, text[index] == 0xE2, text[index + 1] == 0x80,
      [0xA2, 0x93, 0x94].contains(text[index + 2])
    {
      index += 3
    } else {
      if text[index] == 0x28 { index += 1 }
      let digits = index
      while index < end, index - digits < 3, (0x30...0x39).contains(text[index]) { index += 1 }
      if index == digits, index < end, (text[index] | 0x20) >= 0x61, (text[index] | 0x20) <= 0x7A {
        index += 1
      }
      guard index > digits, index < end, text[index] == 0x29 || (text[index] == 0x2E && text[digits] < 0x3A)
      else { return false }
      index += 1
    }
    return index < end && (text[index] == 0x20 || text[index] == 0x09)
  }

  private func startsLower(_ start: Int, _ end: Int) -> Bool {
    let byte = text[start]
    if byte >= 0x61 && byte <= 0x7A { return true }
    guard byte == 0xD0 || byte == 0xD1, start + 1 < end else { return false }
    return byte == 0xD1 ? text[start + 1] < 0xA0 : text[start + 1] >= 0xB0
  }

  private func endsSentence(_ start: Int, _ end: Int) -> Bool {
    var index = end - 1
    // Closing quotes and brackets after the full stop.
    while index > start, [0x22, 0x27, 0x29, 0x5D, 0x9D, 0x99].contains(text[index]) {
      index -= text[index] >= 0x80 && index - start >= 3 ? 3 : 1
    }
    return [0x2E, 0x21, 0x3F, 0x3A, 0x3B].contains(text[index])
  }

  private mutating func close(_ block: [Line]) {
    if joinsOverBlankLines { return closeSpoken(block) }
    guard var current = block.first else { return }
    let width = max(45, block.reduce(0) { max($0, $1.width) })
    var end = current.end
    for index in block.indices.dropFirst() {
      let above = block[index - 1]
      let line = block[index]
      if goesOn(from: above, to: line, first: current, width: width) {
        end = line.end
      } else {
        emit(current, end)
        current = line
        end = line.end
      }
    }
    emit(current, end)
  }

  /// Where a sentence ends with its line, a unit ends.
  private mutating func closeSpoken(_ block: [Line]) {
    var first: Line?
    for (index, line) in block.enumerated() {
      let current = first ?? line
      first = current
      if line.endsSentence || index + 1 == block.count {
        emit(current, line.end)
        first = nil
      }
    }
  }

  private func goesOn(from above: Line, to line: Line, first: Line, width: Int) -> Bool {
    if line.isBullet, first.isBullet || above.endsSentence { return false }
    if line.indent > above.indent + 1, !first.isBullet || line.indent > above.indent + 8 { return false }
    if !above.endsSentence, line.startsLower { return true }
    if width > 160 { return false }
    return (above.width + 1 + line.firstWordWidth) * 4 >= width * 3
  }

  private mutating func emit(_ first: Line, _ end: Int) {
    units.append(Unit(kind: first.isBullet ? .listItem : .paragraph, range: first.start..<end))
  }
}

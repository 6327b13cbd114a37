// A line of Markdown while its containers' prefixes are taken off.

/// Where a line's reading stands. Columns count tabs to stops of four, as CommonMark has it.
struct MarkdownLine {
  /// Next byte to read.
  private(set) var position: Int
  /// One past the line's last byte, line ending not counted.
  let end: Int
  /// First byte that is neither space nor tab, at or after `position`.
  private(set) var nonspace: Int
  /// Columns of white space before `nonspace`.
  private(set) var indent = 0
  private var column = 0
  /// Columns left of a tab that a container took in part.
  private var partialTab = 0

  init(_ range: Range<Int>, in source: [UInt8]) {
    position = range.lowerBound
    nonspace = range.lowerBound
    end = range.upperBound
    measure(source)
  }

  var isBlank: Bool { nonspace == end }

  private mutating func measure(_ source: [UInt8]) {
    var at = column + partialTab
    var index = position
    while index < end {
      let byte = source[index]
      if byte == 0x20 { at += 1 } else if byte == 0x09 { at += 4 - at % 4 } else { break }
      index += 1
    }
    nonspace = index
    indent = at - column
  }

  /// Takes off `count` columns of white space, at most what there is.
  mutating func consume(columns count: Int, in source: [UInt8]) {
    var left = min(count, indent)
    indent -= left
    let fromTab = min(partialTab, left)
    partialTab -= fromTab
    left -= fromTab
    column += fromTab
    while left > 0 {
      let width = source[position] == 0x09 ? 4 - column % 4 : 1
      position += 1
      let taken = min(width, left)
      column += taken
      left -= taken
      partialTab = width - taken
    }
  }

  /// Goes to `target`, a byte at or after `nonspace`, past what is not white space.
  mutating func advance(to target: Int, in source: [UInt8]) {
    column += indent + target - nonspace
    partialTab = 0
    position = target
    measure(source)
  }
}

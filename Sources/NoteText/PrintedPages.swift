// Pages of a printed document put together: what stands on every page's edge goes, sentences go on.

public enum PrintedPages {
  private typealias Line = ArraySlice<UInt8>

  /// Lines at the top and bottom of a page that may be its furniture.
  private static let edge = 3

  /// Pages, parted by form feeds, as one text. A line that stands at the top, or at the bottom, of half of the
  /// pages, numbers aside, is left out; the first page keeps its top, which may be the title. Pure and linear.
  public static func joined(_ text: [UInt8]) -> [UInt8] {
    var pages = text.split(separator: 0x0C, omittingEmptySubsequences: false).map { page in
      trimmed(page.split(separator: 0x0A, omittingEmptySubsequences: false)[...])
    }
    while pages.last?.isEmpty == true { pages.removeLast() }
    guard pages.count > 1 else { return text }
    let wanted = max(2, (pages.count + 1) / 2)
    let tops = repeated(pages.map { Array($0.lazy.filter { !isBlank($0) }.prefix(edge)) }, wanted)
    let bottoms = repeated(
      pages.map { Array($0.reversed().lazy.filter { !isBlank($0) }.prefix(edge)) }, wanted)
    for index in pages.indices {
      for _ in 0..<edge {
        guard let last = pages[index].last, bottoms.contains(key(last)) else { break }
        pages[index] = trimmed(pages[index].dropLast())
      }
      for _ in 0..<edge where index > 0 {
        guard let first = pages[index].first, tops.contains(key(first)) else { break }
        pages[index] = trimmed(pages[index].dropFirst())
      }
    }
    return together(pages.filter { !$0.isEmpty })
  }

  private static func together(_ pages: [ArraySlice<Line>]) -> [UInt8] {
    var text: [UInt8] = []
    var last: Line?
    for page in pages {
      if let last {
        text.append(0x0A)
        if !goesOn(last) { text.append(0x0A) }
      }
      for (index, line) in page.enumerated() {
        if index > 0 { text.append(0x0A) }
        text.append(contentsOf: line)
      }
      last = page.last
    }
    text.append(0x0A)
    return text
  }

  /// Whether a page's last line is one in the midst of a sentence: neither short nor its end.
  private static func goesOn(_ line: Line) -> Bool {
    if line.count < 40 { return false }
    let text = String(decoding: line.suffix(8), as: UTF8.self)
    let end = text.last { !" \t\r\"')]”’»".contains($0) }
    return end.map { !".!?:;…".contains($0) } ?? false
  }

  /// Keys of lines that stand on so many pages.
  private static func repeated(_ pages: [[Line]], _ wanted: Int) -> Set<[UInt8]> {
    var counts: [[UInt8]: Int] = [:]
    for page in pages {
      for key in Set(page.map(key)) { counts[key, default: 0] += 1 }
    }
    // Two pages may well have a line in common; one with a number in it is their furniture.
    return Set(
      counts.lazy.filter { $0.value >= wanted && (pages.count > 2 || $0.key.contains(0x30)) }.map(\.key))
  }

  /// A line with each number as one zero, without spaces.
  private static func key(_ line: Line) -> [UInt8] {
    var key: [UInt8] = []
    for byte in line where byte > 0x20 {
      let isDigit = (0x30...0x39).contains(byte)
      if isDigit, key.last == 0x30 { continue }
      key.append(isDigit ? 0x30 : byte)
    }
    return key
  }

  private static func trimmed(_ lines: ArraySlice<Line>) -> ArraySlice<Line> {
    var lines = lines
    while let first = lines.first, isBlank(first) { lines.removeFirst() }
    while let last = lines.last, isBlank(last) { lines.removeLast() }
    return lines
  }

  private static func isBlank(_ line: Line) -> Bool { line.allSatisfy { $0 <= 0x20 } }
}

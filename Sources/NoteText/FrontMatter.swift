// Front matter in YAML, as Obsidian, Jekyll and Hugo have it.

import Yams

/// What stands between two `---` lines at a note's top. Yams works here, on nodes only: at most 64 KiB, 100
/// levels, no anchors; `FrontMatterGuard` refuses what would cost more before Yams sees it.
struct FrontMatter {
  /// Offset of the first byte after the closing fence's line.
  var end: Int
  var facts = FrontMatterFacts()
  /// What it holds, key by key.
  var mapping: Node.Mapping?

  static let sizeLimit = 65_536

  /// Nil where the note has none: no `---` at the top, no closing fence, or between them something that is
  /// not meant as keys (a thematic break opens many a note).
  static func read(_ source: [UInt8]) throws(NoteReadError) -> FrontMatter? {
    if let fence = line(in: source, from: 0), fence.isExactly("+++") { return tomlFrontMatter(source, fence) }
    guard let opening = line(in: source, from: 0), opening.isExactly("---") else { return nil }
    var cursor = opening.next
    var isKeyLike: Bool?
    while let line = line(in: source, from: cursor) {
      if line.isExactly("---") || line.isExactly("...") {
        return try parse(source, body: opening.next..<cursor, end: line.next, isKeyLike: isKeyLike)
      }
      if isKeyLike == nil, !line.isBlankOrComment { isKeyLike = line.isKeyLike }
      if isKeyLike == false, cursor - opening.next > 4096 { return nil }
      cursor = line.next
    }
    guard isKeyLike == true else { return nil }
    var unclosed = FrontMatter(end: 0)
    unclosed.facts.problems.append("front matter opened at line 1 is never closed by '---'; read as text")
    return unclosed
  }

  private static func parse(_ source: [UInt8], body: Range<Int>, end: Int, isKeyLike: Bool?)
    throws(NoteReadError) -> FrontMatter?
  {
    guard let isKeyLike else { return FrontMatter(end: end) }
    guard isKeyLike || body.count <= sizeLimit else { return nil }
    if body.count > sizeLimit {
      throw NoteReadError(
        .frontMatter, reason: "front matter of \(body.count) bytes, more than the limit of \(sizeLimit)",
        remedy: "move its text below the closing '---'", line: 1, column: 1)
    }
    do throws(NoteReadError) {
      try FrontMatterGuard.check(source[body])
      let text = String(decoding: source[body], as: UTF8.self)
      guard let root = try parsed(text) else { return FrontMatter(end: end) }
      guard case .mapping(let mapping) = root else {
        if !isKeyLike { return nil }
        throw NoteReadError(
          .frontMatter, reason: "front matter is not a list of 'key: value' lines",
          remedy: "write one 'key: value' a line", line: 2, column: 1)
      }
      return FrontMatter(end: end, facts: FrontMatterFacts(mapping), mapping: mapping)
    } catch {
      if !isKeyLike { return nil }
      throw error
    }
  }

  private static func parsed(_ text: String) throws(NoteReadError) -> Node? {
    do {
      // Scalars stay texts: no resolving of types, which costs a regular expression each.
      return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw FrontMatterGuard.readable(error)
    } catch {
      throw NoteReadError(
        .frontMatter, reason: "front matter: not YAML", remedy: "write one 'key: value' a line", line: 1)
    }
  }

  /// TOML is not read, only stepped over and said.
  private static func tomlFrontMatter(_ source: [UInt8], _ fence: SourceLine) -> FrontMatter? {
    var cursor = fence.next
    while let line = line(in: source, from: cursor) {
      if line.isExactly("+++") {
        var found = FrontMatter(end: line.next)
        found.facts.problems.append(
          "front matter in TOML ('+++') is not read; write it in YAML between '---' lines")
        return found
      }
      cursor = line.next
    }
    return nil
  }

  func fill(_ note: inout Note) { facts.fill(&note) }

  private static func line(in source: [UInt8], from start: Int) -> SourceLine? {
    guard start < source.count else { return nil }
    let end = source[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? source.count
    var next = end
    if next < source.count {
      next += source[next] == 0x0D && next + 1 < source.count && source[next + 1] == 0x0A ? 2 : 1
    }
    return SourceLine(text: source[start..<end], next: next)
  }
}

/// A line without its ending, and where the next one begins.
private struct SourceLine {
  var text: ArraySlice<UInt8>
  var next: Int

  func isExactly(_ fence: String) -> Bool {
    text.starts(with: fence.utf8) && text.dropFirst(fence.utf8.count).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  var isBlankOrComment: Bool {
    let rest = text.drop { $0 == 0x20 || $0 == 0x09 }
    return rest.isEmpty || rest.first == 0x23
  }

  /// `key:` or `key: value`, the key without a space at its beginning.
  var isKeyLike: Bool {
    guard let colon = text.firstIndex(of: 0x3A), colon > text.startIndex, colon - text.startIndex <= 64 else {
      return false
    }
    let key = text[text.startIndex..<colon]
    guard key.allSatisfy({ $0 > 0x20 || $0 == 0x20 }), let first = key.first else { return false }
    let isWordLike =
      (first | 0x20) >= 0x61 && (first | 0x20) <= 0x7A || first >= 0x80 || first == 0x22 || first == 0x27
      || first == 0x5F
    let words = key.reduce(1) { $0 + ($1 == 0x20 ? 1 : 0) }
    return isWordLike && words <= 3
      && (colon + 1 == text.endIndex || text[colon + 1] == 0x20 || text[colon + 1] == 0x09)
  }
}

// What a YAML parser must not be given, and its errors in words that fit a note.

import Yams

enum FrontMatterGuard {
  static let depthLimit = 100

  /// Refuses nesting that would need a big stack, and anchors with aliases, which can stand for billions of
  /// nodes. Errs on the side of refusing: quotes are not looked into.
  static func check(_ body: ArraySlice<UInt8>) throws(NoteReadError) {
    var line = 2
    var flow = 0
    var indents: [Int] = []
    var start = body.startIndex
    var hasAnchor = false
    var aliasLine: Int?
    while start < body.endIndex {
      let end = body[start...].firstIndex(of: 0x0A) ?? body.endIndex
      var index = start
      while index < end, body[index] == 0x20 || body[index] == 0x09 { index += 1 }
      if index < end {
        while let last = indents.last, last >= index - start { indents.removeLast() }
        indents.append(index - start)
      }
      var markers = 0
      while index + 1 < end, [0x2D, 0x3F, 0x3A].contains(body[index]), body[index + 1] <= 0x20 {
        markers += 1
        index += 1
        while index < end, body[index] <= 0x20 { index += 1 }
      }
      var previous: UInt8 = 0x20
      var beforeSpace: UInt8 = 0x3A
      while index < end {
        let byte = body[index]
        if byte == 0x5B || byte == 0x7B { flow += 1 }
        if byte == 0x5D || byte == 0x7D { flow = max(0, flow - 1) }
        if flow + markers + indents.count > depthLimit {
          throw NoteReadError(
            .frontMatter, reason: "front matter nested more than \(depthLimit) levels deep",
            remedy: "write one 'key: value' a line", line: line, column: index - start + 1)
        }
        let startsNode =
          [0x5B, 0x7B, 0x2C].contains(previous)
          || (previous <= 0x20 && [0x3A, 0x2D, 0x2C, 0x5B, 0x7B, 0x3F].contains(beforeSpace))
        if startsNode, byte == 0x26 { hasAnchor = true }
        if startsNode, byte == 0x2A, aliasLine == nil { aliasLine = line }
        previous = byte
        if byte > 0x20 { beforeSpace = byte }
        index += 1
      }
      start = end + 1
      line += 1
    }
    if hasAnchor, let aliasLine {
      throw NoteReadError(
        .frontMatter, reason: "front matter uses YAML anchors and aliases ('&', '*'), which are not read",
        remedy: "write the values out, or put them in quotes", line: aliasLine, column: 1)
    }
  }

  /// Yams' error with the note's own line; the offending text, which may be long, is left out.
  static func readable(_ error: YamlError) -> NoteReadError {
    func broken(_ problem: String, _ mark: Mark?) -> NoteReadError {
      NoteReadError(
        .frontMatter, reason: "front matter: \(problem)",
        remedy: "correct the YAML; a value that holds ': ', '#' or a quote belongs in quotes",
        line: mark.map { $0.line + 1 } ?? 1, column: mark?.column ?? 1)
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return broken(String(problem.prefix(200)), mark)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.map { String("\($0)".prefix(40)) }.sorted().joined(separator: "', '")
      return broken("the key '\(keys)' stands there twice", context.mark)
    default:
      return broken("not YAML", nil)
    }
  }
}

// What a note's file name says where its text is silent: a date and a title.

import NotePaths

struct FileNameFacts {
  /// From a leading `YYYY-MM-DD` or `YYYY-MM`.
  let date: NoteDate?
  /// The name without extension and leading date, hyphens and underscores read as spaces.
  let title: String

  init(_ path: NotePath) {
    let name = path.name
    let dot = name.lastIndex(of: 0x2E) ?? name.count
    let stem = Array(name[..<(dot > 0 ? dot : name.count)])
    var found: NoteDate?
    var rest = stem[...]
    for length in [10, 7] where found == nil && stem.count >= length {
      if length < stem.count, (0x30...0x39).contains(stem[length]) { continue }
      let head = String(decoding: stem[..<length], as: UTF8.self)
      if let parsed = NoteDate.parse(head) {
        found = parsed
        rest = stem[length...]
      }
    }
    date = found
    let separators: Set<UInt8> = [0x20, 0x2D, 0x5F, 0x2E]
    let trimmed = rest.drop { separators.contains($0) }
    let source = trimmed.isEmpty ? stem[...] : trimmed
    let hasSpaces = source.contains(0x20)
    let words = source.map { !hasSpaces && ($0 == 0x2D || $0 == 0x5F) ? 0x20 : $0 }
    title = NotePath(bytes: words).description
  }

  func fill(_ note: inout Note) {
    if note.title.isEmpty { note.title = title }
    if note.date == nil, let date {
      note.date = date
      note.dateOrigin = "file name"
    }
  }
}

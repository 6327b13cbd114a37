// Plain notes until every format has its reader.

import NotePaths
import NoteText

struct ReaderOptions {
  var maxSize = Int.max
  var format: NoteFormat?
}

struct NoteReadError: Error {}

enum NoteReader {
  static func read(_ bytes: [UInt8], name: NotePath, options: ReaderOptions = ReaderOptions())
    throws(NoteReadError) -> Note
  {
    Note(
      format: .plain, text: bytes, units: [Unit(kind: .paragraph, range: 0..<bytes.count)],
      positions: PositionMap(runs: [], lineStarts: [0]))
  }
}

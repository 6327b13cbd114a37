// Where in the file a character of a scalar's text stands.

import Yams

enum ScalarPlaces {
  /// Follows the scalar through its source: what the text has and the source has are taken together, what
  /// only the source has (quotation marks, backslashes, a folded line's indentation) is passed over.
  static func place(of offset: Int, in scalar: Node.Scalar, source: String) -> FilePlace {
    guard let mark = scalar.mark else { return FilePlace(line: 1, column: 1) }
    let start = FilePlace(line: mark.line, column: mark.column)
    var cursor = Cursor(scalars: source.unicodeScalars, at: source.unicodeScalars.startIndex, place: start)
    cursor.seek(line: mark.line, column: mark.column)
    switch scalar.style {
    case .literal, .folded: cursor.skipLine()
    case .singleQuoted, .doubleQuoted: cursor.step()
    case .any, .plain: break
    }
    for wanted in scalar.string.unicodeScalars.prefix(offset + 1).filter({ !$0.properties.isWhitespace }) {
      guard cursor.find(wanted) else { return start }
      cursor.found = cursor.place
      cursor.step()
    }
    let isSpace = offset < scalar.string.unicodeScalars.count ? false : true
    return isSpace ? cursor.place : cursor.found ?? start
  }

  private struct Cursor {
    let scalars: String.UnicodeScalarView
    var at: String.UnicodeScalarView.Index
    var place: FilePlace
    var found: FilePlace?

    mutating func seek(line: Int, column: Int) {
      place = FilePlace(line: 1, column: 1)
      while at < scalars.endIndex, place < FilePlace(line: line, column: column) { step() }
    }

    mutating func step() {
      guard at < scalars.endIndex else { return }
      if scalars[at] == "\n" {
        place = FilePlace(line: place.line + 1, column: 1)
      } else {
        place.column += 1
      }
      at = scalars.index(after: at)
    }

    mutating func skipLine() {
      let line = place.line
      while at < scalars.endIndex, place.line == line { step() }
    }

    /// Goes to the next such scalar; only white space and a few marks may lie between.
    mutating func find(_ wanted: Unicode.Scalar) -> Bool {
      var passed = 0
      while at < scalars.endIndex, scalars[at] != wanted {
        if !scalars[at].properties.isWhitespace { passed += 1 }
        if passed > 8 { return false }
        step()
      }
      return at < scalars.endIndex
    }
  }
}

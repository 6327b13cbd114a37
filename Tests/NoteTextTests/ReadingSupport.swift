// What the reader's tests share: a note read from a literal, and its units as lines to compare.

import NotePaths
import Testing

@testable import NoteText

func readNote(_ text: String, name: String = "note.md") throws(NoteReadError) -> Note {
  try NoteReader.read(Array(text.utf8), name: NotePath(name))
}

func readNote(bytes: [UInt8], name: String, fallback: String? = nil) throws(NoteReadError) -> Note {
  try NoteReader.read(bytes, name: NotePath(name), options: ReaderOptions(fallbackEncoding: fallback))
}

/// The error that reading ends in; nil where it does not.
func readError(_ bytes: [UInt8], name: String = "note.md") -> NoteReadError? {
  do throws(NoteReadError) {
    _ = try NoteReader.read(bytes, name: NotePath(name))
    return nil
  } catch { return error }
}

extension Note {
  /// Each unit's text, marked by kind: `#` heading, `-` item, `|` cell, `>` quotation, `^` caption; `"`
  /// before it where it is quoted, `~` where it is not coded.
  var marked: [String] {
    units.map { unit in
      let kind =
        switch unit.kind {
        case .paragraph: ""
        case .heading: "# "
        case .listItem: "- "
        case .tableCell: "| "
        case .blockQuotation: "> "
        case .caption: "^ "
        }
      return (unit.isCoded ? "" : "~") + (unit.isQuoted ? "\"" : "") + kind + string(of: unit)
    }
  }

  /// The source's line of each unit's first byte.
  var unitLines: [Int] { units.map { positions.position(of: $0.range.lowerBound).line } }

  var isSound: Bool {
    var end = 0
    for (index, unit) in units.enumerated() {
      guard unit.range.lowerBound >= end, unit.range.upperBound <= text.count, !unit.range.isEmpty else {
        return false
      }
      if index > 0, !text[end..<unit.range.lowerBound].contains(0x0A) { return false }
      end = unit.range.upperBound
    }
    return String(validating: text, as: UTF8.self) != nil && !text.contains(0)
  }
}

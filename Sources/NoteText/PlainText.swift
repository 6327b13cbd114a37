// Plain text: paragraphs found in lines, hard-wrapped or not; every byte stays where it was.

enum PlainText {
  /// Line breaks inside a unit become spaces, byte for byte; everything else is as in the source.
  static func read(_ source: [UInt8], from start: Int) -> Note {
    var text = start == 0 ? source : Array(source[start...])
    let isSpoken = SubtitleText.blank(&text)
    let units = PlainUnits.units(of: text, joinsOverBlankLines: isSpoken)
    for unit in units {
      for index in unit.range where text[index] == 0x0A || text[index] == 0x0D { text[index] = 0x20 }
    }
    var end = 0
    for unit in units {
      for index in end..<unit.range.lowerBound where text[index] == 0x0D { text[index] = 0x0A }
      end = unit.range.upperBound
    }
    let runs = [PositionMap.Run(text: 0, source: UInt32(start))]
    var note = Note(
      format: .plain, text: text, units: units,
      positions: PositionMap(runs: runs, lineStarts: lineStarts(of: source)))
    if !isSpoken { note.title = title(of: note) }
    return note
  }

  /// A first line that stands alone, is short and ends no sentence; what a printer puts on top is passed over.
  private static func title(of note: Note) -> String {
    let top = note.units.prefix(8)
    guard
      let index = top.firstIndex(where: {
        $0.range.count > 200 || !PageFurniture.isFurniture(note.string(of: $0))
      }), index + 1 < note.units.count
    else { return "" }
    let line = note.units[index]
    guard line.kind != .listItem, line.range.count <= (index == 0 ? 120 : 200) else { return "" }
    let last = note.text[line.range.upperBound - 1]
    guard ![0x2E, 0x2C, 0x3B].contains(last), last != 0x3A || index > 0 else { return "" }
    let gap = note.text[line.range.upperBound..<note.units[index + 1].range.lowerBound]
    guard gap.count(where: { $0 == 0x0A }) >= 2 else { return "" }
    let title = note.string(of: line).collapsingSpaces()
    // Printed from a browser: the page's name, then the site's.
    let site = [" | ", " • "].compactMap { title.ranges(of: $0).last?.lowerBound }.min()
    return index == 0 ? title : title[..<(site ?? title.endIndex)].trimmingSuffix(of: " :")
  }
}

extension Substring {
  fileprivate func trimmingSuffix(of characters: String) -> String {
    var rest = self
    while let last = rest.last, characters.contains(last) { rest.removeLast() }
    return String(rest)
  }
}

extension Note {
  /// Text handed over as a value (a line of JSON), not as a file: no front matter, no check for binary
  /// content. As `.plain`, `text` stays byte for byte what was given, NUL included, so that offsets are
  /// those of the given text; as `.markdown`, `positions` lead back to it. Other formats are read as plain.
  public static func plain(
    text: String, title: String = "", date: NoteDate? = nil, format: NoteFormat = .plain
  ) -> Note {
    plain(bytes: Array(text.utf8), title: title, date: date, format: format)
  }

  /// The same for text that is at hand as its UTF-8, which must be valid.
  ///
  /// - Parameter guessesLanguage: whether `language` is wanted; coding asks for none.
  public static func plain(
    bytes: [UInt8], title: String = "", date: NoteDate? = nil, format: NoteFormat = .plain,
    guessesLanguage: Bool = true
  ) -> Note {
    var note: Note
    switch format {
    case .markdown:
      let survey = SourceSurvey(bytes, findsMarks: true)
      note = MarkdownBlocks.read(
        survey.holdsControls ? ControlCharacters.replaced(in: bytes) : bytes, from: 0,
        survey: survey, wantsTitle: false)
    default:
      note = Note(
        format: .plain, text: bytes, units: PlainUnits.units(of: bytes),
        positions: PositionMap(
          runs: [PositionMap.Run(text: 0, source: 0)], lineStarts: lineStarts(of: bytes)))
    }
    note.title = title
    note.date = date
    if guessesLanguage { note.language = LanguageGuess.language(of: note.text) }
    return note
  }
}

// A headline and the text on one line.

extension TextCutter {
  /// Cuts a note. Where the text begins with the title and goes on behind it without a stop, as where a page was
  /// flattened to one line, the title is a sentence of its own.
  public static func cut(_ note: Note) -> CutText {
    var cut = cut(text: note.text, units: note.units)
    guard let first = cut.sentences.first, let word = wordBehindTitle(of: note, in: cut) else { return cut }
    let end = first.range.lowerBound + note.title.utf8.count
    let begin = note.text[end..<first.range.upperBound].firstIndex { !isSpace($0) } ?? end
    cut.sentences[0].range = first.range.lowerBound..<end
    cut.sentences[0].tokens = first.tokens.lowerBound..<word
    var rest = first
    rest.range = begin..<first.range.upperBound
    rest.tokens = word..<first.tokens.upperBound
    cut.sentences.insert(rest, at: 1)
    return cut
  }

  /// The first word behind the title, where the first sentence begins with a title of some words and goes on as a
  /// sentence begins.
  private static func wordBehindTitle(of note: Note, in cut: CutText) -> Int? {
    guard let first = cut.sentences.first, !note.title.isEmpty else { return nil }
    let end = first.range.lowerBound + note.title.utf8.count
    guard end < first.range.upperBound, isSpace(note.text[end]),
      note.text[first.range].starts(with: note.title.utf8),
      let word = first.tokens.first(where: { cut.tokens[$0].start >= end }),
      word >= first.tokens.lowerBound + 4, cut.tokens[word].shape.contains(.capitalised)
    else { return nil }
    return word
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
  }
}

// An explanation drawn for a terminal: the sentence, its cues with their scopes beneath, the rules in words.

import Codebooks
import Coding
import NoteText

struct ExplanationText {
  let note: Note
  let file: String
  let codebook: Codebook
  private let style: Style

  init(note: Note, file: String, codebook: Codebook, usesColour: Bool) {
    self.note = note
    self.file = file
    self.codebook = codebook
    style = Style(usesColour: usesColour)
  }

  func isWorthwhile(_ explanation: SentenceExplanation) -> Bool {
    !explanation.segments.isEmpty || !explanation.nearMisses.isEmpty
  }

  func text(_ explanation: SentenceExplanation) -> String {
    let line = note.positions.position(of: explanation.sentence.lowerBound).line
    var lines = [style.bold("\(file):\(line)"), "  " + words(explanation.sentence)]
    for segment in explanation.segments { lines.append(drawn(segment, in: explanation.sentence)) }
    for cue in explanation.cues { lines.append(drawn(cue, in: explanation.sentence)) }
    for segment in explanation.segments { lines += reasons(segment) }
    if explanation.segments.isEmpty { lines.append("  no code") }
    for miss in explanation.nearMisses { lines.append(reason(miss)) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The words on one line, white space and controls as single columns.
  private func words(_ range: Range<Int>) -> String {
    let text = String(decoding: note.text[range], as: UTF8.self)
    return String(Terminal.visible(text).map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  // MARK: - Drawing

  /// Columns of a range, counted in characters from the sentence's beginning.
  private func columns(_ range: Range<Int>, in sentence: Range<Int>) -> Range<Int> {
    let start = words(sentence.lowerBound..<max(sentence.lowerBound, range.lowerBound)).count
    return start..<start + words(range).count
  }

  private func drawn(_ segment: CodedSegment, in sentence: Range<Int>) -> String {
    let columns = columns(segment.range, in: sentence)
    let mark =
      String(repeating: " ", count: columns.lowerBound) + String(repeating: "=", count: columns.count)
    return "  " + style.underlined(mark) + "  \(segment.code)"
  }

  private func drawn(_ cue: CueScope, in sentence: Range<Int>) -> String {
    var line: [Character] = []
    func put(_ range: Range<Int>, _ character: Character) {
      let columns = columns(range, in: sentence)
      while line.count < columns.upperBound { line.append(" ") }
      for column in columns { line[column] = character }
    }
    for range in cue.reach { put(range, "-") }
    put(cue.range, "^")
    return "  " + style.faint(String(line) + "  \(cue.category) \(cue.id)")
  }

  // MARK: - Words

  private func reasons(_ segment: CodedSegment) -> [String] {
    var flags = [segment.status]
    if segment.isNegated { flags.append("negated") }
    if segment.isHypothetical { flags.append("hypothetical") }
    if segment.isHistorical { flags.append("historical") }
    var lines = [
      "  \(style.bold(segment.code)): \(flags.joined(separator: ", ")), holder \(segment.holder)",
      "    rule \(segment.rule) matched \"\(words(segment.range))\"",
    ]
    if let rule = segment.statusRule { lines.append("    status by \(rule)") }
    for cue in segment.cues {
      lines.append(
        "    \(cue.modifier) by \"\(words(cue.range))\"" + (cue.id == cue.modifier ? "" : " (\(cue.id))"))
    }
    return lines
  }

  /// Which rule came near, what stopped it, and the words without which it fires.
  func reason(_ miss: NearMiss) -> String {
    var text = "  nearly \(miss.code) by \(miss.rule): "
    switch miss.obstacle {
    case .unless(let found): text += "stopped by its 'unless': \(quoted(found))"
    case .aside(let found): text += "all that it matches is put aside: \(quoted(found))"
    case .given(let expression): text += "nothing near says what it needs: \(expression)"
    case .follows(let codes):
      text += "no sentence of the two before carries \(codes.joined(separator: " or "))"
    case .unlessGiven(let found):
      text +=
        found.isEmpty
        ? "stopped by its 'unless-given', found in the sentences before or the title"
        : "stopped by its 'unless-given': \(quoted(found))"
    case .distance(let distance, let limit, let left, let right):
      text +=
        "\(quoted([left])) and \(quoted([right])) stand \(distance) words apart, at most \(limit) allowed"
    case .order(let left, let right): text += "\(quoted([left])) must stand before \(quoted([right]))"
    case .excluded(let span, let by, let limit):
      text += "\(quoted([span])) is excluded by \(quoted([by])) within \(limit) words"
    }
    if !miss.cure.isEmpty { text += "; without \(quoted(miss.cure)) it fires" }
    return text
  }

  private func quoted(_ ranges: [Range<Int>]) -> String {
    ranges.map { "\"\(words($0))\"" }.joined(separator: ", ")
  }
}

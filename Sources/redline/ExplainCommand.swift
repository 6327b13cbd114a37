// `redline explain`: why each sentence was coded, and why not.

import ArgumentParser
import Codebooks
import Coding
import NoteText

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say why each sentence was coded, and why not.",
    discussion: """
      For each sentence: the rules that fired, every cue with its scope drawn under the text, and for codes \
      that it does not carry the rule that came nearest with the very words, distance or exclusion that \
      stopped it.
      """)

  @Argument(help: "A note, or - for standard input; with :LINE only the sentences of that line.")
  var place: String

  @Option(name: .customLong("codebook"), help: "Codebook file; the embedded one by default.")
  var codebook: String?

  @Flag(help: "Also sentences that no code, cue or near miss touches.")
  var all = false

  func run() throws {
    let (file, line) = ExplainCommand.split(place)
    let compiled = try CodebookSource(file: codebook).compiled()
    let note = try InputFile.note(file)
    var explainer: Explainer
    do {
      explainer = try Explainer(compiled)
    } catch {
      Terminal.complain("\(codebook ?? "default codebook"): \(error)")
      throw Exit.configuration
    }
    let explanations = explainer.explain(note) { range in
      guard let line else { return true }
      return
        (note.positions.position(of: range.lowerBound)
        .line...note.positions.position(of: range.upperBound).line)
        .contains(line)
    }
    if explanations.isEmpty {
      Terminal.complain("\(place): no sentence there")
      throw Exit.problems
    }
    let drawn = ExplanationText(
      note: note, file: file, codebook: compiled.codebook, usesColour: Terminal.usesColour)
    for explanation in explanations where all || line != nil || drawn.isWorthwhile(explanation) {
      Terminal.print(drawn.text(explanation))
    }
  }

  /// "notes/x.md:12" is line 12 of notes/x.md.
  static func split(_ place: String) -> (file: String, line: Int?) {
    guard let colon = place.lastIndex(of: ":"), let line = Int(place[place.index(after: colon)...]), line > 0
    else { return (place, nil) }
    return (String(place[..<colon]), line)
  }
}

// `redline codebook evaluate --explain`: of each code that was missed, the rule that came nearest and what stopped it.

import Coding
import NoteText

struct EvaluationExplanation {
  private struct Place: Hashable {
    var passage: Int
    var sentence: Int
    var code: String
  }
  private var lines: [Place: String] = [:]
  private var missed = 0
  private var near = 0
  /// Near misses that a smallest set of words explains, and those that carry the code without it, coded anew.
  private var cures = 0
  private var proven = 0

  /// Asks the explainer about every sentence that misses a code, and tries each cure on the whole passage.
  init(_ evaluation: Evaluation, with compiled: CompiledCodebook) throws(PatternSetError) {
    var explainer = try Explainer(compiled)
    var coder = Coder(compiled)
    var byPassage: [Int: [Evaluation.Decision]] = [:]
    for decision in evaluation.decisions where decision.coded == nil && decision.gold != nil {
      byPassage[decision.passage, default: []].append(decision)
    }
    for (number, decisions) in byPassage.sorted(by: { $0.key < $1.key }) {
      let passage = evaluation.passages[number]
      let note = passage.note
      let spans = passage.byteSpans
      let drawn = ExplanationText(
        note: note, file: passage.id, codebook: compiled.codebook, usesColour: false)
      let asked = Set(decisions.map(\.sentence))
      let explanations = explainer.explain(note) { range in
        asked.contains { spans[$0].overlaps(range) }
      }
      for decision in decisions {
        missed += 1
        let place = Place(passage: number, sentence: decision.sentence, code: decision.code)
        let misses = explanations.filter { $0.sentence.overlaps(spans[decision.sentence]) }
          .flatMap(\.nearMisses)
        guard let miss = misses.first(where: { $0.code == decision.code }) else { continue }
        near += 1
        lines[place] = drawn.reason(miss).trimmingPrefix { $0 == " " }.description
        guard !miss.cure.isEmpty else { continue }
        cures += 1
        if coder.code(note.blanking(miss.cure)).segments.contains(where: {
          $0.code == decision.code && $0.sentence.overlaps(spans[decision.sentence])
        }) {
          proven += 1
        }
      }
    }
  }

  func line(passage: Int, sentence: Int, code: String) -> String? {
    lines[Place(passage: passage, sentence: sentence, code: code)]
  }

  /// What the figures above leave out: how near the missed codes were.
  var summary: [String] {
    [
      "missed: \(missed); a rule came near in \(near); words that alone stopped it are named for \(cures), and"
        + " without them \(proven) of these \(cures) carry the code",
      "",
    ]
  }
}

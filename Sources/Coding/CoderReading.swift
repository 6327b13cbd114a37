// A sentence as the judges see it: its words, clauses, cues with their scopes, and the actors it names.

import Codebooks
import NoteText

/// An actor named in a sentence. Positions are offsets from the sentence's first word.
struct Mention: Sendable, Equatable {
  /// Index in the codebook's actors.
  var actor: Int
  var span: Range<Int>
}

/// Made for a sentence that carries a code, and for those before it where a judge looks back.
struct SentenceReading: Sendable {
  var sentence: Sentence
  var clauses: Clauses
  var scopes: [Scope]
  var mentions: [Mention]
  /// The actor who speaks in the passage by its label, or by the title where the label names nobody.
  var speaker: Int?

  /// The mention that begins at or spans a word.
  func mention(at position: Int) -> Mention? {
    mentions.first { $0.span.contains(position) }
  }
}

extension SentenceReading {
  /// Whether a mention is governed by a preposition ("to Ukraine", "against the Russian forces"), and so
  /// cannot be what the clause is about.
  func isGoverned(_ mention: Mention) -> Bool {
    var index = mention.span.lowerBound - 1
    var steps = 0
    while index >= 0, steps < 4 {
      let word = clauses.words[index]
      let gap = clauses.gaps[index + 1]
      if !gap.isDisjoint(with: [.comma, .semicolon, .colon, .dash, .opensQuotation]) { return false }
      if word.contains(.preposition) || word.contains(.infinitive) { return true }
      if !word.isDisjoint(with: .verb)
        || !word.isDisjoint(with: [.coordinator, .that, .relative, .conditional])
      {
        return false
      }
      index -= 1
      steps += 1
    }
    return false
  }

  /// Whether the mention belongs to the noun after it: "Russia's build-up", "Russian troops".
  func isPossessive(_ mention: Mention, tokens: ArraySlice<Token>) -> Bool {
    tokens[tokens.startIndex + mention.span.upperBound - 1].shape.contains(.possessive)
  }
}

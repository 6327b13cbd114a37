// Finds a set's patterns in the sentences of one note after another.

import Codebooks
import NoteText

/// A match is a pattern and a span of tokens. One matcher serves one thread; it keeps its buffers.
///
///     var matcher = Matcher(set)
///     matcher.read(text: note.text, cut: TextCutter.cut(text: note.text, units: note.units), year: 2022)
///     for pattern in matcher.candidates(in: 0) { print(matcher.matches(pattern, in: 0)) }
public struct Matcher {
  public let set: PatternSet
  private var note: NaiveMatcher

  public init(_ set: PatternSet) {
    self.set = set
    note = NaiveMatcher(
      lexicons: set.lexicons, actors: set.actors, text: [], cut: CutText(sentences: [], tokens: []), year: nil
    )
  }

  /// Takes up a note. Names of an actor's people count where they held office in `year`; all do where nil.
  public mutating func read(text: [UInt8], cut: CutText, year: Int?) {
    note = NaiveMatcher(lexicons: set.lexicons, actors: set.actors, text: text, cut: cut, year: year)
  }

  /// The patterns that may match in a sentence, ascending. All others do not.
  public mutating func candidates(in sentence: Int) -> [Int] { Array(set.patterns.indices) }

  /// All spans of a pattern in a sentence, as indices into the note's tokens, by start and end.
  /// `segment` is what `@` stands for; without it `@` matches nothing.
  public mutating func matches(
    _ pattern: Int, in sentence: Int, segment: Range<Int>? = nil
  ) -> [Range<Int>] {
    note.spans(set.patterns[pattern], NaiveMatcher.Place(sentence: sentence, segment: segment))
      .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
  }

  public mutating func found(_ pattern: Int, in sentence: Int) -> Bool {
    !matches(pattern, in: sentence).isEmpty
  }

  /// The actors named in a sentence, left to right: of overlapping names the one that begins first, then the
  /// longest, then the actor that stands first in the codebook.
  public mutating func actorMentions(in sentence: Int) -> [(actor: Int, tokens: Range<Int>)] {
    let place = NaiveMatcher.Place(sentence: sentence, segment: nil)
    var mentions: [(actor: Int, tokens: Range<Int>)] = []
    for (index, actor) in set.actors.enumerated() {
      for name in actor.names(in: note.year) {
        for span in note.spans(name, place) { mentions.append((index, span)) }
      }
    }
    mentions.sort {
      ($0.tokens.lowerBound, -$0.tokens.upperBound, $0.actor)
        < ($1.tokens.lowerBound, -$1.tokens.upperBound, $1.actor)
    }
    var end = 0
    return mentions.filter { mention in
      guard mention.tokens.lowerBound >= end else { return false }
      end = mention.tokens.upperBound
      return true
    }
  }
}

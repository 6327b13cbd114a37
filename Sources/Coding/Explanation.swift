// Why each sentence was coded, and why not: what `redline explain` tells.

/// A sentence explained. All ranges are bytes of the note's text.
public struct SentenceExplanation: Sendable {
  public var sentence: Range<Int>
  public var segments: [CodedSegment]
  /// Every cue of the sentence with the words that it reaches, whether or not a segment lies there.
  public var cues: [CueScope]
  /// The rules that nearly fired, nearest first.
  public var nearMisses: [NearMiss]
}

/// A cue and its scope.
public struct CueScope: Sendable, Hashable {
  public var id: String
  public var category: String
  public var range: Range<Int>
  public var reach: [Range<Int>]
}

/// A rule that nearly fired, and the very thing that stopped it.
public struct NearMiss: Sendable, Hashable {
  public var rule: String
  public var code: String
  public var obstacle: Obstacle
  /// A smallest set of words without which the rule fires; empty where removing words does not help.
  public var cure: [Range<Int>] = []

  public enum Obstacle: Sendable, Hashable {
    /// `unless` was found: these words.
    case unless([Range<Int>])
    /// All that it matches begins or ends in these words, which the code puts aside.
    case aside([Range<Int>])
    /// `given` was not found; the expression as the codebook has it.
    case given(String)
    /// No sentence of the two before carries one of these codes.
    case follows([String])
    /// `unless-given` was found; in the sentence itself where there are words.
    case unlessGiven([Range<Int>])
    /// Both operands stand in the sentence with so many words between; the rule allows fewer.
    case distance(Int, limit: Int, left: Range<Int>, right: Range<Int>)
    /// Both operands stand near enough, in the wrong order.
    case order(left: Range<Int>, right: Range<Int>)
    /// An operand that must not stand near does.
    case excluded(Range<Int>, by: Range<Int>, limit: Int)
  }

  /// How near the rule came: lower is nearer.
  var rank: Int {
    switch obstacle {
    case .unless, .aside: 0
    case .excluded: 1
    case .unlessGiven: 2
    case .given, .follows: 3
    case .order: 4
    case .distance(let distance, let limit, _, _): 5 + distance - limit
    }
  }
}

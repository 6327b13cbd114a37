// The pattern language, parsed: the connectors that analysts know from LexisNexis, Westlaw and Factiva.

/// One word of a pattern, in lower case, apostrophes straight, without a possessive.
public struct Term: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The whole word. British and American spellings of it match too ("recognise", "recognize").
    case exact
    /// `sanction!`: words that begin so.
    case prefix
    /// `wom*n`: each `*` stands for exactly one letter or none at the end.
    case wildcard
  }
  public var text: String
  public var kind: Kind
  public init(_ text: String, _ kind: Kind = .exact) {
    self.text = text
    self.kind = kind
  }
}

/// A pattern. Its matches in a sentence are spans of that sentence's words; punctuation is not seen.
///
/// Proximity counts the words between the nearest ends of two matches and never crosses a sentence. `W/n`,
/// `PRE/n` and `W/S` pair matches that do not overlap (but a match that overlaps `@` is at distance 0 from it), and
/// match what reaches from one to the other. Of these spans only the smallest count, those that hold no other: in
/// "NATO will halt its enlargement, and enlargement ends", `nato W/9 enlarge!` has one match. So a pattern has at
/// most as many matches in a sentence as it has words, times the alternatives of an `OR`.
///
/// The negative connectors match what their left operand does, as a whole, or nothing of it; a match of the right
/// operand that overlaps the left one is at distance 0. `AND` and `W/P` and their negatives ask whether an operand
/// matches in some sentence of the note or unit; `@` is found only in its own sentence.
public indirect enum PatternExpression: Hashable, Sendable {
  /// Words next to each other. A hyphen in text or pattern separates words: `long-range` is two.
  case phrase([Term])
  /// `$nato`: any term of the lexicon.
  case lexicon(String)
  /// `$actor:russia`, `$actors`: any name of that actor, of any actor.
  case actor(String?)
  /// `@`: the segment that a status rule or cue is asked about.
  case segment
  /// The matches of every operand.
  case or([PatternExpression])
  /// `AND`: both in the note; the span is the right operand's.
  case and(PatternExpression, PatternExpression)
  /// `AND NOT`: the left operand where the right one is nowhere in the note.
  case andNot(PatternExpression, PatternExpression)
  /// `W/n`: at most n words between, in either order; the span reaches from one to the other. A span between
  /// the two ends of another, touching neither, is near to it.
  case within(Int, PatternExpression, PatternExpression)
  /// `PRE/n`: the left operand first, at most n words between.
  case before(Int, PatternExpression, PatternExpression)
  /// `NOT W/n`: the left operand where no match of the right one is within n words.
  case notWithin(Int, PatternExpression, PatternExpression)
  /// `NOT PRE/n`: the left operand where no match of the right one follows within n words.
  case notBefore(Int, PatternExpression, PatternExpression)
  /// `W/S`: in one sentence; the span reaches from one to the other.
  case sameSentence(PatternExpression, PatternExpression)
  /// `NOT W/S`: the left operand in a sentence without the right one.
  case notSameSentence(PatternExpression, PatternExpression)
  /// `W/P`: in one unit (paragraph, list item, table cell); the span is the right operand's.
  case sameUnit(PatternExpression, PatternExpression)
  /// `NOT W/P`: the left operand in a unit without the right one.
  case notSameUnit(PatternExpression, PatternExpression)
  /// `CAPS(...)`: only where no word of the match has a small letter; `us` in it is "US", not "us".
  case caps(PatternExpression)
}

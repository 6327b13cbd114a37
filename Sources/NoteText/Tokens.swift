// Words and sentences of a note's text, as offsets.

/// A word of the coded text.
public struct Token: Sendable, Hashable {
  /// First byte in the text.
  public var start: UInt32
  /// One past the last byte, a possessive "'s" included.
  public var end: UInt32
  /// One past the last byte of the word proper, without a possessive.
  public var stem: UInt32
  public var shape: Shape

  /// How the word is written. Its values are computed, so that other modules see numbers where they would call for them.
  public struct Shape: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Begins with a capital.
    @inlinable public static var capitalised: Shape { Shape(rawValue: 1) }
    /// All letters capital, two at least.
    @inlinable public static var capitals: Shape { Shape(rawValue: 2) }
    @inlinable public static var digits: Shape { Shape(rawValue: 4) }
    @inlinable public static var possessive: Shape { Shape(rawValue: 8) }
    /// Written with inner full stops: "U.S.", "e.g.".
    @inlinable public static var dotted: Shape { Shape(rawValue: 16) }
  }

  public init(start: UInt32, end: UInt32, stem: UInt32, shape: Shape) {
    self.start = start
    self.end = end
    self.stem = stem
    self.shape = shape
  }
}

/// A sentence: the coding unit.
public struct Sentence: Sendable, Hashable {
  /// Bytes of `Note.text`, without surrounding white space.
  public var range: Range<Int>
  /// Index in `Note.units`.
  public var unit: Int
  /// Indices in the token list.
  public var tokens: Range<Int>
  /// A speaker's label that begins it ("THE PRESIDENT:", "Q"), as bytes of the text, or the last one
  /// that still holds in this passage; nil where no one is labelled.
  public var speaker: Range<Int>?

  public init(range: Range<Int>, unit: Int, tokens: Range<Int>, speaker: Range<Int>? = nil) {
    self.range = range
    self.unit = unit
    self.tokens = tokens
    self.speaker = speaker
  }
}

/// A note cut into sentences and words. Made by `TextCutter`; deterministic, so that stored text can be
/// cut again when it is shown.
public struct CutText: Sendable {
  public var sentences: [Sentence]
  public var tokens: [Token]
  public init(sentences: [Sentence], tokens: [Token]) {
    self.sentences = sentences
    self.tokens = tokens
  }
}

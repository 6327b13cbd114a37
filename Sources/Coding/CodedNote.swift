// What coding makes of a note.

public import NoteText

/// A span of a sentence that carries a code.
public struct CodedSegment: Sendable, Hashable {
  /// The code's id.
  public var code: String
  public var status: String
  public var isNegated: Bool
  public var isHypothetical: Bool
  public var isHistorical: Bool
  /// Actor's id, or the id of the actor whose role is author or other.
  public var holder: String
  /// Bytes of `Note.text`.
  public var range: Range<Int>
  /// The sentence's bytes.
  public var sentence: Range<Int>
  /// The id of the pattern that fired.
  public var rule: String
  /// The id of the status rule that held, where one did.
  public var statusRule: String?
  /// The cues in whose scope the segment lies, in order of their place.
  public var cues: [CueHit]
  public var likelihood: Likelihood?

  public struct CueHit: Sendable, Hashable {
    /// The cue's words as they stand in the text.
    public var range: Range<Int>
    /// "negated", "hypothetical", "historical", "attribution", "status", "holder".
    public var modifier: String
    /// The cue's or rule's id.
    public var id: String
    public init(range: Range<Int>, modifier: String, id: String) {
      self.range = range
      self.modifier = modifier
      self.id = id
    }
  }

  /// Estimative language in the segment's sentence.
  public struct Likelihood: Sendable, Hashable {
    public var term: String
    public var low: Double
    public var high: Double
    /// "low confidence", "high confidence": apart from likelihood; nil where not said.
    public var confidence: String?
    public init(term: String, low: Double, high: Double, confidence: String? = nil) {
      self.term = term
      self.low = low
      self.high = high
      self.confidence = confidence
    }
  }

  public init(
    code: String, status: String, isNegated: Bool, isHypothetical: Bool, isHistorical: Bool,
    holder: String, range: Range<Int>, sentence: Range<Int>, rule: String, statusRule: String? = nil,
    cues: [CueHit] = [], likelihood: Likelihood? = nil
  ) {
    self.code = code
    self.status = status
    self.isNegated = isNegated
    self.isHypothetical = isHypothetical
    self.isHistorical = isHistorical
    self.holder = holder
    self.range = range
    self.sentence = sentence
    self.rule = rule
    self.statusRule = statusRule
    self.cues = cues
    self.likelihood = likelihood
  }
}

/// A note with its segments, in order of their place in the text; each code at most once a sentence.
public struct CodedNote: Sendable {
  public var note: Note
  /// The codebook's fingerprint.
  public var codebook: String
  public var segments: [CodedSegment]
  public var sentenceCount: Int
  public init(note: Note, codebook: String, segments: [CodedSegment], sentenceCount: Int) {
    self.note = note
    self.codebook = codebook
    self.segments = segments
    self.sentenceCount = sentenceCount
  }
}

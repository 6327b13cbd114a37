// What a sentence must say for a status: one rule of a code.

/// Gives a segment its status where all that it asks holds.
public struct StatusRule: Sendable {
  public var id: String
  public var status: String
  /// Over the segment's sentence; `@` is the segment. Holds everywhere where nil.
  public var when: PatternExpression?
  public var unless: PatternExpression?
  /// The segment's holder is one of these (any where empty).
  public var holders: [String]
  /// Not one of these.
  public var exceptHolders: [String]
  public var negated: Bool?
  public var hypothetical: Bool?
  /// Asked of what a question asks, and of nothing else: of a question all other rules are silent.
  public var asked: Bool
  /// The words of `when` count only in the segment's own clause, in one that governs it, in one that
  /// describes it, and at the head of a condition.
  public var clause: Bool
  /// The segment was made by one of these patterns (any where empty).
  public var patterns: [String]
  /// Whether the segment is hypothetical, to set with the status, where given.
  public var setsHypothetical: Bool?
  /// Holder to set with the status (a demand has its demander), where given.
  public var holder: String?
  public var example: String?
  public var place: FilePlace
  public init(
    id: String, status: String, when: PatternExpression? = nil, unless: PatternExpression? = nil,
    holders: [String] = [], exceptHolders: [String] = [], negated: Bool? = nil,
    hypothetical: Bool? = nil, asked: Bool = false, clause: Bool = false, patterns: [String] = [],
    setsHypothetical: Bool? = nil, holder: String? = nil, example: String? = nil, place: FilePlace
  ) {
    self.id = id
    self.status = status
    self.when = when
    self.unless = unless
    self.holders = holders
    self.exceptHolders = exceptHolders
    self.negated = negated
    self.hypothetical = hypothetical
    self.asked = asked
    self.clause = clause
    self.patterns = patterns
    self.setsHypothetical = setsHypothetical
    self.holder = holder
    self.example = example
    self.place = place
  }
}

// How a digest judges what was coded.

/// How segments become a board; written in the codebook file, not in code.
public struct BoardRules: Sendable, Hashable {
  /// Facets whose codes stand on the board with their highest rung.
  public var boardFacets: [String]
  /// The facet of the demand table.
  public var tableFacets: [String]
  /// Holders that alone cannot move a board code to a claimed rung.
  public var accusers: [String]
  /// Statuses that an accuser alone only claims.
  public var claimedStatuses: [String]
  /// Statuses that a hypothetical segment cannot reach; it counts one rung lower.
  public var notHypothetical: [String]
  /// Pairs of statuses that contradict each other within one code, as `[low, high]`.
  public var contradictions: [[String]]
  /// An arrow needs at least this many more (or fewer) independent sources...
  public var arrowSources: Int
  /// ...and a two-sided p-value below this, by an exact test on shares of notes.
  public var arrowPValue: Double
  /// Days without a mention, as a multiple of the usual gap, before silence is named.
  public var silenceFactor: Double
  /// At most this many key changes.
  public var keyChanges: Int
  /// A status is newly reached where none of this many periods before had reached it.
  public var newAfter: Int
  public init(
    boardFacets: [String], tableFacets: [String], accusers: [String], claimedStatuses: [String],
    notHypothetical: [String], contradictions: [[String]], arrowSources: Int, arrowPValue: Double,
    silenceFactor: Double, keyChanges: Int, newAfter: Int = 6
  ) {
    self.boardFacets = boardFacets
    self.tableFacets = tableFacets
    self.accusers = accusers
    self.claimedStatuses = claimedStatuses
    self.notHypothetical = notHypothetical
    self.contradictions = contradictions
    self.arrowSources = arrowSources
    self.arrowPValue = arrowPValue
    self.silenceFactor = silenceFactor
    self.keyChanges = keyChanges
    self.newAfter = newAfter
  }
}

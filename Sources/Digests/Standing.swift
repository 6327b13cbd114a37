// How a code stands in a period: its rung, the arrow against the period before and why, counts, age, silence.

extension Digest {
  public struct Standing: Sendable, Hashable, Codable {
    public var code: String
    public var notation: String
    /// Begins the numbers of its lines of evidence; unique in the digest.
    public var anchor: String
    public var label: String
    public var facet: String
    /// The rung reached by a source that is not the accuser alone; nil without counted evidence.
    public var status: String?
    /// A further rung that only accusers claim.
    public var claim: Claim?
    public var previousStatus: String?
    public var previousClaim: Claim?
    public var arrow: Arrow
    /// One for each rung of the facet's ladder, lowest first.
    public var rungs: [Rung]
    /// Of the period: coded segments, notes and independent sources that carry the code.
    public var segments: Int
    public var notes: Int
    public var sources: Int
    /// Segments that tell of the past: quoted, never counted.
    public var historical: Int
    public var isContested: Bool
    public var last: LastMention?
    public var silence: Silence?
    /// Sources by bucket of `Digest.buckets`, and the rung reached in each.
    public var series: [Int]
    public var timeline: [String?]
    public var estimates: [Estimate]
    public var baseline: Baseline?
    /// Evidence of the period on the rung that gave the status, best first.
    public var statusEvidence: [String]
    /// All evidence of the period, copies included, by rung from the highest, latest first.
    public var evidence: [String]
  }

  public struct Claim: Sendable, Hashable, Codable {
    public var status: String
    public var holders: [String]
  }

  public struct Arrow: Sendable, Hashable, Codable {
    public enum Direction: String, Sendable, Codable { case up, down, steady, none }
    public var direction: Direction
    /// One sentence.
    public var reason: String
    public var test: ExactTest?
    /// The lines that moved it: of this period for an arrow up, of both where there are.
    public var evidence: [String]
  }

  /// Sources whose rung lies above, on, or below the ladder's default, in both periods. The arrow follows
  /// S = above - below; its p-value is the share of all ways to deal the same sources to the two periods that
  /// put S at least as far from its expectation.
  public struct ExactTest: Sendable, Hashable, Codable {
    public var above: Int
    public var below: Int
    public var sources: Int
    public var aboveBefore: Int
    public var belowBefore: Int
    public var sourcesBefore: Int
    /// Rounded to four places.
    public var pValue: Double
  }

  public struct Rung: Sendable, Hashable, Codable {
    public var status: String
    public var segments: Int
    public var sources: Int
    public var segmentsBefore: Int
    public var sourcesBefore: Int
    /// Most frequent first.
    public var holders: [HolderCount]
  }

  public struct HolderCount: Sendable, Hashable, Codable {
    public var holder: String
    public var label: String
    public var sources: Int
  }

  public struct LastMention: Sendable, Hashable, Codable {
    public var evidence: String
    public var date: String
    /// Days before the end of the period, or before the moment of drawing up while it runs.
    public var age: Int
  }

  public struct Silence: Sendable, Hashable, Codable {
    /// Days without a mention.
    public var days: Int
    /// The mean gap in days between days with a mention, over the last year.
    public var usual: Int
    /// The silence ended in this period.
    public var isBroken: Bool
  }

  public struct Estimate: Sendable, Hashable, Codable {
    public var term: String
    public var low: Double
    public var high: Double
    public var segments: Int
  }

  public struct Baseline: Sendable, Hashable, Codable {
    public var status: String
    public var text: String
    /// Rungs from the baseline to the status; nil without a status.
    public var distance: Int?
  }
}

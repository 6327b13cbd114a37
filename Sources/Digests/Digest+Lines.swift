// The lines of a digest: evidence, notes, quarantine, errata, words.

extension Digest {
  /// A coded segment, quoted.
  public struct EvidenceLine: Sendable, Hashable, Codable {
    /// Why it is in this digest: of the period, received late, or of an earlier time and referred to.
    public enum Origin: String, Sendable, Codable { case period, late, earlier }
    /// "R2-3": the anchor in every form of this digest.
    public var id: String
    public var origin: Origin
    public var code: String
    public var status: String
    /// The rung it counts on after the board's rules; nil where it does not count (background, an accuser's claim).
    public var counted: String?
    /// "negated", "hypothetical", "historical".
    public var modifiers: [String]
    public var holder: String
    /// As shown: bytes that are no text escaped.
    public var path: String
    /// Percent-encoded bytes; empty for an imported note, as no file stands there.
    public var address: String
    public var revision: Int
    public var line: Int
    public var column: Int
    public var before: String
    public var quote: String
    public var after: String
    public var title: String
    public var author: String?
    public var source: String?
    /// The Admiralty code, "B2"; "B" or "2" where the note gives half of it.
    public var grade: String?
    /// The note's day in the zone, "2026-11-24".
    public var date: String
    public var isUndated: Bool
    public var received: String
    public var rule: String
    public var likelihood: Likelihood?
    public var confidence: String?
    /// Notes with the same number are copies of one text.
    public var cluster: Int64
    /// Other notes of the cluster that carry the code with this status; shown once.
    public var copies: Int
    /// True for a line that stands behind another of its cluster.
    public var isCopy: Bool

    public var place: String { "\(path):\(line)" }
    public var sentence: String { before + quote + after }
  }

  public struct Likelihood: Sendable, Hashable, Codable {
    public var term: String
    public var low: Double
    public var high: Double
  }

  public struct NoteEntry: Sendable, Hashable, Codable {
    public var path: String
    public var address: String
    public var title: String
    public var date: String
    public var isUndated: Bool
    public var received: String
    public var segments: Int
    public var sentences: Int
    public var language: String?
  }

  public struct QuarantineEntry: Sendable, Hashable, Codable {
    public var path: String
    public var address: String
    public var reason: String
    public var remedy: String
    public var since: String
  }

  public struct ErratumLine: Sendable, Hashable, Codable {
    public var kind: String
    public var path: String
    public var address: String
    public var title: String
    public var digest: String
    public var changes: [Change]
    public struct Change: Sendable, Hashable, Codable {
      public var code: String
      public var before: String?
      public var after: String?
    }
  }

  public struct KeyWordEntry: Sendable, Hashable, Codable {
    public var word: String
    public var count: Int
    /// Rounded to a tenth.
    public var expected: Double
    public var keyness: Double
  }
}

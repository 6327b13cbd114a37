// A digest as it is published: every form (Markdown, HTML, mail, JSON) shows this and nothing else.

/// What the notes of one period say, code by code. Its JSON form is this structure, keys sorted.
public struct Digest: Sendable, Hashable, Codable {
  /// Marks files that Redline made, so that they are ignored when dropped among notes.
  public var generator = "redline"
  /// The version of this structure.
  public var format = 1
  public var period: PeriodHead
  public var codebook: CodebookHead
  public var facets: [FacetHead]
  /// Who can hold a segment, in the codebook's order.
  public var holders: [HolderHead]
  public var coverage: Coverage
  public var keyChanges: [KeyChange]
  /// One for each code, in the codebook's order.
  public var standings: [Standing]
  public var disagreements: [Disagreement]
  /// Every coded segment of the period, the late ones, and those of earlier periods that are referred to.
  public var evidence: [EvidenceLine]
  public var errata: [ErratumLine]
  public var late: [NoteEntry]
  public var uncoded: [NoteEntry]
  /// Notes in languages that the codebook does not cover.
  public var uncovered: [NoteEntry]
  public var quarantine: [QuarantineEntry]
  /// What these lists leave out: they hold the first `mostListed` of each, by path bytes; all are in the index.
  public var omitted: Omitted
  public var keyWords: [KeyWordEntry]
  public var clusters: [Cluster]
  /// Pairs of codes that stand in the same independent sources, most frequent first.
  public var pairs: [CodePair]
  public var heat: HeatMap
  /// The buckets of every `Standing.series`, oldest first.
  public var buckets: [Bucket]
  public var previousName: String?
  public var nextName: String?

  /// Notes that a list of notes holds at most: a storm of a hundred thousand must not become a digest of as many lines.
  public static let mostListed = 500
}

extension Digest {
  public struct PeriodHead: Sendable, Hashable, Codable {
    public var kind: PeriodKind
    public var name: String
    /// "Week 48 of 2026: 23 to 29 November".
    public var title: String
    /// RFC 3339 with the zone's offset; the end is exclusive.
    public var start: String
    public var end: String
    public var zone: String
    /// The moment up to which the index was read.
    public var drawnUp: String
    public var isRunning: Bool
    public var isNewIndex: Bool
  }

  public struct CodebookHead: Sendable, Hashable, Codable {
    public var title: String
    public var version: String
    public var source: String
    public var fingerprint: String
    public var hasChanged: Bool
    public var languages: [String]
    /// The rules that the board and the arrows follow, as written in the codebook.
    public var board: Rules
  }

  public struct Rules: Sendable, Hashable, Codable {
    public var accusers: [String]
    public var claimedStatuses: [String]
    public var notHypothetical: [String]
    public var contradictions: [[String]]
    public var arrowSources: Int
    public var arrowPValue: Double
    public var silenceFactor: Double
    public var keyChanges: Int
    public var newAfter: Int
  }

  public struct FacetHead: Sendable, Hashable, Codable {
    public enum Place: String, Sendable, Codable { case board, table, section }
    public var id: String
    public var label: String
    /// Lowest to highest.
    public var ladder: [String]
    public var defaultStatus: String
    public var place: Place
    /// Statuses of which the board's accusers only tell; nil in digests of earlier versions.
    public var told: [String]?
  }

  public struct HolderHead: Sendable, Hashable, Codable {
    public var id: String
    public var label: String
  }

  /// What was read. "Sources" are independent ones: copies and near copies of one text count once.
  public struct Coverage: Sendable, Hashable, Codable {
    public var notes: Int
    public var sources: Int
    public var coded: Int
    public var segments: Int
    public var previousNotes: Int
    public var revised: Int
    public var withdrawn: Int
    public var quarantined: Int
    public var late: Int
    public var undated: Int
    public var future: Int
    /// Notes by language that the codebook does not cover, by code of the language.
    public var uncovered: [LanguageCount]
  }

  /// How many more notes there are than a list holds.
  public struct Omitted: Sendable, Hashable, Codable {
    public var errata = 0
    public var late = 0
    public var uncoded = 0
    public var uncovered = 0
    public var quarantine = 0
    public var clusters = 0
    /// Coded segments of the period, and of late notes, that are counted and not quoted.
    public var evidence = 0
    public var lateEvidence = 0
  }

  public struct LanguageCount: Sendable, Hashable, Codable {
    public var language: String
    public var notes: Int
  }

  public struct KeyChange: Sendable, Hashable, Codable {
    public enum Rule: String, Sendable, Codable, CaseIterable {
      /// In the order in which they are ranked.
      case reached, reversed, late, contested, silenceBroken, unusualCount
    }
    public var rule: Rule
    public var code: String
    /// One plain sentence.
    public var sentence: String
    /// The lines of evidence that it rests on; the first is shown.
    public var evidence: [String]
  }

  /// Two sentences of the period that contradict each other on a code.
  public struct Disagreement: Sendable, Hashable, Codable {
    public var code: String
    public var lowStatus: String
    public var highStatus: String
    /// Lines of evidence; one of each side.
    public var low: String
    public var high: String
    /// Independent sources on either side.
    public var lowSources: Int
    public var highSources: Int
  }

  /// A stretch of days for sparklines and timelines.
  public struct Bucket: Sendable, Hashable, Codable {
    /// "2026-11-24", the first day.
    public var from: String
    public var days: Int
    public var notes: Int
  }

  public struct HeatMap: Sendable, Hashable, Codable {
    /// "2026-11-24"
    public var days: [String]
    public var notes: [Int]
    public var rows: [Row]
    public struct Row: Sendable, Hashable, Codable {
      public var code: String
      /// Independent sources by day, in the order of `days`.
      public var counts: [Int]
    }
  }

  public struct CodePair: Sendable, Hashable, Codable {
    public var first: String
    public var second: String
    public var sources: Int
  }

  public struct Cluster: Sendable, Hashable, Codable {
    public var title: String
    /// How many notes are copies of one another: two or more.
    public var notes: Int
    /// The first `mostListed` of them by date; the first stands for all.
    public var paths: [String]
  }
}

// A search and its hits.

public import NotePaths

/// What to look for. Everything given must hold.
public struct SearchQuery: Sendable, Hashable {
  public enum Order: String, Sendable, CaseIterable {
    /// Best first by bm25 (a title counts four times a text); without words, newest first.
    case relevance
    /// By date, newest first.
    case newest
  }
  public var text: SearchExpression?
  /// Ids of codes, or of what they are under: `redline` finds every `redline/...`.
  public var codes: [String] = []
  public var statuses: [String] = []
  public var holders: [String] = []
  /// Seconds since 1970, on the note's date; `until` is the first moment that is out.
  public var since: Int64?
  public var until: Int64?
  public var order: Order = .relevance
  public var limit = 20
  public var offset = 0
  /// Lines shown of one note at most.
  public var linesPerNote = 3
  /// Characters of context on either side of a match.
  public var context = 60

  public init(text: SearchExpression? = nil) { self.text = text }

  var asksForSegments: Bool { !codes.isEmpty || !statuses.isEmpty || !holders.isEmpty }
}

/// A note that was found.
public struct SearchHit: Sendable, Hashable {
  public var path: NotePath
  public var revision: Int
  public var title: String
  /// Seconds since 1970.
  public var date: Int64
  public var isUndated: Bool
  public var received: Int64
  /// Higher is better; 0 without words.
  public var score: Double
  /// Where it was found, in order of place; empty where only title or path have the words.
  public var lines: [Line]

  /// Key word in context.
  public struct Line: Sendable, Hashable {
    /// From 1; the column counts bytes.
    public var line: Int
    public var column: Int
    /// White space runs are single spaces; an ellipsis stands where the unit goes on.
    public var before: String
    public var match: String
    public var after: String
    /// Where segments were asked for: what the match is coded as.
    public var code: String?
    public var status: String?
    public var holder: String?
  }
}

public struct SearchResult: Sendable, Hashable {
  public var hits: [SearchHit]
  /// Whether there are more behind `offset + limit`.
  public var hasMore: Bool
}

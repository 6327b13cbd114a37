// What the index hands to a digest: rows already limited to what the digest may know.

public import NotePaths

/// A coded segment as evidence: everything that a line of a digest shows of it.
public struct Evidence: Sendable, Hashable {
  public var path: NotePath
  /// The revision's number of that note, from 1.
  public var revision: Int
  /// Line and column of the original, from 1.
  public var line: Int
  public var column: Int
  /// The segment's words and the sentence around them, exactly as in the stored text.
  public var quote: String
  public var sentence: String
  /// Where the quote begins in `sentence`, in UTF-8 bytes.
  public var quoteOffset: Int
  public var title: String
  public var author: String?
  public var source: String?
  public var reliability: String?
  public var credibility: Int?
  /// The note's date, seconds since 1970 in the configured zone, and whether it was guessed from mtime.
  public var date: Int64
  public var isUndated: Bool
  public var received: Int64
  public var code: String
  public var status: String
  public var isNegated: Bool
  public var isHypothetical: Bool
  public var isHistorical: Bool
  public var holder: String
  public var rule: String
  /// Estimative word with its band, "likely" 0.55 to 0.80; confidence apart.
  public var likelihood: String?
  public var likelihoodLow: Double?
  public var likelihoodHigh: Double?
  public var confidence: String?
  /// Notes with the same number are copies or near copies of one text.
  public var cluster: Int64
  /// False for an imported note: nothing stands at its path.
  public var isFile = true

  public init(
    path: NotePath, revision: Int, line: Int, column: Int, quote: String, sentence: String,
    quoteOffset: Int, title: String, author: String? = nil, source: String? = nil,
    reliability: String? = nil, credibility: Int? = nil, date: Int64, isUndated: Bool = false,
    received: Int64, code: String, status: String, isNegated: Bool = false,
    isHypothetical: Bool = false, isHistorical: Bool = false, holder: String, rule: String,
    likelihood: String? = nil, likelihoodLow: Double? = nil, likelihoodHigh: Double? = nil,
    confidence: String? = nil, cluster: Int64
  ) {
    self.path = path
    self.revision = revision
    self.line = line
    self.column = column
    self.quote = quote
    self.sentence = sentence
    self.quoteOffset = quoteOffset
    self.title = title
    self.author = author
    self.source = source
    self.reliability = reliability
    self.credibility = credibility
    self.date = date
    self.isUndated = isUndated
    self.received = received
    self.code = code
    self.status = status
    self.isNegated = isNegated
    self.isHypothetical = isHypothetical
    self.isHistorical = isHistorical
    self.holder = holder
    self.rule = rule
    self.likelihood = likelihood
    self.likelihoodLow = likelihoodLow
    self.likelihoodHigh = likelihoodHigh
    self.confidence = confidence
    self.cluster = cluster
  }
}

/// Counts of one day, kept up to date by the index so that no digest scans segments.
public struct DayTally: Sendable, Hashable {
  /// Days since 1970-01-01 in the configured zone.
  public var day: Int
  public var code: String
  public var status: String
  public var holder: String
  public var isHypothetical: Bool
  public var isHistorical: Bool
  public var segments: Int
  /// Distinct notes, copies counted once.
  public var sources: Int
  public init(
    day: Int, code: String, status: String, holder: String, isHypothetical: Bool, isHistorical: Bool,
    segments: Int, sources: Int
  ) {
    self.day = day
    self.code = code
    self.status = status
    self.holder = holder
    self.isHypothetical = isHypothetical
    self.isHistorical = isHistorical
    self.segments = segments
    self.sources = sources
  }
}

/// A note of the period, for coverage and for the list of notes without a code.
public struct NoteLine: Sendable, Hashable {
  public var path: NotePath
  public var title: String
  public var date: Int64
  public var isUndated: Bool
  public var received: Int64
  public var segments: Int
  public var sentences: Int
  public var language: String?
  public var cluster: Int64
  /// False for an imported note: nothing stands at its path.
  public var isFile = true
  public init(
    path: NotePath, title: String, date: Int64, isUndated: Bool, received: Int64, segments: Int,
    sentences: Int, language: String?, cluster: Int64
  ) {
    self.path = path
    self.title = title
    self.date = date
    self.isUndated = isUndated
    self.received = received
    self.segments = segments
    self.sentences = sentences
    self.language = language
    self.cluster = cluster
  }
}

/// A note that could not be read, with the cure.
public struct QuarantineLine: Sendable, Hashable {
  public var path: NotePath
  public var reason: String
  public var remedy: String
  public var since: Int64
  public init(path: NotePath, reason: String, remedy: String, since: Int64) {
    self.path = path
    self.reason = reason
    self.remedy = remedy
    self.since = since
  }
}

/// A note of an already published period that was edited or withdrawn since.
public struct Erratum: Sendable, Hashable {
  public enum Kind: String, Sendable { case revised, withdrawn }
  public var kind: Kind
  public var path: NotePath
  public var title: String
  /// The name of the published digest that it touches.
  public var digest: String
  /// False for an imported note: nothing stands at its path.
  public var isFile = true
  /// Codes with their status before and after; nil where the code was or is absent.
  public var changes: [Change]
  public struct Change: Sendable, Hashable {
    public var code: String
    public var before: String?
    public var after: String?
    public init(code: String, before: String?, after: String?) {
      self.code = code
      self.before = before
      self.after = after
    }
  }
  public init(kind: Kind, path: NotePath, title: String, digest: String, changes: [Change]) {
    self.kind = kind
    self.path = path
    self.title = title
    self.digest = digest
    self.changes = changes
  }
}

/// A word of the period with its frequency then and before.
public struct KeyWord: Sendable, Hashable {
  public var word: String
  public var count: Int
  public var expected: Double
  /// Dunning's log-likelihood.
  public var keyness: Double
  public init(word: String, count: Int, expected: Double, keyness: Double) {
    self.word = word
    self.count = count
    self.expected = expected
    self.keyness = keyness
  }
}

/// Everything a digest of one period rests on.
public struct DigestMaterial: Sendable {
  public var period: Period
  /// The moment it was drawn up, seconds since 1970; also the limit of what is known.
  public var now: Int64
  public var isRunning: Bool
  /// True for the first digest after the index was made anew.
  public var isNewIndex: Bool
  /// True where the codebook changed since the last digest of this kind.
  public var codebookChanged: Bool
  /// Notes dated in the period, ordered by path bytes.
  public var notes: [NoteLine]
  /// Notes dated in the period that are counted and not among `notes`: those without a code, for a board.
  public var unlisted = Unlisted()
  /// Segments of these notes, ordered by date, path bytes and offset.
  public var evidence: [Evidence]
  /// Further ones, in a flood, that are counted only; so for the late and the previous ones.
  public var further = CountedOnly()
  public var lateFurther = CountedOnly()
  public var previousFurther = CountedOnly()
  /// Notes received since the last digest of this kind, dated before the period, with their segments.
  public var lateNotes: [NoteLine]
  public var lateEvidence: [Evidence]
  /// Segments of the period before, for disagreements reversed and arrows' evidence.
  public var previousEvidence: [Evidence]
  public var previousNotes: Int
  /// Independent ones of them, copies counted once; arrows compare shares of these. 0 where not counted.
  public var previousSources: Int
  public var revised: Int
  public var withdrawn: Int
  public var quarantine: [QuarantineLine]
  public var errata: [Erratum]
  /// Tallies by day of the period and the days before it that it is compared with (`PeriodKind.daysCompared`).
  public var tallies: [DayTally]
  /// Days of the 366 up to the period's end on which a code is mentioned, what tells of the past left out. The
  /// tallies' days count without being here.
  public var mentionDays: [String: [Int]] = [:]
  /// Notes by day over 366 days, as days since 1970 and count.
  public var notesByDay: [Int: Int]
  /// The last evidence of each code up to the period's end, whatever its age.
  public var lastEvidence: [String: Evidence]
  public var keyWords: [KeyWord]
  /// Names of the published digests of the same kind beside this one, for links.
  public var previousName: String?
  public var nextName: String?

  /// Notes that are counted only.
  public struct Unlisted: Sendable, Hashable {
    public var notes = 0
    /// Clusters of theirs in which no listed note is.
    public var sources = 0
    public init() {}
  }

  public init(period: Period, now: Int64, isRunning: Bool) {
    self.period = period
    self.now = now
    self.isRunning = isRunning
    isNewIndex = false
    codebookChanged = false
    notes = []
    evidence = []
    lateNotes = []
    lateEvidence = []
    previousEvidence = []
    previousNotes = 0
    previousSources = 0
    revised = 0
    withdrawn = 0
    quarantine = []
    errata = []
    tallies = []
    notesByDay = [:]
    lastEvidence = [:]
    keyWords = []
    previousName = nil
    nextName = nil
  }
}

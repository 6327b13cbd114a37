// Segments that a digest counts and does not quote, and which of a flood of them it quotes.

import NotePaths

/// In a storm of notes only some segments of each code and status are quoted; of the others a digest knows what counts
/// need, in a few bytes each.
public struct CountedOnly: Sendable, Hashable {
  /// What segments that count alike have in common.
  public struct Kind: Sendable, Hashable {
    public var code: String
    public var status: String
    public var holder: String
    public var isNegated: Bool
    public var isHypothetical: Bool
    public var isHistorical: Bool
    public var likelihood: String?
    public var likelihoodLow: Double?
    public var likelihoodHigh: Double?
    public init(
      code: String, status: String, holder: String, isNegated: Bool = false, isHypothetical: Bool = false,
      isHistorical: Bool = false, likelihood: String? = nil, likelihoodLow: Double? = nil,
      likelihoodHigh: Double? = nil
    ) {
      self.code = code
      self.status = status
      self.holder = holder
      self.isNegated = isNegated
      self.isHypothetical = isHypothetical
      self.isHistorical = isHistorical
      self.likelihood = likelihood
      self.likelihoodLow = likelihoodLow
      self.likelihoodHigh = likelihoodHigh
    }
  }

  /// A segment: its kind and its note by their places in `kinds` and `notes`.
  public struct Mark: Sendable, Hashable {
    public var kind: UInt32
    public var note: UInt32
    public init(kind: Int, note: Int) {
      self.kind = UInt32(kind)
      self.note = UInt32(note)
    }
  }

  public var kinds: [Kind]
  public var marks: [Mark]
  /// By path bytes.
  public var notes: [NoteLine]

  public init(kinds: [Kind] = [], marks: [Mark] = [], notes: [NoteLine] = []) {
    self.kinds = kinds
    self.marks = marks
    self.notes = notes
  }

  /// The place of a note in `notes`; nil where it is not among them.
  func place(of path: NotePath) -> Int? {
    var (low, high) = (0, notes.count)
    while low < high {
      let middle = (low + high) / 2
      if notes[middle].path < path { low = middle + 1 } else { high = middle }
    }
    return low < notes.count && notes[low].path == path ? low : nil
  }
}

/// How many segments a digest quotes at most; it counts all.
public struct QuoteLimits: Sendable, Hashable {
  public var period: Int
  public var late: Int
  public var previous: Int
  /// Where there are more than that, this many are quoted, if that is fewer: a flood costs less than a busy month.
  public var flood: Int
  public init(period: Int, late: Int, previous: Int, flood: Int) {
    self.period = period
    self.late = late
    self.previous = previous
    self.flood = flood
  }

  public static let digest = QuoteLimits(period: 5_000, late: 1_000, previous: 2_000, flood: 2_000)
  /// A board shows a sentence or two of each code.
  public static let board = QuoteLimits(period: 500, late: 100, previous: 100, flood: 400)
  public static let none = QuoteLimits(period: .max, late: .max, previous: .max, flood: .max)
}

/// Chooses the segments to quote of a flood: of each code, status and holder as many, a text that has copies once, first those
/// that carry a line best, and always the latest of each code.
public struct QuoteChoice {
  /// A segment; all of them come by date, then path bytes, then place in the note.
  public struct Candidate: Sendable {
    /// The place of its note among the notes in that order.
    public var note: UInt32
    /// What decides how it counts (code, status, holder, modifiers) as one number; `codes` has the code of each.
    public var group: UInt32
    public var isHypothetical: Bool
    /// As `QuoteChoice.grade` has it.
    public var grade: UInt8
    public init(note: Int, group: Int, isHypothetical: Bool, grade: Int) {
      self.note = UInt32(note)
      self.group = UInt32(group)
      self.isHypothetical = isHypothetical
      self.grade = UInt8(clamping: grade)
    }
  }

  /// Admiralty grades as one number, lower is better; ungraded notes stand between C3 and D4.
  public static func grade(reliability: String?, credibility: Int?) -> Int {
    let letter = reliability?.uppercased().utf8.first.map { Int($0) - 64 } ?? 0
    return ((1...6).contains(letter) ? letter * 2 : 7) + (credibility.map { $0 * 2 } ?? 7)
  }

  /// The places of the chosen among the candidates, in their order: about `limit` of them.
  /// - Parameters:
  ///   - codes: by group, the number of its code.
  ///   - cluster: of a note, by its place.
  public static func choose(
    _ candidates: [Candidate], codes: [Int], limit: Int, cluster: (Int) -> Int64
  ) -> [Int] {
    var groups = [[UInt32]](repeating: [], count: codes.count)
    var latest: [Int: Int] = [:]
    for (index, candidate) in candidates.enumerated() {
      groups[Int(candidate.group)].append(UInt32(index))
      latest[codes[Int(candidate.group)]] = index
    }
    for index in groups.indices { groups[index] = first(groups[index], candidates, cluster) }
    let room = share(groups.map(\.count), limit)
    var chosen = Set(latest.values)
    for group in groups {
      let best =
        group.count <= room
        ? group[...]
        : group.sorted { carriesBetter(candidates[Int($0)], candidates[Int($1)], $0, $1) }.prefix(room)
      chosen.formUnion(best.lazy.map(Int.init))
    }
    return chosen.sorted()
  }

  /// Those of the first note of each cluster.
  private static func first(
    _ group: [UInt32], _ candidates: [Candidate], _ cluster: (Int) -> Int64
  ) -> [UInt32] {
    var notes: [Int64: UInt32] = [:]
    return group.filter { index in
      let note = candidates[Int(index)].note
      let cluster = cluster(Int(note))
      if let first = notes[cluster] { return first == note }
      notes[cluster] = note
      return true
    }
  }

  private static func carriesBetter(_ left: Candidate, _ right: Candidate, _ l: UInt32, _ r: UInt32) -> Bool {
    if left.isHypothetical != right.isHypothetical { return right.isHypothetical }
    if left.grade != right.grade { return left.grade < right.grade }
    if left.note != right.note { return left.note > right.note }
    return l < r
  }

  /// The largest number a group may have so that all together have no more than `limit`; at least 1.
  private static func share(_ counts: [Int], _ limit: Int) -> Int {
    var rest = limit
    let sorted = counts.sorted()
    for (index, count) in sorted.enumerated() {
      let even = rest / (sorted.count - index)
      if count > even { return max(1, even) }
      rest -= count
    }
    return .max
  }
}

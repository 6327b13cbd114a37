// Tallies by day read as series: sparklines, timelines, silence, the heat map, and what is usual.

import Codebooks

extension PeriodKind {
  /// The days up to a period's end that its series, its usual counts and its map of days look at.
  public var daysCompared: Int {
    switch self {
    case .hour: 14
    case .day: 29
    case .week: 12 * 7
    case .month: 366
    }
  }
}

/// The tallies of a digest's material, arranged by code.
struct DayCounts: Sendable {
  let zone: Zone
  let period: Period
  let buckets: [(first: Int, last: Int)]
  let notesByDay: [Int: Int]
  private let byCode: [String: [DayTally]]
  private let mentionDays: [String: [Int]]

  init(_ material: DigestMaterial, zone: Zone) {
    self.zone = zone
    period = material.period
    notesByDay = material.notesByDay
    byCode = Dictionary(grouping: material.tallies, by: \.code)
    mentionDays = material.mentionDays
    buckets = DayCounts.buckets(material.period, zone)
  }

  /// Days of the period; an hour's is its day.
  var days: ClosedRange<Int> {
    zone.day(of: period.start)...max(zone.day(of: period.start), zone.day(of: period.end - 1))
  }

  /// Fourteen days, twelve weeks or twelve months, the period the last of them.
  private static func buckets(_ period: Period, _ zone: Zone) -> [(first: Int, last: Int)] {
    let last = zone.day(of: period.end - 1)
    guard period.kind == .week || period.kind == .month else {
      return (0..<14).map { (last - 13 + $0, last - 13 + $0) }
    }
    var found: [(first: Int, last: Int)] = []
    var current = period
    for _ in 0..<12 {
      found.append((zone.day(of: current.start), zone.day(of: current.end - 1)))
      current = current.previous(in: zone)
    }
    return found.reversed()
  }

  func notes(_ days: ClosedRange<Int>) -> Int { days.reduce(0) { $0 + (notesByDay[$1] ?? 0) } }

  /// Coded segments of a code on some days, what tells of the past left out.
  func segments(_ code: String, _ days: ClosedRange<Int>) -> Int {
    rows(code, days).reduce(0) { $0 + $1.segments }
  }

  private func rows(_ code: String, _ days: ClosedRange<Int>) -> [DayTally] {
    (byCode[code] ?? []).filter { !$0.isHistorical && days.contains($0.day) && $0.segments > 0 }
  }

  func series(_ code: String) -> [Int] { buckets.map { segments(code, $0.first...$0.last) } }

  /// The status reached in each bucket by sources that are no accusers alone.
  func timeline(_ code: String, _ ladder: Ladder) -> [String?] {
    rungs(code, ladder).map { $0.map { ladder.facet.ladder[$0] } }
  }

  /// The same as rungs.
  func rungs(_ code: String, _ ladder: Ladder) -> [Int?] {
    buckets.map { bucket in
      let rungs = rows(code, bucket.first...bucket.last).compactMap { row -> Int? in
        guard let rung = ladder.rung(row.status, isHypothetical: row.isHypothetical) else { return nil }
        return ladder.isClaim(rung: rung, holder: row.holder) ? ladder.base : rung
      }
      return ladder.reached(rungs)
    }
  }

  /// Silence up to the period's end, or one that the period broke; nil where the code is not mentioned
  /// regularly enough to say (three gaps at least) or the gap is below `factor` times the usual one.
  func silence(_ code: String, upTo endDay: Int, factor: Double) -> Digest.Silence? {
    let counted = (byCode[code] ?? []).lazy.filter { !$0.isHistorical && $0.segments > 0 }.map(\.day)
    let mentioned = Set(counted).union(mentionDays[code] ?? []).filter { $0 <= endDay }.sorted()
    let before = mentioned.filter { $0 < days.lowerBound }
    guard before.count >= 4, let firstBefore = before.first, let lastBefore = before.last else { return nil }
    // The mean, not the median: mentions come in clusters, and a cluster's days say nothing of its pauses.
    let usual = max(1, Int((Double(lastBefore - firstBefore) / Double(before.count - 1)).rounded()))
    let first = mentioned.first { $0 >= days.lowerBound }
    let length = (first ?? endDay) - lastBefore
    guard Double(length) >= factor * Double(usual), length > days.count else { return nil }
    return Digest.Silence(days: length, usual: usual, isBroken: first != nil)
  }

  /// Mentions far above what the time before leads one to expect.
  struct Unusual {
    var segments: Int
    /// What as many notes brought over the time before.
    var usual: Double
  }

  /// Over all mentions of a code, or those on `rung` or further from the default on its side.
  func unusual(_ code: String, _ ladder: Ladder, from rung: Int? = nil) -> Unusual? {
    guard period.kind != .hour else { return nil }
    let length = days.count
    let periods = period.kind == .day ? 28 : period.kind == .week ? 8 : 6
    let history = (days.lowerBound - periods * length)...(days.lowerBound - 1)
    let base = ladder.base
    let rows = (byCode[code] ?? []).filter { row in
      guard !row.isHistorical, row.segments > 0 else { return false }
      guard let rung else { return true }
      guard let own = ladder.rung(row.status, isHypothetical: row.isHypothetical),
        !ladder.isClaim(rung: own, holder: row.holder)
      else { return false }
      return (own - base) * (rung - base).signum() >= abs(rung - base)
    }
    let (inside, past) = (rows.filter { days.contains($0.day) }, rows.filter { history.contains($0.day) })
    let now = inside.reduce(0) { $0 + $1.sources }
    let before = past.reduce(0) { $0 + $1.sources }
    let (notesNow, notesBefore) = (notes(days), notes(history))
    let covered = history.filter { (notesByDay[$0] ?? 0) > 0 }.count
    guard now >= 3, notesNow > 0, notesBefore >= 5, covered >= 3 else { return nil }
    let share = Double(notesNow) / Double(notesNow + notesBefore)
    let usual = Double(past.reduce(0) { $0 + $1.segments }) * Double(notesNow) / Double(notesBefore)
    let segments = inside.reduce(0) { $0 + $1.segments }
    guard binomialTail(now, of: now + before, share: share) < 0.005, Double(segments) >= 2 * usual
    else { return nil }
    return Unusual(segments: segments, usual: rounded(usual, 1))
  }

  /// Codes by day: the month, or the fourteen days up to the period's end.
  func heat(_ codes: [String]) -> Digest.HeatMap {
    let last = days.upperBound
    let shown = period.kind == .month ? days : (last - 13)...last
    let rows = codes.compactMap { code -> Digest.HeatMap.Row? in
      let counts = shown.map { segments(code, $0...$0) }
      return counts.contains { $0 > 0 } ? .init(code: code, counts: counts) : nil
    }
    return Digest.HeatMap(
      days: shown.map { CivilDay(days: $0).iso }, notes: shown.map { notesByDay[$0] ?? 0 }, rows: rows)
  }
}

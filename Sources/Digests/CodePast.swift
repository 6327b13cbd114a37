// Where a code stood in the periods before this one, and how a sentence tells it.

import Codebooks

/// The rungs of the buckets before the period, the latest first; nil where the code was not mentioned.
struct CodePast {
  let rungs: [Int?]
  private let judgement: CodeJudgement
  /// First days of the buckets, as `rungs`.
  private let starts: [Int]
  /// How many buckets back notes are known, and how many of those buckets have notes.
  private let reach: Int
  private let known: Int

  init(_ judgement: CodeJudgement) {
    let counts = judgement.writer.counts
    let period = judgement.writer.material.period
    var rungs: [Int?] = counts.rungs(judgement.code.id, judgement.ladder).dropLast().reversed()
    var starts = counts.buckets.dropLast().reversed().map(\.first)
    if period.kind == .hour {
      // Buckets are days there: the hour before comes first, the days before it follow.
      rungs.insert(judgement.statusBefore, at: 0)
      starts.insert(counts.days.lowerBound, at: 0)
    } else if let before = judgement.statusBefore, !rungs.isEmpty {
      rungs[0] = before
    }
    self.judgement = judgement
    self.rungs = rungs
    self.starts = starts
    let known = counts.buckets.dropLast().reversed().map { counts.notes($0.first...$0.last) > 0 }
    reach = (known.lastIndex(of: true) ?? -1) + 1
    self.known = known.count { $0 }
  }

  /// What follows the sentence of a move to `status`: when the code was last mentioned, and as what. Empty where
  /// no earlier note is known.
  func tail(_ status: Int) -> String {
    let period = judgement.writer.material.period
    guard reach > 0 || judgement.writer.material.previousNotes > 0 else {
      return ""
    }
    guard let last = rungs.firstIndex(where: { $0 != nil }), let rung = rungs[last] else {
      guard reach > 1, period.kind != .hour else { return ", not mentioned \(period.kind.before)" }
      // Where nobody wrote, silence says nothing.
      if known < reach {
        return ", not mentioned in the \(English.count(known, "earlier \(period.kind.rawValue)")) that "
          + "\(known == 1 ? "has" : "have") notes"
      }
      return ", the first mention in \(English.count(reach + 1, period.kind.rawValue))"
    }
    let name = "“\(judgement.name(rung))”"
    let day = CivilDay(days: starts[last])
    if last == 0 { return "; \(period.kind.before) it stood at \(name)" }
    let when =
      switch period.kind {
      case .hour, .day: English.date(day, year: false)
      case .week: "the week of \(English.date(day, year: false))"
      case .month: "\(English.months[day.month - 1]) \(day.year)"
      }
    if rung == status { return ", for the first time since \(when)" }
    let preposition = period.kind == .hour || period.kind == .day ? "on" : "in"
    return "; last mentioned \(preposition) \(when), as \(name)"
  }
}

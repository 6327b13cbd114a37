// Where a code stood in the periods before this one, and how a sentence tells it.

import Codebooks

/// The rungs of the buckets before the period, the latest first; nil where the code was not mentioned.
struct CodePast {
  let rungs: [Int?]
  /// What follows the sentence of a move: when the code was last mentioned, and as what. Empty where no earlier
  /// note is known.
  let tail: String

  init(_ judgement: CodeJudgement) {
    let counts = judgement.writer.counts
    let period = judgement.writer.material.period
    var rungs: [Int?] = counts.rungs(judgement.code.id, judgement.ladder).dropLast().reversed()
    var starts = counts.buckets.dropLast().reversed().map(\.first)
    let isHour = period.kind == .hour
    if isHour {
      // Buckets are days there: the hour before comes first, the days before it follow.
      rungs.insert(judgement.statusBefore, at: 0)
      starts.insert(counts.days.lowerBound, at: 0)
    } else if let before = judgement.statusBefore, !rungs.isEmpty {
      rungs[0] = before
    }
    self.rungs = rungs
    let known = counts.buckets.dropLast().reversed().map { counts.notes($0.first...$0.last) > 0 }
    let reach = (known.lastIndex(of: true) ?? -1) + 1
    guard reach > 0 || judgement.writer.material.previousNotes > 0 else {
      tail = ""
      return
    }
    guard let last = rungs.firstIndex(where: { $0 != nil }), let rung = rungs[last] else {
      tail =
        reach > 1 && !isHour
        ? ", the first mention in \(English.count(reach + 1, period.kind.rawValue))"
        : ", not mentioned \(period.kind.before)"
      return
    }
    let name = "“\(judgement.name(rung))”"
    let day = CivilDay(days: starts[last])
    switch (last, period.kind) {
    case (0, _): tail = "; \(period.kind.before) it stood at \(name)"
    case (_, .hour), (_, .day): tail = "; last mentioned on \(English.date(day, year: false)), as \(name)"
    case (_, .week): tail = "; last mentioned in the week of \(English.date(day, year: false)), as \(name)"
    case (_, .month): tail = "; last mentioned in \(English.months[day.month - 1]) \(day.year), as \(name)"
    }
  }
}

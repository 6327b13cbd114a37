// When a digest is due: every hour, day, week or month, at a time of the zone's clock, on a day.

/// `every: week, at: "06:00", on: monday`.
public struct DigestSchedule: Sendable, Hashable {
  public var every: PeriodKind
  /// Seconds after midnight, or after the full hour for hourly digests.
  public var second: Int
  /// Weekday from Monday 1 for weekly digests, day of the month for monthly ones; a day that a month does not
  /// have is its last.
  public var day: Int

  public struct Invalid: Error, Sendable, CustomStringConvertible {
    public var description: String
  }

  static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

  /// Every option as written in the configuration; `at` is "HH:MM" (for hours "MM"), `on` a weekday or a day.
  public init(every: String, at: String? = nil, on: String? = nil) throws(Invalid) {
    guard let kind = PeriodKind(rawValue: every) else {
      throw Invalid(description: "unknown period '\(every)': use hour, day, week or month")
    }
    self.every = kind
    second = 0
    day = 1
    if let at { second = try DigestSchedule.second(at, kind) }
    if let on { day = try DigestSchedule.day(on, kind) }
  }

  private static func second(_ text: String, _ kind: PeriodKind) throws(Invalid) -> Int {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    if kind == .hour, parts.count == 1 || parts.count == 2, let minute = parts.last ?? nil,
      (0..<60).contains(minute)
    {
      return minute * 60
    }
    guard kind != .hour, parts.count == 2, let hour = parts[0], let minute = parts[1],
      (0..<24).contains(hour),
      (0..<60).contains(minute)
    else {
      let form = kind == .hour ? "a minute like '05'" : "a time like '06:30'"
      throw Invalid(description: "'\(text)' is no time for 'at': use \(form)")
    }
    return hour * 3600 + minute * 60
  }

  private static func day(_ text: String, _ kind: PeriodKind) throws(Invalid) -> Int {
    switch kind {
    case .week:
      let wanted = text.lowercased()
      if let index = weekdays.firstIndex(where: {
        $0 == wanted || (wanted.count == 3 && $0.hasPrefix(wanted))
      }) {
        return index + 1
      }
      throw Invalid(description: "'\(text)' is no weekday for 'on': use one from monday to sunday")
    case .month:
      if let number = Int(text), (1...31).contains(number) { return number }
      throw Invalid(description: "'\(text)' is no day of a month for 'on': use 1 to 31")
    case .hour, .day:
      throw Invalid(
        description: "'on' is for weekly and monthly digests: leave it out for every \(kind.rawValue)")
    }
  }

  /// The next moment strictly after `instant` at which a digest is due. Where the clock skips that time it is
  /// due at the end of the skip; where the clock shows it twice, the first time.
  public func nextDue(after instant: Int64, zone: Zone) -> Int64 {
    if every == .hour {
      var period = Period.containing(instant, kind: .hour, zone: zone)
      while period.start + Int64(second) <= instant || period.start + Int64(second) >= period.end {
        period = Period.containing(period.end, kind: .hour, zone: zone)
      }
      return period.start + Int64(second)
    }
    var day = zone.day(of: instant) - 1
    while true {
      if isDue(CivilDay(days: day)) {
        let due = zone.instant(day: day, second: second)
        if due > instant { return due }
      }
      day += 1
    }
  }

  private func isDue(_ date: CivilDay) -> Bool {
    switch every {
    case .hour, .day: true
    case .week: date.weekday == day
    case .month: date.day == min(day, date.daysInMonth)
    }
  }

  /// The period that a digest drawn up at a moment covers: the last complete one.
  public func period(dueAt instant: Int64, zone: Zone) -> Period {
    Period.lastComplete(every, at: instant, zone: zone)
  }
}

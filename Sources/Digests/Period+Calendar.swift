// Periods cut from a zone's calendar: the one that holds a moment, its neighbours, and the way back from a name.

/// A name that is no period's.
public struct UnknownPeriod: Error, Sendable, CustomStringConvertible {
  public var name: String
  public var description: String {
    "no period is named '\(name)': names are like 2026-11-24-day, 2026-W48-week, 2026-11-month or "
      + "2026-10-25T02+0200-hour"
  }
}

extension Period {
  /// The period of that kind which holds a moment (seconds since 1970).
  public static func containing(_ instant: Int64, kind: PeriodKind, zone: Zone) -> Period {
    switch kind {
    case .hour: return hour(containing: instant, zone: zone)
    case .day:
      let day = zone.day(of: instant)
      return days(day, day + 1, kind, zone, name: CivilDay(days: day).iso)
    case .week:
      let day = zone.day(of: instant)
      let monday = day - CivilDay(days: day).weekday + 1
      let (year, week) = CivilDay(days: monday).isoWeek
      return days(monday, monday + 7, kind, zone, name: "\(digits(year, 4))-W\(digits(week, 2))")
    case .month:
      let date = CivilDay(days: zone.day(of: instant))
      let first = CivilDay(year: date.year, month: date.month, day: 1).days
      let name = "\(digits(date.year, 4))-\(digits(date.month, 2))"
      return days(first, first + date.daysInMonth, kind, zone, name: name)
    }
  }

  /// As `containing`, for a zone by name.
  public static func containing(_ instant: Int64, kind: PeriodKind, zone: String) throws(UnknownZone)
    -> Period
  {
    containing(instant, kind: kind, zone: try Zone(zone))
  }

  private static func days(_ first: Int, _ last: Int, _ kind: PeriodKind, _ zone: Zone, name: String)
    -> Period
  {
    Period(
      kind: kind, start: zone.instant(day: first), end: zone.instant(day: last), zone: zone.name,
      name: "\(name)-\(kind.rawValue)")
  }

  /// An hour of the clock; where the zone's offset changes within it, the part with one offset.
  private static func hour(containing instant: Int64, zone: Zone) -> Period {
    let offset = zone.offset(at: instant)
    let local = floorDivide(instant + offset, 3600) * 3600
    var (start, end) = (local - offset, local - offset + 3600)
    if zone.offset(at: start) != offset {
      start = zone.firstMoment(from: start, to: instant) { zone.offset(at: $0) == offset }
    }
    if zone.offset(at: end - 1) != offset {
      end = zone.firstMoment(from: instant, to: end - 1) { zone.offset(at: $0) != offset }
    }
    let date = CivilDay(days: Int(floorDivide(local, 86_400)))
    let hour = Int(floorDivide(local, 3600) - floorDivide(local, 86_400) * 24)
    let name = "\(date.iso)T\(digits(hour, 2))\(offsetText(offset, colon: false))-hour"
    return Period(kind: .hour, start: start, end: end, zone: zone.name, name: name)
  }

  /// The period just before, in the zone that this one was made in.
  public func previous(in zone: Zone) -> Period { Period.containing(start - 1, kind: kind, zone: zone) }

  /// The period just after.
  public func next(in zone: Zone) -> Period { Period.containing(end, kind: kind, zone: zone) }

  /// The period of that name; throws for a name that no period of the zone has.
  public init(name: String, zone: Zone) throws(UnknownPeriod) {
    for instant in Period.moments(in: name) {
      for kind in PeriodKind.allCases where name.hasSuffix("-\(kind.rawValue)") {
        let period = Period.containing(
          instant - (kind == .hour ? 0 : zone.offset(at: instant)), kind: kind, zone: zone)
        if period.name == name {
          self = period
          return
        }
      }
    }
    throw UnknownPeriod(name: name)
  }

  /// Moments that could lie in a period of that name: of clock time, except for hours, whose name has the offset.
  private static func moments(in name: String) -> [Int64] {
    let numbers = name.split { !$0.isASCII || !$0.isNumber }.compactMap { Int64($0) }
    guard let year = numbers.first, numbers.count >= 2, (1...9999).contains(year) else { return [] }
    func noon(_ month: Int64, _ day: Int64) -> Int64 {
      guard (1...12).contains(month), (1...31).contains(day) else { return -1 }
      return Int64(CivilDay(year: Int(year), month: Int(month), day: Int(day)).days) * 86_400 + 43_200
    }
    if name.hasSuffix("-week") {
      guard numbers[1] <= 53 else { return [] }
      return [noon(1, 4) + (numbers[1] - 1) * 7 * 86_400]
    }
    if name.hasSuffix("-month") { return [noon(numbers[1], 1)] }
    guard numbers.count >= 3 else { return [] }
    let day = noon(numbers[1], numbers[2])
    guard name.hasSuffix("-hour") else { return [day] }
    guard numbers.count >= 5, numbers[3] < 24, numbers[4] < 2400 else { return [] }
    let size = (numbers[4] / 100 * 60 + numbers[4] % 100) * 60
    let west = name.dropFirst(10).contains("-\(digits(Int(numbers[4]), 4))-")
    let start = day - 43_200 + numbers[3] * 3600 + (west ? size : -size)
    return [start, start + 3599]
  }

  /// All periods of the kind that ended after `after` and at or before `until`, oldest first.
  public static func complete(_ kind: PeriodKind, after: Int64, until: Int64, zone: Zone) -> [Period] {
    var found: [Period] = []
    var period = Period.containing(after, kind: kind, zone: zone)
    while period.end <= until {
      found.append(period)
      period = Period.containing(period.end, kind: kind, zone: zone)
    }
    return found
  }

  /// The last period of the kind that was over at a moment.
  public static func lastComplete(_ kind: PeriodKind, at instant: Int64, zone: Zone) -> Period {
    let running = Period.containing(instant, kind: kind, zone: zone)
    return Period.containing(running.start - 1, kind: kind, zone: zone)
  }
}

/// "+0200", or "+02:00" with a colon.
func offsetText(_ offset: Int64, colon: Bool) -> String {
  let minutes = Int(abs(offset) / 60)
  return (offset < 0 ? "-" : "+") + digits(minutes / 60, 2) + (colon ? ":" : "") + digits(minutes % 60, 2)
}

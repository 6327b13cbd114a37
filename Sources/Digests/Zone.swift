// Civil time in a zone, by arithmetic on the zone's offsets: nothing here knows the machine's zone or locale.

import Codebooks
import Foundation

/// A zone's name that no one knows.
public struct UnknownZone: Error, Sendable, CustomStringConvertible {
  public var name: String
  public var nearest: String
  public var description: String {
    "unknown time zone '\(name)': did you mean '\(nearest)'? zones are named as in 'Europe/Berlin' or 'UTC'"
  }
}

/// A day of the Gregorian calendar with the time on that day's clock.
public struct CivilTime: Sendable, Hashable {
  public var year: Int
  public var month: Int
  public var day: Int
  /// Seconds of the clock since midnight, 0 to 86,399.
  public var second: Int
  public var hour: Int { second / 3600 }
  public var minute: Int { second / 60 % 60 }
}

/// A time zone by its IANA name.
public struct Zone: Sendable, Hashable {
  public let name: String
  private let zone: TimeZone

  /// Throws for a name that is not in the time zone database, naming the nearest.
  public init(_ name: String) throws(UnknownZone) {
    let aliases = ["UTC", "GMT"]
    // A name that it knows is kept, also one it does not list (US/Eastern); what it makes of an offset (GMT+3) is not.
    guard let zone = aliases.contains(name) ? TimeZone.gmt : TimeZone(identifier: name),
      aliases.contains(name) || zone.identifier == name
    else {
      throw UnknownZone(
        name: name, nearest: nearest(to: name, among: TimeZone.knownTimeZoneIdentifiers + aliases))
    }
    self.name = name
    self.zone = zone
  }

  /// Seconds east of Greenwich at a moment (seconds since 1970).
  public func offset(at instant: Int64) -> Int64 {
    Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant))))
  }

  /// Days since 1970-01-01 on the zone's calendar.
  public func day(of instant: Int64) -> Int {
    Int(floorDivide(instant + offset(at: instant), 86_400))
  }

  public func civil(_ instant: Int64) -> CivilTime {
    let local = instant + offset(at: instant)
    let days = floorDivide(local, 86_400)
    let date = CivilDay(days: Int(days))
    return CivilTime(year: date.year, month: date.month, day: date.day, second: Int(local - days * 86_400))
  }

  /// The first moment at which the zone's clock shows that day and second of day, or, where the clock skips
  /// it, the first moment after the skip.
  public func instant(day: Int, second: Int = 0) -> Int64 {
    let local = Int64(day) * 86_400 + Int64(second)
    let candidates = Set([offset(at: local - 86_400), offset(at: local + 86_400)]).map { local - $0 }.sorted()
    if let exact = candidates.first(where: { $0 + offset(at: $0) == local }) { return exact }
    return firstMoment(from: local - 2 * 86_400, to: local + 2 * 86_400) { $0 + offset(at: $0) >= local }
  }

  /// The moment, after `from` and at most at `to`, from which `holds` is true; it must be true at `to`.
  func firstMoment(from: Int64, to: Int64, where holds: (Int64) -> Bool) -> Int64 {
    var (low, high) = (from, to)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return high
  }
}

/// A day as year, month and day; the arithmetic is Howard Hinnant's `civil_from_days`.
public struct CivilDay: Sendable, Hashable {
  public var year: Int
  public var month: Int
  public var day: Int

  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Days since 1970-01-01.
  public init(days: Int) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * march + 2) / 5 + 1
    month = march < 10 ? march + 3 : march - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  public var days: Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Monday 1 to Sunday 7.
  public var weekday: Int { days + 3 - floorDivide(days + 3, 7) * 7 + 1 }

  /// The ISO 8601 week and the year it belongs to.
  public var isoWeek: (year: Int, week: Int) {
    let thursday = CivilDay(days: days - weekday + 4)
    let newYear = CivilDay(year: thursday.year, month: 1, day: 1).days
    return (thursday.year, (thursday.days - newYear) / 7 + 1)
  }

  public var daysInMonth: Int {
    let next =
      month == 12
      ? CivilDay(year: year + 1, month: 1, day: 1) : CivilDay(year: year, month: month + 1, day: 1)
    return next.days - CivilDay(year: year, month: month, day: 1).days
  }

  /// "2026-11-24".
  public var iso: String { "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))" }
}

func floorDivide<Number: BinaryInteger>(_ value: Number, _ divisor: Number) -> Number {
  let quotient = value / divisor
  return value % divisor != 0 && (value < 0) != (divisor < 0) ? quotient - 1 : quotient
}

/// A number with leading zeros.
func digits(_ number: Int, _ width: Int) -> String {
  let text = String(abs(number))
  return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - text.count)) + text
}

/// The candidate with the fewest single-letter edits, case aside; the first of equals.
func nearest(to name: String, among candidates: [String]) -> String {
  let wanted = Array(name.lowercased().utf8)
  var best = (distance: Int.max, name: "UTC")
  for candidate in candidates.sorted() {
    let distance = NearestName.distance(wanted, Array(candidate.lowercased().utf8))
    if distance < best.distance { best = (distance, candidate) }
  }
  return best.name
}

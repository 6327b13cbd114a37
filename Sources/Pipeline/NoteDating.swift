// The date under which a note counts: its own, else its file's, in the configured zone.

public import Digests
public import NoteStore
public import NoteText

public enum NoteDating {
  /// A date without a time is that calendar day in the zone; a month counts as its first day; a note without a
  /// date takes its file's time and is marked undated; a date after the arrival counts on arrival, flagged.
  /// - Parameters:
  ///   - modified: nanoseconds since 1970.
  ///   - received: seconds since 1970.
  static func effective(_ note: Note, modified: Int64, received: Int64, zone: Zone) -> EffectiveDate {
    guard let said = note.date else {
      let seconds = min(modified / 1_000_000_000, received)
      return EffectiveDate(seconds: seconds, day: zone.day(of: seconds), origin: "file time", isUndated: true)
    }
    let seconds = seconds(of: said, zone: zone)
    let latest = zone.day(of: received)
    if zone.day(of: seconds) > latest {
      return EffectiveDate(seconds: received, day: latest, origin: note.dateOrigin, isFuture: true)
    }
    return EffectiveDate(seconds: seconds, day: zone.day(of: seconds), origin: note.dateOrigin)
  }

  /// The date of a stored note in another zone. One that lay in the future stays where it counted.
  public static func effective(_ said: NoteDate, former: EffectiveDate, zone: Zone) -> EffectiveDate {
    var date = former
    if !former.isFuture { date.seconds = seconds(of: said, zone: zone) }
    date.day = zone.day(of: date.seconds)
    return date
  }

  static func seconds(of date: NoteDate, zone: Zone) -> Int64 {
    switch date {
    case .instant(let seconds): seconds
    case .day(let day):
      zone.instant(day: CivilDay(year: day.year, month: day.month, day: day.day).days)
    case .month(let year, let month): zone.instant(day: CivilDay(year: year, month: month, day: 1).days)
    }
  }
}

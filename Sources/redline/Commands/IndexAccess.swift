// How commands other than the service reach the index: for reading, beside it or without it.

import ArgumentParser
import Digests
import FileWatching
import Foundation
import NoteStore
import NoteText

/// Configuration, zone and the index opened for reading.
struct IndexAccess {
  let configuration: Configuration
  let zone: Zone
  let store: Store

  /// - Throws: `ExitCode` after saying on stderr what is wrong and what to do.
  init(_ common: CommonOptions) throws { try self.init(common.overrides()) }

  /// - Throws: `ExitCode` likewise.
  init(_ overrides: Overrides) throws {
    configuration = try overrides.configuration()
    zone = try Zone(configuration.timeZone.value)
    do {
      store = try Store(directory: configuration.state.value, access: .readOnly)
    } catch {
      Terminal.complain("\(error)")
      throw Exit.code(for: error)
    }
  }

  static var now: Int64 { Moment.now().wall / 1_000_000_000 }

  /// Runs what asks the index, and turns its errors into messages and exit codes.
  static func answering(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let exit as ExitCode {
      throw exit
    } catch let error as ValidationError {
      throw error
    } catch {
      Terminal.complain("\(error)")
      throw Exit.code(for: error)
    }
  }

  /// The first moment of a day, month or instant given on the command line.
  func moment(_ text: String, option: String) throws -> Int64 {
    switch NoteDate.parse(text) {
    case .instant(let seconds): return seconds
    case .day(let day):
      return zone.instant(day: CivilDay(year: day.year, month: day.month, day: day.day).days)
    case .month(let year, let month):
      return zone.instant(day: CivilDay(year: year, month: month, day: 1).days)
    case nil:
      throw ValidationError(
        "\(option): '\(text)' is no date; write 2022-01-28, 2022-01 or 2022-01-28T12:00:00Z")
    }
  }

  /// The first moment after a day, month or instant.
  func momentAfter(_ text: String, option: String) throws -> Int64 {
    let start = try moment(text, option: option)
    switch NoteDate.parse(text) {
    case .day: return zone.instant(day: zone.day(of: start) + 1)
    case .month: return Period.containing(start, kind: .month, zone: zone).end
    default: return start
    }
  }

  /// "2022-01-28" on the zone's calendar.
  func day(_ instant: Int64) -> String {
    let civil = zone.civil(instant)
    return "\(civil.year)-\(Self.two(civil.month))-\(Self.two(civil.day))"
  }

  /// "2022-01-28 06:00" on the zone's clock.
  func clock(_ instant: Int64) -> String {
    let civil = zone.civil(instant)
    return "\(day(instant)) \(Self.two(civil.hour)):\(Self.two(civil.minute))"
  }

  private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}

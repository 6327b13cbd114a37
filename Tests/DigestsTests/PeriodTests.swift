// Periods over both changes of the clock, weeks over New Year, names there and back, what is due when.

import Foundation
import Testing

@testable import Digests

/// Seconds since 1970 of an RFC 3339 moment.
func at(_ text: String) throws -> Int64 {
  Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970)
}

@Suite struct PeriodTests {
  @Test(arguments: [
    ("2026-03-29T12:00:00Z", PeriodKind.day, "2026-03-29-day", 23),
    ("2026-10-25T12:00:00Z", .day, "2026-10-25-day", 25),
    ("2026-10-25T00:30:00Z", .hour, "2026-10-25T02+0200-hour", 1),
    ("2026-10-25T01:30:00Z", .hour, "2026-10-25T02+0100-hour", 1),
    ("2026-11-24T22:59:59Z", .day, "2026-11-24-day", 24),
    ("2026-11-24T23:00:00Z", .day, "2026-11-25-day", 24),
    ("2026-11-24T12:00:00Z", .week, "2026-W48-week", 168),
    ("2027-01-01T12:00:00Z", .week, "2026-W53-week", 168),
    ("2024-12-30T12:00:00Z", .week, "2025-W01-week", 168),
    ("2026-10-20T12:00:00Z", .week, "2026-W43-week", 169),
    ("2026-02-10T12:00:00Z", .month, "2026-02-month", 28 * 24),
    ("2024-02-10T12:00:00Z", .month, "2024-02-month", 29 * 24),
  ])
  func holdsAMoment(_ moment: String, _ kind: PeriodKind, _ name: String, _ hours: Int64) throws {
    let zone = try Zone("Europe/Berlin")
    let instant = try at(moment)
    let period = Period.containing(instant, kind: kind, zone: zone)
    #expect(period.name == name)
    #expect(period.end - period.start == hours * 3600)
    #expect(period.start <= instant && instant < period.end)
    #expect(try Period(name: name, zone: zone) == period)
    #expect(period.next(in: zone).previous(in: zone) == period)
  }

  @Test(arguments: [
    "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Tehran",
    "America/Havana", "UTC",
  ])
  func periodsTileTime(_ name: String) throws {
    let zone = try Zone(name)
    for kind in PeriodKind.allCases {
      var instant = try at("2011-12-20T00:00:00Z")
      if kind == .hour {
        instant = try at(name == "Australia/Lord_Howe" ? "2026-04-04T00:00:00Z" : "2018-11-03T00:00:00Z")
      }
      var period = Period.containing(instant, kind: kind, zone: zone)
      for _ in 0..<40 {
        let next = period.next(in: zone)
        #expect(next.start == period.end && next.end > next.start, "\(name) \(period.name) \(next.name)")
        #expect(next.previous(in: zone) == period)
        #expect(next.name != period.name)
        #expect(try Period(name: next.name, zone: zone) == next)
        period = next
      }
    }
  }

  @Test(arguments: [
    "", "2026-11-24", "2026-13-01-day", "2026-02-30-day", "2025-W53-week", "2026-W00-week", "2026-11-24-week",
    "latest",
    "2026-10-25T02+0300-hour", "99999-01-01-day", "2026--1-01-day",
  ])
  func refusesOtherNames(_ name: String) throws {
    let zone = try Zone("Europe/Berlin")
    #expect(throws: UnknownPeriod.self) { try Period(name: name, zone: zone) }
  }

  @Test func unknownZoneNamesTheNearest() {
    let error = #expect(throws: UnknownZone.self) { try Zone("Europe/Berln") }
    #expect(error?.nearest == "Europe/Berlin")
    #expect(throws: UnknownZone.self) { try Zone("GMT+25") }
  }

  @Test(arguments: [("UTC", 0), ("GMT", 0), ("US/Eastern", -18_000), ("Asia/Kathmandu", 20_700)])
  func keepsAZonesName(_ name: String, _ offset: Int64) throws {
    let zone = try Zone(name)
    #expect(zone.name == name)
    #expect(zone.offset(at: 0) == (name == "Asia/Kathmandu" ? 19_800 : offset))
    #expect(zone.offset(at: 1_700_000_000) == offset)
    #expect(throws: UnknownZone.self) { try Zone("GMT+3") }
  }

  @Test func missedPeriodsOldestFirst() throws {
    let zone = try Zone("Europe/Berlin")
    let missed = Period.complete(
      .day, after: try at("2026-10-23T22:00:00Z"), until: try at("2026-10-27T00:00:00Z"), zone: zone)
    #expect(missed.map(\.name) == ["2026-10-24-day", "2026-10-25-day", "2026-10-26-day"])
    #expect(
      Period.complete(
        .week, after: try at("2026-10-27T00:00:00Z"), until: try at("2026-10-28T00:00:00Z"), zone: zone) == []
    )
  }

  @Test(
    arguments: [
      ("day", "06:00", nil, "2026-11-24T04:59:59Z", "2026-11-24T05:00:00Z"),
      ("day", "06:00", nil, "2026-11-24T05:00:00Z", "2026-11-25T05:00:00Z"),
      ("day", "02:30", nil, "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"),
      ("day", "02:30", nil, "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
      ("day", "02:30", nil, "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
      ("week", "07:15", "monday", "2026-11-25T00:00:00Z", "2026-11-30T06:15:00Z"),
      ("week", nil, "Fri", "2026-11-25T00:00:00Z", "2026-11-26T23:00:00Z"),
      ("month", "06:00", "31", "2026-11-25T00:00:00Z", "2026-11-30T05:00:00Z"),
      ("hour", "05", nil, "2026-11-25T00:04:00Z", "2026-11-25T00:05:00Z"),
      ("hour", nil, nil, "2026-11-25T00:00:00Z", "2026-11-25T01:00:00Z"),
    ] as [(String, String?, String?, String, String)])
  func dueNext(_ every: String, _ time: String?, _ on: String?, _ after: String, _ due: String) throws {
    let schedule = try DigestSchedule(every: every, at: time, on: on)
    #expect(schedule.nextDue(after: try at(after), zone: try Zone("Europe/Berlin")) == (try at(due)))
  }

  @Test(
    arguments: [
      ("year", nil, nil), ("day", "25:00", nil), ("day", "6", nil), ("day", nil, "monday"),
      ("week", nil, "1"), ("month", nil, "32"), ("hour", "60", nil),
    ] as [(String, String?, String?)])
  func refusesASchedule(_ every: String, _ time: String?, _ on: String?) {
    #expect(throws: DigestSchedule.Invalid.self) { try DigestSchedule(every: every, at: time, on: on) }
  }

  @Test func civilDaysMatchTheCalendar() {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    for day in stride(from: -40_000, through: 60_000, by: 37) {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day, .weekOfYear, .yearForWeekOfYear], from: date)
      let civil = CivilDay(days: day)
      #expect(civil.days == day)
      #expect([parts.year, parts.month, parts.day] == [civil.year, civil.month, civil.day])
      #expect([parts.yearForWeekOfYear, parts.weekOfYear] == [civil.isoWeek.year, civil.isoWeek.week])
    }
  }
}

// Words of the digest's own sentences: counts, lists, dates, numbers. English, whatever the machine's locale.

enum English {
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]
  static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  /// "1 note", "2 notes", "5,000 notes".
  static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
  }

  /// "5,000".
  static func grouped(_ number: Int) -> String {
    let text = String(abs(number))
    var out = ""
    for (index, digit) in text.enumerated() {
      if index > 0, (text.count - index).isMultiple(of: 3) { out += "," }
      out.append(digit)
    }
    return (number < 0 ? "-" : "") + out
  }

  /// A name as a sentence has it: "the United States", "the European Union", but "Russia", "NATO". States and
  /// bodies called by a common noun take the article.
  static func named(_ name: String) -> String {
    let nouns: Set<String> = [
      "Alliance", "Commission", "Community", "Council", "Emirates", "Federation", "Islands", "Kingdom",
      "League",
      "Nations", "Netherlands", "Organization", "Republic", "States", "Union",
    ]
    let words = name.split(separator: " ")
    guard let first = words.first, let last = words.last, name.first?.isUppercase == true, first != "The"
    else {
      return name
    }
    return first == "United" && words.count > 1 || nouns.contains(String(last)) ? "the \(name)" : name
  }

  /// "Russia", "Russia and NATO", "Russia, NATO and the United States".
  static func list(_ parts: [String], _ joint: String = "and") -> String {
    guard parts.count > 1, let last = parts.last else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " \(joint) " + last
  }

  /// The first letter in upper case, where it is an ordinary one.
  static func capitalised(_ text: String) -> String {
    guard let first = text.first else { return text }
    return first.uppercased() + text.dropFirst()
  }

  /// "24 November 2026".
  static func date(_ day: CivilDay, year: Bool = true) -> String {
    "\(day.day) \(months[day.month - 1])" + (year ? " \(day.year)" : "")
  }

  /// "23 to 29 November", "30 November to 6 December 2026": the year where asked or needed.
  static func range(_ first: CivilDay, _ last: CivilDay, year: Bool) -> String {
    if first.year != last.year { return "\(date(first)) to \(date(last))" }
    if first.month != last.month { return "\(date(first, year: false)) to \(date(last, year: year))" }
    return "\(first.day) to \(date(last, year: year))"
  }

  /// A number with so many decimals and a point: "0.05".
  static func decimal(_ value: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    guard value.isFinite, abs(value * scale) < 1e15 else { return "?" }
    let whole = Int((abs(value) * scale).rounded())
    let unit = Int(scale)
    let sign = value < 0 && whole > 0 ? "-" : ""
    if places == 0 { return sign + grouped(whole) }
    return "\(sign)\(grouped(whole / unit)).\(digits(whole % unit, places))"
  }

  /// "p = 0.03", "p < 0.001".
  static func probability(_ p: Double) -> String {
    p < 0.001 ? "p < 0.001" : p < 0.1 ? "p = \(decimal(p, 3))" : "p = \(decimal(p, 2))"
  }

  /// "55% to 80%".
  static func band(_ low: Double, _ high: Double) -> String {
    "\(decimal(low * 100, 0))% to \(decimal(high * 100, 0))%"
  }

  /// "today", "yesterday", "5 days ago" from an age in days.
  static func ago(_ days: Int) -> String {
    days <= 0 ? "on the last day" : days == 1 ? "1 day before" : "\(grouped(days)) days before"
  }
}

extension Zone {
  /// RFC 3339 with the zone's offset: "2026-11-24T06:00:00+01:00".
  func rfc3339(_ instant: Int64) -> String {
    let time = civil(instant)
    let date = CivilDay(year: time.year, month: time.month, day: time.day).iso
    return
      "\(date)T\(clock(time)):\(digits(time.second % 60, 2))\(offsetText(offset(at: instant), colon: true))"
  }

  /// "2026-11-24".
  func isoDay(_ instant: Int64) -> String { CivilDay(days: day(of: instant)).iso }

  func clock(_ time: CivilTime) -> String { "\(digits(time.hour, 2)):\(digits(time.minute, 2))" }

  /// "25 November 2026, 17:20 (+01:00)".
  func moment(_ instant: Int64) -> String {
    let time = civil(instant)
    let date = English.date(CivilDay(year: time.year, month: time.month, day: time.day))
    return "\(date), \(clock(time)) (\(offsetText(offset(at: instant), colon: true)))"
  }

  /// A period for a headline: "Week 48 of 2026: 23 to 29 November".
  func title(_ period: Period) -> String {
    let first = CivilDay(days: day(of: period.start))
    let last = CivilDay(days: day(of: period.end - 1))
    switch period.kind {
    case .hour:
      let offset = offsetText(self.offset(at: period.start), colon: true)
      return
        "\(English.date(first)), \(clock(civil(period.start))) to \(clock(civil(period.end))) (\(offset))"
    case .day: return "\(English.weekdays[first.weekday - 1]), \(English.date(first))"
    case .week:
      let (year, week) = first.isoWeek
      return "Week \(week) of \(year): \(English.range(first, last, year: false))"
    case .month: return "\(English.months[first.month - 1]) \(first.year)"
    }
  }
}

extension PeriodKind {
  /// "the week before".
  var before: String { self == .day ? "the day before" : "the \(rawValue) before" }
  /// "this week"; "that day" for days, which are rarely today when read.
  var this: String { "this \(rawValue)" }
}

// Collects coded text, its units, and the way back to the source, as a reader comes upon them.

struct TextBuilder {
  private(set) var text: [UInt8] = []
  private(set) var units: [Unit] = []
  private(set) var runs: [PositionMap.Run] = []
  private var unitStart = 0
  /// Source offset minus text offset in the last run; what continues it needs no new run.
  private var delta = Int.min
  private var runsAtUnitStart = 0

  mutating func reserve(_ capacity: Int) { text.reserveCapacity(capacity) }

  /// Whether the open unit holds nothing yet.
  var isUnitEmpty: Bool { text.count == unitStart }

  mutating func beginUnit() {
    unitStart = text.count
    runsAtUnitStart = runs.count
  }

  /// Closes the unit at its last byte that is not white space; nothing is kept of a blank one.
  mutating func endUnit(_ kind: Unit.Kind, isQuoted: Bool = false, isCoded: Bool = true) {
    var start = unitStart
    var end = text.count
    while end > start, text[end - 1] <= 0x20 { end -= 1 }
    while start < end, text[start] <= 0x20 { start += 1 }
    guard start < end else {
      text.removeLast(text.count - unitStart)
      runs.removeLast(runs.count - runsAtUnitStart)
      delta = Int.min
      return
    }
    text.removeLast(text.count - end)
    units.append(Unit(kind: kind, range: start..<end, isQuoted: isQuoted, isCoded: isCoded))
    text.append(0x0A)
    delta = Int.min
    beginUnit()
  }

  /// Takes back the units from `count` on that fit `condition`, with their text. To be called between units.
  mutating func dropUnits(downTo count: Int, where condition: (Unit) -> Bool = { _ in true }) {
    guard count < units.count else { return }
    let dropped = units[count...].filter(condition)
    if dropped.isEmpty { return }
    let kept = units[count...].filter { !condition($0) }
    guard kept.isEmpty else {
      // Their text stays where it is, between units, and is not coded.
      units.replaceSubrange(count..., with: kept)
      return
    }
    let start = units[count].range.lowerBound
    units.removeLast(units.count - count)
    text.removeLast(text.count - start)
    while let last = runs.last, Int(last.text) >= start { runs.removeLast() }
    delta = Int.min
    beginUnit()
  }

  var lastUnitText: String {
    units.last.map { String(decoding: text[$0.range], as: UTF8.self) } ?? ""
  }

  /// Text copied without a change; `source` is where its first byte stands in the decoded source.
  mutating func copy(_ bytes: ArraySlice<UInt8>, source: Int) {
    if bytes.isEmpty { return }
    mark(source)
    text.append(contentsOf: bytes)
  }

  /// Turns the bytes at these places of the source, all within what was copied last, into spaces.
  mutating func blank(_ places: some Sequence<Int>) {
    for place in places { text[place - delta] = 0x20 }
  }

  /// Text that stands for something else in the source (an entity, an escape).
  mutating func insert(_ bytes: some Collection<UInt8>, source: Int) {
    mark(source)
    text.append(contentsOf: bytes)
    delta = Int.min
  }

  mutating func insert(_ byte: UInt8, source: Int) {
    mark(source)
    text.append(byte)
  }

  private mutating func mark(_ source: Int) {
    let offset = text.count
    if source - offset == delta { return }
    delta = source - offset
    runs.append(PositionMap.Run(text: UInt32(offset), source: UInt32(source)))
  }
}

extension Note {
  /// A unit's text.
  func string(of unit: Unit) -> String { String(decoding: text[unit.range], as: UTF8.self) }
}

// A note's units and positions as a few bytes beside its text, and back.

import NoteText

enum ContentPacking {
  private static let kinds: [Unit.Kind] = [
    .paragraph, .heading, .listItem, .tableCell, .blockQuotation, .caption,
  ]

  static func pack(_ units: [Unit]) -> [UInt8] {
    var packer = Packer()
    packer.put(units.count)
    var end = 0
    for unit in units {
      let kind = kinds.firstIndex(of: unit.kind) ?? 0
      packer.put(kind | (unit.isQuoted ? 8 : 0) | (unit.isCoded ? 0 : 16))
      packer.putSigned(unit.range.lowerBound - end)
      packer.put(unit.range.count)
      end = unit.range.upperBound
    }
    return packer.bytes
  }

  static func units(_ bytes: [UInt8]) throws -> [Unit] {
    var unpacker = Unpacker(bytes)
    var units: [Unit] = []
    var end = 0
    for _ in 0..<(try unpacker.takeCount()) {
      let head = try unpacker.take()
      let start = end + (try unpacker.takeSigned())
      let length = try unpacker.take()
      guard start >= 0, length >= 0, start <= Int(UInt32.max), length <= Int(UInt32.max),
        kinds.indices.contains(head & 7)
      else { throw StoreError(kind: .corrupt, file: "", message: "a stored unit makes no sense") }
      end = start + length
      units.append(
        Unit(kind: kinds[head & 7], range: start..<end, isQuoted: head & 8 != 0, isCoded: head & 16 == 0))
    }
    return units
  }

  static func pack(_ positions: PositionMap) -> [UInt8] {
    var packer = Packer()
    packer.put(positions.runs.count)
    var (text, source) = (0, 0)
    for run in positions.runs {
      packer.putSigned(Int(run.text) - text)
      packer.putSigned(Int(run.source) - source)
      (text, source) = (Int(run.text), Int(run.source))
    }
    packer.put(positions.lineStarts.count)
    var line = 0
    for start in positions.lineStarts {
      packer.putSigned(Int(start) - line)
      line = Int(start)
    }
    return packer.bytes
  }

  static func positions(_ bytes: [UInt8]) throws -> PositionMap {
    var unpacker = Unpacker(bytes)
    var runs: [PositionMap.Run] = []
    var (text, source) = (0, 0)
    for _ in 0..<(try unpacker.takeCount()) {
      text += try unpacker.takeSigned()
      source += try unpacker.takeSigned()
      runs.append(PositionMap.Run(text: try offset(text), source: try offset(source)))
    }
    var starts: [UInt32] = []
    var line = 0
    for _ in 0..<(try unpacker.takeCount()) {
      line += try unpacker.takeSigned()
      starts.append(try offset(line))
    }
    return PositionMap(runs: runs, lineStarts: starts)
  }

  private static func offset(_ value: Int) throws -> UInt32 {
    guard let offset = UInt32(exactly: value) else {
      throw StoreError(kind: .corrupt, file: "", message: "a stored position makes no sense")
    }
    return offset
  }
}

// From bytes of a note's coded text to code points of the text that was given.

import Coding
import NoteText

/// Answers for one note: each offset is counted on from the nearest one counted before it.
struct SourcePlaces {
  private let positions: PositionMap
  private let source: [UInt8]
  private var byte = 0
  private var point = 0

  init(_ coded: CodedNote, source: [UInt8]) {
    positions = coded.note.positions
    self.source = source
  }

  /// Bytes of the source in which a span of the coded text lies: first to last letter.
  func source(of range: Range<Int>) -> Range<Int> {
    let start = min(positions.sourceOffset(of: range.lowerBound), source.count)
    guard !range.isEmpty else { return start..<start }
    // The end is one past the last byte: the byte after it may lie beyond markup.
    let end = min(positions.sourceOffset(of: range.upperBound - 1) + 1, source.count)
    return start..<max(start, end)
  }

  /// Code points before a byte of the source. Near the last answer this costs their distance.
  mutating func point(at offset: Int) -> Int {
    if offset >= byte {
      point += SourcePlaces.points(source[byte..<offset])
    } else {
      point -= SourcePlaces.points(source[offset..<byte])
    }
    byte = offset
    return point
  }

  private static func points(_ bytes: ArraySlice<UInt8>) -> Int {
    let bytes = bytes.span
    var continuations = 0
    var index = 0
    while index <= bytes.count - 16 {
      continuations +=
        ByteBits.bits(ByteBits.within(ByteBits.lanes(at: index, bytes), 0x80...0xBF)).nonzeroBitCount
      index += 16
    }
    for place in index..<bytes.count where bytes[place] & 0xC0 == 0x80 { continuations += 1 }
    return bytes.count - continuations
  }
}

// Any bytes are cut and matched: nothing traps, and what comes out lies inside the text and in order.
// REDLINE_FUZZ=1 swift build --sanitize=fuzzer --product FuzzMatcher, then run it with -max_total_time=SECONDS.

import Codebooks
import Coding
import NoteText

/// The default codebook's patterns; and one matcher for all runs, so that what it remembers is tried too.
private struct Fixture {
  var coder: Coder

  init() throws {
    coder = Coder(try CompiledCodebook(try Codebook.loadDefault()))
  }
}

nonisolated(unsafe) private var fixture: Result<Fixture, any Error>?

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = Array(UnsafeBufferPointer(start: start, count: count))
  let units = units(of: text)
  check(TextCutter.cut(text: text, units: units), text)
  code(text, units)
  return 0
}

/// The first byte says how often a unit ends; its kinds take turns.
private func units(of text: [UInt8]) -> [Unit] {
  let kinds: [Unit.Kind] = [.paragraph, .heading, .listItem, .tableCell]
  let stride = max(1, Int(text.first ?? 1))
  var units: [Unit] = []
  var offset = 0
  while offset < text.count {
    let end = min(text.count, offset + stride * 4)
    units.append(Unit(kind: kinds[units.count % 4], range: offset..<end, isCoded: units.count % 7 != 6))
    offset = end + units.count % 2
  }
  return units
}

private func check(_ cut: CutText, _ text: [UInt8]) {
  var end = 0
  var token = 0
  for sentence in cut.sentences {
    precondition(sentence.range.lowerBound >= end && sentence.range.upperBound <= text.count)
    precondition(sentence.tokens.lowerBound == token && !sentence.tokens.isEmpty)
    end = sentence.range.lowerBound
    for word in cut.tokens[sentence.tokens] {
      precondition(Int(word.start) >= end && word.start < word.stem && word.stem <= word.end)
      end = Int(word.end)
    }
    precondition(end <= sentence.range.upperBound)
    end = sentence.range.upperBound
    token = sentence.tokens.upperBound
  }
  precondition(token == cut.tokens.count)
}

private func code(_ text: [UInt8], _ units: [Unit]) {
  let made = fixture ?? Result { try Fixture() }
  fixture = nil
  guard case .success(var ready) = made else { preconditionFailure("the default codebook does not load") }
  let note = Note(
    format: .plain, text: text, units: units, positions: PositionMap(runs: [], lineStarts: [0]))
  for segment in ready.coder.code(note).segments {
    precondition(segment.sentence.lowerBound <= segment.range.lowerBound)
    precondition(segment.range.upperBound <= segment.sentence.upperBound && !segment.range.isEmpty)
  }
  fixture = .success(ready)
}

// A line that `redline code --format jsonl --with-text` wrote, read back.

import Coding
import NoteText

/// Why a line cannot be imported, and what to do.
struct ImportLineError: Error, CustomStringConvertible {
  var reason: String
  var remedy: String
  var description: String { "\(reason); \(remedy)" }
}

/// A coded note out of a line.
struct ImportLine {
  /// The string, or any other JSON value as it stands.
  var id: [UInt8]
  var text: [UInt8]
  var coded: CodedNote
  /// What coding had to say about the line.
  var warning: String?

  init(_ bytes: ArraySlice<UInt8>) throws(ImportLineError) {
    do throws(CodeLineError) {
      let request = try CodeRequest(bytes)
      do throws(JSONLineError) {
        try self.init(JSONLine(bytes), request)
      } catch {
        throw CodeLineError(reason: error.description)
      }
    } catch {
      throw try Self.explain(error, bytes)
    }
  }

  private init(_ line: JSONLine, _ request: CodeRequest) throws(JSONLineError) {
    guard let raw = line.raw("id"), !raw.elementsEqual("null".utf8) else {
      throw JSONLineError(reason: "no 'id'", column: 1)
    }
    id = raw.first == UInt8(ascii: "\"") ? try line.string("id") ?? [] : Array(raw)
    guard !id.isEmpty else { throw JSONLineError(reason: "'id' is empty", column: 1) }
    guard id.count <= 4096 else { throw JSONLineError(reason: "'id' has more than 4,096 bytes", column: 1) }
    text = request.text
    var note = request.note
    if note.date != nil { note.dateOrigin = "import" }
    coded = CodedNote(
      note: note, codebook: try line.text("codebook"), segments: [],
      sentenceCount: try line.integer("sentences"))
    guard coded.sentenceCount >= 0 else { throw JSONLineError(reason: "'sentences' is below 0", column: 1) }
    var places = CodedPlaces(coded, source: text)
    guard let segments = try line.elements("segments") else {
      throw JSONLineError(reason: "no 'segments'", column: 1)
    }
    for bytes in segments { coded.segments.append(try Self.segment(JSONLine(bytes), &places)) }
    warning = try line.string("warning").map { String(decoding: $0, as: UTF8.self) }
  }

  private static func segment(
    _ line: JSONLine, _ places: inout CodedPlaces
  ) throws(JSONLineError) -> CodedSegment {
    let range = try places.range(line)
    guard try line.string("quote").map({ $0.elementsEqual(places.quote(of: range)) }) ?? false else {
      throw JSONLineError(reason: "a segment's 'quote' does not stand at its place in 'text'", column: 1)
    }
    guard let sentence = line.raw("sentence") else { throw JSONLineError(reason: "no 'sentence'", column: 1) }
    var segment = CodedSegment(
      code: try line.text("code"), status: try line.text("status"), isNegated: try line.boolean("negated"),
      isHypothetical: try line.boolean("hypothetical"), isHistorical: try line.boolean("historical"),
      holder: try line.text("holder"), range: range, sentence: try places.range(JSONLine(sentence)),
      rule: try line.text("rule"))
    guard segment.sentence.lowerBound <= range.lowerBound, segment.sentence.upperBound >= range.upperBound
    else { throw JSONLineError(reason: "a segment lies outside its sentence", column: 1) }
    segment.statusRule = try line.string("statusRule").map { String(decoding: $0, as: UTF8.self) }
    for bytes in try line.elements("cues") ?? [] {
      let cue = try JSONLine(bytes)
      segment.cues.append(
        CodedSegment.CueHit(
          range: try places.range(cue), modifier: try cue.text("modifier"), id: try cue.text("id")))
    }
    if let raw = line.raw("likelihood") {
      let likelihood = try JSONLine(raw)
      segment.likelihood = CodedSegment.Likelihood(
        term: try likelihood.text("term"), low: try likelihood.number("low"),
        high: try likelihood.number("high"),
        confidence: try likelihood.string("confidence").map { String(decoding: $0, as: UTF8.self) })
    }
    return segment
  }

  /// Says what is wrong in the words of one who imports.
  private static func explain(
    _ error: CodeLineError, _ bytes: ArraySlice<UInt8>
  ) throws(ImportLineError) -> ImportLineError {
    do throws(JSONLineError) {
      let line = try JSONLine(bytes)
      if let failure = try line.string("error") {
        return ImportLineError(
          reason: "this note was not coded: \(String(decoding: failure, as: UTF8.self))",
          remedy: "mend the input of 'redline code' and code it again")
      }
      if line.raw("segments") != nil, line.raw("text") == nil {
        return ImportLineError(
          reason: "the line carries no 'text'", remedy: "code it with --format jsonl --with-text")
      }
    } catch {
      // It is no JSON at all, as `error` says already.
    }
    return ImportLineError(
      reason: error.reason, remedy: "give what 'redline code --format jsonl --with-text' wrote, unchanged")
  }
}

/// The way from code points of the text that was given to bytes of the coded text: `SourcePlaces` backwards.
private struct CodedPlaces {
  private let positions: PositionMap
  private let source: [UInt8]
  private let codedCount: Int
  private var byte = 0
  private var point = 0

  init(_ coded: CodedNote, source: [UInt8]) {
    positions = coded.note.positions
    codedCount = coded.note.text.count
    self.source = source
  }

  /// The bytes of the coded text that `start` and `end` of a line mean.
  mutating func range(_ line: JSONLine) throws(JSONLineError) -> Range<Int> {
    let (start, end) = (try line.integer("start"), try line.integer("end"))
    guard 0 <= start, start <= end, let from = byte(of: start), let to = byte(of: end) else {
      throw JSONLineError(reason: "'start' and 'end' lie outside 'text'", column: 1)
    }
    let first = coded(from)
    guard from < to else { return first..<first }
    // The last byte of the coded text that comes from before the end.
    let last = max(first, coded(to) - 1)
    return first..<min(last + 1, codedCount)
  }

  /// What stands in the given text where a range of the coded text comes from.
  func quote(of range: Range<Int>) -> ArraySlice<UInt8> {
    guard !range.isEmpty else { return [] }
    let start = min(positions.sourceOffset(of: range.lowerBound), source.count)
    return source[start..<max(start, min(positions.sourceOffset(of: range.upperBound - 1) + 1, source.count))]
  }

  /// The first byte of the coded text that comes from a byte of the source or from behind it.
  private func coded(_ offset: Int) -> Int {
    var low = 0
    var high = codedCount
    while low < high {
      let middle = (low + high) / 2
      if positions.sourceOffset(of: middle) < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The byte at which a code point begins; nil where there are not so many. Near the last answer this costs their
  /// distance.
  private mutating func byte(of wanted: Int) -> Int? {
    while point > wanted {
      repeat { byte -= 1 } while source[byte] & 0xC0 == 0x80
      point -= 1
    }
    while point < wanted {
      guard byte < source.count else { return nil }
      repeat { byte += 1 } while byte < source.count && source[byte] & 0xC0 == 0x80
      point += 1
    }
    return byte
  }
}

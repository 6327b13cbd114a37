// `redline code --format jsonl`: one object a line in, one a line out, in order.

import Codebooks
import Coding
import NoteText

/// Codes lines of JSON. Offsets of the output count Unicode code points of the given text.
struct CodeJSONLines {
  private var coder: Coder
  private let fingerprint: String
  private let withText: Bool
  private var writer = JSONWriter()

  /// - Parameter withText: whether each answer carries the note itself and where its cues stand, so that
  ///   `redline import` can put it into an index.
  init(_ compiled: CompiledCodebook, withText: Bool = false) {
    self.withText = withText
    coder = Coder(compiled)
    fingerprint = compiled.codebook.fingerprint
  }

  /// The answer to a line, with its line end, and whether the line was good.
  mutating func answer(to line: LineReader.Line, number: Int) -> (bytes: [UInt8], isGood: Bool) {
    writer.clear()
    do throws(CodeLineError) {
      write(try request(line))
      return (writer.bytes, true)
    } catch {
      writer.clear()
      writer.raw("{\"id\": null, \"line\": ")
      writer.number(number)
      writer.raw(", \"error\": ")
      writer.string(error.reason)
      writer.raw("}\n")
      return (writer.bytes, false)
    }
  }

  private func request(_ line: LineReader.Line) throws(CodeLineError) -> CodeRequest {
    switch line {
    case .tooLong(let bytes):
      throw CodeLineError(reason: "the line has \(bytes) bytes, more than the limit of \(LineReader.longest)")
    case .text(let bytes): return try CodeRequest(bytes)
    }
  }

  private mutating func write(_ request: CodeRequest) {
    writer.raw("{\"id\": ")
    writer.raw(request.id)
    writer.raw(", \"codebook\": ")
    writer.string(fingerprint)
    if let warning = request.warning {
      writer.raw(", \"warning\": ")
      writer.string(warning)
    }
    let note = request.note
    let coded = coder.code(note)
    if withText { write(text: request, sentences: coded.sentenceCount) }
    writer.raw(", \"segments\": [")
    var places = SourcePlaces(coded, source: request.text)
    for (index, segment) in coded.segments.enumerated() {
      if index > 0 { writer.raw(", ") }
      write(segment, note: note, source: request.text, places: &places)
    }
    writer.raw("]}\n")
  }

  /// The line's own members again, and how many sentences were read.
  private mutating func write(text request: CodeRequest, sentences: Int) {
    if !request.title.isEmpty {
      writer.raw(", \"title\": ")
      writer.string(request.title)
    }
    if request.date != nil, let date = request.rawDate {
      writer.raw(", \"date\": ")
      writer.raw(date)
    }
    writer.raw(", \"format\": ")
    writer.string(request.format.rawValue)
    writer.raw(", \"sentences\": ")
    writer.number(sentences)
    writer.raw(", \"text\": ")
    writer.string(request.text)
  }

  private mutating func write(
    _ segment: CodedSegment, note: Note, source: [UInt8], places: inout SourcePlaces
  ) {
    writer.raw("{\"code\": ")
    writer.string(segment.code)
    writer.raw(", \"status\": ")
    writer.string(segment.status)
    writer.raw(", \"negated\": ")
    writer.boolean(segment.isNegated)
    writer.raw(", \"hypothetical\": ")
    writer.boolean(segment.isHypothetical)
    writer.raw(", \"historical\": ")
    writer.boolean(segment.isHistorical)
    writer.raw(", \"holder\": ")
    writer.string(segment.holder)
    let span = places.source(of: segment.range)
    writer.raw(", \"start\": ")
    writer.number(places.point(at: span.lowerBound))
    writer.raw(", \"end\": ")
    writer.number(places.point(at: span.upperBound))
    writer.raw(", \"quote\": ")
    writer.string(source[span])
    let sentence = places.source(of: segment.sentence)
    writer.raw(", \"sentence\": {\"start\": ")
    writer.number(places.point(at: sentence.lowerBound))
    writer.raw(", \"end\": ")
    writer.number(places.point(at: sentence.upperBound))
    writer.raw("}, \"rule\": ")
    writer.string(segment.rule)
    if withText, let rule = segment.statusRule {
      writer.raw(", \"statusRule\": ")
      writer.string(rule)
    }
    writeEvidence(segment, note: note, places: &places)
    writer.raw("}")
  }

  private mutating func writeEvidence(_ segment: CodedSegment, note: Note, places: inout SourcePlaces) {
    writer.raw(", \"cues\": [")
    for (index, cue) in segment.cues.enumerated() {
      writer.raw(index > 0 ? ", {\"text\": " : "{\"text\": ")
      writer.string(note.text[cue.range])
      writer.raw(", \"modifier\": ")
      writer.string(cue.modifier)
      if withText {
        let span = places.source(of: cue.range)
        writer.raw(", \"id\": ")
        writer.string(cue.id)
        writer.raw(", \"start\": ")
        writer.number(places.point(at: span.lowerBound))
        writer.raw(", \"end\": ")
        writer.number(places.point(at: span.upperBound))
      }
      writer.raw("}")
    }
    writer.raw("]")
    guard let likelihood = segment.likelihood else { return }
    writer.raw(", \"likelihood\": {\"term\": ")
    writer.string(likelihood.term)
    writer.raw(", \"low\": ")
    writer.probability(likelihood.low)
    writer.raw(", \"high\": ")
    writer.probability(likelihood.high)
    if let confidence = likelihood.confidence {
      writer.raw(", \"confidence\": ")
      writer.string(confidence)
    }
    writer.raw("}")
  }
}

struct CodeLineError: Error {
  var reason: String
}

/// A line of the input, read.
struct CodeRequest {
  /// As it stands in the line: any JSON value; null where none is given.
  var id: ArraySlice<UInt8>
  var text: [UInt8]
  var title: String
  var date: NoteDate?
  /// The date as it stands in the line.
  var rawDate: ArraySlice<UInt8>?
  var format: NoteFormat
  var warning: String?

  init(_ bytes: ArraySlice<UInt8>) throws(CodeLineError) {
    do throws(JSONLineError) {
      let line = try JSONLine(bytes)
      guard line.isUTF8 else { throw JSONLineError(reason: "invalid UTF-8", column: 1) }
      id = line.raw("id") ?? ArraySlice("null".utf8)
      guard let text = try line.string("text") else {
        throw JSONLineError(reason: "no 'text'", column: 1)
      }
      self.text = text
      title = String(decoding: try line.string("title") ?? [], as: UTF8.self)
      format = .plain
      if let name = try line.string("format") {
        guard let known = NoteFormat(rawValue: String(decoding: name, as: UTF8.self)),
          known == .plain || known == .markdown
        else { throw JSONLineError(reason: "'format' is neither \"plain\" nor \"markdown\"", column: 1) }
        format = known
      }
      (date, warning) = CodeRequest.date(line)
      rawDate = line.raw("date")
    } catch {
      // Of what is wrong with a line this is said first.
      guard SourceDecoder.isUTF8(bytes.span) else {
        throw CodeLineError(reason: "the line is not valid UTF-8")
      }
      throw CodeLineError(reason: error.description)
    }
  }

  /// The date, or why it counts as absent.
  private static func date(_ line: JSONLine) -> (NoteDate?, String?) {
    guard let raw = line.raw("date") else { return (nil, nil) }
    guard raw.first == UInt8(ascii: "\"") else {
      return raw.elementsEqual("null".utf8) ? (nil, nil) : (nil, "date is not a string and counts as absent")
    }
    let text = String(decoding: raw.dropFirst().dropLast(), as: UTF8.self)
    if text.isEmpty { return (nil, nil) }
    if let date = DateText.parse(text) { return (date, nil) }
    return (
      nil, "date \"\(text.prefix(40))\" is neither YYYY-MM-DD, YYYY-MM nor RFC 3339 and counts as absent"
    )
  }

  /// The note to code.
  var note: Note {
    Note.plain(bytes: text, title: title, date: date, format: format, guessesLanguage: false)
  }
}

import Codebooks
import Coding
import Testing

@testable import redline

private let codebook = """
  codebook: 1
  title: "Quotas at sea"
  version: "1"
  source: "own"
  languages: [en]
  facets:
    - {id: act, label: Acts, ladder: [mentioned, done], default: mentioned}
  board:
    board-facets: [act]
    table-facets: [act]
    accusers: []
    claimed-statuses: []
    not-hypothetical: []
    contradictions: []
    arrow-sources: 2
    arrow-p-value: 0.05
    silence-factor: 3
    key-changes: 5
  lexicons:
    harbour: [harbour, port]
  actors:
    - {id: iceland, label: Iceland, names: [Iceland]}
    - {id: author, label: the author, role: author}
    - {id: other, label: others, role: other}
  codes:
    - id: act/blockade
      notation: B1
      label: A blockade
      facet: act
      definition: a harbour blocked
      patterns:
        - {id: B1.1, match: "blocked PRE/2 $harbour", example: "Iceland blocked the harbour."}
  cues:
    - {id: hyp.perhaps, match: perhaps, category: hypothetical, direction: forward}
  likelihood:
    - {term: perhaps, low: 0.20, high: 0.45}
  """

private func answers(_ lines: [String]) throws -> [(text: String, isGood: Bool)] {
  let compiled = try CompiledCodebook(Codebook.load(yaml: codebook, file: "quotas.yaml"))
  var coder = CodeJSONLines(compiled)
  return lines.enumerated().map { index, line in
    let answer = coder.answer(to: .text(ArraySlice(line.utf8)), number: index + 1)
    let text = String(decoding: answer.bytes, as: UTF8.self)
    return (text.replacing(compiled.codebook.fingerprint, with: "F"), answer.isGood)
  }
}

@Suite struct CodeJSONLinesTests {
  @Test func offsetsCountCodePoints() throws {
    let answer = try answers([#"{"id": "x1", "text": "🐟 é: Perhaps Iceland blocked the harbour."}"#])[0]
    #expect(answer.isGood)
    #expect(
      answer.text == """
        {"id": "x1", "codebook": "F", "segments": [{"code": "act/blockade", "status": "mentioned", "negated": false, \
        "hypothetical": true, "historical": false, "holder": "iceland", "start": 21, "end": 40, \
        "quote": "blocked the harbour", "sentence": {"start": 0, "end": 41}, "rule": "B1.1", \
        "cues": [{"text": "Perhaps", "modifier": "hypothetical"}, {"text": "Iceland", "modifier": "holder"}], \
        "likelihood": {"term": "perhaps", "low": 0.20, "high": 0.45}}]}

        """)
  }

  @Test(arguments: [
    (#"{"id": 7, "text": ""}"#, #"{"id": 7, "codebook": "F", "segments": []}"#),
    (
      #"{"id": [1, {"a": null}], "text": "\n"}"#,
      #"{"id": [1, {"a": null}], "codebook": "F", "segments": []}"#
    ),
    (#"{"text": "a"}"#, #"{"id": null, "codebook": "F", "segments": []}"#),
    (#"{"id": 1, "text": "a", "date": null}"#, #"{"id": 1, "codebook": "F", "segments": []}"#),
    (#"{"id": 1, "text": "a", "date": "2022-02-30T"}"#, #""warning": "date \"2022-02-30T\" is neither"#),
    (#"{"id": 1, "text": "a", "date": 3}"#, #""warning": "date is not a string"#),
    (#"{"id": 1}"#, #"{"id": null, "line": 1, "error": "no 'text' at byte 1"}"#),
    (#"{"id": 1, "text": 2}"#, #""error": "'text' is not a string at byte 19""#),
    (#"["id"]"#, #""error": "the line is not a JSON object at byte 1""#),
    (#"{"text": "a"} x"#, #""error": "something follows the object at byte 15""#),
    (#"{"text": "a\x"}"#, #""error": "an escape that JSON does not know"#),
    ("{\"text\": \"a", #""error": "a string without its end"#),
    (#"{"text": 01}"#, #""error": "a number with a leading zero"#),
    (#"{"text": "a", "format": "pdf"}"#, #""error": "'format' is neither"#),
    ("", #""error": "the line is not a JSON object at byte 1""#),
  ])
  func lines(_ line: String, _ expected: String) throws {
    let answer = try answers([line])[0]
    #expect(answer.text.contains(expected), "\(answer.text)")
    #expect(answer.isGood == !expected.contains("error"))
  }

  @Test func markdownIsReadAndOffsetsLeadBack() throws {
    let line = ##"{"id": 1, "format": "markdown", "text": "# Sea\n\n* Iceland **blocked** the harbour."}"##
    let answer = try answers([line])[0]
    #expect(
      answer.text.contains(#""start": 19, "end": 40, "quote": "blocked** the harbour""#), "\(answer.text)")
  }

  @Test func escapesAreRead() throws {
    let line = #"{"id": 1, "text": "\ud83d\ude00 Iceland\tblocked\u0020the \"harbour\""}"#
    let answer = try answers([line])[0]
    #expect(answer.text.contains(#""start": 10, "#), "\(answer.text)")
    #expect(answer.text.contains(#""quote": "blocked the \"harbour""#), "\(answer.text)")
  }

  /// Texts are copied sixteen bytes at a time: escapes at each place of these.
  @Test(arguments: 0..<40) func escapesStandAnywhere(_ distance: Int) throws {
    let plain = String(repeating: "ab, ", count: 10).prefix(distance)
    let escapes = #"\n\t\r\b\f\"\\\/\u00e9\ud83d\ude00\ud83dx"#
    let line = #"{"text": "\#(plain)\#(escapes)\#(plain)\\"}"#
    let read = try JSONLine(ArraySlice("padding \(line)".utf8).dropFirst(8)).text("text")
    #expect(read == plain + "\n\t\r\u{8}\u{C}\"\\/é😀\u{FFFD}x" + plain + "\\")
  }

  @Test(arguments: [
    ("2022-01-26", true), ("2022-01", true), ("2022-01-26T18:30:00Z", true),
    ("2022-01-26T18:30:00.25+02:00", true),
    ("2022-02-29", false), ("2022-13", false), ("2022", false), ("26.01.2022", false),
    ("2022-01-26T18:30", false),
    ("2022-01-26T18:30:00", false), ("2022-01-26x", false), ("0000-01-01", false),
  ])
  func dates(_ text: String, _ isDate: Bool) {
    #expect((DateText.parse(text) != nil) == isDate)
  }

  @Test func momentsAreInUTC() {
    #expect(DateText.parse("1970-01-02T01:00:00+01:00") == .instant(86_400))
    #expect(DateText.parse("2000-03-01T00:00:00Z") == .instant(951_868_800))
  }
}

// A note with its codes beneath each line, for a terminal.

import Codebooks
import Coding
import NoteText

struct AnnotatedText {
  private let coded: CodedNote
  private let codebook: Codebook
  private let style: Style
  private let notations: [String: String]

  init(_ coded: CodedNote, codebook: Codebook, usesColour: Bool) {
    self.coded = coded
    self.codebook = codebook
    style = Style(usesColour: usesColour)
    notations = Dictionary(codebook.codes.map { ($0.id, $0.notation) }) { first, _ in first }
  }

  /// The coded text's lines; beneath a line the segments that begin in it.
  var text: String {
    var output = ""
    var start = 0
    let bytes = coded.note.text
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      output += line(start..<end)
      start = end + 1
    }
    return output
  }

  private func line(_ range: Range<Int>) -> String {
    let segments = coded.segments.filter { $0.range.overlaps(range) }
    var output = ""
    var at = range.lowerBound
    for span in Self.union(segments.map { $0.range.clamped(to: range) }) {
      output += words(at..<span.lowerBound) + style.underlined(words(span))
      at = span.upperBound
    }
    output += words(at..<range.upperBound) + "\n"
    for segment in segments where range.contains(segment.range.lowerBound) { output += remark(segment) }
    return output
  }

  private func words(_ range: Range<Int>) -> String {
    Terminal.visible(String(decoding: coded.note.text[range], as: UTF8.self))
  }

  private func remark(_ segment: CodedSegment) -> String {
    var modifiers: [String] = []
    if segment.isNegated { modifiers.append("negated") }
    if segment.isHypothetical { modifiers.append("hypothetical") }
    if segment.isHistorical { modifiers.append("historical") }
    let place = coded.note.positions.position(of: segment.range.lowerBound)
    var parts = [
      "\(place.line):\(place.column)", style.bold(notations[segment.code] ?? segment.code),
      style.bold(segment.code), segment.status,
    ]
    if !modifiers.isEmpty { parts.append(modifiers.joined(separator: ", ")) }
    parts.append("holder \(segment.holder)")
    parts.append(style.faint("rule \(segment.rule)" + (segment.statusRule.map { ", \($0)" } ?? "")))
    if let likelihood = segment.likelihood {
      parts.append(
        style.faint("\(likelihood.term): \(Self.percent(likelihood.low)) to \(Self.percent(likelihood.high))")
      )
    }
    let quote = Self.shortened(words(segment.range).split(separator: "\n").joined(separator: " "))
    return "    ^ " + style.underlined(quote) + "\n      " + parts.joined(separator: "  ") + "\n"
  }

  private static func percent(_ value: Double) -> String { "\(Int((value * 100).rounded()))%" }

  private static func shortened(_ text: String) -> String {
    text.count <= 76 ? text : text.prefix(50) + " ... " + text.suffix(20)
  }

  private static func union(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = result.last, range.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }
}

/// Terminal attributes, or none of them.
struct Style {
  var usesColour: Bool
  func underlined(_ text: String) -> String { wrapped(text, "4;33", "24;39") }
  func bold(_ text: String) -> String { wrapped(text, "1", "22") }
  func faint(_ text: String) -> String { wrapped(text, "2", "22") }
  private func wrapped(_ text: String, _ on: String, _ off: String) -> String {
    usesColour && !text.isEmpty ? "\u{1B}[\(on)m\(text)\u{1B}[\(off)m" : text
  }
}

extension Terminal {
  /// Text of a note for a terminal: control characters, which could drive it, are shown as U+FFFD.
  static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
    return String(scalars)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

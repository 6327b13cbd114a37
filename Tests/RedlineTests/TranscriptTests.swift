// Sessions at the command line, kept as files: what is typed after "$ ", then what is printed.

import Foundation
import Testing

/// Each file of `Transcripts` is a session in a desk of its own. `$ redline …` runs the program; `$ put NAME` writes
/// the lines that follow, up to an empty one, as a note. `? N` after a command is its exit code where it is not 0.
/// `REDLINE_REWRITE_GOLDEN=1 swift test` writes the files anew; review the diff.
@Suite struct TranscriptTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
    path: "Transcripts")

  static var names: [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }
        .sorted()
    } catch {
      Issue.record("\(error)")
      return []
    }
  }

  @Test(arguments: names) func session(name: String) throws {
    let file = Self.folder.appending(path: name)
    let wanted = try String(contentsOf: file, encoding: .utf8)
    let desk = try Desk(settings: "settle: 0\nlog-level: error\n")
    var lines = wanted.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var got: [String] = []
    while let line = lines.popFirst() {
      if line.hasPrefix("$ put ") {
        got.append(String(line))
        var text: [Substring] = []
        while let next = lines.popFirst(), !next.isEmpty { text.append(next) }
        got += text.map(String.init) + [""]
        try desk.put(
          text.map { $0 == "." ? "" : $0 }.joined(separator: "\n") + "\n", at: String(line.dropFirst(6)))
      } else if line.hasPrefix("$ redline ") {
        got.append(String(line))
        let outcome = try desk.run(words(line.dropFirst(10)), input: "")
        let text = (outcome.output + outcome.messages).replacing(desk.folder, with: "DESK")
          .replacingOccurrences(of: #"(?m)^\d\d:\d\d:\d\d "#, with: "TIME ", options: .regularExpression)
        got += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).filter {
          !$0.isEmpty
        }
        if outcome.code != 0 { got.append("? \(outcome.code)") }
        got.append("")
        while let next = lines.first, !next.hasPrefix("$ "), !next.hasPrefix("# ") {
          _ = next
          lines.removeFirst()
        }
      } else if line.hasPrefix("# ") {
        got.append(String(line))
      }
    }
    let text = got.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["REDLINE_REWRITE_GOLDEN"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(text == wanted)
    }
  }

  /// As a shell would, with single quotation marks only.
  private func words(_ line: Substring) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in line {
      switch character {
      case "'": isQuoted.toggle()
      case " " where !isQuoted:
        if !word.isEmpty { words.append(word) }
        word = ""
      default: word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}

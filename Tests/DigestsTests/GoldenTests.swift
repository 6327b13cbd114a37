// Golden files: whole digests, byte for byte. `REDLINE_REWRITE_GOLDEN=1 swift test` writes them anew; review the diff.

import Foundation
import Testing

@testable import Digests

struct Golden {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  static func check(_ name: String, _ text: String, _ location: SourceLocation = #_sourceLocation) throws {
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["REDLINE_REWRITE_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: file)
    }
    let stored = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    if stored == text { return }
    let pairs = zip(
      stored.split(separator: "\n", omittingEmptySubsequences: false),
      text.split(separator: "\n", omittingEmptySubsequences: false))
    let difference = pairs.enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      "\(name) differs from its golden file at line \((difference?.offset ?? 0) + 1): \(difference?.element.1.prefix(200) ?? "length")",
      sourceLocation: location)
  }
}

@Suite struct GoldenTests {
  @Test func aWeekInEveryForm() throws {
    let digest = try DigestWriter.write(try Desk.sampleWeek(), codebook: Desk.codebook)
    let renderer = try DigestRenderer()
    try Golden.check("week.md", renderer.markdown(digest))
    try Golden.check("week.html", renderer.html(digest))
    try Golden.check("week.txt", renderer.text(digest))
    try Golden.check("week.json", String(decoding: try digest.json(), as: UTF8.self))
  }
}

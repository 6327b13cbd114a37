// The borders of the house: who may import what, and what pure floors may not reach for.

import Foundation
import Testing

@Suite struct HouseTests {
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  private func lines(of target: String) throws -> [(place: String, text: Substring)] {
    let folder = Self.sources.appending(path: target)
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
      .sorted().flatMap { name in
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
          .split(separator: "\n", omittingEmptySubsequences: false).enumerated()
          .map { ("\(target)/\(name):\($0.offset + 1)", $0.element) }
      }
  }

  private var targets: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: Self.sources.path).filter {
        !$0.hasPrefix("C") || $0 == "Codebooks" || $0 == "Coding" || $0 == "Converters"
      }
    }
  }

  @Test func onlyTheServiceImportsDispatchAndOnlyTheStoreImportsGRDB() throws {
    for target in try targets {
      for (place, text) in try lines(of: target) {
        if text.hasSuffix("import Dispatch") { #expect(target == "Service", "\(place)") }
        if text.hasSuffix("import GRDB") { #expect(target == "NoteStore", "\(place)") }
      }
    }
  }

  /// Floors from the bottom up; a target imports only from floors below its own.
  @Test func importsPointDownwards() throws {
    let floors: [[String]] = [
      ["NotePaths"], ["NoteText", "Codebooks", "FileWatching", "Converters"], ["Coding"], ["Digests"],
      ["NoteStore"],
      ["Pipeline"], ["Service"], ["redline"],
    ]
    let floor = Dictionary(
      uniqueKeysWithValues: floors.enumerated().flatMap { level, names in names.map { ($0, level) } })
    for target in try targets {
      let own = try #require(floor[target], "\(target) has no floor in this test")
      for (place, text) in try lines(of: target) where text.contains("import ") {
        let words = text.split(separator: " ")
        guard words.count >= 2, words[words.count - 2] == "import",
          let other = floor[String(words[words.count - 1])]
        else { continue }
        #expect(other < own, "\(place): \(text)")
      }
    }
  }

  @Test func pureFloorsReachForNoFileNoClockAndNoProcess() throws {
    let forbidden = try Regex(
      #"(^|[^A-Za-z_])(FileManager|Process\(\)|Date\(\)|Date\.now|ContinuousClock|getenv\(|fopen\()"#)
    for target in ["NoteText", "Codebooks", "Coding", "Digests"] {
      for (place, text) in try lines(of: target) where !text.drop(while: { $0 == " " }).hasPrefix("//") {
        #expect(text.firstMatch(of: forbidden) == nil, "\(place): \(text)")
      }
    }
  }

  @Test func nothingIsForcedOrSwallowed() throws {
    for target in try targets {
      for (place, text) in try lines(of: target) where !text.drop(while: { $0 == " " }).hasPrefix("//") {
        #expect(!text.contains("try!"), "\(place)")
        #expect(!text.contains("fatalError("), "\(place)")
      }
    }
  }

  @Test func everyFileBeginsWithALineThatSaysWhatItIsFor() throws {
    for target in try targets {
      for (place, text) in try lines(of: target) where place.hasSuffix(":1") {
        #expect(text.hasPrefix("// ") && text.count > 10, "\(place)")
      }
    }
  }
}

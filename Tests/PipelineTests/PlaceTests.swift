// Quotations against the notes' own bytes: each word where the digest says that it stands.

import Codebooks
import Coding
import Digests
import FileWatching
import Foundation
import NotePaths
import NoteStore
import Testing

@testable import Pipeline

@Suite struct PlaceTests {
  private static let watch = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Watch").path

  /// The sample week as the program reads it, down to what its digest rests on.
  private func sampleWeek() throws -> (digest: Digest, codebook: Codebook) {
    let state = FileManager.default.temporaryDirectory.path + "/redline-places-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    defer {
      do { try FileManager.default.removeItem(atPath: state) } catch {
        print("left behind: \(state): \(error)")
      }
    }
    let store = try Store(directory: state, access: .readWrite)
    let codebook = try Codebook.loadDefault()
    let root = try WatchRoot(path: Self.watch)
    let zone = try Zone("UTC")
    var worker = NoteWorker(
      ReadingSettings(
        root: root, compiled: try CompiledCodebook(codebook), zone: zone, maxNoteSize: 1 << 20,
        fallbackEncoding: nil, hashKey: [], converters: [:]))
    let names = try FileManager.default.subpathsOfDirectory(atPath: Self.watch).sorted()
    for name in names where name != "README.md" && name.contains(".") {
      let path = NotePath(name)
      let item = WorkItem(
        path: path, stamp: try SafeFile.stamp(root, path), received: 1_643_500_000, isBacklog: true)
      guard case .coded(let stamp, let revision) = worker.work(item, isArchive: true) else {
        Issue.record("\(name) was not coded")
        continue
      }
      _ = try store.apply([.coded(path, stamp: stamp, revision)], at: 1_643_500_000)
    }
    let period = try Period.containing(1_643_200_000, kind: .week, zone: "UTC")
    let material = try store.material(
      period: period, previous: period.previous(in: zone), now: 1_643_700_000)
    let digest = try DigestWriter.write(material, codebook: codebook)
    #expect(DigestCheck.check(digest, material) == [])
    return (digest, codebook)
  }

  /// In the file that the line names, at its line and column, the quotation begins: Markdown, plain text, HTML and
  /// mail alike. Further words may stand on further lines, with markup between.
  @Test func everyQuotationStandsAtItsPlaceInTheFile() throws {
    let (digest, _) = try sampleWeek()
    #expect(digest.evidence.count > 40)
    #expect(Set(digest.evidence.map { $0.path.suffix(4) }).isSuperset(of: [".eml", "html", ".txt"]))
    for line in digest.evidence {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(Self.watch)/\(line.path)"))
      let after = String(decoding: bytes, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false
      )
      .dropFirst(line.line - 1).joined(separator: "\n")
      // A mail's soft line breaks part words.
      var rest = Substring(line.path.hasSuffix(".eml") ? after.replacing("=\n", with: "") : after)
      let word = try #require(line.quote.split { $0.isWhitespace || "’'".contains($0) }.first).unicodeScalars
      let isThere = rest.unicodeScalars.dropFirst(line.column - 1).starts(with: word)
      #expect(isThere, "\(line.id) at \(line.place):\(line.column)")
      // All of its words follow in the file, in their order.
      for word in line.quote.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
        let found = try #require(rest.range(of: word), "\(line.id): '\(word)'")
        rest = rest[found.upperBound...]
      }
    }
  }
}

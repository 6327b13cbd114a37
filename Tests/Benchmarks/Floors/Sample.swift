// What the benchmarks work on: the sample notes of Watch, many times over, the same on every machine.

import Codebooks
import Coding
import Digests
import FileWatching
import Foundation
import NotePaths
import NoteText

struct Sample {
  let codebook: Codebook
  let compiled: CompiledCodebook
  /// Half a megabyte of each.
  let markdown: [UInt8]
  let html: [UInt8]
  let note: Note
  let cut: CutText
  let digest: Digest
  let renderer: DigestRenderer
  let listing: TreeListing
  let known: [Rescan.Known]

  static let size = 500_000

  init() throws {
    let watch = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Watch")
    codebook = try Codebook.loadDefault()
    compiled = try CompiledCodebook(codebook)
    let files = try FileManager.default.subpathsOfDirectory(atPath: watch.path).sorted()
    func bytes(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: watch.appendingPathComponent(name)))
    }
    let texts = try files.filter { $0.hasSuffix(".md") && $0 != "README.md" }.map(bytes)
    markdown = Self.repeated(texts.map { Self.withoutFrontMatter($0) })
    html = Self.repeated(try files.filter { $0.hasSuffix(".html") }.map(bytes))
    note = try NoteReader.read(markdown, name: NotePath("sample.md"))
    cut = TextCutter.cut(text: note.text, units: note.units)
    var coder = Coder(compiled)
    digest = try DigestWriter.write(try Self.material(coder.code(note)), codebook: codebook)
    renderer = try DigestRenderer()
    let tree = try FolderOfNotes(count: 2000)
    listing = TreeListing.list(try WatchRoot(path: tree.path), ignore: IgnoreRules())
    known = listing.entries.map { Rescan.Known(path: $0.path, stamp: $0.stamp) }
    try tree.remove()
  }

  private static func repeated(_ texts: [[UInt8]]) -> [UInt8] {
    var all: [UInt8] = []
    while all.count < size {
      for text in texts { all += text + Array("\n\n".utf8) }
    }
    return all
  }

  private static func withoutFrontMatter(_ text: [UInt8]) -> [UInt8] {
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let dashes = Array("---".utf8)
    guard let first = lines.first, Array(first) == dashes,
      let end = lines.dropFirst().firstIndex(where: { Array($0) == dashes })
    else { return text }
    return Array(lines[(end + 1)...].joined(separator: [UInt8(ascii: "\n")]))
  }

  /// A week of three hundred notes with a coded segment or more each.
  private static func material(_ coded: CodedNote) throws -> DigestMaterial {
    let zone = try Zone("UTC")
    let period = try Period(name: "2022-W04-week", zone: zone)
    var material = DigestMaterial(period: period, now: period.end, isRunning: false)
    let text = coded.note.text
    for (number, segment) in coded.segments.prefix(900).enumerated() {
      let sentence = Array(text[segment.sentence])
      let path = NotePath("note-\(number / 3).md")
      let date = period.start + Int64(number % 7) * 86_400
      material.evidence.append(
        Evidence(
          path: path, revision: 1, line: number % 3 + 1, column: 1,
          quote: String(decoding: text[segment.range], as: UTF8.self),
          sentence: String(decoding: sentence, as: UTF8.self),
          quoteOffset: segment.range.lowerBound - segment.sentence.lowerBound, title: "Note \(number / 3)",
          date: date, received: date, code: segment.code, status: segment.status,
          isNegated: segment.isNegated, isHypothetical: segment.isHypothetical,
          isHistorical: segment.isHistorical, holder: segment.holder, rule: segment.rule,
          cluster: Int64(number / 3)))
      if number % 3 == 0 {
        material.notes.append(
          NoteLine(
            path: path, title: "Note \(number / 3)", date: date, isUndated: false, received: date,
            segments: 3,
            sentences: 10, language: "en", cluster: Int64(number / 3)))
      }
    }
    return material
  }
}

/// Empty files in folders of a hundred, for a listing.
private struct FolderOfNotes {
  let path: String

  init(count: Int) throws {
    path = NSTemporaryDirectory() + "redline-floors-\(UUID().uuidString)"
    for number in 0..<count {
      let folder = "\(path)/\(number / 100)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: "\(folder)/\(number).md"))
    }
  }

  func remove() throws { try FileManager.default.removeItem(atPath: path) }
}

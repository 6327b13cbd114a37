// What a worker makes of a note that a converter must turn into text first.

import Codebooks
import Coding
import Digests
import FileWatching
import Foundation
import NotePaths
import NoteStore
import Testing

@testable import Pipeline

@Suite struct ConversionTests {
  /// Drops the bytes under a name; what a converter makes of what it is given is `answer`.
  private func outcome(
    _ bytes: [UInt8], _ name: String,
    answer: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) throws -> NoteOutcome {
    let folder = FileManager.default.temporaryDirectory.path + "/redline-conversion-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer {
      do { try FileManager.default.removeItem(atPath: folder) } catch {
        print("left behind: \(folder): \(error)")
      }
    }
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    let root = try WatchRoot(path: folder)
    let path = NotePath(name)
    let convert: NoteReading.Converter = { bytes, _ in answer(bytes) }
    var worker = NoteWorker(
      ReadingSettings(
        root: root, compiled: try CompiledCodebook(Codebook.loadDefault()), zone: try Zone("UTC"),
        maxNoteSize: 1 << 20, fallbackEncoding: "windows-1251", hashKey: [],
        converters: ["rtf": convert, "pdf": convert, "docx": convert]))
    let item = WorkItem(
      path: path, stamp: try SafeFile.stamp(root, path), received: 1_643_500_000, isBacklog: false)
    return worker.work(item, isArchive: false)
  }

  private func quarantine(_ name: String, answer: [UInt8]) throws -> Quarantine? {
    guard case .quarantined(_, let quarantine) = try outcome([0x78], name, answer: { _ in answer }) else {
      return nil
    }
    return quarantine
  }

  /// Before a converter sees it, RTF's letters are Unicode, by the configured encoding where it says none.
  @Test func richTextIsMadeReadable() throws {
    let source = Array(#"{\rtf1\ansi \'cc\'e8\'f0\par}"#.utf8)
    let outcome = try outcome(source, "a.rtf") { Array("Text: ".utf8) + $0 }
    guard case .coded(_, let revision) = outcome else {
      Issue.record("not coded: \(outcome)")
      return
    }
    #expect(String(decoding: revision.coded.note.text, as: UTF8.self).contains(#"\uc0\u1052\u1080\u1088"#))
    #expect(revision.coded.note.encoding == "converted from rtf")
  }

  /// A remedy names what to do, and it is another for each kind of failure.
  @Test func remediesForWhatHasNoText() throws {
    let scan = try #require(try quarantine("a.pdf", answer: [0x0C, 0x0A]))
    #expect(scan.kind == "empty")
    #expect(scan.remedy.contains("'ocrmypdf NOTE.pdf NEW.pdf'"))
    let letterless = try #require(
      try quarantine("a.pdf", answer: Array(repeating: [0x03, 0x41], count: 300).flatMap(\.self)))
    #expect(letterless.kind == "binary")
    #expect(letterless.remedy.contains("'ocrmypdf --force-ocr NOTE.pdf NEW.pdf'"))
    let empty = try #require(try quarantine("a.docx", answer: []))
    #expect(empty.kind == "empty")
    #expect(!empty.remedy.contains("ocrmypdf"))
  }
}

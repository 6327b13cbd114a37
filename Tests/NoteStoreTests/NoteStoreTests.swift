// Shared by the store's tests: a temporary state folder and notes of one's own.

import Coding
import FileWatching
import Foundation
import NotePaths
import NoteText
import Testing

@testable import NoteStore

/// A state folder that goes away with the test.
final class TemporaryState {
  let directory: String

  init() throws {
    directory = FileManager.default.temporaryDirectory.path + "/redline-store-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: directory) } catch {
      Issue.record("the temporary folder stays: \(error)")
    }
  }

  func open(_ access: Store.Access = .readWrite) throws -> Store {
    try Store(directory: directory, access: access)
  }
}

/// A note whose every full stop ends a sentence; words in capitals are coded, "ARMS" as "demand/arms".
func revision(
  _ text: String, title: String = "A note", day: Int = 19_000, codebook: String = "one",
  status: String = "pressed", holder: String = "russia", isArchive: Bool = false,
  signature: [UInt64] = [], date: NoteDate? = nil
) -> CodedRevision {
  let bytes = Array(text.utf8)
  var segments: [CodedSegment] = []
  var start = 0
  var sentences = 0
  while start < bytes.count {
    let end = bytes[start...].firstIndex(of: 0x2E).map { $0 + 1 } ?? bytes.count
    sentences += 1
    var index = start
    while index < end {
      var stop = index
      while stop < end, (0x41...0x5A).contains(bytes[stop]) { stop += 1 }
      if stop - index >= 3 {
        let word = String(decoding: bytes[index..<stop], as: UTF8.self).lowercased()
        segments.append(
          CodedSegment(
            code: "demand/\(word)", status: status, isNegated: false, isHypothetical: word == "maybe",
            isHistorical: false, holder: holder, range: index..<stop, sentence: start..<end, rule: "R1",
            cues: [CodedSegment.CueHit(range: start..<index, modifier: "negated", id: "c1")],
            likelihood: CodedSegment.Likelihood(term: "likely", low: 0.55, high: 0.8)))
      }
      index = max(stop, index + 1)
    }
    start = end
  }
  var starts: [UInt32] = [0]
  for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(UInt32(index + 1)) }
  let note = Note(
    format: .plain, title: title, date: date, text: bytes,
    units: [NoteText.Unit(kind: .paragraph, range: 0..<bytes.count)],
    positions: PositionMap(runs: [PositionMap.Run(text: 0, source: 0)], lineStarts: starts))
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  return CodedRevision(
    coded: CodedNote(note: note, codebook: codebook, segments: segments, sentenceCount: sentences),
    hash: ContentHash(high: hash, low: hash),
    date: EffectiveDate(seconds: Int64(day) * 86_400, day: day, origin: "front matter"),
    isArchive: isArchive, signature: signature)
}

func stamp(_ inode: UInt64, modified: Int64 = 1) -> FileStamp {
  FileStamp(device: 1, inode: inode, size: 10, modified: modified, changed: modified)
}

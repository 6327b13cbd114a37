// `redline import`: what `redline code --format jsonl --with-text` wrote, into the index.

import ArgumentParser
import Codebooks
import Digests
import Foundation
import NoteStore
import Pipeline

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take notes into the index that were coded elsewhere.",
    discussion: """
      Reads what 'redline code --format jsonl --with-text' wrote, on this machine or on many. A note is known by \
      its id: what comes again unchanged changes nothing, another text under the same id is a revision. Imported \
      notes belong to no file, so no rescan of the watched folder withdraws them; digests, board and search show \
      them as import:ID. The service must not be running.
      """)

  @OptionGroup var common: CommonOptions
  @Argument(help: "Files; - or none is standard input.") var files: [String] = []

  func run() throws {
    let configuration = try common.overrides().configuration()
    try IndexAccess.answering {
      let zone = try Zone(configuration.timeZone.value)
      let store = try Store(directory: configuration.state.value, access: .readWrite)
      let now = IndexAccess.now
      _ = try store.created(at: now)
      try DaemonParts.redate(store, zone)
      let fingerprint = try DaemonParts.loadCodebook(configuration).codebook.fingerprint
      var notes = NoteImport(store: store, zone: zone, hashKey: try store.hashKey(), now: now)
      defer { notes.report(fingerprint: fingerprint) }
      for name in files.isEmpty ? ["-"] : files { try read(name, into: &notes) }
      try notes.flush()
      if notes.refused > 0 { throw Exit.problems }
    }
  }

  private func read(_ name: String, into notes: inout NoteImport) throws {
    let input = try InputFile(name)
    defer { input.close() }
    var reader = LineReader(input.descriptor)
    var number = 0
    while let line = try next(of: &reader, name) {
      number += 1
      try notes.take(line, at: "\(name):\(number)")
    }
  }

  private func next(of reader: inout LineReader, _ name: String) throws -> LineReader.Line? {
    do throws(InputError) {
      return try reader.next()
    } catch {
      Terminal.complain("\(name): \(error)")
      throw Exit.inputOutput
    }
  }
}

/// Notes on their way into the index, a batch at a time: memory is bounded however long the stream.
private struct NoteImport {
  let store: Store
  let zone: Zone
  let hashKey: [UInt8]
  let now: Int64
  private(set) var refused = 0
  private var batch: [ImportedNote] = []
  private var batchBytes = 0
  private var total = ImportOutcome()
  /// Fingerprints met, with how many notes.
  private var codebooks: [String: Int] = [:]

  private static let mostNotes = 1_000
  private static let mostBytes = 16 << 20

  init(store: Store, zone: Zone, hashKey: [UInt8], now: Int64) {
    self.store = store
    self.zone = zone
    self.hashKey = hashKey
    self.now = now
  }

  mutating func take(_ line: LineReader.Line, at place: String) throws {
    let bytes: ArraySlice<UInt8>
    switch line {
    case .text(let text): bytes = text
    case .tooLong(let count):
      return refuse(place, "the line has \(count) bytes, more than the limit of \(LineReader.longest)")
    }
    if bytes.allSatisfy({ $0 <= 0x20 }) { return }
    let read: ImportLine
    do throws(ImportLineError) {
      read = try ImportLine(bytes)
    } catch {
      return refuse(place, "\(error)")
    }
    if let warning = read.warning { Terminal.complain("\(place): \(warning)") }
    codebooks[read.coded.codebook, default: 0] += 1
    batch.append(
      ImportedNote(
        id: read.id,
        revision: ImportedRevision.make(
          read.coded, text: read.text, received: now, zone: zone, hashKey: hashKey)))
    batchBytes += read.text.count
    if batch.count >= Self.mostNotes || batchBytes >= Self.mostBytes { try flush() }
  }

  private mutating func refuse(_ place: String, _ why: String) {
    refused += 1
    Terminal.complain("\(place): \(why)")
  }

  mutating func flush() throws {
    guard !batch.isEmpty else { return }
    let outcome = try store.importNotes(batch, at: now)
    total.added += outcome.added
    total.revised += outcome.revised
    total.recoded += outcome.recoded
    total.same += outcome.same
    batch.removeAll(keepingCapacity: true)
    batchBytes = 0
  }

  func report(fingerprint: String) {
    let all = total.added + total.revised + total.recoded + total.same
    Terminal.print(
      "\(all) note\(all == 1 ? "" : "s"): \(total.added) new, \(total.revised) revised, \(total.recoded) coded anew, "
        + "\(total.same) as before"
        + (refused > 0 ? "; \(refused) line\(refused == 1 ? "" : "s") refused" : ""))
    let foreign = codebooks.filter { $0.key != fingerprint }.values.reduce(0, +)
    if foreign > 0 {
      Terminal.complain(
        foreign == 1
          ? "1 note was coded with another codebook than the configured one; the service codes it anew"
          : "\(foreign) notes were coded with another codebook than the configured one; the service codes them anew"
      )
    }
  }
}

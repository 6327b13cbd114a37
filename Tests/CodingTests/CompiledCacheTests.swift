// A compiled codebook from its cached bytes codes as the one that was compiled.

import Codebooks
import Foundation
import NotePaths
import NoteText
import Testing

@testable import Coding

@Suite struct CompiledCacheTests {
  /// The notes that come along as samples.
  private static func samples() throws -> [Note] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Watch")
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().compactMap { name in
      let file = folder.appending(path: name)
      guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { return nil }
      return try NoteReader.read(Array(Data(contentsOf: file)), name: NotePath(name))
    }
  }

  private func expectAlike(_ compiled: CompiledCodebook, _ notes: [Note]) throws {
    let bytes = compiled.cacheBytes
    let cached = try CompiledCodebook(cacheBytes: [9, 9, 9] + bytes, from: 3)
    #expect(cached.cacheBytes == bytes)
    #expect(cached.codebook.fingerprint == compiled.codebook.fingerprint)
    var coder = Coder(compiled)
    var cachedCoder = Coder(cached)
    var explainer = try Explainer(compiled)
    var cachedExplainer = try Explainer(cached)
    var segments = 0
    for (number, note) in notes.enumerated() {
      let coded = coder.code(note)
      let again = cachedCoder.code(note)
      #expect(again.segments == coded.segments)
      #expect(again.sentenceCount == coded.sentenceCount)
      #expect(again.codebook == coded.codebook)
      segments += coded.segments.count
      guard number < 4 else { continue }
      #expect(
        "\(cachedExplainer.explain(note, where: { _ in true }))"
          == "\(explainer.explain(note, where: { _ in true }))")
    }
    #expect(segments > 2)
  }

  @Test func theEmbeddedCodebookCodesTheSamplesAlike() throws {
    let notes = try Self.samples()
    #expect(notes.count > 8)
    try expectAlike(CompiledCodebook(Codebook.loadDefault()), notes)
  }

  @Test func anotherCodebookDoesToo() throws {
    let sentences = [
      "Norway wants a larger cod quota at sea.", "Iceland granted a larger herring quota, Solvang said.",
      "Iceland may block the harbour, but it did not.", "Iceland will unlikely block the port.",
    ]
    try expectAlike(Fisheries.compiled(), sentences.map { Fisheries.note($0, title: "Solvang") })
  }

  /// Questions of other sentences, names in capitals, office holders, wildcards: what the two others lack.
  @Test func soDoOneOfRarePatterns() throws {
    let yaml = Fisheries.yaml.replacing(
      "match: (quota OR quotas) W/6 $cod",
      with: """
        match: >-
                      ((quota W/P (lar*er OR CAPS(EU))) OR ("quotas" AND NOT storm)) W/6 (her*ing OR cod** OR $actors
                      NOT W/2 dogfish) NOT W/S $actor:faroes
        """)
    let compiled = try CompiledCodebook(Codebook.load(yaml: yaml, file: "rare.yaml"))
    let texts = [
      "The quotas are for Norway. A larger quota at sea, and cod.", "EU quotas of herring at sea. A quota.",
      "Solvang took quotas of cod at sea for Norway. Codes are larger. Iceland may block the harbour.",
      "A storm. Quotas of cod at sea, larger quota of herring.",
    ]
    try expectAlike(compiled, texts.map { Fisheries.note($0) })
  }

  /// Every property of the compiled patterns, but those that only compiling asks for: one that is new and forgotten
  /// shows here.
  @Test func everyPropertyComesBack() throws {
    func properties(_ value: Any, _ way: String, into all: inout [String]) {
      let mirror = Mirror(reflecting: value)
      if mirror.children.isEmpty || mirror.displayStyle == .dictionary {
        all.append("\(way) = \(mirror.displayStyle == .dictionary ? "\(mirror.children.count)" : "\(value)")")
      }
      guard mirror.displayStyle != .dictionary else { return }
      for (index, child) in mirror.children.enumerated() {
        let label = child.label ?? "\(index)"
        if label == "numbers" || label == "shared" { continue }
        properties(child.value, "\(way).\(label)", into: &all)
      }
    }
    let compiled = try Fisheries.compiled()
    var before: [String] = []
    var after: [String] = []
    properties(compiled, "", into: &before)
    properties(try CompiledCodebook(cacheBytes: compiled.cacheBytes), "", into: &after)
    #expect(before == after)
    #expect(before.count > 1000)
  }

  @Test func everyShorterFormIsRefused() throws {
    let bytes = try Fisheries.compiled().cacheBytes
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: CacheDamage.self, "\(count)") {
        _ = try CompiledCodebook(cacheBytes: Array(bytes[..<count]))
      }
    }
    #expect(throws: CacheDamage.self) { _ = try CompiledCodebook(cacheBytes: bytes + [0]) }
  }

  /// Without a checksum before it: whatever the bytes, there is an error or something that codes.
  @Test func noBytesBringTheCoderDown() throws {
    let bytes = try Fisheries.compiled().cacheBytes
    let note = Fisheries.note("Norway wants a larger cod quota at sea. Iceland may block the harbour.")
    var refused = 0
    var random = SystemRandomNumberGenerator()
    for place in stride(from: 0, to: bytes.count, by: 13) {
      var changed = bytes
      changed[place] = UInt8.random(in: 0...255, using: &random)
      do {
        var coder = Coder(try CompiledCodebook(cacheBytes: changed))
        _ = coder.code(note)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 100)
  }
}

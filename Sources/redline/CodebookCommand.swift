// `redline codebook`: show a codebook, check it, measure it.

import ArgumentParser
import Codebooks
import Coding
import Foundation
import NotePaths
import NoteText

struct CodebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codebook", abstract: "Show, check and measure a codebook.",
    subcommands: [ShowCodebookCommand.self, CheckCodebookCommand.self, EvaluateCodebookCommand.self])
}

struct ShowCodebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a codebook file, to start one's own from.",
    discussion: "redline codebook show > mine.yaml")

  @Option(name: .customLong("codebook"), help: "Codebook file; the embedded one by default.")
  var codebook: String?

  func run() throws {
    let source = CodebookSource(file: codebook)
    guard codebook != nil else { return Terminal.write(Codebook.defaultYAML, to: STDOUT_FILENO) }
    Terminal.write(try source.bytes(), to: STDOUT_FILENO)
  }
}

struct CheckCodebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Read a codebook, run its examples as tests, and name what to mend.",
    discussion: """
      Failures and warnings are printed, notes too with --notes. With --corpus the codebook also codes every \
      note of a folder: patterns that never fire, that an earlier one always forestalls, or that fire \
      suspiciously often are named. Exit status 1 where a test failed, 78 where the file cannot be read.
      """)

  @Argument(help: "Codebook file; the embedded one by default.")
  var file: String?

  @Option(help: "Folder of notes to try the codebook on.")
  var corpus: String?

  @Option(help: "Share of sentences, 0 to 1, above which a pattern fires suspiciously often.")
  var share = 0.02

  @Flag(help: "Print notes besides failures and warnings.")
  var notes = false

  @Flag(help: "Let warnings count as failures.")
  var strict = false

  func validate() throws {
    guard (0...1).contains(share) else { throw ValidationError("--share must be from 0 to 1, not \(share)") }
  }

  func run() throws {
    let compiled = try CodebookSource(file: file).compiled()
    var findings = CodebookCheck.findings(in: compiled)
    if let corpus { findings += try usage(of: compiled, in: corpus) }
    let name = file ?? Codebook.defaultFile
    for finding in findings where notes || finding.severity > .note {
      Terminal.print(finding.line(file: name))
    }
    let failures = findings.count { $0.severity == .failure }
    let warnings = findings.count { $0.severity == .warning }
    let book = compiled.codebook
    Terminal.print(
      "\(name): \(book.codes.count) codes, \(book.codes.reduce(0) { $0 + $1.patterns.count }) patterns, "
        + "\(book.codes.reduce(0) { $0 + $1.examples.count + $1.counterexamples.count }) examples; "
        + "\(failures) failures, \(warnings) warnings, \(findings.count - failures - warnings) notes; "
        + "fingerprint \(book.fingerprint.prefix(16))")
    if failures > 0 || strict && warnings > 0 { throw Exit.problems }
  }

  private func usage(of compiled: CompiledCodebook, in corpus: String) throws -> [CodebookFinding] {
    var usage = CodebookUsage(compiled)
    let unread = try CorpusFolder(corpus).forEachNote { usage.add($0) }
    Terminal.complain(
      "\(corpus): \(usage.notes) notes, \(usage.sentences) sentences, \(usage.segments) segments"
        + (unread > 0 ? "; \(unread) files could not be read as notes" : ""))
    return usage.findings(share: share)
  }
}

/// A folder of notes, read for trying things on them.
struct CorpusFolder {
  private let folder: URL
  private let names: [String]

  /// - Throws: exit 66 where there is no such folder.
  init(_ path: String) throws {
    folder = URL(fileURLWithPath: path, isDirectory: true)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue,
      let found = FileManager.default.enumerator(atPath: path)
    else {
      Terminal.complain("\(path): no such folder")
      throw Exit.noInput
    }
    names = found.compactMap { $0 as? String }.filter { !$0.hasPrefix(".") && !$0.contains("/.") }.sorted()
  }

  /// - Returns: how many files could not be read as notes.
  func forEachNote(_ body: (Note) -> Void) throws -> Int {
    var unread = 0
    for name in names {
      let file = folder.appendingPathComponent(name)
      guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
      do {
        body(try NoteReader.read(Array(Data(contentsOf: file)), name: NotePath(name)))
      } catch {
        unread += 1
      }
    }
    return unread
  }
}

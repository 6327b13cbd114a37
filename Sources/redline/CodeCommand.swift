// `redline code`: code text without an index.

import ArgumentParser
import Codebooks
import Coding
import Foundation
import NotePaths
import NoteText
import Pipeline

struct CodeCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, jsonl }

  static let configuration = CommandConfiguration(
    commandName: "code", abstract: "Code text without an index.",
    discussion: """
      With --format jsonl every line of the input is a JSON object with "text", and may have "id", "title", \
      "date" and "format" ("plain" or "markdown"); every line of the output answers one of the input, in order. \
      Offsets count Unicode code points.
      """)

  @Argument(help: "Files; - or none is standard input.")
  var files: [String] = []

  @Option(name: .customLong("codebook"), help: "Codebook file; the embedded one by default.")
  var codebook: String?

  @Option(help: "text: the notes with their codes beneath; jsonl: JSON lines in and out.")
  var format = Format.text

  @Flag(
    name: .customLong("with-text"),
    help: "With jsonl: answer with the text and all that 'redline import' needs to take the codes in.")
  var withText = false

  func validate() throws {
    if withText, format != .jsonl { throw ValidationError("--with-text goes with --format jsonl") }
  }

  func run() throws {
    let compiled = try CodebookSource(file: codebook).compiled()
    // The process ends with it: to take it apart piece by piece would cost a millisecond.
    _ = Unmanaged.passRetained(compiled)
    let names = files.isEmpty ? ["-"] : files
    var problems = false
    switch format {
    case .jsonl:
      var lines = CodeJSONLines(compiled, withText: withText)
      for name in names where try !code(name, with: &lines) { problems = true }
    case .text:
      var coder = Coder(compiled)
      for name in names { try annotate(name, among: names.count, with: &coder, compiled: compiled) }
    }
    if problems { throw Exit.problems }
  }

  /// Answers every line of a file; false where a line was bad.
  private func code(_ name: String, with lines: inout CodeJSONLines) throws -> Bool {
    let input = try InputFile(name)
    defer { input.close() }
    var reader = LineReader(input.descriptor)
    var output: [UInt8] = []
    var number = 0
    var isGood = true
    do throws(InputError) {
      while let line = try reader.next() {
        number += 1
        let answer = lines.answer(to: line, number: number)
        if !answer.isGood { isGood = false }
        output += answer.bytes
        // A pipe's reader waits for its answer: nothing is held back while no further line is at hand.
        if output.count >= 1 << 16 || !reader.hasLine {
          Terminal.write(output, to: STDOUT_FILENO)
          output.removeAll(keepingCapacity: true)
        }
      }
    } catch {
      Terminal.write(output, to: STDOUT_FILENO)
      Terminal.complain("\(name): \(error)")
      throw Exit.inputOutput
    }
    Terminal.write(output, to: STDOUT_FILENO)
    return isGood
  }

  private func annotate(
    _ name: String, among count: Int, with coder: inout Coder, compiled: CompiledCodebook
  ) throws {
    let note = try InputFile.note(name)
    let coded = coder.code(note)
    var text = count > 1 ? "== \(name) ==\n" : ""
    text += AnnotatedText(coded, codebook: compiled.codebook, usesColour: Terminal.usesColour).text
    Terminal.write(text, to: STDOUT_FILENO)
  }
}

/// Where a command's codebook comes from.
struct CodebookSource {
  var file: String?

  /// - Throws: exit 78 after saying on stderr what is wrong.
  func compiled() throws -> CompiledCodebook {
    let bytes = try bytes()
    do {
      return try CodebookCache.ofThisProcess(debug: Terminal.debug).compiled(of: bytes) {
        guard let file else { return try Codebook.loadDefault() }
        return try Codebook.load(yaml: bytes, file: file)
      }
    } catch let error as CodebookErrors {
      Terminal.complain("\(error)")
    } catch let error as PatternSetError {
      Terminal.complain("\(file ?? "default codebook"): \(error)")
    }
    throw Exit.configuration
  }

  /// The file as it stands.
  /// - Throws: exit 66 after saying on stderr why it cannot be read.
  func bytes() throws -> [UInt8] {
    guard let file else { return Codebook.defaultYAML }
    let input = try InputFile(file)
    defer { input.close() }
    return try input.bytes(named: file)
  }
}

/// A file named on the command line, or standard input.
struct InputFile {
  let descriptor: Int32

  /// - Throws: exit 66 where there is no such file.
  init(_ name: String) throws {
    if name == "-" {
      descriptor = STDIN_FILENO
      return
    }
    descriptor = open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      Terminal.complain("\(name): \(String(cString: strerror(errno)))")
      throw Exit.noInput
    }
  }

  func close() {
    if descriptor != STDIN_FILENO { Foundation.close(descriptor) }
  }

  /// Reads a note whole.
  static func note(_ name: String) throws -> Note {
    let input = try InputFile(name)
    defer { input.close() }
    let bytes = try input.bytes(named: name)
    let path = NotePath(name == "-" ? "stdin.txt" : name)
    do {
      do throws(NoteReadError) {
        return try NoteReader.read(bytes, name: path)
      } catch {
        guard error.kind == .needsConverter else { throw error }
        return try reading().read(bytes, name: path)
      }
    } catch let error as NoteReadError {
      Terminal.complain("\(name): \(error)")
      throw ExitCode(65)
    }
  }

  /// As the service here would read it.
  private static func reading() throws -> NoteReading {
    let configuration = try Overrides().configuration()
    return NoteReading(
      maxNoteSize: configuration.maxNoteSize.value, fallbackEncoding: configuration.fallbackEncoding.value,
      converters: DaemonParts.converters(configuration, notice: Terminal.complain))
  }

  func bytes(named name: String) throws -> [UInt8] {
    do throws(InputError) {
      return try Self.bytes(of: descriptor)
    } catch {
      Terminal.complain("\(name): \(error)")
      throw Exit.inputOutput
    }
  }

  /// All that a descriptor gives; of more than `limit` bytes no more than are read at once.
  static func bytes(of descriptor: Int32, past limit: Int = .max) throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw InputError(reason: String(cString: strerror(errno)))
      }
      bytes += block[..<count]
    }
    return bytes
  }
}

// `redline codebook evaluate`: the coding measured against hand-coded sentences.

import ArgumentParser
import Codebooks
import Coding
import Foundation

struct EvaluateCodebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measure a codebook's coding against hand-coded sentences.",
    discussion: """
      GOLD.jsonl holds one JSON object a line: {"id", "sentences": [...], "codes": [[{"code", "status", \
      "negated", "hypothetical", "historical", "holder"}, ...], ...]}, and may have "source", "title", "date" \
      and "context" (what stands before, not judged). A segment belongs to the sentence that holds its middle; \
      a code counts once a sentence. alpha is Krippendorff's, over sentences and codes.
      """)

  @Argument(help: "Hand-coded passages, one JSON object a line; - is standard input.")
  var gold: String

  @Option(name: .customLong("codebook"), help: "Codebook file; the embedded one by default.")
  var codebook: String?

  @Flag(help: "Figures for each code.")
  var codes = false

  @Option(help: "List so many of the sentences that went worst.")
  var worst = 0

  @Flag(
    help: """
      With each of them, the rules and cues behind what was coded, and for what was missed the rule that came \
      nearest and what stopped it (ten sentences unless --worst).
      """)
  var explain = false

  @Option(help: "Resample documents so many times and give 95% intervals.")
  var bootstrap = 0

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    guard worst >= 0 else { throw ValidationError("--worst must not be negative") }
    guard (0...100_000).contains(bootstrap) else {
      throw ValidationError("--bootstrap must be from 0 to 100000, not \(bootstrap)")
    }
  }

  func run() throws {
    let compiled = try CodebookSource(file: codebook).compiled()
    let evaluation = Evaluation(try GoldFile.passages(gold), with: compiled)
    let listed = explain && worst == 0 ? 10 : worst
    if json {
      Terminal.print(try EvaluationJSON(evaluation, worst: listed, samples: bootstrap).text())
    } else {
      let explanation: EvaluationExplanation?
      do {
        explanation = explain ? try EvaluationExplanation(evaluation, with: compiled) : nil
      } catch {
        Terminal.complain("\(codebook ?? "default codebook"): \(error)")
        throw Exit.configuration
      }
      let text = EvaluationText(
        evaluation: evaluation, codes: codes, worst: listed, explanation: explanation, samples: bootstrap)
      Terminal.print(text.lines.joined(separator: "\n"))
    }
  }
}

enum GoldFile {
  /// - Throws: exit 66 where there is no such file, 65 where a line is no passage.
  static func passages(_ name: String) throws -> [GoldPassage] {
    let input = try InputFile(name)
    defer { input.close() }
    var reader = LineReader(input.descriptor)
    var passages: [GoldPassage] = []
    var number = 0
    do {
      while let line = try reader.next() {
        number += 1
        switch line {
        case .tooLong(let bytes): throw GoldError.tooLong(bytes)
        case .text(let bytes):
          if bytes.allSatisfy({ $0 <= 0x20 }) { continue }
          passages.append(try JSONDecoder().decode(GoldPassage.self, from: Data(bytes)))
        }
      }
    } catch let error as InputError {
      Terminal.complain("\(name): \(error)")
      throw Exit.inputOutput
    } catch {
      Terminal.complain("\(name):\(number): no hand-coded passage: \(reason(error))")
      throw ExitCode(65)
    }
    return passages
  }

  private enum GoldError: Error { case tooLong(Int) }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case GoldError.tooLong(let bytes): return "the line has \(bytes) bytes, too many"
    case DecodingError.keyNotFound(let key, _): return "no '\(key.stringValue)'"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
        .joined(separator: ".")
      return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    default: return "\(error)"
    }
  }
}

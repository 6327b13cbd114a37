// `redline digest` and `redline board`: drawn up on demand from the index.

import ArgumentParser
import Digests
import Foundation
import NoteStore
import Pipeline

struct DigestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest", abstract: "Print or write a digest.",
    discussion:
      "Without options, prints the running one. What was published is never changed by this command.")

  enum Form: String, ExpressibleByArgument, CaseIterable { case md, html, json, text, eml }

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "hour, day, week or month.") var period: PeriodKind?
  @Option(name: .customLong("as-of"), help: "The period that holds this date, from everything in the index.")
  var asOf: String?
  @Option(name: .customLong("known-at"), help: "Only what had been received by this moment.") var knownAt:
    String?
  @Option(name: .long, help: "md, html, json, text or eml (a mail with text and HTML).") var format: Form =
    .md
  @Option(name: .long, help: "Write into this folder instead; '-' prints.") var output: String?
  @Option(name: .customLong("template"), help: "Folder with templates of your own.") var template: String?
  @Option(name: .customLong("to"), help: "Recipient of the mail (with --format eml).") var to: [String] = []

  func run() throws {
    let index = try IndexAccess(common)
    try IndexAccess.answering {
      let digest = try Drawing(index, period: period, asOf: asOf, knownAt: knownAt).digest()
      var configuration = index.configuration
      let here = FileManager.default.currentDirectoryPath
      if let template { configuration.templates.value = Configuration.absolute(template, in: here) }
      let target = output.flatMap { $0 == "-" ? nil : Configuration.absolute($0, in: here) }
      let renderer = try DaemonParts.renderer(configuration, into: target)
      let bytes: [UInt8] =
        switch format {
        case .md: Array(renderer.markdown(digest).utf8)
        case .html: Array(renderer.html(digest).utf8)
        case .json: try digest.json()
        case .text: Array(renderer.text(digest).utf8)
        case .eml: Array(MailMessage(to: to).message(digest, renderer).utf8)
        }
      guard let output, output != "-" else { return Terminal.write(bytes, to: STDOUT_FILENO) }
      let name = "\(digest.period.name).\(format == .text ? "txt" : format.rawValue)"
      let folder = ReportFolder(path: output)
      try folder.prepare()
      guard try folder.put(bytes, as: name, replacing: false) else {
        Terminal.complain("\(output)/\(name) stands already and is left as it is; remove it first")
        throw Exit.cannotCreate
      }
      try folder.sync()
      Terminal.complain("wrote \(output)/\(name)")
    }
  }
}

extension PeriodKind: ExpressibleByArgument {}

struct BoardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board", abstract: "Show the board and the demand table.")

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "hour, day, week or month.") var period: PeriodKind?
  @Option(name: .customLong("as-of"), help: "The period that holds this date.") var asOf: String?
  @Flag(name: .long, help: "The digest's JSON instead.") var json = false

  func run() throws {
    let index = try IndexAccess(common)
    try IndexAccess.answering {
      let digest = try Drawing(
        index, period: period ?? (asOf == nil ? nil : .week), asOf: asOf, knownAt: nil, isWhole: json
      ).digest()
      if json { return Terminal.write(try digest.json(), to: STDOUT_FILENO) }
      Terminal.print(TerminalBoard(width: Terminal.width, hasColour: Terminal.usesColour).text(digest))
    }
  }
}

/// A digest drawn up for someone who asks.
private struct Drawing {
  let index: IndexAccess
  var period: PeriodKind?
  var asOf: String?
  var knownAt: String?
  /// False for a board, which shows neither key changes nor new words.
  let isWhole: Bool

  init(
    _ index: IndexAccess, period: PeriodKind?, asOf: String?, knownAt: String?, isWhole: Bool = true
  ) {
    self.index = index
    self.isWhole = isWhole
    self.period = period
    self.asOf = asOf
    self.knownAt = knownAt
  }

  func digest() throws -> Digest {
    let now = IndexAccess.now
    let codebook = try DaemonParts.loadCodebook(index.configuration).codebook
    let known = try knownAt.map { try index.moment($0, option: "--known-at") }
    let span: Period
    if let asOf {
      let moment = try index.moment(asOf, option: "--as-of")
      span = Period.containing(moment, kind: period ?? .day, zone: index.zone)
    } else if let period {
      span = Period.lastComplete(period, at: known ?? now, zone: index.zone)
    } else {
      span = try index.store.runningPeriod(at: known ?? now, zone: index.zone)
    }
    let material = try index.store.material(
      period: span, previous: span.previous(in: index.zone), now: now, knownAt: known,
      isRunning: span.end > now || asOf == nil && period == nil, limits: isWhole ? .digest : .board,
      codedOnly: !isWhole)
    return try DigestWriter.write(material, codebook: codebook, hasKeyChanges: isWhole)
  }
}

// `redline export`: coded segments as rows for other tools.

import ArgumentParser
import Digests
import Foundation
import NoteStore

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write coded segments as CSV or JSON lines.")

  enum Form: String, ExpressibleByArgument, CaseIterable { case csv, jsonl }

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "csv or jsonl.") var format: Form = .csv
  @Option(name: .long, help: "Notes dated on this day or later.") var since: String?
  @Option(name: .long, help: "Notes dated on this day or earlier.") var until: String?

  func run() throws {
    let index = try IndexAccess(common)
    try IndexAccess.answering {
      let table = EvidenceTable(zone: index.zone)
      if format == .csv { Terminal.write(EvidenceTable.header, to: STDOUT_FILENO) }
      let first = try since.map { try index.moment($0, option: "--since") }
      let end = try until.map { try index.momentAfter($0, option: "--until") }
      // A month at a time: memory is that of the busiest month, however long the history.
      for month in try index.store.months(from: first, until: end, zone: index.zone) {
        let material = try index.store.material(
          period: month, previous: month.previous(in: index.zone), now: IndexAccess.now,
          limits: .none, codedOnly: true)
        for item in material.evidence where item.date >= first ?? .min && item.date < end ?? .max {
          Terminal.write(format == .csv ? table.csv(item) : try table.jsonLine(item), to: STDOUT_FILENO)
        }
      }
    }
  }
}

// `redline status`: the ledger, held against the tree.

import ArgumentParser
import Digests
import FileWatching
import Foundation
import NoteStore
import Pipeline

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say what became of every file, and whether all are accounted for.",
    discussion: "Exit code 1 when a file is not accounted for.")

  @OptionGroup var common: CommonOptions
  @Flag(name: .long, help: "One JSON object.") var json = false
  @Option(name: .long, help: "Show at most so many open and quarantined files.") var limit = 20

  func run() throws {
    let index = try IndexAccess(common)
    try IndexAccess.answering {
      let report = try Report(index)
      Terminal.print(json ? try report.json() : report.text(index, limit: limit))
      if report.accounted != report.files { throw Exit.problems }
    }
  }

  private struct Report: Encodable {
    struct Quarantined: Encodable {
      var path: String
      var kind: String
      var reason: String
      var remedy: String
      var attempts: Int
    }
    struct Unaccounted: Encodable {
      var path: String
      var reason: String
    }
    struct Published: Encodable {
      var name: String
      var published: Int64
    }
    var watch: String
    var reports: String
    var state: String
    var running: Bool
    var service: ServiceReport?
    var files: Int
    var accounted: Int
    var counts: [String: Int]
    var open: [Unaccounted]
    var quarantine: [Quarantined]
    var unreachable: [String]
    var lastDigest: Published?
    var databaseBytes: Int64

    init(_ index: IndexAccess) throws {
      let configuration = index.configuration
      watch = configuration.watch.value
      reports = configuration.reports.value
      state = configuration.state.value
      service = ServiceReport.ofRunning(state)
      running = service != nil
      let root: WatchRoot
      do {
        root = try WatchRoot(path: watch)
      } catch let trouble as FileTrouble {
        throw ConfigurationError(
          file: watch, message: "the watched folder cannot be opened: \(trouble.reason)")
      }
      let listing = TreeListing.list(root, ignore: try IgnoreRules(patterns: configuration.ignore.value))
      let reconciliation = try Reconciliation(listing: listing, store: index.store)
      files = reconciliation.files
      accounted = reconciliation.accounted
      counts = Dictionary(uniqueKeysWithValues: reconciliation.counts.map { ($0.rawValue, $1) })
      open = reconciliation.open.map { Unaccounted(path: "\($0.path)", reason: $0.reason.rawValue) }
      quarantine = try index.store.entries(in: .quarantined).map {
        Quarantined(
          path: "\($0.path)", kind: $0.kind ?? "", reason: $0.reason ?? "", remedy: $0.remedy ?? "",
          attempts: $0.attempts)
      }
      unreachable = reconciliation.unreachable.map { "\($0)" }
      let last = try index.store.publications().max { $0.published < $1.published }
      lastDigest = last.map { Published(name: $0.period.name, published: $0.published) }
      databaseBytes = ["", "-wal"].reduce(0) { $0 + FileManager.default.size(of: index.store.file + $1) }
    }

    func json() throws -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      encoder.keyEncodingStrategy = .useDefaultKeys
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    func text(_ index: IndexAccess, limit: Int) -> String {
      var lines: [String] = []
      if let service {
        lines.append("service     running (pid \(service.pid)): \(service.status)")
        for folder in service.polled { lines.append("            \(folder)") }
      } else {
        lines.append("service     not running on \(state)")
      }
      lines.append("watch       \(watch)")
      lines.append("reports     \(reports)")
      lines.append("index       \(state), \((databaseBytes + 999_999) / 1_000_000) MB")
      if let lastDigest {
        lines.append("last digest \(lastDigest.name), \(index.clock(lastDigest.published))")
      }
      lines.append("")
      for name in LedgerState.allCases.map(\.rawValue) {
        if let count = counts[name] {
          lines.append("\(name)".padding(toLength: 12, withPad: " ", startingAt: 0) + "\(count)")
        }
      }
      lines.append("")
      lines.append("\(accounted) of \(files) files accounted for")
      lines += Self.shown(open.map { "  \($0.path): \($0.reason)" }, limit)
      for trouble in unreachable { lines.append("  \(trouble)") }
      if !quarantine.isEmpty {
        lines += ["", "quarantine"]
        lines += Self.shown(quarantine.map { "  \($0.path): \($0.reason)\n    remedy: \($0.remedy)" }, limit)
      }
      return lines.joined(separator: "\n")
    }

    private static func shown(_ lines: [String], _ limit: Int) -> [String] {
      lines.count <= limit
        ? lines : lines.prefix(limit) + ["  and \(lines.count - limit) more (--limit, --json)"]
    }
  }
}

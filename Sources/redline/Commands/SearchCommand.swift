// `redline search`: full text and codes, key word in context, with path and line.

import ArgumentParser
import Foundation
import Glibc
import NoteStore
import NoteText

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Search the notes by words and by codes.",
    discussion: """
      Words must all occur; "quoted words" are a phrase, word* a beginning, -word excludes, OR is either. Options narrow
      the search; with --code, --status or --holder the lines shown are coded segments.
      """)

  @OptionGroup var common: CommonOptions
  @Argument(help: "Words to look for.") var query: [String] = []
  @Option(name: .long, help: "A code such as redline/ukraine-accession or R2, or a facet such as redline.")
  var code: [String] = []
  @Option(name: .long, help: "A status such as crossed.") var status: [String] = []
  @Option(name: .long, help: "A holder such as russia.") var holder: [String] = []
  @Option(name: .long, help: "Notes dated on this day or later.") var since: String?
  @Option(name: .long, help: "Notes dated on this day or earlier.") var until: String?
  @Option(name: .long, help: "At most so many notes.") var limit = 20
  @Option(name: .long, help: "Pass over so many.") var offset = 0
  @Flag(name: .long, help: "Newest first instead of best first.") var newest = false
  @Flag(name: .long, help: "One JSON object a line.") var json = false

  func validate() throws {
    if query.isEmpty && code.isEmpty && status.isEmpty && holder.isEmpty && since == nil && until == nil {
      throw ValidationError("say what to look for: words, or --code, --status, --holder, --since, --until")
    }
    guard (1...100_000).contains(limit), offset >= 0 else {
      throw ValidationError("--limit takes 1 to 100000, --offset 0 or more")
    }
  }

  func run() throws {
    try SearchRequest(
      overrides: common.overrides(), query: query, codes: code, statuses: status, holders: holder,
      since: since,
      until: until, limit: limit, offset: offset, isNewestFirst: newest, isJSON: json
    ).run()
  }
}

/// What a search was asked for.
struct SearchRequest {
  var overrides = Overrides()
  var query: [String] = []
  var codes: [String] = []
  var statuses: [String] = []
  var holders: [String] = []
  var since: String?
  var until: String?
  var limit = 20
  var offset = 0
  var isNewestFirst = false
  var isJSON = false

  /// - Throws: `ExitCode` after saying on stderr what is wrong; `ValidationError` for a date that is none.
  func run() throws {
    let index = try IndexAccess(overrides)
    try IndexAccess.answering {
      var search = SearchQuery()
      // Quotation marks that the shell took away are put back around arguments of several words.
      let words = query.map { $0.contains(" ") && query.count > 1 ? "\"\($0)\"" : $0 }.joined(separator: " ")
      if !words.isEmpty { search.text = try SearchExpression(words) }
      search.codes = try ids(of: codes, index)
      search.statuses = statuses
      search.holders = holders
      search.since = try since.map { try index.moment($0, option: "--since") }
      search.until = try until.map { try index.momentAfter($0, option: "--until") }
      search.limit = limit
      search.offset = offset
      search.order = isNewestFirst ? .newest : .relevance
      let result = try index.store.search(search)
      let colour = Terminal.usesColour
      var lines = ""
      for hit in result.hits {
        lines += isJSON ? try line(hit, index) : text(hit, index, colour)
        lines += "\n"
        if lines.utf8.count > 65_536 {
          Terminal.write(lines, to: STDOUT_FILENO)
          lines = ""
        }
      }
      Terminal.write(lines, to: STDOUT_FILENO)
      if result.hits.isEmpty {
        Terminal.complain((["nothing found"] + (try unknown(search, index))).joined(separator: "; "))
        throw Exit.problems
      }
      if result.hasMore { Terminal.complain("there are more; --offset \(offset + limit) shows the next") }
      // To close what was only read would take as long as to open it; its locks end with the process.
      Glibc.exit(EXIT_SUCCESS)
    }
  }

  /// Digests call codes by their notations ("R2"), and so may a search; for what looks like one the codebook is read.
  private func ids(of codes: [String], _ index: IndexAccess) throws -> [String] {
    func mayBeNotation(_ code: String) -> Bool {
      !code.contains("/") && code.utf8.contains { ASCII.isDigit($0) || (0x41...0x5A).contains($0) }
    }
    guard codes.contains(where: mayBeNotation) else { return codes }
    let codebook = try DaemonParts.loadCodebook(index.configuration).codebook
    return codes.map { code in
      guard mayBeNotation(code), !codebook.facets.contains(where: { $0.id == code }) else { return code }
      return codebook.codes.first { $0.notation.lowercased() == code.lowercased() }?.id ?? code
    }
  }

  /// Names that the codebook does not have, in words: why nothing was found, perhaps.
  private func unknown(_ search: SearchQuery, _ index: IndexAccess) throws -> [String] {
    guard !codes.isEmpty || !statuses.isEmpty || !holders.isEmpty else { return [] }
    let codebook = try DaemonParts.loadCodebook(index.configuration).codebook
    func strange(_ kind: String, _ names: [String], isKnown: (String) -> Bool) -> [String] {
      names.filter { !isKnown($0) }.map { "the codebook has no \(kind) '\(Printable.line($0))'" }
    }
    return strange("code", search.codes) { code in
      codebook.codes.contains { $0.id == code || $0.id.hasPrefix(code + "/") }
    }
      + strange("status", statuses) { status in codebook.facets.contains { $0.ladder.contains(status) } }
      + strange("holder", holders) { holder in codebook.actors.contains { $0.id == holder } }
  }

  private func text(_ hit: SearchHit, _ index: IndexAccess, _ colour: Bool) -> String {
    func styled(_ text: String, _ style: String) -> String {
      colour ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
    }
    let path = "\(hit.path)"
    var lines: [String] = []
    if hit.lines.isEmpty {
      lines.append("\(styled(path, "35")): \(Printable.line(hit.title))  \(styled(index.day(hit.date), "2"))")
    }
    for line in hit.lines {
      let coded = line.code.map { "  [\($0) \(line.status ?? "") \(line.holder ?? "")]" } ?? ""
      lines.append(
        "\(styled(path, "35")):\(styled("\(line.line)", "32")): \(Printable.line(line.before))\(styled(Printable.line(line.match), "1;31"))\(Printable.line(line.after))\(styled("  (\(index.day(hit.date)))", "2"))\(styled(coded, "36"))"
      )
    }
    return lines.joined(separator: "\n")
  }

  private struct JSONHit: Encodable {
    var path: String
    var revision: Int
    var title: String
    var date: String
    var undated: Bool
    var score: Double
    var lines: [Line]
    struct Line: Encodable {
      var line: Int
      var column: Int
      var before: String
      var match: String
      var after: String
      var code: String?
      var status: String?
      var holder: String?
    }
  }

  private func line(_ hit: SearchHit, _ index: IndexAccess) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let object = JSONHit(
      path: "\(hit.path)", revision: hit.revision, title: hit.title, date: index.day(hit.date),
      undated: hit.isUndated, score: hit.score,
      lines: hit.lines.map {
        .init(
          line: $0.line, column: $0.column, before: $0.before, match: $0.match, after: $0.after,
          code: $0.code,
          status: $0.status, holder: $0.holder)
      })
    return String(decoding: try encoder.encode(object), as: UTF8.self)
  }
}

/// Text of notes on a terminal: no control or bidirectional character passes.
enum Printable {
  static func line(_ text: String) -> String {
    // What stands in every second line, without the way to Unicode's tables.
    func isPlain(_ scalar: Unicode.Scalar) -> Bool {
      (0x20..<0x7F).contains(scalar.value) || (0x2010...0x2026).contains(scalar.value)
    }
    guard !text.unicodeScalars.allSatisfy(isPlain) else { return text }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: out.append(" ")
      case .format where scalar.value != 0x200D: out.append("\u{FFFD}")
      default: out.append(scalar)
      }
    }
    return String(out)
  }
}

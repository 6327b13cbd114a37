// The board for a terminal: a table as wide as the window, in colour where the caller says so.

/// Prints a digest's board and tables.
public struct TerminalBoard: Sendable {
  /// Columns of the window; at least 40 are used.
  public var width: Int
  public var hasColour: Bool

  public init(width: Int, hasColour: Bool) {
    self.width = max(40, min(width, 160))
    self.hasColour = hasColour
  }

  private enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case accent = "1;31"
  }

  private func styled(_ text: String, _ style: Style?) -> String {
    guard hasColour, let style, !text.isEmpty else { return text }
    return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
  }

  public func text(_ digest: Digest) -> String {
    let tree = DigestTree(digest, .plain, .init(notesAddress: nil))
    var lines = [
      styled(
        clipped("\(digest.period.title)\(digest.period.isRunning ? " (in progress)" : "")", to: width), .bold),
      styled(clipped("\(tree.moment(digest.period.drawnUp)), \(digest.period.zone)", to: width), .dim),
    ]
    lines += wrapped(summary(digest.coverage), indent: 0).map { styled($0, .dim) }
    let boards = digest.facets.filter { $0.place == .board } + digest.facets.filter { $0.place == .table }
    for facet in boards {
      lines += ["", styled(clipped(visible(facet.label), to: width), .bold)]
      for standing in digest.standings where standing.facet == facet.id {
        lines += rows(standing, facet, tree)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func summary(_ coverage: Digest.Coverage) -> String {
    "\(English.count(coverage.notes, "note")) from \(English.count(coverage.sources, "independent source")); "
      + "\(English.grouped(coverage.quarantined)) in quarantine, \(English.grouped(coverage.late)) received late."
  }

  /// A line for the code, its rung and its trend, then what there is to say of it.
  private func rows(_ standing: Digest.Standing, _ facet: Digest.FacetHead, _ tree: DigestTree) -> [String] {
    let notation = padded(clipped(visible(tree.notation(standing.code)), to: 5), 5)
    let status = visible(standing.status ?? "no mention")
    let arrow = tree.symbol(standing.arrow.direction)
    let trend = width >= 90 ? tree.sparkText(standing.series) : ""
    let trendWidth = trend.isEmpty ? 0 : columns(of: trend) + 2
    let statusWidth = 14
    let labelWidth = width - 6 - 2 - statusWidth - trendWidth
    let label = clipped(visible(English.capitalised(standing.label)), to: labelWidth - 1)
    let first =
      styled(notation, .accent) + " " + padded(label, labelWidth) + styled(arrow, .red) + " "
      + styled(
        padded(clipped(status, to: statusWidth), trend.isEmpty ? columns(of: status) : statusWidth),
        colour(standing, facet, tree))
      + (trend.isEmpty ? "" : "  " + styled(trend, .dim))
    let row = tree.row(standing, facet)
    var facts = ["was", "claim", "silence"].compactMap { row[$0] as? String }
    if standing.isContested { facts.append("contested") }
    if facet.place == .table {
      facts += standing.rungs.filter { $0.sources + $0.sourcesBefore > 0 }.map {
        "\($0.status) \($0.sources) (\($0.sourcesBefore))"
      }
    } else if standing.status != nil {
      facts.append(English.count(standing.sources, "source"))
    }
    var out = [first]
    if !facts.isEmpty { out += wrapped(visible(facts.joined(separator: " · ")), indent: 6) }
    if let last = standing.last, let line = tree.lines[last.evidence] {
      let date = tree.longDate(last.date)
      let place = middleClipped(visible(line.place), to: width - 6 - 7 - date.count)
      out.append(styled("      last \(place), \(date)", .dim))
    }
    if standing.arrow.direction != .none {
      out += wrapped(visible(standing.arrow.reason), indent: 6).map { styled($0, .dim) }
    }
    return out
  }

  private func colour(_ standing: Digest.Standing, _ facet: Digest.FacetHead, _ tree: DigestTree) -> Style? {
    switch tree.tone(standing.status, facet) {
    case "up3", "up2": .accent
    case "up1": .yellow
    case "down": .green
    default: .dim
    }
  }

  /// A path with its middle left out where it is too long: its end holds the line's number.
  private func middleClipped(_ text: String, to width: Int) -> String {
    guard columns(of: text) > width, width > 12 else { return clipped(text, to: width) }
    var tail = ""
    for character in text.reversed() {
      if columns(of: tail) + columns(of: String(character)) > width / 2 { break }
      tail = String(character) + tail
    }
    return clipped(text, to: width - columns(of: tail)) + tail
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columns(of: text)))
  }

  /// Broken at spaces, words longer than a line within themselves.
  private func wrapped(_ text: String, indent: Int) -> [String] {
    let room = width - indent
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var rest = String(word)
      if !line.isEmpty, columns(of: line) + 1 + columns(of: rest) <= room {
        line += " " + rest
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while columns(of: rest) > room {
        let head = String(rest.prefix(room / 2))
        lines.append(head)
        rest = String(rest.dropFirst(room / 2))
      }
      line = rest
    }
    if !line.isEmpty { lines.append(line) }
    return lines.map { String(repeating: " ", count: indent) + $0 }
  }
}

// Pictures as inline SVG: drawn in the page's colours, each with its meaning in words.

extension DigestTree {
  /// An SVG with a title and a class; colours come from the page's style.
  private func svg(_ kind: String, _ width: Int, _ height: Int, _ title: String, _ body: String) -> String {
    "<svg class=\"\(kind)\" role=\"img\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\" "
      + "aria-label=\"\(escapedForHTML(title))\"><title>\(escapedForHTML(title))</title>\(body)</svg>"
  }

  /// A coordinate with one decimal.
  private func at(_ value: Double) -> String {
    let text = English.decimal(value, 1).replacing(",", with: "")
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private var bucketWord: String {
    guard let bucket = digest.buckets.first else { return "days" }
    return bucket.days == 1 ? "days" : bucket.days == 7 ? "weeks" : "months"
  }

  /// Bars of coded segments, the last one this period's.
  func spark(_ standing: Digest.Standing) -> String {
    let top = max(1, standing.series.max() ?? 0)
    var body = ""
    for (index, count) in standing.series.enumerated() {
      let height = count == 0 ? 1.0 : max(2, Double(count) * 22 / Double(top))
      let kind = count == 0 ? "zero" : index == standing.series.count - 1 ? "now" : "bar"
      body +=
        "<rect class=\"\(kind)\" x=\"\(index * 8)\" y=\"\(at(24 - height))\" width=\"6\" height=\"\(at(height))\"/>"
    }
    let words = standing.series.map(String.init).joined(separator: ", ")
    return svg(
      "spark", max(8, standing.series.count * 8 - 2), 24,
      "Coded segments in \(standing.series.count) \(bucketWord): \(words)", body)
  }

  /// The rung reached in each bucket, on the facet's ladder.
  func timeline(_ standing: Digest.Standing, _ facet: Digest.FacetHead) -> String {
    let step = 10
    let height = max(2, facet.ladder.count) * 6
    func y(_ rung: Int) -> Int { height - 3 - rung * 6 }
    let base = facet.ladder.firstIndex(of: facet.defaultStatus) ?? 0
    let width = standing.timeline.count * step
    var body = "<line class=\"rule\" x1=\"0\" x2=\"\(width)\" y1=\"\(y(base))\" y2=\"\(y(base))\"/>"
    var last: (x: Int, y: Int)?
    for (index, status) in standing.timeline.enumerated() {
      guard let rung = status.flatMap({ facet.ladder.firstIndex(of: $0) }) else { continue }
      let point = (x: index * step + step / 2, y: y(rung))
      if let last {
        body += "<path class=\"trace\" d=\"M\(last.x) \(last.y)H\(point.x)V\(point.y)\"/>"
      }
      let isNow = index == standing.timeline.count - 1
      body +=
        "<circle class=\"\(tone(status, facet))\" cx=\"\(point.x)\" cy=\"\(point.y)\" r=\"\(isNow ? 3 : 2)\"/>"
      last = point
    }
    let words = standing.timeline.map { $0 ?? "no mention" }
    let title = "Rung in \(words.count) \(bucketWord), oldest first: " + runs(words)
    return svg("timeline", max(step, width), height, title, body)
  }

  /// "no mention (9), drawn (2), approached".
  private func runs(_ words: [String]) -> String {
    var out: [(word: String, count: Int)] = []
    for word in words {
      if let last = out.last, last.word == word {
        out[out.count - 1].count += 1
      } else {
        out.append((word, 1))
      }
    }
    return out.map { $0.count > 1 ? "\($0.word) (\($0.count))" : $0.word }.joined(separator: ", ")
  }

  /// Bands of estimative words between 0 and 100 per cent.
  func strip(_ standing: Digest.Standing) -> Any {
    if standing.estimates.isEmpty { return false }
    var body = "<line class=\"rule\" x1=\"0\" x2=\"200\" y1=\"14\" y2=\"14\"/>"
    for tick in stride(from: 0, through: 200, by: 50) {
      body += "<line class=\"rule\" x1=\"\(tick)\" x2=\"\(tick)\" y1=\"11\" y2=\"17\"/>"
    }
    for estimate in standing.estimates {
      body +=
        "<rect class=\"band\" x=\"\(at(estimate.low * 200))\" y=\"4\" width=\"\(at(max(2, (estimate.high - estimate.low) * 200)))\" height=\"9\"/>"
    }
    let words = standing.estimates.map { "\($0.term), \(English.band($0.low, $0.high))" }.joined(
      separator: "; ")
    return svg("strip", 200, 18, "Likelihood from 0% to 100%: \(words)", body)
  }

  /// Codes by day, with the same as a table.
  var heat: Tree {
    let heat = digest.heat
    let (left, cell, top) = (44, 24, 22)
    let most = max(1, heat.rows.flatMap(\.counts).max() ?? 0)
    var body = ""
    for (column, day) in heat.days.enumerated() {
      body +=
        "<text class=\"axis\" x=\"\(left + column * cell + cell / 2)\" y=\"14\">\(Int(day.suffix(2)) ?? 0)</text>"
    }
    for (row, line) in heat.rows.enumerated() {
      let y = top + row * cell
      body +=
        "<text class=\"name\" x=\"\(left - 6)\" y=\"\(y + 16)\">\(escapedForHTML(beginning(notation(line.code), 6)))</text>"
      for (column, count) in line.counts.enumerated() {
        let shade = count == 0 ? 0 : 1 + min(4, count * 5 / (most + 1))
        body +=
          "<rect class=\"h\(shade)\" x=\"\(left + column * cell)\" y=\"\(y)\" width=\"\(cell - 2)\" height=\"\(cell - 2)\"/>"
        if count > 0 {
          body +=
            "<text class=\"t\(shade)\" x=\"\(left + column * cell + cell / 2 - 1)\" y=\"\(y + 15)\">\(figure(count))</text>"
        }
      }
    }
    let from = longDate(heat.days.first ?? "")
    let to = longDate(heat.days.last ?? "")
    let title = "Coded segments by code and day, \(from) to \(to)"
    return [
      "svg": svg("heat", left + heat.days.count * cell, top + heat.rows.count * cell, title, body),
      "from": from, "to": to,
      "width": String(left + heat.days.count * cell),
      "days": heat.days.map { ["day": String(Int($0.suffix(2)) ?? 0), "iso": $0] as Tree },
      "rows": heat.rows.map { row in
        [
          "notation": notation(row.code), "label": standings[row.code]?.label ?? row.code,
          "anchor": anchor(row.code),
          "cells": row.counts.map { ["count": $0 == 0 ? "" : English.grouped($0)] as Tree },
        ] as Tree
      },
    ]
  }

  /// A count in at most three characters, as a cell has room for: "34k". The table beside it has it in full.
  private func figure(_ count: Int) -> String {
    count < 1_000 ? String(count) : count < 100_000 ? "\(count / 1_000)k" : "…"
  }

  /// Codes that stand in the same sources, as arcs over a line of codes.
  var network: Tree {
    let pairs = Array(digest.pairs.filter { $0.sources > 1 }.prefix(40))
    let used = digest.standings.map(\.code).filter { code in
      pairs.contains { $0.first == code || $0.second == code }
    }
    let step = 36
    let place = Dictionary(
      used.enumerated().map { ($1, 20 + $0 * step) }, uniquingKeysWith: { first, _ in first })
    let most = max(1, pairs.first?.sources ?? 1)
    let span = Double(max(1, used.count - 1) * step)
    let base = 16 + min(150, Int(span / 2))
    var body = ""
    for pair in pairs.reversed() {
      guard let a = place[pair.first], let b = place[pair.second] else { continue }
      let (low, high) = (min(a, b), max(a, b))
      let rise = Double(base - 12) * Double(high - low) / span
      let width = 1 + Double(pair.sources) * 5 / Double(most)
      body +=
        "<path class=\"arc\" stroke-width=\"\(at(width))\" "
        + "d=\"M\(low) \(base)C\(low) \(at(Double(base) - rise * 4 / 3)) \(high) \(at(Double(base) - rise * 4 / 3)) \(high) \(base)\"/>"
    }
    for code in used {
      let x = place[code] ?? 0
      body +=
        "<circle class=\"node\" cx=\"\(x)\" cy=\"\(base)\" r=\"4\"/>"
        + "<text class=\"axis\" x=\"\(x)\" y=\"\(base + 20)\">\(escapedForHTML(beginning(notation(code), 6)))</text>"
    }
    let first = pairs.prefix(5).map {
      "\(notation($0.first)) with \(notation($0.second)), \(English.count($0.sources, "source"))"
    }
    let width = 40 + max(0, used.count - 1) * step
    return [
      "svg": svg(
        "network", width, base + 28, "Codes found in the same sources: " + first.joined(separator: "; "), body
      ),
      "width": String(width),
    ]
  }
}

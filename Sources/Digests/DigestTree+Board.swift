// The board and the tables as templates see them.

extension DigestTree {
  /// Facets of a place, each with its codes; codes that nothing was ever said of come as one sentence.
  func sections(_ place: Digest.FacetHead.Place) -> [Tree] {
    digest.facets.filter { $0.place == place }.map { facet in
      let all = digest.standings.filter { $0.facet == facet.id }
      let rows = place == .board ? all : all.filter { $0.status != nil || $0.segments > 0 }
      let quiet = all.filter { standing in !rows.contains { $0.code == standing.code } }
      return [
        "facet": facet.label, "facetAnchor": "facet-" + slug(facet.id),
        "ladder": facet.ladder.joined(separator: " · "),
        "rows": rows.map { row($0, facet) }, "hasRows": !rows.isEmpty,
        "quiet": quiet.isEmpty
          ? false as Any : English.list(quiet.map { "\($0.label) (\(notation($0.code)))" }) as Any,
      ]
    }
  }

  func row(_ standing: Digest.Standing, _ facet: Digest.FacetHead) -> Tree {
    let last = standing.last.flatMap { mention in lines[mention.evidence].map { (mention, $0) } }
    return [
      "notation": notation(standing.code), "label": English.capitalised(standing.label),
      "anchor": anchor(standing.code),
      "status": standing.status ?? "no mention", "hasStatus": standing.status != nil,
      "tone": tone(standing.status, facet), "claim": claim(standing.claim), "was": was(standing),
      "contested": standing.isContested, "arrow": symbol(standing.arrow.direction),
      "arrowWord": word(standing.arrow.direction), "reason": standing.arrow.reason,
      "movers": standing.arrow.evidence.prefix(5).compactMap { lines[$0] }.map { mover($0) },
      "hasMovers": !standing.arrow.evidence.isEmpty,
      "moversMore": standing.arrow.evidence.count > 5
        ? "and \(English.count(standing.arrow.evidence.count - 5, "more line", "more lines"))" as Any
        : false as Any,
      "last": last.map { line($0.1) } ?? false as Any,
      "age": last.map { age($0.0) } ?? false as Any,
      "counts": counts(standing), "silence": silence(standing), "ladder": ladder(standing, facet),
      "timeline": medium == .html ? timeline(standing, facet) : false as Any,
      "estimates": estimates(standing), "strip": medium == .html ? strip(standing) : false as Any,
      "baseline": baseline(standing), "definition": standing.label,
    ]
  }

  /// A reference to a line of evidence by its number.
  private func mover(_ line: Digest.EvidenceLine) -> Tree {
    ["id": line.id, "place": place(line), "link": link(line), "href": href(line.id)]
  }

  private func counts(_ standing: Digest.Standing) -> String {
    standing.segments == 0
      ? "none"
      : "\(English.count(standing.notes, "note")), \(English.count(standing.sources, "independent source"))"
  }

  private func age(_ mention: Digest.LastMention) -> String {
    longDate(mention.date) + (mention.age == 0 ? "" : ", \(English.count(mention.age, "day")) old")
  }

  private func claim(_ claim: Digest.Claim?) -> Any {
    guard let claim else { return false }
    return "\(claim.status) (claimed by \(English.list(claim.holders.map(holderLabel))))"
  }

  private func was(_ standing: Digest.Standing) -> Any {
    if standing.status == standing.previousStatus { return false }
    guard let previous = standing.previousStatus else {
      return standing.status == nil || digest.coverage.previousNotes == 0
        ? false as Any : "not mentioned \(digest.period.kind.before)" as Any
    }
    return "was \(previous)"
  }

  private func silence(_ standing: Digest.Standing) -> Any {
    guard let silence = standing.silence else { return false }
    let usual = silence.usual == 1 ? "usually every day" : "usually every \(silence.usual)"
    return silence.isBroken
      ? "mentioned again after \(English.count(silence.days, "day")), \(usual)"
      : "no mention for \(English.count(silence.days, "day")), \(usual)"
  }

  /// "drawn 3, approached 1": independent sources by rung, background apart.
  private func ladder(_ standing: Digest.Standing, _ facet: Digest.FacetHead) -> String {
    var parts = standing.rungs.filter { $0.segments > 0 }.map {
      "\($0.status) \(English.grouped($0.sources))"
    }
    if standing.historical > 0 { parts.append("background \(English.grouped(standing.historical))") }
    return parts.joined(separator: ", ")
  }

  private func estimates(_ standing: Digest.Standing) -> Any {
    if standing.estimates.isEmpty { return false }
    return standing.estimates.map {
      "“\($0.term)” (\(English.band($0.low, $0.high)))" + ($0.segments > 1 ? " in \($0.segments)" : "")
    }.joined(separator: ", ")
  }

  private func baseline(_ standing: Digest.Standing) -> Any {
    guard let base = standing.baseline else { return false }
    let distance: String
    switch standing.baseline?.distance {
    case nil: distance = "not mentioned"
    case .some(0): distance = "unmoved"
    case .some(let rungs): distance = "\(English.count(abs(rungs), "rung")) \(rungs > 0 ? "up" : "down")"
    }
    return [
      "status": base.status, "text": base.text, "distance": distance, "now": standing.status ?? "no mention",
      "isMoved": (base.distance ?? 0) != 0,
    ] as Tree
  }

  /// How far from the default, for colour: "up2", "up1", "base", "down1", "none".
  func tone(_ status: String?, _ facet: Digest.FacetHead) -> String {
    guard let status, let rung = facet.ladder.firstIndex(of: status),
      let base = facet.ladder.firstIndex(of: facet.defaultStatus)
    else { return "none" }
    let top = max(1, facet.ladder.count - 1 - base)
    if rung == base { return "base" }
    return rung < base ? "down" : "up\(max(1, min(3, (rung - base) * 3 / top)))"
  }

  func symbol(_ direction: Digest.Arrow.Direction) -> String {
    switch direction {
    case .up: "▲"
    case .down: "▼"
    case .steady: "="
    case .none: "–"
    }
  }

  func word(_ direction: Digest.Arrow.Direction) -> String {
    switch direction {
    case .up: "up"
    case .down: "down"
    case .steady: "no change beyond chance"
    case .none: "no comparison"
    }
  }

  /// The demand table: for each code, sources on each rung now and before, and who holds what.
  var tables: [Tree] {
    digest.facets.filter { $0.place == .table }.map { facet in
      let rows = digest.standings.filter { $0.facet == facet.id }
      let columns = facet.ladder.filter { $0 != facet.defaultStatus }
      return [
        "facet": facet.label, "facetAnchor": "facet-" + slug(facet.id),
        "columns": columns.map { ["name": $0] as Tree },
        "default": facet.defaultStatus, "hasRows": !rows.isEmpty,
        "rows": rows.map { standing in
          row(standing, facet).merging([
            "cells": standing.rungs.filter { $0.status != facet.defaultStatus }.map(cell),
            "plain": standing.rungs.filter { $0.status == facet.defaultStatus }.map(cell),
            "spark": medium == .html ? spark(standing) as Any : sparkText(standing.series) as Any,
            "who": who(standing, facet),
          ]) { $1 }
        },
      ]
    }
  }

  private func cell(_ rung: Digest.Rung) -> Tree {
    [
      "name": rung.status, "now": English.grouped(rung.sources),
      "before": English.grouped(rung.sourcesBefore),
      "isZero": rung.sources == 0, "bothZero": rung.sources == 0 && rung.sourcesBefore == 0,
      "change": rung.sources == rung.sourcesBefore
        ? "same" : rung.sources > rung.sourcesBefore ? "more" : "fewer",
    ]
  }

  /// "refused: the United States (2) and NATO (told by Belarus); pressed: Russia".
  private func who(_ standing: Digest.Standing, _ facet: Digest.FacetHead) -> Any {
    let parts = standing.rungs.reversed().filter { $0.status != facet.defaultStatus && !$0.holders.isEmpty }
      .map { rung in
        let isTold = facet.told?.contains(rung.status) ?? false
        let tellers = isTold ? rung.holders.filter { digest.codebook.board.accusers.contains($0.holder) } : []
        let holders = rung.holders.filter { !tellers.contains($0) }
        return rung.status + (holders.isEmpty ? "" : ": \(names(holders))")
          + (tellers.isEmpty ? "" : " (told by \(names(tellers)))")
      }
    return parts.isEmpty ? false as Any : parts.joined(separator: "; ") as Any
  }

  private func names(_ holders: [Digest.HolderCount]) -> String {
    let names = holders.prefix(4).map { $0.label + ($0.sources > 1 ? " (\($0.sources))" : "") }
    return English.list(names + (holders.count > 4 ? ["\(holders.count - 4) more"] : []))
  }

  func holderLabel(_ holder: String) -> String { holderLabels[holder] ?? holder }

  /// Eight heights of a bar for text forms.
  func sparkText(_ series: [Int]) -> String {
    let bars = Array("▁▂▃▄▅▆▇█")
    let top = max(1, series.max() ?? 0)
    return String(series.map { $0 == 0 ? "·" : bars[min(7, ($0 * 8 - 1) / top)] })
  }
}

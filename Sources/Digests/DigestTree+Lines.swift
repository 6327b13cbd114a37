// Evidence and the lists after it as templates see them.

extension DigestTree {
  /// Notes without a code that are named; the rest is a number, and in the JSON form.
  static let uncodedListed = 5
  /// Late notes, and notes in languages not covered, that are named.
  static let listed = 20

  /// A line of evidence: the sentence with its segment, where it stands, and what is known of it.
  ///
  /// A short one keeps about so much of a long sentence as a reader takes in at a glance.
  func line(_ line: Digest.EvidenceLine, isShort: Bool = false) -> Tree {
    let (before, quote, after) = excerpt(line, isShort ? 320 : 1_200)
    var facts: [String] = []
    if !line.modifiers.isEmpty { facts.append(line.modifiers.joined(separator: ", ")) }
    if let term = line.likelihood { facts.append("“\(term.term)”: \(English.band(term.low, term.high))") }
    if let confidence = line.confidence { facts.append(confidence) }
    if let grade = line.grade { facts.append("graded \(grade)") }
    if line.copies > 0 { facts.append("and in \(English.count(line.copies, "copy", "copies"))") }
    if line.origin == .late { facts.append("received late") }
    let names = [line.source, line.author == line.source ? nil : line.author].compactMap { $0 }
    let source = names.filter { !$0.isEmpty }.joined(separator: ", ")
    return [
      "id": line.id, "place": place(line), "longPlace": longPlace(line),
      "wholePlace": line.place, "filePlace": filePlace(line), "link": link(line),
      "plainLink": link(line, fragment: false),
      "href": href(line.id), "isShown": shown.contains(line.id), "before": before, "quote": quote,
      "after": after,
      "title": beginning(line.title, 160),
      "hasTitle": !line.title.isEmpty,
      "sourceName": source.isEmpty ? false as Any : beginning(source, 120) as Any,
      "date": longDate(line.date) + (line.isUndated ? " (undated)" : ""), "day": line.date,
      "status": line.status,
      "notation": notation(line.code), "holder": holderLabel(line.holder), "rule": line.rule,
      "facts": facts.isEmpty ? false as Any : facts.joined(separator: "; ") as Any,
      "counts": line.counted == line.status ? false as Any : countsAs(line) as Any,
    ]
  }

  /// A sentence around its segment in about so many characters: whole where it fits; else both sides get the same
  /// room, and what one does not need goes to the other.
  private func excerpt(_ line: Digest.EvidenceLine, _ limit: Int) -> (String, String, String) {
    let quote = beginning(visible(line.quote), limit)
    let (before, after) = (visible(line.before), visible(line.after))
    if before.count + quote.count + after.count <= limit * 9 / 8 { return (before, quote, after) }
    let room = max(limit / 4, limit - quote.count)
    let left = max(room / 2, room - after.count)
    let right = max(room / 2, room - before.count)
    return (ending(before, left), quote, beginning(after, right))
  }

  /// Path and line; a long path with its middle left out where a link carries the whole.
  func place(_ line: Digest.EvidenceLine) -> String {
    guard medium != .plain, options.notesAddress != nil, line.place.count > 56 else { return line.place }
    return "\(line.place.prefix(26))…\(line.place.suffix(28))"
  }

  /// The file's name and the line, for narrow cells; of a long name its end.
  private func filePlace(_ line: Digest.EvidenceLine) -> String {
    guard options.notesAddress != nil else { return line.place }
    let name = line.place.split(separator: "/").last.map(String.init) ?? line.place
    return name.count > 40 ? "\(name.prefix(14))…\(name.suffix(24))" : name
  }

  /// The whole path where `place` does not show it.
  private func longPlace(_ line: Digest.EvidenceLine) -> Any {
    place(line) == line.place ? false as Any : line.place as Any
  }

  /// Why a line does not count on the rung that it names.
  private func countsAs(_ line: Digest.EvidenceLine) -> String {
    if let counted = line.counted { return "counts as \(counted)" }
    return line.modifiers.contains("historical") ? "background, not counted" : "a claim, not counted"
  }

  /// The note's address, with the quotation as a text fragment for browsers that jump to it.
  func link(_ line: Digest.EvidenceLine, fragment: Bool = true) -> Any {
    guard let base = options.notesAddress, !line.address.isEmpty else { return false }
    let address = base + line.address
    guard medium == .html, fragment else { return address + (medium == .markdown ? "#L\(line.line)" : "") }
    let words = visible(line.quote).split(separator: " ").map(String.init)
    func encoded(_ words: ArraySlice<String>) -> String {
      percentEncoded(words.joined(separator: " ").utf8).replacing("-", with: "%2D")
    }
    if words.isEmpty { return address }
    let text =
      words.count <= 8 ? encoded(words[...]) : encoded(words.prefix(4)) + "," + encoded(words.suffix(4))
    return address + "#:~:text=" + text
  }

  /// Where a line stands in this digest; its place among all evidence if it is shown there.
  func href(_ id: String) -> String {
    guard let line = lines[id] else { return "#evidence" }
    return shown.contains(id) ? "#\(id)" : "#\(anchor(line.code))"
  }

  func disagreement(_ pair: Digest.Disagreement) -> Tree {
    func side(_ id: String, _ status: String, _ sources: Int) -> Tree {
      [
        "status": status, "sources": English.count(sources, "source"),
        "line": lines[id].map { line($0, isShort: true) } ?? false as Any,
      ]
    }
    return [
      "notation": notation(pair.code), "label": English.capitalised(standings[pair.code]?.label ?? pair.code),
      "anchor": anchor(pair.code),
      "sides": [
        side(pair.high, pair.highStatus, pair.highSources), side(pair.low, pair.lowStatus, pair.lowSources),
      ],
    ]
  }

  /// The lines listed under each code: of every status so many, copies behind the line they copy left out.
  static func shownLines(_ digest: Digest, _ options: DigestRenderer.Options) -> Set<String> {
    // What the first screen rests on is always among them.
    var shown = Set(digest.keyChanges.compactMap(\.evidence.first))
    shown.formUnion(digest.disagreements.flatMap { [$0.low, $0.high] })
    let places = Dictionary(
      digest.facets.map { ($0.id, $0.place) }, uniquingKeysWith: { first, _ in first })
    for standing in digest.standings {
      shown.formUnion(standing.arrow.evidence.prefix(5))
      // A section does not name codes that nothing was said of.
      let isNamed = standing.segments > 0 || places[standing.facet] != .section
      if let last = standing.last, isNamed { shown.insert(last.evidence) }
    }
    shown.subtract(digest.evidence.filter(\.isCopy).map(\.id))
    var counts: [String: Int] = [:]
    for line in digest.evidence where !line.isCopy {
      let key = "\(line.code) \(line.origin.rawValue) \(line.status)"
      counts[key, default: 0] += 1
      if line.origin != .earlier, counts[key, default: 0] <= options.evidencePerStatus {
        shown.insert(line.id)
      }
    }
    return shown
  }

  /// All evidence, code by code, status by status; of codes that the period does not mention, see `quietEvidence`.
  var evidence: [Tree] {
    let lines = Dictionary(grouping: digest.evidence.lazy.filter { !$0.isCopy }, by: \.code)
    return digest.standings.compactMap { standing in
      let own = lines[standing.code] ?? []
      guard own.contains(where: { $0.origin != .earlier }) else { return nil }
      let rest = standing.segments - standing.evidence.count
      return [
        "notation": notation(standing.code), "label": English.capitalised(standing.label),
        "anchor": anchor(standing.code),
        "groups": groups(own, .period) + groups(own, .late) + groups(own, .earlier),
        "counts": standing.segments == 0
          ? "None this \(digest.period.kind.rawValue)"
          : English.count(standing.segments, "coded segment") + " in " + English.count(standing.notes, "note")
            + (rest > 0 ? "; \(English.grouped(rest)) of them counted and not quoted" : ""),
      ]
    }
  }

  /// What is referred to of codes that the period does not mention, line by line.
  var quietEvidence: [Tree] {
    let lines = Dictionary(grouping: digest.evidence.lazy.filter { !$0.isCopy }, by: \.code)
    return digest.standings.flatMap { standing -> [Tree] in
      let own = lines[standing.code] ?? []
      if own.contains(where: { $0.origin != .earlier }) { return [] }
      return own.filter { shown.contains($0.id) }.enumerated().map { index, item in
        line(item).merging([
          "label": English.capitalised(standing.label), "isFirst": index == 0,
          "anchor": anchor(standing.code),
        ]) { $1 }
      }
    }
  }

  private func groups(_ lines: [Digest.EvidenceLine], _ origin: Digest.EvidenceLine.Origin) -> [Tree] {
    let own = lines.filter { $0.origin == origin }
    var order: [String] = []
    for line in own where !order.contains(line.status) { order.append(line.status) }
    if origin == .earlier, !own.isEmpty { order = ["earlier"] }
    return order.map { status in
      let all = origin == .earlier ? own : own.filter { $0.status == status }
      let visible = all.filter { shown.contains($0.id) }
      let name =
        origin == .earlier
        ? "from before, for comparison" : origin == .late ? "\(status), received late" : status
      return [
        "name": name, "total": English.grouped(all.count), "lines": visible.map { line($0) },
        "more": visible.count == all.count
          ? false as Any
          : "\(English.count(all.count - visible.count, "further line")) of \(English.grouped(all.count)) in the JSON form"
            as Any,
      ]
    }
  }

  var rest: Tree {
    [
      "evidence": evidence, "hasEvidence": !digest.evidence.isEmpty,
      "quietEvidence": quietEvidence, "hasQuiet": !quietEvidence.isEmpty,
      "baselines": baselines, "hasBaselines": !baselines.isEmpty,
      "estimateRows": estimateRows,
      "hasEstimates": !estimateRows.isEmpty, "late": digest.late.prefix(Self.listed).map(note),
      "hasLate": !digest.late.isEmpty,
      "lateMore": more(digest.late, digest.omitted.late, Self.listed, "note"),
      "uncoded": digest.uncoded.prefix(Self.uncodedListed).map(note), "hasUncoded": !digest.uncoded.isEmpty,
      "uncodedCount": digest.uncoded.count > Self.uncodedListed
        ? English.count(digest.uncoded.count + digest.omitted.uncoded, "note") as Any : false as Any,
      "uncodedMore": more(digest.uncoded, digest.omitted.uncoded, Self.uncodedListed, "note"),
      "uncovered": digest.uncovered.prefix(Self.listed).map(note),
      "hasUncovered": !digest.uncovered.isEmpty,
      "uncoveredMore": more(digest.uncovered, digest.omitted.uncovered, Self.listed, "note"),
      "quarantine": digest.quarantine.prefix(100).map(quarantined),
      "hasQuarantine": !digest.quarantine.isEmpty,
      "quarantineMore": more(digest.quarantine, digest.omitted.quarantine, 100, "note"),
      "errata": digest.errata.prefix(100).map(erratum),
      "errataMore": more(digest.errata, digest.omitted.errata, 100, "note"),
      "hasErrata": !digest.errata.isEmpty, "keyWords": digest.keyWords.prefix(30).map(keyWord),
      "hasKeyWords": !digest.keyWords.isEmpty, "clusters": digest.clusters.prefix(50).map(cluster),
      "hasClusters": !digest.clusters.isEmpty,
      "clustersMore": more(digest.clusters, digest.omitted.clusters, 50, "text"),
      "pairs": pairs, "hasPairs": !pairs.isEmpty,
      "heat": medium == .html && !digest.heat.rows.isEmpty ? heat : false as Any,
      "network": medium == .html && !pairs.isEmpty ? network : false as Any,
    ]
  }

  /// What of a list this form leaves out, and where it is to be found.
  /// - Parameter omitted: how many the JSON form leaves out too.
  private func more(_ list: [some Any], _ omitted: Int, _ shown: Int, _ noun: String) -> Any {
    let further = max(0, list.count - shown)
    var words: [String] = []
    if further > 0 { words.append("\(English.count(further, "further \(noun)")) in the JSON form") }
    if omitted > 0 {
      words.append(
        "\(English.grouped(omitted)) more that no form lists; redline search --since DAY --until DAY finds all notes of a period, redline status the quarantine"
      )
    }
    return words.isEmpty ? false as Any : words.joined(separator: ", and ") as Any
  }

  private var baselines: [Tree] {
    digest.standings.compactMap { standing in
      guard standing.baseline?.distance != nil,
        let facet = digest.facets.first(where: { $0.id == standing.facet })
      else { return nil }
      return row(standing, facet)
    }
  }

  /// Those of two sources at least, a dozen at most: what stands once in one note together is no pattern.
  private var pairs: [Tree] { digest.pairs.filter { $0.sources > 1 }.prefix(12).map(pair) }

  private var estimateRows: [Tree] {
    digest.standings.compactMap { standing in
      guard !standing.estimates.isEmpty, let facet = digest.facets.first(where: { $0.id == standing.facet })
      else { return nil }
      return row(standing, facet)
    }
  }

  private func noteLink(_ address: String) -> Any {
    address.isEmpty ? false : options.notesAddress.map { $0 + address as Any } ?? false as Any
  }

  private func note(_ note: Digest.NoteEntry) -> Tree {
    [
      "path": note.path, "link": noteLink(note.address), "title": beginning(note.title, 160),
      "hasTitle": !note.title.isEmpty,
      "date": longDate(note.date) + (note.isUndated ? " (undated)" : ""), "received": moment(note.received),
      "segments": English.count(note.segments, "coded segment"), "language": optional(note.language),
      "sentences": English.count(note.sentences, "sentence"),
    ]
  }

  /// Without a full stop at its end: the template sets it.
  private func unstopped(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

  private func quarantined(_ note: Digest.QuarantineEntry) -> Tree {
    [
      "path": note.path, "link": noteLink(note.address),
      "reason": English.capitalised(unstopped(note.reason)),
      "remedy": unstopped(note.remedy),
      "since": moment(note.since),
    ]
  }

  private func erratum(_ erratum: Digest.ErratumLine) -> Tree {
    let changes = erratum.changes.map { change in
      let name = "\(notation(change.code)) \(standings[change.code]?.label ?? change.code)"
      switch (change.before, change.after) {
      case (let before?, let after?): return "\(name): \(before) is now \(after)"
      case (let before?, nil): return "\(name): \(before) no longer stands"
      case (nil, let after?): return "\(name): \(after) is added"
      case (nil, nil): return name
      }
    }
    return [
      "kind": erratum.kind, "path": erratum.path, "link": noteLink(erratum.address),
      "title": beginning(erratum.title, 160),
      "digest": erratum.digest,
      "changes": changes.isEmpty ? "no coded segment changes" : changes.joined(separator: "; "),
    ]
  }

  private func keyWord(_ word: Digest.KeyWordEntry) -> Tree {
    [
      "word": beginning(word.word, 60), "count": English.grouped(word.count),
      "expected": English.decimal(word.expected, 1),
      "keyness": English.decimal(word.keyness, 1),
    ]
  }

  private func cluster(_ cluster: Digest.Cluster) -> Tree {
    [
      "title": beginning(cluster.title.isEmpty ? cluster.paths[0] : cluster.title, 160),
      "count": English.count(cluster.notes, "note"),
      "paths": cluster.paths.prefix(12).joined(separator: ", ")
        + (cluster.notes > 12 ? " and \(English.grouped(cluster.notes - 12)) more" : ""),
    ]
  }

  private func pair(_ pair: Digest.CodePair) -> Tree {
    [
      "first": notation(pair.first), "second": notation(pair.second),
      "firstLabel": standings[pair.first]?.label ?? pair.first,
      "secondLabel": standings[pair.second]?.label ?? pair.second,
      "sources": English.count(pair.sources, "source"),
    ]
  }
}

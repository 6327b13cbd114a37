// A digest as templates see it: every number in words, every line with its link. One tree for all text forms.

/// Values are `String`, `Bool`, trees and lists of trees; what is absent is `false`, so that no template finds
/// an outer value of the same name instead.
struct DigestTree {
  typealias Tree = [String: Any]
  let digest: Digest
  let medium: Medium
  let options: DigestRenderer.Options
  let lines: [String: Digest.EvidenceLine]
  let standings: [String: Digest.Standing]
  let holderLabels: [String: String]
  /// Ids of the lines that the list of all evidence shows.
  let shown: Set<String>

  init(_ digest: Digest, _ medium: Medium, _ options: DigestRenderer.Options) {
    self.digest = digest
    self.medium = medium
    self.options = options
    lines = Dictionary(digest.evidence.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    standings = Dictionary(digest.standings.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    holderLabels = Dictionary(
      digest.holders.map { ($0.id, English.named($0.label)) }, uniquingKeysWith: { first, _ in first })
    shown = DigestTree.shownLines(digest, options)
  }

  var root: Tree {
    head.merging(firstScreen) { $1 }.merging(rest) { $1 }
  }

  private var head: Tree {
    let period = digest.period
    return [
      "name": period.name, "kind": period.kind.rawValue, "title": period.title, "zone": period.zone,
      "drawnUp": moment(period.drawnUp), "drawnUpStamp": period.drawnUp, "isRunning": period.isRunning,
      "isNewIndex": period.isNewIndex, "before": period.kind.before, "coverage": coverage,
      "codebookTitle": digest.codebook.title, "codebookVersion": digest.codebook.version,
      "codebookSource": digest.codebook.source, "fingerprint": String(digest.codebook.fingerprint.prefix(12)),
      "codebookChanged": digest.codebook.hasChanged, "previousName": optional(digest.previousName),
      "nextName": optional(digest.nextName),
      "hasNeighbours": digest.previousName != nil || digest.nextName != nil,
      "isInFolder": options.isInFolder, "isEmpty": digest.coverage.notes == 0,
      "hasNotes": digest.coverage.notes > 0, "rules": rules,
    ]
  }

  private var firstScreen: Tree {
    [
      "keyChanges": digest.keyChanges.enumerated().map { index, change in
        let standing = standings[change.code]
        return [
          "number": String(index + 1), "sentence": change.sentence, "notation": notation(change.code),
          "rule": ruleName(change.rule), "anchor": anchor(change.code),
          "isBoard": place(standing?.facet ?? "") == .board,
          "more": more(change),
          "line": change.evidence.first.flatMap { lines[$0] }.map { line($0, isShort: true) } ?? false as Any,
          "against": change.rule == .contested
            ? change.evidence.dropFirst().first.flatMap { lines[$0] }.map { line($0, isShort: true) }
              ?? false as Any : false as Any,
        ] as Tree
      },
      "hasKeyChanges": !digest.keyChanges.isEmpty,
      "boards": sections(.board), "tables": tables, "sections": sections(.section),
      "disagreements": digest.disagreements.map { disagreement($0) },
      "hasDisagreements": !digest.disagreements.isEmpty,
    ]
  }

  /// What the digest rests on, in one paragraph; each part is a sentence or two.
  private var coverage: String {
    let c = digest.coverage
    if c.notes == 0 {
      let rest = coverageRest
      return "No note is dated this \(digest.period.kind.rawValue)." + (rest.isEmpty ? "" : " " + rest)
    }
    let copies = c.notes - c.sources
    var parts = "\(English.count(c.notes, "note")) read"
    var inside =
      c.coded == 0
      ? [] : ["\(English.grouped(c.coded)) coded, with \(English.count(c.segments, "coded segment"))"]
    if c.coded == 0 {
      inside.append(c.notes == 1 ? "without a code" : "none with a code")
    } else if c.notes > c.coded {
      inside.append("\(English.grouped(c.notes - c.coded)) without a code")
    }
    if copies > 0 {
      inside.append(
        "\(English.count(copies, "copy", "copies")) of others, so \(English.count(c.sources, "independent source"))"
      )
    }
    parts += " (\(inside.joined(separator: "; ")))"
    parts += ", against \(English.grouped(c.previousNotes)) \(digest.period.kind.before)."
    let rest = coverageRest
    return parts + (rest.isEmpty ? "" : " " + rest)
  }

  private var coverageRest: String {
    let c = digest.coverage
    let isClean = c.revised + c.withdrawn + c.quarantined + c.late == 0
    let parts =
      isClean
      ? ["nothing revised, withdrawn, in quarantine or received late"]
      : [
        "\(English.grouped(c.revised)) revised", "\(English.grouped(c.withdrawn)) withdrawn",
        "\(English.grouped(c.quarantined)) in quarantine", "\(English.grouped(c.late)) received late",
      ]
    var text = English.capitalised(English.list(parts)) + "."
    var dates = c.undated > 0 ? ["\(English.grouped(c.undated)) undated (dated by the file)"] : []
    if c.future > 0 { dates.append("\(English.grouped(c.future)) dated after receipt") }
    if !dates.isEmpty { text += " \(English.list(dates))." }
    if digest.omitted.evidence > 0 {
      text +=
        " There are too many to quote: \(English.grouped(c.segments - digest.omitted.evidence)) coded segments are "
        + "quoted, and all are counted."
    }
    let foreign = c.uncovered.reduce(0) { $0 + $1.notes }
    if foreign > 0 {
      let languages = c.uncovered.map { "\($0.language) \(English.grouped($0.notes))" }.joined(
        separator: ", ")
      text +=
        " \(English.count(foreign, "note")) in a language that the codebook does not cover (\(languages))."
    }
    return text
  }

  /// The board's rules in words, for the foot of the page.
  private var rules: String {
    let board = digest.codebook.board
    let accusers = English.list(board.accusers.map(holderLabel), "or")
    var text =
      "A code stands on the highest rung that its notes of the \(digest.period.kind.rawValue) reach; what they tell of the past does not count."
    if !board.accusers.isEmpty, !board.claimedStatuses.isEmpty {
      text +=
        " Where only \(accusers) says “\(English.list(board.claimedStatuses, "or"))”, it is shown as claimed and moves nothing."
    }
    if !board.notHypothetical.isEmpty {
      text +=
        " What is only possible, planned or foreseen cannot reach \(English.list(board.notHypothetical.map { "“\($0)”" }, "or")) and counts a rung nearer to the default."
    }
    text +=
      " An arrow needs a difference of at least \(English.count(board.arrowSources, "independent source")) and p < \(English.decimal(board.arrowPValue, 2)) in an exact two-sided test on the shares of sources above and below the default."
    text +=
      " A status is newly reached where none of the \(board.newAfter) \(digest.period.kind.rawValue)s before had reached it. A questioner's sentence alone makes neither a key change nor a disagreement."
    text +=
      " ▲ and ▼ are arrows up and down, = is no change beyond chance, – is nothing to compare with."
    text += " Silence is named from \(English.decimal(board.silenceFactor, 1)) times the mean gap."
    return text
  }

  func optional(_ text: String?) -> Any { text.map { $0.isEmpty ? false as Any : $0 as Any } ?? false as Any }

  func place(_ facet: String) -> Digest.FacetHead.Place {
    digest.facets.first { $0.id == facet }?.place ?? .section
  }

  func notation(_ code: String) -> String {
    standings[code].map { $0.notation.isEmpty ? $0.code : $0.notation } ?? code
  }

  func anchor(_ code: String) -> String { "code-" + (standings[code]?.anchor ?? slug(code)) }

  /// "25 November 2026, 17:20 (+01:00)" from RFC 3339.
  func moment(_ stamp: String) -> String {
    guard stamp.utf8.count >= 19 else { return stamp }
    return "\(longDate(String(stamp.prefix(10)))), \(stamp.dropFirst(11).prefix(5)) (\(stamp.dropFirst(19)))"
  }

  /// "25 November 2026" from "2026-11-25".
  func longDate(_ iso: String) -> String {
    let parts = iso.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, (1...12).contains(parts[1]) else { return iso }
    return English.date(CivilDay(year: parts[0], month: parts[1], day: parts[2]))
  }

  /// "3 further lines" beside those that stand there.
  private func more(_ change: Digest.KeyChange) -> Any {
    let rest = change.evidence.count - (change.rule == .contested ? 2 : 1)
    return rest > 0 ? English.count(rest, "further line", "further lines") as Any : false as Any
  }

  private func ruleName(_ rule: Digest.KeyChange.Rule) -> String {
    switch rule {
    case .reached: "newly reached"
    case .reversed: "reversed"
    case .contested: "contested"
    case .late: "received late"
    case .silenceBroken: "silence broken"
    case .unusualCount: "unusual count"
    }
  }
}

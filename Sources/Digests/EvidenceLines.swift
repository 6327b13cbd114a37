// Segments become numbered lines of evidence: in a fixed order, copies behind the one they copy.

import Codebooks
import NotePaths

/// The lines of one code, with the segments that they come from.
struct CodeEvidence: Sendable {
  typealias Pair = (line: Digest.EvidenceLine, evidence: Evidence)
  var period: [Pair] = []
  var late: [Pair] = []
  /// Of earlier periods: all of them at first; only those referred to are published.
  var before: [Pair] = []
  var last: Pair?

  init(_ code: Code, stem: String, ladder: Ladder, material: Sorted, zone: Zone) {
    var number = 0
    func lines(_ evidence: [Evidence], _ origin: Digest.EvidenceLine.Origin) -> [Pair] {
      let copies = Copies(evidence)
      return shown(evidence, ladder).map { item in
        number += 1
        return (
          Digest.EvidenceLine(
            item, id: "\(stem)-\(number)", origin: origin, ladder: ladder, copies: copies, zone: zone), item
        )
      }
    }
    period = lines(material.evidence[code.id] ?? [], .period)
    late = lines(material.late[code.id] ?? [], .late)
    before = lines(material.previous[code.id] ?? [], .earlier)
    guard let latest = material.last[code.id] else { return }
    last =
      (period + late + before).first { $0.evidence == latest }
      ?? lines([latest], .earlier).first
  }
}

/// The order of a code's evidence: from the highest rung down, the latest first, then by place.
private func shown(_ evidence: [Evidence], _ ladder: Ladder) -> [Evidence] {
  let rungs = Dictionary(
    ladder.facet.ladder.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  let keyed = evidence.map { (rung: rungs[$0.status] ?? -1, evidence: $0) }
  return keyed.sorted { left, right in
    if left.rung != right.rung { return left.rung > right.rung }
    if left.evidence.date != right.evidence.date { return left.evidence.date > right.evidence.date }
    return placePrecedes(left.evidence, right.evidence)
  }.map(\.evidence)
}

/// The material in an order of its own, so that the order in which it was handed over leaves no trace.
struct Sorted: Sendable {
  let evidence: [String: [Evidence]]
  let late: [String: [Evidence]]
  let previous: [String: [Evidence]]
  let last: [String: Evidence]

  init(_ material: DigestMaterial) {
    func byCode(_ list: [Evidence]) -> [String: [Evidence]] {
      Dictionary(grouping: list.sorted(by: placePrecedes), by: \.code)
    }
    evidence = byCode(material.evidence)
    late = byCode(material.lateEvidence)
    previous = byCode(material.previousEvidence)
    var last = material.lastEvidence
    for item in material.evidence + material.lateEvidence + material.previousEvidence {
      if let known = last[item.code], (known.date, item.path) >= (item.date, known.path) { continue }
      last[item.code] = item
    }
    self.last = last
  }
}

/// Which notes of a cluster stand for it, by code and status.
struct Copies: Sendable {
  private struct Key: Hashable {
    let cluster: Int64
    let status: String
  }
  private var first: [Key: NotePath] = [:]
  private var others: [Key: Int] = [:]

  /// The earliest note stands for its cluster; of several of one moment, the first by path bytes.
  init(_ evidence: [Evidence]) {
    for (key, items) in Dictionary(grouping: evidence, by: { Key(cluster: $0.cluster, status: $0.status) }) {
      first[key] = items.min { ($0.date, $0.path) < ($1.date, $1.path) }?.path
      others[key] = Set(items.map(\.path)).count - 1
    }
  }

  func isCopy(_ item: Evidence) -> Bool {
    first[Key(cluster: item.cluster, status: item.status)] != item.path
  }

  func count(_ item: Evidence) -> Int {
    isCopy(item) ? 0 : others[Key(cluster: item.cluster, status: item.status)] ?? 0
  }
}

extension Digest.EvidenceLine {
  init(
    _ item: Evidence, id: String, origin: Origin, ladder: Ladder, copies: Copies, zone: Zone
  ) {
    let sentence = Array(item.sentence.utf8)
    let start = min(max(0, item.quoteOffset), sentence.count)
    let end = min(start + item.quote.utf8.count, sentence.count)
    self.id = id
    self.origin = origin
    code = item.code
    status = item.status
    counted = item.isHistorical ? nil : ladder.countedStatus(item)
    modifiers =
      (item.isNegated ? ["negated"] : []) + (item.isHypothetical ? ["hypothetical"] : [])
      + (item.isHistorical ? ["historical"] : [])
    holder = item.holder
    path = item.path.description
    address = percentEncoded(item.path)
    revision = item.revision
    line = item.line
    column = item.column
    before = String(decoding: sentence[..<start], as: UTF8.self)
    quote = item.quote
    after = String(decoding: sentence[end...], as: UTF8.self)
    title = item.title
    author = item.author
    source = item.source
    let letters = (item.reliability ?? "") + (item.credibility.map(String.init) ?? "")
    grade = letters.isEmpty ? nil : letters
    date = zone.isoDay(item.date)
    isUndated = item.isUndated
    received = zone.rfc3339(item.received)
    rule = item.rule
    if let term = item.likelihood, let low = item.likelihoodLow, let high = item.likelihoodHigh {
      likelihood = .init(term: term, low: low, high: high)
    }
    confidence = item.confidence
    cluster = item.cluster
    self.copies = copies.count(item)
    isCopy = copies.isCopy(item)
  }
}

extension Ladder {
  /// The status a segment counts as; nil where it is a claim, or off the ladder.
  func countedStatus(_ item: Evidence) -> String? {
    guard let rung = rung(item.status, isHypothetical: item.isHypothetical),
      !isClaim(rung: rung, holder: item.holder)
    else { return nil }
    return facet.ladder[rung]
  }
}

/// A path as part of a URL: unreserved bytes and slashes as they are, everything else percent-encoded.
public func percentEncoded(_ path: NotePath) -> String { percentEncoded(path.bytes, keeping: "/") }

func percentEncoded(_ bytes: some Sequence<UInt8>, keeping extra: String = "") -> String {
  var out = ""
  for byte in bytes {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
      out.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      if extra.utf8.contains(byte) {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
  }
  return out
}

/// Anchors of the codes, by place: their notation's slug, numbered where two would be the same.
func anchors(_ codes: [Code]) -> [String] {
  var taken: Set<String> = []
  return codes.enumerated().map { index, code in
    let stem = slug(code.notation.isEmpty ? "code-\(index + 1)" : code.notation)
    var anchor = stem
    var number = 2
    while !taken.insert(anchor.lowercased()).inserted {
      anchor = "\(stem)-x\(number)"
      number += 1
    }
    return anchor
  }
}

/// Letters and digits of ASCII, all else a hyphen: safe as an anchor.
func slug(_ text: String) -> String {
  let mapped = text.unicodeScalars.map { scalar -> Character in
    scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      ? Character(scalar) : "-"
  }
  let joined = String(mapped).split(separator: "-").joined(separator: "-")
  return joined.isEmpty ? "code" : joined
}

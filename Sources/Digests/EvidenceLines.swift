// Segments become numbered lines of evidence: in a fixed order, copies behind the one they copy.

import Codebooks
import NotePaths

/// A quoted segment: its line, the segment that it comes from, and what the choice between sentences asks of it.
final class Quoted: Sendable {
  let line: Digest.EvidenceLine
  let evidence: Evidence
  let isQuestion: Bool
  let brokenness: Int
  /// Each word of the sentence once, as hashes.
  let words: [UInt64]

  init(_ line: Digest.EvidenceLine, _ evidence: Evidence) {
    self.line = line
    self.evidence = evidence
    isQuestion = Digests.isQuestion(evidence.sentence)
    brokenness = Digests.brokenness(evidence.sentence)
    words = EvidenceChoice.words(evidence.sentence)
  }
}

/// The segments of one code: quoted ones as lines, and all of them as counts see them.
struct CodeEvidence: Sendable {
  var period: [Quoted] = []
  var late: [Quoted] = []
  /// Of earlier periods: all of them at first; only those referred to are published.
  var before: [Quoted] = []
  var last: Quoted?
  /// Those counted only among them.
  var periodAll: [Counted] = []
  var lateAll: [Counted] = []
  var beforeAll: [Counted] = []

  init(_ code: Code, stem: String, ladder: Ladder, material: Sorted, zone: Zone) {
    var number = 0
    func lines(
      _ evidence: [Evidence], _ further: Further, _ origin: Digest.EvidenceLine.Origin
    ) -> (quoted: [Quoted], all: [Counted]) {
      let copies = Copies(evidence, further)
      let quoted = shown(evidence, ladder).map { item in
        number += 1
        return Quoted(
          Digest.EvidenceLine(
            item, id: "\(stem)-\(number)", origin: origin, ladder: ladder, copies: copies, zone: zone), item)
      }
      return (quoted, counted(quoted, further, ladder, copies))
    }
    (period, periodAll) = lines(
      material.evidence[code.id] ?? [], Further(material.further, code.id, material.all.further), .period)
    (late, lateAll) = lines(
      material.late[code.id] ?? [], Further(material.lateFurther, code.id, material.all.lateFurther), .late)
    (before, beforeAll) = lines(
      material.previous[code.id] ?? [],
      Further(material.previousFurther, code.id, material.all.previousFurther), .earlier)
    guard let latest = material.last[code.id] else { return }
    last =
      (period + late + before).first { $0.evidence == latest }
      ?? lines([latest], Further(), .earlier).quoted.first
  }
}

/// What is counted only of one code.
struct Further: Sendable {
  var marks: [CountedOnly.Mark] = []
  var all = CountedOnly()
  /// Clusters of more than one note.
  var shared: Set<Int64> = []

  init() {}

  init(_ marks: Marks, _ code: String, _ all: CountedOnly) {
    self.marks = marks.byCode[code] ?? []
    self.all = all
    shared = marks.shared
  }

  /// The marks of all codes.
  struct Marks: Sendable {
    let byCode: [String: [CountedOnly.Mark]]
    let shared: Set<Int64>
  }
}

/// The segments of a code as counts see them: the quoted ones first, in their order.
private func counted(_ quoted: [Quoted], _ further: Further, _ ladder: Ladder, _ copies: Copies) -> [Counted]
{
  var known: [CountedOnly.Kind: Standpoint] = [:]
  func standpoint(_ kind: CountedOnly.Kind) -> Standpoint {
    if let found = known[kind] { return found }
    let made = Standpoint(kind, ladder)
    known[kind] = made
    return made
  }
  var notes: [NotePath: UInt32] = [:]
  var result: [Counted] = []
  result.reserveCapacity(quoted.count + further.marks.count)
  for item in quoted {
    let path = item.evidence.path
    let note = notes[path] ?? UInt32(further.all.place(of: path) ?? further.all.notes.count + notes.count)
    notes[path] = note
    result.append(
      Counted(
        standpoint: standpoint(CountedOnly.Kind(item.evidence)), quoted: item,
        cluster: item.evidence.cluster, note: note, isCopy: item.line.isCopy))
  }
  if further.marks.isEmpty { return result }
  let kinds = further.all.kinds.map(standpoint)
  for mark in further.marks {
    let (kind, note) = (kinds[Int(mark.kind)], further.all.notes[Int(mark.note)])
    result.append(
      Counted(
        standpoint: kind, quoted: nil, cluster: note.cluster, note: mark.note,
        isCopy: further.shared.contains(note.cluster)
          && copies.isCopy(note.cluster, kind.kind.status, note.path)))
  }
  return result
}

extension CountedOnly.Kind {
  init(_ item: Evidence) {
    self.init(
      code: item.code, status: item.status, holder: item.holder, isNegated: item.isNegated,
      isHypothetical: item.isHypothetical, isHistorical: item.isHistorical, likelihood: item.likelihood,
      likelihoodLow: item.likelihoodLow, likelihoodHigh: item.likelihoodHigh)
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
  let all: DigestMaterial
  let evidence: [String: [Evidence]]
  let late: [String: [Evidence]]
  let previous: [String: [Evidence]]
  let further: Further.Marks
  let lateFurther: Further.Marks
  let previousFurther: Further.Marks
  let last: [String: Evidence]

  init(_ material: DigestMaterial) {
    func byCode(_ list: [Evidence]) -> [String: [Evidence]] {
      Dictionary(grouping: list.sorted(by: placePrecedes), by: \.code)
    }
    func marks(_ list: CountedOnly) -> Further.Marks {
      if list.marks.isEmpty { return Further.Marks(byCode: [:], shared: []) }
      var counts = [Int](repeating: 0, count: list.kinds.count)
      for mark in list.marks { counts[Int(mark.kind)] += 1 }
      // By number first: no name is hashed for each of a million marks.
      var codes: [String: Int] = [:]
      let numbers = list.kinds.map { kind -> Int in
        let number = codes[kind.code] ?? codes.count
        codes[kind.code] = number
        return number
      }
      var groups = [[CountedOnly.Mark]](repeating: [], count: codes.count)
      for (code, number) in codes {
        let total = zip(list.kinds, counts).reduce(0) { $0 + ($1.0.code == code ? $1.1 : 0) }
        groups[number].reserveCapacity(total)
      }
      for mark in list.marks { groups[numbers[Int(mark.kind)]].append(mark) }
      return Further.Marks(byCode: codes.mapValues { groups[$0] }, shared: shared(list.notes))
    }
    all = material
    evidence = byCode(material.evidence)
    late = byCode(material.lateEvidence)
    previous = byCode(material.previousEvidence)
    further = marks(material.further)
    lateFurther = marks(material.lateFurther)
    previousFurther = marks(material.previousFurther)
    var last = material.lastEvidence
    for item in material.evidence + material.lateEvidence + material.previousEvidence {
      if let known = last[item.code], !isLater(item, known) { continue }
      last[item.code] = item
    }
    self.last = last
  }
}

/// Clusters of more than one of these notes.
private func shared(_ notes: [NoteLine]) -> Set<Int64> {
  let numbers = notes.map(\.cluster).sorted()
  return Set(zip(numbers, numbers.dropFirst()).lazy.filter { $0 == $1 }.map(\.0))
}

/// By date, then path bytes, then place in the note.
private func isLater(_ left: Evidence, _ right: Evidence) -> Bool {
  if left.date != right.date { return left.date > right.date }
  if left.path != right.path { return left.path > right.path }
  return (left.line, left.column) > (right.line, right.column)
}

/// Which notes of a cluster stand for it, by code and status.
struct Copies: Sendable {
  private struct Key: Hashable {
    let cluster: Int64
    let status: String
  }
  private struct Notes {
    var first: (date: Int64, path: NotePath)
    /// Kept while there is more than one.
    var all: Set<NotePath>
  }
  private var notes: [Key: Notes] = [:]

  /// The earliest note stands for its cluster; of several of one moment, the first by path bytes.
  init(_ evidence: [Evidence], _ further: Further) {
    for item in evidence { add(Key(cluster: item.cluster, status: item.status), item.date, item.path) }
    for mark in further.marks {
      let note = further.all.notes[Int(mark.note)]
      // Most texts have no copies, and need no place here.
      guard further.shared.contains(note.cluster) else { continue }
      let status = further.all.kinds[Int(mark.kind)].status
      add(Key(cluster: note.cluster, status: status), note.date, note.path)
    }
  }

  private mutating func add(_ key: Key, _ date: Int64, _ path: NotePath) {
    guard var known = notes[key] else {
      notes[key] = Notes(first: (date, path), all: [])
      return
    }
    if known.first.path == path { return }
    notes[key] = nil
    if known.all.isEmpty { known.all.insert(known.first.path) }
    known.all.insert(path)
    if (date, path) < known.first { known.first = (date, path) }
    notes[key] = known
  }

  func isCopy(_ item: Evidence) -> Bool { isCopy(item.cluster, item.status, item.path) }

  func isCopy(_ cluster: Int64, _ status: String, _ path: NotePath) -> Bool {
    notes[Key(cluster: cluster, status: status)]?.first.path != path
  }

  func count(_ item: Evidence) -> Int {
    guard !isCopy(item), let notes = notes[Key(cluster: item.cluster, status: item.status)] else { return 0 }
    return max(0, notes.all.count - 1)
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
    address = item.isFile ? percentEncoded(item.path) : ""
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

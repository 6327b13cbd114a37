// Which sentence shows a thing best: a statement before a question, a sentence before a heading, a plain one before
// a conditional one, well graded, close to what the others say, late.

import Codebooks

/// Words of the period's sentences, to tell those of one matter from those of all.
struct EvidenceChoice: Sendable {
  private let background: [UInt64: Int]
  private let sentences: Int
  /// Sentences compared with each other; in a flood the rest follows in plain order.
  private static let limit = 300
  private static let backgroundLimit = 4_000

  /// Counts words in the material's sentences, in a flood those of every so-many-th.
  init(_ material: DigestMaterial) {
    let all = material.evidence.sorted(by: placePrecedes)
    let step = max(1, all.count / EvidenceChoice.backgroundLimit)
    var counts: [UInt64: Int] = [:]
    var seen = 0
    for index in stride(from: 0, to: all.count, by: step) {
      seen += 1
      for word in EvidenceChoice.words(all[index].sentence) { counts[word, default: 0] += 1 }
    }
    background = counts
    sentences = seen
  }

  /// The segments, best first; those that are counted only at the end.
  func ordered(_ segments: [Counted]) -> [Counted] {
    if segments.count < 2 { return segments }
    let plain = segments.compactMap { segment in segment.quoted.map { (segment: segment, quoted: $0) } }
      .sorted { carriesBetter($0.quoted.evidence, $1.quoted.evidence) }
    let compared = plain.prefix(EvidenceChoice.limit)
    // How many sources have each word: a source's own words once.
    var common: [UInt64: Int] = [:]
    let clusters = Dictionary(grouping: compared, by: \.segment.cluster)
    for own in clusters.values {
      let words = own.count == 1 ? own[0].quoted.words : Array(Set(own.flatMap(\.quoted.words)))
      for word in words { common[word, default: 0] += 1 }
    }
    let sources = clusters.count
    let ranked = compared.enumerated().map { index, pair in
      (
        rank: rank(pair.quoted, closeness(pair.quoted.words, common, sources)), index: index,
        segment: pair.segment
      )
    }
    return ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map(\.segment)
      + plain.dropFirst(EvidenceChoice.limit).map(\.segment) + segments.filter { $0.quoted == nil }
  }

  /// Six small numbers in one, the first the weightiest.
  private func rank(_ quoted: Quoted, _ closeness: Int) -> Int {
    let parts = [
      quoted.isQuestion ? 1 : 0, quoted.brokenness == 2 ? 1 : 0, quoted.evidence.isHypothetical ? 1 : 0,
      quoted.brokenness, gradeRank(quoted.evidence), 0xFF_FFFF - min(0xFF_FFFF, max(0, closeness)),
    ]
    return zip(parts, [1, 1, 1, 2, 8, 24]).reduce(0) { $0 << $1.1 | $1.0 }
  }

  /// How much of what the group's sources share stands in a sentence, in coarse steps: near equals are left to
  /// the later date.
  private func closeness(_ words: [UInt64], _ common: [UInt64: Int], _ sources: Int) -> Int {
    guard sources > 1, !words.isEmpty else { return 0 }
    var sum = 0.0
    for word in words {
      let own = Double((common[word] ?? 1) - 1) / Double(sources - 1)
      // Words that every matter of the period has say nothing of this one.
      sum += own * (1 - Double(background[word] ?? 0) / Double(max(1, sentences)))
    }
    return Int(sum / Double(words.count).squareRoot() * 8)
  }

  /// Each word of a sentence once, short ones left out, in order.
  static func words(_ sentence: String) -> [UInt64] {
    var found: [UInt64] = []
    var seen: Set<UInt64> = []
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var length = 0
    func close() {
      if length > 3, seen.insert(hash).inserted { found.append(hash) }
      hash = 0xCBF2_9CE4_8422_2325
      length = 0
    }
    for byte in sentence.utf8 {
      let isLetter = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte >= 0x80
      guard isLetter else {
        close()
        continue
      }
      hash = (hash ^ UInt64(byte &- 0x41 < 26 ? byte | 0x20 : byte)) &* 0x0000_0100_0000_01B3
      length += 1
    }
    close()
    return found
  }
}

/// A sentence that asks, or that transcripts mark as a questioner's: it puts no one's position.
func isQuestion(_ sentence: String) -> Bool {
  let bytes = Array(sentence.utf8)
  let closing: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0x22, 0x27, 0x29, 0x5D, 0x2A, 0x5F]
  let end = bytes.lastIndex { !closing.contains($0) }
  let tail = end.map { bytes[...$0] } ?? []
  // Typographic closing quotes are three bytes each.
  let quotes: [[UInt8]] = [[0xE2, 0x80, 0x9D], [0xE2, 0x80, 0x99]]
  let core = quotes.contains { tail.suffix(3).elementsEqual($0) } ? tail.dropLast(3) : tail
  if core.last == 0x3F { return true }
  let start = sentence.drop { $0.isWhitespace }
  return start.first == "Q"
    && start.dropFirst().first.map { $0.isWhitespace || $0 == ":" || $0 == "." } ?? false
}

/// 0 for a whole sentence of fair length, 1 for a very short, long or broken-off one, 2 for a heading or fragment.
func brokenness(_ sentence: String) -> Int {
  guard let last = sentence.last(where: { !$0.isWhitespace }), ".!?…”’\"')]".contains(last) else { return 2 }
  let bytes = Array(sentence.utf8)
  // Transcripts part a broken-off word with a hyphen and a dash.
  for index in bytes.indices where bytes[index] == 0x2D {
    let rest = bytes[(index + 1)...].drop { $0 == 0x20 }
    if rest.startIndex <= index + 2, rest.starts(with: [0xE2, 0x80, 0x94]) { return 1 }
  }
  var words = 0
  var isInWord = false
  for (index, byte) in bytes.enumerated() {
    // Spaces of ASCII, and the no-break space.
    let isSpace =
      byte == 0x20 || byte &- 0x09 < 5 || byte == 0xC2 && index + 1 < bytes.count && bytes[index + 1] == 0xA0
    if !isSpace, !isInWord, byte != 0xA0 { words += 1 }
    isInWord = !isSpace && (isInWord || byte != 0xA0)
  }
  return (6...50).contains(words) ? 0 : 1
}

// The check of what is about to be published: the text forms are read back and held against the digest.

/// What a rendered digest says otherwise than the digest itself: numbers of coverage, boards, tables and lists, key
/// changes, and every quotation with its place under its code and status.
///
/// It reads the embedded templates' texts, once from front to back; templates of a user's own may say what they like.
public struct RenderedCheck {
  let digest: Digest
  let options: DigestRenderer.Options
  let lines: [String: Digest.EvidenceLine]
  let standings: [String: Digest.Standing]
  /// How many lines, copies left out, a code has of a status and an origin, as `RenderedCheck.key` writes it.
  let counts: [String: Int]
  /// The key of each group of lines by its code and its name as Markdown has it.
  let groups: [String: String]
  var problems: [String] = []

  /// Problems in words; empty for texts that may be published. Nil stands for a form that is not checked.
  public static func check(
    _ digest: Digest, markdown: String?, html: String?, options: DigestRenderer.Options
  ) -> [String] {
    var check = RenderedCheck(digest, options)
    if let markdown { check.read(markdown: markdown) }
    if let html { check.read(html: html) }
    return check.problems
  }

  private init(_ digest: Digest, _ options: DigestRenderer.Options) {
    self.digest = digest
    self.options = options
    lines = Dictionary(digest.evidence.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    standings = Dictionary(digest.standings.map { ($0.anchor, $0) }, uniquingKeysWith: { first, _ in first })
    var counts: [String: Int] = [:]
    var groups: [String: String] = [:]
    for line in digest.evidence where !line.isCopy {
      let key = Self.key(line)
      counts[key, default: 0] += 1
      let name = line.origin == .late ? "\(line.status), received late" : line.status
      if line.origin != .earlier { groups["\(line.code) \(escapedForMarkdown(name))"] = key }
    }
    self.counts = counts
    self.groups = groups
  }

  static func key(_ line: Digest.EvidenceLine) -> String {
    "\(line.code) \(line.origin.rawValue) \(line.origin == .earlier ? "" : line.status)"
  }

  mutating func expect(_ holds: Bool, _ problem: @autoclosure () -> String) {
    if !holds { problems.append(problem()) }
  }

  mutating func expect(_ said: [Int], _ meant: [Int], _ where: @autoclosure () -> String) {
    if said != meant { problems.append("\(`where`()): says \(said), the digest has \(meant)") }
  }

  // MARK: what the digest has

  /// The numbers of the paragraph on coverage, in its order.
  var coverage: [Int] {
    let c = digest.coverage
    var all: [Int] = []
    if c.notes > 0 {
      all = [c.notes]
      if c.coded > 0 { all += [c.coded, c.segments] }
      if c.coded > 0, c.notes > c.coded { all.append(c.notes - c.coded) }
      if c.notes > c.sources { all += [c.notes - c.sources, c.sources] }
      all.append(c.previousNotes)
    }
    if c.revised + c.withdrawn + c.quarantined + c.late > 0 {
      all += [c.revised, c.withdrawn, c.quarantined, c.late]
    }
    all += [c.undated, c.future].filter { $0 > 0 }
    if digest.omitted.evidence > 0 { all.append(c.segments - digest.omitted.evidence) }
    if c.uncovered.isEmpty { return all }
    // A note may call its language by figures.
    return all + [c.uncovered.reduce(0) { $0 + $1.notes }]
      + c.uncovered.flatMap { Self.numbers(visible($0.language)) + [$0.notes] }
  }

  /// What a row of a board must say: the arrow's counts, notes and sources, sources by rung.
  func row(_ standing: Digest.Standing) -> (why: [Int], sources: [Int], rungs: [Int]) {
    var why: [Int] = []
    if let test = standing.arrow.test, test.above + test.below + test.aboveBefore + test.belowBefore > 0 {
      let above = test.above + test.aboveBefore > 0
      let below = test.below + test.belowBefore > 0
      why = (above ? [test.above] : []) + (below ? [test.below] : []) + [test.sources]
      why += (above ? [test.aboveBefore] : []) + (below ? [test.belowBefore] : []) + [test.sourcesBefore]
      let needed = digest.codebook.board.arrowSources
      if standing.arrow.reason.hasPrefix("Fewer than ") { why = [needed] + why }
    }
    let rungs = standing.rungs.filter { $0.segments > 0 }.map(\.sources)
    return (
      why, standing.segments == 0 ? [] : [standing.notes, standing.sources],
      rungs + (standing.historical > 0 ? [standing.historical] : [])
    )
  }

  /// Of each rung but the default: sources now and before; nothing where there are none.
  func cells(_ standing: Digest.Standing) -> [[Int]] {
    let base = digest.facets.first { $0.id == standing.facet }?.defaultStatus
    return standing.rungs.filter { $0.status != base }.map {
      $0.sources + $0.sourcesBefore == 0 ? [] : [$0.sources, $0.sourcesBefore]
    }
  }

  /// A line's words as a form shows them; of long ones, which are cut short there, the first, up to a space: what
  /// a sign is escaped as may hang on the next.
  func words(_ line: Digest.EvidenceLine) -> String {
    let text = visible(line.quote)
    guard text.utf8.count > 250 else { return text }
    let start = text.prefix(200)
    return String(start[..<(start.lastIndex(of: " ") ?? start.startIndex)])
  }

  // MARK: reading

  /// Whole numbers, grouping commas taken out; what stands in “…” or behind "p" is none of the counts.
  static func numbers(_ text: some StringProtocol) -> [Int] {
    var found: [Int] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: "“".utf8) {
        while index < bytes.count, !bytes[index...].starts(with: "”".utf8) { index += 1 }
        continue
      }
      if bytes[index...].starts(with: "(p ".utf8) {
        while index < bytes.count, bytes[index] != UInt8(ascii: ")") { index += 1 }
        continue
      }
      guard isDigit(bytes[index]) else {
        index += 1
        continue
      }
      var number = 0
      while index < bytes.count {
        let isComma =
          bytes[index] == UInt8(ascii: ",") && index + 3 < bytes.count
          && bytes[(index + 1)...(index + 3)].allSatisfy(isDigit)
        if isDigit(bytes[index]) {
          number = number &* 10 &+ Int(bytes[index] - 0x30)
        } else if !isComma {
          break
        }
        index += 1
      }
      found.append(number)
    }
    return found
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Whether the words stand in a text, byte by byte.
  static func holds(_ text: some StringProtocol, _ words: String) -> Bool {
    let part = Array(words.utf8)
    guard let first = part.first else { return true }
    let bytes = Array(text.utf8)
    guard bytes.count >= part.count else { return false }
    return (0...(bytes.count - part.count)).contains {
      bytes[$0] == first && bytes[$0..<($0 + part.count)].elementsEqual(part)
    }
  }

  /// The text between two marks.
  static func between(_ text: Substring, _ start: String, _ end: String) -> Substring? {
    guard let from = text.firstRange(of: start) else { return nil }
    let rest = text[from.upperBound...]
    return rest[..<(rest.firstRange(of: end)?.lowerBound ?? rest.endIndex)]
  }
}

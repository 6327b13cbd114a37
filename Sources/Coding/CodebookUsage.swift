// What of a codebook a corpus uses: rules that never fire, that others always forestall, that fire too often.

import Codebooks
import NoteText

public struct CodebookUsage {
  private let compiled: CompiledCodebook
  private var coder: Coder
  public private(set) var notes = 0
  public private(set) var sentences = 0
  public private(set) var segments = 0
  /// Sentences by pattern: where it gave the code, and where it would have but for an earlier pattern.
  public private(set) var fired: [String: Int] = [:]
  public private(set) var forestalled: [String: Int] = [:]
  /// Segments by status rule.
  public private(set) var judged: [String: Int] = [:]
  /// Segments by cue in whose scope they lie.
  public private(set) var cued: [String: Int] = [:]

  public init(_ compiled: CompiledCodebook) {
    self.compiled = compiled
    coder = Coder(compiled)
  }

  /// Codes a note and counts.
  public mutating func add(_ note: Note) {
    let coded = coder.code(note)
    notes += 1
    sentences += coded.sentenceCount
    segments += coded.segments.count
    for segment in coded.segments {
      fired[segment.rule, default: 0] += 1
      if let rule = segment.statusRule { judged[rule, default: 0] += 1 }
      for cue in Set(segment.cues.map(\.id)) { cued[cue, default: 0] += 1 }
    }
    guard !coded.segments.isEmpty else { return }
    for rule in coder.forestalledRules(in: note) { forestalled[rule, default: 0] += 1 }
  }

  /// - Parameter share: of all sentences, above which a pattern fires suspiciously often (0 to 1).
  public func findings(share: Double) -> [CodebookFinding] {
    let patterns = compiled.codebook.codes.flatMap(\.patterns).compactMap { finding($0, share: share) }
    let rules = compiled.codebook.codes.flatMap(\.statusRules).filter { judged[$0.id] == nil }.map {
      CodebookFinding(
        place: $0.place, severity: .note, message: "status rule \($0.id) never holds in \(notes) notes")
    }
    let cues = compiled.codebook.cues.filter {
      $0.direction != .terminate && $0.direction != .pseudo && $0.category != .attribution
        && cued[$0.id] == nil
    }.map {
      CodebookFinding(
        place: $0.place, severity: .note, message: "cue \($0.id) reaches no segment in \(notes) notes")
    }
    return (patterns + rules + cues).sorted { ($0.place, $0.message) < ($1.place, $1.message) }
  }

  private func finding(_ pattern: CodePattern, share: Double) -> CodebookFinding? {
    guard let count = fired[pattern.id] else {
      if let others = forestalled[pattern.id] {
        return CodebookFinding(
          place: pattern.place, severity: .warning,
          message: "pattern \(pattern.id) is always shadowed: \(others) times an earlier one gave the code")
      }
      return CodebookFinding(
        place: pattern.place, severity: .note, message: "pattern \(pattern.id) never fires in \(notes) notes")
    }
    guard Double(count) > share * Double(sentences) else { return nil }
    return CodebookFinding(
      place: pattern.place, severity: .warning,
      message: "pattern \(pattern.id) fires in \(count) of \(sentences) sentences, which is often")
  }
}

extension Coder {
  /// The patterns that would have fired but for an earlier one of the same code, once a sentence.
  mutating func forestalledRules(in note: Note) -> [String] {
    let cut = TextCutter.cut(note)
    matcher.read(text: note.text, cut: cut, year: note.date?.year)
    var passage = Passage(note: note, cut: cut, compiled: compiled)
    var forestalled: [String] = []
    for sentence in cut.sentences.indices where note.units[cut.sentences[sentence].unit].isCoded {
      let taken = Set(firings(in: sentence, of: &passage).map(\.rule))
      guard !taken.isEmpty else { continue }
      let codes = Set(taken.map { compiled.rules[$0].code })
      for expression in matcher.candidates(in: sentence) {
        guard let rule = compiled.ruleOfExpression[expression], !taken.contains(rule),
          codes.contains(compiled.rules[rule].code),
          span(of: rule, in: sentence, passage: &passage) != nil
        else { continue }
        let place = compiled.rules[rule]
        forestalled.append(compiled.codebook.codes[place.code].patterns[place.pattern].id)
      }
    }
    return forestalled
  }

  /// Whether a note carries a code where one of the code's asides is left out.
  mutating func codes(_ note: Note, _ code: String, without aside: String) -> Bool {
    guard let index = compiled.codebook.codes.firstIndex(where: { $0.id == code }) else { return false }
    let cut = TextCutter.cut(note)
    matcher.read(text: note.text, cut: cut, year: note.date?.year)
    var passage = Passage(note: note, cut: cut, compiled: compiled)
    let others = zip(compiled.codebook.codes[index].asides, compiled.asides[index])
      .filter { $0.0.id != aside }.map(\.1)
    for sentence in cut.sentences.indices {
      passage.asides = (sentence, index, others.flatMap { matcher.matches($0, in: sentence) })
      for rule in compiled.rules.indices where compiled.rules[rule].code == index {
        if span(of: rule, in: sentence, passage: &passage) != nil { return true }
      }
    }
    return false
  }

  /// Whether a cue's words stand anywhere in a note.
  mutating func finds(cue id: String, in note: Note) -> Bool {
    guard let index = compiled.codebook.cues.firstIndex(where: { $0.id == id }) else { return false }
    let cut = TextCutter.cut(note)
    matcher.read(text: note.text, cut: cut, year: note.date?.year)
    return cut.sentences.indices.contains {
      matcher.found(compiled.cueExpressions.lowerBound + index, in: $0)
    }
  }
}

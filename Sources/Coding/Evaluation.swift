// A codebook's coding of hand-coded passages, measured.

import Codebooks
import NoteText

public struct Evaluation: Sendable {
  /// A code that the gold, the program or both gave to a sentence.
  public struct Decision: Sendable {
    /// Index of the passage, and of the sentence in it.
    public var passage: Int
    public var sentence: Int
    public var code: String
    public var gold: GoldSegment?
    public var coded: CodedSegment?
  }

  /// Figures over some of the codes.
  public struct Group: Sendable {
    public enum Kind: String, Sendable { case all, board, facet, code }
    public var kind: Kind
    /// The facet's or code's id, "all", or the board's facets joined by "+".
    public var name: String
    public var codes: Set<String>
    public var agreement: Agreement
    /// Mean F1 of the codes that the gold has.
    public var macroF1: Double
    public var modifiers: ModifierAgreement
  }

  public let passages: [GoldPassage]
  /// In the order of passages, sentences and codes.
  public let decisions: [Decision]
  /// Codes that occur on either side, sorted.
  public let codes: [String]
  /// Board and table facets together, all, each facet, each code.
  public let groups: [Group]

  /// Codes the passages.
  public init(_ passages: [GoldPassage], with compiled: CompiledCodebook) {
    var coder = Coder(compiled)
    self.init(passages, coded: passages.map { coder.code($0.note) }, codebook: compiled.codebook)
  }

  /// Compares passages with their coded notes, which are in the same order.
  public init(_ passages: [GoldPassage], coded: [CodedNote], codebook: Codebook) {
    self.passages = passages
    let decisions = zip(passages, coded).enumerated().flatMap { index, pair in
      Evaluation.decisions(of: pair.0, at: index, coded: pair.1)
    }
    self.decisions = decisions
    let codes = Set(decisions.map(\.code)).sorted()
    self.codes = codes
    let sentences = passages.reduce(0) { $0 + $1.sentences.count }
    groups = Evaluation.groups(of: codes, in: codebook).map { kind, name, members in
      Evaluation.figures(kind, name, members, decisions.filter { members.contains($0.code) }, sentences)
    }
  }

  public var sentenceCount: Int { passages.reduce(0) { $0 + $1.sentences.count } }

  // MARK: - Who said what of which sentence

  private static func decisions(of passage: GoldPassage, at index: Int, coded: CodedNote) -> [Decision] {
    var predicted: [[String: CodedSegment]] = Array(repeating: [:], count: passage.sentences.count)
    var points = CodePoints(coded.note.text)
    let spans = passage.spans
    for segment in coded.segments {
      let twiceMiddle =
        points.count(to: segment.range.lowerBound) + points.count(to: segment.range.upperBound)
      guard
        let sentence = spans.firstIndex(where: {
          2 * $0.lowerBound <= twiceMiddle && twiceMiddle <= 2 * $0.upperBound
        })
      else { continue }
      if predicted[sentence][segment.code] == nil { predicted[sentence][segment.code] = segment }
    }
    return passage.sentences.indices.flatMap { sentence in
      // Where the gold names a code twice, the last counts, as in the published scorer.
      let gold = Dictionary(passage.codes[sentence].map { ($0.code, $0) }) { $1 }
      return Set(gold.keys).union(predicted[sentence].keys).sorted().map { code in
        Decision(
          passage: index, sentence: sentence, code: code, gold: gold[code], coded: predicted[sentence][code])
      }
    }
  }

  // MARK: - Figures

  private static func groups(
    of codes: [String], in codebook: Codebook
  ) -> [(kind: Group.Kind, name: String, codes: Set<String>)] {
    let facets = Dictionary(codebook.codes.map { ($0.id, $0.facet) }) { first, _ in first }
    // A code that only the gold knows belongs to the facet that its id begins with.
    func facet(of code: String) -> String { facets[code] ?? String(code.prefix { $0 != "/" }) }
    func members(_ wanted: [String]) -> Set<String> { Set(codes.filter { wanted.contains(facet(of: $0)) }) }
    let board = codebook.facets.map(\.id).filter {
      codebook.board.boardFacets.contains($0) || codebook.board.tableFacets.contains($0)
    }
    return [(.board, board.joined(separator: "+"), members(board)), (.all, "all", Set(codes))]
      + codebook.facets.map { (.facet, $0.id, members([$0.id])) } + codes.map { (.code, $0, [$0]) }
  }

  static func agreement(of decisions: some Sequence<Decision>, total: Int) -> Agreement {
    var agreement = Agreement(decisions: total)
    for decision in decisions {
      switch (decision.gold, decision.coded) {
      case (.some, .some): agreement.both += 1
      case (.some, nil): agreement.missed += 1
      case (nil, .some): agreement.spurious += 1
      case (nil, nil): break
      }
    }
    return agreement
  }

  private static func figures(
    _ kind: Group.Kind, _ name: String, _ codes: Set<String>, _ decisions: [Decision], _ sentences: Int
  ) -> Group {
    var modifiers = ModifierAgreement()
    for decision in decisions {
      if let gold = decision.gold, let coded = decision.coded { modifiers.add(gold, coded) }
    }
    let perCode = Dictionary(grouping: decisions, by: \.code).sorted { $0.key < $1.key }
      .map { agreement(of: $0.value, total: sentences) }.filter { $0.gold > 0 }
    let macro = perCode.isEmpty ? 0 : perCode.map(\.f1).reduce(0, +) / Double(perCode.count)
    return Group(
      kind: kind, name: name, codes: codes,
      agreement: agreement(of: decisions, total: sentences * codes.count), macroF1: macro,
      modifiers: modifiers)
  }
}

/// Counts code points up to places of a text, each place at or after the last one or from the start again.
private struct CodePoints {
  private let text: [UInt8]
  private var at = 0
  private var points = 0

  init(_ text: [UInt8]) { self.text = text }

  mutating func count(to place: Int) -> Int {
    if place < at { (at, points) = (0, 0) }
    while at < place {
      // Continuation bytes begin no code point.
      if text[at] & 0xC0 != 0x80 { points += 1 }
      at += 1
    }
    return points
  }
}

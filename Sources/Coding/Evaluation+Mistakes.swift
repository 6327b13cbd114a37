// Where the program and the gold part: confusions, and the sentences that went worst.

extension Evaluation {
  public struct Confusion: Hashable, Sendable {
    public var gold: String
    public var coded: String
    public var count: Int
  }

  /// What statuses were taken for, the most frequent first; right ones left out.
  public var statusConfusions: [Confusion] {
    confusions { gold, coded in (gold.status, coded.status) }
  }

  public var holderConfusions: [Confusion] {
    confusions { gold, coded in (gold.holder, coded.holder) }
  }

  private func confusions(_ values: (GoldSegment, CodedSegment) -> (String, String)) -> [Confusion] {
    var counts: [Confusion: Int] = [:]
    for decision in decisions {
      guard let gold = decision.gold, let coded = decision.coded else { continue }
      let (wanted, given) = values(gold, coded)
      if wanted != given { counts[Confusion(gold: wanted, coded: given, count: 0), default: 0] += 1 }
    }
    return counts.map { Confusion(gold: $0.key.gold, coded: $0.key.coded, count: $0.value) }
      .sorted { (-$0.count, $0.gold, $0.coded) < (-$1.count, $1.gold, $1.coded) }
  }

  /// A sentence with what was wrong about it.
  public struct Mistaken: Sendable {
    public var passage: Int
    public var sentence: Int
    public var decisions: [Decision]
    /// Two for a code missed or spurious, one for each modifier that is wrong.
    public var weight: Int
  }

  /// The sentences that went worst first; right ones left out.
  public func worst(_ limit: Int) -> [Mistaken] {
    var sentences: [Mistaken] = []
    for decision in decisions where decision.weight > 0 {
      if let last = sentences.last, last.passage == decision.passage, last.sentence == decision.sentence {
        sentences[sentences.count - 1].decisions.append(decision)
        sentences[sentences.count - 1].weight += decision.weight
      } else {
        sentences.append(
          Mistaken(
            passage: decision.passage, sentence: decision.sentence, decisions: [decision],
            weight: decision.weight))
      }
    }
    sentences.sort {
      (-$0.weight, $0.passage, $0.sentence) < (-$1.weight, $1.passage, $1.sentence)
    }
    return Array(sentences.prefix(limit))
  }
}

extension Evaluation.Decision {
  /// What is wrong, in words: "status mentioned, not pressed"; empty where all is right.
  public var faults: [String] {
    guard let gold else { return ["spurious"] }
    guard let coded else { return ["missed"] }
    func fault(_ name: String, _ wanted: String, _ given: String) -> String? {
      wanted == given ? nil : "\(name) \(given), not \(wanted)"
    }
    return [
      fault("status", gold.status, coded.status), fault("holder", gold.holder, coded.holder),
      fault("negated", "\(gold.isNegated)", "\(coded.isNegated)"),
      fault("hypothetical", "\(gold.isHypothetical)", "\(coded.isHypothetical)"),
      fault("historical", "\(gold.isHistorical)", "\(coded.isHistorical)"),
    ].compactMap { $0 }
  }

  var weight: Int { gold == nil || coded == nil ? 2 : faults.count }
}

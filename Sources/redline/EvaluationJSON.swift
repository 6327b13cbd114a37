// An evaluation as one JSON object, for scripts.

import Coding
import Foundation

struct EvaluationJSON: Encodable {
  private struct Interval: Encodable {
    var low: Double
    var high: Double
    init(_ interval: Evaluation.Interval) {
      low = interval.low
      high = interval.high
    }
  }

  private struct Group: Encodable {
    var kind, name: String
    var gold, coded, both: Int
    var precision, recall, f1, macroF1: Double
    var alpha: Double?
    var status, negated, hypothetical, historical, holder, negatedF1: Double
    var f1Interval, alphaInterval: Interval?
  }

  private struct Confusion: Encodable {
    var gold, coded: String
    var count: Int
  }

  private struct Fault: Encodable {
    var id: String
    /// From 1.
    var sentence: Int
    var text, code: String
    var faults: [String]
    var rule, statusRule: String?
  }

  private var sentences, passages: Int
  private var groups: [Group]
  private var statusConfusions, holderConfusions: [Confusion]
  private var worst: [Fault]

  init(_ evaluation: Evaluation, worst: Int, samples: Int) {
    sentences = evaluation.sentenceCount
    passages = evaluation.passages.count
    groups = evaluation.groups.map { EvaluationJSON.group($0, of: evaluation, samples: samples) }
    statusConfusions = evaluation.statusConfusions.map(EvaluationJSON.confusion)
    holderConfusions = evaluation.holderConfusions.map(EvaluationJSON.confusion)
    self.worst = evaluation.worst(worst).flatMap { mistaken in
      mistaken.decisions.filter { !$0.faults.isEmpty }.map { decision in
        let passage = evaluation.passages[mistaken.passage]
        return Fault(
          id: passage.id, sentence: mistaken.sentence + 1, text: passage.sentences[mistaken.sentence],
          code: decision.code, faults: decision.faults, rule: decision.coded?.rule,
          statusRule: decision.coded?.statusRule)
      }
    }
  }

  private static func confusion(_ confusion: Evaluation.Confusion) -> Confusion {
    Confusion(gold: confusion.gold, coded: confusion.coded, count: confusion.count)
  }

  private static func group(
    _ group: Evaluation.Group, of evaluation: Evaluation, samples: Int
  ) -> Group {
    let agreement = group.agreement
    let modifiers = group.modifiers
    let intervals =
      group.kind == .all || group.kind == .board ? evaluation.bootstrap(group, samples: samples) : nil
    return Group(
      kind: group.kind.rawValue, name: group.name, gold: agreement.gold, coded: agreement.predicted,
      both: agreement.both, precision: agreement.precision, recall: agreement.recall, f1: agreement.f1,
      macroF1: group.macroF1, alpha: agreement.alpha, status: modifiers.share(\.status),
      negated: modifiers.share(\.negated), hypothetical: modifiers.share(\.hypothetical),
      historical: modifiers.share(\.historical), holder: modifiers.share(\.holder),
      negatedF1: modifiers.negations.f1, f1Interval: intervals.map { Interval($0.f1) },
      alphaInterval: intervals.map { Interval($0.alpha) })
  }

  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

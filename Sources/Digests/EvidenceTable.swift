// Coded segments as rows for other programs: comma-separated values and JSON lines.

import Foundation

/// One row a segment, the same columns in both forms.
public struct EvidenceTable: Sendable {
  let zone: Zone
  public init(zone: Zone) { self.zone = zone }

  public static let columns = [
    "path", "revision", "line", "column", "date", "undated", "received", "title", "author", "source",
    "reliability",
    "credibility", "code", "status", "negated", "hypothetical", "historical", "holder", "likelihood", "low",
    "high",
    "confidence", "quote", "sentence", "rule", "cluster",
  ]

  public static var header: String { rowOfCSV(columns) }

  public func csv(_ item: Evidence) -> String {
    rowOfCSV([
      item.path.description, String(item.revision), String(item.line), String(item.column),
      zone.isoDay(item.date),
      String(item.isUndated), zone.rfc3339(item.received), item.title, item.author ?? "", item.source ?? "",
      item.reliability ?? "", item.credibility.map(String.init) ?? "", item.code, item.status,
      String(item.isNegated), String(item.isHypothetical), String(item.isHistorical), item.holder,
      item.likelihood ?? "", item.likelihoodLow.map { English.decimal($0, 2) } ?? "",
      item.likelihoodHigh.map { English.decimal($0, 2) } ?? "", item.confidence ?? "", item.quote,
      item.sentence,
      item.rule, String(item.cluster),
    ])
  }

  private struct Row: Encodable {
    var path: String
    var revision, line, column: Int
    var date: String
    var undated: Bool
    var received, title: String
    var author, source, reliability: String?
    var credibility: Int?
    var code, status: String
    var negated, hypothetical, historical: Bool
    var holder: String
    var likelihood: String?
    var low, high: Double?
    var confidence: String?
    var quote, sentence, rule: String
    var cluster: Int64
  }

  /// A JSON object with its line feed, keys sorted; text exactly as it stands in the note.
  public func jsonLine(_ item: Evidence) throws -> String {
    let row = Row(
      path: item.path.description, revision: item.revision, line: item.line, column: item.column,
      date: zone.isoDay(item.date), undated: item.isUndated, received: zone.rfc3339(item.received),
      title: item.title,
      author: item.author, source: item.source, reliability: item.reliability, credibility: item.credibility,
      code: item.code, status: item.status, negated: item.isNegated, hypothetical: item.isHypothetical,
      historical: item.isHistorical, holder: item.holder, likelihood: item.likelihood,
      low: item.likelihoodLow,
      high: item.likelihoodHigh, confidence: item.confidence, quote: item.quote, sentence: item.sentence,
      rule: item.rule, cluster: item.cluster)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(row), as: UTF8.self) + "\n"
  }
}

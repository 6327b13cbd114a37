// The marks by which Redline knows its own digests, so that a dropped one is never coded.

/// What Redline writes into each of its files. HTML carries `<meta name="generator" content="Redline">`.
public enum GeneratedByRedline {
  /// The first line of every Markdown file that Redline writes.
  public static let markdownMark = "<!-- redline digest -->"
  /// Stands in the head of every HTML file that Redline writes.
  public static let htmlMark = "<meta name=\"generator\" content=\"Redline\">"
  /// The first key of every JSON file that Redline writes.
  public static let jsonMark = "\"generator\": \"redline\""

  static let error = NoteReadError(
    .generatedByRedline, reason: "Redline itself wrote this file",
    remedy: "nothing needs doing; digests are not coded")

  static func marks(_ source: [UInt8]) -> Bool {
    let start = source.drop { $0 <= 0x20 }
    if start.starts(with: markdownMark.utf8) { return true }
    guard let first = start.first, first == 0x7B || first == 0x5B else { return false }
    let head = String(decoding: start.prefix(400), as: UTF8.self).filter { $0 != " " }
    return head.contains("\"generator\":\"redline\"")
  }
}

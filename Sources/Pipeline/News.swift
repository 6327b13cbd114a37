// What the pipeline has to say, for whoever keeps the log.

public import NotePaths

/// A line worth a line. The service decides where it goes and what is too quiet to show.
public struct News: Sendable {
  public enum Level: Sendable { case error, warning, notice, info, debug }
  public var level: Level
  public var text: String
  /// The note it is about.
  public var note: NotePath?
  /// Codes of that note, for a journal's fields.
  public var codes: [String]

  public init(_ level: Level, _ text: String, note: NotePath? = nil, codes: [String] = []) {
    self.level = level
    self.text = text
    self.note = note
    self.codes = codes
  }

  public typealias Sink = (News) -> Void
}

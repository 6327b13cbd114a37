// Why a note could not be read, in words that an analyst can act on.

/// A note that cannot be read. `reason` names what is wrong and where, `remedy` what would cure it; neither
/// names the file, which the caller knows.
public struct NoteReadError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, CaseIterable {
    /// No byte, or nothing but white space, or a page without text.
    case empty
    /// Not text: an image, an archive, a program, or bytes that no encoding explains.
    case binary
    case tooLarge
    /// Text, but in an encoding that could not be told or converted.
    case encoding
    case frontMatter
    /// The format's own structure is broken.
    case malformed
    /// Redline wrote it: to be ignored, not quarantined.
    case generatedByRedline
    /// A format that another program must turn into text first (`converterExtension` names it), or a library that
    /// is not here.
    case needsConverter
  }

  public var kind: Kind
  public var reason: String
  public var remedy: String
  /// Line of the decoded source, from 1, where one is to blame.
  public var line: Int?
  /// Column in bytes, from 1.
  public var column: Int?
  /// For `needsConverter`: the key under `converters` in the configuration ("pdf").
  public var converterExtension: String?

  public init(
    _ kind: Kind, reason: String, remedy: String, line: Int? = nil, column: Int? = nil,
    converterExtension: String? = nil
  ) {
    self.kind = kind
    self.reason = reason
    self.remedy = remedy
    self.line = line
    self.column = column
    self.converterExtension = converterExtension
  }

  /// `12:5: front matter: ...; remedy`.
  public var description: String {
    let place = line.map { "\($0):\(column ?? 1): " } ?? ""
    return "\(place)\(reason); \(remedy)"
  }
}

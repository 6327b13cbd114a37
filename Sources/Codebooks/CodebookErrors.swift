// Everything that is wrong with a codebook file, so that one run shows it all.

/// Never empty.
public struct CodebookErrors: Error, Sendable, CustomStringConvertible {
  /// In the file's order.
  public var errors: [CodebookError]
  public init(_ errors: [CodebookError]) {
    self.errors = errors.sorted {
      ($0.place ?? FilePlace(line: 0, column: 0)) < ($1.place ?? FilePlace(line: 0, column: 0))
    }
  }
  /// One error a line.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}

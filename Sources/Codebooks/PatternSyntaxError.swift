// What is wrong with a pattern, and where in it.

public struct PatternSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Unicode scalars before the place, within the pattern's text.
  public var offset: Int
  /// Lower case, with the remedy.
  public var message: String
  public init(_ offset: Int, _ message: String) {
    self.offset = offset
    self.message = message
  }
  public var description: String { "column \(offset + 1): \(message)" }
}

// `redline sync`: cookies that clients drop, answered when everything that was open then is in the index.

public import NotePaths

/// A client makes a file `.redline-sync-…` at the top of the watched folder. Events come in the order in which
/// things happened, so when the cookie is seen, everything dropped before it has been seen too.
public struct SyncRequests {
  public static let prefix = ".redline-sync-"

  /// What was open when each cookie was seen. Looked at from the end, and let go of as it closes: in a storm of a
  /// hundred thousand files every look is at one of them.
  private var open: [String: [NotePath]] = [:]

  public init() {}

  public var isEmpty: Bool { open.isEmpty }

  /// The cookie's name, where the path is one.
  public static func cookie(_ path: NotePath) -> String? {
    guard path.bytes.starts(with: prefix.utf8), !path.bytes.contains(0x2F) else { return nil }
    return String(validating: path.bytes, as: UTF8.self)
  }

  /// A cookie was seen. Seen twice (created, closed), the first counts.
  public mutating func begin(_ cookie: String, open paths: [NotePath]) {
    if open[cookie] == nil { open[cookie] = paths }
  }

  public mutating func cancel(_ cookie: String) { open[cookie] = nil }

  /// Cookies of which nothing is open any more, ordered; they are forgotten here.
  public mutating func takeAnswered(isOpen: (NotePath) -> Bool) -> [String] {
    var answered: [String] = []
    // A list of its own: what is walked and changed at once would be copied whole.
    for cookie in Array(open.keys) {
      while let path = open[cookie]?.last, !isOpen(path) { open[cookie]?.removeLast() }
      if open[cookie]?.isEmpty == true { answered.append(cookie) }
    }
    for cookie in answered { open[cookie] = nil }
    return answered.sorted()
  }
}

// `redline sync`: cookies that clients drop, answered when everything that was open then is in the index.

public import NotePaths

/// A client makes a file `.redline-sync-…` at the top of the watched folder. Events come in the order in which
/// things happened, so when the cookie is seen, everything dropped before it has been seen too.
public struct SyncRequests {
  public static let prefix = ".redline-sync-"

  private var open: [String: Set<NotePath>] = [:]

  public init() {}

  public var isEmpty: Bool { open.isEmpty }

  /// The cookie's name, where the path is one.
  public static func cookie(_ path: NotePath) -> String? {
    guard path.bytes.starts(with: prefix.utf8), !path.bytes.contains(0x2F) else { return nil }
    return String(validating: path.bytes, as: UTF8.self)
  }

  /// A cookie was seen. Seen twice (created, closed), the first counts.
  public mutating func begin(_ cookie: String, open paths: Set<NotePath>) {
    if open[cookie] == nil { open[cookie] = paths }
  }

  public mutating func cancel(_ cookie: String) { open[cookie] = nil }

  /// Cookies of which nothing is open any more, ordered; they are forgotten here.
  public mutating func takeAnswered(isOpen: (NotePath) -> Bool) -> [String] {
    var answered: [String] = []
    for (cookie, paths) in open {
      let left = paths.filter(isOpen)
      if left.isEmpty { answered.append(cookie) } else { open[cookie] = left }
    }
    for cookie in answered { open[cookie] = nil }
    return answered.sorted()
  }
}

// What keeps the service from running.

import Glibc

/// A failure of the machinery, not of a note: what could not be done, and what the kernel said.
public struct ServiceTrouble: Error, Hashable, Sendable, CustomStringConvertible {
  public var what: String
  /// errno; 0 where there is none.
  public var code: Int32

  static func system(_ what: String, _ code: Int32) -> ServiceTrouble {
    ServiceTrouble(what: what, code: code)
  }

  public var description: String {
    code == 0 ? what : "\(what): \(String(cString: strerror(code)).lowercased())"
  }
}

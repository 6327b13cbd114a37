// The ledger's values: what state a path is in, and why.

public import FileWatching
public import NotePaths

/// A path below the watched folder is in exactly one of these at any moment.
public enum LedgerState: String, Sendable, CaseIterable {
  /// Still being written, or to be read anew.
  case waiting
  case coded
  /// The same content as another path, which carries the note.
  case duplicate
  case ignored
  case quarantined
  /// The file is gone; its note is kept, out of search and tallies.
  case withdrawn
  /// Its folder cannot be read just now; its note stands.
  case unreachable
}

/// A line of the ledger.
public struct LedgerEntry: Sendable, Hashable {
  public var path: NotePath
  public var state: LedgerState
  /// For waiting, unreachable and quarantined paths: `coded` where a note stands in the index under this
  /// path, as last read; nil otherwise.
  public var was: LedgerState?
  /// The stamp that was read (coded, duplicate, ignored, quarantined) or last seen; for `waiting` that of
  /// the text which stands in the index, so that a rescan finds the change.
  public var stamp: FileStamp?
  /// Seconds since 1970.
  public var firstSeen: Int64
  /// When it came into this state.
  public var since: Int64
  /// Quarantine: a machine-readable cause ("encoding", "too-large", "permission", "converter").
  public var kind: String?
  /// The ignoring rule, or what is wrong.
  public var reason: String?
  public var remedy: String?
  /// How often reading failed in a row.
  public var attempts: Int
  /// For duplicates: the path that carries the note.
  public var original: NotePath?

  public init(
    path: NotePath, state: LedgerState, was: LedgerState? = nil, stamp: FileStamp? = nil, firstSeen: Int64,
    since: Int64, kind: String? = nil, reason: String? = nil, remedy: String? = nil, attempts: Int = 0,
    original: NotePath? = nil
  ) {
    self.path = path
    self.state = state
    self.was = was
    self.stamp = stamp
    self.firstSeen = firstSeen
    self.since = since
    self.kind = kind
    self.reason = reason
    self.remedy = remedy
    self.attempts = attempts
    self.original = original
  }
}

// What happened to notes, as the store is told it.

public import Coding
public import FileWatching
public import NotePaths

/// A digest of a file's bytes, 128 bits. Whoever makes it chooses the function, the same for all notes of an
/// index; a cryptographic one cut to 128 bits keeps hostile notes from passing for duplicates.
public struct ContentHash: Hashable, Sendable {
  public var high: UInt64
  public var low: UInt64
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  var bytes: [UInt8] {
    [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) } }
  }
}

/// The date under which a note counts, worked out from what it says, its name or its file, in the
/// configured zone.
public struct EffectiveDate: Hashable, Sendable {
  /// Seconds since 1970; a date without a time is that day's first moment in the zone.
  public var seconds: Int64
  /// Days since 1970-01-01 in the zone.
  public var day: Int
  /// "front matter", "mail header", "file name", "file time"; nil where unknown.
  public var origin: String?
  /// Guessed from the file's time.
  public var isUndated: Bool
  /// The note's own date lies in the future, so that it counts on arrival.
  public var isFuture: Bool
  public init(
    seconds: Int64, day: Int, origin: String? = nil, isUndated: Bool = false, isFuture: Bool = false
  ) {
    self.seconds = seconds
    self.day = day
    self.origin = origin
    self.isUndated = isUndated
    self.isFuture = isFuture
  }
}

/// A file's text, coded, as it goes into the index.
public struct CodedRevision: Sendable {
  public var coded: CodedNote
  public var hash: ContentHash
  public var date: EffectiveDate
  /// Part of the first import: never late. Only a new note's flag counts.
  public var isArchive: Bool
  /// Min-hash values of the text's shingles, the same number for all notes (64 or 128 serve well); empty for
  /// texts too short to compare, which then stand alone. Only the lowest eight bits of each are kept.
  public var signature: [UInt64]
  public init(
    coded: CodedNote, hash: ContentHash, date: EffectiveDate, isArchive: Bool = false,
    signature: [UInt64] = []
  ) {
    self.coded = coded
    self.hash = hash
    self.date = date
    self.isArchive = isArchive
    self.signature = signature
  }
}

/// Why a note could not be read.
public struct Quarantine: Sendable, Hashable {
  /// Machine-readable: "encoding", "too-large", "permission", "converter", ...
  public var kind: String
  public var reason: String
  public var remedy: String
  public init(kind: String, reason: String, remedy: String) {
    self.kind = kind
    self.reason = reason
    self.remedy = remedy
  }
}

/// One thing that happened to a path. Applied in order, many in one transaction.
public enum NoteChange: Sendable {
  /// The file is there but not settled. A note that it carried stands until it is.
  case waiting(NotePath)
  /// The file was read and coded. The store itself sees what it is: a new note; a new revision; the same text
  /// under a newer stamp; a duplicate of a present note with the same hash; or, with the same hash, device
  /// and inode as a withdrawn note, that note under its new name.
  indirect case coded(NotePath, stamp: FileStamp, CodedRevision)
  /// As `coded`, but the former revision gives way without a trace unless a published digest knew it: for a
  /// file whose writer had not yet closed it when it was read.
  indirect case rewritten(NotePath, stamp: FileStamp, CodedRevision)
  /// Same content, newer stamp; does nothing where the path is not in the ledger.
  case unchanged(NotePath, stamp: FileStamp)
  /// The file was read far enough to be known as a copy of the note at `of` (a present note).
  case duplicate(NotePath, stamp: FileStamp, of: NotePath)
  case ignored(NotePath, stamp: FileStamp?, rule: String)
  /// A note that the path carried before stands with its last good text.
  case quarantined(NotePath, stamp: FileStamp?, Quarantine)
  /// Moved, known by inode: history and codings go along. Whatever stood at `to` is withdrawn.
  case renamed(from: NotePath, to: NotePath, stamp: FileStamp)
  /// The file is gone. A duplicate, where there is one, takes the note over; a path that never carried a note
  /// leaves the ledger.
  case withdrawn(NotePath)
  /// Neither this folder nor anything below it can be read: everything there keeps what it has.
  case unreachable(folder: NotePath, reason: String)
  /// The folder can be listed again: everything there is as it was, to be compared with the listing.
  case reachable(folder: NotePath)
}

extension NoteChange {
  /// Whether a file was read for it.
  var isRead: Bool {
    switch self {
    case .coded, .rewritten: true
    default: false
    }
  }
}

/// What `Store.apply` did, beyond what it was told.
public struct ApplyOutcome: Sendable, Equatable {
  /// How many of the changes, from the first, went in.
  public var applied = 0
  /// Duplicates that lost their original (it was edited, or is ignored now): set to `waiting`; read them.
  public var toRead: [NotePath] = []
  /// Paths told as coded that turned out to be duplicates.
  public var duplicates: [NotePath] = []
  /// Paths told as coded that turned out to be a withdrawn note under a new name, with the old one.
  public var renames: [Rename] = []
  public struct Rename: Sendable, Hashable {
    public var from: NotePath
    public var to: NotePath
  }
  public init() {}
}

// What can go wrong with the index, each with the file and the cure.

/// An error of the index. `description` is one line: file, what happened, remedy.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, CaseIterable {
    /// No index at that place, and it may not be made.
    case missing
    /// The state folder or its files cannot be read or written by this user.
    case permission
    /// The file system is read-only, or the index was opened for reading.
    case readOnly
    /// No space left. The transaction was rolled back; the index stays usable.
    case diskFull
    /// Another service holds this state folder.
    case locked
    /// SQLite was kept waiting longer than its timeout by another process.
    case busy
    /// The file is not a database or is damaged; `Store.setAside` keeps it and makes room.
    case corrupt
    /// Written by a later version of Redline.
    case newer
    /// Written by an earlier version and not yet brought up to date.
    case older
    /// The file is a database of another program.
    case foreign
    /// A search or option that makes no sense; nothing is wrong with the index.
    case usage
    /// Anything else SQLite says, in its words.
    case other
  }

  public var kind: Kind
  /// The file or folder concerned.
  public var file: String
  /// Lower case, without a full stop.
  public var message: String
  /// What a person can do; empty where nothing helps but reading `message`.
  public var remedy: String

  public init(kind: Kind, file: String, message: String, remedy: String = "") {
    self.kind = kind
    self.file = file
    self.message = message
    self.remedy = remedy
  }

  public var description: String {
    let head = file.isEmpty ? message : "\(file): \(message)"
    return remedy.isEmpty ? head : "\(head); \(remedy)"
  }
}

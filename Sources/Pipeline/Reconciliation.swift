// The ledger held against a fresh walk of the tree: is every file accounted for?

public import FileWatching
public import NotePaths
public import NoteStore

/// What `redline status` says of the tree.
public struct Reconciliation: Sendable {
  /// A file whose state in the ledger is not the whole truth, and why.
  public struct Open: Sendable, Hashable {
    public enum Reason: String, Sendable {
      /// In the tree, not in the ledger.
      case notReadYet = "not read yet"
      /// In the ledger with another size or time.
      case changed = "changed since it was read"
      /// In the ledger as present, not in the tree.
      case missing = "gone from the folder, not yet withdrawn"
      /// The ledger has it waiting.
      case waiting = "waiting to settle"
    }
    public var path: NotePath
    public var reason: Reason
  }

  /// Files in the tree, ignored ones and those in unreadable folders that the ledger knows included.
  public private(set) var files = 0
  public private(set) var accounted = 0
  /// Ordered by path bytes.
  public private(set) var open: [Open] = []
  public private(set) var counts: [LedgerState: Int] = [:]
  public private(set) var unreachable: [FileTrouble] = []

  public init(listing: TreeListing, store: Store) throws {
    unreachable = listing.unreachable
    let blocked = listing.unreachable.map(\.path)
    var entries = listing.entries[...]
    var withdrawn = 0
    try store.ledger { line in
      if line.state == .withdrawn {
        withdrawn += 1
        return true
      }
      while let entry = entries.first, entry.path < line.path {
        meetUnknown(entry)
        entries.removeFirst()
      }
      if let entry = entries.first, entry.path == line.path {
        entries.removeFirst()
        meet(entry, line)
      } else if line.state == .unreachable || blocked.contains(where: line.path.isWithin) {
        count(.unreachable)
      } else if line.state == .ignored {
        // Tools' temporary files come and go; one that is gone is nobody's loss.
      } else {
        files += 1
        open.append(Open(path: line.path, reason: .missing))
      }
      return true
    }
    for entry in entries { meetUnknown(entry) }
    if withdrawn > 0 { counts[.withdrawn] = withdrawn }
    open.sort { $0.path < $1.path }
  }

  private mutating func count(_ state: LedgerState) {
    files += 1
    accounted += 1
    counts[state, default: 0] += 1
  }

  private mutating func meetUnknown(_ entry: TreeListing.Entry) {
    if entry.ignoredBy != nil || entry.kind != .regular { return count(.ignored) }
    files += 1
    open.append(Open(path: entry.path, reason: .notReadYet))
  }

  private mutating func meet(_ entry: TreeListing.Entry, _ line: LedgerEntry) {
    if entry.ignoredBy != nil || entry.kind != .regular { return count(.ignored) }
    if line.state == .waiting {
      files += 1
      counts[.waiting, default: 0] += 1
      open.append(Open(path: entry.path, reason: .waiting))
    } else if line.stamp == entry.stamp || line.state == .unreachable {
      count(line.state)
    } else {
      files += 1
      open.append(Open(path: entry.path, reason: .changed))
    }
  }
}

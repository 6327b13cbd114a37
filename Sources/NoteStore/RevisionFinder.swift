// Which stored revisions to compare a new one with: those of the same content hash, and near copies by bands of the
// min-hash signature.

import Synchronization

/// What is kept of a signature: the lowest eight bits of each value. Two texts agree in a value by chance
/// once in 256, which the estimate takes out again (b-bit minwise hashing, Li and König).
enum Signature {
  static let rows = 3
  static let bands = 16
  /// Texts of which at least this share of shingles is common are one source: found on the first half of what
  /// `Tests/Benchmarks/near-copies.py` plants; different notes of one event stay below 0.4.
  static let threshold = 0.5

  static func bytes(_ values: [UInt64]) -> [UInt8] { values.map { UInt8(truncatingIfNeeded: $0) } }

  /// Estimated Jaccard resemblance, 0 to 1.
  static func resemblance(_ left: [UInt8], _ right: [UInt8]) -> Double {
    guard left.count == right.count, !left.isEmpty else { return 0 }
    let equal = zip(left, right).count { $0 == $1 }
    let chance = 1.0 / 256
    return max(0, (Double(equal) / Double(left.count) - chance) / (1 - chance))
  }

  /// Up to sixteen keys, one a band; texts that resemble by 0.5 share one nine times in ten, by 0.6 all but always.
  static func keys(_ signature: [UInt8]) -> [UInt32] {
    signature.withUnsafeBytes { bytes in (0..<min(bands, bytes.count / rows)).map { key(of: $0, in: bytes) } }
  }

  /// The key of a band that the signature has.
  static func key(of band: Int, in signature: UnsafeRawBufferPointer) -> UInt32 {
    var key: UInt32 = 0
    for row in 0..<rows { key = key << 8 | UInt32(signature[band * rows + row]) }
    return key
  }
}

/// From hashes and bands to revisions, in memory. An index of the database by hash would have another page of it written
/// for nearly every note, half of what an import writes.
///
/// As plain columns, 10 MB at 150,000 notes, read within some 50 ms and searched from end to end in 2 ms; or, once many
/// notes come at once, as tables: 36 MB, which take longer to fill and answer in microseconds.
/// Entries may be stale (rolled back, superseded): whoever asks verifies against the index.
final class RevisionFinder: Sendable {
  private enum Memory {
    case columns(KeyColumns)
    case tables(KeyTables)
  }
  private let memory = Mutex<Memory?>(nil)

  var isLoaded: Bool { memory.withLock { $0 != nil } }

  /// Begins with what `add` is told by `body`: a revision, its hash, and its signature where it is present.
  /// - Parameter present: about so many are.
  func load(
    present: Int,
    _ body: (_ add: (Int64, _ hash: UnsafeRawBufferPointer, _ signature: UnsafeRawBufferPointer) -> Void)
      throws -> Void
  ) rethrows {
    var columns = KeyColumns(capacity: present)
    try body { revision, hash, signature in
      guard let number = UInt32(exactly: revision) else { return }
      columns.append(number, hash: hash, signature: signature)
    }
    memory.withLock { $0 = .columns(columns) }
  }

  /// Frees the memory; the next note fills it again.
  func drop() { memory.withLock { $0 = nil } }

  /// Makes tables of the columns: many questions will follow.
  func expectMany() {
    memory.withLock { memory in
      guard case .columns(let columns) = memory else { return }
      memory = .tables(KeyTables(columns))
    }
  }

  /// Either may be empty: a revision may be inserted by one after the other.
  func insert(_ revision: Int64, hash: [UInt8] = [], signature: [UInt8] = []) {
    guard let number = UInt32(exactly: revision) else { return }
    memory.withLock { memory in
      switch memory {
      case nil: break
      case .columns(var columns):
        // Taken out meanwhile, so that it is not copied.
        memory = nil
        hash.withUnsafeBytes { hash in
          signature.withUnsafeBytes { columns.append(number, hash: hash, signature: $0) }
        }
        memory = .columns(columns)
      case .tables(var tables):
        memory = nil
        tables.insert(number, KeyEntry(hash: hash, signature: signature))
        memory = .tables(tables)
      }
    }
  }

  /// Revisions that share a band or may have this hash, each once, in order.
  func candidates(hash: [UInt8] = [], signature: [UInt8] = []) -> [Int64] {
    let entry = KeyEntry(hash: hash, signature: signature)
    let found: Set<UInt32> = memory.withLock { memory in
      switch memory {
      case nil: []
      case .columns(let columns): columns.candidates(entry)
      case .tables(let tables): tables.candidates(entry)
      }
    }
    return found.sorted().map { Int64($0) }
  }
}

/// What a revision is found by.
private struct KeyEntry {
  var hash: UInt32?
  /// One a band; none for a text too short to compare.
  var bands: [UInt32]

  init(hash: [UInt8], signature: [UInt8]) {
    self.hash = hash.isEmpty ? nil : hash.withUnsafeBytes(Self.key)
    bands = Signature.keys(signature)
  }

  /// Of a hash's first bytes.
  static func key(_ hash: UnsafeRawBufferPointer) -> UInt32 {
    hash.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// A form letter with more copies than that is known by the first of them.
  static let mostPerBand = 32
}

/// A row a revision, in the order in which they came; those that are not present any more are found by their hash alone.
private struct KeyColumns {
  /// Keys of bands have 24 bits: none is this one, which stands for the bands that a short signature lacks.
  static let none = UInt32.max

  private(set) var hashed: [UInt32] = []
  private(set) var hashes: [UInt32] = []
  private(set) var signed: [UInt32] = []
  private(set) var bands: [[UInt32]] = Array(repeating: [], count: Signature.bands)

  init(capacity: Int) {
    hashed.reserveCapacity(capacity)
    hashes.reserveCapacity(capacity)
    signed.reserveCapacity(capacity)
    for band in bands.indices { bands[band].reserveCapacity(capacity) }
  }

  /// Either may be empty.
  mutating func append(_ revision: UInt32, hash: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer) {
    if !hash.isEmpty {
      hashed.append(revision)
      hashes.append(KeyEntry.key(hash))
    }
    let count = min(bands.count, signature.count / Signature.rows)
    guard count > 0 else { return }
    signed.append(revision)
    for band in bands.indices {
      bands[band].append(band < count ? Signature.key(of: band, in: signature) : Self.none)
    }
  }

  func candidates(_ entry: KeyEntry) -> Set<UInt32> {
    var found: Set<UInt32> = []
    if let hash = entry.hash { collect(hash, in: hashes, of: hashed, most: .max, into: &found) }
    for (band, key) in entry.bands.enumerated() {
      collect(key, in: bands[band], of: signed, most: KeyEntry.mostPerBand, into: &found)
    }
    return found
  }

  private func collect(
    _ key: UInt32, in column: [UInt32], of revisions: [UInt32], most: Int, into found: inout Set<UInt32>
  ) {
    var count = 0
    for row in column.indices where column[row] == key {
      found.insert(revisions[row])
      count += 1
      if count == most { return }
    }
  }
}

/// A table for hashes and one a band, which grow one after the other.
private struct KeyTables {
  private var hashes: KeyTable
  private var bands: [KeyTable]

  init(_ columns: KeyColumns) {
    hashes = KeyTable(columns.hashes, columns.hashed, mostPerKey: .max)
    bands = columns.bands.map {
      KeyTable($0, columns.signed, mostPerKey: KeyEntry.mostPerBand, none: KeyColumns.none)
    }
  }

  mutating func insert(_ revision: UInt32, _ entry: KeyEntry) {
    if let hash = entry.hash { hashes.insert(hash, revision) }
    for (band, key) in entry.bands.enumerated() { bands[band].insert(key, revision) }
  }

  func candidates(_ entry: KeyEntry) -> Set<UInt32> {
    var found: Set<UInt32> = []
    if let hash = entry.hash { hashes.collect(hash, into: &found) }
    for (band, key) in entry.bands.enumerated() { bands[band].collect(key, into: &found) }
    return found
  }
}

/// Open addressing with linear probing; a key may stand several times. Revision 0 marks a free slot.
private struct KeyTable {
  let mostPerKey: Int
  private var slots: [(key: UInt32, revision: UInt32)]
  private var count = 0

  /// Of keys and the revision of each, but where there is `none`.
  init(_ keys: [UInt32], _ revisions: [UInt32], mostPerKey: Int, none: UInt32? = nil) {
    self.mostPerKey = mostPerKey
    var size = 256
    while size < keys.count + keys.count / 2 { size *= 2 }
    slots = Array(repeating: (0, 0), count: size)
    for (key, revision) in zip(keys, revisions) where key != none {
      insert(key, revision)
    }
  }

  mutating func insert(_ key: UInt32, _ revision: UInt32) {
    guard revision != 0 else { return }
    if 3 * (count + 1) > 2 * slots.count { grow() }
    var index = place(key)
    var same = 0
    while slots[index].revision != 0 {
      if slots[index].key == key {
        same += 1
        if slots[index].revision == revision || same == mostPerKey { return }
      }
      index = next(index)
    }
    slots[index] = (key, revision)
    count += 1
  }

  func collect(_ key: UInt32, into found: inout Set<UInt32>) {
    var index = place(key)
    while slots[index].revision != 0 {
      if slots[index].key == key { found.insert(slots[index].revision) }
      index = next(index)
    }
  }

  private func place(_ key: UInt32) -> Int {
    let mixed = UInt64(key) &* 0x9E37_79B9_7F4A_7C15
    return Int(mixed >> 32) & (slots.count - 1)
  }

  private func next(_ index: Int) -> Int { (index + 1) & (slots.count - 1) }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: (0, 0), count: old.count * 2)
    for slot in old where slot.revision != 0 {
      var index = place(slot.key)
      while slots[index].revision != 0 { index = next(index) }
      slots[index] = slot
    }
  }
}

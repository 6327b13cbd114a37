// Which stored revisions to compare a new one with: those of the same content hash, and near copies by bands of the
// min-hash signature.

import Foundation
import Glibc
import Synchronization

/// What is kept of a signature: the lowest eight bits of each value. Two texts agree in a value by chance
/// once in 256, which the estimate takes out again (b-bit minwise hashing, Li and König).
enum Signature {
  static let rows = 3
  static let bands = 16
  /// Texts of which at least this share of shingles is common are one source: found on the first half of what
  /// `Tests/Benchmarks/near-copies.py` plants; different notes of one event stay below 0.4.
  static let threshold = 0.5
  /// Share of the values in which two texts agree that have nothing in common.
  private static let chance = 1.0 / 256

  static func bytes(_ values: [UInt64]) -> [UInt8] { values.map { UInt8(truncatingIfNeeded: $0) } }

  /// Estimated Jaccard resemblance, 0 to 1.
  static func resemblance(_ left: [UInt8], _ right: [UInt8]) -> Double {
    guard left.count == right.count, !left.isEmpty else { return 0 }
    let equal = zip(left, right).count { $0 == $1 }
    return max(0, (Double(equal) / Double(left.count) - chance) / (1 - chance))
  }

  /// Values that are equal, at least, where two signatures of so many show a resemblance of `threshold`.
  static func leastEqual(of count: Int) -> Int {
    Int(((threshold * (1 - chance) + chance) * Double(count)).rounded(.up))
  }

  /// Bands of a signature of so many values.
  static func bandCount(of count: Int) -> Int { min(bands, count / rows) }

  /// The key of a band that the signature has; texts that resemble by 0.5 share one nine times in ten, by 0.6 all but always.
  static func key(of band: Int, in signature: UnsafeRawBufferPointer) -> UInt32 {
    var key: UInt32 = 0
    for row in 0..<rows { key = key << 8 | UInt32(signature[band * rows + row]) }
    return key
  }
}

/// From hashes and bands to revisions, in memory. An index of the database by hash would have another page of it written
/// for nearly every note, half of what an import writes.
///
/// As plain columns, 10 MB at 150,000 notes, read within some 40 ms and searched from end to end in 2 ms; or, once many
/// notes come at once, as tables: 33 MB, which take longer to fill and answer in microseconds.
/// Entries may be stale (rolled back, superseded): whoever asks verifies against the index.
final class RevisionFinder: Sendable {
  private struct Memory {
    var keys: RevisionKeys?
    /// Goes up with each new `keys`: tables that were made of former ones are not wanted.
    var generation = 0
  }

  /// Up to so many revisions, tables are made while somebody waits.
  private static let few = 4096
  private let memory = Mutex(Memory())

  var isLoaded: Bool { memory.withLock { $0.keys != nil } }
  var hasTables: Bool { memory.withLock { $0.keys?.hasTables == true } }

  /// Begins with what `add` is told by `body`: a revision, its hash, and its signature where it is present.
  /// - Parameters:
  ///   - all: about so many revisions there are.
  ///   - present: of these, so many are.
  func load(
    all: Int = 0, present: Int,
    _ body: (_ add: (Int64, _ hash: UnsafeRawBufferPointer, _ signature: UnsafeRawBufferPointer) -> Void)
      throws -> Void
  ) rethrows {
    var keys = RevisionKeys(RevisionColumns(hashed: all, signed: present))
    try body { revision, hash, signature in
      guard let number = UInt32(exactly: revision) else { return }
      keys.append(number, hash: hash, signature: signature)
    }
    replace(keys)
  }

  /// Frees the memory; the next note fills it again.
  func drop() { replace(nil) }

  private func replace(_ keys: consuming RevisionKeys?) {
    memory.withLock {
      $0.keys = keys
      $0.generation += 1
    }
  }

  // MARK: Tables

  /// Has tables made of the columns, as many questions will follow: at 150,000 notes by a thread that takes a tenth of a
  /// second for it, as long as which nobody who drops a note should wait.
  func prepareTables() {
    guard let (columns, generation) = beginTables() else { return }
    if columns.count <= Self.few { return endTables(RevisionTables(columns), generation) }
    let thread = Thread { @Sendable [self] in
      // The workers' niceness: what is dropped meanwhile goes first.
      _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
      endTables(RevisionTables(columns), generation)
    }
    thread.name = "redline.finder"
    thread.start()
  }

  /// What tables are to be made of, and for which generation; nil where they are there or on their way, or nothing is.
  func beginTables() -> (RevisionColumns, generation: Int)? {
    memory.withLock { memory in
      guard let columns = memory.keys?.beginTables() else { return nil }
      return (columns, memory.generation)
    }
  }

  func endTables(_ tables: consuming RevisionTables, _ generation: Int) {
    var made: RevisionTables? = consume tables
    memory.withLock { if $0.generation == generation { $0.keys?.endTables(&made) } }
  }

  // MARK: Revisions

  /// Either may be empty: a revision may be inserted by one after the other.
  func insert(_ revision: Int64, hash: [UInt8] = [], signature: [UInt8] = []) {
    guard let number = UInt32(exactly: revision) else { return }
    hash.withUnsafeBytes { hash in
      signature.withUnsafeBytes { signature in
        memory.withLock { $0.keys?.append(number, hash: hash, signature: signature) }
      }
    }
  }

  /// Revisions that may be near copies, or may have this hash, each once, in order.
  func candidates(hash: [UInt8] = [], signature: [UInt8] = []) -> [Int64] {
    let found = memory.withLock { memory in
      hash.withUnsafeBytes { hash in
        signature.withUnsafeBytes { memory.keys?.candidates(hash: hash, signature: $0) ?? [] }
      }
    }
    return found.sorted().map { Int64($0) }
  }
}

/// One key a band. Each has 24 bits.
private typealias Bands = SIMD16<UInt32>

/// What a revision is found by.
private enum RevisionKey {
  /// No key: of a band that a short signature lacks, and that asks for nothing.
  static let (none, nothing) = (UInt32.max, UInt32.max - 1)
  /// A form letter with more copies than that is known by the first of them.
  static let mostPerBand = 32

  /// Of a hash's first bytes.
  static func key(ofHash hash: UnsafeRawBufferPointer) -> UInt32 {
    hash.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// One a band that the signature has, and `missing` for the others; nil for a text too short to compare.
  static func bands(of signature: UnsafeRawBufferPointer, else missing: UInt32) -> Bands? {
    let count = Signature.bandCount(of: signature.count)
    guard count > 0 else { return nil }
    var keys = Bands(repeating: missing)
    // Lane by lane through the vector itself takes ten times as long.
    withUnsafeMutableBytes(of: &keys) { lanes in
      let lanes = lanes.assumingMemoryBound(to: UInt32.self)
      for band in 0..<count { lanes[band] = Signature.key(of: band, in: signature) }
    }
    return keys
  }
}

/// In columns, and once these are many and much is asked, in tables. While the tables are made of the columns, these stay
/// as they are, and what comes goes to columns of its own.
private struct RevisionKeys {
  private var columns: RevisionColumns
  private var late: RevisionColumns?
  private var tables: RevisionTables?

  init(_ columns: RevisionColumns) { self.columns = columns }

  var hasTables: Bool { tables != nil }

  mutating func append(_ revision: UInt32, hash: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer) {
    if tables != nil {
      tables?.insert(revision, hash: hash, signature: signature)
    } else if late != nil {
      late?.append(revision, hash: hash, signature: signature)
    } else {
      columns.append(revision, hash: hash, signature: signature)
    }
  }

  mutating func beginTables() -> RevisionColumns? {
    guard tables == nil, late == nil else { return nil }
    late = RevisionColumns(hashed: 0, signed: 0)
    return columns
  }

  /// - Parameter made: taken away, so that nobody else holds them, and they need not be copied.
  mutating func endTables(_ made: inout RevisionTables?) {
    swap(&tables, &made)
    if let late { tables?.insert(late) }
    (columns, late) = (RevisionColumns(hashed: 0, signed: 0), nil)
  }

  func candidates(hash: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer) -> Set<UInt32> {
    if let tables { return tables.candidates(hash: hash, signature: signature) }
    var search = ColumnSearch(hash: hash, signature: signature)
    search.look(in: columns)
    if let late { search.look(in: late) }
    return search.found
  }
}

/// Hashes and bands in the order in which revisions came.
struct RevisionColumns: Sendable {
  fileprivate var hashed: [UInt32] = []
  fileprivate var hashes: [UInt32] = []
  /// Those that are not present any more are found by their hash alone.
  fileprivate var signed: [UInt32] = []
  fileprivate var bands: [Bands] = []

  /// With room for so many revisions, and for so many of them that are present, whose bands take most of it.
  init(hashed all: Int, signed present: Int) {
    assert(Bands.scalarCount == Signature.bands)
    hashed.reserveCapacity(all)
    hashes.reserveCapacity(all)
    signed.reserveCapacity(present)
    bands.reserveCapacity(present)
  }

  var count: Int { max(hashes.count, bands.count) }

  fileprivate mutating func append(
    _ revision: UInt32, hash: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer
  ) {
    if !hash.isEmpty {
      hashed.append(revision)
      hashes.append(RevisionKey.key(ofHash: hash))
    }
    guard let keys = RevisionKey.bands(of: signature, else: RevisionKey.none) else { return }
    signed.append(revision)
    bands.append(keys)
  }

  fileprivate mutating func append(_ more: RevisionColumns) {
    hashed += more.hashed
    hashes += more.hashes
    signed += more.signed
    bands += more.bands
  }
}

/// From one end of the columns to the other.
private struct ColumnSearch {
  var found: Set<UInt32> = []
  private let hash: UInt32?
  private let wanted: Wanted?
  /// Found so far by each band.
  private var counts = Array(repeating: 0, count: Bands.scalarCount)

  init(hash: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer) {
    self.hash = hash.isEmpty ? nil : RevisionKey.key(ofHash: hash)
    wanted = Wanted(signature)
  }

  mutating func look(in columns: RevisionColumns) {
    if let hash {
      for row in columns.hashes.indices where columns.hashes[row] == hash {
        found.insert(columns.hashed[row])
      }
    }
    guard let wanted else { return }
    for row in columns.bands.indices where Self.mayShare(columns.bands[row], wanted.bands) {
      for band in counts.indices
      where columns.bands[row][band] == wanted.bands[band] && counts[band] < RevisionKey.mostPerBand {
        if wanted.mayResemble(columns.bands[row]) { found.insert(columns.signed[row]) }
        counts[band] += 1
      }
    }
  }

  /// Whether some band may be equal; false where none is. Comparing vectors as such is compiled lane by lane.
  private static func mayShare(_ left: Bands, _ right: Bands) -> Bool {
    let difference = unsafeBitCast(left ^ right, to: SIMD8<UInt64>.self)
    // A lane of 32 bits is zero where taking one from it borrows its highest bit.
    let zeros =
      (difference &- SIMD8(repeating: 0x1_0000_0001)) & ~difference & SIMD8(repeating: 0x8000_0000_8000_0000)
    let four = zeros.lowHalf | zeros.highHalf
    let two = four.lowHalf | four.highHalf
    return two[0] | two[1] != 0
  }
}

/// A signature that others are compared with, by what bands keep of them.
private struct Wanted {
  let bands: Bands
  /// So many bytes of the bands' words must be equal, if all that stands in no band is, for two texts to resemble.
  private let least: Int

  /// Nil for a text too short to compare.
  init?(_ signature: UnsafeRawBufferPointer) {
    guard let bands = RevisionKey.bands(of: signature, else: RevisionKey.nothing) else { return nil }
    self.bands = bands
    let count = Signature.bandCount(of: signature.count)
    let inNone = signature.count - count * Signature.rows
    // Of the words themselves the top byte is equal, and of those without a band the three that `none` and `nothing` share.
    least = Signature.leastEqual(of: signature.count) - inNone + count + 3 * (Signature.bands - count)
  }

  /// Whether a text with these bands may be a near copy; most that share a band by chance are none.
  func mayResemble(_ other: Bands) -> Bool {
    let difference = unsafeBitCast(bands ^ other, to: SIMD8<UInt64>.self)
    var equal = 0
    for index in 0..<8 {
      let word = difference[index]
      let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
      // The top bit of each byte that is zero, exactly.
      equal += (~((word & low) &+ low | word | low)).nonzeroBitCount
    }
    return equal >= least
  }
}

/// The same columns, with a table of the hashes and one of each band.
struct RevisionTables: Sendable {
  private var columns = RevisionColumns(hashed: 0, signed: 0)
  private var hashes: RowTable
  private var bands: [RowTable]

  init(_ columns: RevisionColumns) {
    hashes = RowTable(room: columns.hashes.count, mostPerKey: .max)
    bands = (0..<Bands.scalarCount).map { _ in
      RowTable(room: columns.bands.count, mostPerKey: RevisionKey.mostPerBand)
    }
    insert(columns)
  }

  fileprivate mutating func insert(_ more: RevisionColumns) {
    let (hashed, signed) = (columns.hashed.count, columns.signed.count)
    columns.append(more)
    enter(hashed: hashed, signed: signed)
  }

  fileprivate mutating func insert(
    _ revision: UInt32, hash: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer
  ) {
    let (hashed, signed) = (columns.hashed.count, columns.signed.count)
    columns.append(revision, hash: hash, signature: signature)
    enter(hashed: hashed, signed: signed)
  }

  /// Puts the rows from these on into the tables, one table after the other: it stays in the processor's cache.
  private mutating func enter(hashed: Int, signed: Int) {
    let columns = columns
    for row in hashed..<columns.hashed.count {
      hashes.insert(row, keys: { columns.hashes[$0] }, revisions: { columns.hashed[$0] })
    }
    for band in bands.indices {
      for row in signed..<columns.signed.count where columns.bands[row][band] != RevisionKey.none {
        bands[band].insert(row, keys: { columns.bands[$0][band] }, revisions: { columns.signed[$0] })
      }
    }
  }

  fileprivate func candidates(hash: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer) -> Set<UInt32>
  {
    var found: Set<UInt32> = []
    if !hash.isEmpty {
      let key = RevisionKey.key(ofHash: hash)
      hashes.collect(key, keys: { columns.hashes[$0] }, into: { _ = found.insert(columns.hashed[$0]) })
    }
    guard let wanted = Wanted(signature) else { return found }
    // All tables are asked before any answer is looked at: the answers lie far apart in memory, and come side by side.
    var isTaken = Bands()
    for band in bands.indices { isTaken[band] = bands[band].isTaken(wanted.bands[band]) ? 1 : 0 }
    for band in bands.indices where isTaken[band] != 0 && wanted.bands[band] != RevisionKey.nothing {
      bands[band].collect(
        wanted.bands[band], keys: { columns.bands[$0][band] },
        into: { if wanted.mayResemble(columns.bands[$0]) { found.insert(columns.signed[$0]) } })
    }
    return found
  }
}

/// Rows of columns by a key that stands there, in open addressing with linear probing; a key may stand several times.
private struct RowTable: Sendable {
  private let mostPerKey: Int
  /// Eight bits of each key's hash, by which most others are told apart; 0 marks a free slot.
  private var tags: [UInt8]
  private var rows: [UInt32]
  private var count = 0

  init(room: Int, mostPerKey: Int) {
    self.mostPerKey = mostPerKey
    var size = 256
    while size < room + room / 2 { size *= 2 }
    tags = Array(repeating: 0, count: size)
    rows = Array(repeating: 0, count: size)
  }

  /// A revision stands under a key once, and no more than `mostPerKey` do.
  mutating func insert(_ row: Int, keys: (Int) -> UInt32, revisions: (Int) -> UInt32) {
    if 3 * (count + 1) > 2 * tags.count { grow(keys) }
    let key = keys(row)
    var (index, tag) = place(key)
    var same = 0
    while tags[index] != 0 {
      if tags[index] == tag, keys(Int(rows[index])) == key {
        same += 1
        if same == mostPerKey || revisions(Int(rows[index])) == revisions(row) { return }
      }
      index = next(index)
    }
    (tags[index], rows[index]) = (tag, UInt32(truncatingIfNeeded: row))
    count += 1
  }

  /// Whether anything stands where the search for a key begins.
  func isTaken(_ key: UInt32) -> Bool { tags[place(key).index] != 0 }

  /// Rows that stand under a key.
  func collect(_ key: UInt32, keys: (Int) -> UInt32, into take: (Int) -> Void) {
    var (index, tag) = place(key)
    while tags[index] != 0 {
      if tags[index] == tag, keys(Int(rows[index])) == key { take(Int(rows[index])) }
      index = next(index)
    }
  }

  private func place(_ key: UInt32) -> (index: Int, tag: UInt8) {
    let mixed = UInt64(key) &* 0x9E37_79B9_7F4A_7C15
    return (Int(mixed >> 24 & 0xFFFF_FFFF) & (tags.count - 1), max(1, UInt8(mixed >> 56)))
  }

  private func next(_ index: Int) -> Int { (index + 1) & (tags.count - 1) }

  private mutating func grow(_ keys: (Int) -> UInt32) {
    let (oldTags, oldRows) = (tags, rows)
    tags = Array(repeating: 0, count: oldTags.count * 2)
    rows = Array(repeating: 0, count: oldTags.count * 2)
    for old in oldTags.indices where oldTags[old] != 0 {
      var index = place(keys(Int(oldRows[old]))).index
      while tags[index] != 0 { index = next(index) }
      (tags[index], rows[index]) = (oldTags[old], oldRows[old])
    }
  }
}

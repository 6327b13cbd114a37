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
/// notes come at once, as tables: 36 MB, which take longer to fill and answer in microseconds.
/// Entries may be stale (rolled back, superseded): whoever asks verifies against the index.
final class RevisionFinder: Sendable {
  private let memory = Mutex<RevisionKeys?>(nil)

  var isLoaded: Bool { memory.withLock { $0 != nil } }

  /// Begins with what `add` is told by `body`: a revision, its hash, and its signature where it is present.
  /// - Parameter present: about so many are.
  func load(
    present: Int,
    _ body: (_ add: (Int64, _ hash: UnsafeRawBufferPointer, _ signature: UnsafeRawBufferPointer) -> Void)
      throws -> Void
  ) rethrows {
    var keys = RevisionKeys(capacity: present)
    try body { revision, hash, signature in
      guard let number = UInt32(exactly: revision) else { return }
      keys.append(number, hash: hash, signature: signature)
    }
    memory.withLock { $0 = keys }
  }

  /// Frees the memory; the next note fills it again.
  func drop() { memory.withLock { $0 = nil } }

  /// How many there are in all: one of the hashes, and one of each band.
  static let tables = 1 + Signature.bands

  /// Makes up to `count` further tables of columns, as many questions will follow. A table takes some 4 ms at 150,000 notes,
  /// for which no note that was just dropped should wait seventeen times.
  func makeTables(_ count: Int) { change { $0.makeTables(count) } }

  /// Either may be empty: a revision may be inserted by one after the other.
  func insert(_ revision: Int64, hash: [UInt8] = [], signature: [UInt8] = []) {
    guard let number = UInt32(exactly: revision) else { return }
    hash.withUnsafeBytes { hash in
      signature.withUnsafeBytes { signature in
        change { $0.append(number, hash: hash, signature: signature) }
      }
    }
  }

  private func change(_ body: (inout RevisionKeys) -> Void) {
    memory.withLock { memory in
      guard var keys = memory else { return }
      // Taken out meanwhile, so that it is not copied.
      memory = nil
      body(&keys)
      memory = keys
    }
  }

  /// Revisions that share a band or may have this hash, each once, in order.
  func candidates(hash: [UInt8] = [], signature: [UInt8] = []) -> [Int64] {
    let found = memory.withLock { memory in
      hash.withUnsafeBytes { hash in
        signature.withUnsafeBytes { memory?.candidates(hash: hash, signature: $0) ?? [] }
      }
    }
    return found.sorted().map { Int64($0) }
  }
}

/// What revisions are found by: their hash, and one key a band. Each of these stands in a column, in the order in which
/// revisions came, or in a table that was made of it.
private struct RevisionKeys {
  /// Keys of bands have 24 bits. None is the first of these, which stands for the bands that a short signature lacks, nor the
  /// second, which asks for nothing.
  private static let (none, nothing) = (UInt32.max, UInt32.max - 1)
  /// A form letter with more copies than that is known by the first of them.
  private static let mostPerBand = 32

  private typealias Bands = SIMD16<UInt32>

  private var hashed: [UInt32] = []
  private var hashes: [UInt32] = []
  /// Those that are not present any more are found by their hash alone.
  private var signed: [UInt32] = []
  private var bands: [Bands] = []
  /// Of the hashes, then of one band after the other.
  private var tables: [KeyTable] = []

  init(capacity: Int) {
    assert(Bands.scalarCount == Signature.bands)
    hashed.reserveCapacity(capacity)
    hashes.reserveCapacity(capacity)
    signed.reserveCapacity(capacity)
    bands.reserveCapacity(capacity)
  }

  /// Bands that have a table.
  private var tabled: Int { max(0, tables.count - 1) }

  mutating func append(_ revision: UInt32, hash: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer) {
    if !hash.isEmpty {
      let key = Self.key(ofHash: hash)
      if tables.isEmpty {
        hashed.append(revision)
        hashes.append(key)
      } else {
        tables[0].insert(key, revision)
      }
    }
    guard let keys = Self.keys(of: signature, else: Self.none) else { return }
    for band in 0..<tabled where keys[band] != Self.none { tables[1 + band].insert(keys[band], revision) }
    if tables.count < RevisionFinder.tables {
      signed.append(revision)
      bands.append(keys)
    }
  }

  mutating func makeTables(_ count: Int) {
    for number in tables.count..<min(RevisionFinder.tables, tables.count + count) {
      if number == 0 {
        var table = KeyTable(room: hashes.count, mostPerKey: .max)
        for (key, revision) in zip(hashes, hashed) { table.insert(key, revision) }
        tables.append(table)
        (hashes, hashed) = ([], [])
      } else {
        var table = KeyTable(room: bands.count, mostPerKey: Self.mostPerBand)
        for (keys, revision) in zip(bands, signed) where keys[number - 1] != Self.none {
          table.insert(keys[number - 1], revision)
        }
        tables.append(table)
      }
    }
    if tables.count == RevisionFinder.tables { (signed, bands) = ([], []) }
  }

  func candidates(hash: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer) -> Set<UInt32> {
    var found: Set<UInt32> = []
    if !hash.isEmpty {
      let key = Self.key(ofHash: hash)
      if let table = tables.first {
        table.collect(key, into: &found)
      } else {
        for row in hashes.indices where hashes[row] == key { found.insert(hashed[row]) }
      }
    }
    guard var wanted = Self.keys(of: signature, else: Self.nothing) else { return found }
    // All tables are asked before any answer is looked at: the answers lie far apart in memory, and come side by side.
    var isTaken = Bands()
    for band in 0..<tabled { isTaken[band] = tables[1 + band].first(wanted[band]) }
    for band in 0..<tabled {
      if isTaken[band] != 0, wanted[band] != Self.nothing {
        tables[1 + band].collect(wanted[band], into: &found)
      }
      wanted[band] = Self.nothing
    }
    if !bands.isEmpty { collect(wanted, into: &found) }
    return found
  }

  private func collect(_ wanted: Bands, into found: inout Set<UInt32>) {
    var counts = Array(repeating: 0, count: Bands.scalarCount)
    for row in bands.indices where Self.mayShare(bands[row], wanted) {
      for band in counts.indices where bands[row][band] == wanted[band] && counts[band] < Self.mostPerBand {
        found.insert(signed[row])
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

  /// Of a hash's first bytes.
  private static func key(ofHash hash: UnsafeRawBufferPointer) -> UInt32 {
    hash.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// One a band that the signature has, and `missing` for the others; nil for a text too short to compare.
  private static func keys(of signature: UnsafeRawBufferPointer, else missing: UInt32) -> Bands? {
    let count = min(Signature.bands, signature.count / Signature.rows)
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

/// Open addressing with linear probing; a key may stand several times. Revision 0 marks a free slot.
private struct KeyTable {
  let mostPerKey: Int
  private var slots: [(key: UInt32, revision: UInt32)]
  private var count = 0

  init(room: Int, mostPerKey: Int) {
    self.mostPerKey = mostPerKey
    var size = 256
    while size < room + room / 2 { size *= 2 }
    slots = Array(repeating: (0, 0), count: size)
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

  /// The revision where the search for a key begins; 0 where nothing has it.
  func first(_ key: UInt32) -> UInt32 { slots[place(key)].revision }

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

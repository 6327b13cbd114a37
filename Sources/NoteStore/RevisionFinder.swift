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
    (0..<min(bands, signature.count / rows)).map { band in
      var key: UInt32 = 0
      for row in 0..<rows { key = key << 8 | UInt32(signature[band * rows + row]) }
      return key
    }
  }
}

/// From hashes and bands to revisions, in memory: 36 MB at 150,000 notes. An index of the database by hash would
/// have another page of it written for nearly every note, half of what an import writes.
/// Entries may be stale (rolled back, superseded): whoever asks verifies against the index.
final class RevisionFinder: Sendable {
  private struct Tables {
    /// A table a band, so that they grow one after the other. A key gives at most 32 revisions; a form letter with more
    /// copies than that is known by the first of them.
    var bands = Array(repeating: KeyTable(mostPerKey: 32), count: Signature.bands)
    var hashes = KeyTable(mostPerKey: .max)
  }
  private let tables = Mutex<Tables?>(nil)

  var isLoaded: Bool { tables.withLock { $0 != nil } }

  /// Begins with nothing; what is there already is inserted by the caller.
  func begin() { tables.withLock { $0 = Tables() } }

  /// Frees the memory; the next note fills it again.
  func drop() { tables.withLock { $0 = nil } }

  func insert(_ revision: Int64, hash: [UInt8]) {
    guard let number = UInt32(exactly: revision) else { return }
    tables.withLock { $0?.hashes.insert(Self.key(hash), number) }
  }

  func insert(_ revision: Int64, signature: [UInt8]) {
    guard !signature.isEmpty, let number = UInt32(exactly: revision) else { return }
    let keys = Signature.keys(signature)
    tables.withLock { tables in
      for (band, key) in keys.enumerated() { tables?.bands[band].insert(key, number) }
    }
  }

  /// Revisions that share a band, each once, in order.
  func candidates(signature: [UInt8]) -> [Int64] {
    let keys = Signature.keys(signature)
    return collect { tables, found in
      for (band, key) in keys.enumerated() { tables.bands[band].collect(key, into: &found) }
    }
  }

  /// Revisions whose hash may be this one, each once, in order.
  func candidates(hash: [UInt8]) -> [Int64] {
    collect { tables, found in tables.hashes.collect(Self.key(hash), into: &found) }
  }

  private func collect(_ body: @Sendable (Tables, inout Set<UInt32>) -> Void) -> [Int64] {
    let found = tables.withLock { tables in
      var found: Set<UInt32> = []
      if let tables { body(tables, &found) }
      return found
    }
    return found.sorted().map { Int64($0) }
  }

  private static func key(_ hash: [UInt8]) -> UInt32 { hash.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }
}

/// Open addressing with linear probing; a key may stand several times. Revision 0 marks a free slot.
private struct KeyTable {
  let mostPerKey: Int
  private var slots: [(key: UInt32, revision: UInt32)] = Array(repeating: (0, 0), count: 256)
  private var count = 0

  init(mostPerKey: Int) { self.mostPerKey = mostPerKey }

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

// Near copies: which notes to compare a new one with, by bands of its min-hash signature.

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

  /// Up to sixteen keys; texts that resemble by 0.5 share one nine times in ten, by 0.6 all but always.
  static func keys(_ signature: [UInt8]) -> [UInt32] {
    (0..<min(bands, signature.count / rows)).map { band in
      var key: UInt32 = 0
      for row in 0..<rows { key = key << 8 | UInt32(signature[band * rows + row]) }
      // The band goes into the key: equal values in different bands mean nothing.
      return key ^ (UInt32(band) &* 0x9E37_79B9)
    }
  }
}

/// From band keys to revisions, in memory: 32 MB at 150,000 notes. A key gives at most 32 revisions; a form
/// letter with more copies than that is known by the first of them.
/// Entries may be stale (rolled back, superseded): whoever asks verifies against the index.
final class BandIndex: Sendable {
  private let table = Mutex<BandTable?>(nil)

  var isLoaded: Bool { table.withLock { $0 != nil } }

  /// Begins an empty table; what is there already is inserted by the caller.
  func begin() { table.withLock { $0 = BandTable() } }

  /// Frees the memory; the next note fills it again.
  func drop() { table.withLock { $0 = nil } }

  func insert(_ signature: [UInt8], revision: Int64) {
    guard let number = UInt32(exactly: revision) else { return }
    let keys = Signature.keys(signature)
    table.withLock { table in for key in keys { table?.insert(key, number) } }
  }

  /// Revisions that share a band, each once, in order.
  func candidates(for signature: [UInt8]) -> [Int64] {
    let keys = Signature.keys(signature)
    let found = table.withLock { table in
      keys.reduce(into: Set<UInt32>()) { found, key in table?.collect(key, into: &found) }
    }
    return found.sorted().map { Int64($0) }
  }
}

/// Open addressing with linear probing; a key may stand several times. Revision 0 marks a free slot.
private struct BandTable {
  private static let perKey = 32
  private var slots: [(key: UInt32, revision: UInt32)] = Array(repeating: (0, 0), count: 1_024)
  private var count = 0

  mutating func insert(_ key: UInt32, _ revision: UInt32) {
    guard revision != 0 else { return }
    if 3 * (count + 1) > 2 * slots.count { grow() }
    var index = place(key)
    var same = 0
    while slots[index].revision != 0 {
      if slots[index].key == key {
        same += 1
        if slots[index].revision == revision || same == Self.perKey { return }
      }
      index = (index + 1) & (slots.count - 1)
    }
    slots[index] = (key, revision)
    count += 1
  }

  func collect(_ key: UInt32, into found: inout Set<UInt32>) {
    var index = place(key)
    while slots[index].revision != 0 {
      if slots[index].key == key { found.insert(slots[index].revision) }
      index = (index + 1) & (slots.count - 1)
    }
  }

  private func place(_ key: UInt32) -> Int {
    let mixed = UInt64(key) &* 0x9E37_79B9_7F4A_7C15
    return Int(mixed >> 32) & (slots.count - 1)
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: (0, 0), count: old.count * 2)
    for slot in old where slot.revision != 0 {
      var index = place(slot.key)
      while slots[index].revision != 0 { index = (index + 1) & (slots.count - 1) }
      slots[index] = slot
    }
  }
}

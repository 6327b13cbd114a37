// Near copies: which notes to compare a new one with, by bands of its min-hash signature.

import Synchronization

/// What is kept of a signature: the lowest eight bits of each value. Two texts agree in a value by chance
/// once in 256, which the estimate takes out again (b-bit minwise hashing, Li and König).
enum Signature {
  static let rows = 4
  static let bands = 8
  /// Texts of which at least this share of shingles is common are one source.
  static let threshold = 0.7

  static func bytes(_ values: [UInt64]) -> [UInt8] { values.map { UInt8(truncatingIfNeeded: $0) } }

  /// Estimated Jaccard resemblance, 0 to 1.
  static func resemblance(_ left: [UInt8], _ right: [UInt8]) -> Double {
    guard left.count == right.count, !left.isEmpty else { return 0 }
    let equal = zip(left, right).count { $0 == $1 }
    let chance = 1.0 / 256
    return max(0, (Double(equal) / Double(left.count) - chance) / (1 - chance))
  }

  /// Up to eight keys; texts that resemble by 0.7 share one nine times in ten, by 0.8 all but always.
  static func keys(_ signature: [UInt8]) -> [UInt32] {
    (0..<min(bands, signature.count / rows)).map { band in
      var key: UInt32 = 0
      for row in 0..<rows { key = key << 8 | UInt32(signature[band * rows + row]) }
      // The band goes into the key: equal values in different bands mean nothing.
      return key ^ (UInt32(band) &* 0x9E37_79B9)
    }
  }
}

/// From band keys to revisions, in memory: 8 bytes a band at two thirds full. A key holds at most 32
/// revisions; a text form with more copies than that is known by the first of them.
/// Entries may be stale (rolled back, superseded): whoever asks verifies against the index.
final class BandIndex: Sendable {
  private static let perKey = 32
  private let table = Mutex<[UInt32: [UInt32]]?>(nil)

  var isLoaded: Bool { table.withLock { $0 != nil } }

  func load(_ all: [(signature: [UInt8], revision: Int64)]) {
    table.withLock { $0 = [:] }
    for (signature, revision) in all { insert(signature, revision: revision) }
  }

  /// Frees the memory; the next note fills it again.
  func drop() { table.withLock { $0 = nil } }

  func insert(_ signature: [UInt8], revision: Int64) {
    guard let number = UInt32(exactly: revision) else { return }
    table.withLock { table in
      for key in Signature.keys(signature) {
        if table?[key, default: []].count ?? Self.perKey < Self.perKey {
          table?[key, default: []].append(number)
        }
      }
    }
  }

  /// Revisions that share a band, each once, in order.
  func candidates(for signature: [UInt8]) -> [Int64] {
    table.withLock { table in
      guard let table else { return [] }
      var found: Set<UInt32> = []
      for key in Signature.keys(signature) { found.formUnion(table[key] ?? []) }
      return found.sorted().map { Int64($0) }
    }
  }
}

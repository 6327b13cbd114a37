// A note's signature for finding near copies: min-hash over shingles of five words.

import NoteText

/// Sixty-four minima of one hash over a note's shingles (one-permutation hashing, Li, Owen and Zhang 2012).
/// The share of equal places estimates the Jaccard similarity of two notes' sets of shingles; the
/// standard error at 64 places is about 0.06. Copies of one wire story share most shingles.
public enum NearCopySignature {
  public static let places = 64
  public static let shingleWords = 5

  /// Empty for a text of fewer than twenty words: too little to tell copies from chance.
  public static func signature(of text: [UInt8]) -> [UInt64] {
    var minima = [UInt64](repeating: .max, count: places)
    // The last five words' hashes, the oldest first.
    var (first, second, third, fourth, fifth) = (UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0))
    var words = 0
    let bytes = text.span
    var index = 0
    while index < bytes.count {
      guard ASCII.mayBeInWord(bytes[index]) else {
        index += 1
        continue
      }
      var word: UInt64 = 0xCBF2_9CE4_8422_2325
      while index < bytes.count, ASCII.mayBeInWord(bytes[index]) {
        word = (word ^ UInt64(ASCII.lowercased(bytes[index]))) &* 0x0000_0100_0000_01B3
        index += 1
      }
      (first, second, third, fourth, fifth) = (second, third, fourth, fifth, word)
      words += 1
      guard words >= shingleWords else { continue }
      var shingle = mix(0x9E37_79B9_7F4A_7C15 ^ first)
      shingle = mix(shingle ^ second)
      shingle = mix(shingle ^ third)
      shingle = mix(shingle ^ fourth)
      shingle = mix(shingle ^ fifth)
      let place = Int(shingle >> 58)
      if shingle < minima[place] { minima[place] = shingle }
    }
    guard words >= 20 else { return [] }
    densify(&minima)
    return minima
  }

  /// Fills empty places from the next full one, marked by the distance, so that short texts compare fairly.
  private static func densify(_ minima: inout [UInt64]) {
    let sparse = minima
    for place in 0..<places where sparse[place] == .max {
      for step in 1..<places {
        let other = sparse[(place + step) % places]
        guard other != .max else { continue }
        minima[place] = mix(other &+ UInt64(step))
        break
      }
    }
  }

  /// The finaliser of SplitMix64.
  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Estimated share of shingles in common, 0 to 1; 0 where either has no signature.
  public static func similarity(_ left: [UInt64], _ right: [UInt64]) -> Double {
    guard left.count == places, right.count == places else { return 0 }
    var equal = 0
    for place in 0..<places where left[place] == right[place] { equal += 1 }
    return Double(equal) / Double(places)
  }
}

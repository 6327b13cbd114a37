import Testing

@testable import Pipeline

@Suite struct SipHashTests {
  private func bytes(_ hash: (high: UInt64, low: UInt64)) -> [UInt8] {
    [hash.low, hash.high].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
    }
  }

  /// The first entries of the reference implementation's table for 128-bit output, key 00 to 0f.
  @Test func matchesTheReferenceVectors() {
    let key = (0..<16).map { UInt8($0) }
    #expect(
      bytes(SipHash.hash([], key: key)) == [
        0xa3, 0x81, 0x7f, 0x04, 0xba, 0x25, 0xa8, 0xe6, 0x6d, 0xf6, 0x72, 0x14, 0xc7, 0x55, 0x02, 0x93,
      ])
    #expect(
      bytes(SipHash.hash([0], key: key)) == [
        0xda, 0x87, 0xc1, 0xd8, 0x6b, 0x99, 0xaf, 0x44, 0x34, 0x76, 0x59, 0x11, 0x9b, 0x22, 0xfc, 0x45,
      ])
  }

  @Test func dependsOnKeyAndOnEveryByte() {
    let text = Array("The note's bytes, all of them, matter.".utf8)
    let hash = SipHash.hash(text, key: [1])
    #expect(hash != SipHash.hash(text, key: [2]))
    for index in text.indices {
      var other = text
      other[index] ^= 1
      #expect(SipHash.hash(other, key: [1]) != hash)
    }
  }
}

@Suite struct NearCopySignatureTests {
  /// Signatures are kept in the index: those of a text must stay what they were.
  @Test func aTextsSignatureStaysWhatItWas() {
    let text = Array(
      "The Ministers MET in Vilnius, at 9 o'clock; 27 states – “all” – agreed: more air defence. ".utf8)
    let twice = text + text.reversed()
    let signature = NearCopySignature.signature(of: twice)
    #expect(signature.count == 64)
    let sum = signature.reduce(UInt64(0)) { ($0 ^ $1) &* 0x0000_0100_0000_01B3 }
    #expect(sum == 0x741F_6210_40C1_CA88)
    // A word that ends with the text counts like any other.
    #expect(NearCopySignature.signature(of: twice + Array("z".utf8)) != signature)
  }

  private func words(_ count: Int, seed: UInt64) -> [String] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return "w\(state >> 50)"
    }
  }

  @Test func aCopyWithAFewWordsChangedIsNearAndAnotherTextIsFar() {
    let original = words(400, seed: 1)
    var edited = original
    edited[100] = "changed"
    edited.insert("Reuters", at: 0)
    let a = NearCopySignature.signature(of: Array(original.joined(separator: " ").utf8))
    let b = NearCopySignature.signature(of: Array(edited.joined(separator: "\n").uppercased().utf8))
    let c = NearCopySignature.signature(of: Array(words(400, seed: 2).joined(separator: " ").utf8))
    #expect(NearCopySignature.similarity(a, b) > 0.85)
    #expect(NearCopySignature.similarity(a, c) < 0.1)
  }

  @Test func shortTextsHaveNoSignature() {
    #expect(NearCopySignature.signature(of: Array("too short to tell".utf8)).isEmpty)
  }
}

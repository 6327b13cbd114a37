// Numbers in few bytes, and bytes that are none.

import Testing

@testable import NoteStore

@Suite struct PackingTests {
  @Test(arguments: [0, 1, 127, 128, 16_383, 16_384, 1 << 31, Int.max])
  func numbers(_ number: Int) throws {
    var packer = Packer()
    packer.put(number)
    packer.putSigned(number >> 1)
    packer.putSigned(-(number >> 1) - 1)
    var unpacker = Unpacker(packer.bytes)
    #expect(try unpacker.take() == number)
    #expect(try unpacker.takeSigned() == number >> 1)
    #expect(try unpacker.takeSigned() == -(number >> 1) - 1)
    #expect(unpacker.isAtEnd)
  }

  @Test(
    arguments: [
      [], [0x80], [UInt8](repeating: 0xFF, count: 12), [9, 1], [1, 7, 0, 0], [1, 0, 1, 0],
    ] as [[UInt8]])
  func damageIsSaid(_ bytes: [UInt8]) {
    #expect(throws: StoreError.self) { try ContentPacking.units(bytes) }
    #expect(throws: StoreError.self) { try ContentPacking.positions(bytes) }
  }

  @Test func resemblance() {
    let values = (0..<64).map { UInt8($0) }
    #expect(Signature.resemblance(values, values) == 1)
    #expect(Signature.resemblance(values, values.map { $0 ^ 1 }) == 0)
    #expect(Signature.resemblance(values, []) == 0)
  }
}

// Small numbers in few bytes: LEB128, for what is kept beside a note's text.

/// Writes unsigned numbers, seven bits a byte, lowest first.
struct Packer {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A number of either sign: zigzag.
  mutating func putSigned(_ value: Int) { put((value << 1) ^ (value >> 63)) }
}

/// Reads what `Packer` wrote. Bytes come from a file that may be damaged: an end that comes too early or a
/// number too long throws.
struct Unpacker {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  mutating func take() throws -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while index < bytes.count, shift < 64 {
      let byte = bytes[index]
      index += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(Int64(bitPattern: value)) }
      shift += 7
    }
    throw StoreError(kind: .corrupt, file: "", message: "packed numbers end too early")
  }

  mutating func takeSigned() throws -> Int {
    let value = try take()
    return Int(bitPattern: UInt(bitPattern: value) >> 1) ^ -(value & 1)
  }

  /// A count of things of at least one byte each: never more than there are bytes.
  mutating func takeCount() throws -> Int {
    let count = try take()
    guard count >= 0, count <= bytes.count - index else {
      throw StoreError(kind: .corrupt, file: "", message: "packed numbers end too early")
    }
    return count
  }
}

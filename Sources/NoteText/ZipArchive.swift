// One small file out of a ZIP archive, as office documents are.

import CZlib

/// Reads by the archive's directory, at its end. Nothing is trusted: every offset is checked, and a file is read only
/// where it is no larger than asked for.
struct ZipArchive {
  private let bytes: [UInt8]
  private let directory: Int
  private let entries: Int

  /// Nil where the bytes are no archive.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard bytes.starts(with: [0x50, 0x4B]) else { return nil }
    // Behind the end record stands a comment of at most 64 KiB.
    var index = bytes.count - 22
    let first = max(0, index - 65_535)
    while index >= first, !Self.marks(bytes, at: index, 0x05, 0x06) { index -= 1 }
    guard index >= first else { return nil }
    entries = Self.number(bytes, at: index + 10, bytes: 2)
    directory = Self.number(bytes, at: index + 16, bytes: 4)
  }

  /// A file's content; nil where there is none of that name, it is larger, or it is damaged.
  func file(_ name: String, limit: Int) -> [UInt8]? {
    let wanted = Array(name.utf8)
    var index = directory
    for _ in 0..<min(entries, 4096) {
      guard index + 46 <= bytes.count, Self.marks(bytes, at: index, 0x01, 0x02) else { return nil }
      let length = Self.number(bytes, at: index + 28, bytes: 2)
      let next =
        index + 46 + length + Self.number(bytes, at: index + 30, bytes: 2)
        + Self.number(bytes, at: index + 32, bytes: 2)
      guard next <= bytes.count else { return nil }
      if bytes[(index + 46)..<(index + 46 + length)].elementsEqual(wanted) { return content(index, limit) }
      index = next
    }
    return nil
  }

  private func content(_ entry: Int, _ limit: Int) -> [UInt8]? {
    let method = Self.number(bytes, at: entry + 10, bytes: 2)
    let packed = Self.number(bytes, at: entry + 20, bytes: 4)
    let size = Self.number(bytes, at: entry + 24, bytes: 4)
    let header = Self.number(bytes, at: entry + 42, bytes: 4)
    guard size <= limit, packed <= bytes.count, header + 30 <= bytes.count,
      Self.marks(bytes, at: header, 0x03, 0x04)
    else { return nil }
    let start =
      header + 30 + Self.number(bytes, at: header + 26, bytes: 2)
      + Self.number(bytes, at: header + 28, bytes: 2)
    guard start + packed <= bytes.count else { return nil }
    let data = Array(bytes[start..<(start + packed)])
    switch method {
    case 0: return packed == size ? data : nil
    case 8: return Self.inflate(data, size: size)
    default: return nil
    }
  }

  /// zlib's `inflate`, without a header, into as many bytes as the directory says.
  private static func inflate(_ data: [UInt8], size: Int) -> [UInt8]? {
    var stream = z_stream()
    guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
    defer { inflateEnd(&stream) }
    var input = data
    var output = [UInt8](repeating: 0, count: size)
    let status = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        return CZlib.inflate(&stream, Z_FINISH)
      }
    }
    return status == Z_STREAM_END && stream.avail_out == 0 ? output : nil
  }

  private static func marks(_ bytes: [UInt8], at index: Int, _ third: UInt8, _ fourth: UInt8) -> Bool {
    index >= 0 && index + 4 <= bytes.count
      && bytes[index..<(index + 4)].elementsEqual([0x50, 0x4B, third, fourth])
  }

  /// Little-endian; 0 behind the end.
  private static func number(_ bytes: [UInt8], at index: Int, bytes count: Int) -> Int {
    guard index >= 0, index + count <= bytes.count else { return 0 }
    return (0..<count).reduce(0) { $0 | Int(bytes[index + $1]) << (8 * $1) }
  }
}

// Bytes that are no text: what refuses a file as binary, and what is read as a space.

enum ControlCharacters {
  /// Control characters other than tab, line feed and carriage return become spaces, byte for byte, so that
  /// offsets stay what they were. NULs are said, because a writer who left them lost something.
  static func replace(in source: inout DecodedSource) {
    guard areIn(source.bytes) else { return }
    var nuls = 0
    var firstNul = 0
    var bytes = source.bytes
    source.bytes = []
    for index in bytes.indices {
      let byte = bytes[index]
      if byte >= 0x20 && byte != 0x7F {
        // U+0080 to U+009F, which terminals obey as well.
        if byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] < 0xA0 {
          bytes[index] = 0x20
          bytes[index + 1] = 0x20
        }
        continue
      }
      if byte == 0x09 || byte == 0x0A || byte == 0x0D { continue }
      if byte == 0 {
        if nuls == 0 { firstNul = index + 1 }
        nuls += 1
      }
      bytes[index] = 0x20
    }
    if nuls > 0 {
      source.problems.append(
        "\(nuls) NUL byte\(nuls == 1 ? "" : "s") read as space, the first at byte \(firstNul)")
    }
    source.bytes = bytes
  }

  static func replaced(in bytes: [UInt8]) -> [UInt8] {
    var source = DecodedSource(bytes: bytes, encoding: "utf-8")
    replace(in: &source)
    return source.bytes
  }

  static func areIn(_ bytes: [UInt8]) -> Bool {
    let span = bytes.span
    var index = 0
    while true {
      index = ByteBits.skip(from: index, to: span.count, in: span) { maybe($0) }
      guard index < span.count else { return false }
      if isOne(at: index, span) { return true }
      index += 1
    }
  }

  /// Tests for control characters, line ends among them, and others that begin like these.
  @inline(__always)
  static func maybe(_ lanes: ByteBits.Lanes) -> ByteBits.Lanes {
    // Of the first byte of those beyond ASCII the kin are few.
    ByteBits.controls(lanes) | ByteBits.equal(lanes, 0x7F) | ByteBits.equal(lanes, 0xC2)
  }

  @inline(__always)
  static func isOne(at index: Int, _ bytes: Span<UInt8>) -> Bool {
    let byte = bytes[index]
    if byte < 0x20 { return byte != 0x0A && byte != 0x0D && byte != 0x09 }
    return byte == 0x7F || (byte == 0xC2 && index + 1 < bytes.count && bytes[index + 1] & 0xE0 == 0x80)
  }
}

enum BinaryContent {
  private static let signatures: [(bytes: [UInt8], name: String, remedy: String)] = {
    let drop = "remove it from the watched folder, or add its pattern to 'ignore'"
    let rename = "give it its true extension, and name a converter for it if it holds text"
    return [
      (Array("%PDF-".utf8), "a PDF document", rename),
      ([0x50, 0x4B, 0x03, 0x04], "a zip archive (or an office document, which is one)", rename),
      ([0x50, 0x4B, 0x05, 0x06], "an empty zip archive", drop),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Microsoft Office file", rename),
      ([0x89, 0x50, 0x4E, 0x47], "a PNG image", drop), ([0xFF, 0xD8, 0xFF], "a JPEG image", drop),
      (Array("GIF87a".utf8), "a GIF image", drop), (Array("GIF89a".utf8), "a GIF image", drop),
      ([0x7F, 0x45, 0x4C, 0x46], "a program (ELF)", drop), ([0x1F, 0x8B], "a gzip archive", drop),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "an xz archive", drop),
      ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive", drop), (Array("BZh9".utf8), "a bzip2 archive", drop),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive", drop),
      (Array("Rar!".utf8), "a RAR archive", drop),
      (Array("SQLite format 3".utf8), "an SQLite database", drop),
      (Array("OggS".utf8), "an Ogg recording", drop), (Array("ID3".utf8), "an MP3 recording", drop),
      (Array("{\\rtf".utf8), "a rich text (RTF) document", rename),
    ]
  }()

  /// The error for a file whose first bytes say that it is no text; RIFF and MP4 carry theirs further in.
  static func magic(of bytes: [UInt8]) -> NoteReadError? {
    let head = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    for signature in signatures where head.starts(with: signature.bytes) {
      return NoteReadError(
        .binary, reason: "not text: its first bytes say it is \(signature.name)", remedy: signature.remedy)
    }
    if head.count > 12,
      head.starts(with: Array("RIFF".utf8)) || head.dropFirst(4).starts(with: Array("ftyp".utf8))
    {
      return NoteReadError(
        .binary, reason: "not text: its first bytes say it is an image, a recording or a film",
        remedy: "remove it from the watched folder, or add its pattern to 'ignore'")
    }
    return nil
  }

  /// The error for bytes among which NULs or other control characters are too many for text.
  static func controlShare(of bytes: [UInt8]) -> NoteReadError? {
    var nuls = 0
    var controls = 0
    let span = bytes.span
    for index in span.indices {
      let byte = span[index]
      if byte >= 0x20 { continue }
      if byte == 0 { nuls += 1 } else if byte < 0x07 || (byte > 0x0D && byte != 0x1B) { controls += 1 }
    }
    if nuls == 0 && controls == 0 { return nil }
    let first = (bytes.firstIndex(of: 0) ?? 0) + 1
    if nuls > 0, nuls == bytes.count - first + 1 || nuls == bytes.count {
      guard nuls > 3 else { return nil }
      return NoteReadError(
        .binary,
        reason: first == 1
          ? "nothing but NUL bytes (\(nuls))"
          : "NUL bytes from byte \(first) to its end (\(nuls)): the rest was never written",
        remedy: "write the file again; it may have been cut short by a crash or a failed copy")
    }
    if nuls > max(3, bytes.count / 1000) {
      return NoteReadError(
        .binary, reason: "not text: \(nuls) NUL bytes, the first at byte \(first)",
        remedy: "save it as UTF-8 text, or remove it from the watched folder")
    }
    if controls > max(8, bytes.count / 50) {
      return NoteReadError(
        .binary, reason: "not text: \(controls) control characters in \(bytes.count) bytes",
        remedy: "save it as UTF-8 text, or remove it from the watched folder")
    }
    return nil
  }
}

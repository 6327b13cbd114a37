// From a file's bytes to valid UTF-8: which encoding, how that was decided, and what was wrong.

import CUchardet

/// A note's source as UTF-8 text without control characters other than tab, line feed and carriage return.
struct DecodedSource {
  var bytes: [UInt8]
  /// "utf-8", "windows-1251 (detected)".
  var encoding: String
  var problems: [String] = []
}

/// Pure; bounded by the size of its input (the reader's `maxSize`). Two C libraries work here: uchardet on
/// a sample of at most 256 KiB, and the C library's iconv, whose output is at most four times its input.
public enum SourceDecoder {
  /// - Parameters:
  ///   - declared: what the document says of itself (an HTML meta element, a mail's header).
  ///   - configured: what the configuration says for notes that are not UTF-8.
  static func decode(_ bytes: [UInt8], declared: String?, configured: String?) throws(NoteReadError)
    -> DecodedSource
  {
    if let magic = BinaryContent.magic(of: bytes) { throw magic }
    if let marked = try byOrderMark(bytes) { return marked }
    if !ControlCharacters.areIn(bytes), isUTF8(bytes) {
      return DecodedSource(bytes: bytes, encoding: "utf-8")
    }
    if let wide = withoutOrderMark(bytes) { return wide }
    if let binary = BinaryContent.controlShare(of: bytes) { throw binary }

    var source: DecodedSource
    if isUTF8(bytes), !hasShiftSequences(bytes) {
      source = DecodedSource(bytes: bytes, encoding: "utf-8")
    } else {
      source = try legacy(bytes, declared: declared, configured: configured)
    }
    ControlCharacters.replace(in: &source)
    return source
  }

  static func isUTF8(_ bytes: [UInt8]) -> Bool { isUTF8(bytes.span) }

  /// Whether bytes are valid UTF-8 as a whole.
  public static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
    var index = 0
    while true {
      index = ByteBits.skip(from: index, to: bytes.count, in: bytes) { ByteBits.wide($0) }
      guard index < bytes.count else { return true }
      guard bytes[index] >= 0x80 else {
        index += 1
        continue
      }
      let length = UTF8Bytes.sequenceLength(in: bytes, at: index)
      guard length > 0 else { return false }
      index += length
    }
  }

  /// ISO-2022-JP and its kin: pure ASCII that shifts with escape sequences.
  private static func hasShiftSequences(_ bytes: [UInt8]) -> Bool {
    guard let escape = bytes.firstIndex(of: 0x1B), escape + 2 < bytes.count else { return false }
    return bytes[escape + 1] == 0x24 && (bytes[escape + 2] == 0x42 || bytes[escape + 2] == 0x40)
  }

  private static func byOrderMark(_ bytes: [UInt8]) throws(NoteReadError) -> DecodedSource? {
    let marks: [(mark: [UInt8], name: String)] = [
      ([0xEF, 0xBB, 0xBF], "utf-8"), ([0xFF, 0xFE, 0, 0], "utf-32le"), ([0, 0, 0xFE, 0xFF], "utf-32be"),
      ([0xFF, 0xFE], "utf-16le"), ([0xFE, 0xFF], "utf-16be"),
    ]
    guard let found = marks.first(where: { bytes.starts(with: $0.mark) }) else { return nil }
    let rest = Array(bytes[found.mark.count...])
    var source: DecodedSource
    if found.name == "utf-8" {
      source = isUTF8(rest) ? DecodedSource(bytes: rest, encoding: "") : repairedUTF8(rest)
    } else {
      guard let converted = CharacterSets.convert(rest, from: found.name) else {
        throw unknownEncoding("its byte order mark says \(found.name), which this system cannot convert")
      }
      source = DecodedSource(bytes: converted.bytes, encoding: "", problems: converted.problems)
    }
    source.encoding = "\(found.name) (byte order mark)"
    ControlCharacters.replace(in: &source)
    return source
  }

  /// UTF-16 and UTF-32 without a mark give themselves away by where their NULs stand.
  private static func withoutOrderMark(_ bytes: [UInt8]) -> DecodedSource? {
    let sample = bytes.prefix(8192)
    var zeros = [0, 0, 0, 0]
    for (index, byte) in sample.enumerated() where byte == 0 { zeros[index & 3] += 1 }
    let quarter = max(1, sample.count / 4)
    let candidates: [(name: String, fits: Bool)] = [
      ("utf-32le", min(zeros[2], zeros[3]) * 10 >= quarter * 9),
      ("utf-32be", min(zeros[0], zeros[1]) * 10 >= quarter * 9),
      (
        "utf-16le",
        (zeros[1] + zeros[3]) * 20 >= quarter * 2 && (zeros[0] + zeros[2]) * 20 <= zeros[1] + zeros[3]
      ),
      (
        "utf-16be",
        (zeros[0] + zeros[2]) * 20 >= quarter * 2 && (zeros[1] + zeros[3]) * 20 <= zeros[0] + zeros[2]
      ),
    ]
    for candidate in candidates where candidate.fits && bytes.count >= 8 {
      guard let converted = CharacterSets.convert(bytes, from: candidate.name), converted.problems.isEmpty,
        BinaryContent.controlShare(of: converted.bytes) == nil
      else { continue }
      var source = DecodedSource(bytes: converted.bytes, encoding: "\(candidate.name) (detected)")
      ControlCharacters.replace(in: &source)
      return source
    }
    return nil
  }

  private static func legacy(_ bytes: [UInt8], declared: String?, configured: String?) throws(NoteReadError)
    -> DecodedSource
  {
    if let declared, let name = CharacterSets.name(of: declared), name != "utf-8",
      let converted = CharacterSets.convert(bytes, from: name), converted.isClean
    {
      return DecodedSource(
        bytes: converted.bytes, encoding: "\(name) (declared)", problems: converted.problems)
    }
    if isMostlyUTF8(bytes) {
      var source = repairedUTF8(bytes)
      source.encoding = "utf-8 (with errors)"
      return source
    }
    if let configured, let name = CharacterSets.name(of: configured),
      let converted = CharacterSets.convert(bytes, from: name), converted.problems.isEmpty
    {
      return DecodedSource(bytes: converted.bytes, encoding: "\(name) (configured)")
    }
    if looksLikeEBCDIC(bytes) { throw unknownEncoding("its bytes look like EBCDIC, a mainframe encoding") }
    if let detected = try detect(bytes), let converted = CharacterSets.convert(bytes, from: detected),
      converted.isClean
    {
      return DecodedSource(
        bytes: converted.bytes, encoding: "\(detected) (detected)", problems: converted.problems)
    }
    guard let converted = CharacterSets.convert(bytes, from: "windows-1252"), converted.isClean else {
      throw unknownEncoding("its bytes are not UTF-8 and fit no encoding that could be detected")
    }
    return DecodedSource(
      bytes: converted.bytes, encoding: "windows-1252 (assumed)", problems: converted.problems)
  }

  private static func unknownEncoding(_ why: String) -> NoteReadError {
    NoteReadError(
      .encoding, reason: "the encoding cannot be read: \(why)", remedy: "save the note as UTF-8")
  }

  /// Why legacy encodings cannot be found out: uchardet cannot be loaded; nil once it is.
  public static let obstacle: String? = load_uchardet().map { String(cString: $0) }

  /// Mozilla's detector over the part of the text that is not ASCII, which is what it needs to see.
  private static func detect(_ bytes: [UInt8]) throws(NoteReadError) -> String? {
    guard let first = bytes.firstIndex(where: { $0 >= 0x80 || $0 == 0x1B }) else { return nil }
    if let obstacle {
      throw NoteReadError(
        .needsConverter, reason: "its encoding is found out by uchardet: \(obstacle)",
        remedy: "apt install libuchardet0, or save the note as UTF-8")
    }
    let start = max(0, first - 1024)
    let sample = Array(bytes[start..<min(bytes.count, start + 262_144)])
    guard let detector = uchardet_new() else { return nil }
    defer { uchardet_delete(detector) }
    let status = sample.withUnsafeBytes {
      uchardet_handle_data(detector, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    guard status == 0 else { return nil }
    uchardet_data_end(detector)
    guard let name = uchardet_get_charset(detector) else { return nil }
    let detected = CharacterSets.name(of: String(cString: name))
    return detected.map { isUnlikelyDOS($0, sample) ? "windows-1252" : $0 }
  }

  /// A DOS code page has its accented letters below 0xB0; the detector takes short western texts for one.
  private static func isUnlikelyDOS(_ name: String, _ sample: [UInt8]) -> Bool {
    guard ["ibm850", "ibm852", "ibm857", "ibm437", "mac-centraleurope"].contains(name) else { return false }
    let high = sample.count { $0 >= 0x80 }
    return high * 100 < sample.count || sample.count { $0 >= 0xC0 } * 10 >= high * 9
  }

  /// EBCDIC text has its spaces at 0x40 and its letters above 0x80, and neither ASCII spaces nor letters.
  private static func looksLikeEBCDIC(_ bytes: [UInt8]) -> Bool {
    var spaces = 0
    var foreign = 0
    for byte in bytes.prefix(65_536) {
      if byte == 0x40 { spaces += 1 }
      if byte == 0x20 || (0x61...0x7A).contains(byte) { foreign += 1 }
    }
    let count = min(bytes.count, 65_536)
    return spaces * 12 > count && foreign * 12 < count
  }

  /// At least four good multi-byte sequences to each bad byte.
  private static func isMostlyUTF8(_ bytes: [UInt8]) -> Bool {
    let (good, bad, _) = repair(bytes, keep: false)
    return good >= 4 * bad.count
  }

  private static func repairedUTF8(_ bytes: [UInt8]) -> DecodedSource {
    let (_, bad, repaired) = repair(bytes, keep: true)
    guard let first = bad.first else { return DecodedSource(bytes: repaired, encoding: "utf-8") }
    let value = String(bytes[first], radix: 16, uppercase: true)
    return DecodedSource(
      bytes: repaired, encoding: "utf-8",
      problems: [
        "\(bad.count) byte\(bad.count == 1 ? " is" : "s are") not valid UTF-8 and read as U+FFFD, the first "
          + "(0x\(value)) at byte \(first + 1)"
      ])
  }

  /// Counts good multi-byte sequences, lists bad bytes by offset, and replaces each of them by U+FFFD.
  private static func repair(_ bytes: [UInt8], keep: Bool) -> (good: Int, bad: [Int], repaired: [UInt8]) {
    var good = 0
    var bad: [Int] = []
    var repaired: [UInt8] = []
    if keep { repaired.reserveCapacity(bytes.count + 64) }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        if keep { repaired.append(byte) }
        index += 1
        continue
      }
      let length = UTF8Bytes.sequenceLength(in: bytes.span, at: index)
      if length > 0 {
        good += 1
        if keep { repaired.append(contentsOf: bytes[index..<index + length]) }
        index += length
      } else {
        bad.append(index)
        if keep { repaired.append(contentsOf: [0xEF, 0xBF, 0xBD]) }
        index += 1
      }
    }
    return (good, bad, repaired)
  }
}

public enum UTF8Bytes {
  /// Length of the well-formed multi-byte sequence that begins here; 0 where there is none.
  @inlinable @inline(__always)
  public static func sequenceLength(in bytes: Span<UInt8>, at index: Int) -> Int {
    let first = bytes[index]
    guard first >= 0xC2, first < 0xF5, index + 1 < bytes.count else { return 0 }
    let second = bytes[index + 1]
    guard second & 0xC0 == 0x80 else { return 0 }
    if first < 0xE0 { return 2 }
    guard index + 2 < bytes.count, bytes[index + 2] & 0xC0 == 0x80 else { return 0 }
    if first < 0xF0 {
      // Neither longer than need be nor a surrogate.
      if first == 0xE0 { return second >= 0xA0 ? 3 : 0 }
      return first != 0xED || second < 0xA0 ? 3 : 0
    }
    guard index + 3 < bytes.count, bytes[index + 3] & 0xC0 == 0x80 else { return 0 }
    if first == 0xF0 { return second >= 0x90 ? 4 : 0 }
    return first != 0xF4 || second < 0x90 ? 4 : 0
  }
}

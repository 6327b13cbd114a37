// Names of encodings and their conversion: the C library's iconv.

import Glibc

enum CharacterSets {
  struct Converted {
    var bytes: [UInt8]
    var problems: [String]
    /// False where so much did not fit that the encoding must be another one.
    var isClean: Bool
  }

  /// The usual name in lower case; what the web reads in place of a label, as the WHATWG has it. Nil where
  /// it is no name at all.
  static func name(of label: String) -> String? {
    let name = label.lowercased().filter { !" \t\r\n\"'".contains($0) }
    guard !name.isEmpty, name.utf8.count <= 40,
      name.utf8.allSatisfy({
        (0x30...0x3A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
      })
    else { return nil }
    return webNames[name] ?? name
  }

  private static let webNames: [String: String] = [
    "utf8": "utf-8", "unicode": "utf-8", "utf-16": "utf-8", "us-ascii": "windows-1252",
    "ascii": "windows-1252", "iso-8859-1": "windows-1252", "latin1": "windows-1252",
    "latin-1": "windows-1252", "iso8859-1": "windows-1252", "iso_8859-1": "windows-1252",
    "cp1250": "windows-1250", "cp1251": "windows-1251", "cp1252": "windows-1252", "win-1251": "windows-1251",
    "windows1251": "windows-1251", "x-cp1251": "windows-1251", "koi8": "koi8-r", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932",
    "euc-kr": "cp949", "uhc": "cp949", "ks_c_5601-1987": "cp949", "x-mac-cyrillic": "mac-cyrillic",
    "maccyrillic": "mac-cyrillic", "iso-8859-8-i": "iso-8859-8", "iso-8859-9": "windows-1254",
    "iso-8859-11": "tis-620", "big5": "big5-hkscs", "x-user-defined": "windows-1252",
  ]

  private static let libraryNames: [String: String] = [
    "mac-cyrillic": "MAC-CYRILLIC", "utf-16le": "UTF-16LE", "utf-16be": "UTF-16BE",
  ]

  /// All of `bytes` as UTF-8; bytes that do not fit become U+FFFD. Nil where the library lacks the encoding.
  static func convert(_ bytes: [UInt8], from name: String) -> Converted? {
    let failed = iconv_t(bitPattern: -1)
    guard let handle = iconv_open("UTF-8", libraryNames[name] ?? name), handle != failed else { return nil }
    defer { iconv_close(handle) }

    var input = bytes
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count * 2)
    var chunk = [UInt8](repeating: 0, count: 65_536)
    var bad = 0
    var firstBad = 0
    var consumed = 0
    while consumed < input.count {
      var left = input.count - consumed
      var room = chunk.count
      let result = input.withUnsafeMutableBytes { source in
        chunk.withUnsafeMutableBytes { target in
          var from = source.baseAddress?.advanced(by: consumed).assumingMemoryBound(to: CChar.self)
          var into = target.baseAddress?.assumingMemoryBound(to: CChar.self)
          return iconv(handle, &from, &left, &into, &room) == -1 ? errno : 0
        }
      }
      consumed = input.count - left
      output.append(contentsOf: chunk[..<(chunk.count - room)])
      if result == 0 { break }
      if result == E2BIG { continue }
      if bad == 0 { firstBad = consumed + 1 }
      bad += 1
      output.append(contentsOf: [0xEF, 0xBF, 0xBD])
      consumed += 1
    }
    // Encodings with combining marks (Hebrew, Vietnamese) hold the last letter back until they are asked for it.
    var room = chunk.count
    let flushed = chunk.withUnsafeMutableBytes { target in
      var into = target.baseAddress?.assumingMemoryBound(to: CChar.self)
      return iconv(handle, nil, nil, &into, &room)
    }
    if flushed != -1 { output.append(contentsOf: chunk[..<(chunk.count - room)]) }
    var problems: [String] = []
    if bad > 0 {
      problems = [
        "\(bad) byte\(bad == 1 ? "" : "s") without meaning in \(name) read as U+FFFD, the first at byte \(firstBad)"
      ]
    }
    return Converted(bytes: output, problems: problems, isClean: bad * 100 <= bytes.count || bad <= 1)
  }
}

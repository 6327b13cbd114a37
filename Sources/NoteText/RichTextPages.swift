// Which code page an RTF document's bytes are in, by document and font, and what they mean there.

struct RichTextPages {
  /// The document's own.
  private(set) var standard: String
  /// The font that the table is being told of.
  var entry: Int?
  private var defaultFont: Int?
  private var fonts: [Int: String] = [:]
  private var letters: [String: [[UInt8]: [Unicode.Scalar]]] = [:]

  /// Not a code page: signs that mean something only in their own font.
  private static let symbols = "symbols"

  init(fallback: String?) { standard = fallback ?? "windows-1252" }

  mutating func declare(_ word: String, _ number: Int?) {
    switch word {
    case "ansicpg": standard = number.flatMap(Self.name) ?? standard
    case "mac": standard = "macintosh"
    case "pc": standard = "cp437"
    case "pca": standard = "cp850"
    case "deff": defaultFont = number
    case "cpg":
      if let entry, let name = number.flatMap(Self.name) { fonts[entry] = name }
    default:
      if let entry, let number { fonts[entry] = Self.fontSets[number] }
    }
  }

  func page(ofFont font: Int?) -> String {
    guard let font = font ?? defaultFont else { return standard }
    return fonts[font] ?? standard
  }

  /// Windows' numbers of code pages, as `\ansicpg` and `\cpg` have them.
  private static func name(ofPage number: Int) -> String? {
    switch number {
    case 1250...1258: "windows-\(number)"
    case 437, 850, 852, 855, 857, 860...866, 869, 874, 932, 949: "cp\(number)"
    case 936, 54936: "gb18030"
    case 950: "big5-hkscs"
    case 1361: "johab"
    case 10000: "macintosh"
    case 10007: "mac-cyrillic"
    case 10029: "mac-centraleurope"
    case 65001: "utf-8"
    default: nil
    }
  }

  /// `\fcharset`; 1 is whatever the document's is.
  private static let fontSets: [Int: String] = [
    0: "windows-1252", 2: symbols, 77: "macintosh", 78: "cp932", 79: "cp949", 80: "gb18030", 81: "big5-hkscs",
    128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5-hkscs", 161: "windows-1253",
    162: "windows-1254", 163: "windows-1258", 177: "windows-1255", 178: "windows-1256", 186: "windows-1257",
    204: "windows-1251", 222: "cp874", 238: "windows-1250", 254: "cp437", 255: "cp850",
  ]

  private static let twoByte: Set<String> = ["cp932", "cp949", "gb18030", "big5-hkscs", "johab"]

  /// Whether a byte is the first of two.
  func isLead(_ byte: UInt8, _ page: String) -> Bool {
    guard Self.twoByte.contains(page), byte > 0x80, byte < 0xFF else { return false }
    return page != "cp932" || byte < 0xA0 || byte >= 0xE0
  }

  mutating func scalars(of bytes: [UInt8], _ page: String) -> [Unicode.Scalar] {
    if page == Self.symbols { return bytes.compactMap { Unicode.Scalar(0xF000 + UInt32($0)) } }
    if page == "utf-8" { return Array(String(decoding: bytes, as: UTF8.self).unicodeScalars) }
    var scalars: [Unicode.Scalar] = []
    var index = 0
    while index < bytes.count {
      let isPair = isLead(bytes[index], page) && index + 1 < bytes.count
      scalars += meaning(of: isPair ? [bytes[index], bytes[index + 1]] : [bytes[index]], page)
      index += isPair ? 2 : 1
    }
    return scalars
  }

  /// Each letter is looked up once.
  private mutating func meaning(of letter: [UInt8], _ page: String) -> [Unicode.Scalar] {
    if let known = letters[page]?[letter] { return known }
    let converted = Self.converted(letter, from: page)
    letters[page, default: [:]][letter] = converted
    return converted
  }

  private static func converted(_ bytes: [UInt8], from page: String) -> [Unicode.Scalar] {
    guard let converted = CharacterSets.convert(bytes, from: page) else {
      return bytes.map { _ in "\u{FFFD}" }
    }
    return Array(String(decoding: converted.bytes, as: UTF8.self).unicodeScalars)
  }
}

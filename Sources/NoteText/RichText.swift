// RTF made safe for converters: its letters in Unicode, its fields resolved, its braces closed.

/// Rewrites RTF before a converter reads it. Letters outside ASCII stand in RTF as bytes of whatever code page
/// the document, or the font at hand, is declared in; converters take them all for Western (pandoc 2.17 does, and
/// drops what follows a `\u` in the same run, and every field's text but the simplest link's). What comes out is
/// RTF with such letters as `\uN`, each run of them in a group of its own, whose
/// count of substitutes nothing else changes.
public enum RichText {
  /// Pure; one pass, at most fourteen bytes out for one in.
  /// - Parameter fallbackEncoding: of documents that do not say theirs; Western where nil.
  public static func readable(_ source: [UInt8], fallbackEncoding: String? = nil) -> [UInt8] {
    guard source.starts(with: #"{\rtf"#.utf8) else { return source }
    var rewriter = RichTextRewriter(source, fallback: fallbackEncoding.flatMap(CharacterSets.name))
    return rewriter.rewrite()
  }
}

struct RichTextRewriter {
  private struct Group {
    /// The document's own where nil.
    var font: Int?
    /// How many characters stand for a `\u` for readers that do not know it.
    var substitutes = 1
    var isFontTable = false
    /// Its bytes are of the document's code page, whatever the font.
    var isInformation = false
    /// Where it begins in what is written.
    var start = 0
    var isDropped = false
  }

  /// Groups that hold no text, or one that stands elsewhere again.
  private static let dropped: Set<String> = [
    "fldinst", "datafield", "pict", "nonshppict", "objdata", "themedata", "colorschememapping", "datastore",
  ]

  private let source: [UInt8]
  private let isUnicode: Bool
  private var index = 0
  private var out: [UInt8] = []
  private var groups: [Group] = []
  private var pages: RichTextPages
  /// Bytes of one code page that stand side by side.
  private var pending: [UInt8] = []
  private var awaitsTrail = false
  /// Letters outside ASCII that stand side by side.
  private var letters: [Unicode.Scalar] = []
  private var highSurrogate: UInt32?
  private var substitutesLeft = 0

  init(_ source: [UInt8], fallback: String?) {
    self.source = source
    isUnicode = SourceDecoder.isUTF8(source)
    pages = RichTextPages(fallback: fallback)
  }

  mutating func rewrite() -> [UInt8] {
    out.reserveCapacity(source.count)
    repeat { readToken() } while index < source.count && !groups.isEmpty
    // A document that was cut off is read as far as it goes.
    flush()
    out.append(contentsOf: repeatElement(0x7D, count: groups.count { !$0.isDropped }))
    return out
  }

  private mutating func readToken() {
    switch source[index] {
    case 0x7B: open()
    case 0x7D: close()
    case 0x5C: readControl()
    case 0x0A, 0x0D:
      if !awaitsTrail { copy(1) } else { index += 1 }
    case 0x80... where !isUnicode: readByte(source[index], length: 1)
    default:
      if substitutesLeft > 0 {
        substitutesLeft -= 1
        index += 1
      } else if awaitsTrail {
        readByte(source[index], length: 1)
      } else {
        copy(1)
      }
    }
  }

  // MARK: Groups

  private mutating func open() {
    flush()
    substitutesLeft = 0
    var group = groups.last ?? Group()
    group.start = out.count
    groups.append(group)
    copy(1)
  }

  private mutating func close() {
    flush()
    substitutesLeft = 0
    copy(1)
    groups.removeLast()
  }

  private mutating func dropGroup() {
    guard let group = groups.last, !group.isDropped else { return }
    // An empty group stays, lest what stands around it grow together.
    out.replaceSubrange(group.start..., with: "{}".utf8)
    groups[groups.count - 1].isDropped = true
  }

  // MARK: Controls

  private mutating func readControl() {
    guard index + 1 < source.count else { return copy(1) }
    let next = source[index + 1]
    if next == 0x27 { return readHex() }
    guard MarkdownBytes.isLetter(next) else {
      if substitutesLeft > 0 {
        substitutesLeft -= 1
        index += 2
      } else {
        copy(2)
      }
      return
    }
    var end = index + 1
    while end < source.count, end - index <= 40, MarkdownBytes.isLetter(source[end]) { end += 1 }
    let word = String(decoding: source[(index + 1)..<end], as: UTF8.self)
    var number: Int?
    var digits = end
    if digits < source.count, source[digits] == 0x2D { digits += 1 }
    let firstDigit = digits
    while digits < source.count, digits - firstDigit < 10, ASCII.isDigit(source[digits]) {
      number = (number ?? 0) * 10 + Int(source[digits] - 0x30)
      digits += 1
    }
    if number != nil {
      if source[end] == 0x2D { number = number.map { -$0 } }
      end = digits
    }
    if end < source.count, source[end] == 0x20 { end += 1 }
    read(word, number, length: end - index)
  }

  private mutating func read(_ word: String, _ number: Int?, length: Int) {
    if word == "u", let number {
      index += length
      substitutesLeft = groups.last?.substitutes ?? 1
      return addCodeUnit(UInt32(truncatingIfNeeded: number) & 0xFFFF)
    }
    substitutesLeft = 0
    flush()
    switch word {
    case "uc": setGroup { $0.substitutes = min(16, max(0, number ?? 1)) }
    case "field", "fldrslt":
      index += length
      return
    case "bin":
      index = min(source.count, index + length + max(0, number ?? 0))
      if groups.last?.isDropped != true { out.append(contentsOf: "{}".utf8) }
      return
    case "plain": setGroup { $0.font = nil }
    case "fonttbl": setGroup { $0.isFontTable = true }
    case "info": setGroup { $0.isInformation = true }
    case "f":
      if groups.last?.isFontTable == true { pages.entry = number } else { setGroup { $0.font = number } }
    case "fcharset", "cpg":
      if groups.last?.isFontTable == true { pages.declare(word, number) }
    case "ansicpg", "mac", "pc", "pca", "deff": pages.declare(word, number)
    case _ where Self.dropped.contains(word): dropGroup()
    default: break
    }
    copy(length)
  }

  private mutating func setGroup(_ change: (inout Group) -> Void) {
    if !groups.isEmpty { change(&groups[groups.count - 1]) }
  }

  private mutating func readHex() {
    guard index + 3 < source.count, let high = Character(Unicode.Scalar(source[index + 2])).hexDigitValue,
      let low = Character(Unicode.Scalar(source[index + 3])).hexDigitValue
    else { return copy(2) }
    if substitutesLeft > 0 {
      substitutesLeft -= 1
      index += 4
      return
    }
    let byte = UInt8(high << 4 | low)
    if byte < 0x80, !awaitsTrail { copy(4) } else { readByte(byte, length: 4) }
  }

  // MARK: Letters

  private mutating func readByte(_ byte: UInt8, length: Int) {
    index += length
    if substitutesLeft > 0 {
      substitutesLeft -= 1
      return
    }
    if highSurrogate != nil { takePending() }
    pending.append(byte)
    awaitsTrail = !awaitsTrail && pages.isLead(byte, page)
  }

  private var page: String {
    guard let group = groups.last, !group.isInformation else { return pages.standard }
    return pages.page(ofFont: group.font)
  }

  private mutating func addCodeUnit(_ unit: UInt32) {
    if let high = highSurrogate, (0xDC00...0xDFFF).contains(unit) {
      highSurrogate = nil
      return add(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00))
    }
    takePending()
    if (0xD800...0xDBFF).contains(unit) { highSurrogate = unit } else { add(unit) }
  }

  /// Turns the bytes and the half of a pair that were held back into letters.
  private mutating func takePending() {
    if highSurrogate != nil {
      highSurrogate = nil
      add(0xFFFD)
    }
    awaitsTrail = false
    if pending.isEmpty { return }
    letters += pages.scalars(of: pending, page)
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func add(_ value: UInt32) {
    if value >= 0x20 { letters.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
  }

  /// Writes what was held back.
  private mutating func flush() {
    takePending()
    if letters.isEmpty { return }
    if groups.last?.isDropped != true {
      out.append(contentsOf: #"{\uc0"#.utf8)
      for letter in letters {
        let value = letter.value
        // Converters read a pair of surrogates as two letters, but UTF-8 as it is.
        let written = value < 0x10000 ? #"\u\#(Int16(truncatingIfNeeded: value))"# : " \(letter)"
        out.append(contentsOf: written.utf8)
      }
      out.append(0x7D)
    }
    letters.removeAll(keepingCapacity: true)
  }

  private mutating func copy(_ length: Int) {
    flush()
    let end = min(source.count, index + length)
    if groups.last?.isDropped != true { out.append(contentsOf: source[index..<end]) }
    index = end
  }
}

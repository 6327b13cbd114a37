// Writes JSON into a byte buffer; keys come in the order in which they are written.

struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func raw(_ slice: ArraySlice<UInt8>) { bytes.append(contentsOf: slice) }

  mutating func number(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

  /// A probability, with two decimals at least: 0.20.
  mutating func probability(_ value: Double) {
    let hundredths = Int((value * 100).rounded())
    number(hundredths / 100)
    bytes.append(UInt8(ascii: "."))
    if hundredths % 100 < 10 { bytes.append(UInt8(ascii: "0")) }
    number(hundredths % 100)
  }

  mutating func boolean(_ value: Bool) { value ? raw("true") : raw("false") }

  mutating func string(_ text: String) {
    var copy = text
    copy.withUTF8 { string($0) }
  }

  mutating func string<Text: RandomAccessCollection>(_ text: Text)
  where Text.Element == UInt8, Text.Index == Int {
    bytes.append(UInt8(ascii: "\""))
    // Stretches that need no escape are copied whole.
    var start = text.startIndex
    for index in text.indices {
      let byte = text[index]
      if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte != 0x7F { continue }
      bytes.append(contentsOf: text[start..<index])
      start = index + 1
      switch byte {
      case UInt8(ascii: "\""): raw("\\\"")
      case UInt8(ascii: "\\"): raw("\\\\")
      case 0x0A: raw("\\n")
      case 0x0D: raw("\\r")
      case 0x09: raw("\\t")
      default:
        raw("\\u00")
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      }
    }
    bytes.append(contentsOf: text[start...])
    bytes.append(UInt8(ascii: "\""))
  }
}

// Untrusted text made visible, before any medium's own escaping: no control character reaches a reader.

/// What no form of a digest passes on: controls, and the characters that reorder text or hide in it, come out
/// as `\u{202E}`; soft hyphens and word joiners go; runs of white space, line breaks included, as one space.
public func visible(_ text: String) -> String {
  var out = ""
  out.reserveCapacity(text.utf8.count)
  var isSpace = false
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0x2028, 0x2029:
      if !isSpace { out.unicodeScalars.append(" ") }
      isSpace = true
      continue
    case 0xAD, 0x2060, 0xFEFF:
      // A soft hyphen, a word joiner, a mark of byte order: they hide nothing and say nothing.
      continue
    case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x206F,
      0xFFF9...0xFFFB,
      0xFFFE, 0xFFFF, 0xE0000...0xE007F, 0x200B, 0x2061...0x2064:
      out += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    default: out.unicodeScalars.append(scalar)
    }
    isSpace = false
  }
  return out
}

/// The text with its first so many characters, and "[…]" where some are left out.
func beginning(_ text: String, _ limit: Int) -> String {
  guard text.utf8.count > limit,
    let end = text.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex),
    end < text.endIndex
  else { return text }
  return atWord(text[..<end], fromEnd: true) + " […]"
}

/// The text's last so many characters, likewise.
func ending(_ text: String, _ limit: Int) -> String {
  guard text.utf8.count > limit,
    let start = text.index(text.endIndex, offsetBy: -limit, limitedBy: text.startIndex),
    start > text.startIndex
  else { return text }
  return "[…] " + atWord(text[start...], fromEnd: false)
}

/// Cut back to a space where one is near.
private func atWord(_ text: Substring, fromEnd: Bool) -> String {
  let near = text.count / 5
  if fromEnd, let space = text.suffix(near).lastIndex(of: " ") { return String(text[..<space]) }
  if !fromEnd, let space = text.prefix(near).firstIndex(of: " ") {
    return String(text[text.index(after: space)...])
  }
  return String(text)
}

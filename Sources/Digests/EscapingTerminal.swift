// Text for a terminal: no escape sequence passes, and its width in columns is known.

/// Safe to print: `visible` leaves no control character.
public func escapedForTerminal(_ text: String) -> String { visible(text) }

/// Columns that the text takes: 0 for combining marks, 2 for East Asian wide characters and emoji.
public func columns(of text: String) -> Int {
  text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
}

private func columns(of scalar: Unicode.Scalar) -> Int {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control: return 0
  default: break
  }
  switch scalar.value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
    return 2
  default: return 1
  }
}

/// The text in so many columns at most, with an ellipsis where it is cut.
public func clipped(_ text: String, to width: Int) -> String {
  guard columns(of: text) > width else { return text }
  var (out, used) = ("", 0)
  for scalar in text.unicodeScalars {
    let size = columns(of: scalar)
    if used + size > width - 1 { break }
    out.unicodeScalars.append(scalar)
    used += size
  }
  return width < 1 ? "" : out + "…"
}

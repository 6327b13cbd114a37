// Text for Markdown: shown as it is, never as markup, with as few backslashes as that takes.

/// Inline text of CommonMark and GitHub's dialect, table cells included. It must not begin a line.
public func escapedForMarkdown(_ text: String) -> String {
  var out = ""
  let scalars = Array(visible(text).unicodeScalars)
  for (index, scalar) in scalars.enumerated() {
    switch scalar {
    case "\\":
      // A backslash before a letter is a backslash.
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      out += next.isASCII && !next.properties.isAlphabetic && next != " " ? "\\\\" : "\\"
    case "`", "*", "[", "]", "|", "~": out += "\\" + String(scalar)
    case "<":
      // Markup begins with a letter or one of three signs; "p < 0.05" is none.
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      out += next.properties.isAlphabetic || "/!?".unicodeScalars.contains(next) ? "\\<" : "<"
    case "_":
      // Within a word an underscore is no markup.
      let isInside =
        index > 0 && isWord(scalars[index - 1]) && index + 1 < scalars.count && isWord(scalars[index + 1])
      out += isInside ? "_" : "\\_"
    case "&":
      out +=
        index + 1 < scalars.count && (isWord(scalars[index + 1]) || scalars[index + 1] == "#") ? "\\&" : "&"
    case "@": out += "&#64;"
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out.replacing("://", with: ":\\//").replacing("www.", with: "www\\.")
}

private func isWord(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.isAlphabetic || scalar.properties.numericType != nil
}

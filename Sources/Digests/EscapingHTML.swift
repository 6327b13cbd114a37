// Text for HTML and XML: the same five characters, and nothing that XML 1.0 forbids.

/// Safe as element content and inside quoted attributes, in HTML and in XML.
public func escapedForHTML(_ text: String) -> String {
  var out = ""
  let shown = visible(text)
  out.reserveCapacity(shown.utf8.count)
  for scalar in shown.unicodeScalars {
    switch scalar {
    case "<": out += "&lt;"
    case ">": out += "&gt;"
    case "&": out += "&amp;"
    case "\"": out += "&quot;"
    case "'": out += "&#39;"
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out
}

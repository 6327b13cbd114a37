// Fields of comma-separated values after RFC 4180, harmless in a spreadsheet.

/// A field in quotes where it needs them. Text that a spreadsheet would run as a formula (a leading `=`, `+`,
/// `-`, `@`, also after white space) gets an apostrophe before it; plain numbers do not.
public func escapedForCSV(_ text: String) -> String {
  let shown = visible(text)
  let first = shown.first { $0 != " " }
  let isFormula = first.map { "=+-@＝＋－＠".contains($0) } ?? false
  let safe = isFormula && Double(shown) == nil ? "'" + shown : shown
  let mustQuote = safe.contains { "\",;\n\r\t'".contains($0) } || safe.first == " " || safe.last == " "
  return mustQuote ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
}

/// A row with its line end (CR LF, as the RFC has it).
public func rowOfCSV(_ fields: [String]) -> String {
  fields.map(escapedForCSV).joined(separator: ",") + "\r\n"
}

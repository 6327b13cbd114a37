// Reading one value of the configuration file: the type it must have, and the place to name when it has not.

import Yams

struct ConfigurationValue {
  let file: String
  let key: String
  let node: Node

  func fault(_ message: String, at other: Node? = nil) -> ConfigurationError {
    ConfigurationError(file: file, mark: (other ?? node).mark, message: "'\(key)': \(message)")
  }

  func said<Value>(_ value: Value) -> Said<Value> {
    Said(value: value, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  func string() throws -> Said<String> {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
      throw fault("a word or a line of text is expected")
    }
    return said(scalar.string)
  }

  func path() throws -> Said<String> {
    let path = try string()
    guard !path.value.utf8.contains(0) else { throw fault("a path cannot hold a NUL") }
    return path
  }

  func string(oneOf allowed: [String]) throws -> Said<String> {
    let word = try string()
    guard allowed.contains(word.value) else {
      throw fault("'\(word.value)' is not one of \(allowed.joined(separator: ", "))")
    }
    return word
  }

  func strings() throws -> Said<[String]> {
    guard case .sequence(let items) = node else {
      throw fault("a list is expected, such as [\"*.bak\"]")
    }
    return said(
      try items.map { item in
        guard case .scalar(let scalar) = item, !scalar.string.isEmpty else {
          throw fault("each entry of the list must be text", at: item)
        }
        return scalar.string
      })
  }

  /// A duration: a number with its unit (ms, s, min, h, d); a bare 0 needs none.
  func seconds(in range: ClosedRange<Double>) throws -> Said<Double> {
    let text = try string().value
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    let factors = ["ms": 0.001, "s": 1, "min": 60, "m": 60, "h": 3600, "d": 86_400]
    guard let number = Double(digits), let factor = factors[String(unit)] ?? (number == 0 ? 1 : nil) else {
      throw fault(
        "'\(text)' is not a duration; write a number with its unit, such as 500ms, 30s, 10min or 1h")
    }
    let value = number * factor
    guard range.contains(value) else {
      throw fault("\(text) is outside \(Self.plain(range.lowerBound))s to \(Self.plain(range.upperBound))s")
    }
    return said(value)
  }

  /// A size: a number of bytes, or with KiB, MiB, GiB (KB, MB, GB mean the same).
  func bytes(in range: ClosedRange<Int>) throws -> Said<Int> {
    let text = try string().value
    let digits = text.prefix { $0.isNumber }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    let shifts = [
      "": 0, "b": 0, "kib": 10, "kb": 10, "k": 10, "mib": 20, "mb": 20, "m": 20, "gib": 30, "gb": 30,
    ]
    guard let number = Int(digits), let shift = shifts[unit], number <= Int.max >> (shift + 1) else {
      throw fault("'\(text)' is not a size; write a number of bytes, or one with KiB, MiB or GiB")
    }
    let value = number << shift
    guard range.contains(value) else {
      throw fault("\(text) is outside \(range.lowerBound) to \(range.upperBound) bytes")
    }
    return said(value)
  }

  func digestEntries() throws -> Said<[ConfigurationFile.DigestEntry]> {
    guard case .sequence(let items) = node else {
      throw fault("a list is expected, such as [{every: day, at: \"06:00\"}]")
    }
    return said(
      try items.map { item in
        guard case .mapping(let mapping) = item else {
          throw fault("each entry needs 'every: hour|day|week|month'", at: item)
        }
        var every: String?
        var at: String?
        var on: String?
        for (key, value) in mapping {
          guard let name = key.string, let text = value.scalar?.string else {
            throw fault("keys and values of an entry must be text", at: key)
          }
          switch name {
          case "every": every = text
          case "at": at = text
          case "on": on = text
          default:
            throw fault(
              "unknown key '\(name)'" + Nearest.remedy(name, among: ["every", "at", "on"]), at: key)
          }
        }
        guard let every, ["hour", "day", "week", "month"].contains(every) else {
          throw fault("each entry needs 'every: hour|day|week|month'", at: item)
        }
        return ConfigurationFile.DigestEntry(every: every, at: at, on: on)
      })
  }

  func converterEntries() throws -> Said<[ConfigurationFile.ConverterEntry]> {
    guard case .mapping(let mapping) = node else {
      throw fault("a mapping is expected, such as {pdf: \"pdftotext -layout {} -\"}")
    }
    return said(
      try mapping.map { key, value in
        guard let name = key.string, !name.isEmpty else {
          throw fault("an extension is expected", at: key)
        }
        let words: [String]
        switch value {
        case .scalar(let scalar): words = scalar.string.split(separator: " ").map(String.init)
        case .sequence(let items): words = items.compactMap { $0.scalar?.string }
        default: words = []
        }
        // An empty command switches a default converter off.
        return ConfigurationFile.ConverterEntry(
          fileExtension: name.lowercased().trimmingPrefix(".").description, command: words)
      })
  }

  private static func plain(_ number: Double) -> String {
    number == number.rounded() ? String(Int(number)) : String(number)
  }
}

// What is wrong with a configuration, and where.

import Yams

struct ConfigurationError: Error, CustomStringConvertible {
  var file: String
  var line: Int?
  var column: Int?
  var message: String

  init(file: String, line: Int? = nil, column: Int? = nil, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  init(file: String, mark: Mark?, message: String) {
    self.init(file: file, line: mark?.line, column: mark?.column, message: message)
  }

  init(file: String, yaml error: YamlError) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(file: file, mark: mark, message: "not YAML: \(problem.prefix(200))")
    case .duplicatedKeysInMapping(let duplicates, let context):
      self.init(
        file: file, mark: context.mark,
        message: "said twice: \(duplicates.sorted().joined(separator: ", ").prefix(200)); keep one")
    default:
      // Other kinds echo the offending text; keep the first line of it.
      let first = "\(error)".split(separator: "\n").first.map(String.init) ?? "unreadable"
      self.init(file: file, message: "not YAML: \(first.prefix(200))")
    }
  }

  /// `redline.yaml:3:1: unknown key 'wach'; did you mean 'watch'?`
  var description: String {
    guard let line else { return "\(file): \(message)" }
    return "\(file):\(line):\(column ?? 1): \(message)"
  }
}

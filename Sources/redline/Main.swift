// The command line.

import ArgumentParser

@main
struct Redline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redline", abstract: "Code analysis notes against a codebook as they arrive.",
    version: "0.1.0",
    subcommands: [
      WatchCommand.self, DigestCommand.self, BoardCommand.self, SearchCommand.self, StatusCommand.self,
      SyncCommand.self, RetryCommand.self, CodeCommand.self, ExplainCommand.self, CodebookCommand.self,
      ExportCommand.self, ImportCommand.self,
      DoctorCommand.self, BackupCommand.self, ConfigCommand.self,
    ])

  static func main() {
    guard let request = SearchRequest(ofPlain: CommandLine.arguments.dropFirst()) else { return main(nil) }
    do {
      try request.run()
    } catch {
      exit(withError: error)
    }
  }
}

extension SearchRequest {
  /// A search for words and codes, the command that is typed most, needs no parser: one would look up the conformances of
  /// its wrappers among all those of the program, longer than SQLite searches. Nil for any other command line: whatever
  /// is unusual is the parser's.
  init?(ofPlain arguments: ArraySlice<String>) {
    var rest = arguments
    guard rest.popFirst() == SearchCommand.configuration.commandName, !rest.isEmpty else { return nil }
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-") else {
        query.append(argument)
        continue
      }
      guard let value = rest.popFirst(), !value.hasPrefix("-") else { return nil }
      switch argument {
      case "--code": codes.append(value)
      case "--status": statuses.append(value)
      case "--holder": holders.append(value)
      default: return nil
      }
    }
    if query.contains("") { return nil }
  }
}

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
    guard let request = SearchRequest(ofWords: CommandLine.arguments.dropFirst()) else { return main(nil) }
    do {
      try request.run()
    } catch {
      exit(withError: error)
    }
  }
}

extension SearchRequest {
  /// `search WORD...` without any option, the command that is typed most, needs no parser: one would look up the
  /// conformances of its wrappers among all those of the program, longer than SQLite searches. Nil for any other
  /// command line.
  init?(ofWords arguments: ArraySlice<String>) {
    let words = arguments.dropFirst()
    guard arguments.first == SearchCommand.configuration.commandName, !words.isEmpty,
      words.allSatisfy({ !$0.isEmpty && !$0.hasPrefix("-") })
    else { return nil }
    query = Array(words)
  }
}

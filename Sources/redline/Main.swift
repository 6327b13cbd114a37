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
}

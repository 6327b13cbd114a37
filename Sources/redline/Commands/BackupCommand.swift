// `redline backup`: a copy of the index, made while the service runs.

import ArgumentParser
import Foundation
import NoteStore

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the index to a file, also while the service runs.",
    discussion: """
      To restore: stop the service, put the file in the state folder's place as redline.sqlite (taking away
      redline.sqlite-wal and redline.sqlite-shm), and start it again.
      """)

  @OptionGroup var common: CommonOptions
  @Argument(help: "The file to write; it must not exist yet.") var file: String

  func run() throws {
    let index = try IndexAccess(common)
    try IndexAccess.answering {
      let path = Configuration.absolute(file, in: FileManager.default.currentDirectoryPath)
      guard access(path, F_OK) != 0 else {
        Terminal.complain("\(path) exists already; name another file")
        throw Exit.cannotCreate
      }
      try index.store.backup(to: path)
      Terminal.complain("wrote \(path)")
    }
  }
}

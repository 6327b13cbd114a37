// `redline sync` and `redline retry`: asking something of the running service.

import ArgumentParser
import FileWatching
import Foundation
import NotePaths
import NoteStore
import Pipeline

struct SyncCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Wait until everything dropped so far is in the index.",
    discussion: "Exit code 75 when the service does not answer in time.")

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "Seconds to wait at most.") var timeout = 60.0

  func run() throws {
    let index = try IndexAccess(common)
    try IndexAccess.answering {
      let pulse = try FolderPulse(folder: Array(index.configuration.state.value.utf8))
      let cookie = "\(SyncRequests.prefix)\(getpid())-\(UUID().uuidString.prefix(8))"
      let file = "\(index.configuration.watch.value)/\(cookie)"
      let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else {
        Terminal.complain(
          "\(file): \(String(cString: strerror(errno))); sync needs to write into the watched folder")
        throw Exit.noPermission
      }
      close(descriptor)
      defer { unlink(file) }
      guard try Answer(index.store, pulse).wait(for: cookie, seconds: timeout) != nil else {
        Terminal.complain("the service did not answer within \(timeout) s; is it running? (redline status)")
        throw Exit.tryAgain
      }
    }
  }
}

struct RetryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Try notes of the quarantine again.")

  @OptionGroup var common: CommonOptions
  @Argument(help: "Files below the watched folder; the whole quarantine by default.") var files: [String] = []
  @Option(name: .long, help: "Seconds to wait at most.") var timeout = 60.0

  func run() throws {
    let index = try IndexAccess(common)
    try IndexAccess.answering {
      let paths = try files.map { try index.notePath($0) }
      let pulse = try FolderPulse(folder: Array(index.configuration.state.value.utf8))
      let id = try RequestFolder(path: index.configuration.state.value + "/requests").leave(
        .retry, paths: paths)
      guard let answer = try Answer(index.store, pulse).wait(for: id, seconds: timeout) else {
        Terminal.complain("the service did not answer within \(timeout) s; is it running? (redline status)")
        throw Exit.tryAgain
      }
      Terminal.print("\(answer) notes are read again; redline status shows what became of them")
    }
  }
}

extension IndexAccess {
  /// A file named on the command line, as a path below the watched folder.
  func notePath(_ file: String) throws -> NotePath {
    let folder = FileManager.default.currentDirectoryPath
    let root = Configuration.resolvingLinks(configuration.watch.value)
    for candidate in [Configuration.absolute(file, in: folder), Configuration.absolute(file, in: root)] {
      let resolved = Configuration.resolvingLinks(candidate)
      if resolved.hasPrefix(root + "/") { return NotePath(String(resolved.dropFirst(root.count + 1))) }
    }
    throw ValidationError("\(file) does not lie below \(configuration.watch.value)")
  }
}

/// Waits for a row that the service writes.
private struct Answer {
  let store: Store
  let pulse: FolderPulse

  init(_ store: Store, _ pulse: FolderPulse) {
    self.store = store
    self.pulse = pulse
  }

  func wait(for id: String, seconds: Double) throws -> String? {
    let deadline = Moment.now().monotonic + Int64(seconds * 1_000_000_000)
    var patience: Int64 = 1000
    while true {
      if let answer = try store.answer(to: id) { return answer }
      let left = (deadline - Moment.now().monotonic) / 1_000_000
      if left <= 0 { return nil }
      // A write to the index's files wakes us, but it comes before what it commits can be read: we look again soon
      // after it, then ever later; a second at most guards against a pulse missed.
      let isWritten = try pulse.wait(milliseconds: Int(min(left, patience)))
      patience = isWritten ? 2 : min(1000, 2 * patience)
    }
  }
}

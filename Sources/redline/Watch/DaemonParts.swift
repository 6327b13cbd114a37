// What the daemon is made of, read and checked before anything runs.

import Codebooks
import Coding
import Digests
import FileWatching
import NotePaths
import NoteStore
import Pipeline
import Service

/// Made at start and at every reload; the store is handed from one to the next.
struct DaemonParts {
  var configuration: Configuration
  var store: Store
  var log: Log
  var notifier: Notifier
  var root: WatchRoot
  var ignore: IgnoreRules
  var zone: Zone
  var schedules: [DigestSchedule]
  var compiled: CompiledCodebook
  var renderer: DigestRenderer
  var reading: ReadingSettings
  var isRootReplaced: Bool
  var isOnce: Bool
  var workerCount: Int
  /// Reads configuration and codebook anew and throws where either is broken.
  var checkReload: () throws -> Void

  var requests: String { configuration.state.value + "/requests" }

  /// Into the log, with the journal's fields.
  var tell: News.Sink {
    let log = log
    return { news in
      var fields = news.codes.map { LogField.code($0) }
      if let note = news.note { fields.append(.note("\(note)")) }
      let level: LogLevel =
        switch news.level {
        case .error: .error
        case .warning: .warning
        case .notice: .notice
        case .info: .info
        case .debug: .debug
        }
      log.write(level, { news.note.map { "\($0): \(news.text)" } ?? news.text }, fields)
    }
  }
}

// `redline watch`: the service.

import ArgumentParser
import Codebooks
import Coding
import Converters
import Digests
import FileWatching
import Foundation
import NotePaths
import NoteStore
import Pipeline
import Service
import Synchronization

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Watch the folder, code what is dropped, write digests.",
    discussion: """
      Runs in the foreground until SIGTERM or SIGINT; SIGHUP reads configuration and codebook anew. Under systemd it
      notifies readiness and writes to the journal.
      """)

  @OptionGroup var common: CommonOptions

  @Flag(name: .customLong("once"), help: "Read what is there, publish what is due, and end.")
  var once = false

  @Option(name: .customLong("settle"), help: "How long a closed file must stay unchanged, such as 500ms.")
  var settle: String?

  func run() throws {
    // Everything the service makes may be read by its group and by nobody else.
    umask(0o027)
    Allocator.keepSmall()
    let notifier = Notifier.takenFromEnvironment()
    let log = Log(form: Log.formForStandardError())
    var configuration: Configuration
    do {
      configuration = try common.overrides(settle: settle).resolved()
    } catch {
      log.error("\(error)")
      throw Exit.code(for: error)
    }
    log.level = LogLevel(name: configuration.logLevel.value) ?? .info
    let source = configuration.file ?? "defaults alone"
    log.notice("redline \(Redline.configuration.version) starts, configured by \(source)")
    var store = try openStore(configuration, log)
    var isFirst = true
    while true {
      let parts: DaemonParts
      do {
        if !isFirst {
          configuration = try common.overrides(settle: settle).resolved()
          log.level = LogLevel(name: configuration.logLevel.value) ?? .info
        }
        parts = try DaemonParts(
          configuration: configuration, store: store, log: log, notifier: notifier, isOnce: once,
          checkReload: { [common, settle] in try Self.check(common, settle, running: configuration) })
      } catch let error where !isFirst && !(error is ConfigurationError || error is CodebookErrors) {
        // The folder went away again between two looks: wait for it as before.
        log.error("\(error)")
        throw Exit.unavailable
      } catch {
        throw try failure(error, configuration, log)
      }
      if !isFirst { log.notice("configuration and codebook are read anew") }
      isFirst = false
      let daemon = try Daemon(parts)
      switch daemon.run() {
      case .stopped:
        close(store, log)
        // Who runs it from a script must learn of it; a service goes on and says so in its status.
        if once, daemon.isRefused { throw Exit.problems }
        return
      case .reload: continue
      case .failed(let error as StateLost):
        store = try remake(store, configuration, log, because: error)
        isFirst = true
      case .failed(let error): throw try failure(error, configuration, log)
      }
    }
  }

  /// The open index is whole: it becomes the new state folder's.
  private func remake(
    _ store: Store, _ configuration: Configuration, _ log: Log, because error: StateLost
  ) throws -> Store {
    do {
      try store.rescue()
      log.error("\(error); it is made again from the open index, nothing is lost")
    } catch {
      throw try failure(error, configuration, log)
    }
    do {
      try store.close()
    } catch {
      // Of files that nobody can open any more.
      log.debug("\(error)")
    }
    return try openStore(configuration, log)
  }

  /// Folds the log into the index: whoever only reads would go through all of it at each opening, as long as no service
  /// runs. What cannot be folded is in the log, and is found there.
  private func close(_ store: Store, _ log: Log) {
    do {
      try store.close()
    } catch {
      log.notice("the index is whole, its log was not folded: \(error)")
    }
  }

  /// Says why the service cannot go on; damage that showed only now is remembered for the next start.
  private func failure(_ error: any Error, _ configuration: Configuration, _ log: Log) throws -> ExitCode {
    log.error("\(error)")
    if let error = error as? StoreError, error.kind == .corrupt {
      try DamageMark(state: configuration.state.value).set()
    }
    return Exit.code(for: error)
  }

  private func openStore(_ configuration: Configuration, _ log: Log) throws -> Store {
    let state = configuration.state.value
    do {
      if DamageMark(state: state).isSet {
        throw StoreError(kind: .corrupt, file: state, message: "found damaged")
      }
      return try Store(directory: state, access: .readWrite)
    } catch let error as StoreError where error.kind == .corrupt {
      return try startOver(state, log, because: error)
    } catch {
      log.error("\(error)")
      throw Exit.code(for: error)
    }
  }

  /// A damaged index is kept beside the new one; what SQLite can still read of it comes along.
  private func startOver(_ state: String, _ log: Log, because error: StoreError) throws -> Store {
    do {
      let report = try Store.setAside(directory: state, now: Moment.now().wall / 1_000_000_000)
      try DamageMark(state: state).clear()
      let lost = report.lost.isEmpty ? "no history is lost" : "lost: \(report.lost.joined(separator: "; "))"
      log.error(
        "\(error); it is kept as \(report.kept), \(report.notes) notes and \(report.revisions) revisions were salvaged, \(lost); the notes that are there are coded anew"
      )
      let store = try Store(directory: state, access: .readWrite)
      try store.setFact(.salvage, lost)
      return store
    } catch {
      log.error("\(error)")
      throw Exit.code(for: error)
    }
  }

  /// What a reload can change; folders need a restart.
  private static func check(_ common: CommonOptions, _ settle: String?, running: Configuration) throws {
    let new = try common.overrides(settle: settle).resolved()
    _ = try DaemonParts.loadCodebook(new)
    _ = try DaemonParts.schedules(new)
    _ = try IgnoreRules(patterns: new.ignore.value)
    for (name, old, now) in [
      ("watch", running.watch.value, new.watch.value), ("reports", running.reports.value, new.reports.value),
      ("state", running.state.value, new.state.value),
    ] where old != now {
      throw ConfigurationError(
        file: new.file ?? "configuration",
        message: "'\(name)' changed; restart the service to use another folder")
    }
  }
}

extension DaemonParts {
  init(
    configuration: Configuration, store: Store, log: Log, notifier: Notifier, isOnce: Bool,
    checkReload: @escaping () throws -> Void
  ) throws {
    let compiled = try Self.loadCodebook(configuration) { log.debug($0) }
    let zone = try Zone(configuration.timeZone.value)
    try Self.redate(store, zone)
    let root: WatchRoot
    do {
      root = try WatchRoot(path: configuration.watch.value)
    } catch let trouble as FileTrouble {
      throw ConfigurationError(
        file: configuration.watch.value,
        message:
          "the watched folder cannot be opened: \(trouble.cause == .gone ? "there is no such folder" : trouble.reason); make it or name another with 'watch'"
      )
    }
    let now = Moment.now().wall / 1_000_000_000
    _ = try store.created(at: now)
    let former = try store.watchedFolder()
    // Device numbers are given out anew at boot; an inode of its own tells the folder.
    let isReplaced = former.map { $0.inode != root.inode } ?? false
    if former == nil { try store.setWatchedFolder(root) }
    let reports = ReportFolder(path: configuration.reports.value)
    try reports.prepare()
    try reports.sweep()
    try RequestFolder(path: configuration.state.value + "/requests").prepare()
    self.init(
      configuration: configuration, store: store, log: log, notifier: notifier, root: root,
      ignore: try IgnoreRules(patterns: configuration.ignore.value), zone: zone,
      schedules: try Self.schedules(configuration), compiled: compiled,
      renderer: try Self.renderer(configuration),
      reading: ReadingSettings(
        root: root, compiled: compiled, zone: zone, maxNoteSize: configuration.maxNoteSize.value,
        fallbackEncoding: configuration.fallbackEncoding.value, hashKey: try store.hashKey(),
        converters: Self.converters(configuration) { log.notice($0) }),
      isRootReplaced: isReplaced, isOnce: isOnce,
      workerCount: max(1, ProcessInfo.processInfo.activeProcessorCount), checkReload: checkReload)
  }

  /// Another time zone moves notes to other days: their dates are worked out again before anything is counted.
  static func redate(_ store: Store, _ zone: Zone) throws {
    if let former = try store.fact(.zone), former != zone.name {
      try store.redate { date in
        guard let said = date.said else {
          var effective = date.effective
          effective.day = zone.day(of: effective.seconds)
          return effective
        }
        return NoteDating.effective(said, former: date.effective, zone: zone)
      }
    }
    try store.setFact(.zone, zone.name)
  }

  /// - Throws: `CodebookErrors` or `ConfigurationError`.
  static func loadCodebook(
    _ configuration: Configuration, debug: @escaping (String) -> Void = Terminal.debug
  ) throws -> CompiledCodebook {
    let cache = CodebookCache.ofThisProcess(debug: debug)
    guard let path = configuration.codebook.value else {
      return try cache.compiled(of: Codebook.defaultYAML, reading: Codebook.loadDefault)
    }
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw ConfigurationError(
        file: "\(configuration.codebook.origin)",
        message: "the codebook \(path) cannot be read: \(SystemReason.text(error))")
    }
    let bytes = Array(data)
    return try cache.compiled(of: bytes) { try Codebook.load(yaml: bytes, file: path) }
  }

  static func schedules(_ configuration: Configuration) throws -> [DigestSchedule] {
    try configuration.digests.value.map { entry in
      do {
        return try DigestSchedule(every: entry.every, at: entry.at, on: entry.on)
      } catch {
        throw ConfigurationError(file: "\(configuration.digests.origin)", message: "'digests': \(error)")
      }
    }
  }

  /// One closure for each configured format. Whether its program is installed is found out at every use, so that
  /// one installed later serves at once.
  static func converters(
    _ configuration: Configuration, notice: @escaping @Sendable (String) -> Void
  ) -> [String: NoteReading.Converter] {
    let said = SaidOnce()
    return Dictionary(
      uniqueKeysWithValues: configuration.converters.value.map { entry in
        let converter: NoteReading.Converter = { bytes, _ throws(ConversionFailure) in
          do throws(ChildTrouble) {
            let answer = try ChildProcess(command: entry.command).run(
              input: bytes, fileExtension: entry.fileExtension)
            if let why = answer.hadNetwork, said.first("network") {
              notice(
                "converters run with the network of the service, as the kernel does not take it away: \(why)")
            }
            return answer.output
          } catch {
            throw ConversionFailure(reason: "\(error)", remedy: error.remedy)
          }
        }
        return (entry.fileExtension, converter)
      })
  }

  /// - Parameter folder: where the digests go, for their links to notes; the reports folder where nil.
  static func renderer(_ configuration: Configuration, into folder: String? = nil) throws -> DigestRenderer {
    let options = DigestRenderer.Options(
      notesAddress: notesAddress(configuration, from: folder ?? configuration.reports.value))
    guard let folder = configuration.templates.value else { return try DigestRenderer(options: options) }
    var templates: [String: String] = [:]
    for name in DigestRenderer.embedded.keys {
      let path = "\(folder)/\(name).mustache"
      guard FileManager.default.fileExists(atPath: path) else { continue }
      do {
        templates[name] = try String(contentsOfFile: path, encoding: .utf8)
      } catch {
        throw ConfigurationError(file: path, message: "cannot be read: \(SystemReason.text(error))")
      }
    }
    return try DigestRenderer(templates: templates, options: options)
  }

  /// The way from a file in a folder to the notes: "../Watch/".
  private static func notesAddress(_ configuration: Configuration, from folder: String) -> String {
    let from = Configuration.resolvingLinks(folder).split(separator: "/")
    let to = Configuration.resolvingLinks(configuration.watch.value).split(separator: "/")
    let shared = zip(from, to).prefix { $0 == $1 }.count
    let steps = Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared).map(String.init)
    let allowed = CharacterSet(charactersIn: "-._~/").union(.alphanumerics)
    return steps.joined(separator: "/").addingPercentEncoding(withAllowedCharacters: allowed).map { $0 + "/" }
      ?? "../Watch/"
  }
}

/// Damage that showed while running is remembered for the next start, which may not stumble on it at once.
private struct DamageMark {
  let file: String
  init(state: String) { file = state + "/damaged" }
  var isSet: Bool { access(file, F_OK) == 0 }

  func set() throws { try Data().write(to: URL(fileURLWithPath: file)) }

  func clear() throws { if isSet { try FileManager.default.removeItem(atPath: file) } }
}

/// What is to be said once, whichever worker says it first.
private final class SaidOnce: Sendable {
  private let said = Mutex<Set<String>>([])
  func first(_ word: String) -> Bool { said.withLock { $0.insert(word).inserted } }
}

extension Exit {
  /// The code that fits an error which ends the program.
  static func code(for error: any Error) -> ExitCode {
    switch error {
    case let exit as ExitCode: exit
    case is ConfigurationError, is CodebookErrors: configuration
    case let error as StoreError:
      switch error.kind {
      case .locked, .busy: tryAgain
      case .permission: noPermission
      case .diskFull, .readOnly: cannotCreate
      case .missing: noInput
      case .newer, .older, .foreign: configuration
      case .usage: usage
      case .corrupt, .other: inputOutput
      }
    case is ReportError: cannotCreate
    default: software
    }
  }
}

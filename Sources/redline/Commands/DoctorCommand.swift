// `redline doctor`: is everything as the service needs it? Each finding with its remedy.

import ArgumentParser
import Converters
import FileWatching
import Foundation
import NoteStore
import NoteText
import Pipeline

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check folders, permissions, limits, clock, converters and the index.",
    discussion: """
      Run it as the service's user to see what the service sees: sudo -u redline redline doctor. Exit code 1 when
      something must be mended.
      """)

  @OptionGroup var common: CommonOptions
  @Flag(name: .long, help: "One JSON object.") var json = false

  func run() throws {
    let configuration = try common.overrides().configuration()
    var examination = Examination(configuration: configuration)
    examination.run()
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      Terminal.print(String(decoding: try encoder.encode(["findings": examination.findings]), as: UTF8.self))
    } else {
      Terminal.print(examination.findings.map(\.text).joined(separator: "\n"))
    }
    if examination.findings.contains(where: { $0.level == .bad }) { throw Exit.problems }
  }
}

struct Finding: Encodable {
  enum Level: String, Encodable { case good, warning, bad }
  var level: Level
  var subject: String
  var finding: String
  /// Empty where nothing is to be done.
  var remedy: String

  var text: String {
    let mark = level == .good ? "ok      " : level == .warning ? "warning " : "BAD     "
    return "\(mark)\(subject): \(finding)" + (remedy.isEmpty ? "" : "\n          remedy: \(remedy)")
  }
}

/// Looks at one thing after another; nothing it does changes anything.
struct Examination {
  let configuration: Configuration
  var findings: [Finding] = []

  init(configuration: Configuration) { self.configuration = configuration }

  mutating func run() {
    good("configuration", configuration.file.map { "\($0) is in order" } ?? "no file; the defaults hold")
    examineCodebook()
    examineFolders()
    examineWatchLimit()
    examineSpace()
    examineClock()
    examineConverters()
    examineIndex()
    examineService()
  }

  private mutating func good(_ subject: String, _ finding: String) {
    findings.append(Finding(level: .good, subject: subject, finding: finding, remedy: ""))
  }

  private mutating func add(_ level: Finding.Level, _ subject: String, _ finding: String, _ remedy: String) {
    findings.append(Finding(level: level, subject: subject, finding: finding, remedy: remedy))
  }

  private mutating func examineCodebook() {
    do {
      let codebook = try DaemonParts.loadCodebook(configuration).codebook
      good("codebook", "\(codebook.title), version \(codebook.version), \(codebook.codes.count) codes")
    } catch {
      add(.bad, "codebook", "\(error)", "mend the file; redline codebook check shows every fault")
    }
  }

  private mutating func examineFolders() {
    for (name, path, mode, remedy) in [
      ("watch", configuration.watch.value, R_OK | X_OK, "mkdir it, or let this user read and enter it"),
      ("reports", configuration.reports.value, W_OK | X_OK, "mkdir it, or let this user write into it"),
      (
        "state", configuration.state.value, R_OK | X_OK, "start the service once, or be a member of its group"
      ),
    ] {
      if access(path, mode) == 0 {
        good(name, "\(path) can be \(mode & W_OK != 0 ? "written" : "read") by this user")
      } else {
        add(.bad, name, "\(path): \(String(cString: strerror(errno)))", remedy)
      }
    }
  }

  private mutating func examineWatchLimit() {
    do {
      let listing = TreeListing.list(
        try WatchRoot(path: configuration.watch.value),
        ignore: try IgnoreRules(patterns: configuration.ignore.value))
      for trouble in listing.unreachable.prefix(20) { add(.bad, "watch", "\(trouble)", trouble.remedy) }
      guard let limit = Self.number("/proc/sys/fs/inotify/max_user_watches") else {
        return add(
          .warning, "inotify", "the limit of watches cannot be read here",
          "look at fs.inotify.max_user_watches outside the sandbox")
      }
      let folders = listing.folders.count
      if folders * 10 > limit * 9 {
        add(
          .bad, "inotify", "\(folders) folders need a watch each, the limit is \(limit)",
          "sysctl fs.inotify.max_user_watches=\(max(1 << 20, folders * 2)), and the same in /etc/sysctl.d/")
      } else {
        good("inotify", "\(folders) folders to watch, the limit is \(limit)")
      }
      if let queue = Self.number("/proc/sys/fs/inotify/max_queued_events"), queue < 1024 {
        add(
          .warning, "inotify", "only \(queue) events are queued; storms are answered by listing everything",
          "sysctl fs.inotify.max_queued_events=16384")
      }
    } catch {
      // The folder's own finding stands above.
      add(.bad, "watch", "\(error)", "make the folder or name another with 'watch'")
    }
  }

  private static func number(_ file: String) -> Int? {
    FileManager.default.contents(atPath: file).flatMap {
      Int(String(decoding: $0, as: UTF8.self).filter(\.isNumber))
    }
  }

  private mutating func examineSpace() {
    for (name, path) in [("state", configuration.state.value), ("reports", configuration.reports.value)] {
      var status = statvfs()
      guard statvfs(path, &status) == 0 else { continue }
      let megabytes = Int(status.f_bavail) * Int(status.f_frsize) / 1_000_000
      if megabytes < 200 {
        add(
          megabytes < 20 ? .bad : .warning, name, "only \(megabytes) MB are free on the disk of \(path)",
          "free space on it")
      } else {
        good(name, "\(megabytes) MB are free")
      }
      if status.f_flag & UInt(ST_RDONLY) != 0 {
        add(.bad, name, "the file system of \(path) is read-only", "mount it writable")
      }
    }
  }

  private mutating func examineClock() {
    let now = IndexAccess.now
    // Nothing of Redline is older than this.
    if now < 1_767_225_600 {
      add(.bad, "clock", "the clock stands before 2026", "set it, for example with timedatectl set-ntp true")
    } else {
      good(
        "clock",
        "days begin at midnight in \(configuration.timeZone.value) (\(configuration.timeZone.origin))")
    }
  }

  private mutating func examineLibrary(_ subject: String, _ obstacle: String?, good: String, remedy: String) {
    if let obstacle { add(.warning, subject, obstacle, remedy) } else { self.good(subject, good) }
  }

  private mutating func examineConverters() {
    examineLibrary(
      "mail", MailReading.obstacle.map { ".eml, .mbox: \($0)" }, good: ".eml, .mbox by GMime",
      remedy: "apt install libgmime-3.0-0, or such notes stay in quarantine")
    examineLibrary(
      "encodings", SourceDecoder.obstacle, good: "legacy ones are found out by uchardet",
      remedy: "apt install libuchardet0, or notes in legacy encodings stay in quarantine")
    var programs: [(name: String, formats: [String])] = []
    for entry in configuration.converters.value {
      let program = entry.command.first ?? ""
      if let index = programs.firstIndex(where: { $0.name == program }) {
        programs[index].formats.append("." + entry.fileExtension)
      } else {
        programs.append((program, ["." + entry.fileExtension]))
      }
    }
    for (program, formats) in programs {
      let formats = formats.joined(separator: ", ")
      if ChildProcess.locate(program) != nil {
        good("converter", "\(formats) by \(program)")
      } else {
        add(
          .warning, "converter", "\(formats): \(program) is not installed",
          "apt install \(program == "pdftotext" ? "poppler-utils" : program), or such notes stay in quarantine"
        )
      }
    }
  }

  private mutating func examineIndex() {
    do {
      let store = try Store(directory: configuration.state.value, access: .readOnly)
      let faults = try store.integrityCheck()
      if faults.isEmpty {
        good("integrity", "the index is sound")
      } else {
        add(
          .bad, "integrity", faults.prefix(3).joined(separator: "; "),
          "stop the service and start it again: a damaged index is set aside and its notes are coded anew")
      }
      let counts = try store.ledgerCounts()
      if let count = counts[.quarantined] {
        add(
          .warning, "quarantine", "\(count) notes could not be read",
          "redline status names each with its remedy")
      }
    } catch {
      add(error.kind == .missing ? .warning : .bad, "index", "\(error)", error.remedy)
    }
  }

  private mutating func examineService() {
    guard let service = ServiceReport.ofRunning(configuration.state.value) else {
      return add(.warning, "service", "not running", "systemctl start redline, or redline watch")
    }
    good("service", "running (pid \(service.pid)): \(service.status)")
    for folder in service.polled { add(.warning, "service", folder, "") }
  }
}

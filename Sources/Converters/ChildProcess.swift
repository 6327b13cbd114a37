// One child process under bounds: time, memory, output, no network, nothing of our environment.

import CSpawn
import Foundation
import Glibc

/// Runs a program on some bytes and answers with what it writes. Blocks the calling thread, at the longest for
/// the time allowed; the child and all it has started are gone when it returns.
///
/// Own code and not swift-subprocess, which serves asynchronous callers only and knows no resource limits.
public struct ChildProcess: Sendable {
  /// What a child may use.
  public struct Limits: Hashable, Sendable {
    /// By the clock, and of processor time.
    public var time: Duration
    /// Bytes on standard output.
    public var output: Int
    /// Bytes of address space, and of any file it writes.
    public var memory: Int

    public init(time: Duration = .seconds(60), output: Int = 32 << 20, memory: Int = 2 << 30) {
      self.time = time
      self.output = output
      self.memory = memory
    }
  }

  public struct Answer: Hashable, Sendable {
    public var output: [UInt8]
    /// The end of what it said on standard error, printable.
    public var said: String
    /// Nil when it had no network; else why the kernel would not take it away. Say so once.
    public var hadNetwork: String?
  }

  /// Absolute.
  let program: String
  let arguments: [String]
  let limits: Limits

  /// - Parameters:
  ///   - command: the program, by path or by name to be found in the usual folders, and its arguments. An
  ///     argument `{}` becomes the path of a file with the input, which stands on standard input as well.
  public init(command: [String], limits: Limits = Limits()) throws(ChildTrouble) {
    let name = command.first ?? ""
    guard let program = Self.locate(name) else { throw ChildTrouble(program: name, cause: .missing) }
    self.program = program
    arguments = Array(command.dropFirst())
    self.limits = limits
  }

  /// Where the usual folders have a program; nil where none has.
  public static func locate(_ name: String) -> String? {
    if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
    if name.isEmpty { return nil }
    return ["/usr/local/bin/", "/usr/bin/", "/bin/"].map { $0 + name }.first { access($0, X_OK) == 0 }
  }

  private static let usualFolders = "/usr/local/bin:/usr/bin:/bin"

  /// - Parameter fileExtension: of the file that `{}` stands for; some programs go by it.
  public func run(input: [UInt8], fileExtension: String = "") throws(ChildTrouble) -> Answer {
    let folder = try makeFolder()
    defer { remove(folder) }
    let file = folder + "/input" + (fileExtension.isEmpty ? "" : "." + fileExtension)
    let source = try writeInput(input, to: file)
    defer { close(source) }
    let output = try makePipe()
    let errors: ChildPipe
    do throws(ChildTrouble) {
      errors = try makePipe()
    } catch {
      output.closeBoth()
      throw error
    }
    var network: Int32 = 0
    let child = start(in: folder, file, source, output.writing, errors.writing, &network)
    output.closeWriting()
    errors.closeWriting()
    defer {
      output.closeReading()
      errors.closeReading()
    }
    guard child > 0 else { throw trouble(child == -ENOENT ? .missing : .notStarted(-child)) }
    return try watch(
      child, ChildOutput(output.reading, limit: limits.output), ChildOutput(errors.reading, limit: 64 << 10),
      hadNetwork: network == 0 || Self.isWithoutNetwork
        ? nil : String(cString: strerror(network)).lowercased())
  }

  // MARK: Before

  /// Whether this process has no interface but its own loop, as under a unit with PrivateNetwork.
  private static let isWithoutNetwork: Bool = {
    guard let table = FileManager.default.contents(atPath: "/proc/self/net/dev") else { return false }
    // Two lines of headings, then one an interface.
    let interfaces = String(decoding: table, as: UTF8.self).split(separator: "\n").dropFirst(2)
    return interfaces.allSatisfy { $0.drop { $0 == " " }.hasPrefix("lo:") }
  }()

  private func makeFolder() throws(ChildTrouble) -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((parent + "/redline-convert-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw trouble(.system(errno)) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private func writeInput(_ input: [UInt8], to path: String) throws(ChildTrouble) -> Int32 {
    let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw trouble(.system(errno)) }
    var rest = input[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress!, $0.count) }
      if count < 0, errno != EINTR {
        let code = errno
        close(file)
        throw trouble(.system(code))
      }
      rest = rest.dropFirst(max(0, count))
    }
    lseek(file, 0, SEEK_SET)
    return file
  }

  private func makePipe() throws(ChildTrouble) -> ChildPipe {
    var ends: [Int32] = [0, 0]
    guard make_private_pipe(&ends) == 0 else { throw trouble(.system(errno)) }
    return ChildPipe(reading: ends[0], writing: ends[1])
  }

  private func start(
    in folder: String, _ file: String, _ input: Int32, _ output: Int32, _ errors: Int32,
    _ network: inout Int32
  ) -> Int32 {
    let words = [program] + arguments.map { $0 == "{}" ? file : $0 }
    let variables = [
      "PATH=" + Self.usualFolders, "LANG=C.UTF-8", "HOME=" + folder, "TMPDIR=" + folder,
    ]
    let (seconds, rest) = limits.time.components
    return withCStrings(words) { words in
      withCStrings(variables) { variables in
        program.withCString { program in
          folder.withCString { folder in
            var child = bounded_child(
              path: program, arguments: words, environment: variables, folder: folder, input: input,
              output: output, errors: errors, memory: UInt64(max(0, limits.memory)),
              seconds: UInt64(max(0, seconds) + (rest > 0 ? 1 : 0)), file_size: UInt64(max(0, limits.memory)))
            return start_bounded_child(&child, &network)
          }
        }
      }
    }
  }

  // MARK: While it runs

  private func watch(
    _ child: pid_t, _ output: ChildOutput, _ errors: ChildOutput, hadNetwork: String?
  ) throws(ChildTrouble) -> Answer {
    var (output, errors) = (output, errors)
    let process = open_process(child)
    let opened = errno
    defer { if process >= 0 { close(process) } }
    let stopped = process < 0 ? .system(opened) : wait(for: process, &output, &errors)
    // Also what it has started, and what still holds its pipes.
    kill(-child, SIGKILL)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    if let stopped { throw trouble(stopped) }
    let said = errors.printableEnd
    let signal = status & 0x7F
    if signal != 0 { throw trouble(.killed(signal: signal, said: said)) }
    let code = (status >> 8) & 0xFF
    if code != 0 { throw trouble(.failed(code: code, said: said)) }
    return Answer(output: output.bytes, said: said, hadNetwork: hadNetwork)
  }

  /// Reads until the child has ended; answers the bound at which it must be stopped, nil where it ended.
  private func wait(
    for process: Int32, _ output: inout ChildOutput, _ errors: inout ChildOutput
  ) -> ChildTrouble.Cause? {
    let end = ContinuousClock.now + limits.time
    while true {
      let left = end - ContinuousClock.now
      guard left > .zero else { return .tookTooLong(limits.time) }
      var waiting = [
        pollfd(fd: process, events: Int16(POLLIN), revents: 0),
        pollfd(fd: output.isOpen ? output.descriptor : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errors.isOpen ? errors.descriptor : -1, events: Int16(POLLIN), revents: 0),
      ]
      let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
      if poll(&waiting, 3, Int32(clamping: milliseconds + 1)) < 0, errno != EINTR { return .system(errno) }
      let hasEnded = waiting[0].revents != 0
      output.readWhatIsThere()
      errors.readWhatIsThere()
      if output.isOver { return .wroteTooMuch(limits.output) }
      if hasEnded { return nil }
    }
  }

  private func remove(_ folder: String) {
    do {
      try FileManager.default.removeItem(atPath: folder)
    } catch {
      // The unit's private /tmp goes with the service; elsewhere the system's own cleaning takes it.
    }
  }

  private func trouble(_ cause: ChildTrouble.Cause) -> ChildTrouble {
    ChildTrouble(program: String(program.split(separator: "/").last ?? ""), cause: cause)
  }
}

/// Calls `body` with a list of C strings that ends with a null.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
  pointers.append(nil)
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
}

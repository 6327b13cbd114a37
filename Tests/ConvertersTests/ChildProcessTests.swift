// Children that behave and children that do not, with programs that every Debian has.

import Foundation
import Testing

@testable import Converters

@Suite struct ChildProcessTests {
  private func cause(_ command: [String], _ limits: ChildProcess.Limits = .init(), input: String = "")
    -> ChildTrouble.Cause?
  {
    do throws(ChildTrouble) {
      _ = try ChildProcess(command: command, limits: limits).run(input: Array(input.utf8))
      return nil
    } catch {
      #expect(!error.description.isEmpty && !error.remedy.isEmpty)
      return error.cause
    }
  }

  private func run(_ command: [String], input: String = "") throws -> String {
    String(decoding: try ChildProcess(command: command).run(input: Array(input.utf8)).output, as: UTF8.self)
  }

  @Test func inputToOutput() throws {
    #expect(try run(["tr", "a-z", "A-Z"], input: "hello") == "HELLO")
    #expect(try run(["cat", "{}"], input: "by file") == "by file")
    let large = String(repeating: "0123456789", count: 1_000_000)
    #expect(try run(["cat"], input: large) == large)
    #expect(try run(["true"], input: large).isEmpty)
  }

  @Test func theFileHasItsExtension() throws {
    let answer = try ChildProcess(command: ["echo", "{}"]).run(input: [], fileExtension: "docx")
    #expect(String(decoding: answer.output, as: UTF8.self).hasSuffix("/input.docx\n"))
    #expect(
      !FileManager.default.fileExists(atPath: String(decoding: answer.output.dropLast(), as: UTF8.self)))
  }

  @Test func itsOwnEnvironmentFolderGroupAndDescriptors() throws {
    setenv("REDLINE_TEST_SECRET", "x", 1)
    let variables = try run(["env"]).split(separator: "\n").map { $0.split(separator: "=")[0] }
    #expect(Set(variables) == ["PATH", "LANG", "HOME", "TMPDIR"])
    #expect(try run(["sh", "-c", "cd; pwd; echo $TMPDIR"]).split(separator: "\n").count == 2)
    #expect(try run(["sh", "-c", "ls /proc/self/fd | wc -l"]) == "4\n")
    #expect(try run(["sh", "-c", "test $(ps -o pgid= $$) = $$ && echo own"]) == "own\n")
  }

  @Test func itIsToldToStop() {
    let start = ContinuousClock.now
    let limits = ChildProcess.Limits(time: .milliseconds(300))
    #expect(cause(["sleep", "60"], limits) == .tookTooLong(.milliseconds(300)))
    // Deaf to signals, and its children with it.
    #expect(
      cause(["sh", "-c", "trap '' TERM INT HUP; sleep 60 & sleep 60"], limits)
        == .tookTooLong(.milliseconds(300)))
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func whatItLeavesBehindDoesNotHoldUsUp() throws {
    let start = ContinuousClock.now
    #expect(try run(["sh", "-c", "sleep 60 & echo done"]) == "done\n")
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func tooMuchOutput() {
    #expect(cause(["yes"], .init(output: 100_000)) == .wroteTooMuch(100_000))
    #expect(cause(["head", "-c", "100001", "/dev/zero"], .init(output: 100_000)) == .wroteTooMuch(100_000))
    #expect(cause(["head", "-c", "100000", "/dev/zero"], .init(output: 100_000)) == nil)
    #expect(cause(["sh", "-c", "yes >&2"], .init(time: .milliseconds(300))) != nil)
  }

  @Test func tooMuchMemoryProcessorOrDisk() throws {
    // tail keeps a line without an end in memory.
    let memory = cause(["tail", "-n", "1", "/dev/zero"], .init(time: .seconds(30), memory: 100 << 20))
    guard case .failed(_, let said)? = memory else {
      Issue.record("not stopped by memory: \(String(describing: memory))")
      return
    }
    #expect(said.contains("memory"))
    let disk = cause(
      ["sh", "-c", "head -c 99999999 /dev/zero > big"], .init(memory: 50 << 20))
    #expect(disk != nil)
  }

  @Test func failures() {
    #expect(
      cause(["sh", "-c", "echo 'no\u{1B}[2J good' >&2; exit 3"]) == .failed(code: 3, said: "no [2J good"))
    #expect(cause(["sh", "-c", "kill -SEGV $$"]) == .killed(signal: 11, said: ""))
    #expect(cause(["redline-no-such-program"]) == .missing)
    #expect(cause([]) == .missing)
    #expect(cause(["/etc/passwd"]) == .missing)
  }

  @Test func ignoredSignalsAreNotInherited() throws {
    signal(SIGTERM, SIG_IGN)
    defer { signal(SIGTERM, SIG_DFL) }
    #expect(cause(["sh", "-c", "kill -TERM $$; sleep 5"]) == .killed(signal: 15, said: ""))
  }

  @Test func noNetworkWhereTheKernelAllows() throws {
    let answer = try ChildProcess(command: ["cat", "/proc/self/net/dev"]).run(input: [])
    let devices = String(decoding: answer.output, as: UTF8.self).split(separator: "\n").dropFirst(2)
    if answer.hadNetwork == nil { #expect(devices.allSatisfy { $0.contains("lo:") }) }
  }

  @Test func manyAtOnce() async throws {
    let texts = await withTaskGroup(of: String.self) { group in
      for number in 0..<16 {
        group.addTask {
          do throws(ChildTrouble) {
            return String(
              decoding: try ChildProcess(command: ["cat"]).run(input: Array("\(number)".utf8)).output,
              as: UTF8.self)
          } catch {
            return "\(error)"
          }
        }
      }
      return await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(texts == Set((0..<16).map { "\($0)" }))
  }
}

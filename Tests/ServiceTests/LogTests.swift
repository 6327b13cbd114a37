// What the log writes, in each of its forms.

import Foundation
import Glibc
import Testing

@testable import Service

@Suite struct LogTests {
  /// What a log writes to its descriptor.
  private func lines(_ form: Log.Form, _ body: (Log) -> Void) throws -> String {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw CallFailed(call: "pipe", code: errno) }
    body(Log(form: form, descriptor: ends[1]))
    close(ends[1])
    defer { close(ends[0]) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(ends[0], &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }

  @Test func prefixesUnderSystemd() throws {
    let text = try lines(.prefixed) { log in
      log.error("lost")
      log.notice("kept", .note("a.md"))
      log.debug("unsaid")
    }
    #expect(text == "<3>lost\n<5>kept\n")
  }

  @Test func readableForPeople() throws {
    let text = try lines(.readable(isColoured: false)) { log in
      log.warning("careful")
      log.info("well")
    }
    #expect(text.contains(/^\d\d:\d\d:\d\d warning: careful\n\d\d:\d\d:\d\d well\n$/))
    let coloured = try lines(.readable(isColoured: true)) { $0.error("red") }
    #expect(coloured.hasPrefix("\u{1B}[31m") && coloured.hasSuffix("error: red\u{1B}[0m\n"))
  }

  @Test func levels() throws {
    let text = try lines(.prefixed) { log in
      log.level = .debug
      log.debug("said")
      log.level = .error
      log.warning("unsaid")
    }
    #expect(text == "<7>said\n")
    #expect(LogLevel(name: "notice") == .notice && LogLevel(name: "loud") == nil)
  }

  @Test func nothingInANameReachesTheTerminal() throws {
    let text = try lines(.prefixed) { $0.info("a\nb\u{1B}[2J\u{202E}\u{85}é") }
    #expect(text == "<6>a\\u{A}b\\u{1B}[2J\\u{202E}\\u{85}é\n")
  }

  @Test func theJournalsFields() throws {
    let socket = try TestSocket()
    let log = Log(form: .journal(socket: socket.address))
    log.notice("coded", .note("a.md"), .code("redline/x"))
    #expect(
      try socket.receiveText()
        == "PRIORITY=5\nSYSLOG_IDENTIFIER=redline\nMESSAGE=coded\nREDLINE_NOTE=a.md\nREDLINE_CODE=redline/x\n"
    )
    log.notice("x", .note("a\nb"))
    let datagram = try socket.receive()
    let tail = Array("REDLINE_NOTE\n".utf8) + [3, 0, 0, 0, 0, 0, 0, 0] + Array("a\nb\n".utf8)
    #expect(datagram.suffix(tail.count).elementsEqual(tail))
  }

  @Test func withoutTheJournalAndBeyondItsSizeLinesAreWritten() throws {
    let gone = try lines(.journal(socket: "/nowhere")) { $0.error("lost") }
    #expect(gone == "<3>lost\n")
    let socket = try TestSocket()
    let long = String(repeating: "x", count: 1_000_000)
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let reader = ends[0]
    let thread = Thread { @Sendable in
      var buffer = [UInt8](repeating: 0, count: 65_536)
      var total = 0
      while total < 1_000_004 { total += max(0, read(reader, &buffer, buffer.count)) }
      close(reader)
    }
    thread.start()
    Log(form: .journal(socket: socket.address), descriptor: ends[1]).info(long)
    close(ends[1])
  }

  @Test func manyThreadsDoNotMixTheirLines() throws {
    let text = try lines(.prefixed) { log in
      Threads.run(8) { thread in
        for _ in 0..<100 { log.info(String(repeating: "\(thread)", count: 30)) }
      }
    }
    let all = text.split(separator: "\n")
    #expect(all.count == 800)
    #expect(all.allSatisfy { $0.count == 33 && Set($0.dropFirst(3)).count == 1 })
  }
}

/// Runs a body on several threads and waits for them.
enum Threads {
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = NSCondition()
    let left = Counter(count)
    for number in 0..<count {
      Thread { @Sendable in
        body(number)
        left.lower(group)
      }.start()
    }
    left.wait(group)
  }

  private final class Counter: @unchecked Sendable {
    // Guarded by the condition handed in: `value`.
    private var value: Int
    init(_ value: Int) { self.value = value }
    func lower(_ condition: NSCondition) {
      condition.withLock {
        value -= 1
        condition.broadcast()
      }
    }
    func wait(_ condition: NSCondition) { condition.withLock { while value > 0 { condition.wait() } } }
  }
}

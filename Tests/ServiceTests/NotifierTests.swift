// The datagrams that systemd is sent, taken from a real socket.

import FileWatching
import Glibc
import Testing

@testable import Service

@Suite struct NotifierTests {
  @Test(arguments: [false, true]) func datagrams(_ isAbstract: Bool) throws {
    let socket = try TestSocket(isAbstract: isAbstract)
    let notifier = Notifier(socket: socket.address)
    #expect(notifier.isHeard)
    notifier.ready(status: "watching 3 folders")
    #expect(try socket.receiveText() == "READY=1\nSTATUS=watching 3 folders")
    notifier.status("two\nlines")
    #expect(try socket.receiveText() == "STATUS=two lines")
    let before = Moment.now().monotonic / 1000
    notifier.reloading()
    let reloading = try socket.receiveText().split(separator: "\n")
    #expect(reloading.first == "RELOADING=1")
    let stamp = try #require(reloading.last?.split(separator: "=").last.flatMap { Int64($0) })
    #expect(stamp >= before && stamp <= Moment.now().monotonic / 1000)
    notifier.watchdog()
    #expect(try socket.receiveText() == "WATCHDOG=1")
    notifier.extendTimeout(.seconds(90), status: "first scan")
    #expect(try socket.receiveText() == "EXTEND_TIMEOUT_USEC=90000000\nSTATUS=first scan")
    notifier.stopping(status: "bye")
    #expect(try socket.receiveText() == "STOPPING=1\nSTATUS=bye")
  }

  @Test(arguments: [nil, "", "relative", "/nowhere/at/all", "/" + String(repeating: "x", count: 200)])
  func whereNobodyListensNothingHappens(_ address: String?) {
    Notifier(socket: address).ready(status: "x")
  }

  /// The kernel holds some ten datagrams for a manager that does not read; notes are not to wait for it.
  @Test(.timeLimit(.minutes(10))) func aManagerThatDoesNotReadHoldsNothingUp() throws {
    let socket = try TestSocket()
    let notifier = Notifier(socket: socket.address)
    for number in 0..<2000 { notifier.status("\(number) notes") }
    #expect(try socket.receiveText() == "STATUS=0 notes")
    // A beat may wait a moment for room, and is then let go.
    while DatagramSocket.send([0], to: Array(socket.address.utf8), patience: 0) == 0 {}
    #expect(DatagramSocket.send([0], to: Array(socket.address.utf8), patience: 1) == EAGAIN)
    notifier.watchdog()
  }

  /// The environment belongs to the process: one test for all of it.
  @Test func theEnvironmentIsTakenAndCleaned() {
    setenv("NOTIFY_SOCKET", "@redline-test", 1)
    setenv("WATCHDOG_USEC", "30000000", 1)
    setenv("WATCHDOG_PID", "\(getpid())", 1)
    let notifier = Notifier.takenFromEnvironment()
    #expect(notifier.watchdogInterval == .seconds(30) && notifier.isHeard)
    #expect(getenv("NOTIFY_SOCKET") == nil && getenv("WATCHDOG_USEC") == nil)
    setenv("WATCHDOG_USEC", "30000000", 1)
    setenv("WATCHDOG_PID", "1", 1)
    let other = Notifier.takenFromEnvironment()
    #expect(other.watchdogInterval == nil && !other.isHeard)
  }

  @Test func theHeartbeatIsEarned() throws {
    let socket = try TestSocket()
    let loop = EventLoop()
    var answers = [true, false, true]
    var silences = 0
    let beat = WatchdogBeat(
      loop: loop, notifier: Notifier(socket: socket.address, watchdogInterval: .milliseconds(30)),
      answers: {
        if answers.count == 1 { loop.stop() }
        return answers.removeFirst()
      }, silence: { silences += 1 })
    #expect(loop.run() == 0)
    withExtendedLifetime(beat) {}
    #expect(try socket.receiveText() == "WATCHDOG=1")
    #expect(try socket.receiveText() == "WATCHDOG=1")
    #expect(silences == 1)
  }
}

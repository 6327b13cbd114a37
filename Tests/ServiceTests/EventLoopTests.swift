// The loop with real signals, descriptors and deadlines. No sleeps: each test ends when the thing happens.

import FileWatching
import Foundation
import Glibc
import Testing

@testable import Service

/// Signals belong to the process, so these tests take turns.
@Suite(.serialized) struct EventLoopTests {
  /// Ends a loop that hears nothing, with a code that no test expects.
  private func guarded(_ loop: EventLoop) -> Deadline {
    let deadline = loop.deadline { loop.stop(exitCode: 99) }
    deadline.set(in: .seconds(20))
    return deadline
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGUSR1]) func signals(_ number: Int32) {
    let loop = EventLoop()
    let limit = guarded(loop)
    loop.onSignal(number) { loop.stop(exitCode: number) }
    let sender = loop.deadline { kill(getpid(), number) }
    sender.setNow()
    #expect(loop.run() == number)
    limit.set(monotonic: nil)
  }

  /// As after a reload: the second loop asks for the same signal, which comes while it runs.
  @Test func everyLoopHearsTheSignal() {
    for code: Int32 in 1...3 {
      let loop = EventLoop()
      let limit = guarded(loop)
      loop.onSignal(SIGWINCH) { loop.stop(exitCode: code) }
      let sender = loop.deadline { kill(getpid(), SIGWINCH) }
      sender.setNow()
      #expect(loop.run() == code)
      limit.set(monotonic: nil)
    }
  }

  @Test func aSignalBetweenTwoLoopsIsAnsweredByTheSecond() {
    let first = EventLoop()
    first.onSignal(SIGUSR2) { first.stop(exitCode: 1) }
    first.stop()
    #expect(first.run() == 0)
    kill(getpid(), SIGUSR2)
    let second = EventLoop()
    let limit = guarded(second)
    second.onSignal(SIGUSR2) { second.stop(exitCode: 2) }
    #expect(second.run() == 2)
    limit.set(monotonic: nil)
  }

  @Test func aDescriptorIsAnsweredWheneverItIsReadable() {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let loop = EventLoop()
    let limit = guarded(loop)
    var heard: [UInt8] = []
    loop.onReadable(ends[0]) {
      var byte: UInt8 = 0
      guard read(ends[0], &byte, 1) == 1 else { return loop.stop(exitCode: 1) }
      heard.append(byte)
      if heard.count == 3 { return loop.stop() }
      byte += 1
      write(ends[1], &byte, 1)
    }
    var first: UInt8 = 1
    write(ends[1], &first, 1)
    #expect(loop.run() == 0)
    #expect(heard == [1, 2, 3])
    limit.set(monotonic: nil)
  }

  @Test func deadlinesComeInTheirOrderAndCanBeMoved() {
    let loop = EventLoop()
    let limit = guarded(loop)
    var heard: [String] = []
    let start = Moment.now()
    let wall = loop.deadline {
      heard.append("wall")
      loop.stop()
    }
    let monotonic = loop.deadline { heard.append("monotonic") }
    let moved = loop.deadline { heard.append("moved") }
    let never = loop.deadline { heard.append("never") }
    moved.set(in: .seconds(3600))
    never.set(in: .milliseconds(1))
    never.set(monotonic: nil)
    monotonic.set(monotonic: start.monotonic + 30_000_000)
    moved.set(monotonic: start.monotonic + 60_000_000)
    wall.set(wall: start.wall + 120_000_000)
    #expect(loop.run() == 0)
    #expect(heard == ["monotonic", "moved", "wall"])
    #expect(Moment.now().monotonic >= start.monotonic + 119_000_000)
    limit.set(monotonic: nil)
  }

  @Test func stopBeforeRunAndTheFirstCodeCounts() {
    let loop = EventLoop()
    loop.stop(exitCode: 3)
    loop.stop(exitCode: 4)
    #expect(loop.run() == 3)
  }

  @Test func nothingIsCalledAfterTheLoopHasEnded() {
    let loop = EventLoop()
    var calls = 0
    let again = loop.deadline {}
    let deadline = loop.deadline {
      calls += 1
      loop.stop()
      again.setNow()
    }
    deadline.setNow()
    #expect(loop.run() == 0)
    #expect(calls == 1)
  }

  @Test func aLoopThatNeverRanCanGo() {
    let loop = EventLoop()
    let deadline = loop.deadline {}
    deadline.setNow()
  }
}

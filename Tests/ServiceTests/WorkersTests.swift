// Work fanned out: all of it comes back, little of it at a time, and fresh drops go first.

import Foundation
import Testing

@testable import Service

@Suite struct MailboxTests {
  /// What somebody waits for goes before all that came earlier; the rest comes in order, a little at a time.
  @Test func urgentMessagesComeFirstAndBatchesAreSmall() throws {
    let loop = EventLoop()
    var batches: [[Int]] = []
    let mailbox = try Mailbox<Int>(loop: loop, most: 16) { messages in
      batches.append(messages)
      if batches.joined().count == 42 { loop.stop() }
    }
    for message in 0..<40 { mailbox.post(message) }
    mailbox.post(100, isUrgent: true)
    mailbox.post(101, isUrgent: true)
    #expect(loop.run() == 0)
    #expect(batches.map(\.count) == [16, 16, 10])
    #expect(Array(batches.joined()) == [100, 101] + Array(0..<40))
  }

  /// What is heavy comes by itself, and what is light in company.
  @Test func batchesAreLight() throws {
    let loop = EventLoop()
    var batches: [[Int]] = []
    let mailbox = try Mailbox<Int>(
      loop: loop, most: 4, mostWeight: 10, weigh: { $0 },
      deliver: { messages in
        batches.append(messages)
        if batches.joined().count == 13 { loop.stop() }
      })
    for message in [1, 1, 1, 1, 1, 20, 5, 5, 5, 6] { mailbox.post(message) }
    for message in [9, 8, 1] { mailbox.post(message, isUrgent: true) }
    #expect(loop.run() == 0)
    #expect(batches == [[9], [8, 1, 1], [1, 1, 1, 1], [20], [5, 5], [5], [6]])
  }

  /// While the loop has no place for the rest, only what somebody waits for is handed over.
  @Test func heldMessagesWaitAndUrgentOnesDoNot() throws {
    let loop = EventLoop()
    var batches: [[Int]] = []
    var mailbox: Mailbox<Int>?
    mailbox = try Mailbox<Int>(loop: loop, most: 16) { messages in
      batches.append(messages)
      switch batches.count {
      // Nothing is left that would wake the loop but these.
      case 1: mailbox?.post(101, isUrgent: true)
      case 2: mailbox?.hold(false)
      default: loop.stop()
      }
    }
    mailbox?.hold(true)
    for message in 0..<3 { mailbox?.post(message) }
    mailbox?.post(100, isUrgent: true)
    #expect(loop.run() == 0)
    #expect(batches == [[100], [101], [0, 1, 2]])
  }
}

@Suite struct WorkersTests {
  @Test(arguments: [1, 2, 7]) func everyJobComesBackOnce(_ threads: Int) throws {
    let loop = EventLoop()
    var outputs: [Int] = []
    var largest = 0
    let workers = try Workers<Int, Int>(
      loop: loop, count: threads, undelivered: 8, makeState: { 0 },
      work: { state, job in
        state += 1
        return job * 2
      },
      deliver: { batch in
        outputs += batch
        largest = max(largest, batch.count)
        if outputs.count == 20_000 { loop.stop() }
      })
    workers.submit(Array(0..<10_000), lane: .backlog)
    for job in 10_000..<20_000 { workers.submit(job, lane: .fresh) }
    #expect(loop.run() == 0)
    #expect(outputs.sorted() == (0..<20_000).map { $0 * 2 })
    #expect(largest <= 8 && workers.pending == 0 && workers.waiting == 0)
  }

  /// By weight: while a heavy one is not delivered, no other is begun.
  @Test func heavyJobsLeaveNoRoom() throws {
    let loop = EventLoop()
    var batches: [[Int]] = []
    let workers = try Workers<Int, Int>(
      loop: loop, count: 3, undelivered: 10, weigh: { $0 }, makeState: {}, work: { _, job in job },
      deliver: { batch in
        batches.append(batch)
        if batches.joined().count == 60 { loop.stop() }
      })
    workers.submit((0..<60).map { $0 % 3 == 0 ? 100 : 4 }, lane: .backlog)
    #expect(loop.run() == 0)
    let total = batches.joined().reduce(0, +)
    #expect(total == 2160)
    // A thread begins while there is any room: nine may be begun, and then one more, which weighs a hundred.
    for batch in batches {
      let heavy = batch.count { $0 == 100 }
      let weight = batch.reduce(0, +)
      #expect(heavy <= 1 && weight < 110)
    }
  }

  @Test func freshDropsGoFirstAndTheNewestOfThemFirst() throws {
    let loop = EventLoop()
    let gate = Gate()
    var order: [String] = []
    let workers = try Workers<String, String>(
      loop: loop, count: 1, makeState: {},
      work: { _, job in
        if job == "first" { gate.wait() }
        return job
      },
      deliver: { batch in
        order += batch
        if order.count == 6 { loop.stop() }
      })
    workers.submit("first", lane: .fresh)
    gate.awaitArrival()
    workers.submit(["old 1", "old 2"], lane: .backlog)
    for job in ["new 1", "new 2", "new 3"] { workers.submit(job, lane: .fresh) }
    #expect(workers.waiting == 5)
    gate.open()
    #expect(loop.run() == 0)
    #expect(order == ["first", "new 3", "new 2", "new 1", "old 1", "old 2"])
  }

  @Test func whatNobodyHasBegunCanBeWithdrawn() throws {
    let loop = EventLoop()
    let gate = Gate()
    var done: [Int] = []
    let workers = try Workers<Int, Int>(
      loop: loop, count: 1, makeState: {},
      work: { _, job in
        gate.wait()
        return job
      },
      deliver: { batch in
        done += batch
        loop.stop()
      })
    workers.submit(0, lane: .backlog)
    gate.awaitArrival()
    workers.submit(Array(1...1000), lane: .backlog)
    #expect(workers.withdrawWaiting() == Array(1...1000))
    #expect(workers.pending == 1)
    gate.open()
    #expect(loop.run() == 0)
    #expect(done == [0] && workers.pending == 0)
  }

  @Test func stateStaysWithItsThread() throws {
    let loop = EventLoop()
    var counts: [Int] = []
    let workers = try Workers<Int, Int>(
      loop: loop, count: 1, makeState: { 100 },
      work: { state, _ in
        state += 1
        return state
      },
      deliver: { batch in
        counts += batch
        if counts.count == 5 { loop.stop() }
      })
    workers.submit(Array(0..<5), lane: .backlog)
    #expect(loop.run() == 0)
    #expect(counts == [101, 102, 103, 104, 105])
  }
}

/// Holds a worker until a test lets it go.
final class Gate: @unchecked Sendable {
  // Guarded by `condition`: both variables.
  private let condition = NSCondition()
  private var isOpen = false
  private var hasArrived = false

  func wait() {
    condition.withLock {
      hasArrived = true
      condition.broadcast()
      while !isOpen { condition.wait() }
    }
  }

  func awaitArrival() { condition.withLock { while !hasArrived { condition.wait() } } }

  func open() {
    condition.withLock {
      isOpen = true
      condition.broadcast()
    }
  }
}

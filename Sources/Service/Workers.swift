// Pure work fanned out over the cores, with one lane for what has just been dropped.

import Foundation
import Glibc

/// Threads that turn jobs into outputs and hand these to the loop, in the order in which they are done, those of fresh jobs
/// before the others.
///
/// Jobs should be small (paths, not texts): any number may wait. Outputs may be large: no more weight than
/// `undelivered` is ever begun and not yet taken by the loop, but for one job a thread, so memory stays bounded
/// however many wait.
/// Belongs to the loop, as the closures it calls do.
public final class Workers<Job: Sendable, Output: Sendable> {
  /// Which jobs go first.
  public enum Lane: Sendable {
    /// Just dropped: before the backlog, the newest first, as somebody is waiting for it.
    case fresh
    /// Found by listing: in the order given.
    case backlog
  }

  private let desk: Desk<Job>
  private let mailbox: Mailbox<(output: Output, weight: Int)>
  private var unfinished = 0
  /// Set by `deliver` through `taken`; shared with the closure that the mailbox holds.
  private let finished: Tally

  private final class Tally { var count = 0 }

  /// - Parameters:
  ///   - count: threads; by default one a core.
  ///   - undelivered: outputs that may wait for the loop, by weight; by default four a thread.
  ///   - delivered: weight of outputs that are handed to the loop at once, where there are several; any by default.
  ///   - weigh: what a job and its output weigh, at least one; every job the same by default.
  ///   - niceness: of the threads, above the loop's: who waits for the loop does not wait for them.
  ///   - stackSize: bytes of stack a thread; parsers of nested text want more than the usual half megabyte.
  ///   - makeState: called once on each thread, for what it keeps between jobs, such as tables and buffers.
  ///   - work: called on a thread; must not throw a job away: what went wrong is an output too.
  ///   - deliver: called on the loop with the outputs that are ready, at least one.
  /// Throws `ServiceTrouble` where the kernel gives no descriptor.
  public init<State>(
    loop: EventLoop,
    count: Int = ProcessInfo.processInfo.activeProcessorCount,
    undelivered: Int? = nil,
    delivered: Int = .max,
    weigh: @escaping @Sendable (Job) -> Int = { _ in 1 },
    niceness: Int32 = 0,
    stackSize: Int = 8 << 20,
    makeState: @escaping @Sendable () -> State,
    work: @escaping @Sendable (inout State, Job) -> Output,
    deliver: @escaping ([Output]) -> Void
  ) throws {
    let count = max(1, count)
    let desk = Desk<Job>(room: undelivered ?? count * 4)
    let finished = Tally()
    let mailbox = try Mailbox<(output: Output, weight: Int)>(
      loop: loop, mostWeight: delivered, weigh: \.weight
    ) { messages in
      finished.count += messages.count
      deliver(messages.map(\.output))
      desk.giveRoom(messages.reduce(0) { $0 + $1.weight })
    }
    self.desk = desk
    self.finished = finished
    self.mailbox = mailbox
    for number in 1...count {
      let thread = Thread { @Sendable in
        // Linux has a niceness for each thread, and zero is the one that asks. Only ever raised, so nothing refuses it.
        if niceness > 0 { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness) }
        var state = makeState()
        while let job = desk.take(weigh) {
          mailbox.post((work(&state, job.job), job.weight), isUrgent: job.isFresh)
        }
      }
      thread.name = "redline.worker.\(number)"
      thread.stackSize = stackSize
      thread.start()
    }
  }

  deinit { desk.close() }

  /// Jobs given and not yet delivered.
  public var pending: Int { unfinished - finished.count }

  /// Jobs that no thread has begun.
  public var waiting: Int { desk.count }

  public func submit(_ job: Job, lane: Lane) { submit([job], lane: lane) }

  public func submit(_ jobs: [Job], lane: Lane) {
    unfinished += jobs.count
    desk.put(jobs, isFresh: lane == .fresh)
  }

  /// From now on, and until the reverse is said, outputs of the backlog wait for the loop: it has no place for them.
  public func hold(_ isHeld: Bool) { mailbox.hold(isHeld) }

  /// Takes back all jobs that no thread has begun; those in hand are still delivered.
  public func withdrawWaiting() -> [Job] {
    let jobs = desk.takeBack()
    unfinished -= jobs.count
    return jobs
  }
}

/// The jobs, where the threads fetch them.
/// `@unchecked Sendable`: Guarded by `condition`: all its variables.
private final class Desk<Job: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var fresh: [Job] = []
  private var backlog: [Job] = []
  private var backlogStart = 0
  private var room: Int
  private let reserve: Int
  private var isClosed = false

  init(room: Int) {
    self.room = room
    reserve = room / 4
  }

  var count: Int { condition.withLock { fresh.count + backlog.count - backlogStart } }

  func put(_ jobs: [Job], isFresh: Bool) {
    condition.withLock {
      if isFresh { fresh += jobs } else { backlog += jobs }
      condition.broadcast()
    }
  }

  /// Waits for a job and for any room for its output; nil once closed.
  func take(_ weigh: (Job) -> Int) -> (job: Job, weight: Int, isFresh: Bool)? {
    condition.withLock {
      while !isClosed {
        let isFresh = !fresh.isEmpty
        // What waits of the backlog leaves some room for those that somebody is waiting for.
        if room > (isFresh ? 0 : reserve), let job = next() {
          let weight = max(1, weigh(job))
          room -= weight
          return (job, weight, isFresh)
        }
        condition.wait()
      }
      return nil
    }
  }

  private func next() -> Job? {
    if let job = fresh.popLast() { return job }
    guard backlogStart < backlog.count else { return nil }
    defer {
      backlogStart += 1
      if backlogStart == backlog.count || backlogStart > 4096 {
        backlog.removeFirst(backlogStart)
        backlogStart = 0
      }
    }
    return backlog[backlogStart]
  }

  func giveRoom(_ weight: Int) {
    condition.withLock {
      room += weight
      condition.broadcast()
    }
  }

  func takeBack() -> [Job] {
    condition.withLock {
      defer {
        fresh = []
        backlog = []
        backlogStart = 0
      }
      return fresh.reversed() + backlog[backlogStart...]
    }
  }

  func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }
}

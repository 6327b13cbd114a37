// The event loop: one serial queue on which descriptors, signals and deadlines are answered.

import Dispatch
import FileWatching
import Glibc

/// Calls closures when something happens, one at a time, all on one queue.
///
/// Not Sendable: make it and all that hangs on it on one thread, then call `run()` there. From then on its
/// closures, and whatever they hold, belong to the loop until `run()` returns. Other threads reach it through
/// a `Mailbox` alone. Idle, it costs nothing.
public final class EventLoop {
  let queue: DispatchQueue
  private var sources: [any DispatchSourceProtocol] = []
  private var isRunning = false
  private var exitCode: Int32?
  private let ended = DispatchSemaphore(value: 0)

  public init(label: String = "redline.loop") {
    queue = DispatchQueue(label: label)
    // Held back until run(), so that nothing happens while the parts are still being put together.
    queue.suspend()
  }

  deinit {
    for source in sources { source.cancel() }
    if !isRunning { queue.resume() }
  }

  /// Calls `body` whenever `descriptor` is readable. The descriptor stays the caller's and must stay open
  /// until the loop has ended.
  public func onReadable(_ descriptor: Int32, _ body: @escaping () -> Void) {
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler(handler: body)
    keep(source)
  }

  /// Calls `body` when the process is sent `number`, and takes from the signal what it would do by itself.
  /// Several of one kind may come as one; one that came while no loop ran is answered by the next.
  public func onSignal(_ number: Int32, _ body: @escaping () -> Void) {
    if let descriptor = SignalPost.shared.descriptor(for: number) {
      return onReadable(descriptor) {
        var count: UInt64 = 0
        if read(descriptor, &count, 8) == 8 { body() }
      }
    }
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler(handler: body)
    keep(source)
  }

  /// A deadline that can be set and set again; it calls `body` once each time it comes.
  public func deadline(_ body: @escaping () -> Void) -> Deadline {
    let deadline = Deadline(queue: queue, body)
    keep(deadline.source)
    return deadline
  }

  /// Answers until `stop` is called; returns the exit code that it was given. Blocks the calling thread.
  public func run() -> Int32 {
    isRunning = true
    queue.resume()
    ended.wait()
    // On the queue, and so after the closure that called stop; nothing is called from then on.
    queue.sync { for source in sources { source.cancel() } }
    sources = []
    return exitCode ?? 0
  }

  /// Ends `run()` after the closure at work. To be called by one of the loop's closures, or before `run()`;
  /// the first exit code counts.
  public func stop(exitCode code: Int32 = 0) {
    if exitCode != nil { return }
    exitCode = code
    ended.signal()
  }

  /// Traps in debug builds where the caller is not on the loop.
  public func preconditionOnLoop() { dispatchPrecondition(condition: .onQueue(queue)) }

  private func keep(_ source: any DispatchSourceProtocol) {
    sources.append(source)
    source.activate()
  }
}

/// One moment at which the loop is to do something.
public final class Deadline {
  let source: any DispatchSourceTimer

  init(queue: DispatchQueue, _ body: @escaping () -> Void) {
    source = DispatchSource.makeTimerSource(queue: queue)
    source.setEventHandler(handler: body)
  }

  /// At a time of the monotonic clock, in the nanoseconds of `Moment.monotonic`; nil: never.
  public func set(monotonic: Int64?) {
    guard let monotonic else { return source.schedule(deadline: .distantFuture) }
    source.schedule(
      deadline: DispatchTime(uptimeNanoseconds: UInt64(max(1, monotonic))), leeway: .milliseconds(1))
  }

  /// In `delay` from now.
  public func set(in delay: Duration) {
    set(monotonic: Moment.now().monotonic + delay.nanoseconds)
  }

  /// At a time of the wall clock, in nanoseconds since 1970, wherever that clock is set meanwhile; nil: never.
  public func set(wall: Int64?) {
    guard let wall else { return source.schedule(wallDeadline: .distantFuture) }
    let time = timespec(
      tv_sec: Int(wall / 1_000_000_000), tv_nsec: Int(wall % 1_000_000_000))
    source.schedule(wallDeadline: DispatchWallTime(timespec: time), leeway: .milliseconds(100))
  }

  /// As soon as the loop has answered what else is waiting.
  public func setNow() { source.schedule(deadline: .now()) }
}

// The one way into the loop from other threads.

import CLinux
import Foundation

/// Takes messages from any thread and hands them to the loop in batches, the urgent ones first, else in the order in
/// which they came. A batch is small, so that what else the loop has to do comes between.
/// `@unchecked Sendable`: Guarded by `lock`: `urgent`, `waiting` and `isHeld`; the descriptor never changes.
final class Mailbox<Message: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var urgent: [Message] = []
  private var waiting: [Message] = []
  private var isHeld = false
  private let most: Int
  private let mostWeight: Int
  private let weigh: (Message) -> Int
  private let descriptor: Int32

  /// - Parameters:
  ///   - most: messages in a batch.
  ///   - mostWeight: of a batch of more than one.
  ///   - weigh: what a message weighs.
  ///   - deliver: called on the loop with what has come, at least one.
  /// Throws `ServiceTrouble` where the kernel gives no descriptor.
  init(
    loop: EventLoop, most: Int = 16, mostWeight: Int = .max, weigh: @escaping (Message) -> Int = { _ in 1 },
    deliver: @escaping ([Message]) -> Void
  ) throws {
    self.most = max(1, most)
    self.mostWeight = mostWeight
    self.weigh = weigh
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw ServiceTrouble.system("cannot make an eventfd", errno) }
    loop.onReadable(descriptor) { [self] in
      let (messages, hasMore) = take()
      if hasMore { ring() }
      if !messages.isEmpty { deliver(messages) }
    }
  }

  deinit { close(descriptor) }

  /// From any thread.
  func post(_ message: Message, isUrgent: Bool = false) {
    change { if isUrgent { urgent.append(message) } else { waiting.append(message) } }
  }

  /// From now on, and until the reverse is said, only the urgent ones are handed to the loop.
  func hold(_ isHeld: Bool) { change { self.isHeld = isHeld } }

  /// Whether there is anything to hand over just now.
  private var isDue: Bool { !urgent.isEmpty || !waiting.isEmpty && !isHeld }

  /// Rings where nothing was due, and something is.
  private func change(_ body: () -> Void) {
    let isNews = lock.withLock {
      let wasDue = isDue
      body()
      return !wasDue && isDue
    }
    if isNews { ring() }
  }

  private func ring() {
    var one: UInt64 = 1
    // Fails only when the counter is full, and then the loop is awake already.
    _ = write(descriptor, &one, 8)
  }

  private func take() -> (messages: [Message], hasMore: Bool) {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
    return lock.withLock {
      var messages: [Message] = []
      var weight = 0
      move(&urgent, to: &messages, &weight)
      // None of the others before an urgent one that has to wait for the next batch.
      if !isHeld, urgent.isEmpty { move(&waiting, to: &messages, &weight) }
      return (messages, isDue)
    }
  }

  /// As many as have a place in the batch. Let go at once: messages hold texts.
  private func move(_ queue: inout [Message], to messages: inout [Message], _ weight: inout Int) {
    var count = 0
    for message in queue {
      let own = weigh(message)
      guard messages.isEmpty || (messages.count < most && weight + own <= mostWeight) else { break }
      messages.append(message)
      weight += own
      count += 1
    }
    queue.removeFirst(count)
  }
}

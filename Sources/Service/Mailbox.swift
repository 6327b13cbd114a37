// The one way into the loop from other threads.

import CLinux
import Foundation

/// Takes messages from any thread and hands them to the loop in batches, in the order in which they came.
/// `@unchecked Sendable`: Guarded by `lock`: all of `waiting` and `isClosed`; the descriptor never changes.
final class Mailbox<Message: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var waiting: [Message] = []
  private let descriptor: Int32

  /// - Parameter deliver: called on the loop with all that has come since the last time.
  /// Throws `ServiceTrouble` where the kernel gives no descriptor.
  init(loop: EventLoop, deliver: @escaping ([Message]) -> Void) throws {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw ServiceTrouble.system("cannot make an eventfd", errno) }
    loop.onReadable(descriptor) { [self] in
      let messages = take()
      if !messages.isEmpty { deliver(messages) }
    }
  }

  deinit { close(descriptor) }

  /// From any thread.
  func post(_ message: Message) {
    let isFirst = lock.withLock {
      waiting.append(message)
      return waiting.count == 1
    }
    if isFirst { ring() }
  }

  private func ring() {
    var one: UInt64 = 1
    // Fails only when the counter is full, and then the loop is awake already.
    _ = write(descriptor, &one, 8)
  }

  private func take() -> [Message] {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
    return lock.withLock {
      defer { waiting = [] }
      return waiting
    }
  }
}

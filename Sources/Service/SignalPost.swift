// Signals that outlive a loop: one that comes while no loop runs is answered by the next.

import CLinux
import Dispatch
import Foundation
import Glibc

/// Turns signals into readable descriptors, one for each number, kept for the life of the process. Between one
/// loop and the next (a reload makes a new one) a signal would be lost otherwise, as it is ignored by then.
/// `@unchecked Sendable`: Guarded by `lock`: both dictionaries.
final class SignalPost: @unchecked Sendable {
  static let shared = SignalPost()

  private let lock = NSLock()
  private let queue = DispatchQueue(label: "redline.signals")
  private var descriptors: [Int32: Int32] = [:]
  private var sources: [Int32: any DispatchSourceSignal] = [:]

  private init() {}

  /// A descriptor that is readable from the moment the process is sent `number` until it is read; nil where
  /// the kernel gives none.
  func descriptor(for number: Int32) -> Int32? {
    lock.withLock {
      if let known = descriptors[number] { return known }
      let descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
      guard descriptor >= 0 else { return nil }
      // Before the source is made and never after: libdispatch puts a handler of its own in its place, and hears
      // nothing where that is taken away again.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { @Sendable in
        var one: UInt64 = 1
        // Fails only when the counter is full, and then it is readable already.
        _ = write(descriptor, &one, 8)
      }
      // Until it is registered, an ignored signal is lost: waited for.
      let registered = DispatchSemaphore(value: 0)
      source.setRegistrationHandler { @Sendable in registered.signal() }
      source.activate()
      registered.wait()
      descriptors[number] = descriptor
      sources[number] = source
      return descriptor
    }
  }
}

// The heartbeat that systemd's watchdog hears, sent only when it is earned.

import FileWatching

/// Sends `WATCHDOG=1` three times in the interval that systemd allows, each time only if the loop has turned
/// (it runs on the loop) and the index has answered. A service that hangs falls silent and is restarted.
public final class WatchdogBeat {
  private let interval: Duration
  private let notifier: Notifier
  private let answers: () -> Bool
  private let silence: () -> Void
  private var deadline: Deadline?

  /// Does nothing where systemd has no watchdog for us.
  /// - Parameters:
  ///   - answers: asks the index; called on the loop.
  ///   - silence: called on the loop when no heartbeat is sent, to say so.
  public init(
    loop: EventLoop, notifier: Notifier, answers: @escaping () -> Bool, silence: @escaping () -> Void = {}
  ) {
    self.notifier = notifier
    self.answers = answers
    self.silence = silence
    interval = (notifier.watchdogInterval ?? .zero) / 3
    guard notifier.watchdogInterval != nil else { return }
    deadline = loop.deadline { [weak self] in self?.beat() }
    deadline?.setNow()
  }

  private func beat() {
    if answers() { notifier.watchdog() } else { silence() }
    deadline?.set(in: interval)
  }
}

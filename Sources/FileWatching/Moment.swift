// The two clocks a watcher needs, read at one instant; whoever calls hands it in.

import Glibc

/// One instant on two clocks, in nanoseconds. Waiting is counted on the monotonic clock, which nobody can
/// set; the wall clock only serves to judge the age of what a file system has stamped.
public struct Moment: Hashable, Sendable {
  /// Since an arbitrary start; stands still only while the machine sleeps.
  public var monotonic: Int64
  /// Since 1970, UTC.
  public var wall: Int64

  public init(monotonic: Int64, wall: Int64) {
    self.monotonic = monotonic
    self.wall = wall
  }

  /// `clock_gettime(2)` on both clocks.
  public static func now() -> Moment {
    Moment(monotonic: read(CLOCK_MONOTONIC), wall: read(CLOCK_REALTIME))
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

// Files in the order of their deadlines, where every deadline is later than the one before it.

import NotePaths

/// A queue whose entries may be overtaken: a path that is put in again leaves its old place behind, which is
/// passed over when its time comes. Every operation takes constant time, however many files wait.
struct DeadlineQueue: Sendable {
  private struct Place: Sendable {
    var path: NotePath
    var turn: UInt64
    var deadline: Int64
  }

  private var places: [Place] = []
  private var head = 0

  /// The deadline of the first place; it may have been left, which costs one idle look.
  var first: Int64? { head < places.count ? places[head].deadline : nil }

  mutating func append(_ path: NotePath, _ turn: UInt64, deadline: Int64) {
    places.append(Place(path: path, turn: turn, deadline: deadline))
  }

  /// Takes out all places due by `now` and hands on those still current, and with them any places at the
  /// front that were left.
  mutating func take(
    until now: Int64, where isCurrent: (NotePath, UInt64) -> Bool, _ body: (NotePath) -> Void
  ) {
    while head < places.count {
      let place = places[head]
      let current = isCurrent(place.path, place.turn)
      if current, place.deadline > now { break }
      if current { body(place.path) }
      head += 1
    }
    if head > 64, head * 2 > places.count {
      // A new array and not the old one moved up, which would keep its room for ever.
      places = Array(places[head...])
      head = 0
    }
  }
}

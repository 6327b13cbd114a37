// When a file is whole, as tables of events and times.

import NotePaths
import Testing

@testable import FileWatching

@Suite struct SettlerTests {
  /// Milliseconds.
  enum Step {
    /// The file is written: size and mtime move, no event.
    case write(Int)
    case chmod(Int)
    case touched(Int)
    case closed(Int)
    case removed(Int)
    /// The file is not there any more, and no event has said so yet.
    case vanish(Int)
  }

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var settle = 500
    /// From when on the kernel vouches that nobody writes.
    var idleFrom = Int.max
    var steps: [Step]
    /// When it is said to be settled, and whether closed.
    var expected: [(at: Int, closed: Bool)]
  }

  static let cases = [
    Case(
      testDescription: "closed and left alone", steps: [.write(0), .touched(0), .write(90), .closed(100)],
      expected: [(600, true)]),
    Case(
      testDescription: "closed twice: the later close counts",
      steps: [.write(0), .closed(0), .write(300), .closed(300)], expected: [(800, true)]),
    Case(
      testDescription: "truncated and written again without a second close: waits like an open file",
      steps: [.write(0), .closed(0), .write(300)], expected: [(5500, false)]),
    Case(
      testDescription: "slow writer, a byte a second",
      steps: [.write(0), .touched(0)] + (1...9).map { .write($0 * 1000) } + [.closed(9500)],
      expected: [(10_000, true)]),
    Case(
      testDescription: "never closed: stands for five seconds", steps: [.write(0), .touched(0)],
      expected: [(5000, false)]),
    Case(
      testDescription: "never seen closed, and nobody has it open: as if closed", idleFrom: 0,
      steps: [.write(0), .touched(0)], expected: [(500, true)]),
    Case(
      testDescription: "never seen closed, no settle: a tenth of a second for the close to come",
      settle: 0, idleFrom: 0, steps: [.write(0), .touched(0)], expected: [(100, true)]),
    Case(
      testDescription: "held open when asked about: stands for five seconds", idleFrom: 600,
      steps: [.write(0), .touched(0)], expected: [(5000, false)]),
    Case(
      testDescription: "not open any more, but changed since it was seen: asked about again", idleFrom: 0,
      steps: [.write(0), .touched(0), .write(400)], expected: [(1000, true)]),
    Case(
      testDescription: "never closed, written once more",
      steps: [.write(0), .touched(0), .write(4000)], expected: [(10_000, false)]),
    Case(
      testDescription: "attributes after the close do not make it open",
      steps: [.write(0), .closed(0), .chmod(200), .touched(200)], expected: [(700, true)]),
    Case(
      testDescription: "attributes without an event", steps: [.write(0), .closed(0), .chmod(200)],
      expected: [(1000, true)]),
    Case(
      testDescription: "removed while it waits", steps: [.write(0), .closed(0), .removed(100)], expected: []),
    Case(
      testDescription: "gone when it is looked at", steps: [.write(0), .closed(0), .vanish(100)], expected: []
    ),
    Case(
      testDescription: "removed and made anew",
      steps: [.write(0), .closed(0), .removed(100), .write(200), .closed(200)],
      expected: [(700, true)]),
    Case(
      testDescription: "no settle: at once", settle: 0,
      steps: [.write(0), .closed(0), .write(10), .closed(10)],
      expected: [(0, true), (10, true)]),
    Case(
      testDescription: "settled unclosed, closed later: told again",
      steps: [.write(0), .touched(0), .closed(7000)], expected: [(5000, false), (7500, true)]),
  ]

  /// Plays the steps on a clock of ten-millisecond ticks, asking whenever a deadline has come.
  @Test(arguments: cases) func table(_ test: Case) {
    var settler = Settler(settle: .milliseconds(test.settle))
    let path = NotePath("note.md")
    var stamp: FileStamp?
    var steps = test.steps[...]
    var told: [String] = []
    for time in stride(from: 0, through: 20_000, by: 10) {
      let now = Self.moment(time)
      while let step = steps.first, let event = Self.play(step, at: time, path, &stamp) {
        steps.removeFirst()
        if let event = event.event { settler.note(event, stamp: stamp, at: now) }
      }
      guard let deadline = settler.nextDeadline, deadline <= now.monotonic else { continue }
      let settled = settler.settled(
        at: now, look: { _ in stamp.map { .stands($0) } ?? .gone },
        hasNoWriter: { _ in time >= test.idleFrom })
      for file in settled {
        #expect(file.stamp == stamp)
        told.append("\(time) \(file.wasClosed)")
      }
    }
    #expect(told == test.expected.map { "\($0.at) \($0.closed)" })
    #expect(settler.count == 0 && settler.nextDeadline == nil)
  }

  private static func moment(_ milliseconds: Int) -> Moment {
    Moment(monotonic: Int64(milliseconds) * 1_000_000, wall: (1_000_000 + Int64(milliseconds)) * 1_000_000)
  }

  /// Nil while the step's time has not come.
  private static func play(
    _ step: Step, at time: Int, _ path: NotePath, _ stamp: inout FileStamp?
  ) -> (event: WatchEvent?, Void)? {
    let wall = moment(time).wall
    switch step {
    case .write(time):
      stamp = FileStamp(device: 1, inode: 2, size: (stamp?.size ?? 0) + 1, modified: wall, changed: wall)
    case .chmod(time): stamp?.changed = wall
    case .vanish(time): stamp = nil
    case .touched(time): return (.touched(path), ())
    case .closed(time): return (.closed(path), ())
    case .removed(time):
      stamp = nil
      return (.removed(path), ())
    default: return nil
    }
    return (nil, ())
  }

  @Test func listedFilesThatHaveStoodAreReadAtOnce() {
    var settler = Settler()
    let now = Self.moment(0)
    let old = FileStamp(device: 1, inode: 1, size: 1, modified: now.wall, changed: now.wall - 5_000_000_000)
    let fresh = FileStamp(device: 1, inode: 2, size: 1, modified: 0, changed: now.wall - 4_000_000_000)
    let future = FileStamp(device: 1, inode: 3, size: 1, modified: 0, changed: now.wall + 9_000_000_000)
    settler.noteListed(NotePath("old"), stamp: old, at: now)
    settler.noteListed(NotePath("fresh"), stamp: fresh, at: now)
    settler.noteListed(NotePath("future"), stamp: future, at: now)
    let stamps = ["old": old, "fresh": fresh, "future": future]
    let look = { (path: NotePath) in Settler.Sight.stands(stamps[path.description]!) }
    #expect(settler.settled(at: now, look: look).map(\.path) == [NotePath("old")])
    #expect(settler.settled(at: Self.moment(499), look: look).isEmpty)
    // Asked about in vain, half a second old: five seconds since it was seen, not one more.
    #expect(settler.settled(at: Self.moment(500), look: look).isEmpty)
    #expect(settler.settled(at: Self.moment(4999), look: look).isEmpty)
    #expect(
      settler.settled(at: Self.moment(5000), look: look).map(\.path) == [
        NotePath("fresh"), NotePath("future"),
      ])
  }

  @Test func aFolderThatGoesTakesItsFilesAlong() {
    var settler = Settler()
    let stamp = FileStamp(device: 1, inode: 1, size: 1, modified: 0, changed: 0)
    for name in ["a/x", "a/b/y", "ab", "a-b"] {
      settler.note(.closed(NotePath(name)), stamp: stamp, at: Self.moment(0))
    }
    settler.note(.folderRemoved(NotePath("a")), stamp: nil, at: Self.moment(0))
    #expect(settler.paths.map(\.description) == ["a-b", "ab"])
  }

  @Test func whatCannotBeLookedAtIsHandedOnForItsReason() {
    var settler = Settler(settle: .zero)
    settler.note(.closed(NotePath("pipe")), stamp: nil, at: Self.moment(0))
    let settled = settler.settled(at: Self.moment(0)) { _ in .hidden }
    #expect(settled == [Settler.Settled(path: NotePath("pipe"), stamp: nil, wasClosed: true)])
  }

  @Test func aHundredThousandFilesCostTheirNumber() {
    var settler = Settler()
    let stamp = FileStamp(device: 1, inode: 1, size: 1, modified: 0, changed: 0)
    for round in 0..<3 {
      for number in 0..<100_000 {
        settler.note(.closed(NotePath("n\(number)")), stamp: stamp, at: Self.moment(round))
      }
      #expect(settler.settled(at: Self.moment(round)) { _ in .stands(stamp) }.isEmpty)
    }
    #expect(settler.settled(at: Self.moment(502)) { _ in .stands(stamp) }.count == 100_000)
    #expect(settler.nextDeadline == nil)
  }
}

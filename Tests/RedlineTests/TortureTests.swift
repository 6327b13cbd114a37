// Storms, kills and stale answers. Small in `make test`; `make torture` (REDLINE_TORTURE=full) runs the full figures.

import Foundation
import Testing

private let isFull = ProcessInfo.processInfo.environment["REDLINE_TORTURE"] == "full"

/// Knuth's MMIX generator: the same storms at every run.
private struct Dice {
  var state: UInt64
  mutating func roll(_ sides: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % sides
  }
}

@Suite(.serialized, .timeLimit(.minutes(60)))
struct TortureTests {
  /// Files by the thousand at once, at the top and in folders made that moment, some renamed and removed meanwhile.
  @Test func noFileOfAStormIsMissing() throws {
    let count = isFull ? 100_000 : 5_000
    let desk = try Desk(settings: "settle: 0\nlog-level: notice\n")
    // At the full figures with a kernel queue of sixteen events, where it may be set.
    let isQueueShort = isFull && QueueLimit.canBeSet
    let service = isQueueShort ? try QueueLimit.lowered(to: 16) { try desk.start() } : try desk.start()
    for number in 0..<count {
      let folder = number % 3 == 0 ? "" : "storm\(number % 50)/deep\(number % 7)/"
      // A folder may have been renamed away: it is made anew, as a copying tool would.
      try FileManager.default.createDirectory(
        atPath: desk.watch + "/" + folder, withIntermediateDirectories: true)
      try write(
        "Storm note word\(number)x about the weather in the capital.\n",
        to: desk.watch + "/\(folder)note\(number).txt")
      if number % 1000 == 999 {
        try desk.move("storm\(number % 50 == 0 ? 1 : number % 50)", "renamed\(number)")
        try desk.remove("note\(number - number % 3).txt")
      }
    }
    let written = DispatchTime.now()
    try desk.sync()
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - written.uptimeNanoseconds) / 1e9
    let status = try desk.status()
    let tree = try files(below: desk.watch)
    #expect(status.files == tree.count)
    #expect(status.accounted == tree.count)
    #expect(status.counts["coded"] == tree.count)
    for number in stride(from: 5, to: count, by: max(1, count / 20))
    where tree.contains(where: { $0.hasSuffix("/note\(number).txt") }) {
      #expect(try desk.found("word\(number)x").count == 1)
    }
    let peak = try peakMegabytes(service.process.processIdentifier)
    #expect(service.stop() == 0)
    if isFull {
      #expect(seconds < 60 && peak < 150)
      print(
        "storm of \(count)\(isQueueShort ? ", 16 events queued at most" : ""): in the index \(seconds) s after the last write, peak \(peak) MB"
      )
    }
  }

  /// Killed at random moments while notes are written, edited, renamed and deleted; in the end the index is the tree.
  @Test func nothingIsLostOrDoubledByKills() throws {
    let kills = isFull ? 200 : 5
    let notes = isFull ? 5_000 : 200
    let desk = try Desk(settings: "settle: 0\nlog-level: notice\n")
    var dice = Dice(state: 20_261_125)
    var names = (0..<notes).map { "note\($0).txt" }
    var words = [String](repeating: "", count: notes)
    func edit(_ index: Int, _ round: Int) throws {
      words[index] = "w\(index)r\(round)z"
      try write(
        "Round \(round), the word is \(words[index]) and nothing else.\n", to: desk.watch + "/" + names[index]
      )
    }
    for index in 0..<notes { try edit(index, 0) }
    for round in 1...kills {
      let service = try desk.start()
      for _ in 0..<(dice.roll(notes / 4) + 5) {
        let index = dice.roll(notes)
        switch dice.roll(4) {
        case 0 where !words[index].isEmpty:
          let name = "moved\(round)-\(index).txt"
          if name != names[index] { try desk.move(names[index], name) }
          names[index] = name
        case 1 where !words[index].isEmpty:
          try desk.remove(names[index])
          words[index] = ""
        default: try edit(index, round)
        }
      }
      #expect(service.stop(SIGKILL) != 0)
    }
    let service = try desk.start()
    try desk.sync()
    let status = try desk.status()
    let present = words.indices.filter { !words[$0].isEmpty }
    #expect(status.files == present.count)
    #expect(status.accounted == present.count)
    for index in present {
      let found = try desk.found(words[index])
      #expect(found == [names[index]], "\(words[index]) in \(names[index])")
    }
    let doctor = try desk.run(["doctor", "--json"])
    #expect(doctor.output.contains("integrity"))
    #expect(service.stop() == 0)
    if isFull { print("\(kills) kills over \(notes) notes: \(present.count) present, all found once") }
  }

  /// Written, synced, searched: never an answer from before.
  @Test func noSyncedSearchIsStale() throws {
    let rounds = isFull ? 10_000 : 150
    let desk = try Desk(settings: "settle: 0\nlog-level: notice\n")
    let service = try desk.start()
    var stale = 0
    for round in 0..<rounds {
      try write("The word of this round is s\(round)q.\n", to: desk.watch + "/note\(round % 100).txt")
      try desk.sync()
      if try desk.found("s\(round)q") != ["note\(round % 100).txt"] { stale += 1 }
    }
    #expect(stale == 0)
    #expect(service.stop() == 0)
    if isFull { print("\(rounds) rounds of write, sync, search: \(stale) stale") }
  }

  // MARK: Means

  private func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw DeskTrouble("\(path): \(String(cString: strerror(errno)))") }
    let bytes = Array(text.utf8)
    let count = Glibc.write(descriptor, bytes, bytes.count)
    close(descriptor)
    if count != bytes.count { throw DeskTrouble("\(path): short write") }
  }

  private func files(below folder: String) throws -> Set<String> {
    var found: Set<String> = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) where path.hasSuffix(".txt") {
      found.insert("/" + path)
    }
    return found
  }

  private func peakMegabytes(_ pid: Int32) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 / 1024 } ?? 0
  }
}

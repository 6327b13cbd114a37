// What each change does to a path's state.

import FileWatching
import NotePaths
import Testing

@testable import NoteStore

extension NotePath: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(value) }
}

@Suite struct LedgerTests {
  private static let why = Quarantine(kind: "encoding", reason: "no text", remedy: "save it as UTF-8")

  private static func coded(_ path: NotePath, _ text: String, inode: UInt64) -> NoteChange {
    .coded(path, stamp: stamp(inode), revision(text))
  }

  /// Changes, then the states in order of path.
  static let cases: [(String, [NoteChange], [NotePath: LedgerState])] = [
    ("seen", [.waiting("a")], ["a": .waiting]),
    ("read", [.waiting("a"), coded("a", "No ARMS.", inode: 1)], ["a": .coded]),
    ("gone before it was read", [.waiting("a"), .withdrawn("a")], [:]),
    ("gone", [coded("a", "No ARMS.", inode: 1), .withdrawn("a")], ["a": .withdrawn]),
    ("never there", [.withdrawn("a"), .unchanged("b", stamp: stamp(1))], [:]),
    (
      "a copy", [coded("a", "No ARMS.", inode: 1), coded("b", "No ARMS.", inode: 2)],
      ["a": .coded, "b": .duplicate]
    ),
    (
      "a copy takes over",
      [coded("a", "No ARMS.", inode: 1), coded("b", "No ARMS.", inode: 2), .withdrawn("a")],
      ["b": .coded]
    ),
    (
      "a copy goes",
      [coded("a", "No ARMS.", inode: 1), coded("b", "No ARMS.", inode: 2), .withdrawn("b")],
      ["a": .coded]
    ),
    (
      "the original is edited",
      [
        coded("a", "No ARMS.", inode: 1), coded("b", "No ARMS.", inode: 2),
        coded("a", "More ARMS.", inode: 1),
      ],
      ["a": .coded, "b": .waiting]
    ),
    (
      "renamed, seen as gone and new",
      [coded("a", "No ARMS.", inode: 1), .withdrawn("a"), coded("b", "No ARMS.", inode: 1)],
      ["b": .coded]
    ),
    (
      "the same words in another file are another note",
      [coded("a", "No ARMS.", inode: 1), .withdrawn("a"), coded("b", "No ARMS.", inode: 2)],
      ["a": .withdrawn, "b": .coded]
    ),
    (
      "renamed", [coded("a", "No ARMS.", inode: 1), .renamed(from: "a", to: "b", stamp: stamp(1))],
      ["b": .coded]
    ),
    (
      "renamed over another",
      [
        coded("a", "No ARMS.", inode: 1), coded("b", "Some ARMS.", inode: 2),
        .renamed(from: "a", to: "b", stamp: stamp(1)),
      ],
      ["b": .coded]
    ),
    ("renamed from nowhere", [.renamed(from: "a", to: "b", stamp: stamp(1))], ["b": .waiting]),
    (
      "ignored from now on",
      [coded("a", "No ARMS.", inode: 1), .ignored("a", stamp: stamp(1), rule: "*.md")],
      ["a": .ignored]
    ),
    (
      "unreadable now; the last good text stands",
      [coded("a", "No ARMS.", inode: 1), .quarantined("a", stamp: stamp(1), why)],
      ["a": .quarantined]
    ),
    (
      "unreadable, then gone",
      [coded("a", "No ARMS.", inode: 1), .quarantined("a", stamp: stamp(1), why), .withdrawn("a")],
      ["a": .withdrawn]
    ),
    (
      "a folder out of reach",
      [
        coded("d/a", "No ARMS.", inode: 1), coded("d/b", "No ARMS.", inode: 2), .waiting("d/c"),
        coded("d0", "Some ARMS.", inode: 3), .unreachable(folder: "d", reason: "permission denied"),
      ],
      ["d/a": .unreachable, "d/b": .unreachable, "d/c": .unreachable, "d0": .coded]
    ),
    (
      "a folder back in reach",
      [
        coded("d/a", "No ARMS.", inode: 1), coded("d/b", "No ARMS.", inode: 2),
        .unreachable(folder: "", reason: "unmounted"), .reachable(folder: ""),
      ],
      ["d/a": .coded, "d/b": .waiting]
    ),
    (
      "withdrawn and back with other words",
      [coded("a", "No ARMS.", inode: 1), .withdrawn("a"), .waiting("a"), coded("a", "ARMS.", inode: 4)],
      ["a": .coded]
    ),
  ]

  @Test(arguments: cases.indices)
  func states(_ index: Int) throws {
    let (name, changes, expected) = Self.cases[index]
    // All in one transaction, and each in its own: the same.
    for isBatch in [true, false] {
      let state = try TemporaryState()
      let store = try state.open()
      if isBatch {
        try store.apply(changes, at: 100)
      } else {
        for (offset, change) in changes.enumerated() { try store.apply([change], at: 100 + Int64(offset)) }
      }
      var states: [NotePath: LedgerState] = [:]
      try store.ledger { entry in
        states[entry.path] = entry.state
        return true
      }
      #expect(states == expected, "\(name), in one transaction: \(isBatch)")
      try checkConsistency(of: store, name)
    }
  }

  @Test func aRenamedNoteKeepsItsHistory() throws {
    let state = try TemporaryState()
    let store = try state.open()
    try store.apply([Self.coded("a", "No ARMS.", inode: 1)], at: 100)
    try store.apply([Self.coded("a", "More ARMS.", inode: 1)], at: 101)
    try store.apply([.withdrawn("a")], at: 102)
    let outcome = try store.apply([Self.coded("d/b", "More ARMS.", inode: 1)], at: 103)
    #expect(outcome.renames == [ApplyOutcome.Rename(from: "a", to: "d/b")])
    let now = try #require(try store.storedRevision(of: "d/b"))
    #expect(now.number == 2)
    let former = try #require(try store.storedRevision(of: "d/b", number: 1))
    #expect(String(decoding: former.note.text, as: UTF8.self) == "No ARMS.")
  }

  @Test func contentIsFoundAgainInTheIndex() throws {
    let state = try TemporaryState()
    let store = try state.open()
    let changes = [
      Self.coded("a", "No ARMS.", inode: 1), Self.coded("b", "Some ARMS.", inode: 2), .withdrawn("b"),
    ]
    try store.apply(changes, at: 100)
    // As after a restart: what is found by its hash is read from the index again.
    store.releaseMemory()
    let outcome = try store.apply(
      [
        Self.coded("copy", "No ARMS.", inode: 3), Self.coded("new", "Some ARMS.", inode: 2),
        Self.coded("later", "Some ARMS.", inode: 2),
      ], at: 101)
    #expect(outcome.duplicates == ["copy", "later"])
    #expect(outcome.renames == [ApplyOutcome.Rename(from: "b", to: "new")])
    try checkConsistency(of: store, "after a look at the index")
  }

  @Test func whatMustBeReadAgainIsSaid() throws {
    let state = try TemporaryState()
    let store = try state.open()
    try store.apply([Self.coded("a", "No ARMS.", inode: 1), Self.coded("b", "No ARMS.", inode: 2)], at: 100)
    #expect(try store.entry("b")?.original == "a")
    #expect(try store.entries(in: .duplicate).map(\.original) == ["a"])
    let outcome = try store.apply([Self.coded("a", "More ARMS.", inode: 1)], at: 101)
    #expect(outcome.toRead == ["b"])
    #expect(try store.apply([.duplicate("b", stamp: stamp(2), of: "c")], at: 102).toRead == ["b"])
  }

  @Test func anUnpublishedRevisionGivesWay() throws {
    let state = try TemporaryState()
    let store = try state.open()
    try store.apply([Self.coded("a", "No ARMS.", inode: 1)], at: 100)
    try store.apply([.rewritten("a", stamp: stamp(1), revision("No ARMS at all."))], at: 101)
    #expect(try store.storedRevision(of: "a")?.number == 1)
    try store.record(publication(day: 19_000, known: 200))
    try store.apply([.rewritten("a", stamp: stamp(1), revision("No ARMS whatever."))], at: 300)
    #expect(try store.storedRevision(of: "a")?.number == 2)
    try checkConsistency(of: store, "rewritten")
  }

  @Test func attemptsAreCounted() throws {
    let state = try TemporaryState()
    let store = try state.open()
    for time in 1...3 { try store.apply([.quarantined("a", stamp: nil, Self.why)], at: Int64(time)) }
    #expect(try store.entry("a")?.attempts == 3)
    #expect(try store.entry("a")?.remedy == "save it as UTF-8")
    #expect(try store.ledgerCounts() == [.quarantined: 1])
  }

  @Test func namesAreBytes() throws {
    let state = try TemporaryState()
    let store = try state.open()
    let names = [
      NotePath(bytes: [0xFF, 0xFE, 0x2F, 0x0A]), NotePath(bytes: [0x27, 0x22, 0x3B]),
      NotePath(bytes: [UInt8](repeating: 0x61, count: 5_000)),
    ]
    for (index, name) in names.enumerated() {
      try store.apply([Self.coded(name, "Number \(index) ARMS.", inode: UInt64(index))], at: 1)
    }
    var listed: [NotePath] = []
    try store.ledger {
      listed.append($0.path)
      return true
    }
    #expect(listed == names.sorted())
    try store.apply(names.map { .withdrawn($0) }, at: 2)
    try checkConsistency(of: store, "names")
  }
}

// What people type, and what they get.

import NotePaths
import NoteText
import Testing

@testable import NoteStore

@Suite struct SearchTests {
  static let forms: [(String, String)] = [
    ("arms", #""arms""#),
    ("arms control", #"("arms" AND "control")"#),
    ("arms AND control", #"("arms" AND "control")"#),
    (#""arms control""#, #""arms control""#),
    ("\u{201C}arms control\u{201D}", #""arms control""#),
    ("arms OR troops", #"("arms" OR "troops")"#),
    ("a b OR c", #"(("a" AND "b") OR "c")"#),
    ("a (b OR c)", #"("a" AND ("b" OR "c"))"#),
    ("arms -control", #"(("arms") NOT ("control"))"#),
    ("arms NOT control", #"(("arms") NOT ("control"))"#),
    ("sanction*", #""sanction" *"#),
    (#""no first"*"#, #""no first" *"#),
    ("no-fly", #""no-fly""#),
    ("title:arms", #""title:arms""#),
    ("NEAR(a b)", #"("NEAR" AND ("a" AND "b"))"#),
    ("or near ORDER", #"("or" AND "near" AND "ORDER")"#),
    ("& arms \u{2014}", #""arms""#),
    ("^arms + {x}", #"("^arms" AND "{x}")"#),
    ("a\u{0}b", "\"a\u{FFFD}b\""),
  ]

  @Test(arguments: forms.indices)
  func form(_ index: Int) throws {
    #expect(try SearchExpression(Self.forms[index].0).pattern == Self.forms[index].1)
  }

  static let mistakes = [
    "", "   ", "\"open", "(open", "closed)", "OR arms", "arms OR", "-arms", "arms OR -troops", "&",
    String(repeating: "(", count: 20) + "a", String(repeating: "a ", count: 65),
    String(repeating: "x", count: 4_097), "()", "-",
  ]

  @Test(arguments: mistakes)
  func mistake(_ text: String) {
    #expect {
      try SearchExpression(text)
    } throws: { error in
      (error as? StoreError)?.kind == .usage && "\(error)".hasPrefix("search: at character ")
    }
  }

  private func store(_ state: TemporaryState) throws -> Store {
    let store = try state.open()
    try store.apply(
      [
        .coded(
          "one.md", stamp: stamp(1),
          revision(
            "First line.\nThey talk of \u{C9}lys\u{E9}e and ARMS control.\nIt\u{2019}s late.",
            title: "Paris", day: 19_000)),
        .coded(
          "two.md", stamp: stamp(2),
          revision(
            "Arms race. No TALKS today.", title: "Control", day: 19_001, status: "refused", holder: "us")),
        .coded("three.md", stamp: stamp(3), revision("Nothing of note.", day: 19_002)),
      ], at: 100)
    return store
  }

  private func paths(_ store: Store, _ text: String?, _ change: (inout SearchQuery) -> Void = { _ in })
    throws -> [NotePath]
  {
    var query = SearchQuery(text: try text.map { text throws(StoreError) in try SearchExpression(text) })
    query.order = .newest
    change(&query)
    return try store.search(query).hits.map(\.path)
  }

  @Test func wordsAndFilters() throws {
    let state = try TemporaryState()
    let store = try store(state)
    #expect(try paths(store, "arms") == ["two.md", "one.md"])
    #expect(try paths(store, "elysee") == ["one.md"])
    #expect(try paths(store, "arms -race") == ["one.md"])
    #expect(try paths(store, "\"arms control\"") == ["one.md"])
    #expect(try paths(store, "noth*") == ["three.md"])
    #expect(try paths(store, "three") == ["three.md"])
    #expect(try paths(store, nil) == ["three.md", "two.md", "one.md"])
    #expect(try paths(store, nil) { $0.codes = ["demand"] } == ["two.md", "one.md"])
    #expect(try paths(store, nil) { $0.codes = ["demand/arms"] } == ["one.md"])
    #expect(try paths(store, nil) { $0.codes = ["deman"] } == [])
    #expect(try paths(store, nil) { $0.statuses = ["refused"] } == ["two.md"])
    #expect(try paths(store, "arms") { $0.holders = ["russia"] } == ["one.md"])
    #expect(try paths(store, "arms") { $0.since = 19_001 * 86_400 } == ["two.md"])
    #expect(try paths(store, nil) { $0.until = 19_001 * 86_400 } == ["one.md"])
    #expect(try paths(store, nil) { ($0.limit, $0.offset) = (1, 1) } == ["two.md"])
    #expect(try paths(store, "arms") { $0.order = .relevance } == ["two.md", "one.md"])
    try store.apply([.withdrawn("one.md")], at: 101)
    #expect(try paths(store, "arms") == ["two.md"])
  }

  @Test func linesLeadBackToTheFile() throws {
    let state = try TemporaryState()
    let store = try store(state)
    let words = try store.search(SearchQuery(text: try SearchExpression("elysee")))
    let line = try #require(words.hits.first?.lines.first)
    #expect(line.line == 2)
    #expect(line.column == 14)
    #expect(line.match == "\u{C9}lys\u{E9}e")
    #expect(line.before.hasSuffix("They talk of "))
    #expect(line.after.hasPrefix(" and ARMS control."))
    var query = SearchQuery()
    query.codes = ["demand/talks"]
    let segment = try #require(try store.search(query).hits.first?.lines.first)
    #expect(segment.match == "TALKS")
    #expect(segment.code == "demand/talks")
    #expect(segment.status == "refused")
    #expect(segment.holder == "us")
    #expect(segment.line == 1)
  }

  /// White space of any kind is one space, and curly marks part words.
  @Test func linesOfUnevenText() throws {
    let state = try TemporaryState()
    let store = try state.open()
    try store.apply(
      [
        .coded(
          "uneven.md", stamp: stamp(1),
          revision(
            "\u{201C}They\u{2019}d \t\u{A0}\u{3000}talk\u{201D}\u{2014}quietly\u{2028}\u{2009}of \u{142}\u{F3}d\u{17A}\u{2026}"
          ))
      ], at: 100)
    for (word, match) in [("talk", "talk"), ("quietly", "quietly"), ("d", "d"), ("\"lodz\"", "")] {
      let hit = try store.search(SearchQuery(text: try SearchExpression(word))).hits.first
      #expect(hit?.lines.first?.match == (match.isEmpty ? nil : match), "\(word)")
    }
    let found = try store.search(SearchQuery(text: try SearchExpression("talk")))
    let line = try #require(found.hits.first?.lines.first)
    #expect(line.before == "\u{201C}They\u{2019}d ")
    #expect(line.after == "\u{201D}\u{2014}quietly of \u{142}\u{F3}d\u{17A}\u{2026}")
  }

  /// A text, what is looked for, and what is shown of it, a line each.
  static let places: [(String, String, [String])] = [
    ("Arms, and ARMS\nfor armies", "arms", ["Arms"]),
    ("Arms\nand ARMS", "arms", ["Arms", "ARMS"]),
    ("no arms\nfor armies\nof the army", "arm*", ["arms", "armies", "army"]),
    ("An open door: an open-door policy", "\"open door\"", ["open door"]),
    ("An open\ndoor\u{A0}of the open", "\"open door\" OR open", ["open\ndoor", "open"]),
    ("open, opened, the opening", "\"the open*\"", ["the opening"]),
    ("the the open door", "\"the open door\"", ["the open door"]),
    ("El\u{301}yse\u{301}e\nELYS\u{C9}E", "elys\u{E9}e", ["El\u{301}yse\u{301}e", "ELYS\u{C9}E"]),
    (
      "\u{41C}\u{438}\u{43D}\u{441}\u{43A}-2", "\u{43C}\u{438}\u{43D}\u{441}\u{43A}",
      ["\u{41C}\u{438}\u{43D}\u{441}\u{43A}"]
    ),
    (
      "caf\u{E9}arms and \u{645}arms and fire-arms\n\u{2014}arms and more\n\u{201C}Arms\u{201D}\u{2026}",
      "arms",
      ["arms", "arms", "Arms"]
    ),
    ("\u{E9}t\u{E9}, 5 \u{E9}t\u{E9}s\n5 km", "5 OR \u{E9}t\u{E9}s", ["5", "5"]),
    ("firearms, x\u{E9}arms, \u{E9}arms", "arms", []),
    ("a word", "other", []), ("", "other", []), ("open", "\"open door\"", []),
  ]

  @Test(arguments: places.indices) func placesOfTerms(_ index: Int) throws {
    let (text, query, shown) = Self.places[index]
    let bytes = Array(text.utf8)
    let lines = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { UInt32($0 + 1) }
    let positions = PositionMap(runs: [], lineStarts: lines)
    let stored = StoredText(bytes: bytes, units: [], positions: positions)
    let found = KeyWordInContext.places(of: try SearchExpression(query).terms, in: stored, limit: 9)
    #expect(found.map { String(decoding: bytes[$0], as: UTF8.self) } == shown)
  }

  @Test func thereIsMore() throws {
    let state = try TemporaryState()
    let store = try store(state)
    var query = SearchQuery()
    query.limit = 2
    #expect(try store.search(query).hasMore)
    query.offset = 1
    #expect(try !store.search(query).hasMore)
  }
}

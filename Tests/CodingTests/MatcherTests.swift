// The pattern language, connector by connector, and the fast matcher against the naive one.

import Codebooks
import NoteText
import Testing

@testable import Coding

private func cut(_ text: String) -> (bytes: [UInt8], cut: CutText) {
  var bytes: [UInt8] = []
  var units: [Unit] = []
  for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
    units.append(Unit(kind: .paragraph, range: bytes.count..<bytes.count + line.count))
    bytes += line + [UInt8(ascii: "\n")]
  }
  return (bytes, TextCutter.cut(text: bytes, units: units))
}

private func lexicon(_ name: String, _ terms: [String]) throws -> (String, Lexicon) {
  (
    name,
    Lexicon(
      name: name, terms: try terms.map { try PatternExpression(parsing: $0) },
      place: FilePlace(line: 1, column: 1))
  )
}

/// The matches of a pattern in a text of paragraphs, as they stand there.
private func found(_ pattern: String, _ text: String, segment: Range<Int>? = nil) throws -> [String] {
  let (bytes, cut) = cut(text)
  let lexicons = try [
    lexicon("west", ["NATO", "\"the alliance\"", "$states"]), lexicon("states", ["US", "Britain"]),
  ]
  let set = try PatternSet(
    patterns: [try PatternExpression(parsing: pattern)],
    lexicons: Dictionary(uniqueKeysWithValues: lexicons), actors: [])
  var matcher = Matcher(set)
  matcher.read(text: bytes, cut: cut, year: nil)
  return cut.sentences.indices.flatMap { sentence in
    matcher.matches(0, in: sentence, segment: segment).map { span in
      String(
        decoding: bytes[Int(cut.tokens[span.lowerBound].start)..<Int(cut.tokens[span.upperBound - 1].end)],
        as: UTF8.self)
    }
  }
}

@Suite struct MatcherNotes {
  @Test func whatIsWantedNearIsWantedInTheSentenceOrTheTwoBefore() throws {
    let set = try PatternSet(
      patterns: try ["wheat", "harvest"].map { try PatternExpression(parsing: $0) }, lexicons: [:],
      actors: [], primary: 1, given: [[1]])
    var matcher = Matcher(set)
    let (bytes, cut) = cut(
      "Wheat is dear. The harvest is in. Wheat is cheap. It is wheat. Wheat is gone.")
    matcher.read(text: bytes, cut: cut, year: nil)
    #expect(cut.sentences.indices.map { matcher.candidates(in: $0, among: 0..<1) } == [[], [], [0], [0], []])
    var title = Matcher(set)
    let (titleBytes, titleCut) = CodingTests.cut("Harvest")
    title.read(text: titleBytes, cut: titleCut, year: nil)
    matcher.put(beside: title.noteSignature)
    #expect(matcher.candidates(in: 0, among: 0..<1) == [0])
    matcher.read(text: bytes, cut: cut, year: nil)
    #expect(matcher.candidates(in: 0, among: 0..<1) == [])
  }

  @Test func ofALongSentenceEachStretchGivesCandidates() throws {
    let words = (0..<40).map { "\"wheat \(String(repeating: "x", count: 3 + $0))\"" } + ["barley", "wheat"]
    let set = try PatternSet(
      patterns: try words.map { try PatternExpression(parsing: $0) }, lexicons: [:], actors: [])
    var matcher = Matcher(set)
    let text = String(repeating: "wheat ", count: 9000) + "barley xxx wheat xxx xxxxx wheat."
    let (bytes, cut) = cut(text)
    #expect(cut.sentences.count == 1)
    matcher.read(text: bytes, cut: cut, year: nil)
    #expect(matcher.candidates(in: 0) == [0, 40, 41])
  }

  @Test func aPhraseOfADictionaryIsACandidateWhereAllItsWordsAre() throws {
    let letters = "abcdefghij".map(String.init)
    let phrases = letters.flatMap { first in
      letters.flatMap { second in letters.map { "\(first)arley \(second)orn o\($0)t" } }
    }
    let set = try PatternSet(
      patterns: [.or(try phrases.map { try PatternExpression(parsing: "\"\($0)\"") })], lexicons: [:],
      actors: [])
    var matcher = Matcher(set)
    let (bytes, cut) = cut("Barley corn. Oat corn barley. Then barley corn oat. Corn barley corn oct.")
    matcher.read(text: bytes, cut: cut, year: nil)
    #expect(cut.sentences.indices.map { matcher.candidates(in: $0) } == [[], [], [0], [0]])
    #expect(cut.sentences.indices.map { matcher.matches(0, in: $0) } == [[], [], [6..<9], [10..<13]])
  }
}

@Suite struct MatcherLanguage {
  @Test(arguments: [
    // Words and phrases.
    ("nato", "NATO's leaders met NATO.", ["NATO's", "NATO"]),
    ("\"open door\"", "The open-door policy, an Open, door.", ["open-door", "Open, door"]),
    ("\"open door\"", "Open. Door.", []),
    ("Zelensk!", "Zełenskyy’s and Zelenskiy's.", ["Zełenskyy’s", "Zelenskiy's"]),
    ("wom*n", "Women and a woman, no womn.", ["Women", "woman"]),
    ("sanction*", "Sanction, sanctions, sanctioned.", ["Sanction", "sanctions"]),
    ("sanction!", "Sanctions were sanctioned, unsanctioned.", ["Sanctions", "sanctioned"]),
    ("1,000", "1000 men or 1,000 men.", ["1000", "1,000"]),
    // Two spellings of English.
    (
      "recognise OR defence OR behaviour", "Recognize defense and behavior.",
      ["Recognize", "defense", "behavior"]
    ),
    ("organization", "Organisation and organization.", ["Organisation", "organization"]),
    ("travelled", "He traveled.", ["traveled"]), ("theater", "The theatre.", ["theatre"]),
    ("promise", "Promize.", []), ("analyse", "Analyze it.", ["Analyze"]), ("program", "Programmes", []),
    // Abbreviations in capitals.
    ("US", "The US told us of the U.S. view.", ["US", "U.S."]), ("us", "The US told us.", ["us"]),
    ("CAPS(us)", "The US told us.", ["US"]), ("UK", "The U.K. and the UK.", ["U.K.", "UK"]),
    ("USSR", "The U.S.S.R. fell.", ["U.S.S.R."]),
    // Connectors.
    ("nato W/2 halt", "Halt it now, NATO.", ["Halt it now, NATO"]),
    ("nato W/1 halt", "Halt it now, NATO.", []),
    ("nato W/0 halt", "Halt NATO. NATO, halt.", ["Halt NATO", "NATO, halt"]),
    ("nato PRE/5 halt", "Halt NATO, halt.", ["NATO, halt"]),
    ("nato W/5 halt", "NATO will halt and halt.", ["NATO will halt"]),
    ("nato W/9 nato", "NATO met. NATO joined NATO.", ["NATO joined NATO"]),
    ("nato NOT W/2 halt", "NATO, halt. NATO will not ever halt.", ["NATO"]),
    ("nato NOT PRE/2 halt", "Halt NATO. NATO, halt.", ["NATO"]),
    ("open NOT W/0 \"open door\"", "An open door. An open window.", ["open"]),
    ("nato W/S halt", "NATO will not in any case halt. NATO. Halt.", ["NATO will not in any case halt"]),
    ("nato NOT W/S halt", "NATO will halt. NATO met.", ["NATO"]),
    ("halt W/P nato", "Halt. NATO met.\nNATO met again.", ["NATO"]),
    ("nato NOT W/P halt", "Halt. NATO met.\nNATO met again.", ["NATO"]),
    ("halt AND nato", "NATO met.\nHalt.", ["NATO"]), ("halt AND nato", "NATO met.", []),
    ("nato AND NOT halt", "NATO met.\nHalt.", []), ("nato AND NOT halt", "NATO met.", ["NATO"]),
    ("CAPS(stop OR \"the end\")", "STOP, stop, THE END, the END.", ["STOP", "THE END"]),
    // Lexicons.
    ("$west", "NATO, the alliance, the US and Britain.", ["NATO", "the alliance", "US", "Britain"]),
    ("$west W/0 talks", "NATO talks, alliance talks.", ["NATO talks"]),
  ])
  func matches(pattern: String, text: String, expected: [String]) throws {
    #expect(try found(pattern, text) == expected)
  }

  /// `@` is the words 2 to 4 of "Will they now halt it or not".
  @Test(arguments: [
    ("@", ["now halt"]), ("they PRE/0 @", ["they now halt"]), ("halt W/0 @", ["now halt"]),
    ("not W/2 @", ["now halt it or not"]),
    ("not W/1 @", []), ("halt PRE/3 @", []), ("they NOT W/0 @", []), ("not NOT W/1 @", ["not"]),
    ("halt NOT W/0 @", []),
  ])
  func segments(pattern: String, expected: [String]) throws {
    #expect(try found(pattern, "Will they now halt it or not", segment: 2..<4) == expected)
    #expect(try found(pattern, "Will they now halt it or not").count == (pattern.contains("NOT") ? 1 : 0))
  }

  @Test func namesThatAreNotThereAreErrors() throws {
    let place = FilePlace(line: 1, column: 1)
    let ring = [
      "a": Lexicon(name: "a", terms: [.lexicon("b")], place: place),
      "b": Lexicon(name: "b", terms: [.lexicon("a")], place: place),
    ]
    #expect(throws: PatternSetError.unknownLexicon("x")) {
      try PatternSet(patterns: [.lexicon("x")], lexicons: [:], actors: [])
    }
    #expect(throws: PatternSetError.unknownActor("x")) {
      try PatternSet(patterns: [.caps(.actor("x"))], lexicons: [:], actors: [])
    }
    #expect(throws: PatternSetError.lexiconCycle(["a", "b", "a"])) {
      try PatternSet(patterns: [], lexicons: ring, actors: [])
    }
  }
}

@Suite struct MatcherActors {
  private func mentions(_ text: String, year: Int?) throws -> [String] {
    func names(_ names: String...) -> [PatternExpression] {
      names.map { .phrase($0.split(separator: " ").map { Term(String($0)) }) }
    }
    let actors = [
      Actor(
        id: "north", label: "North", names: names("north", "northern alliance"),
        people: [Actor.Person(name: names("smith")[0], from: 2010, until: 2014)], rank: 0, role: nil),
      Actor(
        id: "south", label: "South", names: names("south", "alliance of the south", "alliance"),
        people: [Actor.Person(name: names("smith")[0], from: 2015, until: nil)], rank: 0, role: nil),
    ]
    let (bytes, cut) = cut(text)
    var matcher = Matcher(try PatternSet(patterns: [], lexicons: [:], actors: actors))
    matcher.read(text: bytes, cut: cut, year: year)
    return matcher.actorMentions(in: 0).map { "\(actors[$0.actor].id) \($0.tokens)" }
  }

  @Test func theLongestNameThatBeginsFirstWins() throws {
    #expect(
      try mentions("The Northern Alliance and the alliance of the south, South.", year: nil)
        == ["north 1..<3", "south 5..<9", "south 9..<10"])
  }

  @Test func peopleCountInTheirYears() throws {
    #expect(try mentions("Smith spoke.", year: 2012) == ["north 0..<1"])
    #expect(try mentions("Smith spoke.", year: 2020) == ["south 0..<1"])
    #expect(try mentions("Smith spoke.", year: 2009) == [])
    #expect(try mentions("Smith spoke.", year: nil) == ["north 0..<1"])
  }
}

@Suite struct MatcherTorture {
  @Test(arguments: 0..<16)
  func fastAgreesWithNaive(seed: UInt64) throws {
    var comparison = NaiveComparison(seed: seed)
    for _ in 0..<6 {
      let difference = try comparison.run(patternCount: 20, textCount: 4)
      #expect(difference == nil)
    }
    #expect(comparison.matches > 100)
  }

  /// A matcher that was handed one note after another answers as a fresh one does.
  @Test func nothingIsLeftOfTheNoteBefore() throws {
    let set = try PatternSet(
      patterns: [
        try PatternExpression(parsing: "halt AND nato"), try PatternExpression(parsing: "nato NOT W/P halt"),
      ],
      lexicons: [:], actors: [])
    var used = Matcher(set)
    for text in ["NATO met. Halt.", "NATO met. Ha.", "NATO met. Halt.", "Ha. NATO met.", "Halt. NATO met."] {
      let (bytes, cut) = cut(text)
      var fresh = Matcher(set)
      used.read(text: bytes, cut: cut, year: nil)
      fresh.read(text: bytes, cut: cut, year: nil)
      for sentence in cut.sentences.indices {
        for pattern in 0..<2 {
          #expect(used.matches(pattern, in: sentence) == fresh.matches(pattern, in: sentence), "\(text)")
        }
      }
    }
  }

  /// With any cost above linear these would not end in time.
  @Test(
    .timeLimit(.minutes(3)),
    arguments: [
      "a W/5 b", "a W/S b", "a NOT W/3 c", "(a W/9 b) W/S (b PRE/2 a)", "CAPS(a W/S b)", "a W/P b", "c AND a",
      "(a OR \"a b\" OR \"a b a\") W/4 b",
    ])
  func longTextsTakeTimeInProportion(pattern: String) throws {
    let set = try PatternSet(patterns: [try PatternExpression(parsing: pattern)], lexicons: [:], actors: [])
    var matcher = Matcher(set)
    for text in [
      String(repeating: "a b ", count: 50_000), String(repeating: "a. B. ", count: 20_000),
      String(repeating: "a", count: 200_000),
    ] {
      let (bytes, cut) = cut(text)
      matcher.read(text: bytes, cut: cut, year: nil)
      var count = 0
      for sentence in cut.sentences.indices { count += matcher.matches(0, in: sentence).count }
      #expect(count <= 3 * cut.tokens.count)
    }
  }
}

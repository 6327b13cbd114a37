// A codebook comes back from its cached bytes as it was, and from no others.

import Testing

@testable import Codebooks

@Suite struct CodebookCacheTests {
  /// Everything that a codebook can say, said once at least.
  static let everything = """
    codebook: 1
    title: Lighthouses
    version: "7"
    source: the harbour master
    languages: [en, no]
    facets:
      - id: works
        label: Works
        ladder: [dropped, mentioned, planned, begun]
        default: mentioned
        sentences: {begun: "{holders} began {subject}"}
        told: {begun: "{holders} saw {subject} begin"}
    board:
      board-facets: [works]
      table-facets: [works]
      accusers: [keepers]
      claimed-statuses: [begun]
      not-hypothetical: [begun]
      contradictions: [[dropped, begun]]
      arrow-sources: 7
      arrow-p-value: 0.01
      silence-factor: 4.5
      key-changes: 9
      new-after: 4
    lexicons:
      lamp: [lamp, "lens of glass", $mirror, CAPS(LED)]
      mirror: [mirror!, "caf\u{E9}", "wom*n"]
    actors:
      - {id: keepers, label: the keepers, names: [keeper!, $mirror], rank: -3, people: [Strand, {name: Vik, from: 1990, until: 1999}]}
      - {id: author, role: author}
      - {id: other, role: other}
    codes:
      - id: works/lamp
        notation: L1
        label: A new lamp
        subject: a new lamp
        facet: works
        done-to: [keepers]
        broader: works/tower
        definition: Another lamp in the tower.
        includes: [a new lens]
        excludes: [a clean lens, {text: a new tower, use: works/tower}]
        memo: Often asked for.
        baseline: {status: planned, text: since the gale}
        asides:
          - {id: L1.a1, match: since PRE/3 lamp, example: "Since the lamp was lit, all is well."}
        patterns:
          - id: L1.1
            match: (new OR another) PRE/2 $lamp
            given: tower AND (light! W/S sea) AND $actors
            unless: not W/3 new
            unless-given: museum AND NOT open
            follows: [works/tower]
            status: planned
            holder: keepers
            holder-fixed: true
            negated: true
            hypothetical: true
            historical: true
            example: A new lamp.
          - {id: L1.2, match: lamp NOT W/4 old NOT PRE/2 used, given: '$actor:keepers W/P shore', unless: sold NOT W/P lamp}
          - {id: L1.3, match: lamp NOT W/S dark}
        status:
          - id: L1.s1
            status: begun
            when: (start! OR began) W/4 @
            unless: not OR never W/2 @
            holders: [keepers]
            except-holders: [other]
            negated: true
            hypothetical: true
            asked: true
            clause: true
            patterns: [L1.1]
            sets-hypothetical: true
            holder: keepers
            example: They began.
        examples:
          - {text: A new lamp., title: News, date: 1995-01-02, context: It was dark., status: planned, negated: true, hypothetical: true, historical: true, holder: keepers}
        counterexamples:
          - {text: The tower., title: Old news, context: It was light., because: no lamp, use: works/tower}
      - {id: works/tower, facet: works}
    cues:
      - {id: neg.no, match: no OR not, category: negated, direction: forward, scope: 5, stops-at-clause: false, only: [works], except: [works/tower], example: No lamp.}
      - {id: end.but, match: but, direction: terminate}
    likelihood:
      - {term: "'low confidence'", low: 0.1, high: 0.5, confidence: true}
    """

  static func bytes(_ book: Codebook) -> [UInt8] {
    var writer = CacheWriter()
    writer.write(book)
    return writer.bytes()
  }

  static func book(_ bytes: [UInt8]) throws(CacheDamage) -> Codebook {
    var reader = try CacheReader(bytes)
    let book: Codebook = try reader.read()
    try reader.finish()
    return book
  }

  /// Every property of a value, and of those within it, by its way there.
  private func properties(_ value: Any, _ way: String = "", into all: inout [String]) {
    let mirror = Mirror(reflecting: value)
    if let text = value as? String {
      all.append("\(way) = \(Array(text.utf8))")
    } else if mirror.displayStyle == .dictionary {
      for line in mirror.children.map({ "\($0.value)" }).sorted() { all.append("\(way) has \(line)") }
    } else if mirror.children.isEmpty {
      all.append("\(way) = \(value)")
    } else {
      for (index, child) in mirror.children.enumerated() {
        properties(child.value, "\(way).\(child.label ?? "\(index)")", into: &all)
      }
    }
  }

  @Test func everyPropertyComesBack() throws {
    let book = try Codebook.load(yaml: Self.everything, file: "c.yaml")
    var before: [String] = []
    var after: [String] = []
    properties(book, into: &before)
    properties(try Self.book(Self.bytes(book)), into: &after)
    #expect(before == after)
    #expect(before.count > 200)
  }

  /// What this test's codebook leaves out would be lost unseen: no property of any type is nil, false, 0 or empty
  /// wherever the type stands.
  @Test func theTestSaysEverything() throws {
    var said: Set<String> = []
    var unsaid: Set<String> = []
    func look(_ value: Any) {
      let mirror = Mirror(reflecting: value)
      if mirror.displayStyle == .struct, !(value is String), !(value is Int), !(value is Bool) {
        for child in mirror.children {
          let name = "\(mirror.subjectType).\(child.label ?? "")"
          let inner = Mirror(reflecting: child.value)
          let isPlain = ["nil", "false", "0", ""].contains("\(child.value)")
          let isList = inner.displayStyle == .collection || inner.displayStyle == .dictionary
          let isEmpty = isList && inner.children.isEmpty
          if isPlain || isEmpty { unsaid.insert(name) } else { said.insert(name) }
        }
      }
      for child in mirror.children where !(value is String) { look(child.value) }
    }
    look(try Codebook.load(yaml: Self.everything, file: "c.yaml"))
    #expect(unsaid.subtracting(said).sorted() == [])
    #expect(said.count > 100)
  }

  @Test func theEmbeddedCodebookComesBack() throws {
    let book = try Codebook.loadDefault()
    let bytes = Self.bytes(book)
    let again = try Self.book(bytes)
    #expect(Self.bytes(again) == bytes)
    #expect(Codebook.fingerprint(of: again) == book.fingerprint)
    #expect(again.boardFingerprint == book.boardFingerprint)
  }

  /// Swift holds these for equal; their bytes are not, and bytes are what words are matched by.
  @Test func textsThatLookAlikeStayApart() throws {
    var writer = CacheWriter()
    writer.write(["caf\u{E9}", "cafe\u{301}", ""])
    var reader = try CacheReader(writer.bytes())
    let texts: [String] = try reader.read()
    #expect(texts.map { Array($0.utf8) } == ["caf\u{E9}", "cafe\u{301}", ""].map { Array($0.utf8) })
  }

  @Test func expressionsOfAnyDepthOrShape() throws {
    var deep = PatternExpression.segment
    for _ in 0..<300 { deep = .caps(deep) }
    let shapes: [PatternExpression] = [
      .phrase([]), .or([]), .actor(nil), .actor(""), .within(255, .segment, .phrase([Term("a", .wildcard)])),
      deep, .notSameUnit(deep, deep),
    ]
    var writer = CacheWriter()
    writer.write(shapes)
    var reader = try CacheReader(writer.bytes())
    #expect(try reader.read() as [PatternExpression] == shapes)
  }

  /// A level more than the stack is sure to bear is refused, however it got there.
  @Test func expressionsTooDeepAreRefused() throws {
    var deep = PatternExpression.segment
    for _ in 0..<1100 { deep = .caps(deep) }
    var writer = CacheWriter()
    writer.write(deep)
    let bytes = writer.bytes()
    #expect(throws: CacheDamage.self) { _ = try CacheReader(bytes) }
  }

  @Test func everyShorterFormIsRefused() throws {
    let bytes = Self.bytes(try Codebook.load(yaml: Self.everything, file: "c.yaml"))
    for count in stride(from: 0, to: bytes.count, by: 3) {
      #expect(throws: CacheDamage.self, "\(count)") { _ = try Self.book(Array(bytes[..<count])) }
    }
    #expect(throws: CacheDamage.self) { _ = try Self.book(bytes + [0]) }
  }

  /// Without a checksum before it: whatever the bytes, there is a codebook or an error.
  @Test func noBytesBringTheReaderDown() throws {
    let bytes = Self.bytes(try Codebook.load(yaml: Self.everything, file: "c.yaml"))
    var refused = 0
    for place in stride(from: 0, to: bytes.count, by: 5) {
      var changed = bytes
      for value: UInt8 in [0, 0x7F, 0xFF] {
        changed[place] = bytes[place] ^ value &+ 1
        do { _ = try Self.book(changed) } catch { refused += 1 }
      }
    }
    #expect(refused > 100)
  }
}

@Suite struct CacheEnvelopeTests {
  private let key = CacheKey(program: [1, 2, 3], codebook: Array("title: Lighthouses".utf8))
  private let contents = Array("what was made of it, in more bytes than a lane of the checksum has".utf8)

  @Test func theRightKeyOpensIt() throws {
    let sealed = CacheEnvelope.seal(contents, key)
    #expect(Array(sealed[try CacheEnvelope.open(sealed, key)...]) == contents)
  }

  @Test func noOtherKeyDoes() {
    let sealed = CacheEnvelope.seal(contents, key)
    var others = [key, key, key, key, key]
    others[0].program[2] = 4
    others[1].program = [1, 2]
    others[2].program = []
    others[3].codebook[0] ^= 0x20
    others[4].codebook.removeLast()
    for other in others {
      #expect(throws: CacheDamage.self) { _ = try CacheEnvelope.open(sealed, other) }
      #expect(other.name != key.name)
      #expect(other.name.utf8.count == 16)
    }
  }

  @Test func noOtherBytesAreOpened() {
    let sealed = CacheEnvelope.seal(contents, key)
    for place in sealed.indices {
      for bit in 0..<8 {
        var changed = sealed
        changed[place] ^= 1 << UInt8(bit)
        #expect(throws: CacheDamage.self, "\(place)") { _ = try CacheEnvelope.open(changed, key) }
      }
      #expect(throws: CacheDamage.self) { _ = try CacheEnvelope.open(Array(sealed[..<place]), key) }
    }
  }
}

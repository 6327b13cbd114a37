// A codebook about another subject: nothing that the coder knows is of one subject only.

import Codebooks
import NoteText
import Testing

@testable import Coding

enum Fisheries {
  static let yaml = """
    codebook: 1
    title: "Quotas at sea"
    version: "1"
    source: "own"
    languages: [en]
    facets:
      - {id: claim, label: Claims, ladder: [dropped, mentioned, raised, granted], default: mentioned}
      - {id: act, label: Acts, ladder: [ended, mentioned, planned, done], default: mentioned}
    board:
      board-facets: [act]
      table-facets: [claim]
      accusers: []
      claimed-statuses: []
      not-hypothetical: []
      contradictions: [[dropped, granted]]
      arrow-sources: 2
      arrow-p-value: 0.05
      silence-factor: 3
      key-changes: 5
    lexicons:
      cod: [cod, herring, "blue whiting"]
    actors:
      - id: norway
        label: Norway
        names: [Norway, Norwegian, Oslo, "Fleet Minister"]
        people: [{name: Solvang, from: 2010, until: 2020}]
      - {id: iceland, label: Iceland, names: [Iceland, Icelandic, Reykjavik, CAPS(IC)]}
      - {id: faroes, label: the Faroes, names: ["Faroe Islands", Faroese]}
      - {id: greenland, label: Greenland, names: [Greenland, Nuuk]}
      - {id: author, label: the author, role: author, names: ["Harbour Gazette"]}
      - {id: other, label: others, role: other, rank: -1, names: [scientists]}
    codes:
      - id: claim/quota
        notation: Q1
        label: A larger quota
        facet: claim
        done-to: [greenland]
        definition: a larger quota asked for
        patterns:
          - id: Q1.1
            match: (quota OR quotas) W/6 $cod
            given: sea OR fishing OR $cod
            unless: museum
            example: "Norway wants a larger cod quota."
        status:
          - id: Q1.s1
            status: granted
            when: (grant! OR agree!) W/6 @
            unless: not W/3 grant!
            example: "Iceland granted a larger cod quota."
          - id: Q1.s2
            status: raised
            when: (demand! OR want!) W/8 @
            holders: [norway, iceland]
            example: "Norway wants a larger cod quota."
        examples:
          - {text: "Norway wants a larger cod quota.", status: raised, holder: norway}
      - id: act/blockade
        notation: B1
        label: A blockade of a harbour
        facet: act
        definition: a harbour blocked
        patterns:
          - id: B1.1
            match: blockad! OR (block! PRE/3 (harbour! OR port OR ports))
            holder: iceland
            example: "Iceland blocked the harbour."
        asides:
          - {id: B1.a1, match: since PRE/3 (blockad! OR spring), example: "Since the blockade fish is dear."}
        status:
          - {id: B1.s0, status: planned, asked: true, when: "soon W/8 @", sets-hypothetical: false}
          - {id: B1.s0b, status: planned, clause: true, when: "threat! W/S @", sets-hypothetical: true}
          - {id: B1.s1, status: planned, hypothetical: true, example: "Iceland may block the harbour."}
          - {id: B1.s2, status: done, when: "@", negated: false, example: "Iceland blocked the harbour."}
    cues:
      - {id: neg.not, match: "not OR never OR no OR didn't", category: negated, direction: forward, scope: 8}
      - {id: neg.deny, match: "den! OR reject!", category: negated, direction: forward}
      - {id: neg.over, match: "'ruled out' OR unthinkable", category: negated, direction: backward}
      - {id: pseudo.out, match: "not PRE/1 rul! PRE/0 out", category: negated, direction: pseudo}
      - {id: hyp.modal, match: "may OR would OR will OR could OR if OR unless", category: hypothetical, direction: forward}
      - {id: hyp.plan, match: plan!, category: hypothetical, direction: forward, only: [act]}
      - {id: hyp.likely, match: "likely OR unlikely", category: hypothetical, direction: bidirectional, scope: 4}
      - {id: hist.ago, match: "'years ago'", category: historical, direction: bidirectional, stops-at-clause: false}
      - {id: att.said, match: "said OR says OR told OR warn! OR demand! OR reads OR reported", category: attribution, direction: forward}
      - {id: att.to, match: "'according to'", category: attribution, direction: bidirectional}
      - {id: end.but, match: "but OR although", direction: terminate}
    likelihood:
      - {term: unlikely, low: 0.20, high: 0.45}
      - {term: likely, low: 0.55, high: 0.80}
      - {term: "'low confidence'", confidence: true, low: 0, high: 0.5}
    """

  static func compiled() throws -> CompiledCodebook {
    try CompiledCodebook(Codebook.load(yaml: yaml, file: "fisheries.yaml"))
  }

  static func note(_ text: String, title: String = "", date: NoteDate? = nil) -> Note {
    let bytes = Array(text.utf8)
    return Note(
      format: .plain, title: title, date: date, text: bytes,
      units: [Unit(kind: .paragraph, range: 0..<bytes.count)],
      positions: PositionMap(runs: [], lineStarts: [0]))
  }

  static func code(_ text: String, title: String = "", date: NoteDate? = nil) throws -> [CodedSegment] {
    var coder = Coder(try compiled())
    return coder.code(note(text, title: title, date: date)).segments
  }

  /// A day on which Solvang was in office.
  static let inOffice = CalendarDay(year: 2015, month: 1, day: 1).map(NoteDate.day)

  /// Expects whose the last segment of a text is.
  static func expectHolder(
    _ expected: String, of text: String, title: String = "", date: NoteDate? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let segment = try #require(
      try code(text, title: title, date: date).last, sourceLocation: sourceLocation)
    #expect(segment.holder == expected, "\(segment.cues)", sourceLocation: sourceLocation)
  }
}

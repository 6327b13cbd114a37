// A small codebook to break, about something else than the default one.

@testable import Codebooks

enum Sample {
  static let yaml = """
    codebook: 1
    title: Harbour works
    version: "1"
    languages: [en]
    facets:
      - id: works
        label: Works
        ladder: [dropped, mentioned, planned, begun]
        default: mentioned
    board:
      board-facets: [works]
      accusers: [port]
      contradictions: [[dropped, begun]]
    lexicons:
      port: [port, harbour, $quay]
      quay: [quay!, "landing stage"]
    actors:
      - {id: port, names: [$port, CAPS(PA)], people: [Smith, {name: Jones, from: 2010, until: 2020}]}
      - {id: author, role: author}
      - {id: other, role: other}
    codes:
      - id: works/dredging
        notation: W1
        label: Dredging
        facet: works
        definition: Making the basin deeper.
        excludes:
          - {text: building of quays, use: works/dredging}
        baseline: {status: planned, text: next year}
        patterns:
          - id: W1.1
            match: dredg! W/5 $port
            given: $actor:port OR $actors
            unless: 'not W/3 dredg!'
            holder: port
          - id: W1.2
            match: >-
              (deepen! OR
              widen!) W/3 basin
        status:
          - id: W1.s1
            status: begun
            when: '@ W/4 (start! OR began)'
            holders: [port]
            patterns: [W1.1]
        examples:
          - {text: "The port started dredging the harbour.", status: begun, holder: port}
        counterexamples:
          - {text: "The harbour is deep.", because: nothing is done}
    cues:
      - id: neg.no
        match: no OR not
        category: negated
        direction: forward
        scope: 5
        only: [works]
      - id: end.but
        match: but
        direction: terminate
    likelihood:
      - {term: likely OR probable, low: 0.55, high: 0.80}
    """

  static func load(_ yaml: String = yaml) throws(CodebookErrors) -> Codebook {
    try Codebook.load(yaml: yaml, file: "c.yaml")
  }

  /// The sample with one text replaced by another.
  static func changed(_ old: String, to new: String) throws(CodebookErrors) -> Codebook {
    try load(yaml.replacing(old, with: new, maxReplacements: 1))
  }
}

// Codes of a codebook file: patterns, status rules, examples.

import Yams

extension CodebookReader {
  mutating func readCode(_ node: Node) {
    guard
      let fields = nodes.fields(
        node, of: "a code", required: ["id", "facet"],
        optional: [
          "notation", "label", "subject", "done-to", "broader", "definition", "includes", "excludes", "memo",
          "baseline",
          "patterns", "asides",
          "status", "examples", "counterexamples",
        ])
    else { return }
    let id = nodes.name(fields["id"], of: "a code's id")
    declare(id, as: "code")
    let notation = nodes.name(fields["notation"], of: "notation")
    declare(notation, as: "notation")
    let facet = nodes.name(fields["facet"], of: "facet")
    nodes.mention(.facet, facet)
    let broader = nodes.name(fields["broader"], of: "broader")
    nodes.mention(.code, broader)
    let ladder = facet?.value ?? ""
    let excludes = nodes.list(fields["excludes"], of: "excludes").compactMap { readExclusion($0) }
    let patterns = nodes.list(fields["patterns"], of: "patterns").compactMap { readPattern($0, ladder) }
    let asides = nodes.list(fields["asides"], of: "asides").compactMap { readAside($0) }
    let rules = nodes.list(fields["status"], of: "status").compactMap { readStatusRule($0, ladder) }
    let examples = nodes.list(fields["examples"], of: "examples").compactMap { readExample($0, ladder) }
    let counterexamples = nodes.list(fields["counterexamples"], of: "counterexamples")
      .compactMap { readCounterexample($0) }
    codes.append(
      Code(
        id: id?.value ?? "", notation: notation?.value ?? id?.value ?? "",
        label: nodes.text(fields["label"], of: "label") ?? id?.value ?? "", facet: ladder,
        broader: broader?.value, definition: nodes.text(fields["definition"], of: "definition") ?? "",
        includes: nodes.texts(fields["includes"], of: "includes").map(\.value), excludes: excludes,
        memo: nodes.text(fields["memo"], of: "memo") ?? "",
        baseline: readBaseline(fields["baseline"], ladder),
        patterns: patterns, statusRules: rules, examples: examples, counterexamples: counterexamples,
        place: fields.place, subject: nodes.text(fields["subject"], of: "subject"),
        doneTo: readHolders(fields["done-to"], of: "done-to"), asides: asides))
  }

  private mutating func readExclusion(_ node: Node) -> Code.Exclusion? {
    if case .scalar = node { return nodes.text(node, of: "an exclusion").map { .init(text: $0, use: nil) } }
    guard let fields = nodes.fields(node, of: "an exclusion", required: ["text"], optional: ["use"])
    else { return nil }
    let use = nodes.located(fields["use"], of: "use")
    nodes.mention(.code, use)
    return Code.Exclusion(text: nodes.text(fields["text"], of: "text") ?? "", use: use?.value)
  }

  private mutating func readBaseline(_ node: Node?, _ ladder: String) -> Code.Baseline? {
    guard let node,
      let fields = nodes.fields(node, of: "a baseline", required: ["status"], optional: ["text"])
    else { return nil }
    let status = readStatus(fields["status"], ladder)
    return Code.Baseline(status: status ?? "", text: nodes.text(fields["text"], of: "text") ?? "")
  }

  private mutating func readStatus(_ node: Node?, _ ladder: String) -> String? {
    let status = nodes.located(node, of: "status")
    nodes.mention(.status(facet: ladder), status)
    return status?.value
  }

  private mutating func readHolder(_ node: Node?) -> String? {
    let holder = nodes.located(node, of: "holder")
    nodes.mention(.actor, holder)
    return holder?.value
  }

  private mutating func readHolders(_ node: Node?, of what: String) -> [String] {
    let holders = nodes.texts(node, of: what)
    nodes.mention(.actor, holders)
    return holders.map(\.value)
  }

  private mutating func readPattern(_ node: Node, _ ladder: String) -> CodePattern? {
    guard
      let fields = nodes.fields(
        node, of: "a pattern", required: ["id", "match"],
        optional: [
          "given", "unless", "unless-given", "follows", "status", "holder", "holder-fixed", "negated",
          "hypothetical", "historical", "example",
        ])
    else { return nil }
    let id = nodes.name(fields["id"], of: "a pattern's id")
    declare(id, as: "rule")
    let holderFixed = nodes.bool(fields["holder-fixed"], of: "holder-fixed") ?? false
    if holderFixed, fields["holder"] == nil {
      nodes.report(fields.place, "'holder-fixed' needs a 'holder'")
    }
    let match = nodes.pattern(fields["match"], of: "match")
    let follows = nodes.texts(fields["follows"], of: "follows")
    nodes.mention(.code, follows)
    let pattern = CodePattern(
      id: id?.value ?? "", match: match ?? .or([]), given: nodes.pattern(fields["given"], of: "given"),
      unless: nodes.pattern(fields["unless"], of: "unless"),
      unlessGiven: nodes.pattern(fields["unless-given"], of: "unless-given"), follows: follows.map(\.value),
      status: readStatus(fields["status"], ladder), holder: readHolder(fields["holder"]),
      holderFixed: holderFixed, negated: nodes.bool(fields["negated"], of: "negated"),
      hypothetical: nodes.bool(fields["hypothetical"], of: "hypothetical"),
      historical: nodes.bool(fields["historical"], of: "historical"),
      example: nodes.text(fields["example"], of: "example"), place: fields.place)
    return id == nil ? nil : pattern
  }

  private mutating func readAside(_ node: Node) -> Aside? {
    guard let fields = nodes.fields(node, of: "an aside", required: ["id", "match"], optional: ["example"])
    else { return nil }
    let id = nodes.name(fields["id"], of: "an aside's id")
    declare(id, as: "rule")
    let aside = Aside(
      id: id?.value ?? "", match: nodes.pattern(fields["match"], of: "match") ?? .or([]),
      example: nodes.text(fields["example"], of: "example"), place: fields.place)
    return id == nil ? nil : aside
  }

  private mutating func readStatusRule(_ node: Node, _ ladder: String) -> StatusRule? {
    guard
      let fields = nodes.fields(
        node, of: "a status rule", required: ["id", "status"],
        optional: [
          "when", "unless", "holders", "except-holders", "negated", "hypothetical", "asked", "clause",
          "patterns",
          "sets-hypothetical", "holder", "example",
        ])
    else { return nil }
    let id = nodes.name(fields["id"], of: "a status rule's id")
    declare(id, as: "rule")
    let patterns = nodes.texts(fields["patterns"], of: "patterns")
    nodes.mention(.pattern(code: codes.count), patterns)
    let rule = StatusRule(
      id: id?.value ?? "", status: readStatus(fields["status"], ladder) ?? "",
      when: nodes.pattern(fields["when"], of: "when", allowsSegment: true),
      unless: nodes.pattern(fields["unless"], of: "unless", allowsSegment: true),
      holders: readHolders(fields["holders"], of: "holders"),
      exceptHolders: readHolders(fields["except-holders"], of: "except-holders"),
      negated: nodes.bool(fields["negated"], of: "negated"),
      hypothetical: nodes.bool(fields["hypothetical"], of: "hypothetical"),
      asked: nodes.bool(fields["asked"], of: "asked") ?? false,
      clause: nodes.bool(fields["clause"], of: "clause") ?? false, patterns: patterns.map(\.value),
      setsHypothetical: nodes.bool(fields["sets-hypothetical"], of: "sets-hypothetical"),
      holder: readHolder(fields["holder"]), example: nodes.text(fields["example"], of: "example"),
      place: fields.place)
    return id == nil ? nil : rule
  }

  private mutating func readExample(_ node: Node, _ ladder: String) -> Example? {
    guard
      let fields = nodes.fields(
        node, of: "an example", required: ["text"],
        optional: ["title", "date", "context", "status", "negated", "hypothetical", "historical", "holder"])
    else { return nil }
    return Example(
      text: nodes.text(fields["text"], of: "text") ?? "", title: nodes.text(fields["title"], of: "title"),
      date: nodes.text(fields["date"], of: "date"), context: nodes.text(fields["context"], of: "context"),
      status: readStatus(fields["status"], ladder), negated: nodes.bool(fields["negated"], of: "negated"),
      hypothetical: nodes.bool(fields["hypothetical"], of: "hypothetical"),
      historical: nodes.bool(fields["historical"], of: "historical"), holder: readHolder(fields["holder"]),
      place: fields.place)
  }

  private mutating func readCounterexample(_ node: Node) -> Counterexample? {
    guard
      let fields = nodes.fields(
        node, of: "a counterexample", required: ["text"], optional: ["title", "context", "because", "use"])
    else { return nil }
    let use = nodes.located(fields["use"], of: "use")
    nodes.mention(.code, use)
    return Counterexample(
      text: nodes.text(fields["text"], of: "text") ?? "", title: nodes.text(fields["title"], of: "title"),
      context: nodes.text(fields["context"], of: "context"),
      because: nodes.text(fields["because"], of: "because") ?? "", use: use?.value, place: fields.place)
  }

  mutating func readCue(_ node: Node) {
    guard
      let fields = nodes.fields(
        node, of: "a cue", required: ["id", "match", "direction"],
        optional: ["category", "scope", "stops-at-clause", "only", "except", "example"])
    else { return }
    let id = nodes.name(fields["id"], of: "a cue's id")
    declare(id, as: "rule")
    let match = nodes.pattern(fields["match"], of: "match", allowsSegment: true)
    let category = nodes.choice(fields["category"], of: "category", as: Cue.Category.self)
    let direction = nodes.choice(fields["direction"], of: "direction", as: Cue.Direction.self)
    let only = nodes.texts(fields["only"], of: "only")
    let except = nodes.texts(fields["except"], of: "except")
    nodes.mention(.facetOrCode, only + except)
    let scope = nodes.integer(fields["scope"], of: "scope", in: 1...1000)
    if let direction, direction != .terminate, direction != .pseudo, fields["category"] == nil {
      nodes.report(fields.place, "a \(direction.rawValue) cue needs a category")
    }
    guard let id, let match, let direction else { return }
    cues.append(
      Cue(
        id: id.value, match: match, category: category, direction: direction, maxScope: scope,
        stopsAtClause: nodes.bool(fields["stops-at-clause"], of: "stops-at-clause") ?? true,
        only: only.map(\.value), except: except.map(\.value),
        example: nodes.text(fields["example"], of: "example"), place: fields.place))
  }
}

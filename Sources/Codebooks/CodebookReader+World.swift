// Facets, lexicons, actors, likelihood and board rules of a codebook file.

import Yams

extension CodebookReader {
  mutating func readFacet(_ node: Node) {
    guard
      let fields = nodes.fields(
        node, of: "a facet", required: ["id", "ladder", "default"], optional: ["label", "sentences", "told"])
    else { return }
    let id = nodes.name(fields["id"], of: "a facet's id")
    declare(id, as: "facet")
    let ladder = nodes.list(fields["ladder"], of: "ladder").compactMap { nodes.name($0, of: "a status") }
    for (index, status) in ladder.enumerated()
    where ladder[..<index].contains(where: { $0.value == status.value }) {
      nodes.report(status.place, "status '\(status.value)' stands twice on the ladder")
    }
    let standard = nodes.name(fields["default"], of: "default")
    guard let id, let standard else { return }
    facets.append(
      Facet(
        id: id.value, label: nodes.text(fields["label"], of: "label") ?? id.value,
        ladder: ladder.map(\.value), defaultStatus: standard.value))
    nodes.mention(.status(facet: id.value), standard)
    facets[facets.count - 1].sentences = readSentences(fields["sentences"], "sentences", of: id.value)
    facets[facets.count - 1].told = readSentences(fields["told"], "told", of: id.value)
  }

  /// By status, each with `{subject}` in it and, where wanted, `{holders}`.
  private mutating func readSentences(_ node: Node?, _ what: String, of facet: String) -> [String: String] {
    var sentences: [String: String] = [:]
    for (status, value) in nodes.pairs(node, of: what) {
      nodes.mention(.status(facet: facet), status)
      guard let text = nodes.text(value, of: "a sentence") else { continue }
      let unknown = text.replacing("{subject}", with: "").replacing("{holders}", with: "")
      if !text.contains("{subject}") || unknown.contains("{") || unknown.contains("}") {
        nodes.report(value, "a sentence holds {subject}, may hold {holders}, and no other braces")
        continue
      }
      sentences[status.value] = text
    }
    return sentences
  }

  mutating func readLexicons(_ node: Node?) {
    for (name, value) in nodes.pairs(node, of: "lexicons") {
      if ["actors", "actor"].contains(name.value) || name.value.contains(where: { "./".contains($0) }) {
        nodes.report(name.place, "'\(name.value)' cannot name a lexicon: use letters, digits, '-' and '_'")
      }
      let terms = nodes.list(value, of: "lexicon '\(name.value)'").compactMap { readTerm($0) }
      if terms.isEmpty { nodes.report(name.place, "lexicon '\(name.value)' has no terms") }
      lexicons[name.value] = Lexicon(name: name.value, terms: terms, place: name.place)
    }
  }

  /// A phrase, a lexicon, `CAPS(...)`, or several of them with OR.
  private mutating func readTerm(_ node: Node, of what: String = "a term") -> PatternExpression? {
    guard let term = nodes.pattern(node, of: what) else { return nil }
    if isTerm(term) { return term }
    nodes.report(node, "\(what) is a phrase, a $lexicon or CAPS(...); connectors belong in patterns")
    return nil
  }

  private func isTerm(_ expression: PatternExpression) -> Bool {
    switch expression {
    case .phrase, .lexicon: true
    case .caps(let inner): isTerm(inner)
    case .or(let operands): operands.allSatisfy(isTerm)
    default: false
    }
  }

  mutating func readActor(_ node: Node) {
    guard
      let fields = nodes.fields(
        node, of: "an actor", required: ["id"], optional: ["label", "names", "people", "rank", "role"])
    else { return }
    let id = nodes.name(fields["id"], of: "an actor's id")
    declare(id, as: "actor")
    let names = nodes.list(fields["names"], of: "names").compactMap { readTerm($0, of: "a name") }
    let people = nodes.list(fields["people"], of: "people").compactMap { readPerson($0) }
    let role = nodes.choice(fields["role"], of: "role", as: Actor.Role.self)
    guard let id else { return }
    if names.isEmpty, people.isEmpty, fields["role"] == nil {
      nodes.report(fields.place, "actor '\(id.value)' has neither names nor people nor a role")
    }
    actors.append(
      Actor(
        id: id.value, label: nodes.text(fields["label"], of: "label") ?? id.value, names: names,
        people: people, rank: nodes.integer(fields["rank"], of: "rank", in: -1000...1000) ?? 0, role: role))
  }

  private mutating func readPerson(_ node: Node) -> Actor.Person? {
    if case .scalar = node {
      return readTerm(node, of: "a person's name").map { Actor.Person(name: $0, from: nil, until: nil) }
    }
    guard let fields = nodes.fields(node, of: "a person", required: ["name"], optional: ["from", "until"])
    else { return nil }
    let from = nodes.integer(fields["from"], of: "from", in: 1...9999)
    let until = nodes.integer(fields["until"], of: "until", in: 1...9999)
    if let from, let until, from > until {
      nodes.report(fields.place, "a person's years run backwards: from \(from) until \(until)")
    }
    guard let name = fields["name"].flatMap({ readTerm($0, of: "a person's name") }) else { return nil }
    return Actor.Person(name: name, from: from, until: until)
  }

  /// Segments without a named holder need someone to fall back on.
  mutating func checkRoles(_ file: Fields) {
    for role in Actor.Role.allCases {
      let count = actors.count { $0.role == role }
      guard count != 1, let node = file["actors"] else { continue }
      nodes.report(node, "exactly one actor must have 'role: \(role.rawValue)', not \(count)")
    }
  }

  mutating func readLikelihood(_ node: Node) {
    guard
      let fields = nodes.fields(
        node, of: "a likelihood", required: ["term", "low", "high"], optional: ["confidence"])
    else { return }
    let term = nodes.pattern(fields["term"], of: "term")
    let low = nodes.number(fields["low"], of: "low", in: 0...1)
    let high = nodes.number(fields["high"], of: "high", in: 0...1)
    guard let term, let low, let high else { return }
    if low > high { nodes.report(fields.place, "low (\(low)) is above high (\(high))") }
    likelihoods.append(
      LikelihoodTerm(
        term: term, text: nodes.text(fields["term"], of: "term") ?? "", low: low, high: high,
        isConfidence: nodes.bool(fields["confidence"], of: "confidence") ?? false))
  }

  mutating func readBoard(_ node: Node?) -> BoardRules {
    let fields = node.flatMap {
      nodes.fields(
        $0, of: "the board", required: [],
        optional: [
          "board-facets", "table-facets", "accusers", "claimed-statuses", "not-hypothetical",
          "contradictions",
          "arrow-sources", "arrow-p-value", "silence-factor", "key-changes", "new-after",
        ])
    }
    let contradictions = nodes.list(fields?["contradictions"], of: "contradictions").map {
      readContradiction($0)
    }
    return BoardRules(
      boardFacets: names(fields?["board-facets"], of: "board-facets", .facet),
      tableFacets: names(fields?["table-facets"], of: "table-facets", .facet),
      accusers: names(fields?["accusers"], of: "accusers", .actor),
      claimedStatuses: names(fields?["claimed-statuses"], of: "claimed-statuses", .anyStatus),
      notHypothetical: names(fields?["not-hypothetical"], of: "not-hypothetical", .anyStatus),
      contradictions: contradictions,
      arrowSources: nodes.integer(fields?["arrow-sources"], of: "arrow-sources", in: 0...1000) ?? 2,
      arrowPValue: nodes.number(fields?["arrow-p-value"], of: "arrow-p-value", in: 0...1) ?? 0.05,
      silenceFactor: nodes.number(fields?["silence-factor"], of: "silence-factor", in: 1...1000) ?? 3,
      keyChanges: nodes.integer(fields?["key-changes"], of: "key-changes", in: 0...100) ?? 5,
      newAfter: nodes.integer(fields?["new-after"], of: "new-after", in: 1...11) ?? 6)
  }

  private mutating func names(_ node: Node?, of what: String, _ kind: Mention.Kind) -> [String] {
    let texts = nodes.texts(node, of: what)
    nodes.mention(kind, texts)
    return texts.map(\.value)
  }

  private mutating func readContradiction(_ node: Node) -> [String] {
    let pair = nodes.texts(node, of: "a contradiction")
    if pair.count != 2 { nodes.report(node, "a contradiction is a pair of statuses, as in [eased, crossed]") }
    nodes.mention(.anyStatus, pair)
    return pair.map(\.value)
  }
}

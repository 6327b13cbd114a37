// A digest over what matters to coding: when it changes, notes must be coded anew.

extension Codebook {
  /// Over facets, lexicons, actors, patterns, status rules, cues and likelihoods; not over titles, labels,
  /// definitions, memos, examples, baselines, the board, or the file's comments and layout.
  static func fingerprint(of book: Codebook) -> String {
    var record = CanonicalRecord()
    for facet in book.facets {
      record.add("facet", facet.id, facet.ladder.joined(separator: " "), facet.defaultStatus)
    }
    for (name, lexicon) in book.lexicons.sorted(by: { $0.key < $1.key }) {
      record.add("lexicon", [name] + lexicon.terms.map(\.description))
    }
    for actor in book.actors {
      record.add(
        "actor", [actor.id, "\(actor.rank)", actor.role?.rawValue ?? ""] + actor.names.map(\.description))
      for person in actor.people {
        record.add("person", person.name.description, text(person.from), text(person.until))
      }
    }
    for code in book.codes {
      record.add("code", code.id, code.facet, code.doneTo.joined(separator: " "))
      for pattern in code.patterns { record.add(pattern) }
      for aside in code.asides { record.add("aside", aside.id, aside.match.description) }
      for rule in code.statusRules { record.add(rule) }
    }
    for cue in book.cues { record.add(cue) }
    for term in book.likelihoods {
      record.add(
        "likelihood", term.term.description, term.text, "\(term.low)", "\(term.high)", "\(term.isConfidence)")
    }
    return SHA256.hex(record.bytes)
  }

  /// A digest over what matters to boards besides the codings: board rules, baselines and labels.
  public var boardFingerprint: String {
    var record = CanonicalRecord()
    record.add("facets", board.boardFacets + ["|"] + board.tableFacets)
    record.add("accusers", board.accusers + ["|"] + board.claimedStatuses + ["|"] + board.notHypothetical)
    for pair in board.contradictions { record.add("contradiction", pair) }
    record.add(
      "limits", "\(board.arrowSources)", "\(board.arrowPValue)", "\(board.silenceFactor)",
      "\(board.keyChanges)", "\(board.newAfter)")
    for facet in facets {
      record.add("sentences", facet.sentences.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
      record.add("told", facet.told.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
    }
    for code in codes {
      record.add(
        "code", code.id, code.notation, code.label, code.subject, code.baseline?.status ?? "",
        code.baseline?.text ?? "")
    }
    return SHA256.hex(record.bytes)
  }
}

/// Fields parted by bytes that no field can hold (they are no YAML characters).
private struct CanonicalRecord {
  var bytes: [UInt8] = Array("redline codebook 1".utf8)

  mutating func add(_ kind: String, _ fields: String...) { add(kind, fields) }

  mutating func add(_ kind: String, _ fields: [String]) {
    bytes.append(0x1E)
    bytes.append(contentsOf: kind.utf8)
    for field in fields {
      bytes.append(0x1F)
      bytes.append(contentsOf: field.utf8)
    }
  }

  mutating func add(_ pattern: CodePattern) {
    add(
      "pattern", pattern.id, pattern.match.description, text(pattern.given), text(pattern.unless),
      text(pattern.unlessGiven), pattern.status ?? "", pattern.holder ?? "", "\(pattern.holderFixed)",
      text(pattern.negated), text(pattern.hypothetical), text(pattern.historical))
    // Only where there are any: other codebooks keep the fingerprint that they have.
    if !pattern.follows.isEmpty { add("follows", pattern.follows) }
  }

  mutating func add(_ rule: StatusRule) {
    add(
      "status", rule.id, rule.status, text(rule.when), text(rule.unless),
      rule.holders.joined(separator: " "), rule.exceptHolders.joined(separator: " "), text(rule.negated),
      text(rule.hypothetical), "\(rule.asked)", "\(rule.clause)", rule.patterns.joined(separator: " "),
      text(rule.setsHypothetical), rule.holder ?? "")
  }

  mutating func add(_ cue: Cue) {
    add(
      "cue", cue.id, cue.match.description, cue.category?.rawValue ?? "", cue.direction.rawValue,
      text(cue.maxScope), "\(cue.stopsAtClause)", cue.only.joined(separator: " "),
      cue.except.joined(separator: " "))
  }
}

private func text(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "" }

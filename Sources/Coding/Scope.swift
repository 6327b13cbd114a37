// ConText: the cues of a sentence and the words that each of them reaches.

import Codebooks

/// A cue found in a sentence. Positions are offsets from the sentence's first word.
struct CueMatch: Sendable, Equatable {
  /// Index in the codebook's cues.
  var cue: Int
  var span: Range<Int>
}

/// What a cue reaches: computed once from the sentence's cues and clauses, never changed.
struct Scope: Sendable, Equatable {
  var cue: Int
  var span: Range<Int>
  /// In order, apart from each other; an embedded clause may lie between two.
  var reach: [Range<Int>]

  func reaches(_ segment: Range<Int>) -> Bool {
    reach.contains { $0.overlaps(segment) }
  }
}

enum Scopes {
  /// The scopes of a sentence's cues, in order of their place. Pseudo-cues cancel what lies inside them,
  /// terminators cut what would run over them.
  static func of(_ matches: [CueMatch], cues: [Cue], clauses: Clauses) -> [Scope] {
    let pseudo = matches.filter { cues[$0.cue].direction == .pseudo }
    let ends = matches.filter { cues[$0.cue].direction == .terminate }
    var scopes: [Scope] = []
    for match in matches {
      let cue = cues[match.cue]
      guard cue.direction != .pseudo, cue.direction != .terminate else { continue }
      if pseudo.contains(where: { cancels($0, match, cues: cues) }) { continue }
      let own = ends.filter { serves(cues[$0.cue].category, cue.category) && !$0.span.overlaps(match.span) }
      let reach = reach(of: match, cue: cue, ends: own, clauses: clauses)
      scopes.append(Scope(cue: match.cue, span: match.span, reach: reach))
    }
    return scopes
  }

  private static func serves(_ category: Cue.Category?, _ other: Cue.Category?) -> Bool {
    category == nil || other == nil || category == other
  }

  private static func cancels(_ pseudo: CueMatch, _ match: CueMatch, cues: [Cue]) -> Bool {
    serves(cues[pseudo.cue].category, cues[match.cue].category)
      && pseudo.span.lowerBound <= match.span.lowerBound && match.span.upperBound <= pseudo.span.upperBound
  }

  private static func reach(
    of match: CueMatch, cue: Cue, ends: [CueMatch], clauses: Clauses
  ) -> [Range<Int>] {
    let span = match.span
    // The words of the cue itself belong to its scope: a segment may hold its own cue.
    var mask = [Bool](repeating: false, count: clauses.count)
    let forward = cue.direction == .forward || cue.direction == .bidirectional
    let backward = cue.direction == .backward || cue.direction == .bidirectional
    if forward {
      var limit = min(clauses.count, cue.maxScope.map { span.upperBound + $0 } ?? clauses.count)
      for end in ends where end.span.lowerBound >= span.upperBound { limit = min(limit, end.span.lowerBound) }
      let home = clauses.clause[span.upperBound - 1]
      for index in span.upperBound..<max(limit, span.upperBound) {
        mask[index] = !cue.stopsAtClause || clauses.flows(from: home, into: clauses.clause[index])
      }
    }
    if backward {
      var limit = max(0, cue.maxScope.map { span.lowerBound - $0 } ?? 0)
      for end in ends where end.span.upperBound <= span.lowerBound { limit = max(limit, end.span.upperBound) }
      let home = clauses.clause[span.lowerBound]
      for index in min(limit, span.lowerBound)..<span.lowerBound {
        let there = clauses.clause[index]
        mask[index] =
          !cue.stopsAtClause || clauses.flows(from: home, into: there)
          || clauses.flows(from: there, into: home)
      }
    }
    return runs(of: mask)
  }

  private static func runs(of mask: [Bool]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var index = 0
    while index < mask.count {
      guard mask[index] else {
        index += 1
        continue
      }
      var end = index
      while end < mask.count, mask[end] { end += 1 }
      runs.append(index..<end)
      index = end
    }
    return runs
  }
}

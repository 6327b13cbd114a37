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
  /// Within which words it may reach at all: to its greatest scope and to terminators, whatever the clauses.
  var bounds: Range<Int>
  /// Pseudo-cues that cancel it for the facets and codes that they apply to.
  var cancelledBy: [Int] = []

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
      let cancelling = pseudo.filter { cancels($0, match, cues: cues) }.map(\.cue)
      if cancelling.contains(where: { cues[$0].only.isEmpty && cues[$0].except.isEmpty }) { continue }
      let own = ends.filter { terminates($0, cue, cues: cues) && !$0.span.overlaps(match.span) }
      let bounds = bounds(of: match, cue: cue, ends: own, count: clauses.count)
      let reach = reach(of: match, cue: cue, bounds: bounds, clauses: clauses)
      scopes.append(
        Scope(cue: match.cue, span: match.span, reach: reach, bounds: bounds, cancelledBy: cancelling))
    }
    return scopes
  }

  /// What words report runs on through "but" and "because": an attribution ends only by a terminator of its own.
  private static func terminates(_ end: CueMatch, _ cue: Cue, cues: [Cue]) -> Bool {
    let category = cues[end.cue].category
    return cue.category == .attribution ? category == .attribution : serves(category, cue.category)
  }

  private static func serves(_ category: Cue.Category?, _ other: Cue.Category?) -> Bool {
    category == nil || other == nil || category == other
  }

  private static func cancels(_ pseudo: CueMatch, _ match: CueMatch, cues: [Cue]) -> Bool {
    serves(cues[pseudo.cue].category, cues[match.cue].category)
      && pseudo.span.lowerBound <= match.span.lowerBound && match.span.upperBound <= pseudo.span.upperBound
  }

  private static func bounds(of match: CueMatch, cue: Cue, ends: [CueMatch], count: Int) -> Range<Int> {
    let span = match.span
    var first = cue.maxScope.map { max(0, span.lowerBound - $0) } ?? 0
    var last = cue.maxScope.map { min(count, span.upperBound + $0) } ?? count
    for end in ends {
      if end.span.lowerBound >= span.upperBound { last = min(last, end.span.lowerBound) }
      if end.span.upperBound <= span.lowerBound { first = max(first, end.span.upperBound) }
    }
    return first..<max(last, span.upperBound)
  }

  private static func reach(
    of match: CueMatch, cue: Cue, bounds: Range<Int>, clauses: Clauses
  ) -> [Range<Int>] {
    let span = match.span
    var mask = [Bool](repeating: false, count: clauses.count)
    if cue.direction == .forward || cue.direction == .bidirectional {
      let home = clauses.clause[span.upperBound - 1]
      for index in span.upperBound..<bounds.upperBound {
        mask[index] = !cue.stopsAtClause || clauses.flows(from: home, into: clauses.clause[index])
      }
    }
    if cue.direction == .backward || cue.direction == .bidirectional {
      let home = clauses.clause[span.lowerBound]
      for index in bounds.lowerBound..<span.lowerBound {
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

// A codebook as cached bytes.
//
// The compiler asks for every property that has no preset; that those with one (all that may be nil) are kept too is
// what `CodebookCacheTests` compares, property by property.

extension FilePlace: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(line, column)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (line, column) = try reader.read()
  }
}

extension Codebook: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(
      title, version, source, languages, facets, lexicons, actors, codes, cues, likelihoods,
      board, fingerprint, openAlternatives)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (
      title, version, source, languages, facets, lexicons, actors, codes, cues, likelihoods, board,
      fingerprint, openAlternatives
    ) = try reader.read()
  }
}

extension Facet: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(id, label, ladder, defaultStatus, sentences, told)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (id, label, ladder, defaultStatus, sentences, told) = try reader.read()
  }
}

extension Lexicon: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(name, terms, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (name, terms, place) = try reader.read()
  }
}

extension Actor: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(id, label, names, people, rank, role)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (id, label, names, people, rank, role) = try reader.read()
  }
}

extension Actor.Person: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(name, from, until)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (name, from, until) = try reader.read()
  }
}

extension Code: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(
      id, notation, label, subject, facet, doneTo, broader, definition, includes, excludes, memo,
      baseline, patterns, asides, statusRules, examples, counterexamples, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (
      id, notation, label, subject, facet, doneTo, broader, definition, includes, excludes, memo, baseline,
      patterns, asides, statusRules, examples, counterexamples, place
    ) = try reader.read()
  }
}

extension Code.Exclusion: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(text, use)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (text, use) = try reader.read()
  }
}

extension Code.Baseline: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(status, text)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (status, text) = try reader.read()
  }
}

extension CodePattern: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(
      id, match, given, unless, unlessGiven, follows, status, holder, holderFixed, negated, hypothetical,
      historical, example, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (
      id, match, given, unless, unlessGiven, follows, status, holder, holderFixed, negated, hypothetical,
      historical, example, place
    ) = try reader.read()
  }
}

extension Aside: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(id, match, example, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (id, match, example, place) = try reader.read()
  }
}

extension StatusRule: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(
      id, status, when, unless, holders, exceptHolders, negated, hypothetical, asked, clause, patterns,
      setsHypothetical, holder, example, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (
      id, status, when, unless, holders, exceptHolders, negated, hypothetical, asked, clause, patterns,
      setsHypothetical, holder, example, place
    ) = try reader.read()
  }
}

extension Example: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(text, title, date, context, status, negated, hypothetical, historical, holder, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (text, title, date, context, status, negated, hypothetical, historical, holder, place) = try reader.read()
  }
}

extension Counterexample: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(text, title, context, because, use, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (text, title, context, because, use, place) = try reader.read()
  }
}

extension Cue: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(id, match, category, direction, maxScope, stopsAtClause, only, except, example, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (
      id, match, category, direction, maxScope, stopsAtClause, only, except, example, place
    ) = try reader.read()
  }
}

extension LikelihoodTerm: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(term, text, low, high, isConfidence)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (term, text, low, high, isConfidence) = try reader.read()
  }
}

extension BoardRules: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(
      boardFacets, tableFacets, accusers, claimedStatuses, notHypothetical, contradictions,
      arrowSources, arrowPValue, silenceFactor, keyChanges, newAfter)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    (
      boardFacets, tableFacets, accusers, claimedStatuses, notHypothetical, contradictions, arrowSources,
      arrowPValue, silenceFactor, keyChanges, newAfter
    ) = try reader.read()
  }
}

extension Actor.Role: Cacheable {}
extension Cue.Category: Cacheable {}
extension Cue.Direction: Cacheable {}

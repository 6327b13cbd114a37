// A codebook as cached bytes.
//
// The compiler asks for every property that has no preset; that those with one (all that may be nil) are kept too is
// what `CodebookCacheTests` compares, property by property.

extension FilePlace: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(line, column)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    line = try reader.read()
    column = try reader.read()
  }
}

extension Codebook: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(
      title, version, source, languages, facets, lexicons, actors, codes, cues, likelihoods,
      board, fingerprint, openAlternatives)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    title = try reader.read()
    version = try reader.read()
    source = try reader.read()
    languages = try reader.read()
    facets = try reader.read()
    lexicons = try reader.read()
    actors = try reader.read()
    codes = try reader.read()
    cues = try reader.read()
    likelihoods = try reader.read()
    board = try reader.read()
    fingerprint = try reader.read()
    openAlternatives = try reader.read()
  }
}

extension Facet: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(id, label, ladder, defaultStatus, sentences)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    id = try reader.read()
    label = try reader.read()
    ladder = try reader.read()
    defaultStatus = try reader.read()
    sentences = try reader.read()
  }
}

extension Lexicon: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(name, terms, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    name = try reader.read()
    terms = try reader.read()
    place = try reader.read()
  }
}

extension Actor: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(id, label, names, people, rank, role)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    id = try reader.read()
    label = try reader.read()
    names = try reader.read()
    people = try reader.read()
    rank = try reader.read()
    role = try reader.read()
  }
}

extension Actor.Person: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(name, from, until)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    name = try reader.read()
    from = try reader.read()
    until = try reader.read()
  }
}

extension Code: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(
      id, notation, label, subject, facet, broader, definition, includes, excludes, memo,
      baseline, patterns, statusRules, examples, counterexamples, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    id = try reader.read()
    notation = try reader.read()
    label = try reader.read()
    subject = try reader.read()
    facet = try reader.read()
    broader = try reader.read()
    definition = try reader.read()
    includes = try reader.read()
    excludes = try reader.read()
    memo = try reader.read()
    baseline = try reader.read()
    patterns = try reader.read()
    statusRules = try reader.read()
    examples = try reader.read()
    counterexamples = try reader.read()
    place = try reader.read()
  }
}

extension Code.Exclusion: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(text, use)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    text = try reader.read()
    use = try reader.read()
  }
}

extension Code.Baseline: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(status, text)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    status = try reader.read()
    text = try reader.read()
  }
}

extension CodePattern: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(
      id, match, given, unless, unlessGiven, status, holder, holderFixed, negated, hypothetical,
      historical, example, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    id = try reader.read()
    match = try reader.read()
    given = try reader.read()
    unless = try reader.read()
    unlessGiven = try reader.read()
    status = try reader.read()
    holder = try reader.read()
    holderFixed = try reader.read()
    negated = try reader.read()
    hypothetical = try reader.read()
    historical = try reader.read()
    example = try reader.read()
    place = try reader.read()
  }
}

extension StatusRule: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(
      id, status, when, unless, holders, exceptHolders, negated, hypothetical, asked, clause, patterns,
      setsHypothetical, holder, example, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    id = try reader.read()
    status = try reader.read()
    when = try reader.read()
    unless = try reader.read()
    holders = try reader.read()
    exceptHolders = try reader.read()
    negated = try reader.read()
    hypothetical = try reader.read()
    asked = try reader.read()
    clause = try reader.read()
    patterns = try reader.read()
    setsHypothetical = try reader.read()
    holder = try reader.read()
    example = try reader.read()
    place = try reader.read()
  }
}

extension Example: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(text, title, date, context, status, negated, hypothetical, historical, holder, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    text = try reader.read()
    title = try reader.read()
    date = try reader.read()
    context = try reader.read()
    status = try reader.read()
    negated = try reader.read()
    hypothetical = try reader.read()
    historical = try reader.read()
    holder = try reader.read()
    place = try reader.read()
  }
}

extension Counterexample: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(text, title, context, because, use, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    text = try reader.read()
    title = try reader.read()
    context = try reader.read()
    because = try reader.read()
    use = try reader.read()
    place = try reader.read()
  }
}

extension Cue: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(id, match, category, direction, maxScope, stopsAtClause, only, except, example, place)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    id = try reader.read()
    match = try reader.read()
    category = try reader.read()
    direction = try reader.read()
    maxScope = try reader.read()
    stopsAtClause = try reader.read()
    only = try reader.read()
    except = try reader.read()
    example = try reader.read()
    place = try reader.read()
  }
}

extension LikelihoodTerm: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(term, text, low, high, isConfidence)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    term = try reader.read()
    text = try reader.read()
    low = try reader.read()
    high = try reader.read()
    isConfidence = try reader.read()
  }
}

extension BoardRules: Cacheable {
  public func write(to writer: inout CacheWriter) {
    writer.write(
      boardFacets, tableFacets, accusers, claimedStatuses, notHypothetical, contradictions,
      arrowSources, arrowPValue, silenceFactor, keyChanges, newAfter)
  }
  public init(from reader: inout CacheReader) throws(CacheDamage) {
    boardFacets = try reader.read()
    tableFacets = try reader.read()
    accusers = try reader.read()
    claimedStatuses = try reader.read()
    notHypothetical = try reader.read()
    contradictions = try reader.read()
    arrowSources = try reader.read()
    arrowPValue = try reader.read()
    silenceFactor = try reader.read()
    keyChanges = try reader.read()
    newAfter = try reader.read()
  }
}

extension Actor.Role: Cacheable {}
extension Cue.Category: Cacheable {}
extension Cue.Direction: Cacheable {}

// A codebook as it holds: every name resolved, every pattern parsed. Nothing about any one subject is here.

public struct Codebook: Sendable {
  public var title: String
  public var version: String
  public var source: String
  /// BCP 47 primary languages that its patterns cover.
  public var languages: [String]
  /// In the file's order.
  public var facets: [Facet]
  public var lexicons: [String: Lexicon]
  public var actors: [Actor]
  public var codes: [Code]
  public var cues: [Cue]
  public var likelihoods: [LikelihoodTerm]
  public var board: BoardRules
  /// Hexadecimal digest of everything that matters to coding: texts and comments do not, patterns do.
  public var fingerprint: String
  /// Where patterns have alternatives without parentheses beside a connector of proximity.
  public var openAlternatives: [FilePlace] = []

  public init(
    title: String, version: String, source: String, languages: [String], facets: [Facet],
    lexicons: [String: Lexicon], actors: [Actor], codes: [Code], cues: [Cue],
    likelihoods: [LikelihoodTerm], board: BoardRules, fingerprint: String
  ) {
    self.title = title
    self.version = version
    self.source = source
    self.languages = languages
    self.facets = facets
    self.lexicons = lexicons
    self.actors = actors
    self.codes = codes
    self.cues = cues
    self.likelihoods = likelihoods
    self.board = board
    self.fingerprint = fingerprint
  }
}

/// A family of codes with its ladder of statuses.
public struct Facet: Sendable, Hashable {
  public var id: String
  public var label: String
  /// Lowest to highest.
  public var ladder: [String]
  /// The status of a segment about which the sentence says nothing further; on the ladder.
  public var defaultStatus: String
  /// For people: how a digest says that a code reached a status, with `{subject}` and `{holders}` in it.
  public var sentences: [String: String]
  /// The same for a status that only the board's `accusers` hold, who tell of what others do: "Russia said that a
  /// halt was refused".
  public var told: [String: String]
  public init(
    id: String, label: String, ladder: [String], defaultStatus: String, sentences: [String: String] = [:],
    told: [String: String] = [:]
  ) {
    self.id = id
    self.label = label
    self.ladder = ladder
    self.defaultStatus = defaultStatus
    self.sentences = sentences
    self.told = told
  }
}

/// A named list of terms; nested lexicons are kept by name.
public struct Lexicon: Sendable, Hashable {
  public var name: String
  /// Phrases, `$other` lexicons, `CAPS(...)`.
  public var terms: [PatternExpression]
  public var place: FilePlace
  public init(name: String, terms: [PatternExpression], place: FilePlace) {
    self.name = name
    self.terms = terms
    self.place = place
  }
}

/// Someone who can hold a coded segment.
public struct Actor: Sendable, Hashable {
  public var id: String
  public var label: String
  /// Names, metonyms, titles, nationality adjectives.
  public var names: [PatternExpression]
  /// Office holders: names that count only for texts dated in their years (unbounded where nil).
  public var people: [Person]
  /// Where several actors could hold a segment, the higher rank wins; 0 by default. A collective that only
  /// stands in where no one is named ("the West") has a negative one.
  public var rank: Int
  /// "author" and "other" have no names; they are the fall-backs, and carry a role.
  public var role: Role?
  public enum Role: String, Sendable, CaseIterable { case author, other }
  public struct Person: Sendable, Hashable {
    public var name: PatternExpression
    public var from: Int?
    public var until: Int?
    public init(name: PatternExpression, from: Int?, until: Int?) {
      self.name = name
      self.from = from
      self.until = until
    }
  }
  public init(
    id: String, label: String, names: [PatternExpression], people: [Person], rank: Int, role: Role?
  ) {
    self.id = id
    self.label = label
    self.names = names
    self.people = people
    self.rank = rank
    self.role = role
  }
}

/// One entry of the codebook.
public struct Code: Sendable {
  public var id: String
  public var notation: String
  public var label: String
  /// The label as it stands within a sentence ("a halt to NATO's enlargement"); the label itself where not given.
  public var subject: String
  public var facet: String
  /// Actors to whom what the code names is done: as the subject of a clause none of them does it.
  public var doneTo: [String]
  public var broader: String?
  public var definition: String
  public var includes: [String]
  public var excludes: [Exclusion]
  public var memo: String
  public var baseline: Baseline?
  public var patterns: [CodePattern]
  /// Words that carry the code nowhere: what only dates, causes or labels something else.
  public var asides: [Aside]
  /// Tried in order; the first that holds gives the status.
  public var statusRules: [StatusRule]
  public var examples: [Example]
  public var counterexamples: [Counterexample]
  public var place: FilePlace

  public struct Exclusion: Sendable, Hashable {
    public var text: String
    /// The code to use instead, where there is one.
    public var use: String?
    public init(text: String, use: String?) {
      self.text = text
      self.use = use
    }
  }
  public struct Baseline: Sendable, Hashable {
    public var status: String
    public var text: String
    public init(status: String, text: String) {
      self.status = status
      self.text = text
    }
  }
  public init(
    id: String, notation: String, label: String, facet: String, broader: String?, definition: String,
    includes: [String], excludes: [Exclusion], memo: String, baseline: Baseline?, patterns: [CodePattern],
    statusRules: [StatusRule], examples: [Example], counterexamples: [Counterexample], place: FilePlace,
    subject: String? = nil, doneTo: [String] = [], asides: [Aside] = []
  ) {
    self.id = id
    self.notation = notation
    self.label = label
    self.subject = subject ?? label
    self.facet = facet
    self.doneTo = doneTo
    self.broader = broader
    self.definition = definition
    self.includes = includes
    self.excludes = excludes
    self.memo = memo
    self.baseline = baseline
    self.patterns = patterns
    self.asides = asides
    self.statusRules = statusRules
    self.examples = examples
    self.counterexamples = counterexamples
    self.place = place
  }
}

/// A way of saying a code. It fires in a sentence where `match` has a span there, `given` holds, and
/// `unless` and `unlessGiven` do not.
public struct CodePattern: Sendable {
  /// "D1.2": unique in the file.
  public var id: String
  public var match: PatternExpression
  /// Must be found in the sentence, the two before it (within the passage) or the note's title; the operands
  /// of an AND each by itself.
  public var given: PatternExpression?
  /// Must not be found in the sentence.
  public var unless: PatternExpression?
  /// Must not be found in the sentence, the two before it or the title.
  public var unlessGiven: PatternExpression?
  /// Codes one of which a sentence of the two before must carry: "Oslo rejected the demand" takes up what that says.
  public var follows: [String]
  /// Status where no status rule holds; the facet's default where nil.
  public var status: String?
  /// Actor where the sentence and its context name none, or always with `holderFixed`.
  public var holder: String?
  public var holderFixed: Bool
  /// Modifiers that the wording itself carries ("will", "unless"), whatever the cues say.
  public var negated: Bool?
  public var hypothetical: Bool?
  public var historical: Bool?
  public var example: String?
  public var place: FilePlace
  public init(
    id: String, match: PatternExpression, given: PatternExpression? = nil,
    unless: PatternExpression? = nil, unlessGiven: PatternExpression? = nil, follows: [String] = [],
    status: String? = nil, holder: String? = nil, holderFixed: Bool = false, negated: Bool? = nil,
    hypothetical: Bool? = nil, historical: Bool? = nil, example: String? = nil, place: FilePlace
  ) {
    self.id = id
    self.match = match
    self.given = given
    self.unless = unless
    self.unlessGiven = unlessGiven
    self.follows = follows
    self.status = status
    self.holder = holder
    self.holderFixed = holderFixed
    self.negated = negated
    self.hypothetical = hypothetical
    self.historical = historical
    self.example = example
    self.place = place
  }
}

/// Words that carry a code nowhere ("since the invasion"): what a pattern matches counts only where neither its first
/// word nor its last is one of them.
public struct Aside: Sendable {
  /// "C1.a1": unique in the file.
  public var id: String
  public var match: PatternExpression
  /// A sentence that does not carry the code, and would without the aside.
  public var example: String?
  public var place: FilePlace
  public init(id: String, match: PatternExpression, example: String? = nil, place: FilePlace) {
    self.id = id
    self.match = match
    self.example = example
    self.place = place
  }
}

/// A sentence that must be coded so: a test.
public struct Example: Sendable {
  public var text: String
  public var title: String?
  public var date: String?
  /// The sentence before, not judged.
  public var context: String?
  public var status: String?
  public var negated: Bool?
  public var hypothetical: Bool?
  public var historical: Bool?
  public var holder: String?
  public var place: FilePlace
  public init(
    text: String, title: String? = nil, date: String? = nil, context: String? = nil,
    status: String? = nil, negated: Bool? = nil, hypothetical: Bool? = nil, historical: Bool? = nil,
    holder: String? = nil, place: FilePlace
  ) {
    self.text = text
    self.title = title
    self.date = date
    self.context = context
    self.status = status
    self.negated = negated
    self.hypothetical = hypothetical
    self.historical = historical
    self.holder = holder
    self.place = place
  }
}

/// A sentence that must not carry the code: a test.
public struct Counterexample: Sendable {
  public var text: String
  public var title: String?
  public var context: String?
  public var because: String
  /// The code that it carries instead, where it carries one.
  public var use: String?
  public var place: FilePlace
  public init(
    text: String, title: String? = nil, context: String? = nil, because: String, use: String? = nil,
    place: FilePlace
  ) {
    self.text = text
    self.title = title
    self.context = context
    self.because = because
    self.use = use
    self.place = place
  }
}

/// A cue after ConText: words that change how what stands in their scope is meant.
public struct Cue: Sendable {
  public enum Category: String, Sendable, CaseIterable {
    case negated, hypothetical, historical
    /// A speech verb or formula that hands the scope to the actor beside it.
    case attribution
  }
  public enum Direction: String, Sendable, CaseIterable {
    case forward, backward, bidirectional
    /// Ends the scope of cues of its category (of all, where the category is nil).
    case terminate
    /// Looks like a cue and is none ("did not rule out" negates nothing): cancels cues inside its span.
    case pseudo
  }
  public var id: String
  public var match: PatternExpression
  /// Nil for a terminator or pseudo-cue that serves all categories.
  public var category: Category?
  public var direction: Direction
  /// Words that the scope reaches at most; to the clause's end where nil.
  public var maxScope: Int?
  /// Whether the scope stops at clause boundaries (the default) or runs through the sentence.
  public var stopsAtClause: Bool
  /// Facets or codes it applies to (all where empty).
  public var only: [String]
  public var except: [String]
  public var example: String?
  public var place: FilePlace
  public init(
    id: String, match: PatternExpression, category: Category?, direction: Direction,
    maxScope: Int? = nil, stopsAtClause: Bool = true, only: [String] = [], except: [String] = [],
    example: String? = nil, place: FilePlace
  ) {
    self.id = id
    self.match = match
    self.category = category
    self.direction = direction
    self.maxScope = maxScope
    self.stopsAtClause = stopsAtClause
    self.only = only
    self.except = except
    self.example = example
    self.place = place
  }
}

/// An estimative word with the band it stands for (probabilities from 0 to 1).
public struct LikelihoodTerm: Sendable {
  public var term: PatternExpression
  public var text: String
  public var low: Double
  public var high: Double
  /// "confidence" terms (low, moderate, high confidence) are kept apart from likelihood.
  public var isConfidence: Bool
  public init(term: PatternExpression, text: String, low: Double, high: Double, isConfidence: Bool) {
    self.term = term
    self.text = text
    self.low = low
    self.high = high
    self.isConfidence = isConfidence
  }
}

/// What is wrong with a codebook file.
public struct CodebookError: Error, Sendable, CustomStringConvertible {
  /// The file's name as given; "default codebook" for the embedded one.
  public var file: String
  public var place: FilePlace?
  /// Lower case, names the thing and the remedy.
  public var message: String
  public init(file: String, place: FilePlace?, message: String) {
    self.file = file
    self.place = place
    self.message = message
  }
  /// `codebook.yaml:14:7: unknown code 'demand/halt'`.
  public var description: String {
    guard let place else { return "\(file): \(message)" }
    return "\(file):\(place.line):\(place.column): \(message)"
  }
}

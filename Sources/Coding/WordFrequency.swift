// How common words are, to choose what a pattern is looked for by.

/// Guesses from a list of the commonest English words by rank, and from length. Wrong guesses cost time only.
enum WordFrequency {
  /// The share of all words that a term is expected to be.
  static func estimate(_ forms: TermForms) -> Float {
    switch forms {
    case .exact(let words): words.reduce(0) { $0 + estimate(word: $1) }
    case .prefix(let prefix): estimate(prefix)
    case .wildcard(let body, _): 4 * rare(body.count) + estimate(leading(body))
    }
  }

  /// The list has words as they stand before an apostrophe: "don't" is as common as "don".
  private static func estimate(word: [UInt8]) -> Float {
    if let known = ranked[word] { return known }
    let least = rare(word.count)
    guard let apostrophe = word.firstIndex(of: UInt8(ascii: "'")) else { return least }
    return max(least, ranked[Array(word[..<apostrophe])] ?? 0)
  }

  private static func leading(_ body: [Unicode.Scalar?]) -> [UInt8] {
    var word: [UInt8] = []
    for scalar in body {
      guard let scalar else { break }
      word.append(contentsOf: String(Character(scalar)).utf8)
    }
    return word
  }

  /// All listed words that begin so, and others.
  private static func estimate(_ prefix: [UInt8]) -> Float {
    var sum = 3 * rare(prefix.count)
    var place = sorted.partitioned { $0.word.lexicographicallyPrecedes(prefix) }
    while place < sorted.count, sorted[place].word.starts(with: prefix) {
      sum += sorted[place].share
      place += 1
    }
    return sum
  }

  /// A word that is not in the list.
  private static func rare(_ count: Int) -> Float { count < 4 ? 1e-4 : count < 7 ? 5e-5 : 3e-5 }

  private static let sorted: [(word: [UInt8], share: Float)] =
    ranked.map { (word: $0.key, share: $0.value) }.sorted { $0.word.lexicographicallyPrecedes($1.word) }

  /// Zipf's law: the word of rank r is about one in 8 r.
  private static let ranked: [[UInt8]: Float] = Dictionary(
    words.split(whereSeparator: \.isWhitespace).enumerated().map { rank, word in
      (Array(word.utf8), 0.12 / Float(rank + 2))
    }, uniquingKeysWith: max)

  private static let words = """
    the to and of that in we is for you on this it with as have are be so not he our or what they will \
    about by from has at but there re was can going know an just all more their been do people any would \
    who one if also his out get these said administration ve go which think other now how those when \
    well up security right us some national time don first very over them here make today its continue \
    new into say order were question like ahead want no including than through two last see government \
    work country support look where thank had because take year back day shall should does law again \
    world need my sure then many important could made your com why me way thanks may under something \
    health war working against public forward clear years week after policy part energy being countries \
    across every let much economic plan doing military did next such really million certainly help good \
    before still senior obviously most days done seen since even section him yeah www put course call \
    mean official use news action process making point things percent families foreign border down \
    actions only around anything provide both talk long able international believe leaders number speak \
    information ensure come hydrogen data end members meeting communities deal okay global economy \
    questions while infrastructure between during efforts additional agencies status address community \
    whether lot access rights billion give funding yesterday trade within getting based issue assistance \
    future she announced critical set jobs taking months kind supply agency partners steps talking place \
    climate high same terms already together system actually share protect investment officials \
    appropriate couple three decision coming second heard care move change local past authority own \
    issues little further different report bill response times emergency service another term ago her \
    needs saying children workers taken team sanctions must home vaccine month great gas better keep \
    fact human women follow power given looking too leadership got th talked consistent trying \
    understand build increase tax each vaccinated services proclamation pandemic weeks development big \
    ask peace having without off level bipartisan region family manufacturing agreement private allies \
    view expect resources opportunity open inflation wanted bit commitment respect lives production \
    program range available costs tomorrow date specific conversations safe asked focus possible always \
    thing risk saw historic few seeing prices force person policies history progress threat might \
    companies laws full used violence everyone sort safety programs case nuclear press political nations \
    impact mentioned yes free forces best committed education means technology crisis domestic comes \
    individuals vaccines signed legislation related significant statement top areas far conversation \
    earlier review hear meet directly budget role effort necessary cost situation leave business tell \
    major yet others ground start strong doesn plans potential real social agenda key conflict called \
    intelligence fight bring moment oil middle following step financial everything create subject \
    measures wants enforcement several concerns certain took market using four humanitarian says small \
    industry nothing happen continuing cases note moving beyond include ongoing update message travel \
    try applicable leader life close summit pay challenges line effective never sector labor happening \
    group money particular capacity lower position aid products provided non clean guidance protection \
    until media strategy clearly focused interest weapons morning continues feel building ensuring \
    school once fuel hereby operations approach specifically among didn briefing guys quickly recent \
    ever hard investments remain came articles nearly visit job providing systems sorry invasion \
    businesses later needed air stand less room former soon direct memorandum lead control immigration \
    attack rate democracy interests stop schools current relationship fully details food party \
    facilities ways least asking record away freedom five example priority concern science debt \
    especially early regulations head answer citizens hand deliver research reason millions am per \
    organizations happened exactly equity pursuant vaccination growth sense everybody secure turn \
    closely left low expand prevent healthcare threats fighting hi reports face side discussions vote \
    speech read troops requirements price member water enough behind trip package medical advance \
    activities moderator ability believes find benefits decisions area includes imports remains \
    negotiations upon happy half legal cannot though supporting large staff green quick relief won child \
    campaign release reduce duty comment benefit largest illegal attacks employees spoke students \
    strategic led particularly
    """
}

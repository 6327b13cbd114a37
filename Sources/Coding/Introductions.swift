// Names that a note introduces itself: "Ukrainian Foreign Ministry spokesman Oleg Petrenko", later "Petrenko".

import Codebooks
import NoteText

/// Surnames of a note and the actors whose office their bearers hold. Of most words that may be a surname nobody asks:
/// who introduces one is found when a sentence behind names it.
struct Introductions: Sendable {
  typealias Mention = (actor: Int, tokens: Range<Int>)
  private struct Surname {
    /// The sentences that may introduce it, in order, and how many of them were looked at.
    var sentences: [Int] = []
    var seen = 0
    var actor: Int?
  }
  /// What may be a surname, in lower case: words that stand behind another with a capital beside an office.
  private var surnames: [WordKey: Surname] = [:]
  /// By sentence, the surnames that it introduces.
  private var introduced: [Int: [(surname: WordKey, actor: Int)]] = [:]
  /// Sentences before this one have been read.
  var read = 0
  private var count = 0

  /// What is kept of one note at most; no note that people write holds as many names beside an office.
  static let limit = 1 << 16

  /// Takes up what in a sentence with an office may be a surname.
  mutating func take(_ sentence: Int, tokens: ArraySlice<Token>, text: [UInt8]) {
    for index in tokens.indices.dropFirst()
    where tokens[index].shape.contains(.capitalised) && tokens[index - 1].shape.contains(.capitalised) {
      guard count < Introductions.limit, tokens[index].stem - tokens[index].start >= 4,
        Introductions.isPlainGap(text, tokens[index - 1], tokens[index]),
        let key = WordKey(text, tokens[index])
      else { continue }
      surnames[key, default: Surname()].sentences.append(sentence)
      count += 1
    }
  }

  /// The actor of a surname, by the first sentence that introduces it.
  ///
  /// - Parameter introduce: the surnames that a sentence introduces.
  mutating func actor(
    of word: WordKey, _ introduce: (_ sentence: Int) -> [(surname: WordKey, actor: Int)]
  ) -> Int? {
    guard var surname = surnames[word] else { return nil }
    while surname.actor == nil, surname.seen < surname.sentences.count {
      let sentence = surname.sentences[surname.seen]
      let names = introduced[sentence] ?? introduce(sentence)
      introduced[sentence] = names
      surname.actor = names.first { $0.surname == word }?.actor
      surname.seen += 1
    }
    surnames[word] = surname
    return surname.actor
  }

  /// The surnames that a sentence introduces. `tokens` are the sentence's.
  static func introduced(
    by mentions: [Mention], tokens: ArraySlice<Token>, text: [UInt8], other: Int?
  ) -> [(surname: WordKey, actor: Int)] {
    mentions.compactMap { mention in
      guard
        let name = name(after: mention.tokens, in: tokens, text, mentions)
          ?? name(ofOfficeAt: mention.tokens, in: tokens, text, mentions)
          ?? name(before: mention.tokens, in: tokens, text, mentions),
        let key = WordKey(text, tokens[name.surname])
      else { return nil }
      // Who has left office speaks for himself.
      return (key, name.isFormer ? other ?? mention.actor : mention.actor)
    }
  }

  private struct Name {
    var surname: Int
    var isFormer: Bool
  }

  /// "Ukraine's interim interior minister Arsen Petrenko", "NATO spokeswoman Jane Doe".
  private static func name(
    after mention: Range<Int>, in tokens: ArraySlice<Token>, _ text: [UInt8],
    _ mentions: [(actor: Int, tokens: Range<Int>)]
  ) -> Name? {
    var index = mention.upperBound
    var holdsRole = false
    var run = 0
    var isFormer =
      mention.lowerBound > tokens.startIndex
      && Introductions.isFormer(text, tokens[mention.lowerBound - 1])
    while index < tokens.endIndex, index - mention.upperBound < 10 {
      let joined = Introductions.isPlainGap(text, tokens[index - 1], tokens[index])
      guard joined, !mentions.contains(where: { $0.tokens.contains(index) }) else { break }
      if Introductions.isFormer(text, tokens[index]) { isFormer = true }
      if Introductions.isRole(text, tokens[index]) {
        holdsRole = true
        run = 0
      } else if holdsRole, tokens[index].shape.contains(.capitalised) {
        run += 1
        if run == 3 { return Name(surname: index, isFormer: isFormer) }
      } else if run > 0 {
        break
      } else if holdsRole {
        return nil
      }
      index += 1
    }
    guard run >= 2 else { return nil }
    return Name(surname: index - 1, isFormer: isFormer)
  }

  /// "Speaker of the parliament of Ukraine Andriy Petrenko", "the head of NATO's committee, General John Doe".
  private static func name(
    ofOfficeAt mention: Range<Int>, in tokens: ArraySlice<Token>, _ text: [UInt8],
    _ mentions: [(actor: Int, tokens: Range<Int>)]
  ) -> Name? {
    var index = mention.lowerBound
    var isFormer = false
    var holdsRole = false
    while index > tokens.startIndex, mention.lowerBound - index < 12,
      Introductions.isPlainGap(text, tokens[index - 1], tokens[index]), !holdsRole
    {
      index -= 1
      holdsRole = Introductions.isRole(text, tokens[index])
      guard holdsRole || Introductions.isOfOffice(text, tokens[index]) else { return nil }
      if index > tokens.startIndex, Introductions.isFormer(text, tokens[index - 1]) { isFormer = true }
    }
    guard holdsRole else { return nil }
    var commas = 0
    var run = 0
    index = mention.upperBound
    while index < tokens.endIndex, index - mention.upperBound < 8 {
      if !Introductions.isPlainGap(text, tokens[index - 1], tokens[index]) {
        guard run == 0, commas == 0, Introductions.isComma(text, tokens[index - 1], tokens[index]) else {
          break
        }
        commas = 1
      }
      guard !mentions.contains(where: { $0.tokens.contains(index) }) else { return nil }
      let isCapitalised = tokens[index].shape.contains(.capitalised)
      if Introductions.isRole(text, tokens[index]) {
        run = 0
      } else if isCapitalised {
        run += 1
        if run == 3 { return Name(surname: index, isFormer: isFormer) }
      } else if run > 0 || commas > 0 {
        break
      } else {
        return nil
      }
      index += 1
    }
    guard run == 2 else { return nil }
    return Name(surname: index - 1, isFormer: isFormer)
  }

  /// "Andriy Petrenko, deputy head of Ukraine's security council".
  private static func name(
    before mention: Range<Int>, in tokens: ArraySlice<Token>, _ text: [UInt8],
    _ mentions: [(actor: Int, tokens: Range<Int>)]
  ) -> Name? {
    var index = mention.lowerBound - 1
    var holdsRole =
      mention.upperBound < tokens.endIndex && Introductions.isRole(text, tokens[mention.upperBound])
    var isFormer = false
    while index > tokens.startIndex, mention.lowerBound - index < 10 {
      if Introductions.isRole(text, tokens[index]) { holdsRole = true }
      if Introductions.isFormer(text, tokens[index]) { isFormer = true }
      if Introductions.isComma(text, tokens[index - 1], tokens[index]) {
        let first = index - 2
        // "Mr. President, has the Norwegian minister ..." names nobody.
        guard holdsRole, first >= tokens.startIndex,
          tokens[index - 1].shape.contains(.capitalised), tokens[first].shape.contains(.capitalised),
          !Introductions.isRole(text, tokens[index - 1]), !honorifics.contains(text, tokens[index - 1]),
          !tokens[index - 1].shape.contains(.possessive),
          Introductions.isPlainGap(text, tokens[first], tokens[index - 1]),
          !mentions.contains(where: { $0.tokens.contains(index - 1) || $0.tokens.contains(first) })
        else { return nil }
        return Name(surname: index - 1, isFormer: isFormer)
      }
      guard Introductions.isPlainGap(text, tokens[index - 1], tokens[index]) else { return nil }
      index -= 1
    }
    return nil
  }

  /// A word that may stand between an office and whose it is: "of the National Assembly of".
  private static func isOfOffice(_ text: [UInt8], _ token: Token) -> Bool {
    token.shape.contains(.capitalised)
      || links.contains(text, token)
  }

  private static func isPlainGap(_ text: [UInt8], _ left: Token, _ right: Token) -> Bool {
    text[Int(left.end)..<Int(right.start)].allSatisfy { [32, 9, 10, 45, 46].contains($0) }
  }

  private static func isComma(_ text: [UInt8], _ left: Token, _ right: Token) -> Bool {
    text[Int(left.end)..<Int(right.start)].first == UInt8(ascii: ",")
  }

  static func isRole(_ text: [UInt8], _ token: Token) -> Bool { roles.contains(text, token) }

  /// Whether a word names an office.
  static func isRole(_ word: WordKey) -> Bool { roles.contains(word) }

  /// Whether a label begins with the office of one who speaks for a state: "PRIME MINISTER X".
  static func isHeadOfGovernment(_ text: [UInt8], _ label: [Token]) -> Bool {
    label.count > 1 && rulers.contains(text, label[0])
  }

  /// Whether a word stands for whom "of" names behind it.
  static func isHead(_ word: WordKey) -> Bool { roles.contains(word) || heads.contains(word) }

  static func isPeople(_ word: WordKey) -> Bool { people.contains(word) }

  static func isCrowd(_ word: WordKey) -> Bool { crowds.contains(word) }

  static func isNations(_ word: WordKey) -> Bool { bodies.contains(word) }

  static func isAble(_ word: WordKey) -> Bool { able.contains(word) }

  static func isProbable(_ word: WordKey) -> Bool { probable.contains(word) }

  /// Whether a verb tells what somebody thinks of a deed.
  static func isStance(_ word: WordKey) -> Bool { stances.contains(word) }

  static func isPair(_ word: WordKey) -> Bool { pair.contains(word) }

  static func isPartner(_ word: WordKey) -> Bool { partners.contains(word) }

  /// Whether a word stands with "of" for whom it names: "members of".
  static func isMembers(_ word: WordKey) -> Bool { word == members }

  /// Whether a word names the heads of several states.
  static func isLeaders(_ word: WordKey) -> Bool { leaders.contains(word) }

  /// Whether a word of speech is never a verb.
  static func isNaming(_ word: WordKey) -> Bool { namings.contains(word) }

  /// Whether a word names what one thinks.
  static func isThought(_ word: WordKey) -> Bool { thoughts.contains(word) }

  static func isSeeing(_ word: WordKey) -> Bool { seeing.contains(word) }

  /// Whether a word names what one wills, tries or is able to do.
  static func isWill(_ word: WordKey) -> Bool { wills.contains(word) }

  static func isQuantity(_ word: WordKey) -> Bool { quantities.contains(word) }

  /// Whether a word with "to" says how one stands to what another does.
  static func isStanding(_ word: WordKey) -> Bool { standings.contains(word) }

  /// Whether a word says of a deed that it is only said of its doer.
  static func isHearsay(_ word: WordKey) -> Bool { hearsay.contains(word) }

  /// Whether a word names one's share in what several do.
  static func isShare(_ word: WordKey) -> Bool { shares.contains(word) }

  /// Whether a verb says what a deed is worth: "violates", "undermines".
  static func isWeighing(_ word: WordKey) -> Bool { weighing.contains(word) }

  /// Whether a word behind "both" takes up two who have been named.
  static func isParty(_ word: WordKey) -> Bool { parties.contains(word) }

  /// Whether a word says what somebody thinks a deed is worth.
  static func isVerdict(_ word: WordKey) -> Bool { verdicts.contains(word) }

  /// Whether a verb hands something to whom it names next: "gave Norway ships".
  static func isGiving(_ word: WordKey) -> Bool { giving.contains(word) }

  static func isView(_ word: WordKey) -> Bool { views.contains(word) }

  static func isPutting(_ word: WordKey) -> Bool { putting.contains(word) }

  static func isAs(_ word: WordKey) -> Bool { word == such }

  static func isFor(_ word: WordKey) -> Bool { fors.contains(word) }

  static func isWithin(_ word: WordKey) -> Bool { word == within }

  static func isThe(_ word: WordKey) -> Bool { word == the }

  static func isTime(_ word: WordKey) -> Bool { times.contains(word) }

  /// Whether a verb brings somebody to do something.
  static func isPersuading(_ word: WordKey) -> Bool { persuading.contains(word) }

  static func isGuard(_ word: WordKey) -> Bool { guards.contains(word) }

  static func isIn(_ word: WordKey) -> Bool { ins.contains(word) }

  /// Whether a word stands before who does what a participle behind him says: "of Norway sending".
  static func isOf(_ word: WordKey) -> Bool { ofs.contains(word) }

  /// Whether a word before a colon says what a note is about.
  static func isTopic(_ word: WordKey) -> Bool { topics.contains(word) }

  /// Whether a word before a colon says that the writer speaks himself: "Judgement: the deal will hold".
  static func isRemark(_ word: WordKey) -> Bool { remarks.contains(word) }

  /// Whether a word names what somebody says: "Norway's answer: ...".
  static func isStatement(_ word: WordKey) -> Bool { statements.contains(word) }

  /// Whether a word names a body that rules from a capital.
  static func isInstitution(_ word: WordKey) -> Bool { institutions.contains(word) }

  static func isUnder(_ word: WordKey) -> Bool { word == under }

  static func isWho(_ word: WordKey) -> Bool { who.contains(word) }

  /// Whether a verb says something of a thing, and not that something is so.
  static func isJudging(_ word: WordKey) -> Bool { judging.contains(word) }

  static func isHonorific(_ word: WordKey) -> Bool { honorifics.contains(word) }

  static func isLocal(_ word: WordKey) -> Bool { local.contains(word) }

  static func isFormer(_ text: [UInt8], _ token: Token) -> Bool {
    former.contains(text, token)
  }

  /// Offices and ranks that stand before or behind their holder's name.
  private static let roles = KeyedWords(
    """
    minister president ambassador spokesman spokeswoman spokesperson chief head adviser advisor secretary general \
    commander director deputy chairman chairwoman speaker senator lawmaker mp leader official envoy representative \
    governor mayor diplomat premier chancellor admiral colonel officer commissioner negotiator delegate marshal politician statesman
    """)
  private static let rulers = KeyedWords("prime president chancellor king queen taoiseach premier")
  private static let links = KeyedWords("of the for to on at and")
  private static let heads = KeyedWords(
    """
    several many most some one two both majority leaders leadership government governments heads officials \
    presidents ministers ministry ministries representatives authorities parliament army military rest forces troops soldiers units
    """)
  private static let people = KeyedWords(
    "people person source sources residents witnesses observers insiders diplomats lawmakers researchers")
  /// Those of whom no state is told.
  private static let crowds = KeyedWords(
    """
    some many most few several others participants parties sides delegations delegates nations countries voters \
    respondents residents citizens majority minority majorities critics opponents supporters protesters \
    demonstrators attendees analyst analysts expert experts scholar scholars economist economists historian \
    historians professor researcher researchers pollsters
    """)
  private static let bodies = KeyedWords("countries nations governments members")
  private static let able = KeyedWords("able capable likely unlikely")
  private static let probable = KeyedWords(
    "likely probably certainly surely almost undoubtedly presumably possibly easily never")
  private static let stances = KeyedWords(
    "accept acknowledge agree condone endorse forget forgive legitimise legitimize recognise recognize tolerate"
  )
  private static let pair = KeyedWords("two both")
  private static let members = WordKey("members".utf8)
  private static let leaders = KeyedWords("leaders ministers presidents advisors advisers ambassadors")
  private static let namings = KeyedWords(
    "condemnation condemnations declaration announcement allegation allegations")
  private static let thoughts = KeyedWords(
    """
    view opinion belief hope hopes fear fears nonsense lie lies myth narrative idea thesis claim concern concerns worry \
    worried concerned confident sure convinced afraid certain aware
    """)
  private static let seeing = KeyedWords("see seen seeing remember watching watched witnessed forget")
  private static let wills = KeyedWords(
    """
    decision decisions attempt attempts resolve readiness willingness intention intentions intent bid desire \
    determination plan plans pledge commitment promise refusal move moves push threat threats offer
    """)
  private static let quantities = KeyedWords("several many most some one two both three four five multiple")
  private static let standings = KeyedWords(
    """
    agree agrees agreed agreeing object objects objected objecting opposed opposition objection objections consent
    consents consented averse hostile reconciled resigned
    """)
  private static let hearsay = KeyedWords("reported alleged rumoured rumored purported supposed")
  private static let shares = KeyedWords(
    """
    provision imposition contribution contributions donation donations delivery deliveries supply supplies adoption
    introduction leadership partnership response actions efforts steps generosity
    """)
  private static let weighing = KeyedWords(
    """
    violates violated undermines undermined undermining constitutes constituted jeopardizes jeopardises endangers
    contravenes breaches breached defies tramples flouts poses posed shakes shaken threatens erodes eroded amounts
    represents symbolizes epitomizes mocks betrays
    """)
  private static let verdicts = KeyedWords(
    """
    error mistake blunder crime disgrace folly failure tragedy wrong illegal unlawful unacceptable intolerable
    dangerous reckless provocative irresponsible unwise necessary essential vital crucial overdue justified outrage
    scandal threat violation breach gamble
    """)
  private static let giving = KeyedWords(
    """
    give gives gave given giving send sends sent sending supply supplies supplied supplying provide provides provided
    providing deliver delivers delivered delivering sell sells sold selling hand hands handed handing lend lends lent
    offer offers offered offering grant grants granted granting deny denies denied denying promise promises promised
    """)
  private static let views = KeyedWords(
    "view eyes opinion perspective standpoint viewpoint telling reading judgement judgment assessment logic")
  private static let putting = KeyedWords("put puts sees saw tells told has had")
  private static let such = WordKey("as".utf8)
  private static let fors = KeyedWords("for to")
  private static let within = WordKey("in".utf8)
  private static let the = WordKey("the".utf8)
  private static let parties = KeyedWords(
    "countries nations sides parties states leaders presidents ministers governments capitals men powers neighbours"
  )
  private static let times = KeyedWords(
    """
    monday tuesday wednesday thursday friday saturday sunday january february april june july august september october
    november december days weeks months years hours day week month year night morning evening weekend today tonight tomorrow yesterday
    """)
  private static let persuading = KeyedWords(
    """
    persuade persuaded persuades persuading convince convinced convinces convincing prompt prompted prompts prompting
    lead led leads leading push pushed pushes pushing force forced forces forcing get got getting compel compelled
    """)
  private static let guards = KeyedWords(
    "officials authorities police prosecutors firefighters rescuers military army services")
  private static let ins = KeyedWords("in at near outside across inside")
  private static let ofs = KeyedWords("of about on with to")
  private static let topics = KeyedWords(
    """
    crisis war conflict invasion sanctions live news latest summit talks tensions update updates analysis explained \
    map timeline border standoff deal treaty membership accession strikes attack attacks offensive
    """)
  private static let remarks = KeyedWords(
    """
    comment comments judgement judgment assessment analysis outlook reading conclusion conclusions takeaway takeaways \
    verdict upshot implication implications recommendation recommendations caveat caution interpretation forecast line \
    view note background context summary
    """)
  private static let statements = KeyedWords(
    """
    answer reply response rejoinder letter message line position stance view proposal offer argument reasoning case \
    demand condition terms formula version reading gloss warning
    """)
  private static let institutions = KeyedWords(
    "ministry ministries government parliament leadership authorities regime cabinet presidency")
  private static let under = WordKey("under".utf8)
  private static let who = KeyedWords("who whom")
  private static let judging = KeyedWords(
    """
    rejected rejects reject rejecting condemned condemns condemn condemning dismissed dismisses dismiss dismissing
    welcomed welcomes welcome welcoming slammed slams blasted decried denounced denounces praised praises hailed
    lauded mocked deplored deplores
    """)
  private static let partners = KeyedWords(
    "allies partners backers supporters friends neighbours neighbors opponents adversaries enemies")
  private static let honorifics = KeyedWords(
    """
    mr mrs ms miss dr sir lord lady rep sen gov gen col lt maj adm capt king queen prince princess pope st
    """)
  private static let local = KeyedWords("local regional municipal")
  private static let former = KeyedWords("former ex retired emeritus ousted")
}

extension Introductions {
  /// What the lists say of a word.
  static let marks: KeyedWords<WordMarks> = {
    var marks: [WordKey: WordMarks] = [:]
    let lists: [(KeyedWords<Bool>, WordMarks)] = [
      (roles, [.role, .head]), (heads, .head), (people, .people), (local, .local),
    ]
    for (words, mark) in lists {
      for word in words.keys { marks[word, default: []].formUnion(mark) }
    }
    return KeyedWords(marks)
  }()
}

extension Coder {
  /// Reads what the sentences before one may introduce, each once a note.
  private func readIntroductions(before index: Int, of passage: inout Passage) {
    guard passage.introductions.read < index else { return }
    // Who is introduced is introduced with an office.
    for sentence in passage.introductions.read..<index where matcher.words.holdsOffice(in: sentence) {
      passage.introductions.take(
        sentence, tokens: passage.cut.tokens[passage.cut.sentences[sentence].tokens], text: passage.note.text)
    }
    passage.introductions.read = index
  }

  /// The names among a sentence's words that the sentences before it introduce and no actor's own names cover.
  mutating func introduced(
    before sentence: Int, in tokens: Range<Int>, of passage: inout Passage,
    beside mentions: [Introductions.Mention]
  ) -> [Introductions.Mention] {
    readIntroductions(before: sentence, of: &passage)
    let (text, cut) = (passage.note.text, passage.cut)
    return tokens.compactMap { index in
      let token = cut.tokens[index]
      guard token.shape.contains(.capitalised), let word = WordKey(text, token),
        !mentions.contains(where: { $0.tokens.contains(index) }),
        let actor = passage.introductions.actor(
          of: word,
          {
            Introductions.introduced(
              by: matcher.actorMentions(in: $0).filter { $0.actor != compiled.author },
              tokens: cut.tokens[cut.sentences[$0].tokens], text: text, other: compiled.other)
          })
      else { return nil }
      return (actor, index..<index + 1)
    }
  }
}

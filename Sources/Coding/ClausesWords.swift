// The closed word classes of English, and the verbs that tell a clause from a list; no subject matter.

import NoteText

/// What a word can be in a clause. A word may be several things.
struct WordClass: OptionSet, Sendable {
  let rawValue: UInt64
  static let determiner = WordClass(rawValue: 1 << 0)
  static let preposition = WordClass(rawValue: 1 << 1)
  /// A finite form of be, have or do.
  static let auxiliary = WordClass(rawValue: 1 << 2)
  static let modal = WordClass(rawValue: 1 << 3)
  static let negation = WordClass(rawValue: 1 << 4)
  /// Opens a conditional clause: if, unless.
  static let conditional = WordClass(rawValue: 1 << 5)
  /// Opens an adverbial clause: because, although, while.
  static let subordinator = WordClass(rawValue: 1 << 6)
  /// Also a preposition or an adverb: counts as a subordinator only before a subject and a verb.
  static let unsure = WordClass(rawValue: 1 << 7)
  static let relative = WordClass(rawValue: 1 << 8)
  static let that = WordClass(rawValue: 1 << 9)
  static let coordinator = WordClass(rawValue: 1 << 10)
  static let adversative = WordClass(rawValue: 1 << 11)
  static let infinitive = WordClass(rawValue: 1 << 12)
  /// I, we and their forms.
  static let first = WordClass(rawValue: 1 << 13)
  /// he, she, they, it as subjects.
  static let third = WordClass(rawValue: 1 << 14)
  /// you.
  static let second = WordClass(rawValue: 1 << 15)
  /// his, her, its, their.
  static let possessive = WordClass(rawValue: 1 << 16)
  static let questionWord = WordClass(rawValue: 1 << 17)
  /// A finite verb by form: irregular pasts, common third persons, "-ed".
  static let finite = WordClass(rawValue: 1 << 18)
  static let participle = WordClass(rawValue: 1 << 19)
  static let by = WordClass(rawValue: 1 << 20)
  /// "-ed" and irregular participles, which a passive needs.
  static let past = WordClass(rawValue: 1 << 21)
  /// from, of: what a title's author stands behind.
  static let source = WordClass(rawValue: 1 << 22)
  static let demonstrative = WordClass(rawValue: 1 << 23)
  static let thing = WordClass(rawValue: 1 << 25)
  static let being = WordClass(rawValue: 1 << 26)
  /// Verbs that take a clause without "that".
  static let reporting = WordClass(rawValue: 1 << 27)
  /// we and its forms.
  static let body = WordClass(rawValue: 1 << 28)
  static let whether = WordClass(rawValue: 1 << 29)
  /// Verbs and adjectives before what is asked: asked whether, curious if.
  static let asking = WordClass(rawValue: 1 << 30)
  /// Nouns that give a ground with a preposition: in response to, in light of.
  static let ground = WordClass(rawValue: 1 << 24)

  /// he, she: stand for a person, not for a country.
  static let human = WordClass(rawValue: 1 << 31)
  /// Verbs of speech that may stand before their subject: "said X".
  static let inverting = WordClass(rawValue: 1 << 32)
  /// Tells "from" of a giver from "of".
  static let from = WordClass(rawValue: 1 << 33)

  /// with: in whose company.
  static let company = WordClass(rawValue: 1 << 34)

  /// What is supposed, not planned: might; what is advised: should.
  static let supposing = WordClass(rawValue: 1 << 35)
  static let advising = WordClass(rawValue: 1 << 36)

  /// him, them: never what a clause is about.
  static let object = WordClass(rawValue: 1 << 37)

  /// Pasts that are no participles: went, took.
  static let preterite = WordClass(rawValue: 1 << 39)

  /// need, ought: before an infinitive, what is advised.
  static let needing = WordClass(rawValue: 1 << 38)

  static let verb: WordClass = [.auxiliary, .modal, .finite]
  static let subject: WordClass = [.first, .second, .third]
}

/// A word of at most 16 bytes, in lower case with straight apostrophes, packed for look-up.
struct WordKey: Hashable, Sendable {
  var low: UInt64 = 0
  var high: UInt64 = 0

  /// Bytes of such a word as it is written, its apostrophes of three bytes each.
  static let mostBytes = 3 * 16

  init() {}

  /// Whether the last letter is an "s".
  var endsInS: Bool {
    let last = high != 0 ? high : low
    return last >> UInt64((63 - last.leadingZeroBitCount) / 8 * 8) == UInt64(UInt8(ascii: "s"))
  }

  /// The word proper of a text's token; nil where it is longer than any of the closed classes.
  @inline(__always)
  init?(_ text: [UInt8], _ token: Token) {
    self.init(text.span, from: Int(token.start), to: Int(token.stem))
  }

  /// The same for bytes of a text.
  @inline(__always)
  init?(_ text: Span<UInt8>, from start: Int, to end: Int) {
    let count = end - start
    if count <= 16, start <= text.count - 16 {
      let low = ByteWord.prefix(count, ByteWord.at(start, text))
      let high = count > 8 ? ByteWord.prefix(count - 8, ByteWord.at(start + 8, text)) : 0
      if ByteWord.wideMarks(low | high) == 0 {
        self.init()
        self.low = ByteWord.lowercased(low)
        self.high = ByteWord.lowercased(high)
        return
      }
    }
    guard count <= WordKey.mostBytes else { return nil }
    self.init((start..<end).map { text[$0] })
  }

  /// Nil where the word is longer than any of the closed classes.
  init?(_ bytes: some Sequence<UInt8>) {
    var count = 0
    var skip = 0
    for byte in bytes {
      var letter = byte
      if skip > 0 {
        skip -= 1
        if skip > 0 { continue }
        letter = UInt8(ascii: "'")
      } else if byte == 0xE2 {
        // U+2019 and its kin: three bytes that stand for one apostrophe.
        skip = 2
        continue
      } else if byte >= 65, byte <= 90 {
        letter = byte | 0x20
      }
      guard count < 16 else { return nil }
      if count < 8 {
        low |= UInt64(letter) << UInt64(8 * count)
      } else {
        high |= UInt64(letter) << UInt64(8 * (count - 8))
      }
      count += 1
    }
  }
}

enum ClosedClasses {
  /// Parts before a hyphen that leave a verb a verb: "re-elected".
  static let prefixes = KeyedWords("re co de pre un mis counter over under out")
  /// Words before a month that say which part of it or which year's.
  static let spans = KeyedWords("early mid late last next")

  /// The class of a word of a text.
  static func of(_ key: WordKey?, _ text: [UInt8], _ token: Token) -> WordClass {
    guard let key, let known = table[key] else { return byForm(text, token) }
    // "united", "armed" are none, whatever their form; "warned", "noted" are verbs by it.
    if known.isEmpty { return known }
    return known.isSubset(of: [.reporting, .inverting, .asking]) ? known.union(byForm(text, token)) : known
  }

  /// Words that no list can hold, judged by their endings.
  private static func byForm(_ text: [UInt8], _ token: Token) -> WordClass {
    let count = token.stem - token.start
    guard count >= 4 else { return [] }
    let end = Int(token.stem)
    let last = ASCII.lowercased(text[end - 1])
    let second = ASCII.lowercased(text[end - 2])
    let third = ASCII.lowercased(text[end - 3])
    if last == UInt8(ascii: "d"), second == UInt8(ascii: "e"), third != UInt8(ascii: "e") {
      return [.finite, .past]
    }
    if count >= 5, last == UInt8(ascii: "g"), second == UInt8(ascii: "n"), third == UInt8(ascii: "i") {
      return .participle
    }
    return []
  }

  private static let table: KeyedWords<WordClass> = {
    var table: [WordKey: WordClass] = [:]
    for (classes, words) in lists {
      for word in words.split(whereSeparator: \.isWhitespace) {
        if let key = WordKey(word.utf8) { table[key, default: []].formUnion(classes) }
      }
    }
    return KeyedWords(table)
  }()

  private static let lists: [(WordClass, String)] = [
    (.determiner, "the a an this these those some any no each every all both another such"),
    (
      .preposition,
      """
      of to for from with against in on at over into onto between among about towards toward under upon near \
      within without through across around during despite via including amid like than off beyond behind below \
      above outside inside along alongside throughout except unlike besides per regarding concerning
      """
    ),
    ([.preposition, .by], "by"),
    (.source, "of from"),
    (.from, "from"),
    (.company, "with alongside"),
    (.supposing, "can could may might can't cannot couldn't"),
    (.needing, "needs need ought has have"),
    (.advising, "should must shouldn't mustn't"),
    (
      .reporting,
      """
      said says say saying think thinks thought believe believes believed know knows knew hope hopes hoped claim \
      claims claimed warn warns warned add adds added admit admits admitted announced insist insists insisted \
      argue argues argued suggest suggests suggested feel feels felt expect expects expected fear fears feared \
      mean means meant hear heard denied denies explained noted stated wrote predicted consider considers
      """
    ),
    (.body, "we us our ours ourselves we're we've we'll we'd let's"),
    (.thing, "it"),
    (.being, "is was are were be been being"),
    (.whether, "whether"),
    (.asking, "ask asks asked asking wonder wonders wondered wondering curious"),
    (.ground, "response light wake face reply reaction answer because view result consequence"),
    (.demonstrative, "this these those such"),
    (
      [],
      """
      united hundred sacred armed limited so-called unprecedented biased red bed sophisticated indeed speed \
      unprovoked unjustified unwarranted unlimited unmanned undisclosed undeclared unidentified unmarked unabated \
      unverified unconfirmed unresolved unspecified unparalleled unfounded uninterrupted undivided allied hatred \
      beloved wicked naked
      """
    ),
    (
      .auxiliary,
      """
      is are was were am has have had does do did i'm we're they're you're he's she's it's that's there's i've \
      we've they've you've what's who's let's
      """
    ),
    (
      [.auxiliary, .negation],
      "isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't ain't"
    ),
    (.modal, "will would can could may might shall should must i'll we'll they'll you'll he'll she'll it'll"),
    (.modal, "i'd we'd they'd you'd he'd she'd"),
    ([.modal, .negation], "won't wouldn't can't cannot couldn't shouldn't mustn't shan't needn't"),
    (.negation, "not never nor neither"),
    (.conditional, "if unless lest"),
    (
      .subordinator,
      "because although though whereas while whenever wherever whether until that's"
    ),
    ([.subordinator, .unsure], "as when once where till how why what"),
    ([.subordinator, .unsure, .preposition], "after before since following"),
    (.relative, "which who whom whose"),
    (.that, "that"),
    (.coordinator, "and or nor yet"),
    ([.coordinator, .adversative], "but however"),
    (.infinitive, "to"),
    (.first, "i we us our ours my me myself ourselves i'm we're i've we've i'll we'll i'd we'd let's"),
    (
      .third,
      """
      he she they it he's she's they're it's they've they'll he'll she'll it'll they'd he'd she'd him them
      """
    ),
    (.object, "him them"),
    (.human, "he she he's she's he'll she'll he'd she'd him"),
    (
      .inverting,
      "said says added adds noted stated explained explains insisted insists wrote argued argues"
    ),
    ([.finite, .inverting], "reads stresses emphasizes emphasises underlines underscores"),
    (
      [.finite, .past, .inverting],
      "stressed emphasized emphasised declared continued recalled concluded replied underlined commented remarked"
    ),
    (.second, "you you're you've you'll you'd your"),
    (.possessive, "his her its their our my your whose"),
    (.questionWord, "what why how when where which who whom whose whether"),
    (
      .finite,
      """
      said says say told tells made makes took takes gave gives sent sends went goes came comes began begins put \
      puts kept keeps held holds left leaves led leads met meets saw sees knew knows thought thinks got gets \
      became becomes brought brings bought built broke chose fell felt fought found flew forgot grew heard hit \
      lost meant paid rose ran sought spoke spent stood struck swore taught threw understood won withdrew wrote \
      wants want needs need believes believe plans seeks continues remains seems appears means hopes intends \
      insists demands warns threatens calls claims denies refuses rejects supports opposes expects announces \
      prepares urges vows deploys recognizes recognises approves adopts imposes lifts provides delivers withdraws
      agreed disagreed guaranteed decreed freed
      enters joins weighs mulls accuses tries agrees uses allows sees
      wages invades attacks considers keep make take go see know think hope expect continue remain seem
      """
    ),
    (
      .preterite,
      """
      took gave went came began saw knew became broke chose fell flew forgot grew ran rose spoke struck swore threw
      wrote withdrew drew drove froze wore tore rode shook sank sang rang ate
      """
    ),
    (
      .past,
      """
      made taken given sent put kept held left led met seen known thought got brought bought built broken chosen \
      fought found lost meant paid sought spent stood struck thrown understood won withdrawn written done said \
      told been begun come gone drawn driven frozen shown sold risen fallen thrown hit shot blown torn shaken laid agreed disagreed guaranteed decreed freed
      """
    ),
  ]
}

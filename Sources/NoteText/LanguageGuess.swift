// A cheap guess at a text's language: its script, and the words that every sentence needs.

/// Looks at 2 KB at most, from the text's beginning and middle, so that its cost does not grow with the text.
enum LanguageGuess {
  private static let sampleSize = 1024

  /// BCP 47 primary language; nil where unsure.
  static func language(of text: [UInt8]) -> String? {
    var counts = LetterCounts()
    var scores = [Int](repeating: 0, count: languages.count)
    scan(text, 0..<min(text.count, sampleSize), &counts, &scores)
    if text.count > 3 * sampleSize {
      scan(text, (text.count / 2)..<(text.count / 2 + sampleSize), &counts, &scores)
    }
    if let script = counts.languageByScript { return script }
    let isCyrillic = counts.cyrillic > counts.latin
    if isCyrillic, let language = counts.languageByLetters { return language }
    var best = -1
    var second = 0
    for index in languages.indices where (index >= latinWords.count) == isCyrillic {
      let top = best < 0 ? 0 : scores[best]
      if scores[index] > top {
        second = top
        best = index
      } else {
        second = max(second, scores[index])
      }
    }
    guard best >= 0, scores[best] >= 3, scores[best] * 20 >= counts.words, scores[best] * 2 > second * 3
    else {
      return nil
    }
    return languages[best]
  }

  private static func scan(
    _ text: [UInt8], _ range: Range<Int>, _ counts: inout LetterCounts, _ scores: inout [Int]
  ) {
    let bytes = text.span
    let stopWords = stopWords
    var hash = StopWords.seed
    var length = 0
    var plain = 0
    for index in range {
      let byte = bytes[index]
      if byte < 0x80, MarkdownBytes.isLetter(byte) {
        hash = StopWords.mix(hash, byte | 0x20)
        length += 1
        plain += 1
      } else if byte >= 0x80 {
        hash = StopWords.mix(hash, byte)
        length += 1
        counts.add(byte, index + 1 < range.upperBound ? bytes[index + 1] : 0)
      } else if length > 0 {
        counts.words += 1
        if length <= 12 { stopWords.score(hash, &scores) }
        hash = StopWords.seed
        length = 0
      }
    }
    counts.latin += plain
  }

  private static let languages = (latinWords + cyrillicWords).map(\.language)
  private static let stopWords = StopWords((latinWords + cyrillicWords).map(\.words))

  private static let latinWords: [(language: String, words: [String])] = [
    ("en", words("the of and to in that is for on with as by was it be not from are this have")),
    ("de", words("der die und das nicht ist von den mit zu dem auf für sich ein eine auch als wird im")),
    ("fr", words("le la les et des est que une dans pour pas qui sur du au plus avec ce sont il")),
    ("es", words("el la los las que y en del por con una para se un al como más su es no")),
    ("it", words("il di che la è per un una non del della con sono le si da anche dei nel gli")),
    ("pt", words("o que e do da em um para com não uma os no se na por mais as dos ao")),
    ("nl", words("de het een van en is dat op te in niet voor zijn met die aan er ook als")),
    ("pl", words("w i na z się nie do to że jest o jak po za od przez dla są oraz który")),
    ("cs", words("a se v na je že s z do to o i k pro jsou jako by byl není")),
    ("tr", words("ve bir bu da de için ile olarak çok daha olan gibi ne sonra var kadar değil en ama o")),
    ("sv", words("och att det som en på är av för med den till inte om har ett de var")),
    ("ro", words("și în de la a pe cu că nu din este o pentru mai sau care au fost")),
    ("hu", words("a az és hogy nem is egy van meg ez de volt csak már mint ha el")),
    ("fi", words("ja on ei että se oli hän joka mutta ovat kun tai mukaan myös sen")),
  ]
  private static let cyrillicWords: [(language: String, words: [String])] = [
    ("ru", words("и в не на что с по как это из он за к у от то о было для так мы все но также")),
    ("uk", words("і в не на що з та як це до за у від є про для був або але він й його які також")),
    ("bg", words("и в на да се от за не с е са по като че до но ще със при")),
    ("sr", words("и у је да на се од за са не су што из о као који а или")),
  ]

  private static func words(_ list: String) -> [String] { list.split(separator: " ").map(String.init) }
}

/// Short words by hash, each with the languages that have it.
private struct StopWords {
  static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
  static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

  private var hashes = [UInt64](repeating: 0, count: 2048)
  private var languages = [UInt32](repeating: 0, count: 2048)

  init(_ lists: [[String]]) {
    for (language, list) in lists.enumerated() {
      for word in list {
        let hash = word.utf8.reduce(Self.seed, Self.mix)
        let slot = slot(of: hash)
        hashes[slot] = hash
        languages[slot] |= 1 << UInt32(language)
      }
    }
  }

  private func slot(of hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & 2047
    while hashes[slot] != 0, hashes[slot] != hash { slot = (slot + 1) & 2047 }
    return slot
  }

  func score(_ hash: UInt64, _ scores: inout [Int]) {
    var mask = languages[slot(of: hash)]
    while mask != 0 {
      scores[mask.trailingZeroBitCount] += 1
      mask &= mask - 1
    }
  }
}

private struct LetterCounts {
  var words = 0
  var latin = 0
  var cyrillic = 0
  private var others: [String: Int] = [:]
  private var marks: [String: Int] = [:]

  /// Counts a letter by its first byte.
  mutating func add(_ byte: UInt8, _ next: UInt8) {
    switch byte {
    case 0..<0x80, 0xC3...0xC9: latin += 1
    case 0xD0...0xD3:
      cyrillic += 1
      addCyrillic(byte, next)
    case 0x80..<0xC0, 0xC2, 0xE2, 0xEF...: return
    default: addOther(byte, next)
    }
  }

  /// Letters that one language has and its neighbours lack.
  private mutating func addCyrillic(_ byte: UInt8, _ next: UInt8) {
    guard byte == 0xD1 else { return }
    switch next {
    case 0x8B, 0x8D, 0x91: marks["ru", default: 0] += 1
    case 0x94, 0x96, 0x97: marks["uk", default: 0] += 1
    case 0x98, 0x99, 0x9A, 0x9B, 0x92, 0x9F: marks["sr", default: 0] += 1
    case 0x9E: marks["be", default: 0] += 1
    default: return
    }
  }

  /// Belarusian has the marks of Russian and Ukrainian as well as its own.
  var languageByLetters: String? {
    if marks["be", default: 0] >= 3 { return "be" }
    guard let top = marks.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), top.value >= 4,
      top.value * 200 > cyrillic
    else { return nil }
    let rest = marks.values.reduce(0, +) - top.value
    return top.value > 3 * rest ? top.key : nil
  }

  private mutating func addOther(_ byte: UInt8, _ next: UInt8) {
    let language: String? =
      switch byte {
      case 0xCD...0xCF: "el"
      case 0xD6, 0xD7: "he"
      case 0xD8...0xDB: "ar"
      case 0xE0: next == 0xA4 || next == 0xA5 ? "hi" : next == 0xB8 || next == 0xB9 ? "th" : nil
      case 0xE1: next == 0x83 ? "ka" : nil
      case 0xE3: next >= 0x81 ? "ja" : nil
      case 0xE4...0xE9: "zh"
      case 0xEA...0xED: "ko"
      default: nil
      }
    if let language { others[language, default: 0] += language == "ja" ? 3 : 1 }
  }

  /// Where a script other than Latin and Cyrillic prevails, its commonest language. Persian passes for Arabic.
  var languageByScript: String? {
    guard let top = others.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
    return top.value >= 10 && top.value > latin + cyrillic ? top.key : nil
  }
}

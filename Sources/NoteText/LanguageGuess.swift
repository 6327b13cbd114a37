// A cheap guess at a text's language: its script, and the words that every sentence needs.

enum LanguageGuess {
  /// BCP 47 primary language of a sample from the text's beginning, middle and end; nil where unsure.
  static func language(of text: [UInt8]) -> String? {
    let size = 4096
    var sample = text.prefix(size)[...]
    if text.count > 3 * size { sample += text[(text.count / 2)..<(text.count / 2 + size)] }
    if text.count > 2 * size { sample += text.suffix(size) }
    var counts = ScriptCounts()
    var words: [String: Int] = [:]
    var word: [Unicode.Scalar] = []
    func flush() {
      if !word.isEmpty, word.count <= 8 {
        var string = String.UnicodeScalarView()
        string.append(contentsOf: word)
        words[String(string).lowercased(), default: 0] += 1
      }
      word.removeAll(keepingCapacity: true)
    }
    for scalar in String(decoding: sample, as: UTF8.self).unicodeScalars {
      if counts.add(scalar) { word.append(scalar) } else { flush() }
    }
    flush()
    if let script = counts.languageByScript { return script }
    return byWords(words, letters: counts.latin + counts.cyrillic, isCyrillic: counts.cyrillic > counts.latin)
  }

  private static func byWords(_ words: [String: Int], letters: Int, isCyrillic: Bool) -> String? {
    let total = words.values.reduce(0, +)
    var best: (language: String, score: Int) = ("", 0)
    var second = 0
    for entry in isCyrillic ? cyrillicWords : latinWords {
      let score = entry.words.reduce(0) { $0 + (words[$1] ?? 0) }
      if score > best.score {
        second = best.score
        best = (entry.language, score)
      } else {
        second = max(second, score)
      }
    }
    guard best.score >= 3, best.score * 20 >= total, best.score * 2 > second * 3 else { return nil }
    return best.language
  }

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

private struct ScriptCounts {
  var latin = 0
  var cyrillic = 0
  private var others: [String: Int] = [:]

  /// Counts a letter; false for what separates words.
  mutating func add(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF: latin += 1
    case 0x400...0x52F: cyrillic += 1
    case 0x370...0x3FF, 0x1F00...0x1FFF: others["el", default: 0] += 1
    case 0x590...0x5FF: others["he", default: 0] += 1
    case 0x600...0x6FF, 0x750...0x77F: others["ar", default: 0] += 1
    case 0x900...0x97F: others["hi", default: 0] += 1
    case 0xE00...0xE7F: others["th", default: 0] += 1
    case 0x10A0...0x10FF: others["ka", default: 0] += 1
    case 0x530...0x58F: others["hy", default: 0] += 1
    case 0x3040...0x30FF: others["ja", default: 0] += 3
    case 0xAC00...0xD7AF: others["ko", default: 0] += 1
    case 0x4E00...0x9FFF: others["zh", default: 0] += 1
    default: return false
    }
    return true
  }

  /// Where a script other than Latin and Cyrillic prevails, its commonest language; Persian is told from
  /// Arabic by nothing here and passes for it.
  var languageByScript: String? {
    guard let top = others.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
    return top.value >= 10 && top.value > latin + cyrillic ? top.key : nil
  }
}

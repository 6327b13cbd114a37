// Words after which a full stop may not end a sentence, and words that begin one.

/// English abbreviations. Keys are lower-case ASCII of at most eight letters, packed.
enum Abbreviations {
  enum Kind: UInt8 {
    /// Before a name: never ends a sentence ("Gen. Milley").
    case title
    /// Ends one only before a word that evidently begins a sentence ("Acme Inc. The board").
    case common
    /// Before a number ("No. 5"); else it is a word.
    case numbered
    /// A month or weekday: before a number, or before a capital that begins nothing ("Jan. 5").
    case calendar
  }

  /// What an abbreviation is; nil where it is none.
  static func kind(_ key: UInt64) -> Kind? { kinds.value(of: key).flatMap(Kind.init) }

  private static let kinds: PackedWords = {
    let lists: [(Kind, String)] = [
      (
        .title,
        """
        mr mrs ms dr gen sen rep gov lt col maj capt cmdr cdr adm vadm radm sgt cpl pvt prof hon rev fr brig \
        amb pres messrs mme mlle sens reps govs drs supt ofc det comdr ltc ltg vs st ste mt ft
        """
      ),
      (
        .common,
        """
        inc ltd corp co jr sr bros llc plc etc al dept univ assn govt intl natl approx est ave blvd rd hwy \
        cf ed eds trans tel ext avg min max dist bldg esq phd viz ca resp ph asst dep sub
        """
      ),
      (.numbered, "no nos art arts sec secs fig figs vol vols pp par para paras ch pt app res reg div ver"),
      (
        .calendar,
        "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
      ),
    ]
    return PackedWords(lists.map { ($0.1, $0.0.rawValue) })
  }()

  /// Words that, with a capital, begin a sentence rather than go on with a name.
  static let starters = PackedWords(
    """
    the a an he she it they we i you in on at but and or this that these those however our my his her their \
    its there if when while as for with by to from after before since although though because what who why \
    how where which not no yes so then now many some most all both each also once until under during despite \
    without instead here one another any every such even yet well let is are was were do does did will would \
    can could should has have had
    """)

  /// What follows "p.m." within a sentence.
  static let clockWords = PackedWords(
    """
    est edt et gmt utc cet cest eet eest msk eastern central pacific moscow kyiv kiev local brussels london \
    monday tuesday wednesday friday saturday sunday thursday january february march april may june july \
    august october november december
    """)

  /// Lower-cases and packs up to eight bytes; 0 for longer words and those beyond ASCII.
  static func pack(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> UInt64 {
    let count = end - start
    guard count <= 8 else { return 0 }
    let key = ByteWord.packed(count, at: start, bytes)
    return ByteWord.wideMarks(key) == 0 ? ByteWord.lowercased(key) : 0
  }
}

/// Packed words, each with a number, in open addressing, at most half full: a sentence's end asks for several.
///
/// Words too long to be packed, and those beyond ASCII, are all the same: a list that has one has all.
struct PackedWords: Sendable {
  private var holdsUnpacked = false
  /// Free places have the key 0.
  private var keys: [UInt64]
  private var values: [UInt8]

  /// The words of texts, by spaces.
  init(_ lists: [(words: String, value: UInt8)]) {
    let words = lists.flatMap { list in
      list.words.split(whereSeparator: \.isWhitespace).map { word in
        let bytes = Array(word.utf8)
        return (key: Abbreviations.pack(bytes.span, from: 0, to: bytes.count), value: list.value)
      }
    }
    var size = 16
    while size < 2 * words.count { size *= 2 }
    keys = [UInt64](repeating: 0, count: size)
    values = [UInt8](repeating: 0, count: size)
    for word in words {
      guard word.key != 0 else {
        holdsUnpacked = true
        continue
      }
      let place = place(of: word.key)
      keys[place] = word.key
      values[place] = word.value
    }
  }

  init(_ words: String) { self.init([(words, 0)]) }

  func contains(_ key: UInt64) -> Bool { key == 0 ? holdsUnpacked : keys[place(of: key)] == key }

  func value(of key: UInt64) -> UInt8? {
    let place = place(of: key)
    return key != 0 && keys[place] == key ? values[place] : nil
  }

  /// Where a key is, or the free place where it would be.
  private func place(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var place = Int(truncatingIfNeeded: (key &* 0xD6E8_FEB8_6659_FD93) >> 40) & mask
    while keys[place] != 0, keys[place] != key { place = (place + 1) & mask }
    return place
  }
}

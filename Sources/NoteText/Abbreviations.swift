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

  static let kinds: [UInt64: Kind] = {
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
    var table: [UInt64: Kind] = [:]
    for (kind, words) in lists {
      for word in words.split(separator: " ") { table[pack(word.utf8)] = kind }
    }
    return table
  }()

  /// Words that, with a capital, begin a sentence rather than go on with a name.
  static let starters: Set<UInt64> = Set(
    """
    the a an he she it they we i you in on at but and or this that these those however our my his her their \
    its there if when while as for with by to from after before since although though because what who why \
    how where which not no yes so then now many some most all both each also once until under during despite \
    without instead here one another any every such even yet well let is are was were do does did will would \
    can could should has have had
    """.split(whereSeparator: \.isWhitespace).map { pack($0.utf8) })

  /// What follows "p.m." within a sentence.
  static let clockWords: Set<UInt64> = Set(
    """
    est edt et gmt utc cet cest eet eest msk eastern central pacific moscow kyiv kiev local brussels london \
    monday tuesday wednesday friday saturday sunday thursday january february march april may june july \
    august october november december
    """.split(whereSeparator: \.isWhitespace).map { pack($0.utf8) })

  /// Lower-cases and packs up to eight bytes; 0 for longer words and those beyond ASCII.
  static func pack(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var key: UInt64 = 0
    var count = 0
    for byte in bytes {
      count += 1
      guard count <= 8, byte < 0x80 else { return 0 }
      key = key << 8 | UInt64(ASCII.lowercased(byte))
    }
    return key
  }
}

// British and American spellings of one word.

/// Words that both spellings of English write differently, by rule where a rule is safe and by list else.
enum SpellingVariants {
  /// The word itself first, then its other spellings. Takes and gives normal forms.
  static func of(_ word: String) -> [String] {
    if let partners = pairs[word] { return [word] + partners }
    guard word.utf8.count > 5, !fixed.contains(word) else { return [word] }
    for (left, right) in endings {
      if let swapped = swap(word, left, right) ?? swap(word, right, left) { return [word, swapped] }
    }
    return [word]
  }

  private static func swap(_ word: String, _ ending: String, _ other: String) -> String? {
    guard word.hasSuffix(ending), word.utf8.count >= ending.utf8.count + 3 else { return nil }
    return word.dropLast(ending.count) + other
  }

  private static let endings: [(String, String)] = [
    ("isations", "izations"), ("isation", "ization"), ("ising", "izing"), ("ised", "ized"),
    ("ises", "izes"), ("isers", "izers"), ("iser", "izer"), ("ise", "ize"),
    ("ysing", "yzing"), ("ysed", "yzed"), ("yses", "yzes"), ("yse", "yze"),
  ]

  /// Words in -ise that are no verbs in -ize, whose other spelling would be a word of its own or none.
  private static let fixed: Set<String> = Set(
    """
    advise advised advises adviser advisers advising arise arises arising comprise comprised comprises \
    comprising compromise compromised compromises compromising demise despise despised devise devised devises \
    devising enterprise enterprises excise exercise exercised exercises exercising expertise franchise \
    franchises improvise improvised otherwise precise premise premises promise promised promises promising \
    raise raised raises raising revise revised revises revising rise rises rising supervise supervised \
    supervises supervising surprise surprised surprises surprising televise televised advertise advertised \
    advertises advertising likewise concise merchandise paradise praise praised praises praising noise noises \
    cruise cruises cruiser cruisers cruising poise poised disguise disguised uprising uprisings analyses \
    raiser raisers riser risers bruise bruised size sizes sized sizing seize seized seizes seizing prize prizes \
    prized prizing resize resized capsize capsized
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Pairs by stem: British stem, American stem, and the endings that both take.
  private static let stems: [(String, String, String)] = [
    ("defence", "defense", "- s less"), ("offence", "offense", "- s"), ("licence", "license", "- s"),
    ("pretence", "pretense", "- s"), ("centre", "center", "- s d"), ("theatre", "theater", "- s"),
    ("metre", "meter", "- s"), ("kilometre", "kilometer", "- s"), ("litre", "liter", "- s"),
    ("fibre", "fiber", "- s"), ("calibre", "caliber", "-"), ("manoeuvre", "maneuver", "- s"),
    ("manoeuvred", "maneuvered", "-"), ("manoeuvring", "maneuvering", "-"), ("sabre", "saber", "- s"),
    ("programme", "program", "- s"), ("behaviour", "behavior", "- s al"), ("colour", "color", "- s ed ing"),
    ("favour", "favor", "- s ed ing able ably ite ites"), ("honour", "honor", "- s ed ing able"),
    ("labour", "labor", "- s ed ing"), ("neighbour", "neighbor", "- s ing hood hoods"),
    ("harbour", "harbor", "- s ed ing"), ("rumour", "rumor", "- s ed"), ("endeavour", "endeavor", "- s ed"),
    ("armour", "armor", "- ed y"), ("vigour", "vigor", "-"), ("rigour", "rigor", "- s"),
    ("valour", "valor", "-"), ("humour", "humor", "-"), ("splendour", "splendor", "-"),
    ("travell", "travel", "ed ing er ers"), ("cancell", "cancel", "ed ing"), ("signall", "signal", "ed ing"),
    ("fuell", "fuel", "ed ing"), ("labell", "label", "ed ing"), ("modell", "model", "ed ing"),
    ("counsell", "counsel", "ed ing or ors"), ("shovell", "shovel", "ed ing"), ("levell", "level", "ed ing"),
    ("channell", "channel", "ed ing"), ("quarrell", "quarrel", "ed ing"), ("marshall", "marshal", "ed ing"),
    ("fulfil", "fulfill", "- s ment"), ("instal", "install", "ment ments"), ("enrol", "enroll", "- s ment"),
    ("ageing", "aging", "-"), ("grey", "gray", "- s"), ("sceptic", "skeptic", "- s al ism"),
    ("cheque", "check", "- s"), ("tyre", "tire", "- s"), ("plough", "plow", "- s ed"),
    ("mould", "mold", "- s"),
    ("aeroplane", "airplane", "- s"), ("aluminium", "aluminum", "-"), ("catalogue", "catalog", "- s"),
    ("dialogue", "dialog", "- s"), ("judgement", "judgment", "- s"),
    ("acknowledgement", "acknowledgment", "- s"),
    ("ukrainisation", "ukrainization", "-"), ("paralyse", "paralyze", "- d s"),
    ("analyse", "analyze", "- d r rs"),
    ("artefact", "artifact", "- s"), ("adviser", "advisor", "- s"), ("towards", "toward", "-"),
    ("storey", "story", "-"), ("whilst", "while", "-"), ("draught", "draft", "- s"),
    ("practise", "practice", "- d s"),
  ]

  private static let pairs: [String: [String]] = {
    var table: [String: [String]] = [:]
    for (british, american, endings) in stems {
      for ending in endings.split(separator: " ") {
        let left = british + (ending == "-" ? "" : ending)
        let right = american + (ending == "-" ? "" : ending)
        table[left, default: []].append(right)
        table[right, default: []].append(left)
      }
    }
    return table
  }()
}

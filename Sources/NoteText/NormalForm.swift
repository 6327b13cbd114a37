// The form in which words of notes and words of patterns are compared.

/// Lower case, accents folded, apostrophes straight, zero-width characters and thousands separators left
/// out. "Zełenskiy" is "zelenskiy", "1,000" is "1000". Abbreviations of two letters keep their full stops
/// ("U.S." is "u.s."), longer ones lose them ("U.S.S.R." is "ussr"). "US", "UK", "UN", "EU" in capitals are
/// "u.s." and so on, because "us" is another word.
public enum NormalForm {
  /// The normal form of a word without a possessive, as UTF-8.
  public static func of(_ word: some Collection<UInt8>) -> [UInt8] {
    if word.count == 2, let dotted = dottedForm(Array(word)) { return dotted }
    var form: [UInt8] = []
    form.reserveCapacity(word.count)
    var pending: [UInt8] = []
    for byte in word {
      if byte < 0x80 {
        appendScalar(&pending, to: &form)
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): form.append(byte | 0x20)
        case UInt8(ascii: ","): break
        default: form.append(byte)
        }
      } else {
        if byte & 0xC0 == 0xC0 { appendScalar(&pending, to: &form) }
        pending.append(byte)
      }
    }
    appendScalar(&pending, to: &form)
    return form.contains(UInt8(ascii: ".")) ? undotted(form) : form
  }

  public static func of(_ word: String) -> [UInt8] { of(Array(word.utf8)) }

  private static func dottedForm(_ word: [UInt8]) -> [UInt8]? {
    switch (word[0], word[1]) {
    case (UInt8(ascii: "U"), UInt8(ascii: "S")), (UInt8(ascii: "U"), UInt8(ascii: "K")),
      (UInt8(ascii: "U"), UInt8(ascii: "N")), (UInt8(ascii: "E"), UInt8(ascii: "U")):
      [word[0] | 0x20, UInt8(ascii: "."), word[1] | 0x20, UInt8(ascii: ".")]
    default: nil
    }
  }

  /// "u.s.s.r." to "ussr", "u.s" to "u.s."; anything else that holds a full stop (a decimal) as it is.
  private static func undotted(_ form: [UInt8]) -> [UInt8] {
    let dot = UInt8(ascii: ".")
    let parts = form.split(separator: dot, omittingEmptySubsequences: false)
    let letters = parts.last?.isEmpty == true ? parts.dropLast() : parts[...]
    guard letters.count > 1, letters.allSatisfy({ $0.count == 1 && $0.first.map(isASCIILetter) == true })
    else { return form }
    if letters.count > 2 { return letters.flatMap { Array($0) } }
    return letters.flatMap { Array($0) + [dot] }
  }

  private static func isASCIILetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func appendScalar(_ pending: inout [UInt8], to form: inout [UInt8]) {
    guard !pending.isEmpty else { return }
    defer { pending.removeAll(keepingCapacity: true) }
    let (scalar, _) = Letters.scalar(pending.span, at: 0, before: pending.count)
    appendFolded(scalar, to: &form)
  }

  private static func appendFolded(_ scalar: Unicode.Scalar, to form: inout [UInt8]) {
    let value = scalar.value
    if value == 0x2019 || value == 0x2BC { return form.append(UInt8(ascii: "'")) }
    if isAccent(value) || Letters.of(scalar) == Letters.ignorable { return }
    if let base = accented[scalar] { return form.append(contentsOf: base.utf8) }
    for part in scalar.properties.lowercaseMapping.unicodeScalars where !isAccent(part.value) {
      if let base = accented[part] {
        form.append(contentsOf: base.utf8)
      } else {
        form.append(contentsOf: String(Character(part)).utf8)
      }
    }
  }

  /// Marks that are accents or points on a letter; the vowel signs of Indic scripts are not.
  private static func isAccent(_ value: UInt32) -> Bool {
    switch value {
    case 0x300...0x36F, 0x483...0x487, 0x591...0x5BD, 0x64B...0x65F, 0x670, 0x1AB0...0x1AFF,
      0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F:
      true
    default: false
    }
  }

  /// Small letters with an accent, and ligatures, to their base.
  private static let accented: [Unicode.Scalar: String] = {
    let groups: [(base: String, letters: String)] = [
      ("a", "àáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặ"), ("ae", "æǣǽ"), ("b", "ḃḅḇ"), ("c", "çćĉċčḉ"),
      ("d", "ďđḋḍḏḑḓð"), ("e", "èéêëēĕėęěȅȇȩẹẻẽếềểễệḕḗḙḛḝ"), ("f", "ḟ"), ("g", "ĝğġģǧǵḡ"),
      ("h", "ĥħȟḣḥḧḩḫẖ"), ("i", "ìíîïĩīĭįıǐȉȋỉịḭḯ"), ("j", "ĵǰ"), ("k", "ķǩḱḳḵ"), ("l", "ĺļľŀłḷḹḻḽ"),
      ("m", "ḿṁṃ"), ("n", "ñńņňŉǹṅṇṉṋ"), ("o", "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱọỏốồổỗộớờởỡợṍṏṑṓ"), ("oe", "œ"),
      ("p", "ṕṗ"), ("r", "ŕŗřȑȓṙṛṝṟ"), ("s", "śŝşšșſṡṣṥṧṩ"), ("ss", "ß"), ("t", "ţťŧțṫṭṯṱẗ"), ("th", "þ"),
      ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữựṳṵṷṹṻ"), ("v", "ṽṿ"), ("w", "ŵẁẃẅẇẉẘ"), ("x", "ẋẍ"),
      ("y", "ýÿŷȳẏẙỳỵỷỹ"), ("z", "źżžẑẓẕ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ"), ("ffi", "ﬃ"), ("ffl", "ﬄ"),
      ("е", "ёѐ"), ("и", "йѝ"), ("і", "ї"), ("у", "ў"), ("г", "ѓ"), ("к", "ќ"),
      ("α", "άὰᾶἀἁἂἃἄἅἆἇ"), ("ε", "έὲἐἑἒἓἔἕ"), ("η", "ήὴῆἠἡἢἣἤἥἦἧ"), ("ι", "ίϊΐὶῖἰἱἲἳἴἵἶἷ"),
      ("ο", "όὸὀὁὂὃὄὅ"), ("υ", "ύϋΰὺῦὐὑὒὓὔὕὖὗ"), ("ω", "ώὼῶὠὡὢὣὤὥὦὧ"), ("σ", "ς"),
    ]
    var table: [Unicode.Scalar: String] = [:]
    for group in groups {
      for scalar in group.letters.unicodeScalars { table[scalar] = group.base }
    }
    return table
  }()
}

// Labels that say who speaks: "THE PRESIDENT:", "Mr. Lavrov:", "Q".

extension Cutter {
  /// The label that begins at an offset, its colon included. Within a paragraph only labels in capitals
  /// and "Q" count.
  func speakerLabel(at offset: Int, isAtUnitStart: Bool) -> Range<Int>? {
    guard character(at: offset).kind == Letters.upper else { return nil }
    if text[offset] == UInt8(ascii: "Q"), let question = questionLabel(at: offset) { return question }
    guard isAtUnitStart ? hasColon(after: offset) : isInCapitals(offset) else { return nil }
    var label = LabelScan(offset: offset)
    while label.offset < end, label.offset - offset < 64 {
      if text[label.offset] == UInt8(ascii: ":") {
        return isLabel(label, isAtUnitStart) ? offset..<label.offset + 1 : nil
      }
      guard readLabelPart(&label) else { return nil }
    }
    return nil
  }

  /// Whether a label may begin at an offset, told at sight: few sentences have a word there that may begin one.
  @inline(__always)
  func mayOpenLabel(_ offset: Int, _ isAtUnitStart: Bool) -> Bool {
    let first = text[offset]
    guard first < 0x80 else { return true }
    return first &- UInt8(ascii: "A") < 26
      && (isAtUnitStart || first == UInt8(ascii: "Q") || isInCapitals(offset))
  }

  private func hasColon(after offset: Int) -> Bool {
    let last = min(offset + 64, end)
    let bytes = text.span
    var next = ByteBits.skip(from: offset, to: last, in: bytes) { ByteBits.equal($0, UInt8(ascii: ":")) }
    while next < last, bytes[next] != UInt8(ascii: ":") { next += 1 }
    return next < last
  }

  /// The second letter is a capital too, or the third ("McKENZIE").
  @inline(__always)
  private func isInCapitals(_ offset: Int) -> Bool {
    for next in offset + 1..<min(offset + 3, end) where classes[Int(text[next])] == Letters.upper {
      return true
    }
    return end - offset > 1 && text[offset + 1] >= 0x80
  }

  struct LabelScan {
    let start: Int
    var offset: Int
    var words = 0
    /// Words that hold a small letter.
    var smallWords = 0
    /// Words that begin with a small letter, "of" and its like apart.
    var uncapitalised = 0

    init(offset: Int) {
      start = offset
      self.offset = offset
    }
  }

  /// "Q" or "Q:" before what may begin a question.
  private func questionLabel(at offset: Int) -> Range<Int>? {
    guard offset + 1 < end else { return nil }
    if text[offset + 1] == UInt8(ascii: ":") { return offset..<offset + 2 }
    var next = offset + 1
    while next < end, next - offset < 16, character(at: next).kind == Letters.space {
      next += character(at: next).length
    }
    guard next > offset + 1, next < end else { return nil }
    switch character(at: next).kind {
    case Letters.upper, Letters.other, Letters.stop: return offset..<offset + 1
    default: return nil
    }
  }

  /// A word, a space, or a mark that may stand in a name; false where none.
  private func readLabelPart(_ label: inout LabelScan) -> Bool {
    let (kind, length) = character(at: label.offset)
    switch kind {
    case Letters.space:
      label.offset += length
      return true
    case Letters.upper, Letters.lower:
      readLabelWord(&label, isCapitalised: kind == Letters.upper)
      return label.words <= 6
    default:
      switch text[label.offset] {
      case UInt8(ascii: "."), UInt8(ascii: "'"), UInt8(ascii: "-"): label.offset += 1
      default:
        let apostrophe = apostrophe(at: label.offset)
        guard apostrophe > 0 else { return false }
        label.offset += apostrophe
      }
      return true
    }
  }

  private func readLabelWord(_ label: inout LabelScan, isCapitalised: Bool) {
    let start = label.offset
    var letters = 0
    var hasSmall = false
    while label.offset < end, label.offset - start < 64 {
      let (kind, length) = character(at: label.offset)
      guard kind == Letters.upper || kind == Letters.lower || kind == Letters.mark else { break }
      // "McKENZIE" is in capitals.
      if kind == Letters.lower, letters != 1 { hasSmall = true }
      letters += 1
      label.offset += length
    }
    label.words += 1
    if !isCapitalised {
      let word = Abbreviations.pack(text.span, from: start, to: label.offset)
      if !LabelScan.particles.contains(word) { label.uncapitalised += 1 }
    }
    if hasSmall || letters == 2 && classes[Int(text[label.offset - 1])] == Letters.lower {
      label.smallWords += 1
    }
  }

  private func isLabel(_ label: LabelScan, _ isAtUnitStart: Bool) -> Bool {
    let isFollowed = label.offset + 1 < end
    if label.smallWords == 0 {
      guard label.offset - label.start > 2 else { return isAtUnitStart && isFollowed }
      return label.words > 1 || !isNotice(label)
    }
    guard isAtUnitStart, isFollowed, label.uncapitalised == 0 else { return false }
    if label.words == 1 { return LabelScan.roles.contains(labelKey(label)) }
    return true
  }

  private func isNotice(_ label: LabelScan) -> Bool { LabelScan.notices.contains(labelKey(label)) }

  private func labelKey(_ label: LabelScan) -> UInt64 {
    Abbreviations.pack(text.span, from: label.start, to: label.offset)
  }

  /// Whether the word at an offset stands behind a dash or a closing mark, where a label may begin though no
  /// sentence has ended, as in "but I -- Q Will you".
  @inline(__always)
  func mayBeLabel(_ offset: Int) -> Bool {
    guard contentEnd > sentenceStart, offset >= labelEnd else { return false }
    switch text[contentEnd - 1] {
    case UInt8(ascii: "-"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "\""), 0x93, 0x94, 0x9D, 0xA6:
      return true
    default: return false
    }
  }

  mutating func startAtLabel(_ offset: Int) {
    guard tokenCount > firstToken, speakerLabel(at: offset, isAtUnitStart: false) != nil else { return }
    finishSentence()
    beginSentence(offset)
  }
}

extension Cutter.LabelScan {
  /// Small words inside a name or an office.
  static let particles = PackedWords("of the for de la von van der al bin and to")
  /// Labels of one word in small letters.
  static let roles = PackedWords("question answer reporter moderator")
  /// Words in capitals with a colon that announce no speaker.
  static let notices = PackedWords(
    """
    note update breaking photo photos subject source sources title date from to re cc watch read video also \
    see topics tags summary live alert exclusive analysis opinion editor contact tel fax phone email
    """)
}

// Where sentences end.

extension Cutter {
  /// Full stops, question and exclamation marks and ellipses that stand together.
  struct StopRun {
    var start: Int
    var end: Int
    /// Full stops alone; two or more are an ellipsis.
    var dots = 0
    var isQuestionOrExclamation = false
    /// A full stop of a script that ends sentences always ("。").
    var isAbsolute = false
  }

  /// Reads a single stop at an offset with nothing but white space behind it in its unit, or white space, a line break at
  /// most among it, and a letter of ASCII, as most have; nil for others.
  @inline(__always)
  mutating func plainStop(
    _ offset: Int, _ byte: UInt8, _ bytes: Span<UInt8>, _ classes: Span<UInt8>
  ) -> Int? {
    guard byte < 0x80, offset >= labelEnd else { return nil }
    let next = Cutter.behindSpace(offset + 1, bytes, classes)
    guard next < end else {
      contentEnd = offset + 1
      finishSentence()
      return end
    }
    let kind = classes[Int(bytes[next])]
    guard next > offset + 1, kind & (Letters.lower | Letters.upper) != 0 else { return nil }
    contentEnd = offset + 1
    guard kind == Letters.upper else { return next }
    guard byte == UInt8(ascii: ".") else {
      finishSentence()
      return next
    }
    let run = StopRun(start: offset, end: offset + 1, dots: 1)
    if !isEnumerator(before: run), endsBeforeCapital(run, (kind, next, false)) { finishSentence() }
    return next
  }

  /// The offset behind spaces and a single line break from one on; the offset itself where a blank line is among them.
  @inline(__always)
  private static func behindSpace(_ offset: Int, _ bytes: Span<UInt8>, _ classes: Span<UInt8>) -> Int {
    var next = offset
    var isBroken = false
    while next < bytes.count {
      let kind = classes[Int(bytes[next])]
      if kind == Letters.space {
        next += 1
      } else if kind == Letters.wide, isWideSpace(next, bytes) {
        next += 2
      } else if kind == Letters.newline {
        if isBroken { return offset }
        isBroken = true
        next += 1
      } else {
        break
      }
    }
    return next
  }

  /// Reads the stop at an offset and the closing marks behind it; ends the sentence where it does.
  mutating func stop(_ offset: Int) -> Int {
    let run = stopRun(offset)
    contentEnd = run.end
    guard offset >= labelEnd else { return run.end }
    let wasInQuotes = isInQuotes
    let closed = closers(run.end)
    if endsSentence(run, closed) {
      contentEnd = closed
      finishSentence()
      return closed
    }
    isInQuotes = wasInQuotes
    return run.end
  }

  private func stopRun(_ offset: Int) -> StopRun {
    var run = StopRun(start: offset, end: offset)
    while run.end < end {
      let (kind, length) = character(at: run.end)
      if kind == Letters.stop {
        count(run.end, length, into: &run)
        run.end += length
      } else if run.dots > 0, kind == Letters.space, length == 1, isSpacedDot(run.end + 1) {
        run.end += 1
      } else {
        break
      }
    }
    return run
  }

  private func count(_ offset: Int, _ length: Int, into run: inout StopRun) {
    switch text[offset] {
    case UInt8(ascii: "."): run.dots += 1
    case UInt8(ascii: "!"), UInt8(ascii: "?"): run.isQuestionOrExclamation = true
    case 0xE2 where text[offset + 2] == 0xA6: run.dots += 3
    default: run.isAbsolute = true
    }
  }

  /// A full stop of ". . .".
  private func isSpacedDot(_ offset: Int) -> Bool {
    guard offset < end, text[offset] == UInt8(ascii: ".") else { return false }
    return offset + 1 >= end || classes[Int(text[offset + 1])] == Letters.space
      || text[offset + 1] == UInt8(ascii: ".") || classes[Int(text[offset + 1])] == Letters.newline
  }

  /// One past the quotation marks, brackets and note numbers that close behind a stop.
  private mutating func closers(_ offset: Int) -> Int {
    var next = offset
    while next < end {
      let length = closerLength(next)
      guard length > 0 else { break }
      if text[next] == UInt8(ascii: "\"") { isInQuotes.toggle() }
      next += length
    }
    return next
  }

  private func closerLength(_ offset: Int) -> Int {
    switch text[offset] {
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): return 1
    case UInt8(ascii: "\""):
      return isInQuotes || offset + 1 >= end || !continuesWord(offset + 1) ? 1 : 0
    case UInt8(ascii: "'"): return offset + 1 >= end || !continuesWord(offset + 1) ? 1 : 0
    case UInt8(ascii: "["): return noteNumberLength(offset)
    case 0xE2:
      guard offset + 2 < end, text[offset + 1] == 0x80 else { return 0 }
      return text[offset + 2] == 0x9D || text[offset + 2] == 0x99 ? 3 : 0
    case 0xC2: return offset + 1 < end && text[offset + 1] == 0xBB ? 2 : 0
    default: return 0
    }
  }

  /// "[12]"
  private func noteNumberLength(_ offset: Int) -> Int {
    var next = offset + 1
    while next < end, next - offset < 5, classes[Int(text[next])] == Letters.digit { next += 1 }
    return next > offset + 1 && next < end && text[next] == UInt8(ascii: "]") ? next + 1 - offset : 0
  }

  private func endsSentence(_ run: StopRun, _ closed: Int) -> Bool {
    guard closed < end else { return true }
    if run.isAbsolute { return true }
    let kind = character(at: closed).kind
    guard kind == Letters.space || kind == Letters.newline else { return lacksSpace(run, closed) }
    guard let next = nextLetter(closed) else { return true }
    if isEnumerator(before: run) { return false }
    switch next.kind {
    case Letters.lower: return false
    case Letters.upper:
      return run.isQuestionOrExclamation || run.dots > 1 || endsBeforeCapital(run, next)
    case Letters.digit: return run.isQuestionOrExclamation || run.dots > 1 || endsBeforeNumber(run)
    default: return true
    }
  }

  /// The first character behind white space, opening marks and dashes; nil at a blank line or the end.
  func nextLetter(_ offset: Int) -> (kind: UInt8, offset: Int, isAfterDash: Bool)? {
    var next = offset
    var isAfterDash = false
    var breaks = 0
    var marks = 0
    while next < end {
      let (kind, length) = character(at: next)
      switch kind {
      case Letters.space: break
      case Letters.newline:
        breaks += 1
        if breaks > 1 { return nil }
      case Letters.other where marks < 6 && isOpening(next):
        marks += 1
        isAfterDash = isAfterDash || isDash(next)
      default: return (kind, next, isAfterDash)
      }
      next += length
    }
    return nil
  }

  private func isOpening(_ offset: Int) -> Bool {
    switch text[offset] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "-"),
      UInt8(ascii: "*"):
      return true
    case 0xE2:
      guard offset + 2 < end, text[offset + 1] == 0x80 else { return false }
      return (0x90...0x9F).contains(text[offset + 2])
    case 0xC2: return offset + 1 < end && text[offset + 1] == 0xAB
    default: return false
    }
  }

  /// Digests of headlines, one behind another: '... goes on" Harbour Gazette: "...'. Whether behind a quotation
  /// another begins with its source, four words with a capital at most.
  func opensItem(_ offset: Int) -> Bool {
    var next = offset
    while next < end, classes[Int(text[next])] == Letters.space || classes[Int(text[next])] == Letters.newline
    {
      next += 1
    }
    guard next > offset else { return false }
    for _ in 0..<4 {
      guard next < end, character(at: next).kind == Letters.upper else { return false }
      while next < end,
        continuesWord(next) || text[next] == UInt8(ascii: "-") || text[next] == UInt8(ascii: "&")
      {
        next += character(at: next).length
      }
      guard next + 2 < end else { return false }
      if text[next] == UInt8(ascii: ":") {
        return text[next + 1] == UInt8(ascii: " ") && text[next + 2] == UInt8(ascii: "\"")
      }
      guard text[next] == UInt8(ascii: " ") else { return false }
      next += 1
    }
    return false
  }

  /// The word that a full stop stands behind, where it touches it.
  private func word(before run: StopRun) -> Token? {
    guard tokenCount > firstToken else { return nil }
    return Int(lastToken.end) == run.start
      || (lastToken.shape.contains(.dotted) && Int(lastToken.end) == run.start + 1)
      ? lastToken : nil
  }

  /// "1." or "A." that begins an item of a list.
  private func isEnumerator(before run: StopRun) -> Bool {
    guard run.dots == 1, tokenCount == firstToken + 1, let word = word(before: run),
      Int(word.start) == sentenceStart
    else { return false }
    let length = word.stem - word.start
    return length == 1 && word.shape.contains(.capitalised) || length < 4 && word.shape.contains(.digits)
  }

  private func isDash(_ offset: Int) -> Bool {
    text[offset] == UInt8(ascii: "-") || text[offset] == 0xE2 && text[offset + 2] <= 0x95
  }

  private func endsBeforeCapital(_ run: StopRun, _ capital: (kind: UInt8, offset: Int, isAfterDash: Bool))
    -> Bool
  {
    guard let word = word(before: run) else { return true }
    let next = capital.offset
    // "WASHINGTON, D.C. - The talks"
    if capital.isAfterDash, word.shape.contains(.dotted) { return false }
    if word.shape.contains(.dotted) { return endsAfterDotted(word, next) }
    let length = Int(word.stem - word.start)
    if length == 1 {
      let kind = classes[Int(text[Int(word.start)])]
      return kind == Letters.digit || isStarter(next)
    }
    guard length <= 8, let kind = Abbreviations.kind(key(word)) else { return true }
    switch kind {
    case .title: return !word.shape.contains(.capitalised) && text[Int(word.start)] != UInt8(ascii: "v")
    case .common: return isStarter(next)
    case .numbered: return true
    case .calendar: return !word.shape.contains(.capitalised) || isStarter(next)
    }
  }

  private func endsAfterDotted(_ word: Token, _ next: Int) -> Bool {
    let first = text[Int(word.start)] | 0x20
    let third = text[Int(word.start) + 2] | 0x20
    if word.end - word.start <= 4, third == UInt8(ascii: "m"),
      first == UInt8(ascii: "a") || first == UInt8(ascii: "p")
    {
      return !Abbreviations.clockWords.contains(nextKey(next))
    }
    if first == UInt8(ascii: "e") && third == UInt8(ascii: "g")
      || first == UInt8(ascii: "i") && third == UInt8(ascii: "e")
    {
      return false
    }
    return isStarter(next)
  }

  private func endsBeforeNumber(_ run: StopRun) -> Bool {
    guard let word = word(before: run) else { return true }
    if word.shape.contains(.dotted) { return false }
    let length = Int(word.stem - word.start)
    if length == 1 { return classes[Int(text[Int(word.start)])] == Letters.digit }
    guard length <= 8, let kind = Abbreviations.kind(key(word)) else { return true }
    switch kind {
    case .title, .calendar: return !word.shape.contains(.capitalised)
    case .common, .numbered: return false
    }
  }

  private func key(_ word: Token) -> UInt64 {
    Abbreviations.pack(text.span, from: Int(word.start), to: Int(word.stem))
  }

  private func isStarter(_ offset: Int) -> Bool { Abbreviations.starters.contains(nextKey(offset)) }

  /// The packed word that begins at an offset.
  private func nextKey(_ offset: Int) -> UInt64 {
    var next = offset
    while next < end, next - offset < 9, continuesWord(next) { next += 1 }
    return Abbreviations.pack(text.span, from: offset, to: next)
  }

  /// Wire copy without a space behind the full stop: "...mission.In his words". Not in addresses and names
  /// of files.
  private func lacksSpace(_ run: StopRun, _ closed: Int) -> Bool {
    guard run.dots == 1 || run.isQuestionOrExclamation, run.start > sentenceStart else { return false }
    var next = closed
    // "...mission.- In his words": a dash opens what is said next.
    if next + 3 < end, isDash(next) {
      next += text[next] == UInt8(ascii: "-") ? 1 : 3
      guard next < end, text[next] == 0x20 else { return false }
      next += 1
    }
    if isOpening(next) { next += character(at: next).length }
    guard next + 1 < end, character(at: next).kind == Letters.upper else { return false }
    let second = character(at: next + character(at: next).length).kind
    guard second == Letters.lower || second == Letters.space else { return false }
    guard endsLikeAWord(run) || closed > run.end else { return false }
    if !run.isQuestionOrExclamation, word(before: run) != nil,
      !endsBeforeCapital(run, (Letters.upper, next, false))
    {
      return false
    }
    return !isAddress(around: run.start, next)
  }

  /// A small letter of a longer word, or a year, stands before the stop.
  private func endsLikeAWord(_ run: StopRun) -> Bool {
    guard let word = word(before: run) else { return false }
    if word.shape.contains(.dotted) { return true }
    if word.shape.contains(.digits) { return word.stem - word.start == 4 }
    return word.stem - word.start > 1 && !word.shape.contains(.capitals)
  }

  /// Whether the text between spaces around a stop looks like an address: slashes, at signs, underscores
  /// within 64 bytes, or a further full stop before a small letter.
  private func isAddress(around stop: Int, _ next: Int) -> Bool {
    var offset = stop - 1
    while offset >= sentenceStart, stop - offset < 64, text[offset] > 0x20 {
      if isAddressMark(offset) { return true }
      offset -= 1
    }
    if text[offset + 1..<stop].starts(with: "www".utf8) { return true }
    offset = next
    while offset < end, offset - next < 64, text[offset] > 0x20 {
      if isAddressMark(offset) { return true }
      if text[offset] == UInt8(ascii: "."), offset + 1 < end, classes[Int(text[offset + 1])] == Letters.lower
      {
        return true
      }
      offset += 1
    }
    return text[next..<offset].elementsEqual("Com".utf8)
  }

  private func isAddressMark(_ offset: Int) -> Bool {
    switch text[offset] {
    case UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "_"), UInt8(ascii: "\\"): true
    default: false
    }
  }
}

// Links and images: the text stays, the destination goes.

extension MarkdownInlines {
  mutating func openBracket(at start: Int, length: Int) {
    pieces.append(Piece(start: start, end: start + length))
    if !brackets.isEmpty { brackets[brackets.count - 1].holdsBracket = true }
    brackets.append(
      Bracket(
        piece: pieces.count - 1, delimiters: delimiters.count, contentStart: start + length,
        isImage: length == 2))
  }

  /// A closing bracket ends a link where a destination follows or its label is defined.
  mutating func closeBracket(at start: Int, source: [UInt8]) -> Int? {
    guard let opener = brackets.popLast(), opener.isActive else { return nil }
    guard let end = linkEnd(at: start, opener, source: source) else { return nil }
    pieces[opener.piece].end = pieces[opener.piece].start
    pieces.append(Piece(start: end, end: end))
    resolveDelimiters(from: opener.delimiters)
    if !opener.isImage {
      // No link inside a link. Those below an inactive one are inactive already.
      var index = brackets.count - 1
      while index >= 0, brackets[index].isActive {
        if !brackets[index].isImage { brackets[index].isActive = false }
        index -= 1
      }
    }
    return end
  }

  private mutating func linkEnd(at close: Int, _ opener: Bracket, source: [UInt8]) -> Int? {
    var index = close + 1
    if index < limit, bytes[index] == 0x28, let end = destinationEnd(at: index) { return end }
    if index + 1 < limit, bytes[index] == 0x5B {
      let label = index + 1
      index = label
      while index < limit, index - label < 1000, bytes[index] != 0x5D, bytes[index] != 0x5B { index += 1 }
      if index < limit, bytes[index] == 0x5D, index > label, isDefined(bytes[label..<index], source: source) {
        return index + 1
      }
      if index > label { return nil }
    }
    guard !opener.holdsBracket, close - opener.contentStart < 1000,
      isDefined(bytes[opener.contentStart..<close], source: source)
    else { return nil }
    // The collapsed form, `[label][]`.
    return close + 2 < limit && bytes[close + 1] == 0x5B && bytes[close + 2] == 0x5D ? close + 3 : close + 1
  }

  /// One past `(destination "title")`.
  private mutating func destinationEnd(at start: Int) -> Int? {
    var index = skipSpaces(start + 1)
    guard index < limit else { return nil }
    if bytes[index] == 0x3C {
      // No `<` inside: the search ends at the next one.
      var close = index + 1
      while close < limit, bytes[close] != 0x3E, bytes[close] != 0x3C { close += 1 }
      guard close < limit, bytes[close] == 0x3E else { return nil }
      index = close + 1
    } else {
      var depth = 0
      while index < limit, bytes[index] > 0x20 {
        if bytes[index] == 0x5C, index + 1 < limit, MarkdownBytes.isPunctuation(bytes[index + 1]) {
          index += 2
          continue
        }
        if bytes[index] == 0x28 { depth += 1 }
        if bytes[index] == 0x29 {
          if depth == 0 { break }
          depth -= 1
        }
        if depth > 32 { return nil }
        index += 1
      }
    }
    let afterDestination = index
    index = skipSpaces(index)
    guard index < limit else { return nil }
    if bytes[index] == 0x29 { return index + 1 }
    guard index > afterDestination, let titleEnd = titleEnd(at: index) else { return nil }
    index = skipSpaces(titleEnd)
    return index < limit && bytes[index] == 0x29 ? index + 1 : nil
  }

  private mutating func titleEnd(at start: Int) -> Int? {
    let open = bytes[start]
    guard open == 0x22 || open == 0x27 || open == 0x28 else { return nil }
    let close: UInt8 = open == 0x28 ? 0x29 : open
    if let searched = memo.noTitleEnd[close], start >= searched { return nil }
    var index = start + 1
    while index < limit, bytes[index] != close { index += bytes[index] == 0x5C ? 2 : 1 }
    if index < limit { return index + 1 }
    memo.noTitleEnd[close] = start
    return nil
  }

  private func skipSpaces(_ start: Int) -> Int {
    var index = start
    while index < limit, bytes[index] <= 0x20 { index += 1 }
    return index
  }
}

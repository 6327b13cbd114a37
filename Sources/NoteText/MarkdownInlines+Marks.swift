// Code spans, autolinks, tags, wiki links, and emphasis.

extension MarkdownInlines {
  /// A code span stays as text; its ticks go.
  mutating func readCodeSpan(at start: Int) -> Int {
    let content = endOfRun(at: start)
    let length = content - start
    let last = backtickRuns(from: start)[length] ?? -1
    guard last > start else {
      pieces.append(Piece(start: start, end: content))
      return content
    }
    var index = content
    while index < limit {
      guard bytes[index] == 0x60 else {
        index += 1
        continue
      }
      let end = endOfRun(at: index)
      if end - index == length {
        pieces.append(Piece(start: content, end: index))
        return end
      }
      index = end
    }
    pieces.append(Piece(start: start, end: content))
    return content
  }

  private func endOfRun(at start: Int) -> Int {
    var index = start + 1
    while index < limit, bytes[index] == bytes[start] { index += 1 }
    return index
  }

  /// Asked for first at the first code span, before which no run can matter.
  private mutating func backtickRuns(from start: Int) -> [Int: Int] {
    if let known = memo.backticks { return known }
    var runs: [Int: Int] = [:]
    var index = start
    while index < limit {
      guard bytes[index] == 0x60 else {
        index += 1
        continue
      }
      let end = endOfRun(at: index)
      runs[end - index] = index
      index = end
    }
    memo.backticks = runs
    return runs
  }

  /// `<https://...>`, `<name@host>`, a tag, or a comment.
  mutating func readAngle(at start: Int) -> Int? {
    guard start < memo.noAngle, start + 1 < limit else { return nil }
    if bytes[start + 1] == 0x21 || bytes[start + 1] == 0x3F { return readComment(at: start) }
    if let end = autolinkEnd(at: start) {
      pieces.append(Piece(start: start + 1, end: end - 1))
      return end
    }
    guard MarkdownBytes.isLetter(bytes[start + 1]) || bytes[start + 1] == 0x2F else { return nil }
    guard let end = MarkdownHTML.tagEnd(bytes, from: start, to: limit) else {
      if start >= memo.nextAngle {
        memo.nextAngle = bytes[start..<limit].firstIndex(of: 0x3E) ?? limit
        if memo.nextAngle == limit { memo.noAngle = start }
      }
      return nil
    }
    let isBreak = MarkdownHTML.tagName(bytes[start..<end]) == "br"
    pieces.append(Piece(start: start, end: end, replacement: isBreak ? " " : nil))
    if !isBreak { pieces[pieces.count - 1].start = end }
    return end
  }

  private mutating func readComment(at start: Int) -> Int? {
    guard start < memo.noComment else { return nil }
    let isComment = bytes[start..<limit].starts(with: "<!--".utf8)
    let isInstruction = bytes[start + 1] == 0x3F
    guard isComment || isInstruction else { return nil }
    guard let end = MarkdownHTML.find(isComment ? "-->" : "?>", in: bytes[(start + 2)..<limit]) else {
      memo.noComment = start
      return nil
    }
    let next = end + (isComment ? 3 : 2)
    pieces.append(Piece(start: next, end: next))
    return next
  }

  private func autolinkEnd(at start: Int) -> Int? {
    var index = start + 1
    var colon: Int?
    var at: Int?
    while index < limit, index - start < 2048 {
      let byte = bytes[index]
      if byte == 0x3E {
        if let colon, (2...32).contains(colon - start - 1) { return index + 1 }
        return at == nil || at == start + 1 ? nil : index + 1
      }
      if byte <= 0x20 || byte == 0x3C { return nil }
      if byte == 0x3A, colon == nil { colon = index }
      if byte == 0x40, at == nil { at = index }
      if colon == nil, at == nil, !MarkdownBytes.isLetter(byte), !ASCII.isDigit(byte),
        ![0x2B, 0x2D, 0x2E, 0x5F].contains(byte)
      {
        return nil
      }
      index += 1
    }
    return nil
  }

  /// `[[target|shown]]` is read as what Obsidian shows; an embed (`![[...]]`) as its target.
  mutating func readWikiLink(at start: Int, isEmbed: Bool) -> Int? {
    guard start < memo.noWikiEnd else { return nil }
    var index = start + 2
    var bar: Int?
    while index + 1 < limit {
      let byte = bytes[index]
      if byte == 0x5D, bytes[index + 1] == 0x5D {
        // `[[-]](address)` is a link whose text has brackets.
        guard index > start + 2, index + 2 >= limit || bytes[index + 2] != 0x28 else { return nil }
        let from = isEmbed ? start + 2 : bar.map { $0 + 1 } ?? start + 2
        let to = isEmbed ? bar ?? index : index
        pieces.append(Piece(start: from, end: to))
        return index + 2
      }
      if byte == 0x5B || byte == 0x5D { return nil }
      if byte == 0x7C, bar == nil { bar = index }
      index += 1
    }
    memo.noWikiEnd = start
    return nil
  }

  /// `[^label]` with a definition somewhere is taken off.
  mutating func readFootnoteMark(at start: Int, source: [UInt8]) -> Int? {
    guard start + 2 < limit, bytes[start + 1] == 0x5E else { return nil }
    var index = start + 2
    while index < limit, index - start < 200, bytes[index] != 0x5D {
      if bytes[index] <= 0x20 || bytes[index] == 0x5B { return nil }
      index += 1
    }
    guard index < limit, bytes[index] == 0x5D, isDefined(bytes[(start + 1)..<index], source: source) else {
      return nil
    }
    pieces.append(Piece(start: index + 1, end: index + 1))
    return index + 1
  }

  mutating func isDefined(_ label: ArraySlice<UInt8>, source: [UInt8]) -> Bool {
    let known = references ?? MarkdownReferences.all(in: source)
    references = known
    return !known.isEmpty && known.contains(MarkdownReferences.folded(label))
  }

  // MARK: Emphasis

  mutating func readDelimiter(at start: Int, lower: Int) -> Int {
    let end = endOfRun(at: start)
    let mark = bytes[start]
    let before = start > lower ? Neighbour(endingAt: start, in: bytes) : .space
    let after = end < limit ? Neighbour(startingAt: end, in: bytes) : .space
    let isLeft = after != .space && (after != .punctuation || before != .word)
    let isRight = before != .space && (before != .punctuation || after != .word)
    var canOpen = isLeft
    var canClose = isRight
    if mark == 0x5F {
      canOpen = isLeft && (!isRight || before == .punctuation)
      canClose = isRight && (!isLeft || after == .punctuation)
    }
    pieces.append(Piece(start: start, end: end))
    let length = end - start
    if canOpen || canClose, mark != 0x7E || length <= 2 {
      let index = delimiters.count
      delimiters.append(
        Delimiter(
          piece: pieces.count - 1, mark: mark, canOpen: canOpen, canClose: canClose, length: length,
          previous: index - 1, next: index + 1))
    }
    return end
  }

  /// CommonMark's procedure over the delimiters from `bottom` on, which are then done with.
  mutating func resolveDelimiters(from bottom: Int) {
    guard delimiters.count > bottom else { return }
    // By mark, by length modulo three, and by whether the closer can open: nothing opens it below this.
    var floors = InlineArray<18, Int>(repeating: bottom - 1)
    var closer = bottom
    while closer < delimiters.count {
      let delimiter = delimiters[closer]
      guard delimiter.canClose else {
        closer = delimiter.next
        continue
      }
      let markIndex = delimiter.mark == 0x2A ? 0 : delimiter.mark == 0x5F ? 1 : 2
      let key = markIndex * 6 + (delimiter.canOpen ? 3 : 0) + delimiter.length % 3
      var opener = delimiter.previous
      while opener > floors[key], !matches(opener, closer) { opener = delimiters[opener].previous }
      if opener > floors[key], opener >= bottom {
        closer = pair(opener, closer)
      } else {
        floors[key] = max(floors[key], delimiter.previous)
        if !delimiter.canOpen { unlink(closer) }
        closer = delimiter.next
      }
    }
    delimiters.removeLast(delimiters.count - bottom)
  }

  private func matches(_ opener: Int, _ closer: Int) -> Bool {
    let left = delimiters[opener]
    let right = delimiters[closer]
    guard left.canOpen, left.mark == right.mark else { return false }
    if left.mark == 0x7E { return left.length == right.length }
    if left.canClose || right.canOpen {
      return !(left.length + right.length).isMultiple(of: 3)
        || (left.length.isMultiple(of: 3) && right.length.isMultiple(of: 3))
    }
    return true
  }

  /// Takes the marks off both sides; returns the next closer to look at.
  private mutating func pair(_ opener: Int, _ closer: Int) -> Int {
    let open = delimiters[opener].piece
    let close = delimiters[closer].piece
    let left = pieces[open].end - pieces[open].start
    let right = pieces[close].end - pieces[close].start
    let used = min(left, right, 2)
    pieces[open].end -= used
    pieces[close].start += used
    delimiters[opener].next = closer
    delimiters[closer].previous = opener
    if left == used { unlink(opener) }
    if right == used {
      let next = delimiters[closer].next
      unlink(closer)
      return next
    }
    return closer
  }

  private mutating func unlink(_ index: Int) {
    let previous = delimiters[index].previous
    let next = delimiters[index].next
    if previous >= 0 { delimiters[previous].next = next }
    if next < delimiters.count { delimiters[next].previous = previous }
  }
}

/// What stands beside a run of marks, as far as emphasis cares.
private enum Neighbour {
  case space, punctuation, word

  init(startingAt index: Int, in bytes: [UInt8]) {
    let byte = bytes[index]
    if byte < 0x80 {
      self = Self.ascii(byte)
    } else {
      let length = max(1, UTF8Bytes.sequenceLength(in: bytes.span, at: index))
      self = Self.wide(bytes[index..<index + length])
    }
  }

  init(endingAt index: Int, in bytes: [UInt8]) {
    let byte = bytes[index - 1]
    if byte < 0x80 {
      self = Self.ascii(byte)
    } else {
      var start = index - 1
      while start > 0, index - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
      self = Self.wide(bytes[start..<index])
    }
  }

  private static func ascii(_ byte: UInt8) -> Neighbour {
    byte <= 0x20 ? .space : MarkdownBytes.isPunctuation(byte) ? .punctuation : .word
  }

  private static func wide(_ bytes: ArraySlice<UInt8>) -> Neighbour {
    guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else { return .word }
    switch scalar.properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      return .punctuation
    default: return .word
    }
  }
}

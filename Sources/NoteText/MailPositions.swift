// From an offset in a mail's decoded part to where it stands in the mail.

/// Runs of bytes that a transfer encoding left together, in order. Exact where the part is UTF-8 or ASCII;
/// elsewhere each line begins where it should.
struct MailPositions {
  private var runs: [PositionMap.Run] = []

  /// - Parameters:
  ///   - decoded: the part's text in UTF-8.
  ///   - raw: the whole mail.
  init(_ part: MIMEText, decoded: [UInt8], raw: [UInt8]) {
    let range = part.range.clamped(to: 0..<raw.count)
    switch part.transfer {
    case .identity: add(0, range.lowerBound)
    case .quotedPrintable: readQuotedPrintable(raw, range)
    case .base64: readBase64(raw, range)
    }
    guard decoded.count != part.content.count else { return }
    let content = runs
    runs = []
    for (text, coded) in zip(lineStarts(of: decoded), lineStarts(of: part.content)) {
      let map = PositionMap(runs: content, lineStarts: [])
      add(Int(text), map.sourceOffset(of: Int(coded)))
    }
  }

  private mutating func add(_ text: Int, _ source: Int) {
    if let last = runs.last, source - text == Int(last.source) - Int(last.text) { return }
    runs.append(PositionMap.Run(text: UInt32(text), source: UInt32(source)))
  }

  private mutating func readQuotedPrintable(_ raw: [UInt8], _ range: Range<Int>) {
    var text = 0
    var index = range.lowerBound
    while index < range.upperBound {
      add(text, index)
      if raw[index] != 0x3D {
        text += 1
        index += 1
        continue
      }
      var next = index + 1
      while next < range.upperBound, raw[next] == 0x20 || raw[next] == 0x09 { next += 1 }
      if next < range.upperBound, raw[next] == 0x0D { next += 1 }
      if next < range.upperBound, raw[next] == 0x0A {
        index = next + 1
      } else {
        text += 1
        index += 3
      }
    }
  }

  private mutating func readBase64(_ raw: [UInt8], _ range: Range<Int>) {
    var digits = 0
    var index = range.lowerBound
    add(0, index)
    while index < range.upperBound {
      let byte = raw[index]
      index += 1
      if byte == 0x0A { add(digits * 6 / 8, index) } else if byte > 0x20, byte != 0x3D { digits += 1 }
    }
  }

  /// Copies part of a text that was made from the decoded part: straight, or through another map.
  func copy(
    _ text: [UInt8], _ range: Range<Int>, through positions: PositionMap?, into out: inout TextBuilder
  ) {
    guard let positions else { return copy(text[range], part: range.lowerBound, into: &out) }
    var start = range.lowerBound
    var run = Self.index(of: start, in: positions.runs)
    while start < range.upperBound {
      let end =
        run + 1 < positions.runs.count
        ? min(range.upperBound, Int(positions.runs[run + 1].text)) : range.upperBound
      copy(text[start..<end], part: positions.sourceOffset(of: start), into: &out)
      start = end
      run += 1
    }
  }

  private func copy(_ bytes: ArraySlice<UInt8>, part: Int, into out: inout TextBuilder) {
    var part = part
    var rest = bytes
    var run = Self.index(of: part, in: runs)
    while !rest.isEmpty {
      let source = runs.isEmpty ? part : Int(runs[run].source) + part - Int(runs[run].text)
      let length = run + 1 < runs.count ? max(1, min(rest.count, Int(runs[run + 1].text) - part)) : rest.count
      out.copy(rest.prefix(length), source: source)
      rest = rest.dropFirst(length)
      part += length
      while run + 1 < runs.count, Int(runs[run + 1].text) <= part { run += 1 }
    }
  }

  /// The last run that begins at or before `offset`.
  private static func index(of offset: Int, in runs: [PositionMap.Run]) -> Int {
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if Int(runs[middle].text) <= offset { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }
}

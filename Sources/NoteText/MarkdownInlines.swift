// Markdown's inline structure: what stays of a paragraph when its marks are taken off.

/// Reads one paragraph after another, keeping its buffers. A paragraph of one line is read where it stands;
/// several lines are joined by spaces first. Every search that can fail leaves a memo of how far it looked,
/// so that the whole is linear whatever the text.
struct MarkdownInlines: ~Copyable {
  /// A stretch of the paragraph: text, or a mark of which some may stay.
  struct Piece {
    var start: Int
    var end: Int
    /// Stands for this instead of itself.
    var replacement: Unicode.Scalar?
  }

  /// A run of `*`, `_` or `~` that may open or close emphasis.
  struct Delimiter {
    var piece: Int
    var mark: UInt8
    var canOpen: Bool
    var canClose: Bool
    var length: Int
    var previous: Int
    var next: Int
  }

  struct Bracket {
    var piece: Int
    /// Delimiters that stood before it.
    var delimiters: Int
    var contentStart: Int
    var isImage: Bool
    var isActive = true
    /// Another bracket opened after it, so that its content is no label.
    var holdsBracket = false
  }

  /// What the paragraph at hand is read from.
  var bytes: [UInt8] = []
  /// Where lines are joined; kept for its capacity.
  private var joined: [UInt8] = []
  var limit = 0
  var pieces: [Piece] = []
  var delimiters: [Delimiter] = []
  var brackets: [Bracket] = []
  var memo = SearchMemo()
  /// Folded labels with a definition; read when first asked for.
  var references: Set<[UInt8]>?
  /// Joined lines: where each begins in `bytes`, and in the source.
  private var joints: [(offset: Int, source: Int)] = []

  /// The source's.
  private let marks: MarkdownMarks

  init(_ marks: MarkdownMarks) { self.marks = marks }

  /// Adds the lines' text to the open unit. The source must be the same each time.
  mutating func read(_ lines: [Range<Int>], source: [UInt8], into out: inout TextBuilder) {
    guard let first = lines.first, let last = lines.last else { return }
    let range = first.lowerBound..<last.upperBound
    guard marks.first(in: range) != nil else { return copy(lines, source: source, into: &out) }
    if lines.count == 1 {
      joints.removeAll(keepingCapacity: true)
      joints.append((first.lowerBound, first.lowerBound))
      bytes = source
      parse(first, marksAt: 0, source: source)
    } else {
      swap(&bytes, &joined)
      join(lines, source: source)
      // Where nothing but line breaks was between the lines, marks are where they are in the source.
      parse(0..<bytes.count, marksAt: joints.count == 1 ? first.lowerBound : nil, source: source)
    }
    emit(into: &out)
    if lines.count > 1 { swap(&bytes, &joined) }
    bytes = []
  }

  /// Calls for each of the longest runs of lines that have one byte between them, their line break, and no backslash
  /// before it.
  private static func forEachStretch(
    of lines: [Range<Int>], in source: [UInt8],
    _ body: (_ lines: ArraySlice<Range<Int>>, _ range: Range<Int>) -> Void
  ) {
    var first = 0
    for index in lines.indices
    where index + 1 == lines.count || lines[index + 1].lowerBound != lines[index].upperBound + 1
      || lines[index].isEmpty || source[lines[index].upperBound - 1] == 0x5C
    {
      body(lines[first...index], lines[first].lowerBound..<lines[index].upperBound)
      first = index + 1
    }
  }

  /// Lines without a mark, joined by spaces.
  private func copy(_ lines: [Range<Int>], source: [UInt8], into out: inout TextBuilder) {
    var end: Int?
    Self.forEachStretch(of: lines, in: source) { lines, range in
      if let end { out.insert(0x20, source: end) }
      out.copy(source[range], source: range.lowerBound)
      out.blank(lines.dropLast().lazy.map(\.upperBound))
      end = range.upperBound
    }
  }

  /// Text in which only entities mean something (between tags of an HTML block).
  mutating func readLiteral(_ range: Range<Int>, source: [UInt8], into out: inout TextBuilder) {
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      if source[index] == 0x26, let entity = Entities.read(source, at: index, to: range.upperBound) {
        out.copy(source[start..<index], source: start)
        out.insert(String(entity.scalar).utf8, source: index)
        index = entity.end
        start = index
      } else {
        index += 1
      }
    }
    out.copy(source[start..<range.upperBound], source: start)
  }

  @inline(__always)
  private func nextMark(_ range: Range<Int>, _ marksAt: Int?) -> Int? {
    guard let marksAt else { return firstSpecial(in: bytes, range) }
    return marks.first(in: range.lowerBound + marksAt..<range.upperBound + marksAt).map { $0 - marksAt }
  }

  /// The first mark in a range of joined lines.
  private func firstSpecial(in source: [UInt8], _ range: Range<Int>) -> Int? {
    let (bytes, isSpecial) = (source.span, MarkdownBytes.isSpecial)
    var index = range.lowerBound
    while true {
      index = ByteBits.skip(from: index, to: range.upperBound, in: bytes) { MarkdownBytes.maybeSpecial($0) }
      guard index < range.upperBound else { return nil }
      if isSpecial[Int(bytes[index])] { return index }
      index += 1
    }
  }

  /// Lines joined by spaces; a backslash at a line's end is a hard break.
  private mutating func join(_ lines: [Range<Int>], source: [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    joints.removeAll(keepingCapacity: true)
    Self.forEachStretch(of: lines, in: source) { stretch, range in
      let isLast = stretch.endIndex == lines.count
      let start = range.lowerBound
      let end =
        isLast || !Self.isBrokenHard(stretch[stretch.endIndex - 1], in: source)
        ? range.upperBound : range.upperBound - 1
      let offset = bytes.count - start
      joints.append((bytes.count, start))
      bytes.append(contentsOf: source[start..<end])
      for line in stretch.dropLast() { bytes[line.upperBound + offset] = 0x20 }
      if !isLast { bytes.append(0x20) }
    }
  }

  /// Whether a line ends in a backslash that no other escapes.
  private static func isBrokenHard(_ line: Range<Int>, in source: [UInt8]) -> Bool {
    line.count > 0 && source[line.upperBound - 1] == 0x5C
      && (line.count == 1 || source[line.upperBound - 2] != 0x5C)
  }

  /// - Parameter marksAt: where the range's first byte stands in the source, less its lower bound; nil where it is not the
  ///   source's text byte for byte.
  private mutating func parse(_ range: Range<Int>, marksAt: Int?, source: [UInt8]) {
    limit = range.upperBound
    pieces.removeAll(keepingCapacity: true)
    delimiters.removeAll(keepingCapacity: true)
    brackets.removeAll(keepingCapacity: true)
    memo = SearchMemo()
    var textStart = range.lowerBound
    var index = range.lowerBound
    while index < limit,
      let special = nextMark(index..<limit, marksAt)
    {
      index = special
      let before = pieces.count
      if textStart < index { pieces.append(Piece(start: textStart, end: index)) }
      if let next = readMark(at: index, lower: range.lowerBound, source: source) {
        index = next
        textStart = next
      } else {
        // No mark after all: the text goes on.
        pieces.removeLast(pieces.count - before)
        index += 1
      }
    }
    if textStart < limit { pieces.append(Piece(start: textStart, end: limit)) }
    resolveDelimiters(from: 0)
  }

  /// Reads the mark at `index` and returns where the text goes on; nil where it is plain text.
  private mutating func readMark(at index: Int, lower: Int, source: [UInt8]) -> Int? {
    switch bytes[index] {
    case 0x5C:  // backslash
      guard index + 1 < limit, MarkdownBytes.isPunctuation(bytes[index + 1]) else { return nil }
      pieces.append(Piece(start: index + 1, end: index + 2))
      return index + 2
    case 0x60: return readCodeSpan(at: index)
    case 0x2A, 0x5F, 0x7E: return readDelimiter(at: index, lower: lower)
    case 0x5B:  // [
      if index + 1 < limit, bytes[index + 1] == 0x5B, let next = readWikiLink(at: index, isEmbed: false) {
        return next
      }
      if let next = readFootnoteMark(at: index, source: source) { return next }
      openBracket(at: index, length: 1)
      return index + 1
    case 0x21:  // !
      guard index + 1 < limit, bytes[index + 1] == 0x5B else { return nil }
      if index + 2 < limit, bytes[index + 2] == 0x5B, let next = readWikiLink(at: index + 1, isEmbed: true) {
        return next
      }
      openBracket(at: index, length: 2)
      return index + 2
    case 0x5D: return closeBracket(at: index, source: source)
    case 0x3C: return readAngle(at: index)
    default:  // &
      guard let entity = Entities.read(bytes, at: index, to: limit) else { return nil }
      pieces.append(Piece(start: index, end: entity.end, replacement: entity.scalar))
      return entity.end
    }
  }

  private func emit(into out: inout TextBuilder) {
    var joint = 0
    for piece in pieces where piece.start < piece.end {
      while joint + 1 < joints.count, joints[joint + 1].offset <= piece.start { joint += 1 }
      if let replacement = piece.replacement {
        out.insert(
          String(replacement).utf8, source: piece.start - joints[joint].offset + joints[joint].source)
        continue
      }
      var start = piece.start
      while start < piece.end {
        while joint + 1 < joints.count, joints[joint + 1].offset <= start { joint += 1 }
        let end = joint + 1 < joints.count ? min(piece.end, joints[joint + 1].offset) : piece.end
        out.copy(bytes[start..<end], source: start - joints[joint].offset + joints[joint].source)
        start = end
      }
    }
  }
}

/// How far failed searches looked: nothing of the kind is found at or after that place.
struct SearchMemo {
  var noAngle = Int.max
  /// Where the next `>` was found, by a search that need not be made again before it.
  var nextAngle = -1
  var noComment = Int.max
  var noWikiEnd = Int.max
  var noTitleEnd: [UInt8: Int] = [:]
  /// Last place of a backtick run by its length, once the paragraph has been searched for them.
  var backticks: [Int: Int]?
}

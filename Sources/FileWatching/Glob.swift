// One pattern in .gitignore's way, matched against bytes.

/// A compiled pattern: `*` and `?` within a name, `[a-z]` and `[!a-z]`, `**` over folders, a slash in front
/// or in the middle ties it to the top, a slash at the end means folders only, a backslash takes the next
/// byte as it is.
struct Glob: Sendable {
  private enum Piece: Equatable, Sendable {
    case byte(UInt8)
    case anyByte
    case anyName
    /// `**/`: no folder or any number of them.
    case anyFolders
    /// `/**` at the end: everything inside.
    case everything
    case oneOf([ClosedRange<UInt8>], inverted: Bool)
  }

  /// Whether the pattern speaks of the whole path; else of the last name alone.
  let isAnchored: Bool
  let foldersOnly: Bool
  private let pieces: [Piece]
  /// Set where the first or last piece is a plain byte: most names fail on it at once.
  private let first: UInt8?
  private let last: UInt8?

  /// Nil where the pattern is empty or has an open bracket.
  init?(_ text: some Collection<UInt8>) {
    var bytes = Array(text)
    foldersOnly = bytes.last == Self.slash && bytes.dropLast().last != Self.backslash
    if foldersOnly { bytes.removeLast() }
    isAnchored = bytes.contains(Self.slash)
    if bytes.first == Self.slash { bytes.removeFirst() }
    guard !bytes.isEmpty, let pieces = Self.parse(bytes) else { return nil }
    self.pieces = pieces
    first = if case .byte(let byte)? = pieces.first { byte } else { nil }
    last = if case .byte(let byte)? = pieces.last { byte } else { nil }
  }

  /// - Parameters:
  ///   - path: the whole path, for anchored patterns.
  ///   - name: its last component.
  func matches(path: [UInt8], name: [UInt8], isFolder: Bool) -> Bool {
    if foldersOnly, !isFolder { return false }
    let text = isAnchored ? path : name
    if let first, text.first != first { return false }
    if let last, text.last != last { return false }
    return Self.matches(pieces[...], text[...])
  }

  /// Remembers the last star of each kind and goes back to it: no recursion but for `**/`.
  private static func matches(_ pieces: ArraySlice<Piece>, _ text: ArraySlice<UInt8>) -> Bool {
    var piece = pieces.startIndex
    var at = text.startIndex
    var retry: (piece: Int, at: Int)?
    while true {
      if piece == pieces.endIndex {
        if at == text.endIndex { return true }
      } else if pieces[piece] == .anyFolders {
        return matchesAfterFolders(pieces[(piece + 1)...], text[at...])
      } else if pieces[piece] == .everything {
        return at < text.endIndex
      } else if pieces[piece] == .anyName {
        retry = (piece + 1, at)
        piece += 1
        continue
      } else if at < text.endIndex, takes(pieces[piece], text[at]) {
        piece += 1
        at += 1
        continue
      }
      guard let last = retry, last.at < text.endIndex, text[last.at] != slash else { return false }
      retry = (last.piece, last.at + 1)
      piece = last.piece
      at = last.at + 1
    }
  }

  private static func matchesAfterFolders(_ pieces: ArraySlice<Piece>, _ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    while true {
      if matches(pieces, rest) { return true }
      guard let next = rest.firstIndex(of: slash) else { return false }
      rest = rest[(next + 1)...]
    }
  }

  private static func takes(_ piece: Piece, _ byte: UInt8) -> Bool {
    switch piece {
    case .byte(let wanted): byte == wanted
    case .anyByte: byte != slash
    case .oneOf(let ranges, let inverted):
      byte != slash && ranges.contains { $0.contains(byte) } != inverted
    case .anyName, .anyFolders, .everything: false
    }
  }

  // MARK: Parsing

  private static let slash = UInt8(ascii: "/")
  private static let star = UInt8(ascii: "*")
  private static let backslash = UInt8(ascii: "\\")

  private static func parse(_ bytes: [UInt8]) -> [Piece]? {
    var pieces: [Piece] = []
    var at = 0
    while at < bytes.count {
      let atNameStart = at == 0 || bytes[at - 1] == slash
      switch bytes[at] {
      case star where atNameStart && bytes[at...].starts(with: [star, star, slash]):
        if pieces.last != .anyFolders { pieces.append(.anyFolders) }
        at += 3
      case star where atNameStart && at > 0 && bytes[at...].elementsEqual([star, star]):
        pieces.append(.everything)
        at += 2
      case star:
        if pieces.last != .anyName { pieces.append(.anyName) }
        at += 1
      case UInt8(ascii: "?"):
        pieces.append(.anyByte)
        at += 1
      case UInt8(ascii: "["):
        guard let (piece, next) = parseClass(bytes, after: at) else { return nil }
        pieces.append(piece)
        at = next
      case backslash where at + 1 < bytes.count:
        pieces.append(.byte(bytes[at + 1]))
        at += 2
      default:
        pieces.append(.byte(bytes[at]))
        at += 1
      }
    }
    return pieces
  }

  /// `[abc]`, `[a-z]`, `[!a-z]`, `[^a-z]`; a `]` in first place stands for itself.
  private static func parseClass(_ bytes: [UInt8], after open: Int) -> (Piece, next: Int)? {
    var at = open + 1
    guard at < bytes.count else { return nil }
    let inverted = bytes[at] == UInt8(ascii: "!") || bytes[at] == UInt8(ascii: "^")
    if inverted { at += 1 }
    var ranges: [ClosedRange<UInt8>] = []
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "]"), !ranges.isEmpty {
        return (.oneOf(ranges, inverted: inverted), at + 1)
      }
      let low = bytes[at]
      if at + 2 < bytes.count, bytes[at + 1] == UInt8(ascii: "-"), bytes[at + 2] != UInt8(ascii: "]") {
        let high = bytes[at + 2]
        if low <= high { ranges.append(low...high) }
        at += 3
      } else {
        ranges.append(low...low)
        at += 1
      }
    }
    return nil
  }
}

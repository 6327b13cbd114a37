// A stack that gives back what it needs no longer.

/// Last in, first out, in pieces of a few thousand: it grows without being copied, never has room for twice as many as it
/// holds, and frees a piece as soon as it is used up. An array does none of that, which counts where a hundred
/// thousand paths wait while memory is short.
struct PiecewiseStack<Element> {
  /// Large enough that an allocator maps a piece by itself, and gives it back to the kernel when it is freed.
  private static var pieceSize: Int { 8192 }
  /// None is empty; all but the last are full.
  private var pieces: [[Element]] = []

  init() {}

  init(_ elements: some Sequence<Element>) {
    for element in elements { push(element) }
  }

  var isEmpty: Bool { pieces.isEmpty }

  mutating func push(_ element: Element) {
    if let count = pieces.last?.count, count < Self.pieceSize {
      pieces[pieces.count - 1].append(element)
    } else {
      var piece: [Element] = []
      // The first one grows as it is needed: most stacks hold a handful.
      if !pieces.isEmpty { piece.reserveCapacity(Self.pieceSize) }
      piece.append(element)
      pieces.append(piece)
    }
  }

  mutating func pop() -> Element? {
    guard !pieces.isEmpty else { return nil }
    let element = pieces[pieces.count - 1].popLast()
    if pieces[pieces.count - 1].isEmpty { pieces.removeLast() }
    return element
  }

  /// Hands all on, the first in first, and is empty afterwards.
  mutating func removeAll(_ body: (Element) -> Void) {
    let all = pieces
    pieces = []
    for piece in all { piece.forEach(body) }
  }
}

extension PiecewiseStack: Sendable where Element: Sendable {}

// The terms of all patterns, and which of them a word matches.

import Codebooks
import NoteText

/// A tree over the bytes of exact words and prefixes, with the wildcards beside it. Terms that match the same
/// words have one number.
struct Vocabulary: Sendable {
  struct TreeNode {
    var byte: UInt8
    var child: Int32 = -1
    var sibling: Int32 = -1
    /// Heads of chains in `links`.
    var exact: Int32 = -1
    var prefix: Int32 = -1
  }
  struct Link {
    var term: Int32
    var next: Int32
  }
  private struct Key: Hashable {
    var term: Term
    var inCapitals: Bool
  }

  var nodes: ContiguousArray<TreeNode> = [TreeNode(byte: 0)]
  var links: ContiguousArray<Link> = []
  /// With the first byte of the words that they match, where it is one.
  var wildcards: [(first: UInt8?, forms: TermForms, term: Int32)] = []
  private var numbers: [Key: Int32] = [:]
  /// How often each term is to be expected, as a share of all words; a guess from its length.
  var frequencies: ContiguousArray<Float> = []

  var count: Int { frequencies.count }

  /// The number of a term.
  mutating func number(of term: Term, inCapitals: Bool) -> Int32 {
    let key = Key(term: term, inCapitals: inCapitals)
    if let known = numbers[key] { return known }
    let number = Int32(truncatingIfNeeded: frequencies.count)
    let forms = TermForms(term, inCapitals: inCapitals)
    frequencies.append(WordFrequency.estimate(forms))
    numbers[key] = number
    switch forms {
    case .exact(let words):
      for word in words { add(number, to: leaf(word), \.exact) }
    case .prefix(let prefix): add(number, to: leaf(prefix), \.prefix)
    case .wildcard(let body, _):
      wildcards.append((Vocabulary.firstByte(of: body), forms, number))
    }
    return number
  }

  static func firstByte(of body: [Unicode.Scalar?]) -> UInt8? {
    body.first.flatMap { $0 }.flatMap { String(Character($0)).utf8.first }
  }

  private mutating func add(_ term: Int32, to node: Int, _ chain: WritableKeyPath<TreeNode, Int32>) {
    links.append(Link(term: term, next: nodes[node][keyPath: chain]))
    nodes[node][keyPath: chain] = Int32(truncatingIfNeeded: links.count - 1)
  }

  private mutating func leaf(_ word: [UInt8]) -> Int {
    var node = 0
    for byte in word {
      if let next = child(of: node, byte) {
        node = next
      } else {
        nodes.append(TreeNode(byte: byte, sibling: nodes[node].child))
        nodes[node].child = Int32(truncatingIfNeeded: nodes.count - 1)
        node = nodes.count - 1
      }
    }
    return node
  }

  private func child(of node: Int, _ byte: UInt8) -> Int? {
    var next = Int(nodes[node].child)
    while next >= 0 {
      if nodes[next].byte == byte { return next }
      next = Int(nodes[next].sibling)
    }
    return nil
  }

  /// Puts the tree's nodes in the order of their depth and siblings beside each other, by letter: a search walks along
  /// these, and most end after a few letters. To be called when all terms are in.
  mutating func arrange() {
    var arranged: ContiguousArray<TreeNode> = [nodes[0]]
    arranged.reserveCapacity(nodes.count)
    var next = 0
    while next < arranged.count {
      var row: [TreeNode] = []
      var child = arranged[next].child
      while child >= 0 {
        row.append(nodes[Int(child)])
        child = nodes[Int(child)].sibling
      }
      row.sort { $0.byte < $1.byte }
      // A node's sibling stands before it.
      for (place, node) in row.reversed().enumerated() {
        var node = node
        node.sibling = place == 0 ? -1 : Int32(truncatingIfNeeded: arranged.count - 1)
        arranged.append(node)
      }
      if !row.isEmpty { arranged[next].child = Int32(truncatingIfNeeded: arranged.count - 1) }
      next += 1
    }
    nodes = arranged
  }

  /// The terms that match a word in its normal form, ascending.
  func terms(of word: [UInt8]) -> [Int32] {
    var found: [Int32] = []
    var node: Int? = 0
    collect(nodes[0].prefix, into: &found)
    for byte in word {
      guard let parent = node else { break }
      node = child(of: parent, byte)
      if let node { collect(nodes[node].prefix, into: &found) }
    }
    if let node { collect(nodes[node].exact, into: &found) }
    for wildcard in wildcards where wildcard.first == nil || wildcard.first == word.first {
      if wildcard.forms.matches(word) { found.append(wildcard.term) }
    }
    found.sortAndUnify()
    return found
  }

  /// The same for a word of ASCII letters and digits in a text, in whatever case, without making its normal form;
  /// nil where that form would differ from its small letters. The tree must be arranged.
  func terms(
    ofPlain text: Span<UInt8>, _ start: Int, _ end: Int, _ openings: borrowing WordOpenings
  ) -> [Int32]? {
    // Two capitals may be an abbreviation, and wildcards want the whole word.
    guard end - start > 2 else { return nil }
    let nodes = nodes.span
    var found: [Int32] = []
    collect(nodes[0].prefix, into: &found)
    var parent = 0
    var first: UInt8 = 0
    for index in start..<end {
      var byte = text[index]
      if byte &- UInt8(ascii: "A") < 26 { byte |= 0x20 }
      guard byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 else { return nil }
      if index == start { first = byte }
      guard parent >= 0 else { continue }
      switch index - start {
      case 0: parent = openings.node(byte)
      case 1: parent = openings.node(first, byte)
      default:
        var next = nodes[parent].child
        while next >= 0, nodes[Int(next)].byte < byte { next = nodes[Int(next)].sibling }
        parent = next >= 0 && nodes[Int(next)].byte == byte ? Int(next) : -1
      }
      if parent >= 0 { collect(nodes[parent].prefix, into: &found) }
    }
    if parent >= 0 { collect(nodes[parent].exact, into: &found) }
    if wildcards.contains(where: { $0.first == nil || $0.first == first }) { return nil }
    found.sortAndUnify()
    return found
  }

  private func collect(_ head: Int32, into found: inout [Int32]) {
    var link = Int(head)
    while link >= 0 {
      found.append(links[link].term)
      link = Int(links[link].next)
    }
  }
}

/// Where the tree's words go on behind their first letter or digit and their first two: the tree's widest rows, which a
/// search would walk along.
struct WordOpenings: Sendable {
  private var first = ContiguousArray<Int32>(repeating: -1, count: 36)
  private var second = ContiguousArray<Int32>(repeating: -1, count: 36 * 36)

  init(_ vocabulary: Vocabulary) {
    let nodes = vocabulary.nodes
    var node = nodes[0].child
    while node >= 0 {
      if let place = Self.place(nodes[Int(node)].byte) {
        first[place] = node
        var inner = nodes[Int(node)].child
        while inner >= 0 {
          if let next = Self.place(nodes[Int(inner)].byte) { second[place * 36 + next] = inner }
          inner = nodes[Int(inner)].sibling
        }
      }
      node = nodes[Int(node)].sibling
    }
  }

  /// The node of a small letter or digit, -1 where there is none.
  func node(_ byte: UInt8) -> Int { Self.place(byte).map { Int(first[$0]) } ?? -1 }

  /// The node of two.
  func node(_ byte: UInt8, _ next: UInt8) -> Int {
    guard let place = Self.place(byte), let inner = Self.place(next) else { return -1 }
    return Int(second[place * 36 + inner])
  }

  private static func place(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a"))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) + 26
    default: nil
    }
  }
}

extension Array where Element: Comparable {
  /// Puts the elements in order and keeps each once.
  mutating func sortAndUnify() {
    guard count > 1 else { return }
    sort()
    var kept = 1
    for index in 1..<count where self[index] != self[kept - 1] {
      self[kept] = self[index]
      kept += 1
    }
    removeLast(count - kept)
  }
}

// The terms of all patterns, and which of them a word matches.

import Codebooks
import NoteText

/// A tree over the bytes of exact words and prefixes, with the wildcards beside it. Terms that match the same
/// words have one number.
struct Vocabulary: Sendable {
  private struct TreeNode {
    var byte: UInt8
    var child: Int32 = -1
    var sibling: Int32 = -1
    /// Heads of chains in `links`.
    var exact: Int32 = -1
    var prefix: Int32 = -1
  }
  private struct Link {
    var term: Int32
    var next: Int32
  }
  private struct Key: Hashable {
    var term: Term
    var inCapitals: Bool
  }

  private var nodes: ContiguousArray<TreeNode> = [TreeNode(byte: 0)]
  private var links: ContiguousArray<Link> = []
  private var wildcards: [(forms: TermForms, term: Int32)] = []
  private var numbers: [Key: Int32] = [:]
  /// How often each term is to be expected, as a share of all words; a guess from its length.
  private(set) var frequencies: ContiguousArray<Float> = []

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
    case .wildcard: wildcards.append((forms, number))
    }
    return number
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
    for wildcard in wildcards where wildcard.forms.matches(word) { found.append(wildcard.term) }
    return found.count > 1 ? Array(Set(found)).sorted() : found
  }

  private func collect(_ head: Int32, into found: inout [Int32]) {
    var link = Int(head)
    while link >= 0 {
      found.append(links[link].term)
      link = Int(links[link].next)
    }
  }
}

/// Guesses how common words are, to choose what a pattern is looked for by. Wrong guesses cost time only.
enum WordFrequency {
  static func estimate(_ forms: TermForms) -> Float {
    switch forms {
    case .exact(let words): words.reduce(0) { $0 + estimate($1) }
    case .prefix(let prefix): 3 * byLength(prefix.count)
    case .wildcard(let body, _): 3 * byLength(body.count)
    }
  }

  private static func estimate(_ word: [UInt8]) -> Float {
    common.contains(word) ? 1e-2 : byLength(word.count)
  }

  private static func byLength(_ count: Int) -> Float {
    switch count {
    case ...2: 3e-3
    case 3: 1e-3
    case 4: 6e-4
    case 5: 4e-4
    case 6: 2e-4
    case 7...8: 1e-4
    default: 4e-5
    }
  }

  private static let common: Set<[UInt8]> = Set(
    """
    the of to and a in that is for it on with as was be by are at this have from or had not but what all were \
    we when your can said there use an each which she do how their if will up other about out many then them \
    these so some her would make like him into has more go no way could my than been who its now find down did \
    get may part over new take only work know year years people our just also after they he his you i us one \
    two first last very against between because through before where should must being both under while more \
    most such against even well here him going think want country world government president
    """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })
}

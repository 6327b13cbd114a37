// The terms of all patterns as cached bytes.

import Codebooks

extension Vocabulary {
  /// All but what only making the vocabulary asks for.
  func write(to writer: inout CacheWriter) {
    writer.write(numbers: ContiguousArray(frequencies.map { Int32(bitPattern: $0.bitPattern) }))
    writer.write(rows: links) { link, numbers in
      numbers.append(link.term)
      numbers.append(link.next)
    }
    writer.write(rows: nodes) { node, numbers in
      numbers.append(Int32(node.byte))
      numbers.append(node.child)
      numbers.append(node.sibling)
      numbers.append(node.exact)
      numbers.append(node.prefix)
    }
    writer.write(wildcards.compactMap { Wildcard(forms: $0.forms, term: $0.term) })
  }

  init(from reader: inout CacheReader) throws(CacheDamage) {
    self.init()
    frequencies = ContiguousArray(
      try reader.numbers().lazy.map { Float(bitPattern: UInt32(bitPattern: $0)) })
    try readLinks(try reader.numbers())
    try readNodes(try reader.numbers())
    for wildcard in try reader.read() as [Wildcard] {
      guard frequencies.indices.contains(wildcard.term) else { throw Self.damage }
      wildcards.append(
        (
          Vocabulary.firstByte(of: wildcard.body),
          .wildcard(wildcard.body, optional: wildcard.optional), Int32(truncatingIfNeeded: wildcard.term)
        ))
    }
  }

  private static let damage = CacheDamage("a vocabulary that is none")

  /// A chain's next link stands before it, so that every chain ends.
  private mutating func readLinks(_ numbers: ContiguousArray<Int32>) throws(CacheDamage) {
    guard numbers.count.isMultiple(of: 2) else { throw Self.damage }
    links.reserveCapacity(numbers.count / 2)
    for at in stride(from: 0, to: numbers.count, by: 2) {
      let link = Link(term: numbers[at], next: numbers[at + 1])
      guard frequencies.indices.contains(Int(link.term)), link.next >= -1, Int(link.next) < links.count
      else { throw Self.damage }
      links.append(link)
    }
  }

  /// A node's sibling stands before it, so that every row of siblings ends, and has a greater letter.
  private mutating func readNodes(_ numbers: ContiguousArray<Int32>) throws(CacheDamage) {
    let width = 5
    let count = numbers.count / width
    guard numbers.count == count * width, count > 0 else { throw Self.damage }
    let linkEnd = Int32(truncatingIfNeeded: links.count)
    nodes.removeAll()
    nodes.reserveCapacity(count)
    for at in stride(from: 0, to: numbers.count, by: width) {
      guard let byte = UInt8(exactly: numbers[at]) else { throw Self.damage }
      let node = TreeNode(
        byte: byte, child: numbers[at + 1], sibling: numbers[at + 2], exact: numbers[at + 3],
        prefix: numbers[at + 4])
      guard node.child >= -1, Int(node.child) < count, node.sibling >= -1, Int(node.sibling) < nodes.count,
        node.sibling < 0 || nodes[Int(node.sibling)].byte > byte,
        node.exact >= -1, node.exact < linkEnd, node.prefix >= -1, node.prefix < linkEnd
      else { throw Self.damage }
      nodes.append(node)
    }
  }
}

/// A wildcard's form with its term.
private struct Wildcard: Cacheable {
  var body: [Unicode.Scalar?]
  var optional: Int
  var term: Int

  init?(forms: TermForms, term: Int32) {
    guard case .wildcard(let body, let optional) = forms else { return nil }
    self.body = body
    self.optional = optional
    self.term = Int(term)
  }

  func write(to writer: inout CacheWriter) {
    writer.write(body.map { $0.map { Int($0.value) } }, optional, term)
  }

  init(from reader: inout CacheReader) throws(CacheDamage) {
    body = []
    for value in try reader.read() as [Int?] {
      let scalar = value.flatMap { UInt32(exactly: $0) }.flatMap { Unicode.Scalar($0) }
      if value != nil, scalar == nil { throw CacheDamage("no letter") }
      body.append(scalar)
    }
    optional = try reader.read()
    term = try reader.read()
    guard (0...1 << 24).contains(optional) else { throw CacheDamage("stars without number") }
  }
}

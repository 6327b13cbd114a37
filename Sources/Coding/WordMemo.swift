// Which terms a word matches, remembered by how it is written.

import NoteText

/// A class is a set of terms, apart for words that name an office; words that match the same terms share one, and 0
/// is the empty set. Words of up to sixteen bytes are kept in tables of bounded size, in which newcomers take the place
/// of others; so a text of ever new words costs time but no memory.
struct WordMemo {
  private let vocabulary: Vocabulary
  /// Words of up to 8 bytes, and of 9 to 16.
  private var short = WordTable<UInt64>()
  private var long = WordTable<UInt64Pair>()
  /// Words of 17 to 64 bytes.
  private var longer: [[UInt8]: Int32] = [:]
  private struct WordClassKey: Hashable {
    var terms: [Int32]
    var isOffice: Bool
  }
  private var numbers: [WordClassKey: Int32] = [WordClassKey(terms: [], isOffice: false): 0]
  /// Terms, and the groups that hold one of them, by class.
  private var starts: ContiguousArray<Int32> = [0, 0]
  private var terms: ContiguousArray<Int32> = []
  private var groupStarts: ContiguousArray<Int32> = [0, 0]
  private var groups: ContiguousArray<Int32> = []
  /// By class, where in `groups` those end that ways of primary patterns need beside what they are looked for by.
  private var groupMiddles: ContiguousArray<Int32> = [0]
  /// The ways of primary patterns that are looked for by a class.
  private var leadStarts: ContiguousArray<Int32> = [0, 0]
  private var leads: ContiguousArray<Lead> = []
  /// To how many ways a class leads at most.
  private var mostLeads = 0
  /// The ways of other patterns that are looked for by a class, in order of their patterns.
  private var otherWayStarts: ContiguousArray<Int32> = [0, 0]
  private var otherWays: ContiguousArray<(pattern: Int32, way: Int32)> = []
  /// By class, what it holds of groups and of patterns that are asked of sentences near.
  private var signatures: ContiguousArray<Signature> = [Signature()]
  private var traits: ContiguousArray<WordTraits> = [[]]
  private let presearch: Presearch
  private let openings: WordOpenings

  init(_ vocabulary: Vocabulary, _ presearch: Presearch) {
    self.vocabulary = vocabulary
    openings = WordOpenings(vocabulary)
    self.presearch = presearch
  }

  /// The groups of terms that hold one of a class's, each once, as indices for `group(at:)`.
  @inline(__always)
  func groups(of number: Int32) -> Range<Int> {
    Int(groupStarts[Int(number)])..<Int(groupStarts[Int(number) + 1])
  }

  /// Of these, the ones that ways of primary patterns need beside what they are looked for by, and the others.
  @inline(__always)
  func neededGroups(of number: Int32) -> Range<Int> {
    Int(groupStarts[Int(number)])..<Int(groupMiddles[Int(number)])
  }

  @inline(__always)
  func otherGroups(of number: Int32) -> Range<Int> {
    Int(groupMiddles[Int(number)])..<Int(groupStarts[Int(number) + 1])
  }

  @inline(__always)
  func group(at index: Int) -> Int32 { groups[index] }

  /// What a sentence's words hold together.
  func signature(of range: Range<Int>, in words: borrowing NoteWords) -> Signature {
    var signature = presearch.markedAnywhere
    for place in range { signature.formUnion(signatures[Int(words.number(at: place))]) }
    return signature
  }

  @inline(__always)
  func lead(at index: Int) -> Lead { leads[index] }

  /// Gathers the ways to which words of a sentence lead and whose marks are held there and near, while there is room
  /// for all of one word more; gives their number.
  ///
  /// - Parameter next: the word to go on with, as an index for `leading(at:)`.
  func gather(
    from next: inout Int, to end: Int, of words: borrowing NoteWords, _ marks: ContiguousArray<UInt64>,
    into ways: inout ContiguousArray<LedWay>
  ) -> Int {
    if ways.count < WordMemo.stretch + mostLeads {
      let missing = WordMemo.stretch + mostLeads - ways.count
      ways.append(contentsOf: repeatElement(LedWay(lead: 0, token: 0), count: missing))
    }
    let (leads, starts, marks) = (leads.span, leadStarts.span, marks.span)
    var ways = ways.mutableSpan
    var count = 0
    while next < end, count < WordMemo.stretch {
      let word = words.leading(at: next)
      for index in Int(starts[Int(word.number)])..<Int(starts[Int(word.number) + 1]) {
        // What is not held is overwritten by the next: a branch would be guessed wrong once in three ways.
        ways[count] = LedWay(lead: Int32(truncatingIfNeeded: index), token: word.token)
        count += marks.holdsAll(leads[index].marks) ? 1 : 0
      }
      next += 1
    }
    return count
  }

  /// Ways gathered at once, and those of one word more.
  private static let stretch = 4096

  /// The ways of patterns that are not primary which are looked for by a class, as indices for `otherWay(at:)`.
  @inline(__always)
  func otherWays(of number: Int32) -> Range<Int> {
    Int(otherWayStarts[Int(number)])..<Int(otherWayStarts[Int(number) + 1])
  }

  @inline(__always)
  func otherWay(at index: Int) -> (pattern: Int32, way: Int32) { otherWays[index] }

  /// Classes met so far.
  var classCount: Int { traits.count }

  /// Whether a class holds a term of a group.
  @inline(__always)
  func holds(group: Int32, in number: Int32) -> Bool {
    let isNeeded = presearch.isNeeded(group)
    for index in isNeeded ? neededGroups(of: number) : otherGroups(of: number) where groups[index] == group {
      return true
    }
    return false
  }

  /// The terms of a class, ascending, as indices for `term(at:)`.
  @inline(__always)
  func terms(of number: Int32) -> Range<Int> { Int(starts[Int(number)])..<Int(starts[Int(number) + 1]) }

  @inline(__always)
  func term(at index: Int) -> Int32 { terms[index] }

  /// Whether a class holds a term.
  @inline(__always)
  func contains(_ term: Int32, in number: Int32) -> Bool {
    for index in terms(of: number) where terms[index] == term { return true }
    return false
  }

  /// The class of the word at a range of bytes, with its traits as the last two bits.
  @inline(__always)
  mutating func code(of text: Span<UInt8>, from start: Int, to end: Int) -> Int32 {
    let count = end - start
    if count <= 8 {
      let key = ByteWord.packed(count, at: start, text)
      let code = short.code(of: key)
      return code >= 0 ? code : learnShort(key, text, start, end)
    }
    if count <= 16 {
      let key = UInt64Pair(
        low: ByteWord.at(start, text), high: ByteWord.packed(count - 8, at: start + 8, text))
      let code = long.code(of: key)
      return code >= 0 ? code : learnLong(key, text, start, end)
    }
    return longerCode(text, start, end)
  }

  private mutating func learnShort(_ key: UInt64, _ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int32 {
    let code = resolve(text, start, end)
    short.insert(key, code, isNumber: ASCII.isDigit(text[start]))
    return code
  }

  private mutating func learnLong(_ key: UInt64Pair, _ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int32 {
    let code = resolve(text, start, end)
    long.insert(key, code, isNumber: ASCII.isDigit(text[start]))
    return code
  }

  private mutating func longerCode(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int32 {
    guard end - start <= 64 else { return resolve(text, start, end) }
    let word = (start..<end).map { text[$0] }
    if let known = longer[word] { return known }
    if longer.count >= 4096 { longer.removeAll(keepingCapacity: true) }
    let code = resolve(text, start, end)
    longer[word] = code
    return code
  }

  private mutating func resolve(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int32 {
    let found =
      vocabulary.terms(ofPlain: text, start, end, openings)
      ?? vocabulary.terms(of: NormalForm.of((start..<end).map { text[$0] }))
    let isOffice = WordKey(text, from: start, to: end).map(Introductions.isRole) ?? false
    if found.isEmpty, !isOffice { return 0 }
    let key = WordClassKey(terms: found, isOffice: isOffice)
    let number = numbers[key] ?? addClass(key)
    return number << 2 | Int32(traits[Int(number)].rawValue)
  }

  private mutating func addClass(_ key: WordClassKey) -> Int32 {
    let found = key.terms
    let number = Int32(truncatingIfNeeded: starts.count - 1)
    terms.append(contentsOf: found)
    starts.append(Int32(truncatingIfNeeded: terms.count))
    var ordered: [Int32] = []
    for term in found {
      for index in presearch.groups(of: term) { ordered.append(presearch.group(at: index)) }
    }
    ordered.sortAndUnify()
    addLeads(by: ordered)
    let needed = ordered.filter { presearch.isNeeded($0) }
    groupMiddles.append(Int32(truncatingIfNeeded: groups.count + needed.count))
    groups.append(contentsOf: needed)
    for group in ordered where !presearch.isNeeded(group) { groups.append(group) }
    groupStarts.append(Int32(truncatingIfNeeded: groups.count))
    var signature = Signature()
    for group in needed { signature.insert(presearch.groupMarks[Int(group)]) }
    addOtherWays(by: ordered, &signature)
    signatures.append(signature)
    traits.append(key.isOffice ? .office : [])
    if leadStarts[leadStarts.count - 2] < leadStarts[leadStarts.count - 1] {
      traits[traits.count - 1].insert(.leading)
    }
    numbers[key] = number
    return number
  }

  private mutating func addLeads(by groups: [Int32]) {
    for group in groups where presearch.leadsPrimary(group) {
      for place in presearch.primaryWays(by: group) {
        let way = presearch.way(at: place)
        let pattern = presearch.pattern(of: way)
        leads.append(
          Lead(
            marks: presearch.wayMarks[Int(way)], way: way, pattern: Int32(truncatingIfNeeded: pattern)))
      }
    }
    mostLeads = max(mostLeads, leads.count - Int(leadStarts[leadStarts.count - 1]))
    leadStarts.append(Int32(truncatingIfNeeded: leads.count))
  }

  private mutating func addOtherWays(by groups: [Int32], _ signature: inout Signature) {
    var ways: [(pattern: Int32, way: Int32)] = []
    for group in groups {
      for place in presearch.otherWays(by: group) {
        let way = presearch.way(at: place)
        let pattern = presearch.pattern(of: way)
        if let mark = presearch.mark(of: pattern) { signature.insert(mark) }
        ways.append((Int32(truncatingIfNeeded: pattern), way))
      }
    }
    ways.sort { $0 < $1 }
    otherWays.append(contentsOf: ways)
    otherWayStarts.append(Int32(truncatingIfNeeded: otherWays.count))
  }
}

/// A way of a primary pattern that a class of words leads to.
struct Lead {
  /// Marks of what else the way needs, and of what its pattern wants given near the sentence.
  var marks: UInt64
  var way: Int32
  var pattern: Int32
}

/// A way of a primary pattern and the word that leads to it.
struct LedWay {
  /// Index for `lead(at:)`.
  var lead: Int32
  var token: Int32
}

/// What is asked of every word of a note, in two bits.
struct WordTraits: OptionSet {
  let rawValue: UInt8
  /// Some primary pattern is looked for by it.
  static let leading = WordTraits(rawValue: 1)
  /// It names an office ("minister").
  static let office = WordTraits(rawValue: 2)
}

/// What a word table is keyed by.
protocol MemoKey: Equatable {
  static var none: Self { get }
  var mixed: UInt64 { get }
}

extension UInt64: MemoKey {
  static var none: UInt64 { 0 }
  @inline(__always)
  var mixed: UInt64 {
    let product = self &* 0xD6E8_FEB8_6659_FD93
    return product ^ product >> 32
  }
}

/// Nine to sixteen bytes.
struct UInt64Pair: MemoKey {
  var low: UInt64
  var high: UInt64
  static var none: UInt64Pair { UInt64Pair(low: 0, high: 0) }
  @inline(__always)
  var mixed: UInt64 { (low ^ high &* 0x9E37_79B9_7F4A_7C15).mixed }
}

/// Codes by key, in open addressing with few probes. It grows to its greatest size and then forgets.
struct WordTable<Key: MemoKey> {
  private struct Entry {
    var key: Key
    /// -1 where the place is free.
    var code: Int32
    var isNumber = false
  }
  private static var probes: Int { 4 }
  private static var greatestSize: Int { 1 << 16 }

  private var entries = ContiguousArray(repeating: Entry(key: .none, code: -1), count: 1 << 10)
  /// By words that are no numbers.
  private var used = 0

  /// Places, most of them free.
  var size: Int { entries.count }

  /// The code of a key; -1 where it is not known.
  @inline(__always)
  func code(of key: Key) -> Int32 {
    let home = Int(truncatingIfNeeded: key.mixed)
    let entry = entries[home & (entries.count - 1)]
    // A free place has the code -1.
    return entry.key == key ? entry.code : laterCode(of: key, home)
  }

  private func laterCode(of key: Key, _ home: Int) -> Int32 {
    let mask = entries.count - 1
    for probe in 1..<Self.probes {
      let entry = entries[(home &+ probe) & mask]
      if entry.key == key || entry.code < 0 { return entry.code }
    }
    return -1
  }

  /// A language has so many words, and numbers have no end: for these the table does not grow.
  mutating func insert(_ key: Key, _ code: Int32, isNumber: Bool = false) {
    if !isNumber, used * 3 > entries.count, entries.count < Self.greatestSize { grow() }
    place(Entry(key: key, code: code, isNumber: isNumber))
  }

  private mutating func place(_ entry: Entry) {
    let home = Int(truncatingIfNeeded: entry.key.mixed)
    let mask = entries.count - 1
    let places = (0..<Self.probes).lazy.map { (home &+ $0) & mask }
    if let place = places.first(where: { entries[$0].code < 0 })
      ?? places.first(where: { entries[$0].isNumber })
    {
      entries[place] = entry
      if !entry.isNumber { used += 1 }
    } else if !entry.isNumber {
      entries[home & mask] = entry
    }
  }

  private mutating func grow() {
    let old = entries
    entries = ContiguousArray(repeating: Entry(key: .none, code: -1), count: old.count * 2)
    used = 0
    for entry in old where entry.code >= 0 { place(entry) }
  }
}

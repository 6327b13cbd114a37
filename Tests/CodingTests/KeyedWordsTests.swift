// Words as keys, and what is looked up by them.

import Codebooks
import Testing

@testable import Coding
@testable import NoteText

@Suite struct KeyedWordsTests {
  private static let words = [
    "a", "Minister", "MINISTERIAL", "IT'S", "don’t", "sixteen-letters-", "seventeen-letters", "élan", "we’ve",
    "eightlet",
    "ninelette",
    "’", "x’’’’y",
  ]

  /// A word of a text gives the key that its bytes alone give, wherever in the text it stands.
  @Test(arguments: words) func aWordsKeyIsThatOfItsBytes(word: String) {
    let bytes = Array(word.utf8)
    for behind in [0, 1, 7, 8, 15, 16, 40] {
      let text = Array("so ".utf8) + bytes + Array(repeating: UInt8(ascii: "Z"), count: behind)
      let token = Token(start: 3, end: UInt32(3 + bytes.count), stem: UInt32(3 + bytes.count), shape: [])
      #expect(WordKey(text, token) == WordKey(bytes))
    }
  }

  @Test func aListHoldsItsWordsAndNoOthers() {
    let listed = (0..<500).compactMap { WordKey("word\($0)".utf8) }
    let list = KeyedWords(Dictionary(uniqueKeysWithValues: zip(listed, 0...)))
    for (place, key) in listed.enumerated() { #expect(list[key] == place) }
    for number in 500..<1000 { #expect(WordKey("word\(number)".utf8).flatMap { list[$0] } == nil) }
  }

  @Test func anArrangedVocabularyKnowsTheSameWords() {
    var vocabulary = Vocabulary()
    let syllables = ["a", "ab", "ba", "c", "é", "tion"]
    for first in syllables {
      for second in syllables {
        for third in ["", "s", "t"] {
          _ = vocabulary.number(
            of: Term(first + second + third, third == "t" ? .prefix : .exact), inCapitals: false)
        }
      }
    }
    var arranged = vocabulary
    arranged.arrange()
    #expect(arranged.nodes.count == vocabulary.nodes.count)
    for (place, node) in arranged.nodes.enumerated() where node.sibling >= 0 {
      #expect(node.sibling < place)
      #expect(arranged.nodes[Int(node.sibling)].byte > node.byte)
    }
    let openings = WordOpenings(arranged)
    for first in syllables + ["x"] {
      for second in syllables {
        for third in ["", "s", "t", "tab", "x"] {
          let word = Array((first + second + third).utf8)
          let expected = vocabulary.terms(of: word)
          #expect(arranged.terms(of: word) == expected)
          if word.count > 2, first != "é", second != "é" {
            #expect(arranged.terms(ofPlain: word.span, 0, word.count, openings) == expected)
          }
        }
      }
    }
  }

  @Test func nothingIsInAnEmptyList() { #expect(!KeyedWords("").contains(WordKey())) }

  @Test func aSignatureHoldsItsMarksAndTheOneThatAllHold() {
    func holds(_ signature: Signature, _ marks: [UInt64]) -> Bool {
      var written = ContiguousArray<UInt64>(repeating: 0, count: Signature.wordCount)
      signature.write(to: &written)
      return written.span.holdsAll(marks.reversed().reduce(.max) { $0 << 16 | $1 })
    }
    var signature = Signature()
    for mark in [0, 63, 64, 255, 256, 400] as [UInt16] { signature.insert(mark) }
    #expect((0...511).filter { signature.holds(UInt16($0)) } == [0, 63, 64, 255, 256, 400, 511])
    #expect(holds(signature, [64, 400, 255, 0]))
    #expect(holds(signature, []) && holds(signature, [511]))
    #expect(!holds(signature, [64, 400, 255, 1]))
    var other = Signature()
    other.insert(65)
    var near = other
    near.takeNear(signature)
    #expect((0...511).filter { near.holds(UInt16($0)) } == [65, 256, 400, 511])
    other.formUnion(signature)
    #expect(holds(other, [65, 255, 400]))
  }
}

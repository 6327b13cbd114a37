// Who speaks by a label before his words: "THE PRESIDENT:", "Q".

import Codebooks
import NoteText

extension Coder {
  /// The actor whom the speaker's label names; the title's where it names nobody known.
  mutating func speaker(of sentence: Sentence, in passage: inout Passage) -> Int? {
    guard let label = sentence.speaker else { return nil }
    if let known = passage.label, known.range == label { return known.actor }
    readTitle(of: &passage)
    var actor = passage.titleSpeaker ?? passage.titleTopic
    if let home = passage.cut.sentence(holding: label.lowerBound) {
      let tokens = passage.cut.tokens
      let named = matcher.actorMentions(in: home).filter {
        label.contains(Int(tokens[$0.tokens.lowerBound].start))
      }
      let inside = tokens[passage.cut.sentences[home].tokens].filter {
        label.contains(Int($0.start)) && Int($0.end) <= label.upperBound
      }
      if isHeadline(inside, naming: named, passage.note.text) {
        actor = nil
      } else if let first = named.first {
        // A paper's name before a headline: nobody speaks.
        actor = first.actor == compiled.author ? nil : first.actor
      } else {
        actor = labelled(inside, in: passage) ?? actor
      }
    }
    passage.label = (label, actor)
    return actor
  }

  /// Whether a label says what a note is about, so that nobody speaks: "NORWAY-ICELAND:", "Cod war latest:".
  private func isHeadline(_ label: [Token], naming named: [Introductions.Mention], _ text: [UInt8]) -> Bool {
    guard let first = named.first else { return false }
    let isOfTwo = named.count == 2 && named[1].actor != first.actor && label.count == 2
    return isOfTwo || label.contains { WordKey(text, $0).map(Introductions.isTopic) ?? false }
  }

  /// Whether the label of a sentence says no more than that somebody asks: "Q", "QUESTION:".
  func isAsker(_ sentence: Sentence, in passage: Passage) -> Bool {
    guard let label = sentence.speaker else { return false }
    let words = passage.note.text[label].prefix { $0 != UInt8(ascii: ":") }
    return words.elementsEqual("Q".utf8) || words.elementsEqual("QUESTION".utf8)
  }

  /// The most words behind the dash that ends a headline.
  private static let signature = 5

  /// Who speaks by a headline's end: "Quota unfair — Norwegian minister". A land's bare name says so only behind a
  /// paper's; in a sentence with its full stop the words behind a dash are what it speaks of.
  func signer(of reading: SentenceReading, in passage: Passage) -> Int? {
    let clauses = reading.clauses
    guard clauses.count > 2,
      let (dash, named) = reading.nameBehindDash(from: max(2, clauses.count - Coder.signature)),
      named.span.lowerBound <= dash + 1
    else { return nil }
    let text = passage.note.text
    let sentence = reading.sentence
    guard let last = sentence.tokens.last else { return nil }
    let end = Int(passage.cut.tokens[last].end)
    guard
      !text[end..<max(end, sentence.range.upperBound)].contains(where: {
        $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "?")
      })
    else { return nil }
    let isWhole = named.span == dash..<clauses.count
    return reading.isPersonal(named) || isWhole && sentence.speaker != nil ? named.actor : nil
  }

  /// Whom a label names that no actor's own names hold: "PRIME MINISTER MARIN" of whom the title says
  /// "Prime Minister Marin of Finland"; a head of government whom nobody knows is somebody else.
  private func labelled(_ label: [Token], in passage: Passage) -> Int? {
    let text = passage.note.text
    guard label.count > 1, let last = label.last, let name = WordKey(text, last),
      !Introductions.isHead(name)
    else { return nil }
    let places = passage.titleCut.tokens.indices.filter {
      WordKey(passage.titleText, passage.titleCut.tokens[$0]) == name
    }
    if let place = places.first {
      for reading in passage.titleReadings where reading.sentence.tokens.contains(place) {
        let base = reading.sentence.tokens.lowerBound
        let near = reading.mentions.first { $0.span.lowerBound + base > place }
        if let near, near.span.lowerBound + base - place <= 4,
          (place + 1 - base..<near.span.lowerBound).contains(where: {
            reading.clauses.words[$0].contains(.source)
          }),
          (place + 1 - base..<near.span.lowerBound).allSatisfy({
            reading.clauses.gaps[$0].isEmpty && !reading.clauses.words[$0].contains(.coordinator)
          })
        {
          return near.actor
        }
      }
    }
    return Introductions.isHeadOfGovernment(text, label) ? compiled.other : nil
  }
}

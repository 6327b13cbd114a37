// Quotations that run over several sentences, and who speaks in them.

import Codebooks
import NoteText

/// Reads a note's quotation marks once, from front to back, as coded sentences ask for them.
struct QuotationScan: Sendable {
  private var unit = -1
  private var offset = 0
  /// Where the quotation that is open now began; nil outside of one.
  private var opened: Int?

  /// Byte at which the quotation began that is still open at an offset of a unit. Ask in ascending order.
  mutating func opening(at end: Int, unit: Int, of note: Note) -> Int? {
    if unit != self.unit || end < offset {
      self.unit = unit
      offset = note.units[unit].range.lowerBound
      opened = nil
    }
    let text = note.text
    while offset < end {
      if text[offset] == UInt8(ascii: "\"") {
        let isBeforeWord = offset + 1 < text.count && ASCII.mayBeInWord(text[offset + 1])
        let behind = offset > 0 ? text[offset - 1] : nil
        let isOpening = StraightMark.opens(behind: behind, isBeforeWord: isBeforeWord, isOpen: opened != nil)
        opened = isOpening ? offset : nil
      } else if text[offset] == 0xE2, offset + 2 < text.count, text[offset + 1] == 0x80 {
        if text[offset + 2] == 0x9C { opened = offset }
        if text[offset + 2] == 0x9D { opened = nil }
      }
      offset += 1
    }
    return opened
  }
}

extension Coder {
  /// Sentences after a quotation's beginning in which its speaker may be named.
  private static let reach = 4

  mutating func surroundings(of index: Int, in passage: inout Passage) -> Surroundings {
    readTitle(of: &passage)
    var around = Surroundings(
      titleSpeaker: passage.titleSpeaker, titleTopic: passage.titleTopic,
      titleIsClause: passage.titleIsClause)
    around.titlePerson = passage.titlePerson
    around.titleIsOfTwo = passage.titleIsOfTwo
    around.titleActors = passage.titleActors
    for earlier in max(0, index - 2)..<index {
      around.before.append(reading(of: earlier, in: &passage))
      if isParted(earlier, of: passage) { around.before.removeAll() }
    }
    let own = reading(of: index, in: &passage)
    let sentence = passage.cut.sentences[index]
    let opened = passage.quotations.opening(
      at: sentence.range.lowerBound, unit: sentence.unit, of: passage.note)
    around.quotationIsOpen = opened != nil
    let isOpen = opened != nil
    let opening: HolderJudge? =
      if let opened { judge(ofOpening: opened, before: index, in: &passage) } else { nil }
    around.isSourced = opening?.isQuotedBySource ?? false
    around.isSpoken = !isOpen && (own.isSpoken || around.before.contains(where: \.isSpoken))
    if let speaker = opening?.ownSpeaker {
      around.quotationSpeaker = speaker
    } else if opened != nil || runsOn(sentence, of: passage) {
      around.quotationSpeaker = speaker(after: index, in: &passage)
    } else if let speaker = dashSpeaker(of: index, around: around, in: &passage) {
      around.quotationSpeaker = speaker
      around.quotationIsOpen = true
    }
    around.earlierSpeaker = earlierSpeaker(before: index, own: own, around: around, in: &passage)
    return around
  }

  /// Sentences looked through for who spoke last.
  private static let memory = 8

  /// Who spoke last before the two sentences before, where one speaks here whom neither these nor the sentence name.
  private mutating func earlierSpeaker(
    before index: Int, own: SentenceReading, around: Surroundings, in passage: inout Passage
  ) -> Int? {
    let speaks =
      around.quotationIsOpen || own.clauses.isQuoted.contains(true)
      || own.scopes.contains { compiled.codebook.cues[$0.cue].category == .attribution }
    let judge = HolderJudge(compiled: compiled, reading: own, around: around)
    guard speaks, index > 2, around.before.count == 2, judge.documentSpeaker == nil, judge.lastSpeaker == nil
    else { return nil }
    for earlier in stride(from: index - 3, through: max(0, index - Coder.memory), by: -1) {
      // A line of dashes parts what different people say.
      guard !isParted(earlier, of: passage) else { return nil }
      let reading = reading(of: earlier, in: &passage)
      let judge = HolderJudge(compiled: compiled, reading: reading, around: Surroundings())
      if let speaker = judge.namedSpeaker { return speaker }
    }
    return nil
  }

  /// Whether a line of dashes parts a sentence from the one behind it.
  private func isParted(_ index: Int, of passage: Passage) -> Bool {
    let cut = passage.cut
    guard let last = cut.sentences[index].tokens.last else { return true }
    let next = cut.sentences[index + 1].tokens.first.map { Int(cut.tokens[$0].start) }
    let gap = Int(cut.tokens[last].end)..<(next ?? cut.sentences[index + 1].range.upperBound)
    return passage.note.text[gap].count { $0 == UInt8(ascii: "-") } > 2
  }

  /// Whether a quotation that begins in the sentence is still open at its end.
  private func runsOn(_ sentence: Sentence, of passage: Passage) -> Bool {
    var scan = passage.quotations
    return scan.opening(at: sentence.range.upperBound, unit: sentence.unit, of: passage.note) != nil
  }

  /// Who speaks in words that a dash at a sentence's beginning opens and "- said X" ends, some sentences on.
  private mutating func dashSpeaker(
    of index: Int, around: Surroundings, in passage: inout Passage
  ) -> Int? {
    let sentences = passage.cut.sentences
    let unit = sentences[index].unit
    var first = index
    while !opensWithDash(first, of: passage) {
      guard first > 0, index - first < Coder.memory, sentences[first - 1].unit == unit else { return nil }
      first -= 1
      guard holdsDash(first, of: passage) else { continue }
      let reading = reading(of: first, in: &passage)
      if dashTag(in: reading, around) != nil { return nil }
    }
    for later in index..<min(sentences.count, index + Coder.memory) where sentences[later].unit == unit {
      if later > index, opensWithDash(later, of: passage) { return nil }
      guard holdsDash(later, of: passage) else { continue }
      let reading = reading(of: later, in: &passage)
      if let speaker = dashTag(in: reading, around) { return speaker }
    }
    return nil
  }

  /// Who speaks by a sentence's "- said X", "- he added".
  private func dashTag(in reading: SentenceReading, _ around: Surroundings) -> Int? {
    let judge = HolderJudge(compiled: compiled, reading: reading, around: around)
    for scope in reading.scopes where compiled.codebook.cues[scope.cue].category == .attribution {
      let start = scope.span.lowerBound
      guard reading.clauses.words[start].contains(.inverting) else { continue }
      let tag = judge.tagStart(scope.span) ?? start
      guard reading.clauses.gaps[tag].contains(.dash) else { continue }
      if let speaker = judge.subject(ofCue: scope.span) { return speaker.actor }
    }
    return nil
  }

  /// Whether a sentence's first word stands behind a dash and a space.
  private func opensWithDash(_ index: Int, of passage: Passage) -> Bool {
    guard let first = passage.cut.sentences[index].tokens.first else { return false }
    let text = passage.note.text
    var offset = Int(passage.cut.tokens[first].start)
    guard offset > 1, text[offset - 1] == UInt8(ascii: " ") else { return false }
    while offset > 0, text[offset - 1] == UInt8(ascii: " ") { offset -= 1 }
    if offset > 0, text[offset - 1] == UInt8(ascii: "-") { return true }
    return offset > 2 && text[offset - 3] == 0xE2 && text[offset - 2] == 0x80
      && (text[offset - 1] == 0x93 || text[offset - 1] == 0x94)
  }

  /// Whether a dash stands between words of a sentence.
  private func holdsDash(_ index: Int, of passage: Passage) -> Bool {
    let tokens = passage.cut.tokens[passage.cut.sentences[index].tokens]
    return zip(tokens, tokens.dropFirst()).contains { left, right in
      Clauses.holdsDash(passage.note.text[Int(left.end)..<Int(right.start)])
    }
  }

  /// Of the sentence before another in which a quotation began ("X said: ...", "Survey Weekly: ...").
  private mutating func judge(
    ofOpening opening: Int, before index: Int, in passage: inout Passage
  ) -> HolderJudge? {
    var home = index - 1
    while home > 0, passage.cut.sentences[home].range.lowerBound > opening, index - home < 12 { home -= 1 }
    guard home >= 0, passage.cut.sentences[home].range.contains(opening) else { return nil }
    let reading = reading(of: home, in: &passage)
    return HolderJudge(compiled: compiled, reading: reading, around: Surroundings())
  }

  /// The speaker named behind a quotation ("...," X said), in the sentence where it ends.
  private mutating func speaker(after index: Int, in passage: inout Passage) -> Int? {
    let unit = passage.cut.sentences[index].unit
    let last = min(index + Coder.reach, passage.cut.sentences.count - 1)
    guard index < last else { return nil }
    for later in index + 1...last where passage.cut.sentences[later].unit == unit {
      let reading = reading(of: later, in: &passage)
      guard
        reading.clauses.gaps.contains(where: { $0.contains(.closesQuotation) || $0.contains(.opensQuotation) }
        )
      else { continue }
      return HolderJudge(compiled: compiled, reading: reading, around: Surroundings()).ownSpeaker
    }
    return nil
  }
}

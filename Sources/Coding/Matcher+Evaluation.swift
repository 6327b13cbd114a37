// Evaluation of compiled expressions; `PatternExpression` says what each part means.

import Codebooks
import NoteText

extension Matcher {
  /// Pushes the spans of an expression in the sentence at hand, in order, each once.
  mutating func evaluate(_ index: Int32, _ segment: TokenSpan?) {
    let node = set.expressions.nodes[Int(index)]
    switch node.kind {
    case .phrase:
      guard node.right > 0 else { return }
      indexTerms()
      phrase(set.expressions.phrase(at: node.left, node.right))
    case .union: union(node, segment)
    case .segment: if let segment { stack.append(segment) }
    case .and: ask(node.left, node, isWanted: true, keeping: node.right, segment)
    case .andNot: ask(node.right, node, isWanted: false, keeping: node.left, segment)
    case .sameUnit: ask(node.left, node, isWanted: true, keeping: node.right, segment)
    case .notSameUnit: ask(node.right, node, isWanted: false, keeping: node.left, segment)
    case .within, .before, .sameSentence, .notWithin, .notBefore, .notSameSentence: pair(node, segment)
    case .caps: capitals(node.left, segment)
    case .inYears:
      if set.expressions.termsOfOffice[Int(node.number)].holds(in: year) { evaluate(node.left, segment) }
    }
  }

  mutating func phrase(_ phrase: ExpressionUnion.Phrase) {
    var occurrence = here.first(of: phrase.key)
    while occurrence >= 0 {
      let (token, next) = here.occurrence(occurrence)
      let start = token - phrase.place
      if phrase.count == 1 || holdsRest(of: phrase, from: start, in: current) {
        stack.append(TokenSpan(start: start, end: start + phrase.count))
      }
      occurrence = next
    }
  }

  /// Whether a phrase whose key is in its place stands in a sentence.
  func holdsRest(of phrase: ExpressionUnion.Phrase, from start: Int32, in sentence: Int) -> Bool {
    let tokens = cut.sentences[sentence].tokens
    guard Int(start) >= tokens.lowerBound, Int(start) + Int(phrase.count) <= tokens.upperBound else {
      return false
    }
    for place in 0..<phrase.count where place != phrase.place {
      let term = set.expressions.terms[Int(phrase.offset + place)]
      guard memo.contains(term, in: words.number(of: Int(start + place))) else { return false }
    }
    return true
  }

  private mutating func union(_ node: ExpressionNode, _ segment: TokenSpan?) {
    guard node.memo >= 0 else { return alternatives(node, segment) }
    let known = memoRanges[Int(node.memo)]
    if known.epoch == here.epoch {
      stack.append(contentsOf: memoSpans[known.range])
      return
    }
    let base = stack.count
    let epoch = here.epoch
    let sentence = current
    alternatives(node, segment)
    guard here.epoch == epoch, sentence == current else { return }
    let start = memoSpans.count
    memoSpans.append(contentsOf: stack[base...])
    memoRanges[Int(node.memo)] = (epoch, start..<memoSpans.count)
  }

  private mutating func alternatives(_ node: ExpressionNode, _ segment: TokenSpan?) {
    let base = stack.count
    let union = set.expressions.unions[Int(node.left)]
    indexTerms()
    if union.phrases.count <= 2 * here.presentCount {
      for index in union.phrases where here.first(of: set.expressions.phrases[index].key) >= 0 {
        phrase(set.expressions.phrases[index])
      }
    } else {
      presentPhrases(of: union)
    }
    for index in union.others {
      let key = set.expressions.otherKeys[index]
      // What was asked of other sentences may have put this one aside.
      indexTerms()
      if key < 0 || here.first(of: key) >= 0 { evaluate(set.expressions.others[index], segment) }
    }
    sortAndUnify(from: base)
  }

  /// Looks up only those phrases of a long list whose key occurs.
  private mutating func presentPhrases(of union: ExpressionUnion) {
    for place in 0..<here.presentCount {
      let term = here.present(at: place)
      guard union.mayHold(term) else { continue }
      var index = firstPhrase(of: union, from: term)
      while index < union.phrases.upperBound, set.expressions.phrases[index].key == term {
        phrase(set.expressions.phrases[index])
        index += 1
      }
    }
  }

  /// The place of the first phrase whose key is not below a term.
  @inline(__always)
  private func firstPhrase(of union: ExpressionUnion, from term: Int32) -> Int {
    var low = union.phrases.lowerBound
    var high = union.phrases.upperBound
    while low < high {
      let middle = (low + high) / 2
      if set.expressions.phrases[middle].key < term { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func sortAndUnify(from base: Int) {
    guard stack.count > base + 1 else { return }
    var isInOrder = true
    for index in base + 1..<stack.count where !(stack[index - 1] < stack[index]) {
      isInOrder = false
      break
    }
    if isInOrder { return }
    stack[base...].sort()
    var kept = base + 1
    for index in base + 1..<stack.count where stack[index] != stack[kept - 1] {
      stack[kept] = stack[index]
      kept += 1
    }
    stack.removeLast(stack.count - kept)
  }

  private mutating func pair(_ node: ExpressionNode, _ segment: TokenSpan?) {
    let base = stack.count
    evaluate(node.left, segment)
    guard stack.count > base else { return }
    let middle = stack.count
    evaluate(node.right, segment)
    if node.kind == .notSameSentence {
      let isFound = stack.count > middle
      stack.removeLast(stack.count - (isFound ? base : middle))
      return
    }
    relate(node, stack[base..<middle], stack[middle...])
    stack.removeLast(stack.count - base)
    stack.append(contentsOf: relations.found)
  }

  private mutating func relate(
    _ node: ExpressionNode, _ left: SpanList.SubSequence, _ right: SpanList.SubSequence
  ) {
    relations.begin()
    switch node.kind {
    case .before: relations.joinOrdered(left, right, words: node.number)
    case .notWithin: return relations.exclude(left, near: right, words: node.number)
    case .notBefore: return relations.exclude(left, before: right, words: node.number)
    default:
      let words = node.kind == .sameSentence ? .max : node.number
      relations.joinOrdered(left, right, words: words)
      relations.joinOrdered(right, left, words: words)
      guard words >= 0 else { break }
      relations.joinInside(left, right)
      relations.joinInside(right, left)
      if set.expressions.nodes[Int(node.right)].kind == .segment { relations.joinOverlapping(left, right) }
      if set.expressions.nodes[Int(node.left)].kind == .segment { relations.joinOverlapping(right, left) }
    }
    relations.keepSmallest()
  }

  private mutating func capitals(_ operand: Int32, _ segment: TokenSpan?) {
    let base = stack.count
    evaluate(operand, segment)
    var kept = base
    for index in base..<stack.count {
      let span = stack[index]
      guard isInCapitals(span) else { continue }
      stack[kept] = span
      kept += 1
    }
    stack.removeLast(stack.count - kept)
  }

  private mutating func isInCapitals(_ span: TokenSpan) -> Bool {
    if span.end - span.start < 16 {
      for token in span.start..<span.end where !cut.tokens[Int(token)].isInCapitals { return false }
      return true
    }
    if smallBefore.isEmpty { countSmall() }
    return smallBefore[Int(span.start)] == smallBefore[Int(span.end)]
  }

  private mutating func countSmall() {
    smallBefore.reserveCapacity(cut.tokens.count + 1)
    var count: Int32 = 0
    smallBefore.append(0)
    for token in cut.tokens {
      if !token.isInCapitals { count += 1 }
      smallBefore.append(count)
    }
  }

  // MARK: What is asked of a unit or note

  private func unit(of sentence: Int) -> Range<Int> {
    let unit = cut.sentences[sentence].unit
    let start = cut.sentences.partitioned { $0.unit < unit }
    let end = cut.sentences.partitioned { $0.unit <= unit }
    return start..<end
  }

  /// Pushes what one operand matches here, where the other is found in the unit or note, or is not, as wanted.
  private mutating func ask(
    _ asked: Int32, _ node: ExpressionNode, isWanted: Bool, keeping kept: Int32, _ segment: TokenSpan?
  ) {
    let base = stack.count
    evaluate(kept, segment)
    guard stack.count > base else { return }
    let isOfUnit = node.kind == .sameUnit || node.kind == .notSameUnit
    let scope = isOfUnit ? unit(of: current) : cut.sentences.indices
    if isFound(asked, node, in: scope, segment) != isWanted { stack.removeLast(stack.count - base) }
  }

  /// Whether an operand matches in some sentence of a scope. The sentence at hand alone has the segment.
  private mutating func isFound(
    _ operand: Int32, _ node: ExpressionNode, in scope: Range<Int>, _ segment: TokenSpan?
  ) -> Bool {
    let question = Int(node.number)
    let sentence = current
    let count = questions.count(question, in: scope) ?? countFound(operand, question, in: scope)
    guard segment != nil, set.expressions.nodes[Int(operand)].hasSegment else { return count > 0 }
    if questions.answer(question, sentence) == .yes ? count > 1 : count > 0 { return true }
    let base = stack.count
    evaluate(operand, segment)
    defer { stack.removeLast(stack.count - base) }
    return stack.count > base
  }

  private mutating func countFound(_ operand: Int32, _ question: Int, in scope: Range<Int>) -> Int {
    let sentence = current
    let need = set.questionNeeds[question]
    var count = 0
    if need < 0 || questions.noteHolds(group: need, words, memo) {
      for other in scope where isFound(operand, question, need, inSentence: other) { count += 1 }
      take(sentence)
    }
    questions.record(question, in: scope, count: count)
    return count
  }

  private mutating func isFound(
    _ operand: Int32, _ question: Int, _ need: Int32, inSentence sentence: Int
  ) -> Bool {
    switch questions.answer(question, sentence) {
    case .yes: return true
    case .no: return false
    case .unknown: break
    }
    var isFound = false
    if need < 0 || words.holds(group: need, in: sentence, memo) {
      let base = stack.count
      take(sentence)
      evaluate(operand, nil)
      isFound = stack.count > base
      stack.removeLast(stack.count - base)
    }
    questions.record(question, sentence, of: cut.sentences.count, isFound)
    return isFound
  }
}

import Testing

@testable import NoteText

struct MarkdownTests {
  static let blocks: [(source: String, units: [String])] = [
    ("One line.\nSecond line.\n\nNext.", ["One line. Second line.", "Next."]),
    ("# Title #\nText", ["# Title", "Text"]),
    ("#hashtag is text", ["#hashtag is text"]),
    ("Over\nlines\n===\n\nUnder\n---\ntext", ["# Over lines", "# Under", "text"]),
    ("* * *\n\n---\n\n___", []),
    (
      "- one\n  goes on\nand lazily\n- two\n\n  more of two\n",
      ["- one goes on and lazily", "- two", "- more of two"]
    ),
    ("- a\n  - b\n    1. c\n", ["- a", "- b", "- c"]),
    ("- [ ] open task\n- [x] done task\n", ["- open task", "- done task"]),
    ("The year was\n1994. Then came 1995.", ["The year was 1994. Then came 1995."]),
    ("Items:\n1. first\n2) other", ["Items:", "- first", "- other"]),
    ("> Said once,\n> said twice.\nLazy too.\n\nMine.", ["\"> Said once, said twice. Lazy too.", "Mine."]),
    ("> outer\n> > inner\n", ["\"> outer", "\"> inner"]),
    ("> - item in quotation", ["\"- item in quotation"]),
    ("> [!warning]- Heading of it\n> Body.", ["Heading of it Body."]),
    ("> [!quote] Minister\n> We agreed.", ["\"> Minister We agreed."]),
    ("Before\n\n```python\ncode = 1\n\n# no heading\n```\nAfter", ["Before", "After"]),
    ("~~~\n```\n~~~\nAfter", ["After"]),
    ("```\nnever closed", []),
    ("    indented code\n\ntext", ["text"]),
    ("text\n    not code", ["text not code"]),
    ("- item\n\n      code in item\n", ["- item"]),
    (
      "| A | B |\n|---|:-:|\n| one | two |\n| a\\|b | |\n\nAfter",
      ["| A", "| B", "| one", "| two", "| a|b", "After"]
    ),
    ("a | b\n- | -\nc | d\n> quote", ["| a", "| b", "| c", "| d", "\"> quote"]),
    ("One cell\n| - | - |", ["One cell | - | - |"]),
    (
      "<div>\n<p>First</p><p>Second &amp; last</p>\n</div>\n\nMarkdown",
      ["First", "Second & last", "Markdown"]
    ),
    ("<!-- hidden\n\n# still hidden\n-->\nShown", ["Shown"]),
    ("<script>\nvar a\n\nvar b\n</script>\n\nShown", ["Shown"]),
    ("<table><tr><td>cell one</td><td>cell two</td></tr></table>", ["| cell one", "| cell two"]),
    ("<figure>\n<img\nsrc=\"a.png\"\nalt=\"x\" />\n<p>Shown\nhere</p></figure>", ["Shown here"]),
    ("Text[^1].\n\n[^1]: The note.\n\n    More of it.", ["Text.", "The note.", "More of it."]),
    ("[label]: https://example.org \"Title\"\n\n[Label] and [text][label].", ["Label and text."]),
    ("-\ttab item\n\n\tstill the item", ["- tab item", "- still the item"]),
    ("> quotation\n\n> another", ["\"> quotation", "\"> another"]),
    ("\r\nDos line\r\ngoes on\r\n\r\nNext\r\n", ["Dos line goes on", "Next"]),
    ("Mac line\rgoes on\r\rNext", ["Mac line goes on", "Next"]),
  ]

  @Test(arguments: blocks.indices) func block(_ index: Int) throws {
    let (source, units) = Self.blocks[index]
    let note = try readNote(source)
    #expect(note.marked == units, "\(source)")
    #expect(note.isSound)
  }

  static let inlines: [(source: String, text: String)] = [
    ("*one* **two** ***three*** _four_ __five__", "one two three four five"),
    ("snake_case_name and 2 * 3 * 4 and **not closed", "snake_case_name and 2 * 3 * 4 and **not closed"),
    ("*a **b** c* and **a *b* c**", "a b c and a b c"),
    ("*foo`*` and `` a`b ``", "*foo* and  a`b "),
    ("`closed and ``mixed`", "closed and ``mixed"), ("`unclosed and ``mixed", "`unclosed and ``mixed"),
    ("[text](https://example.org/a_(b) \"title\") end", "text end"),
    ("[a [nested] b](<x y>) ![image *alt*](i.png)", "a [nested] b image alt"),
    ("[not a link] [nor](this one) [sic]", "[not a link] [nor](this one) [sic]"),
    ("[[Target]] [[Target|shown]] ![[picture.png|300]]", "Target shown picture.png"),
    (
      "<https://example.org> <desk@example.org> <b>bold</b> a < b > c",
      "https://example.org desk@example.org bold a < b > c"
    ),
    ("one<br>two<br/>three", "one two three"),
    ("before<!-- hidden -->after", "beforeafter"),
    ("&eacute;&#233;&#xE9; &unknown; &amp;lt; AT&T", "ééé &unknown; &lt; AT&T"),
    ("\\*not\\* \\[this\\] \\a", "*not* [this] \\a"),
    ("~~gone~~ ~100 km and ~5", "gone ~100 km and ~5"),
    ("hard\\\nbreak and  \nspaces", "hard break and spaces"),
    ("**«Цитата»**, сказал он", "«Цитата», сказал он"),
    ("Undefined[^9] stays", "Undefined[^9] stays"),
    ("*[link*](x)", "*link*"),
  ]

  @Test(arguments: inlines.indices) func inline(_ index: Int) throws {
    let (source, text) = Self.inlines[index]
    let note = try readNote(source)
    #expect(note.units.count == 1)
    #expect(String(decoding: note.text, as: UTF8.self) == text.trimmedEnd + "\n", "\(source)")
  }

  /// Every word of the coded text stands in the source where the map says.
  @Test(arguments: ["\n", "\r\n"]) func positions(_ ending: String) throws {
    let source = [
      "---", "title: x", "---", "# Über *alpha* heading", "", "Paragraph &mdash; beta **gamma**",
      "second delta line",
      "", "> quoted epsilon", "> zeta [eta](url) theta", "", "- iota", "  kappa", "\t- lambda", "",
      "| mu | nu |", "|----|----|", "| xi \\| omicron | `pi` |", "", "<p>rho &lt; sigma</p>",
    ].joined(separator: ending)
    let note = try readNote(source)
    let lines = source.split(separator: ending.first ?? "\n", omittingEmptySubsequences: false)
    let words = [
      "alpha", "heading", "beta", "gamma", "second", "delta", "quoted", "epsilon", "zeta", "eta", "theta",
      "iota",
      "kappa", "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma",
    ]
    let text = String(decoding: note.text, as: UTF8.self)
    for word in words {
      let found = try #require(text.firstRange(of: word))
      let offset = text.utf8.distance(from: text.startIndex, to: found.lowerBound)
      let place = note.positions.position(of: offset)
      let line = lines[place.line - 1].utf8
      let there = line.dropFirst(place.column - 1).prefix(word.utf8.count)
      #expect(String(there) == word, "\(word) at \(place)")
    }
  }

  /// However the lines of a paragraph follow each other, with a mark in it or without.
  @Test(
    arguments: ["\n", "\r\n", "\r", "\n  ", " \n", "\n\t", "\\\n"], ["delta", "*delta*", "**delta", "&amp;"])
  func linesAreJoined(_ ending: String, _ last: String) throws {
    for first in 0..<4 {
      // Some line breaks are single bytes, others are not.
      let endings = (0..<3).map { $0 == first ? "\n" : ending }
      let source = "Alpha" + endings[0] + "beta" + endings[1] + "gamma" + endings[2] + last
      let note = try readNote(source)
      let text = String(decoding: note.text, as: UTF8.self)
      let read = last == "*delta*" ? "delta" : last == "&amp;" ? "&" : last
      #expect(text == "Alpha beta gamma \(read)\n")
      for (offset, byte) in note.text.dropLast().enumerated() where byte != 0x20 && byte != 0x26 {
        let place = note.positions.sourceOffset(of: offset)
        #expect(Array(source.utf8)[place] == byte, "\(source.debugDescription) at \(offset)")
      }
    }
  }

  @Test func titles() throws {
    #expect(try readNote("Intro\n\n# Main *title*\n").title == "Main title")
    #expect(try readNote("## Second level\n\ntext").title == "Second level")
    #expect(
      try readNote("text\n\n## Later\n", name: "2022-01-26 the call_notes.md").title == "the call_notes")
    #expect(try readNote("text", name: "2022-01-26-call-notes.md").title == "call notes")
    #expect(try readNote("---\ntitle: Given\n---\n# Heading").title == "Given")
  }

  /// Work grows with size only: each of these would take minutes in a scanner that looks back.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      "[", "![", "*", "_ ", "`", "a`", "``a", "<", "<a ", "<a \"", "<!--", "[a](", "[a](<", "[a](b \"", "[[",
      "[^", "&",
      "\\", "> ", "- ", ">", "1. ", "* a\n ", "[a]", "](", "**a_ ", "~a~~", "|", "`\n", "#", "<p>\n", "a\n- ",
      "[a]: b\n",
    ]) func hostileRepetition(_ piece: String) throws
  {
    let source = String(repeating: piece, count: 400_000 / piece.utf8.count)
    let note = try readNote("x " + source)
    #expect(note.isSound)
    #expect(note.text.count <= source.utf8.count + 16)
    #expect(try readNote("x\n\n" + source + "\n\n" + String(repeating: "\n", count: 100_000)).isSound)
  }

  @Test(.timeLimit(.minutes(10))) func hostileShapes() throws {
    let wide =
      "|" + String(repeating: "a|", count: 20_000) + "\n|" + String(repeating: "-|", count: 20_000) + "\n"
    #expect(try readNote(wide + String(repeating: "|x|\n", count: 20_000)).units.count == 40_000)
    let deep = String(repeating: "> ", count: 100_000) + "text\n" + String(repeating: "\n", count: 100_000)
    #expect(try readNote(deep).isSound)
    for piece in ["<a ", "[a](<", "`x\n\n"] {
      #expect(try readNote(String(repeating: piece, count: 60_000) + ">").isSound)
    }
    let runs = (1...800).map { String(repeating: "`", count: $0) + "a" }.joined()
    #expect(try readNote(runs).isSound)
    let emphasis = String(repeating: "*a _b ", count: 50_000) + String(repeating: "_ c* ", count: 50_000)
    #expect(try readNote(emphasis).isSound)
  }
}

extension String {
  var trimmedEnd: String {
    var copy = self
    while copy.last == " " { copy.removeLast() }
    return copy
  }
}

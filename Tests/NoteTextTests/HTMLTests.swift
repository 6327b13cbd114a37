import Testing

@testable import NoteText

struct HTMLTests {
  static let cases: [(source: String, units: [String])] = [
    ("<p>One <b>bo</b>ld</p><p>Two<br>lines</p>", ["One bold", "Two lines"]),
    ("<p>No end<p>Next<div>Third</div>tail", ["No end", "Next", "Third", "tail"]),
    ("a<br><br>b", ["a", "b"]),
    ("<h1>Head</h1><ul><li>one<li>two <i>x</i></ul>", ["# Head", "- one", "- two x"]),
    ("<table><tr><th>A<td>B</table>after", ["| A", "| B", "after"]),
    ("<blockquote><p>Said.</p></blockquote><p>Mine.", ["\"> Said.", "Mine."]),
    ("<nav><a href=x>Menu</a></nav><p>Text</p><footer>Imprint</footer><aside>Ad</aside>", ["Text"]),
    ("<p>Text<script>var a = '<p>no</p>'</script> on<style>p{}</style></p>", ["Text on"]),
    ("<p hidden>no</p><div style='display: none'>no <div>nor</div> this</div><p>yes</p>", ["yes"]),
    ("<p>caf&eacute; &copy 2022 &#8212; &#146;s &nbsp; end &bogus;</p>", ["café © 2022 — ’s end &bogus;"]),
    ("<!-- <p>no</p> --><p>yes <!-- no --> too</p>", ["yes too"]),
    ("<p>1 < 2 and a <- b</p>", ["1 < 2 and a <- b"]),
    ("<ul class=menu><li><a href=x>Home</a></ul><p>Long text</p>", ["Long text"]),
    ("<nav>never closed <p>Text that counts</p>", ["never closed", "Text that counts"]),
    ("<script>never closed <p>Text</p>", ["never closed", "Text"]),
    ("<figure><img src=x><figcaption>Shown here</figcaption></figure>", ["^ Shown here"]),
    ("<p>broken <a href=\"x>link</a> text</p><p>next</p>", ["broken link text", "next"]),
    ("<p>a\n   b\t c</p>", ["a b c"]),
  ]

  @Test(arguments: cases.indices) func units(_ index: Int) throws {
    let (source, units) = Self.cases[index]
    let note = try readNote("<html><body>" + source, name: "page.html")
    #expect(note.marked == units, "\(source)")
    #expect(note.isSound)
  }

  @Test func facts() throws {
    let note = try readNote(
      """
      <!DOCTYPE html><html lang="de-DE"><head><title>Gipfel - Die Zeitung</title>
      <meta name="author" content="Eva Muster"><meta property="og:site_name" content="Die Zeitung">
      <meta property="article:published_time" content="2022-01-26T18:30:00Z"></head>
      <body><header><ul><li>Politik</ul></header><article><h1>Gipfel</h1><p>Text des Artikels.</article></html>
      """, name: "page.htm")
    #expect(note.title == "Gipfel")
    #expect(note.author == "Eva Muster")
    #expect(note.source == "Die Zeitung")
    #expect(note.language == "de")
    #expect(note.date == .instant(1_643_221_800))
    #expect(note.dateOrigin == "html header")
    #expect(note.marked == ["# Gipfel", "Text des Artikels."])
    #expect(note.unitLines == [4, 4])
  }

  @Test func positionsAreExact() throws {
    let source = "<html>\n<body>\n<p>alpha &amp; <b>beta</b>\n   gamma</p>\n<td>delta</td>"
    let note = try readNote(source, name: "page.html")
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let text = String(decoding: note.text, as: UTF8.self)
    for word in ["alpha", "beta", "gamma", "delta"] {
      let found = try #require(text.firstRange(of: word))
      let place = note.positions.position(of: text.utf8.distance(from: text.startIndex, to: found.lowerBound))
      #expect(String(lines[place.line - 1].utf8.dropFirst(place.column - 1).prefix(word.utf8.count)) == word)
    }
  }

  @Test func pagesWithoutTextAndOwnDigests() throws {
    #expect(readError(Array("<html><body><script>x</script></body>".utf8), name: "a.html")?.kind == .empty)
    let own = "<html><head><meta name=\"generator\" content=\"Redline\"></head><body><p>Digest</p>"
    #expect(readError(Array(own.utf8), name: "a.html")?.kind == .generatedByRedline)
    #expect(GeneratedByRedline.htmlMark.contains("Redline"))
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      ("<b>", "</i>"), ("<div>", ""), ("<li>", "</ul>"), ("<a href=\"", ""), ("<a b='", ""), ("<!--", ""),
      ("<", ""), ("&", ""),
      ("<script>", ""), ("<nav>", ""), ("<x hidden>", ""), ("<table><td>", ""), ("<svg><title>", ""),
      ("<p class=ad>", "</p>"),
      ("</", ""), ("<?", ""), ("<title>", "x"),
    ]) func hostileRepetition(_ open: String, _ close: String) throws
  {
    let count = 300_000 / open.utf8.count
    let source =
      "<html><p>text" + String(repeating: open, count: count)
      + String(repeating: close, count: close.isEmpty ? 0 : count)
    #expect(try readNote(source, name: "page.html").isSound)
  }
}

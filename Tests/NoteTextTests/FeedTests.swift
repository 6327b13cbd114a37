import Testing

@testable import NoteText

struct FeedTests {
  private static let rss = """
    <?xml version="1.0"?>
    <rss version="2.0"><channel><title>Desk &amp; wire</title><link>https://wire.example/f</link>\
    <description>News of the day</description><language>uk-UA</language><ttl>5</ttl>
    <image><title>Logo</title><url>https://wire.example/l.gif</url></image>
    <lastBuildDate>Wed, 26 Jan 2022 18:30:00 GMT</lastBuildDate>
    <item><title>Talks &lt;i&gt;in&lt;/i&gt; Geneva</title><author>ann@wire.example</author><guid>7</guid>\
    <description>&lt;p class=&quot;x&quot;&gt;First&amp;nbsp;par.&lt;/p&gt;Sec&lt;b&gt;on&lt;/b&gt;d, AT&amp;amp;T.</description>\
    <pubDate>Tue, 25 Jan 2022 10:00:00 GMT</pubDate></item>
    <item><title><![CDATA[A & B]]></title><content:encoded><![CDATA[<p>One</p><ul><li>two</li></ul>]]></content:encoded>\
    <category>War</category><yandex:full-text>Whole text.</yandex:full-text></item>
    </channel></rss>
    """

  @Test func rss() throws {
    let note = try readNote(Self.rss, name: "wire.xml")
    #expect(
      note.marked == [
        "News of the day", "# Talks in Geneva", "First par.", "Second, AT&T.", "# A & B", "One", "- two",
        "Whole text.",
      ])
    #expect(note.unitLines == [2, 5, 5, 5, 6, 6, 6, 6])
    #expect(note.title == "Desk & wire")
    #expect(note.date == .instant(1_643_221_800))
    #expect(note.source == "wire.example")
    #expect(note.isSound)
    // The very byte, behind references that became markup.
    let found = try #require(String(decoding: note.text, as: UTF8.self).firstRange(of: "d, AT"))
    let text = String(decoding: note.text, as: UTF8.self)
    let place = note.positions.position(of: text.utf8.distance(from: text.startIndex, to: found.lowerBound))
    let line = Self.rss.split(separator: "\n")[place.line - 1]
    #expect(line.utf8.dropFirst(place.column - 1).starts(with: "d, AT".utf8))
  }

  /// A feed's language is often its program's: the text is asked first.
  @Test func languageOfTheText() throws {
    let words =
      "Міністри зустрілися та обговорили, що вони думають про це і як буде далі для всіх, але не більше."
    for (text, language) in [(words, "uk"), ("Xyz.", "bg")] {
      let note = try readNote(
        "<rss><channel><language>bg</language><description>\(text)</description></channel></rss>",
        name: "a.xml")
      #expect(note.language == language)
    }
  }

  @Test func atom() throws {
    let note = try readNote(
      """
      <feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><link href="https://wire.example/"/><id>urn:1</id>
      <entry><title>2 &lt; 3</title><updated>2022-01-26T18:30:00Z</updated><author><name>Ann</name></author>
      <summary>One.</summary><content type="xhtml"><div><p>One</p><p>two</p></div></content></entry>
      <entry><title type="html">&lt;b&gt;B&lt;/b&gt;</title><summary>Said &lt;so&gt;.</summary></entry></feed>
      """, name: "wire.atom")
    #expect(note.marked == ["# 2 < 3", "One", "two", "# B", "Said <so>."])
    #expect(note.title == "Wire")
    #expect(note.date == .instant(1_643_221_800))
  }

  /// Each of these would take minutes if anything were searched again from every entry.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: ["<item>", "<item><content></item>", "<entry><summary>", "<x>", "<![CDATA["])
  func hostileRepetition(_ part: String) throws {
    do throws(NoteReadError) {
      #expect(
        try readNote("<rss>" + String(repeating: part, count: 40_000) + "</item>", name: "a.xml").isSound)
    } catch {
      #expect(error.kind == .empty)
    }
  }

  @Test func otherXML() throws {
    let note = try readNote(
      "<?xml version='1.0'?><doc><head>Head</head><sec><para>One <emph>bo</emph>ld</para><para>Two</para></sec></doc>",
      name: "a.xml")
    #expect(note.marked == ["Head", "One bold", "Two"])
    let page = try readNote("<?xml version='1.0'?><html><body><x>a</x><y>b</y></body></html>", name: "a.xml")
    #expect(page.marked == ["ab"])
  }

  @Test(arguments: [
    "<rss><channel><item><title>never closed", "<rss><item><description><![CDATA[cut",
    "<rss><item><link>x</link",
    "<feed><title type=html>&lt;&lt;&amp;&lt;a&gt;</title><x>&lt;</x>", "<rss",
    "<?xml?><rss><p>&lt;p</p></rss>",
  ]) func broken(_ source: String) throws {
    do throws(NoteReadError) {
      #expect(try readNote(source, name: "a.xml").isSound)
    } catch {
      #expect(error.kind == .empty)
    }
  }
}

// Hostile text in every medium: a table of strings, and a whole digest made of them.

import Foundation
import NotePaths
import Testing

@testable import Digests

enum Hostile {
  static let texts = [
    "<script>alert(1)</script>", "</title><img src=x onerror=alert(1)>", "\" onmouseover=\"x",
    "](javascript:alert(1))",
    "![x](http://example.org/x.png)", "`code` and ``more``", "a | b | c", "**bold** _it_ ~~gone~~",
    "# heading", "&lt;b&gt; &amp;",
    "\u{202E}gnp.exe", "\u{1B}[31mred\u{1B}[0m \u{1B}]0;title\u{7}", "line\nbreak\r\n> quote", "\0nul",
    "=cmd|' /C calc'!A0", "+1+1",
    "@SUM(A1)", "-2+3", "{{notation}} {{{title}}}", "\\u0041 \\", "]]>", "<!-- -->", "\u{FEFF}\u{200B}zero",
    "e\u{301}\u{301}\u{301}",
    "www.example.org https://example.org/?a=b&c", "user@example.org", String(repeating: "x", count: 10_000),
    "🇺🇦 漢字 ﷽", "",
    "\u{2028}\u{2029}", "1. one", "Subject: x\r\nBcc: all@example.org",
  ]
}

@Suite struct EscapingTests {
  @Test(arguments: Hostile.texts) func noMediumLetsItThrough(_ text: String) {
    for shown in [visible(text), escapedForHTML(text), escapedForMarkdown(text), escapedForTerminal(text)] {
      let bad = shown.unicodeScalars.filter {
        $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || (0x202A...0x202E).contains($0.value)
          || $0.value == 0xFEFF
      }
      #expect(bad.isEmpty)
    }
    #expect(!escapedForHTML(text).contains { "<>\"'".contains($0) })
    let markdown = escapedForMarkdown(text)
    for (before, after) in zip(" " + markdown, markdown) where "`*|[]~".contains(after) {
      #expect(before == "\\")
    }
    #expect(!markdown.contains("://") && !markdown.contains("www."))
    for (index, scalar) in markdown.unicodeScalars.enumerated() where scalar == "<" {
      let scalars = Array(markdown.unicodeScalars)
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      let isMarkup = next.properties.isAlphabetic || "/!?".unicodeScalars.contains(next)
      #expect(!isMarkup || scalars[index - 1] == "\\")
    }
  }

  @Test(arguments: [
    ("plain words", "plain words"), ("snake_case", "snake_case"), ("_it_", "\\_it\\_"), ("a|b", "a\\|b"),
    ("R&D", "R\\&D"),
    ("a & b", "a & b"), ("p < 0.05", "p < 0.05"), ("a <b>", "a \\<b>"), ("C:\\temp", "C:\\temp"),
    ("\\*", "\\\\\\*"),
    ("“quoted” – and's", "“quoted” – and's"),
  ])
  func markdownKeepsWordsReadable(_ text: String, _ shown: String) {
    #expect(escapedForMarkdown(text) == shown)
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("=1+1", "\"'=1+1\""),
    ("  =x", "\"' =x\""),
    ("-5", "-5"), ("-5+A1", "\"'-5+A1\""), ("@x", "\"'@x\""), ("two\nlines", "two lines"), ("", ""),
  ])
  func csvFields(_ text: String, _ field: String) { #expect(escapedForCSV(text) == field) }

  @Test func mailHeadersStayOneHeader() {
    for text in Hostile.texts {
      let header = MailMessage.encodedHeader(text)
      for line in header.components(separatedBy: "\r\n").dropFirst() {
        #expect(line.hasPrefix(" =?utf-8?Q?"))
      }
      #expect(header.utf8.allSatisfy { $0 < 0x7F })
    }
    let encoded = MailMessage.quotedPrintable("é=\n.dot\nFrom x \n" + String(repeating: "y", count: 200))
    #expect(encoded.hasPrefix("=C3=A9=3D\r\n=2Edot\r\n=46rom x=20\r\n"))
    #expect(encoded.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 76 })
  }

  @Test func widthsOfTheTerminal() {
    let widths: [Int] = ["abc", "漢字", "e\u{301}", "🎈"].map { columns(of: $0) }
    #expect(widths == [3, 4, 1, 2])
    #expect(clipped("漢字漢字", to: 5) == "漢字…")
    #expect(clipped("abc", to: 3) == "abc")
  }

  /// A digest whose every string is hostile: each form keeps its shape.
  @Test func aHostileDigestKeepsItsShape() throws {
    var material = try Desk.sampleWeek()
    for (index, text) in Hostile.texts.enumerated() {
      let path = NotePath(
        bytes: Array("h\(index)/".utf8) + Array(text.utf8.prefix(100)).map { $0 == 0 ? 0x1B : $0 } + [0xFF])
      let sentence = "Before \(text) «mark» after \(text)."
      var item = Desk.segment(
        "x", 1, "R2", "drawn", "us", sentence.replacing("«mark»", with: "«\(text)!»"), day: Desk.monday,
        cluster: Int64(500 + index), title: text, source: text)
      item.path = path
      item.author = text
      material.evidence.append(item)
      material.notes.append(
        NoteLine(
          path: path, title: text, date: item.date, isUndated: true, received: item.received, segments: 1,
          sentences: 1, language: "en", cluster: item.cluster))
      material.quarantine.append(QuarantineLine(path: path, reason: text, remedy: text, since: 0))
      material.keyWords.append(KeyWord(word: text, count: 1, expected: .nan, keyness: .infinity))
    }
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(DigestCheck.check(digest, material) == [])
    let renderer = try DigestRenderer(options: .init(evidencePerStatus: 100))
    let html = renderer.html(digest)
    #expect(
      !html.lowercased().contains("<script") && !html.contains("<img")
        && !html.contains("javascript:alert(1))\""))
    #expect(
      html.components(separatedBy: "<title>").count - 1 == 1 + html.components(separatedBy: "<svg ").count - 1
    )
    let markdown = renderer.markdown(digest)
    let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("| [") }
    for row in rows {
      #expect([6, 5, 4, 8, 2].contains(row.replacing("\\|", with: "").filter { $0 == "|" }.count - 1))
    }
    for text in [
      html, markdown, renderer.text(digest), TerminalBoard(width: 60, hasColour: false).text(digest),
      Feed().atom([PublishedDigest(digest)]),
    ] {
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
    }
    let board = TerminalBoard(width: 60, hasColour: false).text(digest)
    #expect(board.split(separator: "\n").allSatisfy { columns(of: String($0)) <= 60 })
    #expect(try Digest(json: digest.json()) == digest)
  }
}

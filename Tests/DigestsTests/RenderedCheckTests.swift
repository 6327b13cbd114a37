// The check before publishing finds in Markdown and HTML whatever is not the digest's.

import Testing

@testable import Digests

@Suite struct RenderedCheckTests {
  private static func form(_ isHTML: Bool) throws -> (digest: Digest, text: String, renderer: DigestRenderer)
  {
    let digest = try DigestWriter.write(try Desk.sampleWeek(), codebook: Desk.codebook)
    let renderer = try DigestRenderer()
    return (digest, isHTML ? renderer.html(digest) : renderer.markdown(digest), renderer)
  }

  private static func problems(_ digest: Digest, _ text: String, isHTML: Bool) -> [String] {
    RenderedCheck.check(
      digest, markdown: isHTML ? nil : text, html: isHTML ? text : nil, options: DigestRenderer.Options())
  }

  /// Every number of coverage, boards, tables and headings of evidence, one after the other, made another.
  @Test(arguments: [false, true]) func aWrongNumberIsFound(_ isHTML: Bool) throws {
    let (digest, text, _) = try Self.form(isHTML)
    #expect(Self.problems(digest, text, isHTML: isHTML) == [])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let marks =
      isHTML
      ? [
        "<p class=\"coverage\">", "<td role=\"cell\" class=\"number", "<h4>",
        "<td role=\"cell\" data-label=\"Sources\"",
      ]
      : ["**Coverage.**", "| [R2]", "| [D1]", "**refused** (", "2 coded segments in "]
    for mark in marks {
      var tried = 0
      for (index, line) in lines.enumerated() where line.hasPrefix(mark) {
        let tail = line.replacing(/<[^>]*>|\]\([^)]*\)|“[^”]*”|\[R2\]|\[D1\]|\(p [^)]*\)|Moved by.*/) {
          match in
          String(repeating: "~", count: match.output.count)
        }
        // The last cells of a row of the Markdown form are counts as well; labels and dates are none.
        guard let place = tail.lastIndex(where: { $0.isNumber }), mark != "| [D1]" || line.contains(" (")
        else {
          continue
        }
        let number = tail.distance(from: tail.startIndex, to: place)
        var broken = line
        let at = broken.index(broken.startIndex, offsetBy: number)
        broken.replaceSubrange(at...at, with: broken[at] == "7" ? "8" : "7")
        var all = lines
        all[index] = broken
        let isInDate = mark == "| [D1]" && !line.contains("(0)")
        if isInDate { continue }
        tried += 1
        #expect(
          !Self.problems(digest, all.joined(separator: "\n"), isHTML: isHTML).isEmpty, "\(mark): \(broken)")
        break
      }
      #expect(tried > 0, "\(mark)")
    }
  }

  @Test(arguments: [false, true]) func aWrongWordOrPlaceIsFound(_ isHTML: Bool) throws {
    let (digest, text, renderer) = try Self.form(isHTML)
    func isFound(_ part: String, _ other: String) -> Bool {
      #expect(text.contains(part), "\(part)")
      return !Self.problems(digest, text.replacing(part, with: other), isHTML: isHTML).isEmpty
    }
    #expect(isFound("a further forty battalions", "a further fifty battalions"))
    #expect(
      isFound(
        isHTML ? "<li id=\"C1-1\">" : "- <a id=\"C1-1\">", isHTML ? "<li id=\"C1-9\">" : "- <a id=\"C1-9\">"))
    #expect(isFound(isHTML ? "href=\"../Watch/01-24-flank.md" : "01-24-flank.md#L9", "other.md#L9"))
    #expect(isFound(digest.keyChanges[0].sentence.prefix(20).description, "Nothing was said of it"))
    // A line of evidence that is gone, and one that stands under another code.
    let own =
      text.split(separator: "\n").first { $0.contains(isHTML ? "<li id=\"D1-" : "- <a id=\"D1-") } ?? ""
    #expect(isFound(String(own) + "\n", ""))
    var other = digest
    let index = try #require(other.evidence.firstIndex { $0.id == "C1-1" })
    other.evidence[index].code = "demand/halt-enlargement"
    #expect(!Self.problems(other, text, isHTML: isHTML).isEmpty)
    other = digest
    other.evidence[index].status = "taken"
    #expect(!Self.problems(other, text, isHTML: isHTML).isEmpty)
    let page = isHTML ? ("", text) : (text, "")
    #expect(!renderer.check(digest, markdown: page.0, html: page.1).isEmpty)
  }

  /// No false alarm: markup in quotations, labels, statuses, paths and languages, long quotations, names of sections.
  @Test func whateverNotesAndCodebooksHoldPasses() throws {
    var codebook = Desk.codebook
    codebook.facets[0].label = "Lines | of <red> 2022, *all*"
    codebook.facets[1].label = "Disagreements"
    for index in codebook.codes.indices { codebook.codes[index].label += " | 1,000 _of_ <b>&amp; them" }
    var material = try Desk.sampleWeek()
    let odd = [
      "a_b_c *d* [e](f) <g> & h | i ~ `j` \\k", "1,234 of 5 “said 7” (p = 9)",
      "www.x.org://y \u{202E}z\nnew line",
      String(repeating: "long_ & <word>_x ", count: 120), String(repeating: "a_", count: 400) + "end", "",
      "further line of 3 in the JSON form",
    ]
    for index in material.evidence.indices {
      let text = odd[index % odd.count]
      material.evidence[index].quote = text
      material.evidence[index].sentence = "Before \(text) after."
      material.evidence[index].quoteOffset = 7
      material.evidence[index].title = odd[(index + 1) % odd.count]
    }
    for index in material.notes.indices where material.notes[index].language != "en" {
      material.notes[index].language = "es419"
    }
    // A status that is on no ladder any more.
    material.evidence[0].status = "gone * 5"
    let digest = try DigestWriter.write(material, codebook: codebook)
    for (address, most) in [("../Watch/", 8), (nil, 8), ("../Watch/", 1)] as [(String?, Int)] {
      let renderer = try DigestRenderer(options: .init(notesAddress: address, evidencePerStatus: most))
      #expect(renderer.check(digest, markdown: renderer.markdown(digest), html: renderer.html(digest)) == [])
    }
  }

  /// What a user's own templates say is the user's.
  @Test func templatesOfOnesOwnAreNotRead() throws {
    let digest = try DigestWriter.write(try Desk.sampleWeek(), codebook: Desk.codebook)
    let own = try DigestRenderer(templates: ["markdown": "{{title}}", "html-line": "{{quote}}"])
    #expect(own.check(digest, markdown: own.markdown(digest), html: own.html(digest)) == [])
    let mixed = try DigestRenderer(templates: ["markdown-line": "{{quote}}"])
    #expect(!mixed.check(digest, markdown: "", html: "").isEmpty)
  }

  @Test(arguments: [
    ("1,234 of 12", [1234, 12]), ("“drawn 2” in 3", [3]), ("in 3 (p = 0.04)", [3]), ("1, 2", [1, 2]),
    ("", []),
    ("12,34", [12, 34]), ("no", []),
  ])
  func numbersOfAText(_ text: String, _ numbers: [Int]) { #expect(RenderedCheck.numbers(text) == numbers) }

  /// Twenty times the lines cost no more than some twenty times the reading: each line is read once.
  @Test func emptyAndOverloadedPeriodsPass() throws {
    let renderer = try DigestRenderer()
    for material in [
      DigestMaterial(period: try Desk.week(), now: 0, isRunning: true), try DigestTests.overloaded(2000),
    ] {
      let digest = try DigestWriter.write(material, codebook: Desk.codebook)
      #expect(
        renderer.check(digest, markdown: renderer.markdown(digest), html: renderer.html(digest)) == [])
    }
  }
}

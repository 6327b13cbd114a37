// Every number of the Markdown and HTML against the JSON form, read back from the published text by other means.

import Foundation
import Testing

@testable import Digests

@Suite struct NumberTests {
  /// Whole numbers in a text, grouping commas taken out.
  static func numbers(_ text: some StringProtocol) -> [Int] {
    String(text).matches(of: /\d{1,3}(,\d{3})+|\d+/).compactMap { Int($0.output.0.replacing(",", with: "")) }
  }

  static func cells(_ row: some StringProtocol) -> [String] {
    row.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// Without tags and pictures; entities stay.
  static func plain(_ html: some StringProtocol) -> String {
    String(html).replacing(/<svg.*?<\/svg>/.dotMatchesNewlines(), with: "").replacing(/<[^>]*>/, with: " ")
  }

  /// What a row must hold, from the JSON form alone: the arrow's counts, notes and sources, the rungs.
  static func expected(_ standing: Digest.Standing) -> (why: [Int], sources: [Int], rungs: [Int]) {
    var why: [Int] = []
    if let test = standing.arrow.test, test.above + test.below + test.aboveBefore + test.belowBefore > 0 {
      let above = test.above + test.aboveBefore > 0
      let below = test.below + test.belowBefore > 0
      why = (above ? [test.above] : []) + (below ? [test.below] : []) + [test.sources]
      why += (above ? [test.aboveBefore] : []) + (below ? [test.belowBefore] : []) + [test.sourcesBefore]
    }
    let sources = standing.segments == 0 ? [] : [standing.notes, standing.sources]
    let rungs =
      standing.rungs.filter { $0.segments > 0 }.map(\.sources)
      + (standing.historical > 0 ? [standing.historical] : [])
    return (why, sources, rungs)
  }

  static func materials() throws -> [DigestMaterial] {
    var bare = try Desk.sampleWeek()
    bare.previousEvidence = []
    bare.previousNotes = 0
    return [try Desk.sampleWeek(), bare]
  }

  @Test func theBoardsNumbers() throws {
    for material in try Self.materials() {
      let written = try DigestWriter.write(material, codebook: Desk.codebook)
      let digest = try JSONDecoder().decode(Digest.self, from: Data(try written.json()))
      let (markdown, html) = (try DigestRenderer().markdown(written), try DigestRenderer().html(written))
      var rows = 0
      for standing in digest.standings where standing.facet != "demand" {
        let start = "| [\(standing.notation)](#code-\(standing.anchor))"
        guard let row = markdown.split(separator: "\n").first(where: { $0.hasPrefix(start) }) else {
          continue
        }
        rows += 1
        let cells = Self.cells(row)
        let expected = Self.expected(standing)
        let reason = cells[2].replacing(/\(p [=<] [\d.]+\)/, with: "").replacing(/Moved by.*/, with: "")
        #expect(Self.numbers(reason) == expected.why)
        #expect(Self.numbers(cells[4]) == expected.sources)
        #expect(Self.numbers(cells[5]) == expected.rungs)
        #expect(cells[1].hasPrefix("**\(standing.status ?? "no mention")**"))
        if let p = reason.isEmpty ? nil : standing.arrow.test?.pValue, !expected.why.isEmpty {
          #expect(cells[2].contains("(\(English.probability(p)))"))
        }
        let page = try #require(
          html.matches(of: /<tr role="row">\n<th.*?<\/tr>/.dotMatchesNewlines()).map(\.output)
            .first { $0.contains("href=\"#code-\(standing.anchor)\"") })
        let parts = page.split(separator: "</td>").map(Self.plain)
        #expect(
          Self.numbers(parts[1].replacing(/\(p .*?\)/, with: "").replacing(/Moved by.*/, with: ""))
            == expected.why)
        #expect(Self.numbers(parts[3]) == expected.sources + expected.rungs)
      }
      #expect(rows > 5)
    }
  }

  @Test func theDemandTablesNumbers() throws {
    let written = try DigestWriter.write(try Desk.sampleWeek(), codebook: Desk.codebook)
    let digest = try JSONDecoder().decode(Digest.self, from: Data(try written.json()))
    let (markdown, html) = (try DigestRenderer().markdown(written), try DigestRenderer().html(written))
    for standing in digest.standings where standing.facet == "demand" {
      let start = "| [\(standing.notation)](#code-\(standing.anchor))"
      let row = try #require(markdown.split(separator: "\n").first { $0.hasPrefix(start) })
      let expected = standing.rungs.filter { $0.status != "mentioned" }.map {
        $0.sources == 0 && $0.sourcesBefore == 0 ? [] : [$0.sources, $0.sourcesBefore]
      }
      #expect(Self.cells(row)[2...5].map { Self.numbers($0) } == expected)
      let page = try #require(
        html.matches(of: /<tr role="row">.*?<\/tr>/.dotMatchesNewlines()).map(\.output)
          .first { $0.contains("href=\"#code-\(standing.anchor)\"") && $0.contains("class=\"number") })
      let numbers = page.matches(of: /<td role="cell" class="number.*?<\/td>/.dotMatchesNewlines())
        .map { Self.numbers(Self.plain($0.output)) }
      #expect(numbers == expected)
    }
  }

  @Test func coverageAndEvidence() throws {
    let written = try DigestWriter.write(try Desk.sampleWeek(), codebook: Desk.codebook)
    let digest = try JSONDecoder().decode(Digest.self, from: Data(try written.json()))
    let c = digest.coverage
    let expected =
      [
        c.notes, c.coded, c.segments, c.notes - c.coded, c.notes - c.sources, c.sources, c.previousNotes,
        c.revised,
      ]
      + [c.withdrawn, c.quarantined, c.late] + [c.uncovered.reduce(0) { $0 + $1.notes }]
      + c.uncovered.map(\.notes)
    let (markdown, html) = (try DigestRenderer().markdown(written), try DigestRenderer().html(written))
    let said = try #require(markdown.split(separator: "\n").first { $0.hasPrefix("**Coverage.**") })
    #expect(Self.numbers(said) == expected)
    let page = try #require(html.split(separator: "\n").first { $0.contains("class=\"coverage\"") })
    #expect(Self.numbers(Self.plain(page)) == expected)
    // Every line of the list: its words, its place, once.
    for line in digest.evidence where !line.isCopy {
      let entry = try #require(
        markdown.split(separator: "\n").first { $0.hasPrefix("- <a id=\"\(line.id)\"></a>") })
      #expect(entry.contains("[\(line.place)](../Watch/\(line.address)#L\(line.line))"))
      #expect(entry.contains("**\(escapedForMarkdown(visible(line.quote)))**"))
      #expect(html.contains("<mark>\(escapedForHTML(visible(line.quote)))</mark>"))
    }
    for standing in digest.standings where standing.segments > 0 {
      let head = try #require(markdown.range(of: "### <a id=\"code-\(standing.anchor)\"></a>"))
      let counts = markdown[head.upperBound...].split(separator: "\n")[1]
      #expect(Self.numbers(counts) == [standing.segments, standing.notes])
    }
  }
}

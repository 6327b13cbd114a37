// The feed against RFC 4287, rule by rule: what must stand where, how often, and what its values look like.

import Foundation
import FoundationXML
import Testing

@testable import Digests

/// A tree of elements, as XMLParser meets them.
private final class Element: NSObject, XMLParserDelegate {
  let name: String
  let space: String
  let attributes: [String: String]
  var children: [Element] = []
  var text = ""
  private var stack: [Element] = []

  init(_ name: String = "", _ space: String = "", _ attributes: [String: String] = [:]) {
    self.name = name
    self.space = space
    self.attributes = attributes
  }

  static func read(_ xml: String) throws -> Element {
    let root = Element()
    let parser = XMLParser(data: Data(xml.utf8))
    parser.shouldProcessNamespaces = true
    parser.delegate = root
    root.stack = [root]
    if !parser.parse() { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
    return try #require(root.children.first)
  }

  func parser(
    _: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let element = Element(name, namespaceURI ?? "", attributes)
    stack.last?.children.append(element)
    stack.append(element)
  }
  func parser(_: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
    stack.removeLast()
  }
  func parser(_: XMLParser, foundCharacters text: String) { stack.last?.text += text }

  func all(_ name: String) -> [Element] { children.filter { $0.name == name } }
}

@Suite struct AtomTests {
  /// What RFC 4287 asks for that this feed does not do; each named with its section.
  static func faults(_ xml: String) throws -> [String] {
    let feed = try Element.read(xml)
    var faults: [String] = []
    func expect(_ holds: Bool, _ fault: String) { if !holds { faults.append(fault) } }
    func check(_ element: Element, once: [String], atMostOnce: [String], any: [String]) {
      for name in once { expect(element.all(name).count == 1, "one \(name) in \(element.name)") }
      for name in atMostOnce { expect(element.all(name).count < 2, "at most one \(name) in \(element.name)") }
      for child in element.children {
        expect(child.space == "http://www.w3.org/2005/Atom", "2: namespace of \(child.name)")
        expect((once + atMostOnce + any).contains(child.name), "\(child.name) in \(element.name)")
      }
      for date in element.all("updated") + element.all("published") {
        let form = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/
        expect(date.text.wholeMatch(of: form) != nil, "3.3: date \(date.text)")
        expect(ISO8601DateFormatter().date(from: date.text) != nil, "3.3: date \(date.text)")
      }
      for id in element.all("id") {
        expect(id.text.wholeMatch(of: /[a-z][a-z0-9+.\-]*:[^\s<>"{}|\\^`]+/) != nil, "4.2.6: id \(id.text)")
      }
      for title in element.all("title") {
        expect(!title.text.isEmpty && title.children.isEmpty, "3.1: title")
        expect(["text", "html", nil].contains(title.attributes["type"]), "3.1.1: type of a title")
      }
      for link in element.all("link") {
        let href = link.attributes["href"] ?? ""
        expect(!href.isEmpty && URL(string: href) != nil, "4.2.7.1: href '\(href)'")
        expect(link.attributes["type"]?.contains("/") ?? true, "4.2.7.3: type of a link")
        expect(link.children.isEmpty && link.text.isEmpty, "4.2.7: a link is empty")
      }
      let alternates = element.all("link").filter { ($0.attributes["rel"] ?? "alternate") == "alternate" }
      let kinds = alternates.map { [$0.attributes["type"] ?? "", $0.attributes["hreflang"] ?? ""] }
      expect(Set(kinds).count == kinds.count, "4.1.1: two alternates of one type in \(element.name)")
      for category in element.all("category") {
        expect(!(category.attributes["term"] ?? "").isEmpty, "4.2.2: term")
      }
      for person in element.all("author") {
        expect(person.all("name").count == 1, "3.2.1: an author's name")
        expect(person.all("uri").count < 2 && person.all("email").count < 2, "3.2")
      }
    }
    expect(feed.name == "feed" && feed.space == "http://www.w3.org/2005/Atom", "4.1.1: root")
    check(
      feed, once: ["id", "title", "updated"],
      atMostOnce: ["generator", "icon", "logo", "rights", "subtitle"],
      any: ["author", "category", "contributor", "link", "entry"])
    expect(feed.all("link").contains { $0.attributes["rel"] == "self" }, "4.1.1: a link to itself")
    let entries = feed.all("entry")
    expect(
      Set(entries.flatMap { $0.all("id") }.map(\.text)).count == entries.count, "4.1.1: two entries of one id"
    )
    for entry in entries {
      check(
        entry, once: ["id", "title", "updated"],
        atMostOnce: ["content", "published", "rights", "source", "summary"],
        any: ["author", "category", "contributor", "link"])
      expect(!feed.all("author").isEmpty || !entry.all("author").isEmpty, "4.1.2: an author")
      let content = entry.all("content")
      expect(
        !content.isEmpty || entry.all("link").contains { $0.attributes["rel"] == "alternate" },
        "4.1.2: content or an alternate")
      for content in content where content.attributes["src"] == nil {
        expect(["text", "html", nil].contains(content.attributes["type"]), "4.1.3.1: type of content")
        expect(content.children.isEmpty, "4.1.3.3: no elements in text or html content")
      }
    }
    return faults
  }

  static func published(_ texts: [String]) throws -> [PublishedDigest] {
    let digest = try DigestWriter.write(try Desk.sampleWeek(), codebook: Desk.codebook)
    return [PublishedDigest(digest)]
      + texts.enumerated().map { index, text in
        PublishedDigest(
          name: "2022-W\(10 + index)-week", kind: .week, title: "t" + text,
          drawnUp: "2022-01-24T06:00:00+01:00",
          summary: text, changes: [text, text])
      }
  }

  @Test func theFeedIsValid() throws {
    #expect(try Self.faults(Feed().atom([])) == [])
    #expect(try Self.faults(Feed().atom(try Self.published([]))) == [])
    #expect(try Self.faults(Feed().atom(try Self.published(Hostile.texts))) == [])
    let known = Feed(authority: "example.org", since: "2026-01-01", address: "https://example.org/reports/")
    #expect(try Self.faults(known.atom(try Self.published([]))) == [])
  }

  /// The rules find what is wrong.
  @Test(arguments: [
    ("<id>tag:redline.invalid,2021-12-28:redline/feed</id>", ""), ("+01:00</updated>", "</updated>"),
    ("<author><name>Redline</name></author>", ""), ("rel=\"self\"", "rel=\"alternate\""),
    ("term=\"week\"", ""), ("type=\"html\"", "type=\"xhtml\""), ("<generator>", "<maker/><generator>"),
    ("redline/feed</id>", "red line</id>"), ("2022-W04-week</id>", "2022-W10-week</id>"),
  ])
  func aWrongFeedIsFound(_ part: String, _ instead: String) throws {
    let feed = Feed().atom(try Self.published(["x"]))
    #expect(feed.contains(part))
    #expect(try Self.faults(feed.replacing(part, with: instead)) != [])
  }
}

// The archive of published digests: index.html with the latest board on top, and the Atom feed.

/// A published digest as the archive lists it.
public struct PublishedDigest: Sendable, Hashable, Codable {
  public var name: String
  public var kind: PeriodKind
  public var title: String
  /// RFC 3339.
  public var drawnUp: String
  /// "10 notes, 2 key changes".
  public var summary: String
  /// The sentences of its key changes.
  public var changes: [String]

  public init(
    name: String, kind: PeriodKind, title: String, drawnUp: String, summary: String, changes: [String]
  ) {
    self.name = name
    self.kind = kind
    self.title = title
    self.drawnUp = drawnUp
    self.summary = summary
    self.changes = changes
  }

  public init(_ digest: Digest) {
    name = digest.period.name
    kind = digest.period.kind
    title = digest.period.title
    drawnUp = digest.period.drawnUp
    changes = digest.keyChanges.map(\.sentence)
    summary =
      English.count(digest.coverage.notes, "note") + ", "
      + (changes.isEmpty ? "no key change" : English.count(changes.count, "key change"))
  }
}

extension DigestRenderer {
  /// index.html: the latest digest's first screen, then all published ones by kind, newest first.
  /// `latestName` is the stem of the latest digest's files where it is not its period's name ("latest").
  public func index(latest: Digest?, latestName: String? = nil, published: [PublishedDigest]) -> String {
    let headings: [(PeriodKind, String)] = [
      (.month, "Monthly digests"), (.week, "Weekly digests"), (.day, "Daily digests"),
      (.hour, "Hourly digests"),
    ]
    var tree: [String: Any] = ["latest": false]
    if let latest {
      var root = DigestTree(latest, .html, options).root
      if let latestName { root["name"] = latestName }
      tree["latest"] = root
    }
    tree["kinds"] = headings.compactMap { kind, heading -> [String: Any]? in
      let digests = published.filter { $0.kind == kind }.sorted { $0.name > $1.name }
      if digests.isEmpty { return nil }
      return [
        "kind": kind.rawValue, "heading": heading,
        "digests": digests.map {
          ["name": $0.name, "title": $0.title, "summary": $0.summary] as [String: Any]
        },
      ]
    }
    return render("html-index", tree)
  }
}

/// An Atom feed (RFC 4287) of published digests.
public struct Feed: Sendable {
  /// The naming authority of the feed's tag URIs (RFC 4151): a host name, and the date from which it names them.
  public var authority: String
  public var since: String
  /// Where the reports are served, with a slash at its end; empty for addresses relative to the feed.
  public var address: String

  public init(authority: String = "redline.invalid", since: String = "2021-12-28", address: String = "") {
    self.authority = authority
    self.since = since
    self.address = address
  }

  /// The newest so many digests, newest first. A digest's id and `updated` never change.
  public func atom(_ published: [PublishedDigest], limit: Int = 50) -> String {
    let entries = published.sorted { ($0.drawnUp, $0.name) > ($1.drawnUp, $1.name) }.prefix(limit)
    var lines = [
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">",
      "  <title>Redline digests</title>",
      "  <id>\(tag("feed"))</id>",
      "  <updated>\(escapedForHTML(entries.first?.drawnUp ?? "\(since)T00:00:00+00:00"))</updated>",
      "  <generator>Redline</generator>",
      "  <author><name>Redline</name></author>",
      "  <link rel=\"self\" type=\"application/atom+xml\" href=\"\(escapedForHTML(address))feed.xml\"/>",
      "  <link rel=\"alternate\" type=\"text/html\" href=\"\(escapedForHTML(address))index.html\"/>",
    ]
    for entry in entries { lines += self.entry(entry) }
    return lines.joined(separator: "\n") + "\n</feed>\n"
  }

  private func entry(_ digest: PublishedDigest) -> [String] {
    let name = percentEncoded(Array(digest.name.utf8))
    let items = digest.changes.map { "<li>\(escapedForHTML($0))</li>" }.joined()
    let content = "<p>\(escapedForHTML(digest.summary)).</p>" + (items.isEmpty ? "" : "<ol>\(items)</ol>")
    return [
      "  <entry>",
      "    <title>\(escapedForHTML(digest.title))</title>",
      "    <id>\(tag("digest/\(name)"))</id>",
      "    <updated>\(escapedForHTML(digest.drawnUp))</updated>",
      "    <published>\(escapedForHTML(digest.drawnUp))</published>",
      "    <link rel=\"alternate\" type=\"text/html\" href=\"\(escapedForHTML(address))\(name).html\"/>",
      "    <category term=\"\(digest.kind.rawValue)\"/>",
      "    <content type=\"html\">\(escapedForHTML(content))</content>",
      "  </entry>",
    ]
  }

  private func tag(_ specific: String) -> String {
    "tag:\(escapedForHTML(authority)),\(escapedForHTML(since)):redline/\(specific)"
  }
}

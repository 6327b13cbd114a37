// What an HTML page says of itself: title, date, author, language.

struct HTMLFacts {
  private var title: String?
  private var shownTitle: String?
  private var heading: String?
  private var author: String?
  private var language: String?
  private var siteName: String?
  private var address: String?
  /// By rank: the lower, the surer.
  private var dates: [Int: NoteDate] = [:]
  private(set) var isByRedline = false

  private static let dateNames = [
    "article:published_time", "datepublished", "og:published_time", "date", "dc.date", "dc.date.issued",
    "dcterms.date", "dcterms.issued", "dcterms.created", "pubdate", "publishdate", "publish-date",
    "parsely-pub-date", "sailthru.date", "article.published", "publication_date",
  ]
  private static let timeElementRank = 200
  private static let scriptRank = 100

  var hasTitle: Bool { title != nil }

  mutating func readTitle(_ text: String) {
    if title == nil, !text.isEmpty { title = text }
  }

  mutating func readHeading(_ name: String?, _ text: @autoclosure () -> String) {
    if name == "h1", heading == nil { heading = text().collapsingSpaces() }
  }

  mutating func read(_ element: String, _ attributes: [String: String]) {
    switch element {
    case "html": language = (attributes["lang"] ?? attributes["xml:lang"])?.primaryLanguage ?? language
    case "link":
      if attributes["rel"]?.lowercased() == "canonical" { address = attributes["href"] }
    case "time":
      if let date = attributes["datetime"].flatMap(NoteDate.parse), dates[Self.timeElementRank] == nil {
        dates[Self.timeElementRank] = date
      }
    case "meta": readMeta(attributes)
    default: break
    }
  }

  mutating func read(_ feed: FeedPage.Facts) {
    address = feed.address
    if let date = feed.date { dates[0] = date }
  }

  private mutating func readMeta(_ attributes: [String: String]) {
    let names = [attributes["property"], attributes["name"], attributes["itemprop"]]
    guard let name = names.compactMap({ $0 }).first?.lowercased(),
      let content = attributes["content"]?.collapsingSpaces(), !content.isEmpty
    else { return }
    if let rank = Self.dateNames.firstIndex(of: name) {
      if dates[rank] == nil, let date = NoteDate.parse(content) { dates[rank] = date }
      return
    }
    switch name {
    case "og:title": shownTitle = shownTitle ?? content
    case "author", "dc.creator", "dcterms.creator", "article:author", "byl":
      if author == nil, !content.hasPrefix("http") { author = content }
    case "og:site_name": siteName = content
    case "og:url": address = address ?? content
    case "generator": isByRedline = isByRedline || content == "Redline" || content.hasPrefix("Redline ")
    case "language", "dc.language": language = language ?? content.primaryLanguage
    default: break
    }
  }

  /// `"datePublished": "..."` in the page's linked data.
  mutating func readScript(_ source: [UInt8], _ range: Range<Int>) {
    guard dates[Self.scriptRank] == nil, range.count < 200_000,
      let key = MarkdownHTML.find("\"datepublished\"", in: source[range])
    else { return }
    let rest = source[(key + 15)..<min(range.upperBound, key + 80)]
    guard let open = rest.firstIndex(of: 0x22), let close = rest[(open + 1)...].firstIndex(of: 0x22) else {
      return
    }
    dates[Self.scriptRank] = NoteDate.parse(String(decoding: source[(open + 1)..<close], as: UTF8.self))
  }

  func fill(_ note: inout Note) {
    if let shownTitle {
      note.title = shownTitle
    } else if let heading, title.map({ $0.contains(heading) }) ?? true {
      note.title = heading
    } else if let title {
      note.title = title
    }
    note.author = author
    note.language = language
    note.source = siteName ?? address.flatMap(Self.host)
    if let date = dates.min(by: { $0.key < $1.key })?.value {
      note.date = date
      note.dateOrigin = "html header"
    }
  }

  private static func host(of address: String) -> String? {
    let parts = address.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0].hasPrefix("http"), !parts[2].isEmpty else { return nil }
    return parts[2].lowercased()
  }
}

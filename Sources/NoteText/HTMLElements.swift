// What each HTML element means to a reader of articles.

enum HTMLElements {
  enum Role {
    /// Begins and ends a unit.
    case block
    case heading, item, cell, caption, quotation
    /// Closes open items or cells of its own when it ends.
    case list, table
    /// Holds the page's own text.
    case main
    /// Never text that a reader came for.
    case hidden
    /// Text of the page's frame: left out unless a long paragraph stands in it.
    case frame
    /// Page header: its headings and paragraphs stay, its lists go.
    case header
    case lineBreak
  }

  static let roles: [String: Role] = {
    var roles: [String: Role] = [:]
    func add(_ role: Role, _ names: String) {
      for name in names.split(separator: " ") { roles[String(name)] = role }
    }
    add(.block, "p div section address center details summary dialog dl fieldset figure hgroup hr legend")
    add(.block, "optgroup option search tr tbody thead tfoot body html pre")
    add(.heading, "h1 h2 h3 h4 h5 h6")
    add(.item, "li dt dd")
    add(.cell, "td th")
    add(.caption, "figcaption caption")
    add(.quotation, "blockquote")
    add(.list, "ul ol menu dir")
    add(.table, "table")
    add(.main, "article main")
    add(.hidden, "nav noscript template svg math object select button canvas audio video datalist map")
    add(.frame, "aside footer form")
    add(.header, "header")
    add(.lineBreak, "br")
    return roles
  }()

  /// Their content is no markup: it reaches to their closing tag.
  static let raw: Set<String> = [
    "script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp",
  ]

  static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
  ]

  /// They stand within a line.
  static let inline: Set<String> = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "emph",
    "emphasis", "font", "hi", "i", "img", "ins", "kbd", "label", "link", "mark", "q", "ref", "rp", "rt",
    "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "ulink", "var", "wbr",
    "xref",
  ]

  /// Words of class and id names that mark the page's frame.
  static let frameNames: Set<String> = [
    "nav", "navbar", "navigation", "menu", "menus", "submenu", "breadcrumb", "breadcrumbs", "sidebar",
    "footer", "cookie", "cookies", "share", "sharing", "social", "subscribe", "newsletter", "related",
    "skiplink", "pagination", "pager", "toolbar", "advert", "advertisement", "ads", "promo", "banner",
  ]
}

// Digests as text: Markdown, HTML and plain text from templates that a user may replace.

import Mustache

/// The text forms of a digest, from Mustache templates. Every value is escaped for its medium by the name of
/// the template: `html…` as HTML, `markdown…` as Markdown, others as plain text with no control characters.
public struct DigestRenderer: Sendable {
  private let library: MustacheLibrary
  /// Names of the templates that are a user's own.
  private let replaced: Set<String>
  public var options: Options

  public struct Options: Sendable, Hashable {
    /// From the reports' folder to the notes', with a slash at its end; nil for no links to notes.
    public var notesAddress: String?
    /// Lines of evidence shown for each status of a code; the rest is in the JSON form, and the digest says so.
    public var evidencePerStatus: Int
    /// Whether the reports' folder surrounds the digest: links to the archive, its neighbours and other forms.
    public var isInFolder: Bool
    public init(notesAddress: String? = "../Watch/", evidencePerStatus: Int = 8, isInFolder: Bool = true) {
      self.notesAddress = notesAddress
      self.isInFolder = isInFolder
      self.evidencePerStatus = max(1, evidencePerStatus)
    }
  }

  /// A template that cannot be read.
  public struct BadTemplate: Error, Sendable, CustomStringConvertible {
    public var description: String
  }

  /// Templates by name ("html", "markdown-board"), replacing the embedded ones of that name.
  public init(templates replaced: [String: String] = [:], options: Options = Options()) throws(BadTemplate) {
    Medium.register()
    self.options = options
    self.replaced = Set(replaced.keys)
    var library = MustacheLibrary()
    for (name, text) in DigestRenderer.embedded.merging(replaced, uniquingKeysWith: { $1 }).sorted(by: {
      $0.key < $1.key
    }) {
      do {
        try library.register("{{% CONTENT_TYPE:\(Medium(template: name).rawValue)}}\n" + text, named: name)
      } catch let error as MustacheTemplate.ParserError {
        throw BadTemplate(
          description:
            "template '\(name)':\(max(1, error.context.lineNumber - 1)):\(error.context.columnNumber): \(error.error)"
        )
      } catch {
        throw BadTemplate(description: "template '\(name)': \(error)")
      }
    }
    self.library = library
  }

  public func markdown(_ digest: Digest) -> String {
    render("markdown", DigestTree(digest, .markdown, options).root)
  }

  /// `name` is the stem of the digest's files where it is not its period's name ("latest").
  public func html(_ digest: Digest, name: String? = nil) -> String {
    var tree = DigestTree(digest, .html, options).root
    if let name { tree["name"] = name }
    return render("html", tree)
  }

  /// Plain text for mail and terminals.
  public func text(_ digest: Digest) -> String { render("text", DigestTree(digest, .plain, options).root) }

  /// What the texts of a digest say otherwise than the digest; those from a user's own templates are not read.
  public func check(_ digest: Digest, markdown: String, html: String) -> [String] {
    func isOurs(_ form: String) -> Bool { !replaced.contains { $0.hasPrefix(form) && $0 != "html-index" } }
    return RenderedCheck.check(
      digest, markdown: isOurs("markdown") ? markdown : nil, html: isOurs("html") ? html : nil,
      options: options)
  }

  func render(_ name: String, _ tree: [String: Any]) -> String {
    library.render(tree, withTemplate: name) ?? ""
  }

  /// The embedded templates by name, for those who start their own from them.
  public static let embedded: [String: String] = [
    "html": decoded(PackageResources.html_mustache),
    "html-style": decoded(PackageResources.html_style_mustache),
    "html-board": decoded(PackageResources.html_board_mustache),
    "html-table": decoded(PackageResources.html_table_mustache),
    "html-line": decoded(PackageResources.html_line_mustache),
    "html-index": decoded(PackageResources.html_index_mustache),
    "markdown": decoded(PackageResources.markdown_mustache),
    "markdown-board": decoded(PackageResources.markdown_board_mustache),
    "markdown-line": decoded(PackageResources.markdown_line_mustache),
    "text": decoded(PackageResources.text_mustache),
  ]

  private static func decoded(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// What a template writes.
enum Medium: String, Sendable, MustacheContentType {
  case html = "REDLINE-HTML"
  case markdown = "REDLINE-MARKDOWN"
  case plain = "REDLINE-PLAIN"

  init(template name: String) {
    self = name.hasPrefix("html") ? .html : name.hasPrefix("markdown") ? .markdown : .plain
  }

  func escapeText(_ text: String) -> String {
    switch self {
    case .html: escapedForHTML(text)
    case .markdown: escapedForMarkdown(text)
    case .plain: visible(text)
    }
  }

  /// The library keeps content types in one table for the process; entering one again changes nothing.
  static func register() {
    for medium in [Medium.html, .markdown, .plain] {
      MustacheContentTypes.register(medium, named: medium.rawValue)
    }
  }
}

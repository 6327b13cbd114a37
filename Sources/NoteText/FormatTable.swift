// Which reader a file name's extension asks for.

/// What is to be done with a file, judged by its name.
public enum FormatChoice: Sendable, Hashable {
  case read(NoteFormat)
  /// Another program must turn it into text first; the value is the key under `converters`.
  case needsConverter(String)
  /// The name says nothing: the bytes decide.
  case sniff
}

public enum FormatTable {
  static let formats: [String: NoteFormat] = [
    "md": .markdown, "markdown": .markdown, "mdown": .markdown, "mkd": .markdown, "mkdn": .markdown,
    "mdwn": .markdown, "mdtxt": .markdown, "qmd": .markdown, "rmd": .markdown,
    "txt": .plain, "text": .plain, "asc": .plain, "log": .plain, "srt": .plain, "vtt": .plain,
    "html": .html, "htm": .html, "xhtml": .html, "xht": .html, "shtml": .html,
    "eml": .mail, "mbox": .mail, "mbx": .mail, "mht": .mail, "mhtml": .mail,
  ]
  static let converted: Set<String> = [
    "pdf", "ps", "djvu", "doc", "docx", "docm", "dot", "dotx", "odt", "ott", "fodt", "rtf", "epub", "fb2",
    "mobi", "azw", "azw3", "ppt", "pptx", "odp", "xls", "xlsx", "ods", "pages", "numbers", "key", "org",
    "rst", "adoc", "asciidoc", "textile", "wiki", "mediawiki", "dokuwiki", "tex", "latex", "opml", "docbook",
    "ipynb", "msg", "one",
  ]

  /// By the extension alone, in lower case and without the dot.
  public static func choice(forExtension fileExtension: String) -> FormatChoice {
    if let format = formats[fileExtension] { return .read(format) }
    if converted.contains(fileExtension) { return .needsConverter(fileExtension) }
    return .sniff
  }

  /// For bytes whose name says nothing: a page, a mail, or text. `head` is the decoded beginning.
  static func sniff(_ head: ArraySlice<UInt8>) -> NoteFormat {
    let start = head.drop { $0 <= 0x20 }.prefix(1024)
    let text = String(decoding: start, as: UTF8.self).lowercased()
    if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") { return .html }
    if text.hasPrefix("<?xml") || text.hasPrefix("<rss") || text.hasPrefix("<feed") { return .html }
    if text.hasPrefix("from ") && text.contains("\nfrom:") { return .mail }
    let mailFields = ["return-path:", "received:", "from:", "message-id:", "delivered-to:", "mime-version:"]
    let found = mailFields.filter { text.hasPrefix($0) || text.contains("\n" + $0) }
    if found.count >= 2, mailFields.contains(where: text.hasPrefix) { return .mail }
    if text.hasPrefix("---\n") || text.hasPrefix("# ") { return .markdown }
    return .plain
  }
}

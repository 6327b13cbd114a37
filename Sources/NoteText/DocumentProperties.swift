// What an office document's properties say: title, author, when it was last saved.

/// Converters hand over only what is marked as title, author or date in the text. The properties fill what is left
/// open: they are surer than a file's name and time, but often left over from a template.
public struct DocumentProperties: Sendable {
  var title: String?
  var author: String?
  /// When it was last saved by its author's program.
  var date: NoteDate?

  private static let sizeLimit = 262_144

  /// Nil where the document, of this extension, has none.
  public init?(_ document: [UInt8], fileExtension: String) {
    let name: String
    switch fileExtension {
    case "docx", "docm", "pptx", "xlsx": name = "docProps/core.xml"
    case "odt", "ott", "odp", "ods": name = "meta.xml"
    default: return nil
    }
    guard let source = ZipArchive(document)?.file(name, limit: Self.sizeLimit), SourceDecoder.isUTF8(source)
    else { return nil }
    title = Self.text("dc:title", in: source)
    // In OpenDocument `dc:creator` is who saved it last.
    author = Self.text("meta:initial-creator", in: source) ?? Self.text("dc:creator", in: source)
    for element in ["dcterms:modified", "dc:date", "dcterms:created", "meta:creation-date"] where date == nil
    {
      date = Self.text(element, in: source).flatMap(NoteDate.parse)
    }
  }

  /// Fills what the note does not say of itself.
  /// - Parameter keepsDate: where the file's name has a date, which says more than the last saving does.
  func fill(_ note: inout Note, keepsDate: Bool) {
    if let title, note.title.isEmpty { note.title = title }
    note.author = note.author ?? author
    if note.date == nil, !keepsDate, let date {
      note.date = date
      note.dateOrigin = "document"
    }
  }

  private static func text(_ element: String, in source: [UInt8]) -> String? {
    var scanner = HTMLTagScanner()
    var index = 0
    while let open = source[index...].firstIndex(of: 0x3C) {
      guard let tag = scanner.tag(in: source, at: open) else {
        index = open + 1
        continue
      }
      index = tag.end
      guard tag.name == element, !tag.isClosing, !tag.isSelfClosing,
        let close = scanner.closer(of: element, in: source, from: tag.end)
      else { continue }
      let text = HTMLTagScanner.text(source, tag.end..<close)
      return text.isEmpty ? nil : text
    }
    return nil
  }
}

// From a file's bytes to a note: the one door of this floor.

import NotePaths

public struct ReaderOptions: Sendable {
  /// Bytes; a larger note is refused.
  public var maxSize: Int
  /// Encoding of notes that are not UTF-8 and do not say theirs; detected where nil.
  public var fallbackEncoding: String?
  /// Read as this, whatever the name says (what a converter wrote).
  public var format: NoteFormat?
  /// Of the document that a converter read.
  public var properties: DocumentProperties?

  public init(
    maxSize: Int = 10 * 1024 * 1024, fallbackEncoding: String? = nil, format: NoteFormat? = nil
  ) {
    self.maxSize = maxSize
    self.fallbackEncoding = fallbackEncoding
    self.format = format
  }
}

/// Reads notes. Pure and safe to call from any thread; time and memory grow linearly with the note's size.
///
/// | format | parser | what bounds it |
/// |---|---|---|
/// | Markdown | `MarkdownBlocks`, `MarkdownInlines`: byte scanners | 100 nested containers, memos for every search that may fail |
/// | plain | `PlainText` | none needed |
/// | HTML | `HTMLPage`: a tokeniser of our own | 128 open regions, no tree, at most eight times over the text |
/// | mail | `MailMessage` over GMime | 200 boundaries, 32 levels; text parts only are decoded |
/// | front matter | `FrontMatter` over Yams' nodes | 64 KiB, 100 levels, no anchors with aliases |
public enum NoteReader {
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - name: its path; only the last component's extension, date and stem matter.
  public static func read(_ bytes: [UInt8], name: NotePath, options: ReaderOptions = ReaderOptions())
    throws(NoteReadError) -> Note
  {
    if bytes.count > options.maxSize {
      throw NoteReadError(
        .tooLarge, reason: "\(bytes.count) bytes, more than the limit of \(options.maxSize)",
        remedy: "split the note, or raise 'max-note-size' in the configuration")
    }
    if bytes.isEmpty {
      throw NoteReadError(.empty, reason: "the file is empty", remedy: "write something into it")
    }
    let choice = options.format.map(FormatChoice.read) ?? FormatTable.choice(forExtension: name.fileExtension)
    if case .needsConverter(let fileExtension) = choice {
      throw NoteReadError(
        .needsConverter, reason: "a .\(fileExtension) file must be converted to text first",
        remedy: "name a command for '\(fileExtension)' under 'converters' in the configuration",
        converterExtension: fileExtension)
    }
    var format: NoteFormat? = if case .read(let known) = choice { known } else { nil }
    var note: Note
    if format == .mail {
      note = try MailMessage.read(bytes, options: options)
    } else {
      let declared = format == .html || format == nil ? HTMLEncoding.declared(in: bytes) : nil
      let source = try SourceDecoder.decode(
        bytes, declared: declared, configured: options.fallbackEncoding)
      if source.bytes.allSatisfy({ $0 <= 0x20 }) {
        throw NoteReadError(.empty, reason: "nothing but white space", remedy: "write something into it")
      }
      if GeneratedByRedline.marks(source.bytes) { throw GeneratedByRedline.error }
      format = format ?? FormatTable.sniff(source.bytes[...])
      note =
        format == .mail
        ? try MailMessage.read(bytes, options: options)
        : try read(source, format: format ?? .plain, isConverted: options.format != nil)
    }
    let file = FileNameFacts(name)
    options.properties?.fill(&note, keepsDate: file.date != nil)
    file.fill(&note)
    if note.language == nil { note.language = LanguageGuess.language(of: note.text) }
    return note
  }

  private static func read(_ source: DecodedSource, format: NoteFormat, isConverted: Bool)
    throws(NoteReadError) -> Note
  {
    let front = format == .html || isConverted ? nil : try FrontMatter.read(source.bytes)
    let start = front?.end ?? 0
    var note: Note
    switch format {
    case .markdown where isConverted: note = ConvertedText.read(source.bytes)
    case .markdown: note = MarkdownBlocks.read(source.bytes, from: start)
    case .html: note = try HTMLPage.read(source.bytes)
    case .plain, .mail: note = PlainText.read(source.bytes, from: start)
    }
    note.encoding = source.encoding
    note.problems = source.problems + note.problems
    front?.fill(&note)
    return note
  }
}

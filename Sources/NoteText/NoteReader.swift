// From a file's bytes to a note: the one door of this floor.

import NotePaths

public struct ReaderOptions: Sendable {
  /// Bytes; a larger note is refused.
  public var maxSize: Int
  /// Encoding of notes that are not UTF-8 and do not say theirs; detected where nil.
  public var fallbackEncoding: String?
  /// Read as this, whatever the name says (what a converter wrote).
  public var format: NoteFormat?

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
/// | HTML | `HTMLPage` over libxml2's SAX push parser | a name stack of 10,000 elements; libxml2 without HUGE |
/// | mail | `MailMessage` over GMime | 100 nested parts; text parts only are decoded |
/// | front matter | `FrontMatter` over Yams' nodes | 64 KiB, 100 levels, 5,000 nodes, no aliases |
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
    var source = try SourceDecoder.decode(bytes, declared: nil, configured: options.fallbackEncoding)
    let format: NoteFormat
    if case .read(let known) = choice {
      format = known
    } else {
      format = FormatTable.sniff(source.bytes[...])
    }
    if source.bytes.allSatisfy({ $0 <= 0x20 }) {
      throw NoteReadError(.empty, reason: "nothing but white space", remedy: "write something into it")
    }
    var note = try read(&source, format: format)
    FileNameFacts(name).fill(&note)
    if note.language == nil { note.language = LanguageGuess.language(of: note.text) }
    return note
  }

  private static func read(_ source: inout DecodedSource, format: NoteFormat) throws(NoteReadError) -> Note {
    let front = try FrontMatter.read(source.bytes)
    var note: Note
    switch format {
    case .markdown, .html, .mail: note = MarkdownBlocks.read(source.bytes, from: front?.end ?? 0)
    case .plain: note = PlainText.read(source.bytes, from: front?.end ?? 0)
    }
    note.encoding = source.encoding
    note.problems = source.problems + note.problems
    front?.fill(&note)
    return note
  }
}

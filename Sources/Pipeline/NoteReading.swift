// From a file's bytes to a note, through a converter where the format asks for one.

public import NotePaths
public import NoteText

/// Reads notes of every format.
public struct NoteReading: Sendable {
  var maxNoteSize: Int
  var fallbackEncoding: String?
  /// By extension.
  var converters: [String: Converter]

  /// Runs a converter on a file's bytes in a child process, bounded in time, memory and output.
  public typealias Converter =
    @Sendable (_ bytes: [UInt8], _ name: NotePath) throws(ConversionFailure) -> [UInt8]

  public init(maxNoteSize: Int, fallbackEncoding: String?, converters: [String: Converter]) {
    self.maxNoteSize = maxNoteSize
    self.fallbackEncoding = fallbackEncoding
    self.converters = converters
  }

  /// - Parameter name: its path; what it is read as goes by its extension.
  public func read(_ bytes: [UInt8], name: NotePath) throws(NoteReadError) -> Note {
    var options = ReaderOptions(maxSize: maxNoteSize, fallbackEncoding: fallbackEncoding)
    do throws(NoteReadError) {
      return try NoteReader.read(bytes, name: name, options: options)
    } catch {
      guard error.kind == .needsConverter, let format = error.converterExtension,
        let converter = converters[format]
      else { throw error }
      let text: [UInt8]
      do throws(ConversionFailure) {
        text = try converter(
          format == "rtf"
            ? RichText.readable(bytes, fallbackEncoding: fallbackEncoding) : bytes, name)
      } catch {
        throw NoteReadError(
          .needsConverter, reason: error.reason, remedy: error.remedy, converterExtension: format)
      }
      if text.allSatisfy({ $0 <= 0x20 }) {
        throw NoteReadError(
          .empty, reason: "its converter finds no text in it", remedy: Self.remedyWithoutText(format))
      }
      options.format = format == "pdf" ? .plain : .markdown
      options.properties = DocumentProperties(bytes, fileExtension: format)
      do throws(NoteReadError) {
        var note = try NoteReader.read(
          format == "pdf" ? PrintedPages.joined(text) : text, name: name, options: options)
        note.encoding = "converted from \(format)"
        return note
      } catch {
        guard format == "pdf", error.kind == .binary else { throw error }
        throw NoteReadError(
          .binary, reason: "its fonts do not say which letters they show (\(error.reason))",
          remedy: "have its pages read as pictures, 'ocrmypdf --force-ocr NOTE.pdf NEW.pdf', and drop NEW.pdf"
        )
      }
    }
  }

  private static func remedyWithoutText(_ format: String) -> String {
    switch format {
    case "pdf":
      "it is a scan, or empty: have its pictures read, 'ocrmypdf NOTE.pdf NEW.pdf', and drop NEW.pdf in its place"
    default: "if its text is in pictures, have them read and drop the text; if it is empty, remove it"
    }
  }
}

/// A converter that did not give text.
public struct ConversionFailure: Error, Sendable {
  public var reason: String
  public var remedy: String
  public init(reason: String, remedy: String) {
    self.reason = reason
    self.remedy = remedy
  }
}

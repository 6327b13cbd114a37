// The pure part of a note's way, done on every core: read, extract, code.

public import Coding
public import Digests
public import FileWatching
public import NotePaths
public import NoteStore
public import NoteText

/// What reading a note needs to know, the same for every worker.
public struct ReadingSettings: Sendable {
  public var root: WatchRoot
  public var compiled: CompiledCodebook
  public var zone: Zone
  public var maxNoteSize: Int
  public var fallbackEncoding: String?
  /// Secret of the index, for content hashes.
  public var hashKey: [UInt8]
  /// Turns a file of another format into text; nil where no converter is configured for it.
  public var converters: [String: Converter]

  /// Runs a converter on a file's bytes in a child process, bounded in time, memory and output.
  public typealias Converter =
    @Sendable (_ bytes: [UInt8], _ name: NotePath) throws(ConversionFailure) -> [UInt8]

  public init(
    root: WatchRoot, compiled: CompiledCodebook, zone: Zone, maxNoteSize: Int, fallbackEncoding: String?,
    hashKey: [UInt8], converters: [String: Converter]
  ) {
    self.root = root
    self.compiled = compiled
    self.zone = zone
    self.maxNoteSize = maxNoteSize
    self.fallbackEncoding = fallbackEncoding
    self.hashKey = hashKey
    self.converters = converters
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

/// What became of one item.
public enum NoteOutcome: Sendable {
  case coded(FileStamp, CodedRevision)
  case quarantined(FileStamp?, Quarantine)
  case ignored(FileStamp, rule: String)
  /// Not a regular file any more, or gone: the next event tells.
  case gone
  /// Changed while it was read: settle it again.
  case unsettled
  /// The watched folder cannot be opened: nothing is known of the note.
  case rootLost
}

/// One worker's state: the coder's buffers are kept from note to note.
public struct NoteWorker {
  private let settings: ReadingSettings
  private var coder: Coder

  public init(_ settings: ReadingSettings) {
    self.settings = settings
    coder = Coder(settings.compiled)
  }

  public mutating func work(_ item: WorkItem, isArchive: Bool) -> NoteOutcome {
    let bytes: [UInt8]
    let stamp: FileStamp
    do throws(FileTrouble) {
      (bytes, stamp) = try SafeFile.read(settings.root, item.path, limit: settings.maxNoteSize)
    } catch {
      return outcome(of: error, item)
    }
    do throws(NoteReadError) {
      let note = try read(bytes, name: item.path)
      let hash = SipHash.hash(bytes, key: settings.hashKey)
      let coded = coder.code(note)
      let revision = CodedRevision(
        coded: coded, hash: ContentHash(high: hash.high, low: hash.low),
        date: NoteDating.effective(
          note, modified: stamp.modified, received: item.received, zone: settings.zone),
        isArchive: isArchive, signature: NearCopySignature.signature(of: note.text))
      return .coded(stamp, revision)
    } catch {
      return outcome(of: error, stamp)
    }
  }

  /// A stored note, coded anew.
  public mutating func code(_ note: Note) -> CodedNote { coder.code(note) }

  private func read(_ bytes: [UInt8], name: NotePath) throws(NoteReadError) -> Note {
    var options = ReaderOptions(maxSize: settings.maxNoteSize, fallbackEncoding: settings.fallbackEncoding)
    do throws(NoteReadError) {
      return try NoteReader.read(bytes, name: name, options: options)
    } catch {
      guard error.kind == .needsConverter, let format = error.converterExtension,
        let converter = settings.converters[format]
      else { throw error }
      let text: [UInt8]
      do throws(ConversionFailure) {
        text = try converter(bytes, name)
      } catch {
        throw NoteReadError(
          .needsConverter, reason: error.reason, remedy: error.remedy, converterExtension: format)
      }
      if text.allSatisfy({ $0 <= 0x20 }) {
        throw NoteReadError(
          .empty, reason: "its converter finds no text in it",
          remedy: "if it holds pictures of text (a scan), run text recognition on it and drop the result")
      }
      options.format = format == "pdf" ? .plain : .markdown
      var note = try NoteReader.read(text, name: name, options: options)
      note.encoding = "converted from \(format)"
      return note
    }
  }

  private func outcome(of trouble: FileTrouble, _ item: WorkItem) -> NoteOutcome {
    switch trouble.cause {
    case .gone: .gone
    case .changedWhileReading: .unsettled
    case .rootLost: .rootLost
    case .outside: .ignored(item.stamp, rule: "its path leads out of the watched folder")
    case .wrongKind(let kind): .ignored(item.stamp, rule: "not a regular file (\(kind.rawValue))")
    case .notPermitted: .quarantined(item.stamp, quarantine("permission", trouble))
    case .tooLarge: .quarantined(item.stamp, quarantine("too-large", trouble))
    case .outOfDescriptors: .quarantined(item.stamp, quarantine("descriptors", trouble))
    case .system: .quarantined(item.stamp, quarantine("system", trouble))
    }
  }

  private func quarantine(_ kind: String, _ trouble: FileTrouble) -> Quarantine {
    Quarantine(kind: kind, reason: trouble.reason, remedy: trouble.remedy)
  }

  private func outcome(of error: NoteReadError, _ stamp: FileStamp) -> NoteOutcome {
    if error.kind == .generatedByRedline { return .ignored(stamp, rule: error.reason) }
    let place = error.line.map { "line \($0), column \(error.column ?? 1): " } ?? ""
    return .quarantined(
      stamp, Quarantine(kind: error.kind.rawValue, reason: place + error.reason, remedy: error.remedy))
  }
}

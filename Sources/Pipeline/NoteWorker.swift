// The pure part of a note's way, done on every core: read, extract, code.

public import Coding
public import Digests
public import FileWatching
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
  public var converters: [String: NoteReading.Converter]

  var reading: NoteReading {
    NoteReading(maxNoteSize: maxNoteSize, fallbackEncoding: fallbackEncoding, converters: converters)
  }

  public init(
    root: WatchRoot, compiled: CompiledCodebook, zone: Zone, maxNoteSize: Int, fallbackEncoding: String?,
    hashKey: [UInt8], converters: [String: NoteReading.Converter]
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

/// What became of one item.
public enum NoteOutcome: Sendable {
  indirect case coded(FileStamp, CodedRevision)
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
      let note = try settings.reading.read(bytes, name: item.path)
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

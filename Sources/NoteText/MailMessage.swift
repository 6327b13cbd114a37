// A mail as a note: subject, sender and date, and the writer's own words apart from those quoted.

/// Whether mail can be read here.
public enum MailReading {
  /// Why it cannot; nil where it can.
  public static var obstacle: String? { MIMETree.failure }
}

/// `.eml`, or an mbox, of which all messages are read into one note, each under its subject as a heading;
/// title, author and date are the first message's.
struct MailMessage {
  private let options: ReaderOptions
  private let raw: [UInt8]
  private var out = TextBuilder()
  private var problems: [String] = []
  private var encodings: [String] = []

  static func read(_ bytes: [UInt8], options: ReaderOptions) throws(NoteReadError) -> Note {
    let raw = try plainBytes(bytes)
    let isMbox = raw.starts(with: "From ".utf8)
    let messages = try MIMETree.messages(in: raw, isMbox: isMbox)
    guard let first = messages.first, isMbox || first.hasMailHeader else {
      throw NoteReadError(
        .malformed, reason: "no mail header (From, Subject, Date and the like) at its top",
        remedy: "name it .txt if it is plain text, or save the mail again with its headers", line: 1,
        column: 1)
    }
    var mail = MailMessage(options: options, raw: raw)
    for message in messages {
      if messages.count > 1 { mail.addHeading(message.subject) }
      if let body = message.body { try mail.add(body) }
    }
    if messages.count > 1 { mail.problems.append("\(messages.count) messages read as one note") }
    return mail.note(of: first, lines: lineStarts(of: raw))
  }

  private init(options: ReaderOptions, raw: [UInt8]) {
    self.options = options
    self.raw = raw
  }

  /// The mail's bytes, checked for what would cost GMime too much.
  private static func plainBytes(_ bytes: [UInt8]) throws(NoteReadError) -> [UInt8] {
    if let magic = BinaryContent.magic(of: bytes) { throw magic }
    var raw = bytes
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      || bytes.starts(with: [0xEF, 0xBB, 0xBF])
    {
      raw = try SourceDecoder.decode(bytes, declared: nil, configured: nil).bytes
    } else if let binary = BinaryContent.controlShare(of: bytes) {
      throw binary
    }
    guard raw.contains(where: { $0 > 0x20 }) else {
      throw NoteReadError(.empty, reason: "nothing but white space", remedy: "write something into it")
    }
    var boundaries = 0
    var start = 0
    while let found = MarkdownHTML.find("boundary=", in: raw[start...]) {
      boundaries += 1
      start = found + 9
    }
    guard boundaries <= MIMETree.boundaryLimit || raw.starts(with: "From ".utf8) else {
      throw NoteReadError(
        .malformed,
        reason: "\(boundaries) multipart boundaries, more than the limit of \(MIMETree.boundaryLimit)",
        remedy: "save its text apart")
    }
    return raw
  }

  private func note(of message: MIMEMessage, lines: [UInt32]) -> Note {
    var note = Note(
      format: .mail, encoding: encodings.first ?? "us-ascii", text: out.text, units: out.units,
      positions: PositionMap(runs: out.runs, lineStarts: lines))
    note.title = message.subject
    note.author = message.sender
    note.language = message.language?.primaryLanguage
    if let written = message.date {
      if let date = NoteDate.parse(Self.withoutComment(written)) {
        note.date = date
        note.dateOrigin = "mail header"
      } else {
        note.problems.append("mail header 'Date: \(written.prefix(40))' is no date")
      }
    }
    if note.units.isEmpty {
      note.problems.append("no text part was found in the mail; its multipart boundary may be broken")
    }
    note.problems += problems
    return note
  }

  /// `Tue, 1 Mar 2022 10:00:00 +0000 (UTC)`.
  private static func withoutComment(_ date: String) -> String {
    String(date.prefix { $0 != "(" })
  }

  private mutating func addHeading(_ subject: String) {
    out.beginUnit()
    out.insert(subject.utf8, source: 0)
    out.endUnit(.heading)
  }

  // MARK: Parts

  private mutating func add(_ part: MIMEPart) throws(NoteReadError) {
    switch part {
    case .text(let text): try add(text)
    case .attachment(let name, let bytes):
      problems.append("attachment \(name)\(bytes > 0 ? ", \(bytes) bytes," : "") is not read")
    case .message(let message):
      addHeading(message.subject)
      if let body = message.body { try add(body) }
    case .multipart("alternative", let parts):
      if let best = Self.best(of: parts) { try add(best) }
    case .multipart("signed", let parts):
      if let signed = parts.first { try add(signed) }
    case .multipart("encrypted", _):
      problems.append("an encrypted part is not read")
    case .multipart(_, let parts):
      for part in parts { try add(part) }
    }
  }

  /// Plain text where it says anything; else the page.
  private static func best(of parts: [MIMEPart]) -> MIMEPart? {
    parts.first { holds($0, "plain") } ?? parts.last { holds($0, "html") } ?? parts.first
  }

  private static func holds(_ part: MIMEPart, _ subtype: String) -> Bool {
    switch part {
    case .text(let text): text.subtype == subtype && text.content.contains { $0 > 0x20 }
    case .multipart(_, let parts): parts.contains { holds($0, subtype) }
    default: false
    }
  }

  private mutating func add(_ text: MIMEText) throws(NoteReadError) {
    guard text.content.contains(where: { $0 > 0x20 }) else { return }
    let source: DecodedSource
    do throws(NoteReadError) {
      let declared = text.charset ?? (text.subtype == "html" ? HTMLEncoding.declared(in: text.content) : nil)
      source = try SourceDecoder.decode(
        text.content, declared: declared, configured: options.fallbackEncoding)
    } catch {
      problems.append("a text part is not read: \(error.reason)")
      return
    }
    encodings.append(source.encoding)
    problems += source.problems
    let map = MailPositions(text, decoded: source.bytes, raw: raw)
    if text.subtype == "html" {
      addPage(source.bytes, map)
    } else if text.subtype != "calendar", text.subtype != "css", text.subtype != "x-vcard" {
      addLines(source.bytes, map)
    }
  }

  private mutating func addPage(_ bytes: [UInt8], _ map: MailPositions) {
    let page: Note
    do throws(NoteReadError) {
      page = try HTMLPage.read(bytes)
    } catch {
      problems.append("an HTML part is not read: \(error.reason)")
      return
    }
    for unit in page.units {
      out.beginUnit()
      map.copy(page.text, unit.range, through: page.positions, into: &out)
      // A page's quotations in a mail are what it answers to.
      out.endUnit(unit.kind, isQuoted: unit.isQuoted, isCoded: !unit.isQuoted)
    }
  }

  private mutating func addLines(_ bytes: [UInt8], _ map: MailPositions) {
    var text = bytes
    for passage in MailPassages.passages(of: bytes) {
      let slice = Array(bytes[passage.range])
      for unit in PlainUnits.units(of: slice) {
        let start = passage.range.lowerBound + unit.range.lowerBound
        let range = start..<start + unit.range.count
        for index in range where text[index] == 0x0A || text[index] == 0x0D { text[index] = 0x20 }
        out.beginUnit()
        map.copy(text, range, through: nil, into: &out)
        out.endUnit(
          passage.isQuoted ? .blockQuotation : unit.kind, isQuoted: passage.isQuoted, isCoded: passage.isOwn)
      }
    }
  }
}

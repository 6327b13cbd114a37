// A digest as a mail message (RFC 5322, MIME), ready for sendmail: plain text first, HTML beside it.

/// Header values are untrusted too: line breaks never pass, and what is not ASCII travels as encoded words.
public struct MailMessage: Sendable {
  public var from: String
  public var to: [String]
  /// The host in the Message-ID.
  public var host: String

  public init(from: String = "redline@localhost", to: [String] = [], host: String = "redline.invalid") {
    self.from = from
    self.to = to
    self.host = host
  }

  /// The whole message with CR LF line ends, all lines within 76 columns.
  public func message(_ digest: Digest, _ renderer: DigestRenderer) -> String {
    var renderer = renderer
    renderer.options.notesAddress = nil
    renderer.options.isInFolder = false
    let boundary = "=_redline-\(slug(digest.period.name))"
    var lines = ["From: \(address(from))"]
    if !to.isEmpty { lines.append("To: " + to.map(address).joined(separator: ",\r\n ")) }
    let state = digest.period.isRunning ? " (in progress)" : ""
    lines += [
      "Subject: \(MailMessage.encodedHeader("Redline digest, \(digest.period.title)\(state)"))",
      "Date: \(MailMessage.date(digest.period.drawnUp))",
      "Message-ID: <\(slug(digest.period.name)).\(slug(digest.period.drawnUp))@\(host.filter { $0.isASCII && !$0.isWhitespace })>",
      "MIME-Version: 1.0",
      "Auto-Submitted: auto-generated",
      "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"",
      "",
      "--\(boundary)",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      MailMessage.quotedPrintable(renderer.text(digest)),
      "--\(boundary)",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      MailMessage.quotedPrintable(renderer.html(digest)),
      "--\(boundary)--",
      "",
    ]
    return lines.joined(separator: "\r\n")
  }

  private func address(_ text: String) -> String {
    let shown = visible(text)
    guard let open = shown.lastIndex(of: "<"), shown.hasSuffix(">") else { return shown.filter(\.isASCII) }
    let name = shown[..<open].split(separator: " ").joined(separator: " ").filter { $0 != "\"" }
    return MailMessage.encodedHeader(name) + " " + shown[open...].filter(\.isASCII)
  }

  /// ASCII as it is, anything else as UTF-8 encoded words (RFC 2047) of at most 75 characters, folded.
  static func encodedHeader(_ text: String) -> String {
    let shown = visible(text)
    if shown.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }), !shown.contains("=?") { return shown }
    var words: [String] = []
    var word = ""
    for scalar in shown.unicodeScalars {
      let encoded = String(scalar).utf8.map { byte -> String in
        let isPlain =
          (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        return isPlain ? String(Unicode.Scalar(byte)) : byte == 0x20 ? "_" : hex(byte)
      }.joined()
      if word.utf8.count + encoded.utf8.count > 60 {
        words.append(word)
        word = ""
      }
      word += encoded
    }
    return (words + [word]).map { "=?utf-8?Q?\($0)?=" }.joined(separator: "\r\n ")
  }

  /// RFC 2045: lines of at most 76 characters, CR LF between them.
  static func quotedPrintable(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count * 5 / 4)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if !out.isEmpty || line.startIndex != text.startIndex { out += "\r\n" }
      var column = 0
      let bytes = Array(line.utf8)
      for (index, byte) in bytes.enumerated() {
        let isLast = index == bytes.count - 1
        let isPlain =
          (0x21...0x7E).contains(byte) && byte != 0x3D || (byte == 0x20 || byte == 0x09) && !isLast
        let piece = isPlain ? String(Unicode.Scalar(byte)) : hex(byte)
        if column + piece.utf8.count > 75 {
          out += "=\r\n"
          column = 0
        }
        // A dot or "From " at a line's start is changed by some relays.
        let shown = column == 0 && (byte == 0x2E || byte == 0x46) ? hex(byte) : piece
        out += shown
        column += shown.utf8.count
      }
    }
    return out
  }

  private static func hex(_ byte: UInt8) -> String {
    "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  /// "Mon, 31 Jan 2022 13:00:00 +0100" from RFC 3339.
  static func date(_ stamp: String) -> String {
    let numbers = stamp.prefix(10).split(separator: "-").compactMap { Int($0) }
    guard numbers.count == 3, (1...12).contains(numbers[1]) else { return stamp }
    let day = CivilDay(year: numbers[0], month: numbers[1], day: numbers[2])
    let weekday = English.weekdays[day.weekday - 1].prefix(3)
    let month = English.months[day.month - 1].prefix(3)
    let zone = stamp.dropFirst(19).filter { $0 != ":" }
    return "\(weekday), \(day.day) \(month) \(day.year) \(stamp.dropFirst(11).prefix(8)) \(zone)"
  }
}

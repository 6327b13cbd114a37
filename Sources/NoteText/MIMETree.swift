// The room where GMime works: a mail's bytes in, its headers and parts out as values.

import CGMime

/// A message as GMime takes it apart. Only text parts are decoded.
struct MIMEMessage {
  var subject: String
  var sender: String?
  var date: String?
  var language: String?
  /// At least one header that makes a mail of it.
  var hasMailHeader: Bool
  var body: MIMEPart?
}

indirect enum MIMEPart {
  case text(MIMEText)
  case multipart(subtype: String, parts: [MIMEPart])
  case message(MIMEMessage)
  /// Not read: its file name or media type, and its bytes as they stand in the mail.
  case attachment(name: String, bytes: Int)
}

struct MIMEText {
  enum TransferEncoding { case identity, quotedPrintable, base64 }
  /// "plain", "html" or another subtype of text.
  var subtype: String
  var charset: String?
  var transfer: TransferEncoding
  /// Decoded from its transfer encoding, still in its charset.
  var content: [UInt8]
  /// Where its encoded content stands in the mail.
  var range: Range<Int>
}

/// GMime keeps pointers into a buffer of its own (a copy of the mail), which lives as long as one call here.
/// It stops at 512 levels by itself (measured, also on a stack of 256 KiB); `boundaryLimit` keeps its boundary stack, which it compares
/// with every line, short; this walk stops at 32 levels.
enum MIMETree {
  static let boundaryLimit = 200
  static let depthLimit = 32
  /// Why GMime cannot be loaded; nil once it is.
  static let failure: String? = load_gmime().map { String(cString: $0) }

  /// Every message in `bytes`: one, or those of an mbox. Throws where GMime is not installed.
  static func messages(in bytes: [UInt8], isMbox: Bool) throws(NoteReadError) -> [MIMEMessage] {
    if let failure {
      throw NoteReadError(
        .needsConverter, reason: "mail is read with GMime: \(failure)", remedy: "apt install libgmime-3.0-0")
    }
    let buffer = bytes.withUnsafeBytes {
      g_mime_stream_mem_new_with_buffer($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    guard let buffer else { return [] }
    defer { release(buffer) }
    guard let parser = g_mime_parser_new_with_stream(buffer) else { return [] }
    defer { release(parser) }
    if isMbox { g_mime_parser_set_format(parser, Int32(GMIME_FORMAT_MBOX)) }

    var messages: [MIMEMessage] = []
    repeat {
      guard let message = g_mime_parser_construct_message(parser, nil) else { break }
      messages.append(read(message, depth: 0))
      release(message)
    } while isMbox && g_mime_parser_eos(parser) == 0
    return messages
  }

  private static func read(_ message: OpaquePointer, depth: Int) -> MIMEMessage {
    let object = message
    func header(_ name: String) -> String? {
      g_mime_object_get_header(object, name).map { String(cString: $0).collapsingSpaces() }
    }
    let names = ["From", "To", "Subject", "Date", "Received", "Message-ID", "MIME-Version", "Return-Path"]
    return MIMEMessage(
      subject: g_mime_message_get_subject(message).map { String(cString: $0).collapsingSpaces() } ?? "",
      sender: sender(message), date: header("Date"), language: header("Content-Language"),
      hasMailHeader: names.contains { header($0) != nil },
      body: g_mime_message_get_mime_part(message).flatMap { part($0, depth: depth) })
  }

  /// The first sender's name, or address where no name is given.
  private static func sender(_ message: OpaquePointer) -> String? {
    guard let list = g_mime_message_get_from(message), internet_address_list_length(list) > 0,
      let address = internet_address_list_get_address(list, 0)
    else { return nil }
    let name = internet_address_get_name(address).map { String(cString: $0).collapsingSpaces() } ?? ""
    if !name.isEmpty { return name }
    guard isKind(address, internet_address_mailbox_get_type()) else { return nil }
    return internet_address_mailbox_get_addr(UnsafeMutableRawPointer(address)).map {
      String(cString: $0).collapsingSpaces()
    }
  }

  private static func part(_ object: OpaquePointer, depth: Int) -> MIMEPart? {
    guard depth < depthLimit else {
      return .attachment(name: "parts nested more than \(depthLimit) deep", bytes: 0)
    }
    if isKind(object, g_mime_multipart_get_type()) {
      let multipart = UnsafeMutableRawPointer(object)
      let count = g_mime_multipart_get_count(multipart)
      let parts = (0..<max(0, count)).compactMap { index in
        g_mime_multipart_get_part(multipart, index).flatMap { part($0, depth: depth + 1) }
      }
      return .multipart(subtype: mediaType(object).subtype, parts: parts)
    }
    let isAttachment =
      g_mime_object_get_disposition(object).map { String(cString: $0).lowercased() } == "attachment"
    if isKind(object, g_mime_message_part_get_type()) {
      let holder = UnsafeMutableRawPointer(object)
      guard !isAttachment, let inner = g_mime_message_part_get_message(holder) else {
        return .attachment(name: "message/rfc822", bytes: 0)
      }
      return .message(read(inner, depth: depth + 1))
    }
    guard isKind(object, g_mime_part_get_type()) else { return nil }
    return leaf(object, isAttachment: isAttachment)
  }

  private static func leaf(_ object: OpaquePointer, isAttachment: Bool) -> MIMEPart? {
    let part = UnsafeMutableRawPointer(object)
    guard let content = g_mime_part_get_content(part), let stream = g_mime_data_wrapper_get_stream(content)
    else {
      return nil
    }
    g_mime_stream_reset(stream)
    let start = max(0, Int(g_mime_stream_tell(stream)))
    let range = start..<start + max(0, Int(g_mime_stream_length(stream)))
    let type = mediaType(object)
    guard type.type == "text", !isAttachment else {
      let name = g_mime_part_get_filename(part).map { String(cString: $0).collapsingSpaces() }
      let kind = "\(type.type)/\(type.subtype)"
      return .attachment(name: name.map { "'\($0.prefix(80))' (\(kind))" } ?? kind, bytes: range.count)
    }
    let transfer: MIMEText.TransferEncoding =
      switch Int(g_mime_part_get_content_encoding(part)) {
      case GMIME_ENCODING_QUOTED_PRINTABLE: .quotedPrintable
      case GMIME_ENCODING_BASE64, GMIME_ENCODING_UUENCODE: .base64
      default: .identity
      }
    let charset = g_mime_object_get_content_type(object)
      .flatMap { g_mime_content_type_get_parameter($0, "charset") }.map { String(cString: $0) }
    return .text(
      MIMEText(
        subtype: type.subtype, charset: charset, transfer: transfer, content: decoded(content), range: range))
  }

  private static func decoded(_ content: OpaquePointer) -> [UInt8] {
    guard let target = g_mime_stream_mem_new() else { return [] }
    defer { release(target) }
    g_mime_data_wrapper_write_to_stream(content, target)
    guard let array = g_mime_stream_mem_get_byte_array(target), let data = array.pointee.data else {
      return []
    }
    return Array(UnsafeBufferPointer(start: data, count: Int(array.pointee.len)))
  }

  private static func mediaType(_ object: OpaquePointer) -> (
    type: String, subtype: String
  ) {
    guard let type = g_mime_object_get_content_type(object) else { return ("text", "plain") }
    func lower(_ name: UnsafePointer<CChar>?) -> String {
      name.map { String(cString: $0).lowercased() } ?? ""
    }
    return (
      lower(g_mime_content_type_get_media_type(type)), lower(g_mime_content_type_get_media_subtype(type))
    )
  }

  private static func release(_ object: OpaquePointer) { g_object_unref(UnsafeMutableRawPointer(object)) }

  private static func isKind(_ object: OpaquePointer, _ type: GType) -> Bool {
    g_type_check_instance_is_a(UnsafeRawPointer(object), type) != 0
  }
}

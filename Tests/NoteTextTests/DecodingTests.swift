import Glibc
import Testing

@testable import NoteText

struct DecodingTests {
  static let russian =
    "Министры встретились в Москве и договорились продолжать переговоры по всем вопросам безопасности в Европе. "

  /// The C library holds the last letter of these back: it might get a mark.
  @Test func theLastLetterIsThere() throws {
    let hebrew = try readNote(
      bytes: Array("<meta charset=windows-1255><p>".utf8) + [0xF9, 0xEC, 0xE5, 0xED], name: "a.html")
    #expect(hebrew.marked == ["שלום"])
  }

  @Test(arguments: ["CP1251", "KOI8-R", "IBM866", "ISO-8859-5"]) func detectsCyrillic(_ name: String) throws {
    let text = String(repeating: Self.russian, count: 4)
    let note = try readNote(bytes: encoded(text, name), name: "note.txt")
    #expect(String(decoding: note.text, as: UTF8.self) == text)
    #expect(note.encoding.hasSuffix("(detected)"))
    #expect(note.language == "ru")
  }

  @Test(arguments: [
    ("UTF-16LE", [0xFF, 0xFE] as [UInt8]), ("UTF-16BE", [0xFE, 0xFF]), ("UTF-32LE", [0xFF, 0xFE, 0, 0]),
    ("UTF-32BE", [0, 0, 0xFE, 0xFF]), ("UTF-8", [0xEF, 0xBB, 0xBF]),
  ]) func byteOrderMarks(_ name: String, _ mark: [UInt8]) throws {
    let note = try readNote(bytes: mark + encoded("Zürich talks — day one", name), name: "note.txt")
    #expect(String(decoding: note.text, as: UTF8.self) == "Zürich talks — day one")
    #expect(note.encoding == "\(name.lowercased()) (byte order mark)")
  }

  @Test(arguments: ["UTF-16LE", "UTF-16BE", "UTF-32LE"]) func wideWithoutMark(_ name: String) throws {
    let note = try readNote(bytes: encoded("The talks went on for two days. ", name), name: "note.txt")
    #expect(note.encoding == "\(name.lowercased()) (detected)")
    #expect(note.title == "note")
  }

  @Test func configuredAndDeclared() throws {
    let bytes = encoded("Договор", "CP1251")
    #expect(
      try readNote(bytes: bytes, name: "a.txt", fallback: "windows-1251").encoding
        == "windows-1251 (configured)")
    let page = Array("<html><head><meta charset=\"windows-1251\"><body><p>".utf8) + bytes
    let note = try readNote(bytes: page, name: "a.html")
    #expect(note.encoding == "windows-1251 (declared)")
    #expect(note.marked == ["Договор"])
  }

  @Test func strayBytesAreSaid() throws {
    let bytes = Array("Überall größere Fälle, häufig, überfällig: ".utf8) + [0xE9] + Array(" end".utf8)
    let note = try readNote(bytes: bytes, name: "note.txt")
    #expect(note.encoding == "utf-8 (with errors)")
    #expect(
      note.problems == [
        "1 byte is not valid UTF-8 and read as U+FFFD, the first (0xE9) at byte \(bytes.count - 4)"
      ])
    #expect(note.isSound)
  }

  @Test func controlCharactersNeverReachTheText() throws {
    let note = try readNote("bell\u{7} escape\u{1B}[31m nul\0 c1\u{9B} tab\t.", name: "note.txt")
    #expect(note.text.allSatisfy { $0 >= 0x20 || $0 == 0x09 })
    #expect(note.text.count == "bell\u{7} escape\u{1B}[31m nul\0 c1\u{9B} tab\t.".utf8.count)
    #expect(note.problems.count == 1)
  }

  static let refused: [(bytes: [UInt8], kind: NoteReadError.Kind, what: String)] = [
    ([], .empty, "empty"), (Array(" \n\t\n".utf8), .empty, "white space"),
    (Array("%PDF-1.7\n".utf8), .binary, "PDF"), ([0x50, 0x4B, 3, 4, 0, 0], .binary, "zip"),
    ([0x7F, 0x45, 0x4C, 0x46, 2], .binary, "ELF"),
    (Array("text".utf8) + [UInt8](repeating: 0, count: 5000), .binary, "never written"),
    ([UInt8](repeating: 0, count: 64), .binary, "nothing but NUL"),
    ((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 73 ^ ($0 >> 3)) }, .binary, "not text"),
    (Array("<!-- redline digest -->\n# Digest".utf8), .generatedByRedline, "Redline"),
    (Array("{\n  \"generator\": \"redline\",\n  \"period\": \"day\"}".utf8), .generatedByRedline, "Redline"),
  ]

  @Test(arguments: refused.indices) func refuses(_ index: Int) throws {
    let (bytes, kind, what) = Self.refused[index]
    let error = try #require(readError(bytes))
    #expect(error.kind == kind, "\(error)")
    #expect(error.reason.contains(what), "\(error)")
    #expect(!error.remedy.isEmpty)
  }

  @Test func sizeAndConverters() throws {
    let big = [UInt8](repeating: 0x61, count: 11 * 1024 * 1024)
    #expect(readError(big)?.kind == .tooLarge)
    let error = try #require(readError(Array("x".utf8), name: "report.DOCX"))
    #expect(error.kind == .needsConverter)
    #expect(error.converterExtension == "docx")
  }

  private func encoded(_ text: String, _ name: String) -> [UInt8] {
    guard let handle = iconv_open(name, "UTF-8"), handle != iconv_t(bitPattern: -1) else { return [] }
    defer { iconv_close(handle) }
    var input = Array(text.utf8)
    var output = [UInt8](repeating: 0, count: input.count * 4 + 16)
    var left = input.count
    var room = output.count
    input.withUnsafeMutableBytes { source in
      output.withUnsafeMutableBytes { target in
        var from = source.baseAddress?.assumingMemoryBound(to: CChar.self)
        var into = target.baseAddress?.assumingMemoryBound(to: CChar.self)
        _ = iconv(handle, &from, &left, &into, &room)
      }
    }
    return Array(output[..<(output.count - room)])
  }
}

import Foundation
import NotePaths
import Testing

@testable import NoteText

struct DocumentPropertiesTests {
  /// An archive of two files, the second, `docProps/core.xml`, packed: title, creator, created, modified.
  private static let word = """
    UEsDBBQAAAAAAAAAOlSDFtyMAQAAAAEAAAAFAAAAYS50eHR4UEsDBBQAAAAIAAAAOlQ3+scPpQAAAB4BAAARAAAAZG9jUHJvcHMv
    Y29yZS54bWxlj8sOwiAQRX+FsHBXCxiNQaBx78JFV+4aGBNieQSI8fO1tdZXMps795xJRjQ316MrpGyDl5guCW6U0JHrkOCYQoRU
    LGT0oHzmOkqs8RSMlti8Q4HkssQFK2E0L7b0oNquv2S06FzcobEX9dwNlE7QlZDU3nt0ABjb105MJ58LMIoRxipCK7ZuKeFkmNNg
    fFOz5oKxZ/vpbVq65asfb8ZE/fe1ugNQSwECFAMUAAAAAAAAADpUgxbcjAEAAAABAAAABQAAAAAAAAAAAAAAgAEAAAAAYS50eHRQ
    SwECFAMUAAAACAAAADpUN/rHD6UAAAAeAQAAEQAAAAAAAAAAAAAAgAEkAAAAZG9jUHJvcHMvY29yZS54bWxQSwUGAAAAAAIAAgBy
    AAAA+AAAAAAA
    """

  /// An archive of `meta.xml`, not packed: an empty title, two authors, a date with a fraction.
  private static let open = """
    UEsDBBQAAAAAAAAAOlQOyZKG2wAAANsAAAAIAAAAbWV0YS54bWw8b2ZmaWNlOmRvY3VtZW50LW1ldGE+PG9mZmljZTptZXRhPjxk
    Yzp0aXRsZT48L2RjOnRpdGxlPjxtZXRhOmluaXRpYWwtY3JlYXRvcj5CbyBFazwvbWV0YTppbml0aWFsLWNyZWF0b3I+PGRjOmNy
    ZWF0b3I+QW5uPC9kYzpjcmVhdG9yPjxkYzpkYXRlPjIwMjItMDEtMjZUMTg6MzA6MDAuMTIzNDU2Nzg5PC9kYzpkYXRlPjwvb2Zm
    aWNlOm1ldGE+PC9vZmZpY2U6ZG9jdW1lbnQtbWV0YT5QSwECFAMUAAAAAAAAADpUDsmShtsAAADbAAAACAAAAAAAAAAAAAAAgAEA
    AAAAbWV0YS54bWxQSwUGAAAAAAEAAQA2AAAAAQEAAAAA
    """

  private func bytes(_ text: String) throws -> [UInt8] {
    Array(try #require(Data(base64Encoded: text, options: .ignoreUnknownCharacters)))
  }

  private func note(_ text: String, _ properties: DocumentProperties?, name: String = "a.docx") throws -> Note
  {
    var options = ReaderOptions(format: .markdown)
    options.properties = properties
    return try NoteReader.read(Array(text.utf8), name: NotePath(name), options: options)
  }

  @Test func whatTheTextLeavesOpen() throws {
    let properties = try #require(DocumentProperties(try bytes(Self.word), fileExtension: "docx"))
    let bare = try note("Text.", properties)
    #expect(bare.title == "Talks & terms")
    #expect(bare.author == "Ann Lee")
    #expect(bare.date == .instant(1_643_221_800))
    #expect(bare.dateOrigin == "document")
    // What the text says is surer, and so is a date in the file's name.
    let full = try note(
      "---\ntitle: Own\nauthor: Bo\ndate: 2022-01-20\n---\n\nText.", properties, name: "2022-01-21 b.docx")
    #expect(full.title == "Own")
    #expect(full.author == "Bo")
    #expect(full.date == .day(try #require(CalendarDay(year: 2022, month: 1, day: 20))))
    let headed = try note("# Own\n\nText.", properties, name: "2022-01-21 b.docx")
    #expect(headed.title == "Own")
    #expect(headed.dateOrigin == "file name")
  }

  @Test func openDocument() throws {
    let properties = try #require(DocumentProperties(try bytes(Self.open), fileExtension: "odt"))
    #expect(properties.title == nil)
    #expect(properties.author == "Bo Ek")
    #expect(properties.date == .instant(1_643_221_800))
  }

  /// Damage anywhere gives properties or none, and never a trap.
  @Test func damagedArchives() throws {
    let whole = try bytes(Self.word)
    #expect(DocumentProperties(whole, fileExtension: "rtf") == nil)
    #expect(DocumentProperties([], fileExtension: "docx") == nil)
    for length in 0..<whole.count {
      _ = DocumentProperties(Array(whole[..<length]), fileExtension: "docx")
    }
    for index in whole.indices {
      for value: UInt8 in [0, 0x7F, 0xFF] {
        var damaged = whole
        damaged[index] = value
        _ = DocumentProperties(damaged, fileExtension: "docx")
      }
    }
    // No more is read than is allowed.
    let archive = try #require(ZipArchive(whole))
    #expect(archive.file("docProps/core.xml", limit: 285) == nil)
    #expect(archive.file("docProps/core.xml", limit: 286)?.count == 286)
    #expect(archive.file("a.txt", limit: 1) == [0x78])
    #expect(archive.file("b.txt", limit: 1) == nil)
  }
}

// What is imported is what the service itself would have put into the index.

import Foundation
import Testing

@testable import redline

@Suite struct ImportTests {
  private static let notes: [(name: String, text: String)] = [
    (
      "2022-01-26-replies.md",
      """
      # Replies

      NATO will not close its *open&nbsp;door*, the Secretary General said. Russia demanded that the alliance
      **stop** its enlargement to the east.

      - It is unlikely that Ukraine will join NATO soon.
      - Russia had demanded “guarantees” — in writing.
      """
    ),
    (
      "2022-01-27-talks.txt",
      "Putin said that NATO must not deploy missiles in Ukraine.\r\nWashington refused to discuss it.\r\n"
    ),
  ]

  private func line(_ note: (name: String, text: String)) throws -> String {
    let object: [String: String] = [
      "id": note.name, "text": note.text, "date": String(note.name.prefix(10)),
      "format": note.name.hasSuffix(".md") ? "markdown" : "plain",
    ]
    return String(
      decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
  }

  /// Rows of `redline export`, with what differs by design (path, title, the moment of coming in) made alike.
  private func rows(_ desk: Desk) throws -> [String] {
    let text = try desk.run(["export", "--format", "jsonl"]).output
    return text.replacing("import:", with: "").split(separator: "\n").map {
      String($0).replacing(#/"(title|received)":"[^"]*"/#, with: "")
    }.sorted()
  }

  @Test func rowsEqualThoseOfTheService() throws {
    let (watched, imported) = (try Desk(settings: "settle: 0\n"), try Desk(settings: "settle: 0\n"))
    for note in Self.notes { try watched.put(note.text, at: note.name) }
    #expect(try watched.run(["watch", "--once"]).code == 0)
    let coded = try imported.run(
      ["code", "--format", "jsonl", "--with-text"],
      input: Self.notes.map { try line($0) + "\n" }.joined())
    #expect(coded.code == 0)
    let first = try imported.run(["import"], input: coded.output)
    #expect(first.output == "2 notes: 2 new, 0 revised, 0 coded anew, 0 as before\n")
    let wanted = try rows(watched)
    #expect(wanted.count >= 4)
    #expect(try rows(imported) == wanted)
    // Again, and with a text changed.
    #expect(
      try imported.run(["import"], input: coded.output).output.contains(
        "0 new, 0 revised, 0 coded anew, 2 as"))
    let edited = try imported.run(
      ["code", "--format", "jsonl", "--with-text"],
      input: try line((Self.notes[1].name, "Nothing was said of it.")) + "\n")
    #expect(try imported.run(["import"], input: edited.output).output.contains("0 new, 1 revised"))
  }

  /// The service is not beside itself about notes without a file, and does not withdraw them.
  @Test func aRescanWithdrawsNothing() throws {
    let desk = try Desk(settings: "settle: 0\n")
    let coded = try desk.run(
      ["code", "--format", "jsonl", "--with-text"], input: Self.notes.map { try line($0) + "\n" }.joined())
    #expect(try desk.run(["import"], input: coded.output).code == 0)
    let before = try rows(desk)
    try desk.put("The minister had tea.", at: "tea.txt")
    #expect(try desk.run(["watch", "--once"]).code == 0)
    #expect(try rows(desk) == before)
    #expect(try desk.run(["status"]).code == 0)
  }
}

// Notes of other formats from end to end, through converters as they are installed.

import Foundation
import Testing

private let pandoc = tool("/usr/bin/pandoc", "/usr/local/bin/pandoc")

@Suite(.timeLimit(.minutes(10)))
struct ConvertedNotesTests {
  /// A command line that names a document has it converted as the service would.
  @Test func codeAndExplainConvertToo() throws {
    let desk = try Desk(settings: "converters:\n  org: cat {}\n  rtf: []\n")
    try desk.put("Russia demanded that NATO halt its enlargement to the east.\n", at: "a.org")
    let coded = try desk.run(["code", "Watch/a.org"])
    #expect(coded.code == 0 && coded.output.contains("D1"), "\(coded.messages)")
    #expect(try desk.run(["explain", "Watch/a.org:1"]).output.contains("D1"))
    try desk.put("{\\rtf1 Text.}", at: "b.rtf")
    let refused = try desk.run(["code", "Watch/b.rtf"])
    #expect(refused.code == 65)
    #expect(refused.messages.contains("name a command for 'rtf' under 'converters'"))
  }

  @Test(.enabled(if: pandoc != nil, "needs pandoc")) func documentsByPandoc() throws {
    let desk = try Desk(settings: "settle: 0\n")
    let service = try desk.start()
    // Cyrillic by its font, a letter with a substitute and text behind it, a field as word processors write it.
    try desk.put(
      #"""
      {\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset204 Arial;}}{\info{\title Reply}{\author Ann Lee}}
      \pard \'cc\'ee\'f1\'ea\'e2\'e0 caf\u233?es {\field{\*\fldinst {\cf1 HYPERLINK "http://a.example/"}}{\fldrslt {\ul linked}}}.\par}
      """#, at: "reply.rtf")
    try desk.put(
      "#+TITLE: On *talks*\n#+AUTHOR: Bo Ek\n#+DATE: <2022-01-26 Wed>\n\n* Head\n\nThe ministers met.\n",
      at: "talks.org")
    try desk.sync()
    #expect(try desk.found("Москва cafées linked") == ["reply.rtf"])
    #expect(try desk.run(["search", "--json", "linked"]).output.contains("\"title\":\"Reply\""))
    let talks = try desk.run(["search", "--json", "ministers"]).output
    #expect(talks.contains("\"title\":\"On talks\"") && talks.contains("2022-01-26"), "\(talks)")
    #expect(service.stop() == 0)
  }
}

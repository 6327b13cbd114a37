// The other published forms against golden files: archive, feed, mail, terminal.

import Testing

@testable import Digests

@Suite struct FormTests {
  @Test func archiveFeedMailAndTerminal() throws {
    let digest = try DigestWriter.write(try Desk.sampleWeek(), codebook: Desk.codebook)
    let renderer = try DigestRenderer()
    let published = [
      PublishedDigest(digest),
      PublishedDigest(
        name: "2022-W03-week", kind: .week, title: "Week 3 of 2022: 17 to 23 January",
        drawnUp: "2022-01-24T06:00:00+01:00", summary: "9 notes, no key change", changes: []),
    ]
    try Golden.check("index.html", renderer.index(latest: digest, published: published))
    try Golden.check("feed.xml", Feed().atom(published))
    let mail = MailMessage(from: "Redline désk <redline@example.org>", to: ["desk@example.org"])
    try Golden.check("week.eml", mail.message(digest, renderer).replacing("\r\n", with: "\n"))
    try Golden.check("board-80.txt", TerminalBoard(width: 80, hasColour: false).text(digest))
    try Golden.check(
      "board-120.txt",
      TerminalBoard(width: 120, hasColour: true).text(digest).replacing("\u{1B}", with: "ESC"))
  }

  @Test func theSampleWeekPassesItsOwnCheck() throws {
    let material = try Desk.sampleWeek()
    let digest = try DigestWriter.write(material, codebook: Desk.codebook)
    #expect(DigestCheck.check(digest, material) == [])
  }
}

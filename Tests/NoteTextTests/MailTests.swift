import Testing

@testable import NoteText

struct MailTests {
  static let head =
    "From: =?utf-8?q?J=C3=BCrgen_Muster?= <jm@example.org>\nTo: desk@example.org\nSubject: =?koi8-r?B?8NLJ18XU?=\nDate: Wed, 26 Jan 2022 18:30:00 +0000 (UTC)\nMIME-Version: 1.0\n"

  @Test func headersAndOwnWords() throws {
    let note = try readNote(
      Self.head + """
        Content-Type: text/plain; charset=utf-8

        We agree to the meeting.

        On 25 Jan, Desk wrote:
        > Do you agree?
        > Please answer.

        More of my own.
        -- 
        Jürgen
        Office
        """, name: "a.eml")
    #expect(note.title == "Привет")
    #expect(note.author == "Jürgen Muster")
    #expect(note.date == .instant(1_643_221_800))
    #expect(note.dateOrigin == "mail header")
    #expect(
      note.marked == [
        "We agree to the meeting.", "~\"> On 25 Jan, Desk wrote:", "~\"> > Do you agree?",
        "~\"> > Please answer.", "More of my own.", "~Jürgen", "~Office",
      ])
    #expect(note.unitLines.first == 8)
    #expect(note.isSound)
  }

  @Test func originalMessageEndsTheOwn() throws {
    let note = try readNote(
      Self.head + "\nYes.\n\n-----Original Message-----\nFrom: Desk\n\nA question?\n", name: "a.eml")
    #expect(note.marked.first == "Yes.")
    #expect(note.units.dropFirst().allSatisfy { !$0.isCoded })
  }

  @Test func quotedPrintableAndBase64() throws {
    let quoted =
      "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nZ=C3=BCrich said =\nyes.\n\nSecond.\n"
    let note = try readNote(Self.head + quoted, name: "a.eml")
    #expect(note.marked == ["Zürich said yes.", "Second."])
    #expect(note.unitLines == [9, 12])
    let coded =
      "Content-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: base64\n\nxO7j7uLu8A==\n"
    let other = try readNote(Self.head + coded, name: "a.eml")
    #expect(other.marked == ["Договор"])
    #expect(other.encoding == "windows-1251 (declared)")
    #expect(other.unitLines == [9])
  }

  @Test func multipart() throws {
    let body = """
      Content-Type: multipart/mixed; boundary=outer

      --outer
      Content-Type: multipart/alternative; boundary=inner

      --inner
      Content-Type: text/plain

      The plain text.
      --inner
      Content-Type: text/html

      <p>The page.</p>
      --inner--
      --outer
      Content-Type: application/pdf; name="report.pdf"
      Content-Disposition: attachment; filename="report.pdf"
      Content-Transfer-Encoding: base64

      JVBERi0=
      --outer--
      """
    let note = try readNote(Self.head + body, name: "a.eml")
    #expect(note.marked == ["The plain text."])
    #expect(note.problems.count == 1)
    #expect(note.problems.first?.hasPrefix("attachment 'report.pdf' (application/pdf)") == true)
  }

  @Test func pageOnly() throws {
    let body =
      "Content-Type: text/html; charset=us-ascii\n\n<html><body>\n<p>From a page</p>\n<blockquote>Answered</blockquote>"
    let note = try readNote(Self.head + body, name: "a.eml")
    #expect(note.marked == ["From a page", "~\"> Answered"])
    #expect(note.unitLines == [9, 10])
  }

  @Test func mboxIsOneNote() throws {
    let mail = "From a@example.org Wed Jan 26 18:30:00 2022\nFrom: a@example.org\nSubject: "
    let note = try readNote(mail + "One\n\nFirst text.\n\n" + mail + "Two\n\nSecond text.\n", name: "a.mbox")
    #expect(note.title == "One")
    #expect(note.author == "a@example.org")
    #expect(note.marked == ["# One", "First text.", "# Two", "Second text."])
    #expect(note.problems == ["2 messages read as one note"])
  }

  @Test(.timeLimit(.minutes(10))) func malformed() throws {
    #expect(readError(Array("no header here\n\ntext".utf8), name: "a.eml")?.kind == .malformed)
    let lost = try readNote(
      Self.head + "Content-Type: multipart/mixed; boundary=x\n\nno boundary", name: "a.eml")
    #expect(lost.isSound)
    var nested = Self.head
    for level in 0..<150 { nested += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
    #expect(try readNote(nested + "\n\ntext", name: "a.eml").isSound)
    for level in 150..<5000 { nested += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
    #expect(readError(Array(nested.utf8), name: "a.eml")?.kind == .malformed)
    let headers = Self.head + String(repeating: "X-Header: value\n", count: 50_000) + "\nText."
    #expect(try readNote(headers, name: "a.eml").marked == ["Text."])
  }
}

import NoteStore
import Testing

@testable import redline

@Suite struct MetricsTests {
  @Test func theStatusSaysWhyADigestIsNotPublished() {
    var line = StatusLine(isRootLost: false, folders: 1, notes: 2_000, waiting: 0, nextDigest: "06:00")
    #expect(line.text == "watching 1 folder, 2,000 notes, next digest 06:00")
    line.refusal = "digest 2022-01-24-day is not published"
    #expect(line.text.hasSuffix("next digest 06:00; digest 2022-01-24-day is not published"))
  }

  @Test func namesFollowTheConventionsAndLabelsAreEscaped() {
    let text = MetricsFile.text(
      MetricsFile.Figures(
        states: [.coded: 3, .quarantined: 1], segments: ["redline/\"x\\\n": 2], waiting: 4, lastReceived: nil,
        lastDigest: 7, rescans: 1, overflows: 0, watches: 2, watchLimit: 9, databaseBytes: 10,
        codingSeconds: 0.5))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.contains("redline_notes{state=\"coded\"} 3"))
    #expect(lines.contains("redline_segments{code=\"redline/\\\"x\\\\\\n\"} 2"))
    #expect(!text.contains("last_note_timestamp"))
    for line in lines where line.hasPrefix("# TYPE") {
      let words = line.split(separator: " ")
      #expect(words.count == 4)
      #expect((words[3] == "counter") == words[2].hasSuffix("_total"))
    }
    #expect(text.hasSuffix("\n"))
  }
}

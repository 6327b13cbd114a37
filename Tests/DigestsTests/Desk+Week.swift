// The sample week: ten notes of January 2022, the week before, a tail of history, and what went wrong.

import NotePaths

@testable import Digests

extension Desk {
  /// A normal week: ten notes, two of them copies, one in a language not covered, one about nothing.
  static func sampleWeek() throws -> DigestMaterial {
    var material = DigestMaterial(period: try week(), now: noon(monday + 7), isRunning: false)
    material.evidence = weekEvidence
    material.previousEvidence = weekBefore
    material.previousNotes = 9
    material.notes = weekNotes
    material.notesByDay = Dictionary(weekNotes.map { (Int($0.date / 86_400), 1) }, uniquingKeysWith: +)
    for day in stride(from: monday - 80, to: monday, by: 3) { material.notesByDay[day] = 2 }
    material.lastEvidence["redline/donbas-by-force"] = segment(
      "2021/12/old-line.md", 7, "R1", "drawn", "russia",
      "Moscow called «any attempt to retake Donbas» a step too far.",
      day: monday - 25, cluster: 90, title: "The line of contact")
    finish(&material)
    material.tallies = tallies(weekEvidence + weekBefore + material.lateEvidence) + oldTallies
    return material
  }

  static var weekNotes: [NoteLine] {
    [
      note("01-24-flank.md", "Reinforcements on the eastern flank", day: monday, cluster: 1, segments: 2),
      note("01-25-arms.md", "Arms deliveries", day: monday + 1, cluster: 2, segments: 2),
      note("01-25-arms-wire.txt", "Arms deliveries (wire copy)", day: monday + 1, cluster: 2, segments: 2),
      note("01-26-replies.md", "The written replies", day: monday + 2, cluster: 3, segments: 4),
      note("01-27-minsk.html", "Exercise in Belarus", day: monday + 3, cluster: 4, segments: 2),
      note("01-27-moscow.md", "Reactions in Moscow", day: monday + 3, cluster: 5, segments: 3),
      note("01-28-kyiv.txt", "Kyiv desk", day: monday + 4, cluster: 6, segments: 2),
      note("01-28-troops.md", "No troops to Ukraine", day: monday + 4, cluster: 7, segments: 2),
      note("01-29-берлин.md", "Заметка", day: monday + 5, cluster: 8, segments: 0, language: "ru"),
      note("01-30-canteen.md", "Canteen hours", day: monday + 6, cluster: 9, segments: 0),
    ]
  }

  static var weekEvidence: [Evidence] {
    let replies = "The written replies"
    return [
      segment(
        "01-24-flank.md", 9, "C1", "prepared", "russia",
        "Russia has moved «a further forty battalions towards the border», officials said.", day: monday,
        cluster: 1, title: "Reinforcements on the eastern flank", grade: ("B", 2)),
      segment(
        "01-24-flank.md", 12, "D1", "refused", "nato",
        "NATO repeated that «its door stays open to new members».", day: monday, cluster: 1,
        title: "Reinforcements on the eastern flank", grade: ("B", 2)),
      segment(
        "01-25-arms.md", 4, "D3", "refused", "us",
        "Washington will «send a third shipment of anti-tank weapons to Kyiv» this week.", day: monday + 1,
        cluster: 2, flags: "h", title: "Arms deliveries", source: "Ministry wire"),
      segment(
        "01-25-arms.md", 11, "R4", "eased", "us",
        "None of the systems is «a long-range weapon that could reach Russian cities», the official said.",
        day: monday + 1, cluster: 2, flags: "n", title: "Arms deliveries", source: "Ministry wire"),
      segment(
        "01-25-arms-wire.txt", 3, "D3", "refused", "us",
        "Washington will «send a third shipment of anti-tank weapons to Kyiv» this week.", day: monday + 1,
        cluster: 2, flags: "h", title: "Arms deliveries (wire copy)"),
      segment(
        "01-25-arms-wire.txt", 8, "R4", "eased", "us",
        "None of the systems is «a long-range weapon that could reach Russian cities», the official said.",
        day: monday + 1, cluster: 2, flags: "n", title: "Arms deliveries (wire copy)"),
      segment(
        "01-26-replies.md", 6, "T1", "active", "us",
        "The United States and NATO «handed over their written replies to the Russian drafts».",
        day: monday + 2, cluster: 3, title: replies, source: "Embassy", grade: ("A", 1)),
      segment(
        "01-26-replies.md", 9, "D1", "refused", "us",
        "There will be «no formal halt to enlargement», the paper says.", day: monday + 2, cluster: 3,
        flags: "n", title: replies, source: "Embassy", grade: ("A", 1)),
      segment(
        "01-26-replies.md", 15, "S3", "offered", "nato",
        "Both texts propose «reciprocal limits on exercises and a new hotline».", day: monday + 2, cluster: 3,
        title: replies, source: "Embassy", grade: ("A", 1)),
      segment(
        "01-26-replies.md", 21, "R2", "approached", "us",
        "Kyiv's «path to membership was confirmed» and a review of its plan was set for June.",
        day: monday + 2, cluster: 3, title: replies, source: "Embassy", grade: ("A", 1)),
      segment(
        "01-27-minsk.html", 14, "C3", "taken", "belarus",
        "Russian units «began an exercise with Belarus» on Thursday.", day: monday + 3, cluster: 4,
        title: "Exercise in Belarus"),
      segment(
        "01-27-minsk.html", 19, "C1", "threatened", "author",
        "An attack from the north «is unlikely before the exercise ends».", day: monday + 3, cluster: 4,
        flags: "h", title: "Exercise in Belarus", likelihood: ("unlikely", 0.20, 0.45)),
      segment(
        "01-27-moscow.md", 5, "D1", "pressed", "russia",
        "The minister insisted that «expansion of the alliance must stop», in writing.", day: monday + 3,
        cluster: 5, title: "Reactions in Moscow", source: "Agency", grade: ("C", 3)),
      segment(
        "01-27-moscow.md", 8, "R4", "crossed", "russia",
        "He claimed that «strike missiles are already deployed near Kharkiv».", day: monday + 3, cluster: 5,
        title: "Reactions in Moscow", source: "Agency", grade: ("C", 3)),
      segment(
        "01-27-moscow.md", 10, "R2", "drawn", "russia",
        "«Ukraine in the alliance» would be intolerable, he said.", day: monday + 3, cluster: 5, flags: "h",
        title: "Reactions in Moscow", source: "Agency", grade: ("C", 3)),
      segment(
        "01-28-kyiv.txt", 2, "R2", "eased", "germany",
        "Berlin holds that «accession is not on the agenda for this decade».", day: monday + 4, cluster: 6,
        flags: "n", title: "Kyiv desk"),
      segment(
        "01-28-kyiv.txt", 7, "C1", "mentioned", "ukraine",
        "Since «the fighting of 2014» the town has had two mayors.", day: monday + 4, cluster: 6, flags: "b",
        title: "Kyiv desk"),
      segment(
        "01-28-troops.md", 3, "R3", "eased", "uk", "London ruled out «stationing combat troops in Ukraine».",
        day: monday + 4, cluster: 7, flags: "n", title: "No troops to Ukraine"),
      segment(
        "01-28-troops.md", 6, "C1", "threatened", "uk",
        "It is «highly likely that an offensive would fail», the paper adds.", day: monday + 4, cluster: 7,
        flags: "h", title: "No troops to Ukraine", likelihood: ("highly likely", 0.80, 0.95)),
    ]
  }

  static var weekBefore: [Evidence] {
    [
      segment(
        "01-18-talks.md", 3, "R2", "drawn", "russia",
        "«Ukraine's membership» was called a line that must not be passed.", day: monday - 6, cluster: 20,
        title: "Talks"),
      segment(
        "01-18-talks.md", 9, "D1", "pressed", "russia",
        "The delegation pressed for «a written end to enlargement».", day: monday - 6, cluster: 20,
        title: "Talks"),
      segment(
        "01-19-camp.md", 4, "R3", "drawn", "russia",
        "«A British training camp near the coast» was condemned.", day: monday - 5, cluster: 21,
        title: "The camp"),
      segment(
        "01-20-border.md", 4, "C1", "prepared", "russia",
        "«Field hospitals have been set up» along the border.", day: monday - 4, cluster: 22, title: "Border"),
      segment(
        "01-20-border.md", 6, "C3", "threatened", "belarus", "Minsk said it «might host Russian units».",
        day: monday - 4, cluster: 22, flags: "h", title: "Border"),
    ]
  }

  /// Mentions of the ten weeks before, at a steady pace; R1 falls silent four weeks ago.
  static var oldTallies: [DayTally] {
    var rows: [DayTally] = []
    func add(_ code: String, _ status: String, _ holder: String, every: Int, until: Int) {
      for day in stride(from: monday - 80, through: until, by: every) {
        rows.append(
          DayTally(
            day: day, code: code, status: status, holder: holder, isHypothetical: false, isHistorical: false,
            segments: 1 + day % 2,
            sources: 1))
      }
    }
    add("redline/donbas-by-force", "drawn", "russia", every: 5, until: monday - 25)
    add("demand/halt-enlargement", "pressed", "russia", every: 6, until: monday - 8)
    add("countermeasure/military-action", "threatened", "us", every: 7, until: monday - 8)
    add("redline/ukraine-accession", "drawn", "russia", every: 9, until: monday - 8)
    return rows
  }

  static func finish(_ material: inout DigestMaterial) {
    material.revised = 1
    material.lateNotes = [
      note("late/01-12-depot.md", "The depot", day: monday - 12, cluster: 30, segments: 1)
    ]
    material.lateEvidence = [
      segment(
        "late/01-12-depot.md", 5, "R1", "approached", "other",
        "Observers counted «armour massed for an assault on Donetsk».", day: monday - 12, cluster: 30,
        title: "The depot")
    ]
    material.quarantine = [
      QuarantineLine(
        path: NotePath("scan.pdf"), reason: "no text layer in its 3 pages",
        remedy: "run it through text recognition and drop it again",
        since: noon(monday + 1))
    ]
    material.errata = [
      Erratum(
        kind: .revised, path: NotePath("01-18-talks.md"), title: "Talks", digest: "2022-W03-week",
        changes: [.init(code: "redline/ukraine-accession", before: "approached", after: "drawn")])
    ]
    material.keyWords = [
      KeyWord(word: "hotline", count: 6, expected: 0.4, keyness: 21.93),
      KeyWord(word: "battalions", count: 5, expected: 1.1, keyness: 7.2),
    ]
    material.previousName = "2022-W03-week"
  }
}

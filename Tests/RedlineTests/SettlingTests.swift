// Writers as they are: slow ones, editors, syncers, browsers. A note is coded when it is whole, and keeps its history.

import Foundation
import Testing

private let rsync = tool("/usr/bin/rsync")
private let vim = tool("/usr/bin/vim", "/usr/bin/vim.tiny", "/usr/bin/vi")

@Suite(.timeLimit(.minutes(10)))
struct SettlingTests {
  /// Opens a note for writing and leaves it open.
  private final class Writer {
    private let descriptor: Int32

    init(_ path: String, flags: Int32 = O_CREAT) throws {
      descriptor = open(path, O_WRONLY | flags, 0o644)
      guard descriptor >= 0 else { throw DeskTrouble("\(path): \(String(cString: strerror(errno)))") }
    }

    func write(_ text: String) throws {
      let bytes = Array(text.utf8)
      guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
        throw DeskTrouble("short write")
      }
    }

    deinit { close(descriptor) }
  }

  /// Which revision of which note has the word; empty where none has.
  private func revisions(_ desk: Desk, _ word: String) throws -> [String: Int] {
    let lines = try desk.run(["search", "--json", word]).output.split(separator: "\n")
    return try Dictionary(
      uniqueKeysWithValues: lines.map { line in
        let hit = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return (hit?["path"] as? String ?? "?", hit?["revision"] as? Int ?? -1)
      })
  }

  /// A byte every fifth of a second, longer than `settle` and than what an unclosed file must stand.
  @Test func aSlowWriterIsWaitedFor() throws {
    let desk = try Desk()
    let service = try desk.start()
    var writer: Writer? = try Writer(desk.watch + "/slow.txt")
    try writer?.write("firsthalf ")
    for byte in "of a note that takes its time" {
      try writer?.write(String(byte))
      // The writer's own pace: nothing is waited for here.
      usleep(200_000)
      if byte == " " { #expect(try revisions(desk, "firsthalf").isEmpty) }
    }
    try writer?.write(" secondhalf\n")
    writer = nil
    try desk.sync()
    #expect(try revisions(desk, "secondhalf") == ["slow.txt": 1])
    #expect(service.stop() == 0)
  }

  @Test func truncatingAndWritingAnewIsOneRevision() throws {
    let desk = try Desk()
    let service = try desk.start()
    try desk.put("The former text.\n", at: "note.md")
    try desk.sync()
    var writer: Writer? = try Writer(desk.watch + "/note.md", flags: O_TRUNC)
    // The writer's own pauses, longer than `settle`: nothing is waited for here.
    usleep(800_000)
    try writer?.write("The firsthalf ")
    usleep(1_200_000)
    #expect(try revisions(desk, "former") == ["note.md": 1])
    #expect(try revisions(desk, "firsthalf").isEmpty)
    try writer?.write("and the secondhalf.\n")
    writer = nil
    try desk.sync()
    #expect(try revisions(desk, "firsthalf secondhalf") == ["note.md": 2])
    #expect(service.stop() == 0)
  }

  /// What programs do when they save: the steps of each, and the temporary files they leave meanwhile.
  static let savers: [(name: String, save: @Sendable (Desk, String) throws -> Void)] = [
    (
      "vim",
      { desk, text in
        try desk.put("", at: "4913")
        try desk.remove("4913")
        try desk.put("b0VIM 9.0", at: ".note.md.swp")
        try desk.move("note.md", "note.md~")
        try desk.put(text, at: "note.md")
        try desk.remove("note.md~")
        try desk.remove(".note.md.swp")
      }
    ),
    (
      "emacs",
      { desk, text in
        symlink("ann@desk.1234:1700000000", desk.watch + "/.#note.md")
        try desk.put(text, at: "#note.md#")
        unlink(desk.watch + "/note.md~")
        try desk.move("note.md", "note.md~")
        try desk.put(text, at: "note.md")
        try desk.remove("#note.md#")
        try desk.remove(".#note.md")
      }
    ),
    (
      "VS Code and Obsidian, in place",
      { desk, text in try desk.put(text, at: "note.md") }
    ),
    (
      "LibreOffice",
      { desk, text in
        try desk.put(",ann,desk,24.11.2026 10:00,file:///home/ann;", at: ".~lock.note.md#")
        try desk.put(text, at: "lu2611.tmp")
        rename(desk.watch + "/lu2611.tmp", desk.watch + "/note.md")
        try desk.remove(".~lock.note.md#")
      }
    ),
    (
      "gedit, by rename",
      { desk, text in
        try desk.put(text, at: ".goutputstream-QK2E01")
        rename(desk.watch + "/.goutputstream-QK2E01", desk.watch + "/note.md")
      }
    ),
    (
      "Syncthing",
      { desk, text in
        try desk.put(String(text.prefix(4)), at: ".syncthing.note.md.tmp")
        try desk.put(text, at: ".syncthing.note.md.tmp")
        rename(desk.watch + "/.syncthing.note.md.tmp", desk.watch + "/note.md")
      }
    ),
    (
      "a browser",
      { desk, text in
        try desk.put(String(text.prefix(4)), at: "note.md.crdownload")
        try desk.put(text, at: "note.md.crdownload")
        rename(desk.watch + "/note.md.crdownload", desk.watch + "/note.md")
      }
    ),
  ]

  @Test func savingKeepsTheHistoryAndNoTemporaryFileIsANote() throws {
    let desk = try Desk(settings: "settle: 100ms\n")
    let service = try desk.start()
    try desk.put("The first text, word0x.\n", at: "note.md")
    try desk.sync()
    for (index, saver) in Self.savers.enumerated() {
      try saver.save(desk, "Saved anew, word\(index + 1)x.\n")
      try desk.sync()
      #expect(try revisions(desk, "word\(index + 1)x") == ["note.md": index + 2], "\(saver.name)")
      #expect(try revisions(desk, "word\(index)x").isEmpty, "\(saver.name)")
    }
    let status = try desk.status()
    #expect(status.counts["coded"] == 1 && status.files == status.accounted)
    #expect(service.stop() == 0)
  }

  /// Vim itself, with the settings it comes with and with the safest: swap file, backup, written aside and renamed.
  @Test(
    .enabled(if: vim != nil, "needs vim"), arguments: ["", "set backup backupcopy=no", "set backupcopy=yes"])
  func aRealVimLeavesOneNote(_ settings: String) throws {
    let desk = try Desk(settings: "settle: 100ms\n")
    let service = try desk.start()
    try desk.put("The first text, word0x.\n", at: "note.md")
    try desk.sync()
    for round in 1...3 {
      try runTool(
        "env", "TERM=dumb", "HOME=" + desk.folder, try #require(vim), "-N", "-u", "NONE", "-e", "-s", "-c",
        settings,
        "-c", "%s/word.x/word\(round)x/", "-c", "write", "-c", "quit", desk.watch + "/note.md")
      try desk.sync()
      #expect(try revisions(desk, "word\(round)x") == ["note.md": round + 1])
      #expect(try revisions(desk, "word\(round - 1)x").isEmpty)
    }
    let status = try desk.status()
    #expect(status.counts["coded"] == 1 && status.files == status.accounted)
    #expect(service.stop() == 0)
  }

  @Test(.enabled(if: rsync != nil, "needs rsync")) func rsyncLeavesWholeNotes() throws {
    let desk = try Desk(settings: "settle: 0\n")
    let service = try desk.start()
    let source = desk.folder + "/source/deep/er"
    try FileManager.default.createDirectory(atPath: source, withIntermediateDirectories: true)
    for number in 0..<50 {
      try "Note r\(number)x. \(String(repeating: "Weather. ", count: number * 200))End e\(number)x.\n".write(
        toFile: source + "/n\(number).txt", atomically: false, encoding: .utf8)
    }
    try runTool("rsync", "-a", desk.folder + "/source/", desk.watch + "/")
    try desk.sync()
    #expect(try desk.status().counts == ["coded": 50])
    for number in [0, 17, 49] {
      #expect(try revisions(desk, "r\(number)x e\(number)x") == ["deep/er/n\(number).txt": 1])
    }
    try "Changed c7x.\n".write(toFile: source + "/n7.txt", atomically: false, encoding: .utf8)
    try runTool("rsync", "-a", "--delete", desk.folder + "/source/", desk.watch + "/")
    try desk.sync()
    #expect(try revisions(desk, "c7x") == ["deep/er/n7.txt": 2])
    #expect(try desk.status().counts == ["coded": 50])
    #expect(service.stop() == 0)
  }

  /// Times that copying tools and wrong clocks leave on files; links to files that lie elsewhere; folders copied whole.
  @Test func timesAndLinksDoNotHideANote() throws {
    let desk = try Desk()
    let service = try desk.start()
    let outside = desk.folder + "/outside"
    try FileManager.default.createDirectory(atPath: outside + "/sub", withIntermediateDirectories: true)
    for name in ["old", "future", "linked", "sub/inside"] {
      try "The \(name.replacing("/", with: "")) note, x\(name.suffix(3))x.\n".write(
        toFile: outside + "/\(name).md", atomically: false, encoding: .utf8)
    }
    try runTool("touch", "-d", "1999-12-31", outside + "/old.md")
    try runTool("touch", "-d", "2099-12-31", outside + "/future.md")
    try runTool("cp", "-p", outside + "/old.md", outside + "/future.md", desk.watch)
    try runTool("cp", "-r", outside + "/sub", desk.watch)
    #expect(link(outside + "/linked.md", desk.watch + "/linked.md") == 0)
    try desk.sync()
    for (word, path) in [
      ("xoldx", "old.md"), ("xurex", "future.md"), ("xkedx", "linked.md"), ("xidex", "sub/inside.md"),
    ] { #expect(try revisions(desk, word) == [path: 1]) }
    // Written on through its other name: no event tells of it, the next listing does.
    let status = try desk.status()
    #expect(status.counts == ["coded": 4] && status.files == 4)
    #expect(service.stop() == 0)
  }
}

// The cache of codebooks as the program keeps it: only the right file is ever used, and none is ever needed.

import Foundation
import Testing

@testable import redline

@Suite struct CodebookCacheFileTests {
  private static let line = #"{"text": "They are dredging."}"# + "\n"

  /// A desk with a codebook of its own, which is read in no time, and where its cache lies.
  private func desk() throws -> (desk: Desk, cache: String) {
    let desk = try Desk()
    try CodebookCommandTests.yaml.write(
      toFile: desk.folder + "/mine.yaml", atomically: false, encoding: .utf8)
    return (desk, desk.folder + "/cache/redline")
  }

  private func code(_ desk: Desk, _ environment: [String: String] = [:]) throws -> Desk.Outcome {
    try desk.run(
      ["code", "--format", "jsonl", "--codebook", "mine.yaml"], input: Self.line,
      environment: ["XDG_CACHE_HOME": desk.folder + "/cache", "REDLINE_LOG_LEVEL": "debug"].merging(
        environment
      ) {
        $1
      })
  }

  private func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func contents(_ file: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: file)) }

  /// A time long past: what is written anew has another.
  private func age(_ file: String, by days: Int = 0) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9 - 86_400 * Double(days))], ofItemAtPath: file)
  }

  private func isAged(_ file: String) throws -> Bool {
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    return attributes[.modificationDate] as? Date == Date(timeIntervalSince1970: 1e9)
  }

  @Test func theSecondStartUsesWhatTheFirstLeft() throws {
    let (desk, cache) = try desk()
    let first = try code(desk)
    #expect(first.output.contains("works/dredging"))
    #expect(first.messages == "")
    let names = try files(cache)
    #expect(names.count == 1)
    let file = cache + "/" + names[0]
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.attributesOfItem(atPath: cache)[.posixPermissions] as? Int == 0o700)
    try age(file)
    let second = try code(desk)
    #expect(second.output == first.output)
    #expect(second.messages == "")
    #expect(try isAged(file))
    #expect(try files(cache) == names)
  }

  @Test func anotherCodebookHasAnotherFile() throws {
    let (desk, cache) = try desk()
    let first = try code(desk)
    for number in 1...5 {
      let other = CodebookCommandTests.yaml.replacing("Harbour", with: "Harbour \(number)")
      try other.write(toFile: desk.folder + "/mine.yaml", atomically: false, encoding: .utf8)
      #expect(try code(desk).output == first.output)
    }
    #expect(try files(cache).count == CacheFolder.greatestCount)
  }

  @Test func damagedFilesAreReplaced() throws {
    let (desk, cache) = try desk()
    let first = try code(desk)
    let file = try cache + "/" + files(cache)[0]
    let whole = try contents(file)
    var flipped = whole
    flipped[flipped.count / 2] ^= 1
    for damaged in [Data(), whole.dropLast(), flipped, whole + [0]] {
      try damaged.write(to: URL(fileURLWithPath: file))
      let again = try code(desk)
      #expect(again.output == first.output)
      #expect(again.messages.contains("is not used"))
      #expect(try contents(file) == whole)
    }
  }

  /// What others could have put there is left alone and replaced.
  @Test func filesOfOthersAreNotRead() throws {
    let (desk, cache) = try desk()
    _ = try code(desk)
    let name = try files(cache)[0]
    let file = cache + "/" + name
    let mine = CacheFolder(path: cache, owner: geteuid())
    #expect(try mine.contents(of: name) != nil)
    if geteuid() == 0 {
      chown(file, 65534, 65534)
      #expect(throws: CacheTrouble.self) { _ = try mine.contents(of: name) }
      chown(cache, 65534, 65534)
    }
    let theirs = CacheFolder(path: cache, owner: 65533)
    #expect(throws: CacheTrouble.self) { _ = try theirs.contents(of: name) }
    #expect(throws: CacheTrouble.self) { try theirs.put([1], as: name) }
    if geteuid() == 0 { chown(cache, 0, 0) }
    #expect(try code(desk).messages.contains("belongs to user") == (geteuid() == 0))
    #expect(try mine.contents(of: name) != nil)

    chmod(file, 0o620)
    #expect(throws: CacheTrouble.self) { _ = try mine.contents(of: name) }
    chmod(file, 0o600)
    chmod(cache, 0o777)
    #expect(throws: CacheTrouble.self) { _ = try mine.contents(of: name) }
    chmod(cache, 0o700)

    rename(file, file + ".kept")
    symlink(file + ".kept", file)
    #expect(throws: CacheTrouble.self) { _ = try mine.contents(of: name) }
    unlink(file)
    mkfifo(file, 0o600)
    #expect(throws: CacheTrouble.self) { _ = try mine.contents(of: name) }
    unlink(file)
    #expect(try mine.contents(of: name) == nil)
  }

  @Test func filesTooLargeAreNotRead() throws {
    let (desk, cache) = try desk()
    _ = try code(desk)
    let name = try files(cache)[0]
    truncate(cache + "/" + name, CacheFolder.greatestSize + 1)
    let folder = CacheFolder(path: cache, owner: geteuid())
    #expect(throws: CacheTrouble.self) { _ = try folder.contents(of: name) }
    #expect(throws: CacheTrouble.self) {
      try folder.put([UInt8](repeating: 0, count: CacheFolder.greatestSize + 1), as: name)
    }
  }

  @Test func oldFilesGoWhereAllWouldBeTooMuch() throws {
    let (desk, cache) = try desk()
    try FileManager.default.createDirectory(atPath: desk.folder + "/cache", withIntermediateDirectories: true)
    var folder = CacheFolder(path: cache, owner: geteuid())
    folder.greatestTotal = 25
    for number in 1...2 {
      try folder.put([UInt8](repeating: 1, count: 10), as: "codebook-\(number)")
      try age("\(cache)/codebook-\(number)", by: 9 - number)
    }
    try folder.put([UInt8](repeating: 1, count: 10), as: "codebook-3")
    #expect(try files(cache) == ["codebook-2", "codebook-3"])
  }

  /// The program's place, size and times tell it from others.
  @Test func aCopyOfTheProgramIsAnother() throws {
    let (desk, _) = try desk()
    let one = desk.folder + "/one"
    try "program".write(toFile: one, atomically: false, encoding: .utf8)
    try FileManager.default.copyItem(atPath: one, toPath: desk.folder + "/two")
    let identity = try ProgramIdentity.of(one)
    #expect(try ProgramIdentity.of(one) == identity)
    #expect(try ProgramIdentity.of(desk.folder + "/two") != identity)
    try age(one)
    #expect(try ProgramIdentity.of(one) != identity)
    #expect(throws: CacheTrouble.self) { _ = try ProgramIdentity.of(desk.folder + "/none") }
  }

  @Test func whereNothingCanBeWrittenNothingIsMissed() throws {
    let (desk, cache) = try desk()
    let usual = try code(desk)
    for place in ["/proc/self/none", desk.folder + "/mine.yaml/cache", "/dev/null"] {
      let without = try code(desk, ["REDLINE_CACHE": place])
      #expect(without.code == 0)
      #expect(without.output == usual.output)
      #expect(without.messages.contains("the codebook is not cached"))
      #expect(try code(desk, ["REDLINE_CACHE": place, "REDLINE_LOG_LEVEL": "info"]).messages == "")
    }
    #expect(try code(desk, ["REDLINE_CACHE": "beside/me"]).messages == "")
    #expect(try files(desk.folder + "/beside/me") == files(cache))
    try FileManager.default.removeItem(atPath: cache)
    #expect(try code(desk, ["REDLINE_CACHE": "off"]).messages == "")
    #expect(!FileManager.default.fileExists(atPath: cache))
  }

  @Test func manyThatStartAtOnceWriteOneWholeFile() async throws {
    let (desk, cache) = try desk()
    let usual = try code(desk, ["REDLINE_CACHE": "off"])
    let environment = ["XDG_CACHE_HOME": desk.folder + "/cache", "REDLINE_LOG_LEVEL": "debug"]
    let outcomes = try await withThrowingTaskGroup(of: (String, String).self) { group in
      let folder = desk.folder
      for _ in 0..<4 {
        group.addTask {
          let own = try Desk()
          let outcome = try own.run(
            ["code", "--format", "jsonl", "--codebook", folder + "/mine.yaml"], input: Self.line,
            environment: environment)
          return (outcome.output, outcome.messages)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for outcome in outcomes {
      #expect(outcome.0 == usual.output)
      #expect(outcome.1 == "")
    }
    #expect(try files(cache).count == 1)
    try age(cache + "/" + files(cache)[0])
    #expect(try code(desk).messages == "")
    #expect(try isAged(cache + "/" + files(cache)[0]))
  }

  /// Somebody killed while writing leaves a file that nobody reads and a later writer removes.
  @Test func draftsThatWereGivenUpAreRemoved() throws {
    let (desk, cache) = try desk()
    let folder = CacheFolder(path: cache, owner: geteuid())
    try FileManager.default.createDirectory(atPath: desk.folder + "/cache", withIntermediateDirectories: true)
    try folder.put([1], as: "codebook-1")
    for name in [".codebook-2.1.1", ".codebook-3.1.1"] {
      _ = FileManager.default.createFile(atPath: cache + "/" + name, contents: Data([1]))
    }
    try age(cache + "/.codebook-2.1.1")
    try folder.put([2], as: "codebook-4")
    #expect(try files(cache) == [".codebook-3.1.1", "codebook-1", "codebook-4"])
    #expect(try folder.contents(of: "codebook-4") == [2])
  }

  @Test func placesByEnvironment() {
    let all = [
      "REDLINE_CACHE": "here", "CACHE_DIRECTORY": "/c:/d", "XDG_CACHE_HOME": "/x", "HOME": "/home/ann",
    ]
    func path(without names: String...) -> String? {
      CodebookCache.path(all.filter { !names.contains($0.key) })
    }
    #expect(path() == "here")
    #expect(path(without: "REDLINE_CACHE") == "/c")
    #expect(path(without: "REDLINE_CACHE", "CACHE_DIRECTORY") == "/x/redline")
    #expect(path(without: "REDLINE_CACHE", "CACHE_DIRECTORY", "XDG_CACHE_HOME") == "/home/ann/.cache/redline")
    #expect(CodebookCache.path(["REDLINE_CACHE": "off", "HOME": "/home/ann"]) == nil)
    #expect(CodebookCache.path(["XDG_CACHE_HOME": "x", "HOME": ""]) == nil)
  }
}

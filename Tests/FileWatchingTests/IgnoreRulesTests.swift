// Patterns in .gitignore's way, and what is ignored without any.

import NotePaths
import Testing

@testable import FileWatching

@Suite struct IgnoreRulesTests {
  @Test(arguments: [
    ("*.tmp", "a/b.tmp", false, true), ("*.tmp", "a/b.tmpx", false, false),
    ("/top.md", "top.md", false, true), ("/top.md", "a/top.md", false, false),
    ("a/b.md", "a/b.md", false, true), ("a/b.md", "x/a/b.md", false, false),
    ("**/b.md", "x/a/b.md", false, true), ("**/b.md", "b.md", false, true),
    ("a/**/z.md", "a/z.md", false, true), ("a/**/z.md", "a/b/c/z.md", false, true),
    ("a/**/z.md", "a/b/c/zz.md", false, false), ("a/**", "a/b/c", false, true), ("a/**", "a", true, false),
    ("drafts/", "drafts", true, true), ("drafts/", "drafts", false, false),
    ("drafts/", "x/drafts", true, true), ("n?te", "note", false, true), ("n?te", "n/te", false, false),
    ("a*c", "abbc", false, true), ("a*c", "ab/c", false, false), ("a/*.md", "a/b/c.md", false, false),
    ("[a-c]x", "bx", false, true), ("[!a-c]x", "bx", false, false), ("[]]x", "]x", false, true),
    ("[^a]x", "bx", false, true), ("\\*x", "*x", false, true), ("\\*x", "ax", false, false),
    ("a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaa", false, false), ("*", "x", false, true),
    ("**", "x", false, true),
  ])
  func glob(_ pattern: String, _ path: String, _ isFolder: Bool, _ expected: Bool) throws {
    let glob = try #require(Glob(pattern.utf8))
    let path = NotePath(path)
    #expect(glob.matches(path: path.bytes, name: path.name, isFolder: isFolder) == expected)
  }

  @Test(arguments: [
    ".note.md.swp", "4913", "note.md~", "#note.md#", ".#note.md", ".~lock.note.odt#", "~$note.docx",
    ".syncthing.note.md.tmp", "~syncthing~note.md.tmp", ".note.md.x8Jd0Q", "note.pdf.part",
    "note.pdf.crdownload", ".DS_Store", "Thumbs.db", "sub/desktop.ini", ".redline-sync-17", "README.md",
    ".hidden.md",
  ])
  func defaults(_ name: String) {
    #expect(IgnoreRules().match(NotePath(name), isFolder: false) != nil)
  }

  @Test(arguments: [
    "note.md", "sub/README.md", "#1 story.md", "a.b.md", "note~1.md", "parts.md", "2026-11-24 note.txt",
    "Ёж.md",
  ])
  func notes(_ name: String) {
    #expect(IgnoreRules().match(NotePath(name), isFolder: false) == nil)
  }

  @Test func whatLiesInAnIgnoredFolderIsIgnored() throws {
    let rules = try IgnoreRules(patterns: ["!keep.md", "old/"])
    #expect(rules.match(NotePath("old/keep.md"), isFolder: false) == "old/ (configuration)")
    #expect(rules.match(NotePath("x/.obsidian/plugins/a.md"), isFolder: false) == ".obsidian/ (Obsidian)")
    #expect(rules.match(NotePath("older/a.md"), isFolder: false) == nil)
  }

  @Test func theLastMatchDecides() throws {
    let rules = try IgnoreRules(patterns: ["# a comment", "", "*.md", "!keep.md  ", "!.*", "!/README.md"])
    #expect(rules.match(NotePath("a.md"), isFolder: false) == "*.md (configuration)")
    #expect(rules.match(NotePath("keep.md"), isFolder: false) == nil)
    #expect(rules.match(NotePath(".hidden.txt"), isFolder: false) == nil)
    #expect(rules.match(NotePath("README.md"), isFolder: false) == nil)
  }

  @Test(arguments: ["[a", "!", "/"])
  func patternsThatSayNothing(_ pattern: String) {
    #expect(throws: IgnoreRules.InvalidPattern(pattern: pattern)) {
      try IgnoreRules(patterns: [pattern])
    }
  }
}

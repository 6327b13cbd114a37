// Which files are not notes: patterns in .gitignore's way, each with the word that the ledger shows.

public import NotePaths

/// An ordered list of patterns; the last that matches decides, `!pattern` takes back in. What lies in an
/// ignored folder is ignored and cannot be taken back in, as with git.
///
/// Hidden names (a leading dot) are ignored by default: editors, syncers and rsync write their temporary
/// files there. `!.name` or `!.*` in the configuration takes them in again.
public struct IgnoreRules: Sendable {
  private struct Rule: Sendable {
    var glob: Glob
    var takesBack: Bool
    /// What the ledger shows: the pattern and whose it is.
    var text: String
  }

  /// A pattern that says nothing.
  public struct InvalidPattern: Error, Hashable, Sendable, CustomStringConvertible {
    public var pattern: String
    public var description: String {
      "ignore pattern '\(pattern)': empty or with an open bracket; use .gitignore's way of writing, such as '*.tmp'"
    }
  }

  private var rules: [Rule] = []

  /// The defaults alone.
  public init() {
    for (pattern, owner) in Self.defaults {
      guard let rule = Self.rule(pattern, owner) else {
        preconditionFailure("default ignore pattern '\(pattern)'")
      }
      rules.append(rule)
    }
  }

  /// The defaults and, after them, `patterns` in .gitignore's way; blank lines and `#` lines are skipped.
  public init(patterns: [String]) throws(InvalidPattern) {
    self.init()
    for pattern in patterns {
      let line = Self.withoutTrailingBlanks(pattern)
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard let rule = Self.rule(line, "configuration") else { throw InvalidPattern(pattern: line) }
      rules.append(rule)
    }
  }

  /// The rule by which `path`, or a folder it lies in, is ignored; nil where it is a note.
  public func match(_ path: NotePath, isFolder: Bool) -> String? {
    let bytes = path.bytes
    var from = 0
    while let slash = bytes[from...].firstIndex(of: 0x2F) {
      let folder = Array(bytes[..<slash])
      if let text = matchLast(folder, name: Array(bytes[from..<slash]), isFolder: true) { return text }
      from = slash + 1
    }
    return matchLast(bytes, name: from == 0 ? bytes : Array(bytes[from...]), isFolder: isFolder)
  }

  /// As `match`, for a path whose folders are known not to be ignored.
  func matchLast(_ path: [UInt8], name: [UInt8], isFolder: Bool) -> String? {
    for rule in rules.reversed() where rule.glob.matches(path: path, name: name, isFolder: isFolder) {
      return rule.takesBack ? nil : rule.text
    }
    return nil
  }

  private static func rule(_ pattern: String, _ owner: String) -> Rule? {
    var bytes = Array(pattern.utf8)[...]
    let takesBack = bytes.first == UInt8(ascii: "!")
    if takesBack { bytes = bytes.dropFirst() }
    guard let glob = Glob(bytes) else { return nil }
    return Rule(glob: glob, takesBack: takesBack, text: "\(pattern) (\(owner))")
  }

  /// Blanks at the end do not count, unless a backslash stands before them.
  private static func withoutTrailingBlanks(_ line: String) -> String {
    var line = Substring(line)
    while let last = line.last, last == " " || last == "\t" || last.isNewline {
      if line.dropLast().last == "\\" { break }
      line.removeLast()
    }
    return String(line)
  }
}

extension IgnoreRules {
  /// What editors, syncers, browsers and desktops leave beside the files that people mean.
  static let defaults: [(pattern: String, owner: String)] = [
    (".*", "hidden"),
    ("*~", "editor backup"), ("*.swp", "vim"), ("*.swo", "vim"), ("*.swx", "vim"), ("4913", "vim"),
    ("[#]*[#]", "emacs"), (".#*", "emacs"),
    (".obsidian/", "Obsidian"), (".trash/", "Obsidian"), (".vscode/", "VS Code"),
    (".goutputstream-*", "GNOME"), ("*.kate-swp", "Kate"), ("*.tmp", "temporary file"),
    (".~lock.*[#]", "LibreOffice"), ("~$*", "Microsoft Office"), ("*.crswap", "browser"),
    (".syncthing.*.tmp", "Syncthing"), ("~syncthing~*", "Syncthing"), (".stfolder", "Syncthing"),
    (".stversions/", "Syncthing"), (".stignore", "Syncthing"),
    (".*.??????", "rsync"), (".rsync-partial/", "rsync"), (".~tmp~/", "rsync"),
    (".dropbox", "Dropbox"), (".dropbox.attr", "Dropbox"), (".dropbox.cache/", "Dropbox"),
    ("*.part", "unfinished download"), ("*.crdownload", "unfinished download"),
    ("*.download", "unfinished download"), ("*.opdownload", "unfinished download"),
    ("*.!qB", "unfinished download"),
    (".git/", "git"), (".hg/", "Mercurial"), (".svn/", "Subversion"),
    (".nfs????????*", "NFS"), (".fuse_hidden*", "FUSE"), (".Trash-*/", "desktop"),
    ("lost+found/", "file system"), (".DS_Store", "macOS"), ("._*", "macOS"),
    ("Thumbs.db", "Windows"), ("desktop.ini", "Windows"), ("$RECYCLE.BIN/", "Windows"),
    ("System Volume Information/", "Windows"),
    (".redline-sync-*", "redline sync"), ("/README.md", "read by people who drop notes"),
  ]
}

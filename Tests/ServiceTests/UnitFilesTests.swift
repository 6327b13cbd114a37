// The unit files: documented line by line, and the template no weaker than the unit.

import Foundation
import Testing

@Suite struct UnitFilesTests {
  private func lines(_ name: String) throws -> [String] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../systemd/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .map(String.init)
  }

  @Test func theTemplateDiffersInItsNamesAlone() throws {
    let names = [
      "Description", "RequiresMountsFor", "ExecStart", "StateDirectory", "CacheDirectory", "ReadWritePaths",
      "NoExecPaths",
    ]
    func settings(_ name: String) throws -> [String] {
      try lines(name).filter { line in
        line.contains("=") && !line.hasPrefix("#") && !names.contains { line.hasPrefix($0 + "=") }
      }
    }
    #expect(try settings("redline.service") == settings("redline@.service"))
    #expect(try settings("redline.service").count > 50)
  }

  @Test func everyBlockOfSettingsSaysWhy() throws {
    let all = try lines("redline.service")
    let service = try #require(all.firstIndex(of: "[Service]"))
    for (number, line) in all.enumerated() where number > service + 1 {
      // A setting stands below a comment or another setting of the same block, never after a blank line.
      guard line.contains("="), !line.hasPrefix("#"), line != "WantedBy=multi-user.target" else { continue }
      #expect(!all[number - 1].isEmpty, "\(line)")
    }
  }
}

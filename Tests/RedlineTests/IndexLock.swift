// Another process that keeps the index to itself.

import Foundation

struct IndexLock {
  private let holder = Process()
  private let input = Pipe()

  /// Returns once the index is locked.
  init(_ desk: Desk, python: String) throws {
    holder.executableURL = URL(fileURLWithPath: python)
    holder.arguments = [
      "-c",
      "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute('BEGIN IMMEDIATE'); print('held',flush=True); sys.stdin.read()",
      desk.state + "/redline.sqlite",
    ]
    let output = Pipe()
    (holder.standardInput, holder.standardOutput) = (input, output)
    try holder.run()
    _ = output.fileHandleForReading.availableData
  }

  func release() throws {
    try input.fileHandleForWriting.close()
    holder.waitUntilExit()
  }
}

// A folder that a test may fill with anything, and that goes with the test.

import Foundation
import Glibc
import NotePaths

@testable import FileWatching

/// A call that the test itself made and that failed.
struct CallFailed: Error {
  var call: String
  var code: Int32
}

final class TemporaryFolder {
  let path: [UInt8]

  init() throws {
    var template = Array("/tmp/redline-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CallFailed(call: "mkdtemp", code: errno) }
    path = template.dropLast().map { UInt8(bitPattern: $0) }
  }

  deinit {
    let remover = Process()
    remover.executableURL = URL(fileURLWithPath: "/bin/rm")
    remover.arguments = ["-rf", String(decoding: path, as: UTF8.self)]
    do {
      try remover.run()
      remover.waitUntilExit()
    } catch {
      print("left behind: \(String(decoding: path, as: UTF8.self)): \(error)")
    }
  }

  func root() throws -> WatchRoot { try WatchRoot(path: path) }

  func full(_ name: [UInt8]) -> [UInt8] { path + [0x2F] + name }

  func write(_ name: String, _ text: String = "text") throws {
    try write(Array(name.utf8), Array(text.utf8))
  }

  func write(_ name: [UInt8], _ bytes: [UInt8]) throws {
    let file = Posix.withCString(full(name)) { open($0, O_WRONLY | O_CREAT | O_TRUNC, 0o644) }
    guard file >= 0 else { throw CallFailed(call: "open", code: errno) }
    defer { close(file) }
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
      throw CallFailed(call: "write", code: errno)
    }
  }

  func makeFolder(_ name: String) throws { try makeFolder(Array(name.utf8)) }

  func makeFolder(_ name: [UInt8]) throws {
    try check("mkdir", Posix.withCString(full(name)) { mkdir($0, 0o755) })
  }

  func link(_ target: String, at name: String) throws {
    try check("symlink", symlink(target, string(name)))
  }

  func hardLink(_ old: String, _ new: String) throws {
    try check("link", Glibc.link(string(old), string(new)))
  }

  func makePipe(_ name: String) throws { try check("mkfifo", mkfifo(string(name), 0o644)) }

  func rename(_ old: String, _ new: String) throws {
    try check("rename", Glibc.rename(string(old), string(new)))
  }

  func remove(_ name: String) throws { try check("remove", Glibc.remove(string(name))) }

  func change(mode: mode_t, of name: String) throws { try check("chmod", chmod(string(name), mode)) }

  func string(_ name: String) -> String { String(decoding: path, as: UTF8.self) + "/" + name }

  private func check(_ call: String, _ answer: Int32) throws {
    guard answer == 0 else { throw CallFailed(call: call, code: errno) }
  }
}

/// Root reads whatever its mode says, so that tests of permissions say nothing.
let modesBind = geteuid() != 0

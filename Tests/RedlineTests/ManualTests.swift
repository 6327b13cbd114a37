// The man pages against the program: every command, option and key is named, and none that is not there.

import Foundation
import Testing

@testable import redline

@Suite struct ManualTests {
  /// The page as a reader sees it, near enough: requests, quotes and font changes taken out.
  private func page(_ name: String) throws -> [String] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../systemd/man/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      String($0).replacing("\\-", with: "-").replacing(#/\\f[A-Z]/#, with: "").replacing("\"", with: "")
    }
  }

  private func section(_ title: String, of page: [String]) throws -> [String] {
    let start = try #require(page.firstIndex(of: ".SH \(title)"))
    return Array(page[(start + 1)...].prefix { !$0.hasPrefix(".SH ") })
  }

  private func options(_ line: String) -> Set<String> {
    Set(line.matches(of: #/--[a-z][a-z-]*/#).map { String($0.output) })
  }

  private struct Dump: Decodable {
    struct Command: Decodable {
      var commandName: String
      var arguments: [Argument]?
      var subcommands: [Command]?
    }
    struct Argument: Decodable {
      var names: [Name]?
    }
    struct Name: Decodable {
      var kind: String
      var name: String
    }
    var command: Command
  }

  /// Long options of every command that has no commands below it.
  private func leaves(_ command: Dump.Command, _ path: [String] = []) -> [String: Set<String>] {
    if command.commandName == "help" { return [:] }
    let below = (command.subcommands ?? []).filter { $0.commandName != "help" }
    guard below.isEmpty else {
      return below.reduce(into: [:]) { all, next in
        all.merge(leaves(next, path + [next.commandName])) { $1 }
      }
    }
    let names = (command.arguments ?? []).flatMap { $0.names ?? [] }.filter { $0.kind == "long" }
    return [path.joined(separator: " "): Set(names.map { "--" + $0.name })]
  }

  @Test func commandsAndOptionsAreThoseOfTheProgram() throws {
    let dumped = try Desk().run(["--experimental-dump-help"])
    let program = leaves(try JSONDecoder().decode(Dump.self, from: Data(dumped.output.utf8)).command)
    let page = try page("redline.1")
    let common = try options(section("OPTIONS OF EVERY COMMAND", of: page).joined(separator: "\n"))
    #expect(common.subtracting(["--config"]).isSubset(of: program["watch"] ?? []))

    var manual: [String: Set<String>] = [:]
    let commands = try section("COMMANDS", of: page)
    for (index, line) in commands.enumerated() where index > 0 && commands[index - 1] == ".TP" {
      // ".BR codebook check [file]": the words up to the first that is no command.
      let words = line.split(separator: " ").dropFirst()
      let name = words.prefix { $0.allSatisfy(\.isLetter) }
      let known = (1...max(1, name.count)).reversed().map { name.prefix($0).joined(separator: " ") }
      manual[known.first { program[$0] != nil } ?? name.joined(separator: " ")] = options(line)
    }
    #expect(Set(manual.keys) == Set(program.keys))
    for (name, taken) in program {
      let own = taken.subtracting(["--version", "--help"])
      // A command that takes but a few of the common options may name them itself.
      #expect((manual[name] ?? []).subtracting(own) == [], "\(name): named, not there")
      #expect(own.subtracting(common).subtracting(manual[name] ?? []) == [], "\(name): there, not named")
    }
  }

  @Test func configurationKeysAreThoseOfTheProgram() throws {
    let keys = try section("KEYS", of: page("redline.yaml.5"))
    let named = keys.indices.dropFirst().filter { keys[$0 - 1] == ".TP" }.map {
      String(keys[$0].dropFirst(3))
    }
    #expect(named.sorted() == ConfigurationFile.keys.sorted())
  }
}

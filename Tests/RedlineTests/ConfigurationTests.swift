import Testing

@testable import redline

@Suite struct ConfigurationFileTests {
  @Test(arguments: [
    ("wach: x\n", "redline.yaml:1:1: unknown key 'wach'; did you mean 'watch'?"),
    (
      "watch: a\nsettle: soon\n",
      "redline.yaml:2:9: 'settle': 'soon' is not a duration; write a number with its unit, such as 500ms, 30s, 10min or 1h"
    ),
    ("watch: a\nwatch: b\n", "redline.yaml:1:1: said twice: watch; keep one"),
    (
      "digests:\n  - {every: year}\n",
      "redline.yaml:2:5: 'digests': each entry needs 'every: hour|day|week|month'"
    ),
    ("- a\n", "redline.yaml:1:1: a mapping of keys to values is expected at the top"),
    ("ignore: \"*.bak\"\n", "redline.yaml:1:9: 'ignore': a list is expected, such as [\"*.bak\"]"),
    (
      "log-level: loud\n",
      "redline.yaml:1:12: 'log-level': 'loud' is not one of error, warning, notice, info, debug"
    ),
    ("watch: [unclosed\n", "redline.yaml:2:1: not YAML: "),
    ("rescan: 0.1s\n", "redline.yaml:1:9: 'rescan': 0.1s is outside 1s to 604800s"),
  ])
  func faultsNameFilePlaceAndRemedy(yaml: String, expected: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try ConfigurationFile(yaml: yaml, file: "redline.yaml")
    }
    #expect(error.map { "\($0)".hasPrefix(expected) } == true, "\(error.map { "\($0)" } ?? "nothing thrown")")
  }

  @Test func everyKeyIsOptional() throws {
    let file = try ConfigurationFile(yaml: "# nothing but a comment\n", file: "redline.yaml")
    #expect(file.watch == nil)
    let one = try ConfigurationFile(yaml: "max-note-size: 2 MiB\nsettle: 250ms\n", file: "redline.yaml")
    #expect(one.maxNoteSize?.value == 2 << 20)
    #expect(one.settle?.value == 0.25)
  }
}

@Suite struct ConfigurationTests {
  private func resolve(_ overrides: Overrides = Overrides(), _ environment: [String: String] = [:]) throws
    -> Configuration
  {
    try Configuration.resolve(overrides: overrides, environment: environment, currentFolder: "/nowhere/desk")
  }

  @Test func defaultsServeWithoutAFile() throws {
    let configuration = try resolve()
    #expect(configuration.watch.value == "/nowhere/desk/Watch")
    #expect(configuration.reports.value == "/nowhere/desk/Reports")
    #expect(configuration.state.value == "/nowhere/desk/.redline")
    #expect(configuration.timeZone.value == "UTC")
    #expect(configuration.settle.value == 0.5)
  }

  @Test func flagsWinOverEnvironmentOverDefaults() throws {
    let environment = ["REDLINE_WATCH": "/a", "REDLINE_TIME_ZONE": "Europe/Kyiv", "STATE_DIRECTORY": "/s:/t"]
    let configuration = try resolve(Overrides(watch: "b"), environment)
    #expect(configuration.watch.value == "/nowhere/desk/b")
    #expect(configuration.timeZone.value == "Europe/Kyiv")
    #expect("\(configuration.timeZone.origin)" == "environment REDLINE_TIME_ZONE")
    #expect(configuration.state.value == "/s")
  }

  @Test(arguments: [
    Overrides(watch: "/x", reports: "/x/reports"), Overrides(watch: "/x/y", state: "/x"),
    Overrides(reports: "/r", state: "/r"),
  ])
  func foldersInsideOneAnotherAreRefused(overrides: Overrides) {
    #expect(throws: ConfigurationError.self) { try resolve(overrides) }
  }

  @Test func anUnknownZoneIsRefused() {
    #expect(throws: ConfigurationError.self) { try resolve(Overrides(timeZone: "Europe/Atlantis")) }
  }
}

// The order of precedence: flags over environment over file over defaults.

struct SettingSources {
  let file: String
  let base: String
  let currentFolder: String
  let environment: [String: String]

  /// `time-zone` is `REDLINE_TIME_ZONE`.
  private func variable(_ key: String) -> String {
    "REDLINE_" + key.uppercased().reduce(into: "") { $0.append($1 == "-" ? "_" : $1) }
  }

  private func fromEnvironment(_ key: String) -> Setting<String>? {
    let name = variable(key)
    guard let value = environment[name], !value.isEmpty else { return nil }
    return Setting(value: value, origin: .environment(name))
  }

  func setting<Value>(_ said: Said<Value>?, preset: Value) -> Setting<Value> {
    guard let said else { return Setting(value: preset, origin: .preset) }
    return Setting(value: said.value, origin: .file(file, line: said.line))
  }

  func optionalString(_ key: String, _ said: Said<String>?, flag: String? = nil) -> Setting<String?> {
    if let flag { return Setting(value: flag, origin: .flag("--\(key)")) }
    if let variable = fromEnvironment(key) { return Setting(value: variable.value, origin: variable.origin) }
    guard let said else { return Setting(value: nil, origin: .preset) }
    return Setting(value: said.value, origin: .file(file, line: said.line))
  }

  func string(_ flag: String?, _ key: String, _ said: Said<String>?, preset: String) -> Setting<String> {
    let found = optionalString(key, said, flag: flag)
    return Setting(value: found.value ?? preset, origin: found.origin)
  }

  /// Paths of flags and environment are meant from the current folder, those of the file from its own.
  func optionalPath(_ flag: String?, _ key: String, _ said: Said<String>?) -> Setting<String?> {
    var found = optionalString(key, said, flag: flag)
    if let path = found.value {
      if case .file = found.origin {
        found.value = Configuration.absolute(path, in: base)
      } else {
        found.value = Configuration.absolute(path, in: currentFolder)
      }
    }
    return found
  }

  func path(
    _ flag: String?, _ key: String, _ said: Said<String>?, preset: String, presetOrigin: Origin = .preset
  ) -> Setting<String> {
    let found = optionalPath(flag, key, said)
    guard let value = found.value else { return Setting(value: preset, origin: presetOrigin) }
    return Setting(value: value, origin: found.origin)
  }

  func seconds(
    _ flag: String?, _ key: String, _ said: Said<Double>?, preset: Double, range: ClosedRange<Double>
  ) throws -> Setting<Double> {
    let outside = flag.map { Setting(value: $0, origin: .flag("--\(key)")) } ?? fromEnvironment(key)
    guard let outside else { return setting(said, preset: preset) }
    let reader = ConfigurationValue(file: "\(outside.origin)", key: key, node: .init(outside.value))
    return Setting(value: try reader.seconds(in: range).value, origin: outside.origin)
  }

  func bytes(_ key: String, _ said: Said<Int>?, preset: Int) throws -> Setting<Int> {
    guard let outside = fromEnvironment(key) else { return setting(said, preset: preset) }
    let reader = ConfigurationValue(file: "\(outside.origin)", key: key, node: .init(outside.value))
    return Setting(value: try reader.bytes(in: 1024...1_073_741_824).value, origin: outside.origin)
  }

  /// Entries of the file replace the presets of their extension; an empty command takes one out.
  func converters(
    _ said: Said<[ConfigurationFile.ConverterEntry]>?, presets: [ConfigurationFile.ConverterEntry]
  ) -> Setting<[ConfigurationFile.ConverterEntry]> {
    guard let said else { return Setting(value: presets, origin: .preset) }
    let named = Set(said.value.map(\.fileExtension))
    let merged = presets.filter { !named.contains($0.fileExtension) } + said.value
    return Setting(value: merged.filter { !$0.command.isEmpty }, origin: .file(file, line: said.line))
  }
}

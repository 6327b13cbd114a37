// The codebook that Redline brings along.

import CDefaultCodebook

extension Codebook {
  /// The name by which messages speak of it.
  public static let defaultFile = "default codebook"

  /// The file's bytes, as `redline codebook show` prints them.
  public static var defaultYAML: [UInt8] {
    var size = 0
    let bytes = redline_default_codebook(&size)
    return Array(UnsafeBufferPointer(start: bytes, count: size))
  }

  private static let embedded: Result<Codebook, CodebookErrors> = {
    do throws(CodebookErrors) {
      return .success(
        try load(yaml: String(decoding: defaultYAML, as: UTF8.self), file: defaultFile, isOurs: true))
    } catch {
      return .failure(error)
    }
  }()

  /// The embedded codebook, read once.
  public static func loadDefault() throws(CodebookErrors) -> Codebook { try embedded.get() }
}

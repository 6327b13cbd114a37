// A digest as data: JSON with sorted keys, and the schema that describes it.

import Foundation

extension Digest {
  /// UTF-8, one line feed at the end; the same digest gives the same bytes.
  public func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [0x0A]
  }

  /// Throws for JSON that is no digest of this format.
  public init(json: [UInt8]) throws {
    self = try JSONDecoder().decode(Digest.self, from: Data(json))
  }

  /// JSON Schema (2020-12) of the JSON form.
  public static let schema = String(decoding: PackageResources.digest_schema_json, as: UTF8.self)
}

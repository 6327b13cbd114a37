// The fingerprint changes when codings would, and only then.

import Testing

@testable import Codebooks

@Suite struct FingerprintTests {
  /// FIPS 180-4's examples, and lengths around a block's border checked with sha256sum.
  static let vectors: [(message: String, digest: String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    (String(repeating: "a", count: 56), "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
    (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
  ]

  @Test(arguments: vectors) func sha256(message: String, digest: String) {
    #expect(SHA256.hex(Array(message.utf8)) == digest)
  }

  static let immaterial: [(old: String, new: String)] = [
    ("codebook: 1", "# a comment\ncodebook: 1"), ("title: Harbour works", "title: Port works"),
    ("version: \"1\"", "version: \"2\""), ("label: Dredging", "label: Digging"),
    ("definition: Making", "definition: To make"), ("text: next year", "text: soon"),
    ("because: nothing is done", "because: a state"), ("key-changes: 5", "key-changes: 4"),
    ("match: dredg! W/5 $port", "match: (dredg!)  w/5   $port"), ("'not W/3 dredg!'", "\"not W/3 dredg!\""),
    ("text: \"The harbour is deep.\"", "text: \"The harbour is not deep.\""),
    ("facet: works\n", "facet: works\n    memo: see there\n"),
    ("facet: works\n", "facet: works\n    asides: []\n"),
  ]

  @Test(arguments: immaterial) func staysWithTexts(old: String, new: String) throws {
    #expect(try Sample.changed(old, to: new).fingerprint == Sample.load().fingerprint)
  }

  static let material: [(old: String, new: String)] = [
    ("dredg! W/5 $port", "dredg! W/6 $port"), ("$actor:port OR $actors", "$actors"),
    ("'not W/3 dredg!'", "'not W/2 dredg!'"), ("quay!", "quays"), ("CAPS(PA)", "PA"),
    ("until: 2020", "until: 2021"),
    ("status: begun\n", "status: planned\n"), ("'@ W/4", "'@ W/5"), ("scope: 5", "scope: 6"),
    ("direction: forward", "direction: backward"), ("only: [works]", "except: [works]"),
    ("low: 0.55", "low: 0.5"),
    ("default: mentioned", "default: planned"), ("id: W1.2", "id: W1.3"),
    ("[dropped, mentioned,", "[mentioned, dropped,"),
    ("facet: works\n", "facet: works\n    done-to: [port]\n"),
    ("facet: works\n", "facet: works\n    asides: [{id: W1.a1, match: after W/2 dredg!}]\n"),
    ("holder: port\n", "holder: port\n        negated: true\n"),
    ("holder: port\n", "holder: port\n        holder-fixed: true\n"),
    ("holder: port\n", "holder: port\n        follows: [works/dredging]\n"),
    ("        patterns: [W1.1]\n", ""), ("        holders: [port]\n", "        except-holders: [port]\n"),
    ("        holders: [port]\n", "        holders: [port]\n        asked: true\n"),
    ("        holders: [port]\n", "        holders: [port]\n        clause: true\n"),
    ("        holders: [port]\n", "        holders: [port]\n        sets-hypothetical: false\n"),
    ("scope: 5", "scope: 5\n    stops-at-clause: false"),
  ]

  @Test(arguments: material) func changesWithRules(old: String, new: String) throws {
    #expect(try Sample.changed(old, to: new).fingerprint != Sample.load().fingerprint)
  }

  @Test func boardsHaveTheirOwn() throws {
    let sample = try Sample.load()
    for (old, new) in [("accusers: [port]", "accusers: [other]"), ("status: planned,", "status: begun,")] {
      let changed = try Sample.changed(old, to: new)
      #expect(changed.boardFingerprint != sample.boardFingerprint)
      #expect(changed.fingerprint == sample.fingerprint)
    }
    #expect(try Sample.changed("scope: 5", to: "scope: 6").boardFingerprint == sample.boardFingerprint)
  }
}

import Testing

@testable import NoteText

struct RichTextTests {
  /// What stands in the document's body, and what a converter is handed of it.
  static let cases: [(source: String, readable: String)] = [
    // The document's code page, and a font's, which wins; the default font's, and `\plain` back to it.
    (#"\ansicpg1251 \'cc\'e8\'f0 mir"#, #"\ansicpg1251 {\uc0\u1052\u1080\u1088} mir"#),
    (
      #"\ansicpg1252\deff0{\fonttbl{\f0\fcharset238 A;}{\f1\fcharset0 B;}{\f2\fcharset204 C;}}"#
        + #"\'e8{\f1\'e8\f2\'e8\plain\'e8}"#,
      #"\ansicpg1252\deff0{\fonttbl{\f0\fcharset238 A;}{\f1\fcharset0 B;}{\f2\fcharset204 C;}}"#
        + #"{\uc0\u269}{\f1{\uc0\u232}\f2{\uc0\u1080}\plain{\uc0\u269}}"#
    ),
    // A font table without groups, a font by code page, and one that leaves it to the document.
    (
      #"\ansicpg1253{\fonttbl\f0\cpg1255 A;\f1\fcharset1 B;}\f0\'e0\f1\'e1"#,
      #"\ansicpg1253{\fonttbl\f0\cpg1255 A;\f1\fcharset1 B;}\f0{\uc0\u1488}\f1{\uc0\u945}"#
    ),
    (#"\mac caf\'8e"#, #"\mac caf{\uc0\u233}"#),
    // What a document says of itself is in its own code page.
    (
      #"\ansicpg1251\deff0{\fonttbl{\f0\fcharset0 A;}}{\info{\title \'cc}}\'cc"#,
      #"\ansicpg1251\deff0{\fonttbl{\f0\fcharset0 A;}}{\info{\title {\uc0\u1052}}}{\uc0\u204}"#
    ),
    // Two bytes a letter, the second in ASCII or not.
    (
      #"\ansicpg932\'93\'fa\'96\'7b\'83e\'83\'58x"#,
      #"\ansicpg932{\uc0\u26085\u26412\u12486\u12473}x"#
    ),
    (#"\ansicpg65001\'d0\'9c"#, #"\ansicpg65001{\uc0\u1052}"#),
    // Signs of a font of their own are no letters.
    (
      #"{\fonttbl{\f3\fcharset2 Symbol;}}\f3\'b7"#,
      #"{\fonttbl{\f3\fcharset2 Symbol;}}\f3{\uc0\u-3913}"#
    ),
    // Substitutes go, as many as are said, by their group.
    (#"a\u1052?b{\uc2\u1080\'a8\'a2c}\u1088?d"#, #"a{\uc0\u1052}b{\uc2{\uc0\u1080}c}{\uc0\u1088}d"#),
    (#"\uc0 a\u1052 b"#, #"\uc0 a{\uc0\u1052}b"#),
    (#"\u1052\'cc\u1080\'e8\'f0\par"#, #"{\uc0\u1052\u1080\u240}\par"#),
    (#"{\u1052}?"#, #"{{\uc0\u1052}}?"#),
    // Beyond the first plane, and half of it.
    (#"\u-10179?\u-8704?x\u55357?y"#, "{\\uc0 \u{1F600}}x" + #"{\uc0\u-3}y"#),
    // ASCII and symbols stay.
    (#"\{\'5c\}\~\-\_ {\*\x y}"#, #"\{\'5c\}\~\-\_ {\*\x y}"#),
    // Of a field what it shows stays, of pictures and binary data nothing.
    (
      #"a {\field\flddirty{\*\fldinst {\cf1 REF x}}{\fldrslt {b c}}} d"#,
      #"a {\flddirty{}{{b c}}} d"#
    ),
    (#"a{\pict\wmetafile8 01ff}{\object{\*\objdata 00}b}\bin3 }{\c"#, #"a{}{\object{}b}{}c"#),
    // What stands behind the end is not its own.
    (#"a}b"#, "a"),
  ]

  @Test(arguments: cases.indices) func letters(_ index: Int) {
    let (source, readable) = Self.cases[index]
    let result = RichText.readable(Array((#"{\rtf1"# + source + "}").utf8))
    #expect(String(decoding: result, as: UTF8.self) == #"{\rtf1"# + readable + "}", "\(source)")
  }

  @Test func bytesAsTheyAre() {
    let body: [UInt8] = [0xCC, 0xE8, 0xF0]
    let head = Array(#"{\rtf1 "#.utf8)
    let text = { (bytes: [UInt8], fallback: String?) in
      String(decoding: RichText.readable(bytes, fallbackEncoding: fallback), as: UTF8.self)
    }
    #expect(text(head + body + [0x7D], "windows-1251") == #"{\rtf1 {\uc0\u1052\u1080\u1088}}"#)
    // Cut off, too.
    #expect(text(head + [0x7B] + body, nil) == #"{\rtf1 {{\uc0\u204\u232\u240}}}"#)
    // A document in UTF-8, against the book, is left in it.
    #expect(text(head + Array("Мир}".utf8), nil) == #"{\rtf1 Мир}"#)
    #expect(text(Array("no rtf {".utf8), nil) == "no rtf {")
  }

  /// Whatever comes, it ends, and the length is bounded.
  @Test func anythingEnds() {
    var random = SystemRandomNumberGenerator()
    let parts = [
      "{", "}", "\\", "'", "8", "\\u", "\\uc", "\\bin", "\\'e", "9", " ", "\\f1", "\\fonttbl", "-", "\u{80}",
    ]
    for _ in 0..<500 {
      let source = #"{\rtf1"# + (0..<60).compactMap { _ in parts.randomElement(using: &random) }.joined()
      let result = RichText.readable(Array(source.utf8))
      #expect(result.count <= 14 * source.utf8.count, "\(source)")
    }
  }
}

import Codebooks
import NoteText
import Testing

@testable import Coding

/// Who speaks in a tag at the sentence's end, and who does where a comma before the verb is no turn of order.
@Suite struct SpeechTagTests {
  @Test(arguments: [
    ("Russia might annex Kherson, Washington warned.", "us"),
    ("Russia might annex Kherson, the White House warned on Monday.", "us"),
    ("Russia would annex Kherson, said Stoltenberg.", "nato"),
    (
      "Denis Pushilin, who leads the separatists in Donetsk, claimed that Kyiv is planning to attack Donetsk and Luhansk.",
      "separatists"
    ),
    // A paper only tells; to whom a thing is done does not do it; who judges a deed has not done it.
    ("Euronews reported that the EU imposed new sanctions on Russia.", "eu"),
    ("Russia faces new U.S. sanctions over the war in Ukraine.", "us"),
    ("The Russian invasion of Ukraine is a crime.", "author"),
  ]) func holder(text: String, expected: String) throws {
    var coder = Coder(try CompiledCodebook(try Codebook.loadDefault()))
    let coded = coder.code(Note.plain(text: text, title: "", date: nil))
    let segment = try #require(coded.segments.first { !$0.code.hasPrefix("demand/") })
    #expect(segment.holder == expected)
  }
}

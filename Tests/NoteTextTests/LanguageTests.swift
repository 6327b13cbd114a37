import Testing

@testable import NoteText

struct LanguageTests {
  static let cases: [(String?, String)] = [
    ("en", "The ministers said that they would meet again in the spring and that the talks had been useful."),
    (
      "de",
      "Die Minister sagten, dass sie sich im Frühjahr wieder treffen und die Gespräche nicht ohne Ergebnis sind."
    ),
    (
      "fr",
      "Les ministres ont dit que les discussions se poursuivent dans une ville qui est à la frontière du pays."
    ),
    (
      "es",
      "Los ministros dijeron que las conversaciones se reanudan en la ciudad y que no hay una fecha para el acuerdo."
    ),
    (
      "pl",
      "Ministrowie powiedzieli, że rozmowy są trudne, ale nie zostaną przerwane, a do spotkania dojdzie w maju."
    ),
    (
      "tr",
      "Bakanlar görüşmelerin çok yararlı olduğunu ve bir sonraki toplantı için tarih belirlendiğini söyledi, ama bu daha kesin değil."
    ),
    (
      "ru",
      "Министры заявили, что переговоры будут продолжены, и выразили надежду на то, что это даст результат."
    ),
    (
      "uk", "Міністри заявили, що переговори буде продовжено, і висловили надію на те, що це дасть результат."
    ),
    ("zh", "部长们表示,会谈将在春季继续举行,并希望取得成果。"),
    ("ja", "大臣たちは会談を春に続けることを明らかにした。"),
    ("el", "Οι υπουργοί δήλωσαν ότι οι συνομιλίες θα συνεχιστούν."),
    (nil, "4711 0815"), (nil, "Lorem Zürich"), (nil, ""),
  ]

  @Test(arguments: cases.indices) func guesses(_ index: Int) {
    let (language, text) = Self.cases[index]
    #expect(LanguageGuess.language(of: Array(text.utf8)) == language, "\(text)")
  }
}

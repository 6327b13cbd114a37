// What a printer puts on a page beside the text: when, whence, which page.

/// `3/13/22, 12:15 AM`, `https://example.org/a 1/12`, `Page 3 of 12`, `- 4 -`: lines of nothing but dates, times,
/// addresses and page numbers. They are no titles.
enum PageFurniture {
  private static let words: Set<String> = [
    "am", "pm", "a", "p", "m", "at", "on", "of", "utc", "gmt", "z", "t", "st", "nd", "rd", "th", "page",
    "pages", "printed", "стр", "страница", "сторінка", "из", "з", "г", "seite", "von", "str", "strona",
    "strana", "página", "pagina", "de", "di", "sur", "du",
  ]
  private static let names: Set<String> = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "january", "february",
    "march", "april", "june", "july", "august", "september", "sept", "october", "november", "december",
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday",
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря", "года", "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня",
    "вересня", "жовтня", "листопада", "грудня", "року",
  ]

  static func isFurniture(_ line: String) -> Bool {
    var rest = Substring(line.lowercased())
    var hasAny = false
    for word in rest.split(separator: " ") where isAddress(word) {
      hasAny = true
      rest = Substring(rest.replacing(word, with: " ", maxReplacements: 1))
    }
    var hasDigit = false
    for word in rest.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      if word.allSatisfy(\.isNumber) {
        hasDigit = true
        continue
      }
      // "13th", "2022г", "12h".
      let letters = word.drop(while: \.isNumber)
      if letters.count < word.count { hasDigit = true }
      guard isOfDates(String(letters)) else { return false }
    }
    return hasAny || hasDigit
  }

  private static func isAddress(_ word: Substring) -> Bool {
    word.hasPrefix("http://") || word.hasPrefix("https://") || word.hasPrefix("www.")
      || word.hasPrefix("file:/")
  }

  private static func isOfDates(_ word: String) -> Bool {
    words.contains(word) || names.contains(word)
  }
}

// Hand-coded passages: what the program's coding is measured against.

import NoteText

/// A segment as a coder gave it.
public struct GoldSegment: Hashable, Sendable, Decodable {
  public var code: String
  public var status: String
  public var isNegated: Bool
  public var isHypothetical: Bool
  public var isHistorical: Bool
  public var holder: String

  public init(
    code: String, status: String, isNegated: Bool = false, isHypothetical: Bool = false,
    isHistorical: Bool = false, holder: String
  ) {
    self.code = code
    self.status = status
    self.isNegated = isNegated
    self.isHypothetical = isHypothetical
    self.isHistorical = isHistorical
    self.holder = holder
  }

  private enum CodingKeys: String, CodingKey {
    case code, status, negated, hypothetical, historical, holder
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    code = try fields.decode(String.self, forKey: .code)
    status = try fields.decode(String.self, forKey: .status)
    isNegated = try fields.decodeIfPresent(Bool.self, forKey: .negated) ?? false
    isHypothetical = try fields.decodeIfPresent(Bool.self, forKey: .hypothetical) ?? false
    isHistorical = try fields.decodeIfPresent(Bool.self, forKey: .historical) ?? false
    holder = try fields.decode(String.self, forKey: .holder)
  }
}

/// Sentences that follow each other, each with its codes; what stands before them is context only.
public struct GoldPassage: Sendable, Decodable {
  public var id: String
  public var source: String
  public var title: String
  /// As given; anything that is no date counts as none.
  public var date: String
  public var context: String
  public var sentences: [String]
  /// For each sentence; a code counts once in it.
  public var codes: [[GoldSegment]]

  public init(
    id: String, source: String = "", title: String = "", date: String = "", context: String = "",
    sentences: [String], codes: [[GoldSegment]]
  ) {
    self.id = id
    self.source = source
    self.title = title
    self.date = date
    self.context = context
    self.sentences = sentences
    self.codes = codes
  }

  private enum CodingKeys: String, CodingKey {
    case id, source, title, date, context, sentences, codes
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(String.self, forKey: .id)
    source = try fields.decodeIfPresent(String.self, forKey: .source) ?? ""
    title = try fields.decodeIfPresent(String.self, forKey: .title) ?? ""
    date = try fields.decodeIfPresent(String.self, forKey: .date) ?? ""
    context = try fields.decodeIfPresent(String.self, forKey: .context) ?? ""
    sentences = try fields.decode([String].self, forKey: .sentences)
    codes = try fields.decode([[GoldSegment]].self, forKey: .codes)
    guard codes.count == sentences.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .codes, in: fields,
        debugDescription: "\(codes.count) lists of codes for \(sentences.count) sentences")
    }
  }

  /// Context and sentences joined by one space.
  public var text: String { ((context.isEmpty ? [] : [context]) + sentences).joined(separator: " ") }

  /// The passage as a note.
  public var note: Note { .plain(text: text, title: title, date: NoteDate.parse(date)) }

  /// The sentences' places in `text`, in Unicode code points, ends exclusive.
  public var spans: [Range<Int>] { spans { $0.unicodeScalars.count } }

  /// The same places in bytes of the UTF-8 text.
  public var byteSpans: [Range<Int>] { spans { $0.utf8.count } }

  private func spans(_ length: (String) -> Int) -> [Range<Int>] {
    var at = context.isEmpty ? 0 : length(context) + 1
    return sentences.map { sentence in
      let start = at
      at += length(sentence) + 1
      return start..<(at - 1)
    }
  }

  /// Passages of one title, source and day are cut from one document.
  public var document: String {
    title.isEmpty ? "passage \(id)" : [source, title, date].joined(separator: "\u{1F}")
  }
}

// Builds a codebook from a YAML tree, section by section.

import Yams

struct CodebookReader {
  var nodes: NodeReader
  var facets: [Facet] = []
  var lexicons: [String: Lexicon] = [:]
  var actors: [Actor] = []
  var codes: [Code] = []
  var cues: [Cue] = []
  var likelihoods: [LikelihoodTerm] = []
  /// Where each id was first given, by kind.
  private var ids: [String: [String: FilePlace]] = [:]

  init(nodes: NodeReader) { self.nodes = nodes }

  /// The file's format; a later one is refused rather than half understood.
  static let format = 1

  mutating func read(_ root: Node) -> Codebook? {
    guard
      let file = nodes.fields(
        root, of: "the codebook", required: ["codebook", "title", "facets", "actors", "codes"],
        optional: ["version", "source", "languages", "board", "lexicons", "cues", "likelihood"])
    else { return nil }
    readFormat(file["codebook"])
    let title = nodes.text(file["title"], of: "title") ?? ""
    let version = nodes.text(file["version"], of: "version") ?? ""
    let source = nodes.text(file["source"], of: "source") ?? ""
    let languages = nodes.texts(file["languages"], of: "languages").map(\.value)
    for node in nodes.list(file["facets"], of: "facets") { readFacet(node) }
    readLexicons(file["lexicons"])
    for node in nodes.list(file["actors"], of: "actors") { readActor(node) }
    for node in nodes.list(file["codes"], of: "codes") { readCode(node) }
    for node in nodes.list(file["cues"], of: "cues") { readCue(node) }
    for node in nodes.list(file["likelihood"], of: "likelihood") { readLikelihood(node) }
    let board = readBoard(file["board"])
    checkRoles(file)
    resolve()
    guard nodes.errors.isEmpty else { return nil }
    var book = Codebook(
      title: title, version: version, source: source, languages: languages, facets: facets,
      lexicons: lexicons, actors: actors, codes: codes, cues: cues, likelihoods: likelihoods, board: board,
      fingerprint: "")
    book.openAlternatives = nodes.openAlternatives
    book.fingerprint = Codebook.fingerprint(of: book)
    return book
  }

  private mutating func readFormat(_ node: Node?) {
    guard let node, let text = nodes.text(node, of: "codebook") else { return }
    if text != "\(CodebookReader.format)" {
      nodes.report(
        node, "codebook format '\(nodes.shortened(text))' is not known here; this version reads format 1")
    }
  }

  /// Notes an id, which must be the only one of its kind.
  mutating func declare(_ id: NodeReader.Located?, as kind: String) {
    guard let id else { return }
    if let first = ids[kind]?[id.value] {
      nodes.report(id.place, "\(kind) '\(id.value)' stands already at line \(first.line)")
    } else {
      ids[kind, default: [:]][id.value] = id.place
    }
  }
}

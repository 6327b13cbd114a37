// One benchmark a pure floor, so that a regression has an address.

import Benchmark
import Codebooks
import Coding
import Digests
import FileWatching
import Foundation
import NotePaths
import NoteStore
import NoteText

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuTotal], warmupIterations: 3, maxDuration: .seconds(3), maxIterations: 500)
  let sample: Sample
  do {
    sample = try Sample()
  } catch {
    Benchmark("no sample: \(error)") { $0.error("\(error)") }
    return
  }

  Benchmark("codebook from YAML") { _ in
    blackHole(try Codebook.load(yaml: Codebook.defaultYAML, file: Codebook.defaultFile))
  }

  Benchmark("codebook compiled") { _ in blackHole(try CompiledCodebook(sample.codebook)) }

  Benchmark("Markdown, 0.5 MB") { _ in
    blackHole(try NoteReader.read(sample.markdown, name: NotePath("sample.md")))
  }

  Benchmark("HTML, 0.5 MB") { _ in
    blackHole(try NoteReader.read(sample.html, name: NotePath("sample.html")))
  }

  Benchmark("sentences and words, 0.5 MB") { _ in
    blackHole(TextCutter.cut(text: sample.note.text, units: sample.note.units))
  }

  Benchmark("match, 0.5 MB") { benchmark in
    let set = try PatternSet(
      patterns: sample.codebook.codes.flatMap { $0.patterns.map(\.match) },
      lexicons: sample.codebook.lexicons,
      actors: sample.codebook.actors)
    var matcher = Matcher(set)
    benchmark.startMeasurement()
    matcher.read(text: sample.note.text, cut: sample.cut, year: 2022)
    for sentence in sample.cut.sentences.indices {
      for pattern in matcher.candidates(in: sentence) { blackHole(matcher.firstMatch(pattern, in: sentence)) }
    }
    benchmark.stopMeasurement()
  }

  Benchmark("match, scope, holder, status, 0.5 MB") { benchmark in
    var coder = Coder(sample.compiled)
    benchmark.startMeasurement()
    blackHole(coder.code(sample.note))
    benchmark.stopMeasurement()
  }

  Benchmark("merge of a listing with the ledger, 2,000 files") { _ in
    blackHole(Rescan.merge(listing: sample.listing, known: sample.known))
  }

  Benchmark("digest as Markdown, 900 segments") { _ in blackHole(sample.renderer.markdown(sample.digest)) }

  Benchmark("digest as HTML, 900 segments") { _ in blackHole(sample.renderer.html(sample.digest)) }

  // An index of your own: a state folder, as `redline watch --once` leaves it.
  if let folder = ProcessInfo.processInfo.environment["REDLINE_INDEX"] { benchmarkSearches(folder) }
}

/// Words, phrases and codes, each by itself, in one process with the index open.
private func benchmarkSearches(_ folder: String) {
  let words = [
    "russia", "ukraine", "sanctions", "open door", "\"open door\"", "\"red line\"", "nato enlargement",
    "missile*",
    "ceasefire", "minsk", "donbas", "\"security guarantees\"", "nuclear", "gas pipeline", "belarus",
  ]
  let coded: [(String?, [String], [String], [String])] = [
    (nil, ["redline"], [], []), (nil, ["demand"], [], []), (nil, ["demand"], ["pressed"], []),
    (nil, [], [], ["russia"]), ("russia", ["demand"], [], []),
  ]
  do {
    let store = try Store(directory: folder, access: .readOnly)
    for (text, codes, statuses, holders) in words.map({ ($0, [], [], []) }) + coded {
      var query = SearchQuery(text: try text.map { try SearchExpression($0) })
      (query.codes, query.statuses, query.holders) = (codes, statuses, holders)
      let name = (text.map { [$0] } ?? []) + codes + statuses + holders.map { "holder \($0)" }
      Benchmark("search \(name.joined(separator: " "))") { [query] _ in blackHole(try store.search(query)) }
    }
  } catch {
    Benchmark("no index in \(folder): \(error)") { $0.error("\(error)") }
  }
}

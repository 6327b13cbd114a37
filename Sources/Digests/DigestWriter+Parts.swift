// The plain parts of a digest: heads, coverage, lists of notes, quarantine, errata, words, copies, pairs.

import Codebooks

extension DigestWriter {
  func periodHead() -> Digest.PeriodHead {
    let period = material.period
    return Digest.PeriodHead(
      kind: period.kind, name: period.name, title: zone.title(period), start: zone.rfc3339(period.start),
      end: zone.rfc3339(period.end), zone: period.zone, drawnUp: zone.rfc3339(material.now),
      isRunning: material.isRunning, isNewIndex: material.isNewIndex)
  }

  func codebookHead() -> Digest.CodebookHead {
    let board = codebook.board
    return Digest.CodebookHead(
      title: codebook.title, version: codebook.version, source: codebook.source,
      fingerprint: codebook.fingerprint, hasChanged: material.codebookChanged, languages: codebook.languages,
      board: Digest.Rules(
        accusers: board.accusers, claimedStatuses: board.claimedStatuses,
        notHypothetical: board.notHypothetical,
        contradictions: board.contradictions, arrowSources: board.arrowSources,
        arrowPValue: board.arrowPValue,
        silenceFactor: board.silenceFactor, keyChanges: board.keyChanges,
        newAfter: board.newAfter))
  }

  func facetHeads() -> [Digest.FacetHead] {
    codebook.facets.map { facet in
      Digest.FacetHead(
        id: facet.id, label: facet.label, ladder: facet.ladder, defaultStatus: facet.defaultStatus,
        place: codebook.board.boardFacets.contains(facet.id)
          ? .board : codebook.board.tableFacets.contains(facet.id) ? .table : .section,
        told: facet.ladder.filter { facet.told[$0] != nil })
    }
  }

  func coverage(_ notes: [NoteLine]) -> Digest.Coverage {
    var foreign: [String: Int] = [:]
    for note in notes where !covers(note) { foreign[note.language ?? "", default: 0] += 1 }
    return Digest.Coverage(
      notes: notes.count + material.unlisted.notes, sources: sources.count + material.unlisted.sources,
      coded: notes.count { $0.segments > 0 },
      segments: material.evidence.count + material.further.marks.count, previousNotes: material.previousNotes,
      revised: material.revised,
      withdrawn: material.withdrawn, quarantined: material.quarantine.count, late: material.lateNotes.count,
      undated: notes.count(where: \.isUndated), future: notes.count { $0.date > $0.received },
      uncovered: foreign.map { .init(language: $0.key, notes: $0.value) }
        .sorted { ($1.notes, $0.language) < ($0.notes, $1.language) })
  }

  func entry(_ note: NoteLine) -> Digest.NoteEntry {
    Digest.NoteEntry(
      path: note.path.description, address: note.isFile ? percentEncoded(note.path) : "", title: note.title,
      date: zone.isoDay(note.date), isUndated: note.isUndated, received: zone.rfc3339(note.received),
      segments: note.segments, sentences: note.sentences, language: note.language)
  }

  func quarantine() -> [Digest.QuarantineEntry] {
    material.quarantine.sorted { $0.path < $1.path }.map {
      Digest.QuarantineEntry(
        path: $0.path.description, address: percentEncoded($0.path), reason: $0.reason, remedy: $0.remedy,
        since: zone.rfc3339($0.since))
    }
  }

  func errata() -> [Digest.ErratumLine] {
    material.errata.sorted { ($0.digest, $0.path, $0.kind.rawValue) < ($1.digest, $1.path, $1.kind.rawValue) }
      .map {
        Digest.ErratumLine(
          kind: $0.kind.rawValue, path: $0.path.description,
          address: $0.isFile ? percentEncoded($0.path) : "",
          title: $0.title,
          digest: $0.digest,
          changes: $0.changes.map { .init(code: $0.code, before: $0.before, after: $0.after) }
            .sorted { $0.code < $1.code })
      }
  }

  func keyWords() -> [Digest.KeyWordEntry] {
    if material.keyWords.isEmpty { return [] }
    let known = KnownWords(codebook)
    // Three times as often as usual at least: in many words much is beyond chance, and little of it is worth a look.
    let new = material.keyWords.filter { Double($0.count) >= 3 * $0.expected && !known.contains($0.word) }
    return new.sorted { ($1.keyness, $0.word) < ($0.keyness, $1.word) }.prefix(25).map {
      Digest.KeyWordEntry(
        word: $0.word, count: $0.count, expected: rounded($0.expected, 1), keyness: rounded($0.keyness, 1))
    }
  }

  func clusters(_ notes: [NoteLine]) -> [Digest.Cluster] {
    // Counted before they are gathered: most notes stand alone, and a list for each of a hundred thousand is too much.
    var counts: [Int64: Int] = [:]
    for note in notes { counts[note.cluster, default: 0] += 1 }
    return Dictionary(grouping: notes.lazy.filter { counts[$0.cluster] != 1 }, by: \.cluster).values
      .map { $0.sorted { ($0.date, $0.path) < ($1.date, $1.path) } }
      .sorted { $0[0].path < $1[0].path }
      .map {
        Digest.Cluster(
          title: $0[0].title, notes: $0.count,
          paths: $0.prefix(Digest.mostListed).map(\.path.description))
      }
  }

  /// Codes in the same independent source, what tells of the past left out.
  func pairs(_ judgements: [CodeJudgement]) -> [Digest.CodePair] {
    let clusters = judgements.map { Set($0.counted.lazy.map(\.cluster)) }
    var pairs: [(Digest.CodePair, order: Int)] = []
    for (i, first) in judgements.enumerated() {
      for j in (i + 1)..<max(i + 1, judgements.count) {
        let shared = clusters[i].intersection(clusters[j]).count
        guard shared > 0 else { continue }
        pairs.append(
          (.init(first: first.code.id, second: judgements[j].code.id, sources: shared), pairs.count))
      }
    }
    return pairs.sorted { ($1.0.sources, $0.order) < ($0.0.sources, $1.order) }.map(\.0)
  }
}

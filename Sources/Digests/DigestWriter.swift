// Material and codebook become a digest: the order of work on one page.

public import Codebooks

/// Writes digests. Pure: the same material and codebook give the same digest, in whatever order they come.
public struct DigestWriter: Sendable {
  let material: DigestMaterial
  let codebook: Codebook
  let zone: Zone
  let counts: DayCounts
  /// The clusters of the period's notes: its independent sources.
  let sources: Set<Int64>
  let choice: EvidenceChoice

  /// Throws where the period's zone is not in the time zone database.
  /// - Parameter hasKeyChanges: false for a board alone, which tells of none and is wanted at once.
  public static func write(
    _ material: DigestMaterial, codebook: Codebook, hasKeyChanges: Bool = true
  ) throws(UnknownZone) -> Digest {
    let zone = try Zone(material.period.zone)
    return DigestWriter(
      material: material, codebook: codebook, zone: zone, counts: DayCounts(material, zone: zone),
      sources: Set(material.notes.lazy.map(\.cluster)), choice: EvidenceChoice(material)
    ).digest(hasKeyChanges: hasKeyChanges)
  }

  private func digest(hasKeyChanges: Bool) -> Digest {
    let sorted = Sorted(material)
    let ladders = Dictionary(
      codebook.facets.map { ($0.id, Ladder($0, codebook.board)) }, uniquingKeysWith: { first, _ in first })
    let anchors = anchors(codebook.codes)
    let judgements = codebook.codes.enumerated().compactMap { index, code -> CodeJudgement? in
      guard let ladder = ladders[code.facet] else { return nil }
      let evidence = CodeEvidence(code, stem: anchors[index], ladder: ladder, material: sorted, zone: zone)
      return CodeJudgement(
        code: code, order: index, anchor: anchors[index], ladder: ladder, evidence: evidence, writer: self)
    }
    let standings = judgements.map(\.standing)
    let arrows = Dictionary(standings.map { ($0.code, $0.arrow) }, uniquingKeysWith: { first, _ in first })
    let changes =
      hasKeyChanges ? KeyChanges(judgements: judgements, arrows: arrows, writer: self).ranked() : []
    return assemble(judgements, standings, changes)
  }

  private func assemble(
    _ judgements: [CodeJudgement], _ standings: [Digest.Standing], _ changes: [Digest.KeyChange]
  ) -> Digest {
    // As a rule they come in this order: a copy of a hundred thousand is spared.
    let isSorted = zip(material.notes, material.notes.dropFirst()).allSatisfy { $0.path <= $1.path }
    let notes = isSorted ? material.notes : material.notes.sorted { $0.path < $1.path }
    var omitted = Digest.Omitted()
    let errata = listed(errata(), \.errata, &omitted)
    let late = listed(material.lateNotes.sorted { $0.path < $1.path }, \.late, &omitted).map(entry)
    let uncoded = listed(notes.lazy.filter { $0.segments == 0 && covers($0) }, \.uncoded, &omitted).map(entry)
    let uncovered = listed(notes.lazy.filter { !covers($0) }, \.uncovered, &omitted).map(entry)
    let quarantine = listed(quarantine(), \.quarantine, &omitted)
    omitted.evidence = material.further.marks.count
    omitted.lateEvidence = material.lateFurther.marks.count
    let clusters = listed(clusters(notes), \.clusters, &omitted)
    return Digest(
      period: periodHead(), codebook: codebookHead(), facets: facetHeads(),
      holders: codebook.actors.map { .init(id: $0.id, label: $0.label) },
      coverage: coverage(notes), keyChanges: changes, standings: standings,
      disagreements: judgements.compactMap { $0.disagreement() },
      evidence: evidence(judgements, standings, changes), errata: errata, late: late,
      uncoded: uncoded, uncovered: uncovered, quarantine: quarantine, omitted: omitted, keyWords: keyWords(),
      clusters: clusters, pairs: pairs(judgements), heat: counts.heat(codebook.codes.map(\.id)),
      buckets: counts.buckets.map {
        Digest.Bucket(
          from: CivilDay(days: $0.first).iso, days: $0.last - $0.first + 1,
          notes: counts.notes($0.first...$0.last))
      },
      previousName: material.previousName, nextName: material.nextName)
  }

  /// The period's and the late lines, and of earlier ones those that the digest refers to.
  private func evidence(
    _ judgements: [CodeJudgement], _ standings: [Digest.Standing], _ changes: [Digest.KeyChange]
  ) -> [Digest.EvidenceLine] {
    var referred = Set(changes.flatMap(\.evidence))
    for standing in standings {
      referred.formUnion(standing.arrow.evidence)
      if let last = standing.last { referred.insert(last.evidence) }
    }
    return judgements.flatMap { judgement -> [Digest.EvidenceLine] in
      let all = judgement.evidence
      let extra = all.before.lazy.map(\.line) + (all.last.map { [$0.line] } ?? [])
      var seen: Set<String> = []
      let earlier = extra.filter {
        $0.origin == .earlier && referred.contains($0.id) && seen.insert($0.id).inserted
      }
      return all.period.map(\.line) + all.late.map(\.line) + earlier
    }
  }

  /// The first of a list, and how many it leaves out.
  private func listed<Lines: Sequence>(
    _ lines: Lines, _ count: WritableKeyPath<Digest.Omitted, Int>, _ omitted: inout Digest.Omitted
  ) -> [Lines.Element] {
    var first: [Lines.Element] = []
    for line in lines {
      if first.count < Digest.mostListed { first.append(line) } else { omitted[keyPath: count] += 1 }
    }
    return first
  }

  func covers(_ note: NoteLine) -> Bool {
    guard let language = note.language else { return true }
    return codebook.languages.isEmpty || codebook.languages.contains(language)
  }

  /// The last day of the period, or today while it runs.
  var endDay: Int {
    let last = zone.day(of: material.period.end - 1)
    return material.isRunning
      ? min(last, max(zone.day(of: material.now), zone.day(of: material.period.start))) : last
  }

  func label(holder: String) -> String {
    English.named(codebook.actors.first { $0.id == holder }?.label ?? holder)
  }
}

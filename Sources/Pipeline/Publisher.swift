// From the index to files in the reports folder: the running digest, the periodic ones, the archive page, the feed.

public import Codebooks
public import Digests
import Foundation
public import NoteStore

/// Publishes what is due. Synchronous and handed the time; asks the index, writes the folder.
public final class Publisher {
  let store: Store
  let folder: ReportFolder
  let zone: Zone
  let schedules: [DigestSchedule]
  let renderer: DigestRenderer
  let tell: News.Sink
  public var codebook: Codebook

  /// A coded note waits to be shown in the running digest since this moment (monotonic nanoseconds).
  private var dirtySince: Int64?
  private var lastChange: Int64 = 0
  private var retryAt: Int64?

  /// The last digest that failed its own check; nil once the running one passes it and no periodic one is held back.
  public private(set) var refusal: DigestRefused?
  /// Periodic digests that are held back, by name. Each is tried again once the index has changed.
  private var heldBack: [String: HeldBack] = [:]
  private struct HeldBack {
    var period: Period
    /// When it fell due, seconds since 1970.
    var moment: Int64
    /// Nil where an earlier run of the service left it out.
    var why: DigestRefused?
    /// How many changes the index had had, and the moment (seconds since 1970).
    var changes: Int
    var at: Int64
  }
  /// Kinds of which the published ones were looked through for such gaps.
  private var searched: Set<PeriodKind> = []
  private var changes = 0
  /// Seconds that a digest which was refused is left alone at least, however often the index changes.
  static let patience: Int64 = 60

  /// The running digest is rewritten when nothing has come for this long, and at the latest after `longest`.
  static let quiet: Int64 = 1_000_000_000
  static let longest: Int64 = 30_000_000_000

  public init(
    store: Store, folder: ReportFolder, zone: Zone, schedules: [DigestSchedule], codebook: Codebook,
    renderer: DigestRenderer, tell: @escaping News.Sink
  ) {
    self.store = store
    self.folder = folder
    self.zone = zone
    self.schedules = schedules
    self.codebook = codebook
    self.renderer = renderer
    self.tell = tell
  }

  /// A batch went into the index at this monotonic time.
  public func noteChange(at monotonic: Int64) {
    changes += 1
    drawUpAgain(at: monotonic)
  }

  private func drawUpAgain(at monotonic: Int64) {
    if dirtySince == nil { dirtySince = monotonic }
    lastChange = monotonic
  }

  /// The monotonic time at which the running digest should be rewritten.
  public var nextRunning: Int64? {
    guard let dirtySince else { return retryAt }
    return max(min(lastChange + Self.quiet, dirtySince + Self.longest), retryAt ?? 0)
  }

  /// The next moment (seconds since 1970) at which a periodic digest is due, one that was refused included.
  public func nextDue(after instant: Int64) -> Int64? {
    let again = heldBack.values.filter { $0.changes != changes }.map {
      max($0.at + Self.patience, instant + 1)
    }
    return (schedules.map { $0.nextDue(after: instant, zone: zone) } + again).min()
  }

  /// Notes dated by the day count anew at midnight.
  private var runningDay: Int?

  /// The running digest is of the current day: when that ends it begins anew, note or no note.
  public func noteDayChange(at now: Int64, monotonic: Int64) {
    let day = zone.day(of: now)
    if let runningDay, runningDay != day { noteChange(at: monotonic) }
    runningDay = day
  }

  /// "06:00" within a day of `now`, "2026-11-30 06:00" later, on the zone's clock.
  public func clock(_ instant: Int64, now: Int64) -> String {
    let civil = zone.civil(instant)
    let two: (Int) -> String = { ($0 < 10 ? "0" : "") + String($0) }
    let time = "\(two(civil.hour)):\(two(civil.minute))"
    if instant - now < 86_400 { return time }
    return "\(civil.year)-\(two(civil.month))-\(two(civil.day)) \(time)"
  }

  // MARK: Periodic digests

  /// Whether there is no running digest yet, or one of another day.
  public func needsFirst() -> Bool { !folder.contains("latest.html") || !folder.contains("index.html") }

  /// Publishes every periodic digest whose time has come and that is not published yet, oldest first: also those
  /// missed while the service was down. What the folder cannot take now is tried again at the next look.
  /// - Parameter now: seconds since 1970.
  public func publishDue(at now: Int64) throws { while try publishNextDue(at: now) {} }

  /// Publishes the oldest of them alone, so that a clock set forward by years, or a service long stopped, keeps nobody
  /// waiting. Returns whether there was one: ask again then.
  public func publishNextDue(at now: Int64) throws -> Bool {
    let created = try store.created(at: now)
    let due = try schedules.compactMap { try nextDue($0, created: created, now: now) }
    guard let next = due.min(by: { ($0.moment, $0.period.name) < ($1.moment, $1.period.name) }) else {
      return false
    }
    let name = next.period.name
    do {
      try publish(next.period, now: now)
      if let held = heldBack.removeValue(forKey: name), held.why?.name == refusal?.name {
        refusal = heldBack.values.filter { $0.why != nil }.max { $0.at < $1.at }?.why
      }
    } catch let refused as DigestRefused {
      // Said once, and it holds up no other.
      if heldBack[name]?.why?.description != refused.description { tell(News(.error, "\(refused)")) }
      heldBack[name] = HeldBack(
        period: next.period, moment: next.moment, why: refused, changes: changes, at: now)
      refusal = refused
    }
    return true
  }

  /// What of a schedule is due. Digests drawn up after `now`, when the clock was wrong, hold up no others, and stay.
  private func nextDue(
    _ schedule: DigestSchedule, created: Int64, now: Int64
  ) throws -> (moment: Int64, period: Period)? {
    let published = try store.publications(schedule.every)
    let names = Set(published.map(\.period.name))
    let known = published.filter { $0.known <= now }
    if searched.insert(schedule.every).inserted, let first = known.first, let last = known.last {
      findGaps(schedule, from: first.period.end, until: last.period.start, names)
    }
    let again = heldBack.values.filter { $0.period.kind == schedule.every && mayBeTried($0, now) }
    if let held = again.min(by: { $0.moment < $1.moment }) { return (held.moment, held.period) }
    let since = known.last.map { schedule.nextDue(after: $0.period.end - 1, zone: zone) } ?? created
    var moment = schedule.nextDue(after: since, zone: zone)
    while moment <= now {
      let period = schedule.period(dueAt: moment, zone: zone)
      if !names.contains(period.name), heldBack[period.name] == nil { return (moment, period) }
      moment = schedule.nextDue(after: moment, zone: zone)
    }
    return nil
  }

  /// Periods that were passed over between two published ones: refused, and the service stopped before they could be
  /// tried again.
  private func findGaps(
    _ schedule: DigestSchedule, from first: Int64, until last: Int64, _ names: Set<String>
  ) {
    var moment = schedule.nextDue(after: first, zone: zone)
    while true {
      let period = schedule.period(dueAt: moment, zone: zone)
      guard period.start < last else { return }
      if period.start >= first, !names.contains(period.name) {
        heldBack[period.name] = HeldBack(period: period, moment: moment, changes: -1, at: .min / 2)
      }
      moment = schedule.nextDue(after: moment, zone: zone)
    }
  }

  private func mayBeTried(_ held: HeldBack, _ now: Int64) -> Bool {
    // A clock that was set back must not hold it up for longer.
    held.changes != changes && abs(now - held.at) >= Self.patience
  }

  private func publish(_ period: Period, now: Int64) throws {
    let digest = try write(try material(period, now: now, isRunning: false))
    let files = try forms(of: digest)
    var isNew = false
    for (suffix, bytes) in files {
      if try folder.put(bytes, as: period.name + suffix, replacing: false) { isNew = true }
    }
    try folder.sync()
    try store.record(
      Publication(
        period: period, published: now, known: now, codebook: codebook.fingerprint,
        hash: contentHash(of: files[0].bytes)))
    try addToArchive(PublishedDigest(digest))
    tell(
      News(
        .notice,
        isNew
          ? "published \(folder.path)/\(period.name).html"
          : "\(folder.path)/\(period.name).html stands already and is left as it is"))
  }

  private func material(_ period: Period, now: Int64, isRunning: Bool) throws -> DigestMaterial {
    try store.material(period: period, previous: period.previous(in: zone), now: now, isRunning: isRunning)
  }

  // MARK: The running digest

  /// Rewrites `latest.*` and `index.html`. A folder that cannot be written to is told once and tried again; a digest
  /// that fails its check is told of, and the one before stays until the next change.
  public func publishRunning(at now: Int64, monotonic: Int64) throws {
    do {
      try drawUpRunning(at: now, monotonic: monotonic)
      if refusal != nil, heldBack.values.allSatisfy({ $0.why == nil }) { refusal = nil }
    } catch let refused as DigestRefused {
      if refusal?.description != refused.description { tell(News(.error, "\(refused)")) }
      refusal = refused
      (dirtySince, retryAt) = (nil, nil)
    }
  }

  private func drawUpRunning(at now: Int64, monotonic: Int64) throws {
    let digest = try write(
      try material(try store.runningPeriod(at: now, zone: zone), now: now, isRunning: true))
    do {
      for (suffix, bytes) in try forms(of: digest, name: "latest") {
        try folder.put(bytes, as: "latest" + suffix, replacing: true)
      }
      let published = try archive()
      let index = renderer.index(latest: digest, latestName: "latest", published: published)
      try folder.put(Array(index.utf8), as: "index.html", replacing: true)
      if !folder.contains("feed.xml") {
        try folder.put(Array(Feed().atom(published).utf8), as: "feed.xml", replacing: true)
      }
      if retryAt != nil { tell(News(.notice, "\(folder.path): can be written again")) }
      retryAt = nil
      dirtySince = nil
    } catch let error as ReportError {
      if retryAt == nil { tell(News(.error, "\(error)")) }
      retryAt = monotonic + Self.longest
    }
  }

  // MARK: Making

  private func write(_ material: DigestMaterial) throws -> Digest {
    let digest = try DigestWriter.write(material, codebook: codebook)
    try refuse(digest, DigestCheck.check(digest, material))
    let earlier = Set(digest.evidence.lazy.filter { $0.origin == .earlier }.map(\.place))
    let quoted =
      material.evidence + material.lateEvidence + material.lastEvidence.values
      + material.previousEvidence.filter { earlier.contains("\($0.path):\($0.line)") }
    try refuse(digest, try store.misquoted(quoted))
    return digest
  }

  /// `name` is the stem where it is not the period's: the page links to its other forms.
  private func forms(of digest: Digest, name: String? = nil) throws -> [(suffix: String, bytes: [UInt8])] {
    let (markdown, html) = (renderer.markdown(digest), renderer.html(digest, name: name))
    try refuse(digest, renderer.check(digest, markdown: markdown, html: html))
    return [
      (".json", try digest.json()), (".md", Array(markdown.utf8)), (".html", Array(html.utf8)),
    ]
  }

  private func refuse(_ digest: Digest, _ faults: [String]) throws {
    guard faults.isEmpty else { throw DigestRefused(name: digest.period.name, faults: faults) }
  }

  private func contentHash(of bytes: [UInt8]) -> ContentHash {
    let hash = SipHash.hash(bytes, key: [])
    return ContentHash(high: hash.high, low: hash.low)
  }

  // MARK: The archive

  private static let archiveName = "archive.json"

  /// What was published, as the archive page and the feed list it; kept beside them so that no digest need be
  /// read again for one line.
  private func archive() throws -> [PublishedDigest] {
    guard folder.contains(Self.archiveName) else { return [] }
    return try JSONDecoder().decode([PublishedDigest].self, from: Data(try folder.read(Self.archiveName)))
  }

  private func addToArchive(_ digest: PublishedDigest) throws {
    var published = try archive().filter { $0.name != digest.name }
    published.append(digest)
    published.sort { ($0.drawnUp, $0.name) < ($1.drawnUp, $1.name) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try folder.put(Array(try encoder.encode(published)), as: Self.archiveName, replacing: true)
    try folder.put(Array(Feed().atom(published).utf8), as: "feed.xml", replacing: true)
    try folder.put(
      Array(renderer.index(latest: nil, published: published).utf8), as: "index.html", replacing: true)
    // The archive page shows the running digest on top: draw it up again soon.
    drawUpAgain(at: lastChange)
  }
}

/// A digest that does not agree with itself is not published.
public struct DigestRefused: Error, Sendable, CustomStringConvertible {
  public var name: String
  public var faults: [String]
  public var description: String {
    "digest \(name) is not published, it fails its own check: \(faults.prefix(3).joined(separator: "; "))"
      + (faults.count > 3 ? " and \(faults.count - 3) more" : "")
  }
}

// From the index to files in the reports folder: the running digest, the periodic ones, the archive page, the feed.

public import Codebooks
public import Digests
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
    if dirtySince == nil { dirtySince = monotonic }
    lastChange = monotonic
  }

  /// The monotonic time at which the running digest should be rewritten.
  public var nextRunning: Int64? {
    guard let dirtySince else { return retryAt }
    return max(min(lastChange + Self.quiet, dirtySince + Self.longest), retryAt ?? 0)
  }

  /// The next moment (seconds since 1970) at which a periodic digest is due.
  public func nextDue(after instant: Int64) -> Int64? {
    schedules.map { $0.nextDue(after: instant, zone: zone) }.min()
  }

  // MARK: Periodic digests

  /// Publishes every periodic digest whose time has come and that is not published yet, oldest first: also those
  /// missed while the service was down.
  /// - Parameter now: seconds since 1970.
  public func publishDue(at now: Int64) throws {
    var due: [(moment: Int64, period: Period)] = []
    for schedule in schedules {
      let from = try store.lastPublication(kind: schedule.every)?.published ?? store.created
      var moment = schedule.nextDue(after: from, zone: zone)
      while moment <= now {
        due.append((moment, schedule.period(dueAt: moment, zone: zone)))
        moment = schedule.nextDue(after: moment, zone: zone)
      }
    }
    due.sort { ($0.moment, $0.period.name) < ($1.moment, $1.period.name) }
    for item in due { try publish(item.period, dueAt: item.moment, now: now) }
    if !due.isEmpty { try publishArchive(at: now) }
  }

  private func publish(_ period: Period, dueAt moment: Int64, now: Int64) throws {
    if try store.publication(named: period.name) != nil { return }
    let material = try store.material(
      period: period, previous: period.previous(in: zone), now: now, knownAt: now, isRunning: false,
      codebook: codebook.fingerprint)
    let digest = try write(material)
    let files = try forms(of: digest)
    var isNew = false
    for (suffix, bytes) in files {
      if try folder.put(bytes, as: period.name + suffix, replacing: false) { isNew = true }
    }
    try folder.sync()
    try store.recordPublication(
      Publication(
        kind: period.kind, name: period.name, start: period.start, end: period.end, zone: period.zone,
        published: now, known: now, codebook: codebook.fingerprint, hash: contentHash(of: files[0].bytes)))
    tell(
      News(
        .notice,
        isNew ? "published \(folder.path)/\(period.name).html" : "\(period.name) stands already, left as it is"))
  }

  // MARK: The running digest

  /// Rewrites `latest.*`.
  public func publishRunning(at now: Int64, monotonic: Int64) throws {
    let period = try runningPeriod(at: now)
    let material = try store.material(
      period: period, previous: period.previous(in: zone), now: now, knownAt: now, isRunning: true,
      codebook: codebook.fingerprint)
    let digest = try write(material)
    do {
      for (suffix, bytes) in try forms(of: digest) {
        try folder.put(bytes, as: "latest" + suffix, replacing: true)
      }
      try publishArchive(at: now, latest: digest)
      if retryAt != nil { tell(News(.notice, "the reports folder can be written again")) }
      retryAt = nil
      dirtySince = nil
    } catch let error as ReportError {
      if retryAt == nil { tell(News(.error, "\(error)")) }
      retryAt = monotonic + Self.longest
      dirtySince = dirtySince ?? monotonic
    }
  }

  /// The current day; until a note has come in by itself (only the first import is there), the week of the
  /// newest note, so that there is something to read at once.
  public func runningPeriod(at now: Int64) throws -> Period {
    if try store.hasOnlyArchive, let newest = try store.newestDate {
      return Period.containing(newest, kind: .week, zone: zone)
    }
    return Period.containing(now, kind: .day, zone: zone)
  }

  // MARK: Making

  private func write(_ material: DigestMaterial) throws -> Digest {
    let digest = try DigestWriter.write(material, codebook: codebook)
    let faults = DigestCheck.check(digest, material: material, codebook: codebook)
    guard faults.isEmpty else { throw DigestRefused(name: material.period.name, faults: faults) }
    return digest
  }

  private func forms(of digest: Digest) throws -> [(suffix: String, bytes: [UInt8])] {
    [
      (".json", try renderer.json(digest)), (".md", Array(renderer.markdown(digest).utf8)),
      (".html", Array(renderer.html(digest).utf8)),
    ]
  }

  private func publishArchive(at now: Int64, latest: Digest? = nil) throws {
    let archive = try store.publications(limit: 1000)
    _ = archive
  }

  private func contentHash(of bytes: [UInt8]) -> ContentHash {
    let hash = SipHash.hash(bytes, key: [])
    return ContentHash(high: hash.high, low: hash.low)
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

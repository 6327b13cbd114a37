// The words that `systemctl status` and `redline status` show of the service, and its patience at a long start.

import FileWatching
import Service

/// "watching 3 folders, 1,204 notes, next digest 06:00".
struct StatusLine {
  var isRootLost: Bool
  var folders: Int
  /// Nil where the index did not answer.
  var notes: Int?
  var waiting: Int
  var nextDigest: String?
  /// Why a digest is not published.
  var refusal: String?

  var text: String {
    var words = [isRootLost ? "the watched folder is lost" : "watching \(Self.counted(folders, "folder"))"]
    if let notes { words.append(Self.counted(notes, "note")) }
    if waiting > 0 { words.append("\(Self.grouped(waiting)) waiting") }
    if let nextDigest { words.append("next digest \(nextDigest)") }
    return words.joined(separator: ", ") + (refusal.map { "; \($0)" } ?? "")
  }

  static func counted(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// 1204 as "1,204".
  static func grouped(_ number: Int) -> String {
    var out = ""
    let digits = String(number)
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3), digit != "-" { out += "," }
      out.append(digit)
    }
    return out
  }
}

/// How many notes the index holds. Counting takes longer the more there are, so it is done anew only after a commit,
/// and never for more than a fiftieth of the time.
struct NoteCount {
  private(set) var notes: Int?
  private(set) var committed = -1
  private var notBefore: Int64 = 0

  /// The next look counts, however long the last one took.
  mutating func hurry() { notBefore = 0 }

  /// - Parameter now: monotonic nanoseconds, as all times here.
  mutating func refresh(committed: Int, at now: Int64, count: () throws -> Int) {
    guard committed != self.committed, now >= notBefore else { return }
    do {
      notes = try count()
      self.committed = committed
    } catch {
      // The status goes without; whether the index answers is the heartbeat's question.
      notes = nil
    }
    let end = Moment.now().monotonic
    notBefore = end + 50 * (end - now)
  }
}

/// A start over a large tree or a slow disk outlasts systemd's patience: as long as the listing moves on, it is asked for
/// more. A start that hangs asks for nothing, and is ended.
struct StartPatience {
  let notifier: Notifier
  private var next: Int64 = 0

  init(notifier: Notifier) { self.notifier = notifier }

  /// "starting: listing, 12,000 files so far", at most once in five seconds.
  mutating func tell(_ work: String, _ count: Int, _ noun: String, at now: Moment) {
    guard now.monotonic >= next else { return }
    tell("\(work), \(StatusLine.grouped(count)) \(noun) so far", at: now)
  }

  mutating func tell(_ work: String, at now: Moment) {
    next = now.monotonic + 5_000_000_000
    notifier.extendTimeout(.seconds(120), status: "starting: \(work)")
  }
}

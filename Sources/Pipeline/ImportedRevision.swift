// A note coded elsewhere as it goes into this index.

public import Coding
public import Digests
public import NoteStore

public enum ImportedRevision {
  /// What the index keeps beside the codes: identity, date, and the signature by which copies are told.
  ///
  /// - Parameters:
  ///   - text: the note's text as it was handed over, which is its identity.
  ///   - received: seconds since 1970; the date of a note that gives none, which is then marked undated.
  ///   - hashKey: the index's secret.
  public static func make(
    _ coded: CodedNote, text: [UInt8], received: Int64, zone: Zone, hashKey: [UInt8]
  ) -> CodedRevision {
    let hash = SipHash.hash(text, key: hashKey)
    return CodedRevision(
      coded: coded, hash: ContentHash(high: hash.high, low: hash.low),
      date: NoteDating.effective(
        coded.note, modified: received * 1_000_000_000, received: received, zone: zone),
      isArchive: true, signature: NearCopySignature.signature(of: coded.note.text))
  }
}

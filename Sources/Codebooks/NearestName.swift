// The known name that was probably meant.

enum NearestName {
  /// ", did you mean 'x'?", or nothing where no known name is near.
  static func remedy(for name: String, among known: some Sequence<String>) -> String {
    let limit = max(1, name.count / 3)
    let nearest =
      known.map { (distance(Array(name.utf8), Array($0.utf8), limit: limit), $0) }
      .filter { $0.0 <= limit }.min { $0 < $1 }
    return nearest.map { ", did you mean '\($0.1)'?" } ?? ""
  }

  /// Edit distance in bytes, or something above `limit` where it is greater.
  static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
    guard abs(left.count - right.count) <= limit, left.count <= 200 else { return limit + 1 }
    var row = Array(0...right.count)
    for (i, byte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let changed = diagonal + (byte == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}

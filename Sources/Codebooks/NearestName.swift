// The known name that was probably meant.

public enum NearestName {
  /// ", did you mean 'x'?", or nothing where no known name is near.
  static func remedy(for name: String, among known: some Sequence<String>) -> String {
    let limit = max(1, name.count / 3)
    let nearest =
      known.map { (distance(Array(name.utf8), Array($0.utf8), limit: limit), $0) }
      .filter { $0.0 <= limit }.min { $0 < $1 }
    return nearest.map { ", did you mean '\($0.1)'?" } ?? ""
  }

  /// Edit distance in bytes, a swap of neighbours counting one, or something above `limit` where it is
  /// greater or a name is longer than two hundred bytes.
  public static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int = 200) -> Int {
    guard abs(left.count - right.count) <= limit, left.count <= 200 else { return limit + 1 }
    var before: [Int] = []
    var former = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var best = min(former[j] + (left[i] == right[j] ? 0 : 1), row[j] + 1, former[j + 1] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, before[j - 1] + 1)
        }
        row.append(best)
      }
      (before, former) = (former, row)
    }
    return former[right.count]
  }
}

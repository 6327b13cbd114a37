// The known name nearest to one that was mistyped.

enum Nearest {
  /// "; did you mean 'watch'?", or the list of what is known where nothing is near.
  static func remedy(_ word: String, among known: [String]) -> String {
    let ranked = known.map { ($0, distance(word, $0)) }.min { $0.1 < $1.1 }
    if let (name, distance) = ranked, distance <= max(1, word.count / 3) {
      return "; did you mean '\(name)'?"
    }
    return "; known are \(known.joined(separator: ", "))"
  }

  /// Levenshtein's edit distance.
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.unicodeScalars.prefix(64))
    let right = Array(right.unicodeScalars.prefix(64))
    var row = Array(0...right.count)
    for (i, scalar) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (scalar == other ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}

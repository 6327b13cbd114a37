// The known name nearest to one that was mistyped.

import Codebooks

enum Nearest {
  /// "; did you mean 'watch'?", or the list of what is known where nothing is near.
  static func remedy(_ word: String, among known: [String]) -> String {
    let ranked = known.map { ($0, NearestName.distance(Array(word.utf8), Array($0.utf8))) }.min {
      $0.1 < $1.1
    }
    if let (name, distance) = ranked, distance <= max(1, word.count / 3) {
      return "; did you mean '\(name)'?"
    }
    return "; known are \(known.joined(separator: ", "))"
  }
}

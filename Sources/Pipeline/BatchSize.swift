// How many changes one transaction takes: few enough that a note which is dropped meanwhile need not wait.

/// Learns what a transaction costs, as a fixed part (the disk's) and a part for each change, and says how many changes take
/// about 10 ms; more where the fixed part is large, so that it stays a quarter at most. Handed durations, asks no clock.
struct BatchSize {
  /// Nanoseconds.
  static let target = 10_000_000.0
  static let range = 16...1000

  /// Sums over past transactions, the older the lighter.
  private var (count, changes, squares, time, product) = (0.0, 0.0, 0.0, 0.0, 0.0)
  private(set) var limit = 32

  /// Takes in what a transaction took.
  mutating func learn(changes number: Int, nanoseconds: Int64) {
    guard number > 0, nanoseconds > 0 else { return }
    let (x, y) = (Double(number), Double(nanoseconds))
    let decay = 0.9
    count = count * decay + 1
    changes = changes * decay + x
    squares = squares * decay + x * x
    time = time * decay + y
    product = product * decay + x * y
    // Least squares; where all were of about one size nothing can be told apart, and all counts as each one's.
    let (meanChanges, meanTime) = (changes / count, time / count)
    let variance = squares / count - meanChanges * meanChanges
    var each = meanTime / meanChanges
    if variance > 0.01 * meanChanges * meanChanges {
      let slope = (product / count - meanChanges * meanTime) / variance
      // A slope that noise made would let a batch grow without bound.
      each = min(max(slope, each / 20), each)
    }
    let fixed = max(0, meanTime - each * meanChanges)
    let wanted = (max(Self.target, 4 * fixed) - fixed) / each
    limit = min(max(Int(min(wanted, 1e6)), Self.range.lowerBound), Self.range.upperBound)
  }
}

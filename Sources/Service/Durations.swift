// Durations as the kernel counts them.

extension Duration {
  /// Saturates: 292 years are long enough.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    let (sum, over) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return over ? .max : sum
  }
}

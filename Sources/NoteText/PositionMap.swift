// The way back from an offset in the coded text to a line and column of the file.

/// Runs of text that were copied from the source without a change, in order of their text offset.
/// Between runs (an entity, an escape, a line joined) the position is that of the run before.
public struct PositionMap: Sendable {
  /// A run begins at `text` in the coded text and at `source` in the decoded (UTF-8) source.
  public struct Run: Sendable, Hashable {
    public var text: UInt32
    public var source: UInt32
    public init(text: UInt32, source: UInt32) {
      self.text = text
      self.source = source
    }
  }
  public var runs: [Run]
  /// Offsets in the decoded source at which lines begin; the first is 0.
  public var lineStarts: [UInt32]

  public init(runs: [Run], lineStarts: [UInt32]) {
    self.runs = runs
    self.lineStarts = lineStarts
  }

  /// Offset in the decoded source of a byte of the coded text.
  public func sourceOffset(of offset: Int) -> Int {
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if Int(runs[middle].text) <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return offset }
    let run = runs[low - 1]
    var source = Int(run.source) + offset - Int(run.text)
    if low < runs.count { source = min(source, max(Int(runs[low].source), Int(run.source))) }
    return source
  }

  public func position(of offset: Int) -> SourcePosition {
    let source = sourceOffset(of: offset)
    var low = 0
    var high = lineStarts.count
    while low < high {
      let middle = (low + high) / 2
      if Int(lineStarts[middle]) <= source { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return SourcePosition(line: 1, column: source + 1) }
    return SourcePosition(line: low, column: source - Int(lineStarts[low - 1]) + 1)
  }
}

// Lines of a descriptor, one at a time: memory holds one line and a block, however long the stream.

import Glibc

struct LineReader {
  /// A line longer than this is skipped and reported, never cut.
  static let longest = 256 * 1024 * 1024
  /// Bytes that are asked for at once.
  private static let block = 256 * 1024

  enum Line {
    case text(ArraySlice<UInt8>)
    case tooLong(bytes: Int)
  }

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var scanned = 0
  private var isAtEnd = false
  private var skipped = 0

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Whether a whole line is at hand without reading further.
  var hasLine: Bool { lineEnd(from: scanned) != nil }

  private func lineEnd(from start: Int) -> Int? {
    guard start < buffer.count else { return nil }
    return buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0A, bytes.count - start) else {
        return nil
      }
      return UnsafeRawPointer(found) - base
    }
  }

  /// The next line without its end; nil at the end of the stream.
  mutating func next() throws(InputError) -> Line? {
    while true {
      if let end = lineEnd(from: scanned) {
        let line = buffer[start..<end]
        start = end + 1
        scanned = start
        if skipped > 0 {
          let length = skipped + line.count
          skipped = 0
          return .tooLong(bytes: length)
        }
        return .text(line)
      }
      scanned = buffer.count
      if isAtEnd { return rest() }
      if buffer.count - start > LineReader.longest {
        skipped += buffer.count - start
        start = buffer.count
      }
      try fill()
    }
  }

  private mutating func rest() -> Line? {
    let line = buffer[start...]
    start = buffer.count
    if skipped > 0 {
      defer { skipped = 0 }
      return .tooLong(bytes: skipped + line.count)
    }
    return line.isEmpty ? nil : .text(line)
  }

  private mutating func fill() throws(InputError) {
    if start > 0 {
      buffer.removeSubrange(..<start)
      scanned -= start
      start = 0
    }
    // A block of zeros first would cost more than a line, where a line is all that is read.
    var trouble: InputError?
    let before = buffer.count
    buffer.append(addingCapacity: LineReader.block) { output in
      output.withUnsafeMutableBufferPointer { space, filled in
        var count = 0
        repeat {
          count = Glibc.read(descriptor, space.baseAddress, LineReader.block)
        } while count < 0 && errno == EINTR
        if count < 0 { trouble = InputError(reason: String(cString: strerror(errno))) }
        filled = max(0, count)
      }
    }
    if let trouble { throw trouble }
    if buffer.count == before { isAtEnd = true }
  }
}

/// What the system says of an input that cannot be read.
struct InputError: Error, CustomStringConvertible {
  var reason: String
  var description: String { reason }
}

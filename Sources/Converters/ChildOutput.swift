// What a child writes, read as it comes and up to a bound.

import Glibc

/// The two ends of a pipe.
struct ChildPipe {
  let reading: Int32
  let writing: Int32

  func closeReading() { close(reading) }
  func closeWriting() { close(writing) }

  func closeBoth() {
    closeReading()
    closeWriting()
  }
}

/// The reading end of a child's pipe, which does not block.
struct ChildOutput {
  let descriptor: Int32
  private let limit: Int
  private(set) var bytes: [UInt8] = []
  private(set) var isOpen = true
  /// Whether it wrote more than the limit; what is over is dropped.
  private(set) var isOver = false

  init(_ descriptor: Int32, limit: Int) {
    self.descriptor = descriptor
    self.limit = limit
  }

  mutating func readWhatIsThere() {
    withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
      while isOpen {
        let count = read(descriptor, buffer.baseAddress!, buffer.count)
        if count > 0 {
          let room = limit - bytes.count
          bytes += buffer[..<min(count, room)]
          isOver = isOver || count > room
          // Enough to know: a child that writes for ever must not keep us here.
          if isOver { return }
          continue
        }
        if count < 0, errno == EINTR { continue }
        if count < 0, errno == EAGAIN { return }
        isOpen = false
      }
    }
  }

  /// The last two hundred characters, blanks for what is not printable.
  var printableEnd: String {
    let text = String(decoding: bytes, as: UTF8.self)
    let printable = text.unicodeScalars.map { scalar -> Character in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: " "
      default: Character(scalar)
      }
    }
    let words = String(printable).split(separator: " ").joined(separator: " ")
    return words.count <= 200 ? words : "..." + words.suffix(200)
  }
}

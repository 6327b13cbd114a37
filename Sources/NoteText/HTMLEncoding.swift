// The encoding that a page or feed declares in its first lines.

enum HTMLEncoding {
  /// The label in `<meta charset=...>`, `<meta ... content="...; charset=...">` or `<?xml encoding=...?>`
  /// within the first 4 KiB; nil where there is none.
  static func declared(in bytes: [UInt8]) -> String? {
    let head = bytes.prefix(4096)
    if head.starts(with: "<?xml".utf8), let end = MarkdownHTML.find("?>", in: head),
      let label = value(after: "encoding", in: head[..<end])
    {
      return label
    }
    var start = head.startIndex
    while let meta = MarkdownHTML.find("<meta", in: head[start...]) {
      let end = head[meta...].firstIndex(of: 0x3E) ?? head.endIndex
      if let label = value(after: "charset", in: head[meta..<end]) { return label }
      start = end
    }
    return nil
  }

  private static func value(after key: String, in bytes: ArraySlice<UInt8>) -> String? {
    guard let found = MarkdownHTML.find(key, in: bytes) else { return nil }
    var index = found + key.utf8.count
    while index < bytes.endIndex, bytes[index] <= 0x20 { index += 1 }
    guard index < bytes.endIndex, bytes[index] == 0x3D else { return nil }
    index += 1
    while index < bytes.endIndex, bytes[index] <= 0x20 || bytes[index] == 0x22 || bytes[index] == 0x27 {
      index += 1
    }
    let start = index
    while index < bytes.endIndex, bytes[index] > 0x20, ![0x22, 0x27, 0x3B, 0x3E, 0x2F].contains(bytes[index])
    {
      index += 1
    }
    return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
  }
}

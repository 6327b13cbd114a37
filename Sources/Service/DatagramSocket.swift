// Datagrams to a local socket: the only socket calls there are.

import Glibc

/// AF_UNIX datagrams, one socket for each, so that nothing is shared between threads.
enum DatagramSocket {
  /// Answers the errno, 0 when it was sent. A receiver that does not read makes a sender wait: some ten datagrams are
  /// all that the kernel holds for it.
  /// - Parameters:
  ///   - address: a path, or an abstract name with `@` in front.
  ///   - patience: milliseconds to wait for such a receiver; then the answer is `EAGAIN`.
  @discardableResult
  static func send(_ message: [UInt8], to address: [UInt8], patience: Int) -> Int32 {
    let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_UNIX, type, 0)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    var flags = Int32(MSG_NOSIGNAL)
    if patience > 0 {
      var limit = timeval(tv_sec: patience / 1000, tv_usec: patience % 1000 * 1000)
      let size = socklen_t(MemoryLayout.size(ofValue: limit))
      guard setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size) == 0 else { return errno }
    } else {
      flags |= Int32(MSG_DONTWAIT)
    }
    guard let (name, length) = socketName(address) else { return ENAMETOOLONG }
    return withUnsafePointer(to: name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        while true {
          let sent = sendto(
            descriptor, message, message.count, flags, name, length)
          if sent >= 0 { return 0 }
          if errno != EINTR { return errno }
        }
      }
    }
  }

  /// The address as the kernel wants it, and its length; nil where it is too long.
  static func socketName(_ address: [UInt8]) -> (sockaddr_un, socklen_t)? {
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    let isAbstract = address.first == UInt8(ascii: "@")
    // A path needs room for its NUL.
    let room = MemoryLayout.size(ofValue: name.sun_path) - (isAbstract ? 0 : 1)
    guard !address.isEmpty, address.count <= room else { return nil }
    withUnsafeMutableBytes(of: &name.sun_path) { bytes in
      bytes.copyBytes(from: address)
      if isAbstract { bytes[0] = 0 }
    }
    let used = MemoryLayout<sockaddr_un>.offset(of: \.sun_path)! + address.count + (isAbstract ? 0 : 1)
    return (name, socklen_t(used))
  }
}

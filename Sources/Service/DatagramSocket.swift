// Datagrams to a local socket: the only socket calls there are.

import Glibc

/// AF_UNIX datagrams, one socket for each, so that nothing is shared between threads.
enum DatagramSocket {
  /// - Parameter address: a path, or an abstract name with `@` in front.
  /// Answers the errno, 0 when it was sent. Never blocks for long: the receivers are systemd and journald.
  @discardableResult
  static func send(_ message: [UInt8], to address: [UInt8]) -> Int32 {
    let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_UNIX, type, 0)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    guard let (name, length) = socketName(address) else { return ENAMETOOLONG }
    return withUnsafePointer(to: name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        while true {
          let sent = sendto(
            descriptor, message, message.count, Int32(MSG_NOSIGNAL), name, length)
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

// A datagram socket that a test listens on, in systemd's or the journal's place.

import Foundation
import Glibc

@testable import Service

struct CallFailed: Error {
  var call: String
  var code: Int32
}

final class TestSocket {
  let address: String
  private let descriptor: Int32

  /// - Parameter isAbstract: a name without a file.
  init(isAbstract: Bool = false) throws {
    address = (isAbstract ? "@" : "/tmp/") + "redline-test-\(UUID().uuidString.prefix(12))"
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    guard descriptor >= 0 else { throw CallFailed(call: "socket", code: errno) }
    guard let (name, length) = DatagramSocket.socketName(Array(address.utf8)) else {
      throw CallFailed(call: "name", code: ENAMETOOLONG)
    }
    let bound = withUnsafePointer(to: name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    guard bound == 0 else { throw CallFailed(call: "bind", code: errno) }
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit {
    close(descriptor)
    if address.hasPrefix("/") { unlink(address) }
  }

  /// Waits for a datagram, ten seconds at most.
  func receive() throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count >= 0 else { throw CallFailed(call: "recv", code: errno) }
    return Array(buffer.prefix(count))
  }

  func receiveText() throws -> String { String(decoding: try receive(), as: UTF8.self) }
}

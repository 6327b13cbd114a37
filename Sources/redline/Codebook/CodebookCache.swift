// Codebooks that were read before, so that a start costs milliseconds.

import Codebooks
import Coding
import Foundation

/// Gives a codebook ready for coding: as an earlier start left it, or read anew and left for the next. What keeps
/// it from either is said at debug level and costs time only.
struct CodebookCache {
  /// Where caches lie; nil where there are none.
  var folder: CacheFolder?
  /// What no other build of the program has.
  var program: [UInt64]
  var debug: (String) -> Void

  /// The cache of this process.
  static func ofThisProcess(debug: @escaping (String) -> Void) -> CodebookCache {
    let environment = ProcessInfo.processInfo.environment
    do throws(CacheTrouble) {
      guard let path = path(environment) else { return CodebookCache(folder: nil, program: [], debug: debug) }
      return CodebookCache(
        folder: CacheFolder(path: path, owner: geteuid()), program: try ProgramIdentity.ofThisProcess(),
        debug: debug)
    } catch {
      debug("codebooks are not cached: \(error)")
      return CodebookCache(folder: nil, program: [], debug: debug)
    }
  }

  /// Where an environment wants caches; nil where it wants none.
  static func path(_ environment: [String: String]) -> String? {
    func absolute(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
    if let said = environment["REDLINE_CACHE"], !said.isEmpty { return said == "off" ? nil : said }
    // systemd may hand several, separated by colons; the first is ours.
    if let given = absolute("CACHE_DIRECTORY") { return given.split(separator: ":").first.map(String.init) }
    return absolute("XDG_CACHE_HOME").map { $0 + "/redline" }
      ?? absolute("HOME").map { $0 + "/.cache/redline" }
  }

  /// - Parameters:
  ///   - bytes: the codebook file.
  ///   - read: reads it where no cache does.
  func compiled(of bytes: [UInt8], reading read: () throws -> Codebook) throws -> CompiledCodebook {
    guard let folder else { return try CompiledCodebook(read()) }
    let key = CacheKey(program: program, codebook: bytes)
    let name = "codebook-\(key.name)"
    do {
      if let cached = try folder.contents(of: name) {
        return try CompiledCodebook(cacheBytes: cached, from: try CacheEnvelope.open(cached, key))
      }
    } catch {
      debug("\(folder.path)/\(name) is not used: \(error)")
    }
    let compiled = try CompiledCodebook(read())
    do throws(CacheTrouble) {
      try folder.put(CacheEnvelope.seal(compiled.cacheBytes, key), as: name)
    } catch {
      debug("the codebook is not cached: \(error)")
    }
    return compiled
  }
}

/// Tells one build of the program from all others.
enum ProgramIdentity {
  /// The place, size and times of the program's file: a file that is written, copied or replaced has another.
  static func ofThisProcess() throws(CacheTrouble) -> [UInt64] {
    try of("/proc/self/exe")
  }

  static func of(_ path: String) throws(CacheTrouble) -> [UInt64] {
    var status = stat()
    guard stat(path, &status) == 0 else { throw CacheTrouble(path) }
    return [
      UInt64(status.st_dev), UInt64(status.st_ino), UInt64(truncatingIfNeeded: status.st_size),
      bits(status.st_mtim.tv_sec), bits(status.st_mtim.tv_nsec), bits(status.st_ctim.tv_sec),
      bits(status.st_ctim.tv_nsec),
    ]
  }

  private static func bits(_ number: Int) -> UInt64 { UInt64(bitPattern: Int64(number)) }
}

// Why a converter gave no text, in words a person can act on.

import Glibc

/// A child that failed, or that was stopped at one of its bounds.
public struct ChildTrouble: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Cause: Hashable, Sendable {
    /// The program is not installed; worth another try when it is.
    case missing
    /// It could not be started; errno.
    case notStarted(Int32)
    case tookTooLong(Duration)
    /// It wrote more than this number of bytes.
    case wroteTooMuch(Int)
    /// It ended by itself with this code; and the last of what it said on standard error.
    case failed(code: Int32, said: String)
    /// It was ended by this signal: a crash, or a bound of the kernel.
    case killed(signal: Int32, said: String)
    /// We could not prepare its folder or read what it wrote; errno.
    case system(Int32)
  }

  /// The program's name.
  public var program: String
  public var cause: Cause

  public var description: String {
    switch cause {
    case .missing: "\(program): not installed"
    case .notStarted(let code): "\(program): cannot be started: \(Self.message(code))"
    case .tookTooLong(let time): "\(program): stopped after \(time.components.seconds) s"
    case .wroteTooMuch(let limit): "\(program): stopped after it had written \(limit) bytes"
    case .failed(let code, let said): "\(program): exit \(code)" + (said.isEmpty ? "" : ": \(said)")
    case .killed(let number, let said):
      "\(program): ended by signal \(number) (\(Self.name(ofSignal: number)))"
        + (said.isEmpty ? "" : ": \(said)")
    case .system(let code): "\(program): \(Self.message(code))"
    }
  }

  /// What would cure it.
  public var remedy: String {
    switch cause {
    case .missing: "install \(program); the note is tried again when it is there"
    case .notStarted: "check the converters in the configuration and ExecPaths in the unit"
    case .tookTooLong, .wroteTooMuch: "convert the note by hand and drop the text"
    case .failed, .killed:
      "open the note with its own program and save it anew, without a password, or drop its text"
    case .system: "check free space and permissions of the temporary folder, then redline retry"
    }
  }

  private static func message(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }

  private static func name(ofSignal number: Int32) -> String {
    guard let name = strsignal(number) else { return "unknown" }
    return String(cString: name).lowercased()
  }
}

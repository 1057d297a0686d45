package import Vocabulary

/// Why one file could not be read.
package enum ReadError: Error, Sendable, Hashable, CustomStringConvertible {
  case missing
  case noPermission
  /// A folder, a FIFO, a socket or a device.
  case notRegular
  /// In bytes. `size` is at least this; a file that grows while it is read is given up at the limit.
  case tooLarge(size: Int, limit: Int)
  /// `reason` is the system's own word for it.
  case failed(reason: String)

  package var description: String {
    switch self {
    case .missing: "the file is gone"
    case .noPermission: "no permission to read the file"
    case .notRegular: "not a regular file"
    case .tooLarge(let size, let limit): "the file has \(size) bytes, the limit is \(limit)"
    case .failed(let reason): "the file cannot be read: \(reason)"
    }
  }

  /// For what is left out and counted, rather than told as trouble.
  package var skipReason: SkipReason? {
    switch self {
    case .tooLarge: .tooLarge
    case .notRegular: .notRegular
    case .missing, .noPermission, .failed: nil
    }
  }

  /// What the report says about the file.
  ///
  /// - Parameter path: relative to the audited root.
  package func problem(path: String) -> Problem {
    let hint: String? =
      switch self {
      case .missing: "It was there when the survey began; audit again when nothing else writes to the folder."
      case .noPermission: "Grant read permission, or leave it out with --exclude."
      case .notRegular, .tooLarge, .failed: "Leave it out with --exclude."
      }
    return Problem(stage: .survey, path: path, message: description, hint: hint)
  }
}

/// Why a file could not be written. Whatever stood there before stands there still.
package enum WriteError: Error, Sendable, Hashable, CustomStringConvertible {
  case folderMissing(path: String)
  case noPermission(path: String)
  case isFolder(path: String)
  /// `reason` is the system's own word for it.
  case failed(path: String, reason: String)

  package var description: String {
    switch self {
    case .folderMissing(let path): "`\(path)` cannot be written: its folder does not exist; create it first"
    case .noPermission(let path): "`\(path)` cannot be written: no permission; name a path that you may write to"
    case .isFolder(let path): "`\(path)` cannot be written: it is a folder; name a file in it"
    case .failed(let path, let reason): "`\(path)` cannot be written: \(reason)"
    }
  }
}

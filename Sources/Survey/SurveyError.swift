/// Why there is nothing to audit: the request itself cannot be met.
package enum SurveyError: Error, Sendable, Hashable, CustomStringConvertible {
  case missing(path: String)
  /// `reason` is the system's own word for it.
  case unreadable(path: String, reason: String)
  /// A FIFO, a socket or a device was named.
  case notFileOrFolder(path: String)
  case noCurrentFolder(reason: String)

  package var description: String {
    switch self {
    case .missing(let path):
      "there is no file or folder `\(path)`; check the spelling, relative paths start at the current folder"
    case .unreadable(let path, let reason):
      "`\(path)` cannot be read: \(reason); grant read permission or name another path"
    case .notFileOrFolder(let path):
      "`\(path)` is neither a file nor a folder; name the files or folders to audit"
    case .noCurrentFolder(let reason):
      "the current folder cannot be determined: \(reason); change to a folder that exists or name absolute paths"
    }
  }
}
